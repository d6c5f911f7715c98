"""What a finished PDF shows, read by its structure: its text, tables, headings and figures.

A page is read at a time, since PDFium has a structure for each: a table that goes on over pages has
an element on each of them. Text is tied to elements by the numbers of marked content.
"""

from __future__ import annotations

import ctypes
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from pypdfium2 import PdfObject, PdfPage, PdfTextPage, raw

from delrapport.completeness import Content, Run, Table

# Two bytes each: enough for the names of all kinds of elements, which are asked for most.
ROOM = 100
SLACK = 1.0
"""Points by which text may stand out of where it is seen: a letter's bounds are not its ink."""
COUNTED = {"H1", "H2", "H3", "H4", "H5", "H6", "Figure"}
"""The elements that are counted, besides tables."""

Ink = tuple[int, int, int]
Box = tuple[float, float, float, float]
"""From left and bottom to right and top."""


class Structure:
    """What is read of a PDF, page after page.

    `generated` are the inks of what stands in no HTML, `note` that of footnotes.
    """

    def __init__(self, generated: Collection[Ink], note: Ink) -> None:
        self.content = Content()
        self.spoken: list[str] = []
        """The alternative texts of figures and signs, in the order of the structure."""
        self._generated, self._note = generated, note
        self._shown: dict[int, list[tuple[str, Ink]]] = {}
        self._page = 0
        self._open: Table | None = None
        """The table that ends what is read so far."""

    def read(self, page: PdfPage, signs: PdfTextPage, pieces: Iterable[PdfObject]) -> None:
        """Read one page more; `pieces` are the pieces of text that it is drawn with."""
        self._page += 1
        self._shown = self._texts(page, signs, pieces)
        with _tree(page) as tree:
            for place in range(raw.FPDF_StructTree_CountChildren(tree)):
                self._element(raw.FPDF_StructTree_GetChildAtIndex(tree, place), None)

    def _texts(
        self, page: PdfPage, signs: PdfTextPage, pieces: Iterable[PdfObject]
    ) -> dict[int, list[tuple[str, Ink]]]:
        """Marked content → the texts in it that can be seen, without generated ones."""
        width, height = page.get_size()
        found = defaultdict(list)
        for piece in pieces:
            ink = _ink(piece)[0]
            if ink not in self._generated and _is_seen(piece, (0, 0, width, height)):
                text = _text(raw.FPDFTextObj_GetText, piece.raw, signs.raw)
                found[_marked(piece)].append((text, ink))
        return found

    def _element(self, element: Any, into: list[Run] | None) -> None:
        """Read an element and what is below it, into a part of a table or the running text."""
        kind = _text(raw.FPDF_StructElement_GetType, element)
        said = _text(raw.FPDF_StructElement_GetAltText, element)
        if said or kind == "Figure":
            self.spoken.append(said)
        if kind in COUNTED:
            self.content.counts[kind] += 1
        if kind == "Table":
            into = self._table(element).body
        elif kind == "THead" and self._open:
            # One that a new page repeats is left out.
            into = [] if self._open.head else self._open.head
        for child in _children(element):
            if isinstance(child, int):
                self._add(child, into)
            else:
                self._element(child, into)

    def _table(self, element: Any) -> Table:
        """The table that an element shows all of or goes on with."""
        kinds = [
            _text(raw.FPDF_StructElement_GetType, child)
            for child in _children(element)
            if not isinstance(child, int)
        ]
        if self._open is None or "Caption" in kinds:
            self._open = Table()
            self.content.tables.append(self._open)
        return self._open

    def _add(self, marked: int, into: list[Run] | None) -> None:
        for text, ink in self._shown.get(marked, ()):
            run = Run(text, self._page)
            if ink == self._note:
                self.content.notes.append(run)
            elif into is None:
                self.content.text.append(run)
                self._open = None
            else:
                into.append(run)


def _children(element: Any) -> Iterator[Any]:
    """The elements below one, and the numbers of what is marked in it, in reading order."""
    for place in range(raw.FPDF_StructElement_CountChildren(element)):
        child = raw.FPDF_StructElement_GetChildAtIndex(element, place)
        yield child or raw.FPDF_StructElement_GetChildMarkedContentID(element, place)


@contextmanager
def _tree(page: PdfPage) -> Iterator[Any]:
    tree = raw.FPDF_StructTree_GetForPage(page)
    try:
        yield tree
    finally:
        raw.FPDF_StructTree_Close(tree)


def _ink(piece: PdfObject) -> tuple[Ink, int]:
    """The colour of a piece, and how opaque it is: 0 where it can't be seen."""
    red, green, blue, opacity = (ctypes.c_uint() for _ in range(4))
    raw.FPDFPageObj_GetFillColor(piece.raw, red, green, blue, opacity)
    return (red.value, green.value, blue.value), opacity.value


def _marked(piece: PdfObject) -> int:
    """The number of the marked content that a piece is part of, itself or with its group."""
    number: int = raw.FPDFPageObj_GetMarkedContentID(piece.raw)
    return _marked(piece.container) if number < 0 and piece.container else number


def _is_seen(piece: PdfObject, page: Box) -> bool:
    """Whether a piece has ink, and lies inside its page and inside of what it is clipped to.

    Of what is drawn as a group, the group lies somewhere: its pieces have places of their own.
    """
    if not _ink(piece)[1]:
        return False
    if piece.container:
        return _is_seen(piece.container, page)
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(piece.raw, left, bottom, right, top)
    clip = raw.FPDFPageObj_GetClipPath(piece.raw)
    return all(
        box[0] - SLACK <= left.value
        and box[1] - SLACK <= bottom.value
        and right.value <= box[2] + SLACK
        and top.value <= box[3] + SLACK
        for box in [page, *(_clipped(clip, n) for n in range(raw.FPDFClipPath_CountPaths(clip)))]
    )


def _clipped(clip: Any, number: int) -> Box:
    """The box around one of the paths of a clip."""
    x, y = ctypes.c_float(), ctypes.c_float()
    points = []
    for place in range(raw.FPDFClipPath_CountPathSegments(clip, number)):
        raw.FPDFPathSegment_GetPoint(raw.FPDFClipPath_GetPathSegment(clip, number, place), x, y)
        points.append((x.value, y.value))
    across, up = zip(*points, strict=True) if points else ((0.0,), (0.0,))
    return (min(across), min(up), max(across), max(up))


def _text(asked: Callable[..., int], *of: Any) -> str:
    """What PDFium answers; where there is too little room for it, it says how much it needs."""
    answer = (ctypes.c_ushort * ROOM)()
    length = asked(*of, answer, 2 * ROOM)
    if length > 2 * ROOM:
        answer = (ctypes.c_ushort * (length // 2))()
        asked(*of, answer, length)
    return bytes(answer)[:length].decode("utf-16-le").rstrip("\0")
