"""Records and facts through Jinja templates to one semantic HTML file per report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from delrapport import contents, swedish
from delrapport.config import Report
from delrapport.facts import Fact
from delrapport.models import Chapter
from delrapport.prose import Prose
from delrapport.records import Records

# How a report calls data that are not published.
STATUS_WORDS = {
    "preliminary": "Innehåller preliminära uppgifter",
    "synthetic": "Innehåller syntetiska uppgifter",
}


def render_html(
    report: str, wanted: Report, records: Records, facts: Mapping[str, Fact], templates: Path
) -> str:
    """The whole report as HTML.

    `report` is the id of the edition; raises KeyError for a fact that does not exist and jinja2's
    UndefinedError for a name that a template misspells.
    """
    environment = _environment(templates, Printer(facts, records.names()))
    chapters = records.chapters[report]
    edition = records.edition(report)
    payment = records.payment(wanted.payment)
    guides, interviews = records.guide_file(wanted.round), records.round(wanted.round)
    environment.filters["district_name"] = lambda id_: records.districts()[id_][1].name
    return environment.get_template(f"{wanted.template}/report.html.j2").render(
        programme=records.programme,
        agency=records.programme.agency,
        edition=edition,
        is_reconstruction=edition.standing == "reconstruction",
        payment=payment.payment,
        payment_source=payment.source,
        paid={each.district: each.amount for each in payment.payment.decided},
        round=wanted.round,
        guides=guides,
        interviews=interviews,
        interviews_source=interviews[0].source,
        statuses=records.statuses,
        foreword=chapters[wanted.foreword],
        chapters=[chapters[name] for name in wanted.chapters],
        municipality_chapters=_by_municipality(chapters, records),
        municipalities={each.id: each for each in records.programme.municipalities},
    )


def _by_municipality(chapters: Mapping[str, Chapter], records: Records) -> list[Chapter]:
    """The municipalities' chapters in the programme's order."""
    by_id = {chapter.municipality: chapter for chapter in chapters.values()}
    return [by_id[municipality.id] for municipality in records.programme.municipalities]


def _environment(templates: Path, printer: Printer) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(templates),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals |= {"fact": printer.running, "cell": printer.cell}
    environment.filters |= {
        "blocks": printer.blocks,
        "headings": contents.headings,
        "month": swedish.month,
        "set_title": swedish.title,
        "capitalised": swedish.capitalised,
        "listing": swedish.listing,
        "lower_first": swedish.lower_first,
        "status_word": STATUS_WORDS.__getitem__,
    }
    return environment


class Printer:
    """Prints facts, in templates and in chapters alike."""

    def __init__(self, facts: Mapping[str, Fact], names: Iterable[str]) -> None:
        self._facts = facts
        self._names = tuple(names)

    def running(self, id_: str) -> Markup:
        """A fact in running text, with its unit: `26 209 000 kronor`."""
        return self._data(id_, self._facts[id_].text)

    def cell(self, id_: str) -> Markup:
        """A fact in a table whose head says the unit: `26 209 000`."""
        return self._data(id_, self._facts[id_].cell)

    def _data(self, id_: str, text: str) -> Markup:
        value = self._facts[id_].value
        return Markup('<data data-fact="{}" value="{}">{}</data>').format(id_, value, text)

    def blocks(self, text: str, chapter: Chapter) -> Markup:
        """A chapter's Markdown as HTML, its footnotes where they are called."""
        notes = Prose(self.running, _no_note, self._names)

        def note(id_: str) -> Markup:
            content = notes.inline(chapter.footnotes[id_])
            return Markup('<span class="footnote" id="{}-not-{}">{}</span>').format(
                chapter.id, id_, content
            )

        return Prose(self.running, note, self._names).blocks(text)


def _no_note(id_: str) -> Markup:
    raise KeyError(f"a footnote calls the footnote {id_}")
