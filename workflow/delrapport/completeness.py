"""Whether a finished PDF shows all that its HTML says, and no more.

Each heading, table and figure of the HTML is one of the PDF, and the letters and digits of the
running text, of the tables and of the footnotes are the same. A PDF is read in the order of its
structure, which is that of the HTML. What nobody can see is not there: text that lies outside the
page or a clip, or has no ink. Generated text is told by its ink, see `law_pdf`. Of a table that
goes on over pages, the head is read once.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from delrapport import law

UNREAD = re.compile(r"[\W_]+")
"""Spaces, signs and hyphens: lines and pages are broken there."""
COUNTED = re.compile(r"<(h[1-6]|svg|img)\b")
"""The tags that are counted, besides tables: a drawing or picture is a figure of the PDF."""


@dataclass(frozen=True)
class Run:
    """Some text as it stands; its page, or none in HTML."""

    text: str
    page: int = 0

    @property
    def letters(self) -> str:
        return UNREAD.sub("", unicodedata.normalize("NFKC", self.text)).casefold()


@dataclass
class Table:
    """What a table says; in a PDF, on all pages together."""

    head: list[Run] = field(default_factory=list)
    body: list[Run] = field(default_factory=list)


@dataclass
class Content:
    """All that a report says and shows, in order."""

    text: list[Run] = field(default_factory=list)
    notes: list[Run] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


def of_html(html: str) -> Content:
    """The content of a report as it is written."""
    found = Content()
    tables: dict[int, Table] = {}
    for each in law.shown(html):
        run = Run(each.text)
        if each.footnote:
            found.notes.append(run)
        elif not each.table:
            found.text.append(run)
        else:
            table = tables.setdefault(each.table, Table())
            (table.head if each.in_head else table.body).append(run)
    found.tables = list(tables.values())
    tags = COUNTED.findall(html)
    found.counts.update("Figure" if tag in ("svg", "img") else tag.upper() for tag in tags)
    return found


def missing(html: Content, pdf: Content, pages: int, where: str) -> list[str]:
    """What of the HTML its PDF of so many pages doesn't show, or shows otherwise."""
    wrong = [
        f"{where}: the HTML has {html.counts[kind]} × {kind}, the PDF {pdf.counts[kind]}"
        for kind in sorted(html.counts | pdf.counts)
        if html.counts[kind] != pdf.counts[kind]
    ]
    wrong += _parted(html.text, pdf.text, f"{where}, text")
    wrong += _parted(html.notes, pdf.notes, f"{where}, footnotes")
    if len(html.tables) != len(pdf.tables):
        wrong.append(f"{where}: the HTML has {len(html.tables)} tables, the PDF {len(pdf.tables)}")
        return wrong
    for number, (written, set_) in enumerate(zip(html.tables, pdf.tables, strict=True), start=1):
        wrong += _parted(written.head, set_.head, f"{where}, head of table {number}")
        wrong += _lost(written.body, set_.body, f"{where}, table {number}")
    if not wrong and pdf.text and pdf.text[-1].page != pages:
        wrong.append(f"{where}: ends on page {pdf.text[-1].page}, but has {pages} pages")
    return wrong


def _parted(html: Sequence[Run], pdf: Sequence[Run], where: str) -> Iterator[str]:
    """Where the text of the PDF first parts from that of the HTML."""
    written, set_ = _letters(html), _letters(pdf)
    if written == set_:
        return
    both = zip(written, set_, strict=False)
    same = next((n for n, (a, b) in enumerate(both) if a != b), min(len(written), len(set_)))
    said, found = _at(html, same), _at(pdf, same)
    page = f", page {found.page}" if found else ""
    yield f"{where}{page}: the HTML says {_quoted(said)}, the PDF {_quoted(found)}"


def _lost(html: Sequence[Run], pdf: Sequence[Run], where: str) -> Iterator[str]:
    """The first cell of the HTML that isn't found in the PDF's table.

    A row that is parted by a page has other cells between its halves, so order can't be asked for.
    """
    set_ = _letters(pdf)
    if Counter(_letters(html)) != Counter(set_):
        lost = [run for run in html if run.letters not in set_]
        page = f", page {pdf[0].page}" if pdf else ""
        wrong = f"{_quoted(lost[0])} is missing" if lost else "has other letters than the HTML's"
        yield f"{where}{page}: {wrong}"


def _letters(runs: Iterable[Run]) -> str:
    return "".join(run.letters for run in runs)


def _at(runs: Iterable[Run], offset: int) -> Run | None:
    """The run that has the letter at an offset."""
    for run in runs:
        offset -= len(run.letters)
        if offset < 0:
            return run
    return None


def _quoted(run: Run | None) -> str:
    """The beginning of a text, on one line; or that there is none."""
    return f"'{' '.join(run.text.split())[:80]}'" if run else "nothing"
