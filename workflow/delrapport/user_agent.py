"""WeasyPrint's own style sheet, in which only notes and items of lists have the parts of such.

There each element has a mark, a call and four more, with a style for each: a tenth of the time that
a report takes, and a fifth of its memory. No page looks otherwise without them.
"""

from __future__ import annotations

import re
from typing import Any

WHOSE = {
    "::marker": "li",
    "::footnote-call": ".footnote",
    "::footnote-marker": ".footnote",
    # No report has notes of other kinds.
    "::note-call": ":not(*)",
    "::note-marker": ":not(*)",
    "::note-callback": ":not(*)",
}
"""Part → the elements that have it."""
PART = re.compile(r"^::[a-z-]+(?= \{)", re.MULTILINE)


def sheets(forms: bool = False) -> list[Any]:
    """The style sheet, as a document of WeasyPrint's asks for it; no report has a form."""
    # Only now: WeasyPrint looks for fonts when it is first imported.
    from weasyprint import CSS
    from weasyprint.html import UA

    return [CSS(string=PART.sub(lambda part: WHOSE[part[0]] + part[0], UA))]
