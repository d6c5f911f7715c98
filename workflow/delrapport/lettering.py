"""How wide a text is in the reports' sans serif, so that columns of a chart fit what they hold."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

FAMILY = "Source Sans 3"
FILES = {400: "SourceSans3-Regular.otf", 600: "SourceSans3-Semibold.otf"}
"""Weight → file."""


class Lettering:
    """The letters of one size, in points."""

    def __init__(self, fonts: Path, size: float) -> None:
        self._size = size
        self._fonts = {weight: _advances(fonts / file) for weight, file in FILES.items()}

    def width(self, texts: Iterable[str], weight: int = 400) -> float:
        """The width of the longest text in points, set without kerning; 0 for no texts.

        Raises KeyError for a sign that the font doesn't have.
        """
        advances = self._fonts[weight]
        return self._size * max((sum(advances[sign] for sign in text) for text in texts), default=0)


@cache
def _advances(file: Path) -> dict[str, float]:
    """Sign → its width in parts of the size."""
    with TTFont(file) as font:
        unit, widths = font["head"].unitsPerEm, font["hmtx"].metrics
        return {chr(code): widths[name][0] / unit for code, name in font.getBestCmap().items()}
