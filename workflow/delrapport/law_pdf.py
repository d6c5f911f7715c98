"""The numbers and alternative texts of a finished PDF, to be held against those of its HTML.

Generated text (page numbers, note numbers, list numbers, running heads) and footnotes have inks of
their own (templates/css/2-variables.css): by them they are told from the running text, which stands
in the file in the order of the HTML.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pdfplumber
import pypdf

from delrapport.palette import palette

# In charts WeasyPrint sets letters one by one and no spaces: what parts two numbers is the gap
# between them, in parts of the letters' size.
GAP = 0.1


@dataclass(frozen=True)
class Numbers:
    """Digit runs in reading order, each with the page it stands on."""

    text: list[tuple[str, int]]
    notes: list[tuple[str, int]]


def inks(stylesheet: str) -> dict[str, tuple[int, int, int]]:
    """The colours that a style sheet names, as whole numbers from 0 to 255."""
    return {
        name: (int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:], 16))
        for name, colour in palette(stylesheet).items()
    }


def numbers(pdf: Path, named: Mapping[str, tuple[int, int, int]]) -> Numbers:
    """The numbers of the running text and of the footnotes; generated ones are left out."""
    generated = {ink for name, ink in named.items() if name.startswith("counter")}
    text: list[tuple[str, int]] = []
    notes: list[tuple[str, int]] = []
    with pdfplumber.open(pdf) as opened:
        for number, page in enumerate(opened.pages, start=1):
            written = [char for char in page.chars if _ink(char) not in generated]
            of_notes = [char for char in written if _ink(char) == named["note"]]
            of_text = [char for char in written if _ink(char) != named["note"]]
            text += [(run, number) for run in _runs(of_text)]
            notes += [(run, number) for run in _runs(of_notes)]
    return Numbers(text, notes)


def _ink(char: Mapping[str, Any]) -> tuple[int, ...]:
    colour = char["non_stroking_color"] or ()
    return tuple(round(float(part) * 255) for part in colour)


def _runs(chars: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Runs of digits that stand side by side."""
    run = ""
    before: Mapping[str, Any] | None = None
    for char in chars:
        if run and not (char["text"].isdigit() and before and _adjacent(before, char)):
            yield run
            run = ""
        if char["text"].isdigit():
            run += char["text"]
        before = char
    if run:
        yield run


def _adjacent(left: Mapping[str, Any], right: Mapping[str, Any]) -> bool:
    same_line = abs(float(left["top"]) - float(right["top"])) < 1
    return same_line and abs(float(right["x0"]) - float(left["x1"])) < GAP * float(left["size"])


def without_repeated(
    pdf: list[tuple[str, int]], heads: Sequence[tuple[str, ...]]
) -> list[tuple[str, int]]:
    """The numbers of the PDF without those of table heads that a new page repeats.

    `heads` has for each number of the HTML those in the head of its table. A head is repeated at
    the top of a page, where the number before or after it stands in the table's rows.
    """
    kept: list[tuple[str, int]] = []
    place = 0
    while place < len(pdf):
        if kept and pdf[place][1] != kept[-1][1]:
            beside = heads[max(0, len(kept) - 1) : len(kept) + 1]
            ahead = [run for run, _ in pdf[place : place + max(map(len, beside), default=0)]]
            place += max((len(h) for h in beside if list(h) == ahead[: len(h)]), default=0)
        kept += pdf[place : place + 1]
        place += 1
    return kept


def differences(html: list[str], pdf: list[tuple[str, int]], where: str) -> list[str]:
    """Where the numbers of the PDF first part from those of the HTML; empty where they agree."""
    for place, (wanted, (found, page)) in enumerate(zip(html, pdf, strict=False)):
        if wanted != found:
            before = " ".join(html[max(0, place - 3) : place])
            return [f"{where}, page {page}: after {before} the HTML has {wanted}, the PDF {found}"]
    if len(html) != len(pdf):
        return [f"{where}: the HTML has {len(html)} numbers, the PDF {len(pdf)}"]
    return []


def alternatives(pdf: Path) -> list[str]:
    """The alternative texts of the figures, in the order of the structure tree."""
    root = pypdf.PdfReader(pdf).root_object["/StructTreeRoot"]
    return [str(figure.get("/Alt", "")) for figure in _elements(root) if figure["/S"] == "/Figure"]


def _elements(parent: Any) -> Iterator[Any]:
    """All structure elements below one, in reading order."""
    children = parent.get_object().get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        element = child.get_object()
        if isinstance(element, dict) and "/S" in element:
            yield element
            yield from _elements(element)


def other_texts(html: list[str], pdf: list[str], where: str) -> list[str]:
    """Where the alternative texts of the PDF are not those of the HTML; empty where they are."""
    if len(html) != len(pdf):
        return [f"{where}: the HTML has {len(html)} alternative texts, the PDF {len(pdf)}"]
    return [
        f"{where}: where the HTML says '{wanted}', the PDF says '{found}'"
        for wanted, found in zip(html, pdf, strict=True)
        if wanted != found
    ]
