"""The last look at a report before it is published, and where each of its facts is printed."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pypdfium2 import PdfDocument

from delrapport import alternatives, completeness, contents, law, law_pdf
from delrapport.fact import Fact
from delrapport.problems import Mendable
from delrapport.records import Records


class LawError(Mendable):
    """A report prints something that is no fact, or not as the fact has it."""


@dataclass(frozen=True)
class Printed:
    """One place where a fact is printed.

    `page` is that of the heading `place`; it is not known for parts without one (the cover).
    """

    fact: str
    report: str
    place: str
    page: int | None


@dataclass(frozen=True)
class Checked:
    """A finished volume that keeps the law: its number of pages, and where its facts stand."""

    pages: int
    printed: list[Printed]


def check_report(
    files: Iterable[tuple[Path, Path]], facts: Mapping[str, Fact], records: Records, css: str
) -> dict[str, Checked]:
    """Check the volumes of a report, each by HTML and PDF; LawError has what is wrong in any.

    By the names of their PDFs. See `check_volume`.
    """
    checked, wrong = {}, []
    volumes = list(files)
    for number, (html, pdf) in enumerate(volumes):
        # A stage collects no garbage, and twenty volumes leave a gigabyte of it.
        if number:
            gc.collect()
        try:
            text = html.read_text(encoding="utf-8")
            checked[pdf.stem] = check_volume(text, pdf, facts, records, css)
        except LawError as error:
            named = f"{pdf.name}: " if len(volumes) > 1 else ""
            wrong += [f"{named}{line}" for line in str(error).splitlines()]
    if wrong:
        raise LawError("\n".join(wrong))
    return checked


def check_volume(
    html: str, pdf: Path, facts: Mapping[str, Fact], records: Records, css: str
) -> Checked:
    """Check a finished volume; raises LawError with all that is wrong in it.

    The rules are those of `law.py`; besides, the numbers of the PDF, charts' among them, and its
    alternative texts must be those of the HTML, in the same order, and nothing of the HTML may be
    missing. `css` names the inks of generated text.
    """
    names = {
        form: municipality.id
        for municipality in records.programme.municipalities
        for form in (municipality.name, municipality.genitive)
    }
    wrong = [str(each) for each in law.check(html, facts, names, [t.term for t in records.terms])]
    document = PdfDocument(pdf)
    wrong += _otherwise(html, document, css, pdf.name)
    if wrong:
        raise LawError("\n".join(wrong))
    pages = _pages(html, document)
    printed = [Printed(fact, pdf.stem, at, pages.get(at)) for fact, at in law.printed(html)]
    return Checked(len(document), printed)


def _otherwise(html: str, document: PdfDocument, css: str, where: str) -> list[str]:
    """Where a PDF says otherwise than its HTML, or less; letters only where all numbers agree."""
    found = law_pdf.read(document, law_pdf.inks(css))
    text, notes = law.numbers(html)
    printed = law_pdf.without_repeated(found.text, text, law.heads(html))
    wrong = [
        *law_pdf.differences(text, printed, f"{where}, running text"),
        *law_pdf.differences(notes, found.notes, f"{where}, footnotes"),
        *law_pdf.other_texts(alternatives.of_html(html), found.spoken, f"{where}, spoken text"),
    ]
    written = completeness.of_html(html)
    return wrong or completeness.missing(written, found.content, len(document), where)


def _pages(html: str, document: PdfDocument) -> dict[str, int]:
    """Heading id → page, by the bookmarks: they follow the headings h2 … h4 one by one."""
    bookmarks = list(document.get_toc())
    headings = contents.headings(html, deepest=4, unlisted=True)
    assert len(bookmarks) == len(headings), f"{len(bookmarks)} bookmarks, {len(headings)} headings"
    return {
        heading.id: bookmark.get_dest().get_index() + 1
        for heading, bookmark in zip(headings, bookmarks, strict=True)
    }
