"""The numbers, texts and alternative texts of a finished PDF, to be held against those of its HTML.

Generated text (page numbers, note numbers, list numbers, running heads) and footnotes have inks of
their own (templates/css/2-variables.css): by them they are told from the running text, which stands
in the file in the order of the HTML.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pypdfium2 import PdfDocument, PdfObject, PdfTextPage, raw

from delrapport.completeness import Content
from delrapport.palette import palette
from delrapport.structure import Ink, Structure

# In charts WeasyPrint sets letters one by one and no spaces: what parts two numbers is the gap
# between them, in parts of a digit's width; a space is twice as wide.
GAP = 0.2


@dataclass(frozen=True)
class Read:
    """What a PDF says: digit runs in reading order, each with the page it stands on."""

    text: list[tuple[str, int]]
    notes: list[tuple[str, int]]
    spoken: list[str]
    """The alternative texts of figures and signs, in the order of the structure tree."""
    content: Content
    """All that the pages show."""


@dataclass(frozen=True)
class _Digit:
    """A digit as it stands on a page, in points from its lower left corner."""

    sign: str
    ink: Ink
    piece: int
    """The place, among all pieces of text that the page is drawn with, of the one it is part of."""
    place: int
    """Its place among the signs of the page."""
    left: float
    right: float
    """Where a sign beside it would begin."""
    level: float
    """The height of the line that it stands on."""


def inks(stylesheet: str) -> dict[str, Ink]:
    """The colours that a style sheet names, as whole numbers from 0 to 255."""
    return {
        name: (int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:], 16))
        for name, colour in palette(stylesheet).items()
    }


def read(pdf: PdfDocument, named: Mapping[str, Ink]) -> Read:
    """The numbers of the running text and of the footnotes, generated ones left out, and what is
    said aloud in place of what is drawn. All is asked of a page at once: to load it costs most.
    """
    generated = {ink for name, ink in named.items() if name.startswith("counter")}
    structure = Structure(generated, named["note"])
    found = Read([], [], structure.spoken, structure.content)
    for number, page in enumerate(pdf, start=1):
        signs, pieces = page.get_textpage(), list(page.get_objects([raw.FPDF_PAGEOBJ_TEXT]))
        structure.read(page, signs, pieces)
        written = [digit for digit in _digits(signs, pieces) if digit.ink not in generated]
        of_notes = [digit for digit in written if digit.ink == named["note"]]
        of_text = [digit for digit in written if digit.ink != named["note"]]
        found.text.extend((run, number) for run in _runs(of_text))
        found.notes.extend((run, number) for run in _runs(of_notes))
    return found


def _digits(signs: PdfTextPage, pieces: Iterable[PdfObject]) -> list[_Digit]:
    """The digits of a page in the order in which it is drawn: PDFium's own goes by lines."""
    places = {_address(piece.raw): place for place, piece in enumerate(pieces)}
    found = []
    for place in range(signs.count_chars()):
        sign = chr(raw.FPDFText_GetUnicode(signs, place))
        if sign.isdecimal():
            piece = places[_address(raw.FPDFText_GetTextObject(signs, place))]
            found.append(_digit(sign, piece, signs, place))
    return sorted(found, key=lambda digit: (digit.piece, digit.place))


def _address(piece: Any) -> int | None:
    return ctypes.cast(piece, ctypes.c_void_p).value


def _digit(sign: str, piece: int, signs: PdfTextPage, place: int) -> _Digit:
    red, green, blue, opacity = (ctypes.c_uint() for _ in range(4))
    raw.FPDFText_GetFillColor(signs, place, red, green, blue, opacity)
    left, level = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(signs, place, left, level)
    box = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(signs, place, box)
    ink = (red.value, green.value, blue.value)
    return _Digit(sign, ink, piece, place, left.value, box.right, level.value)


def _runs(digits: Iterable[_Digit]) -> Iterator[str]:
    """Runs of digits that stand side by side."""
    run = ""
    before: _Digit | None = None
    for digit in digits:
        if before and not _adjacent(before, digit):
            yield run
            run = ""
        run += digit.sign
        before = digit
    if run:
        yield run


def _adjacent(left: _Digit, right: _Digit) -> bool:
    if left.piece == right.piece:
        return right.place == left.place + 1
    same_line = abs(left.level - right.level) < 1
    return same_line and abs(right.left - left.right) < GAP * (left.right - left.left)


def without_repeated(
    pdf: list[tuple[str, int]], html: Sequence[str], heads: Sequence[tuple[str, ...]]
) -> list[tuple[str, int]]:
    """The numbers of the PDF without those of table heads that a new page repeats.

    `html` are the numbers of the HTML, `heads` has for each those in the head of its table. A head
    is repeated at the top of a page, where the next number stands in the table's rows; or where the
    one before did and the HTML does not go on with a table of the same head.
    """
    kept: list[tuple[str, int]] = []
    place = 0
    while place < len(pdf):
        if kept and pdf[place][1] != kept[-1][1]:
            ahead = [run for run, _ in pdf[place:]]
            place += _repeated(ahead, html[len(kept) :], heads[len(kept) - 1 : len(kept) + 1])
        kept += pdf[place : place + 1]
        place += 1
    return kept


def _repeated(ahead: Sequence[str], html: Sequence[str], beside: Sequence[tuple[str, ...]]) -> int:
    """How many numbers of a repeated head come first; `beside` has the heads before and after."""
    before, after = (*beside, (), ())[:2]
    if after and tuple(ahead[: len(after)]) == after:
        return len(after)
    is_new = tuple(html[: len(before)]) == before
    return 0 if is_new or tuple(ahead[: len(before)]) != before else len(before)


def differences(html: list[str], pdf: list[tuple[str, int]], where: str) -> list[str]:
    """Where the numbers of the PDF first part from those of the HTML; empty where they agree."""
    for place, (wanted, (found, page)) in enumerate(zip(html, pdf, strict=False)):
        if wanted != found:
            before = " ".join(html[max(0, place - 3) : place])
            return [f"{where}, page {page}: after {before} the HTML has {wanted}, the PDF {found}"]
    if len(html) != len(pdf):
        return [f"{where}: the HTML has {len(html)} numbers, the PDF {len(pdf)}"]
    return []


def other_texts(html: list[str], pdf: list[str], where: str) -> list[str]:
    """Where the alternative texts of the PDF are not those of the HTML; empty where they are."""
    if len(html) != len(pdf):
        return [f"{where}: the HTML has {len(html)} alternative texts, the PDF {len(pdf)}"]
    return [
        f"{where}: where the HTML says '{wanted}', the PDF says '{found}'"
        for wanted, found in zip(html, pdf, strict=True)
        if wanted != found
    ]
