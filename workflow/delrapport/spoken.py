"""The signs of a table are read aloud in words: in the PDF each has an alternative text.

WeasyPrint tags the text of a cell, but takes no words from `<abbr title>`. A structure element with
an alternative is spoken so, and what is copied from the page is the sign still. Boxes are
WeasyPrint's own, and so is the mark that it leaves at a cell: its structure element.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydyf


def say(document: Any, pdf: pydyf.PDF) -> None:
    """Give each sign of a laid out document its spoken form, once the PDF has its structure."""
    for page in document.pages:
        for box in page._page_box.descendants():
            if cell := getattr(box, "mark", None):
                _say_in(box, cell, pdf)


def _say_in(box: Any, cell: pydyf.Dictionary, pdf: pydyf.PDF) -> None:
    """The texts of a cell are tagged one by one, in their order."""
    texts = [each for each in box.descendants() if hasattr(each, "text")]
    if any(each.element_tag == "abbr" for each in texts):
        for text, span in zip(texts, _spans(cell, pdf), strict=True):
            if text.element_tag == "abbr":
                span["Alt"] = pydyf.String(text.element.get("title"))


def _spans(element: pydyf.Dictionary, pdf: pydyf.PDF) -> Iterator[pydyf.Dictionary]:
    """The structure elements of the texts below one, in reading order."""
    for child in element["K"]:
        # A child is a reference, or the number of what is marked in the page.
        if isinstance(child, int):
            yield element
        else:
            yield from _spans(pdf.objects[int(child.split()[0])], pdf)
