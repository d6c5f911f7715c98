"""The colours of the reports, read from the style sheet that names them."""

from __future__ import annotations

import re

COLOUR = re.compile(r"--(?P<name>[a-z-]+):\s*(?P<hex>#[0-9a-f]{6})")


def palette(stylesheet: str) -> dict[str, str]:
    """Name → `#rrggbb`, for every colour that is a variable of the style sheet."""
    return {match["name"]: match["hex"] for match in COLOUR.finditer(stylesheet)}
