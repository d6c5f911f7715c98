"""Records and facts through Jinja templates to one semantic HTML file per report."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from delrapport import contents, interview_context, swedish, symbols, use_context
from delrapport.allocate import counted, is_comparable
from delrapport.config import MAIN, PLACES, Report
from delrapport.coverage import SIDES, coverage
from delrapport.disclosure_inputs import closed
from delrapport.fact import MARKED, Fact
from delrapport.flow_of_money import flow_of
from delrapport.models import Chapter, Figure, inserts
from delrapport.parting import evenly
from delrapport.printing import Printer, Sourced
from delrapport.records import Records
from delrapport.series import scale_of
from delrapport.statistics_context import statistics_context
from delrapport.svg import Drawing
from delrapport.volumes import Volume, volumes_of

# What the law makes every fact that is not published bear, in text and drawings.
MARK = re.compile(r'<(?:data|text|tspan)\b[^>]* data-status="(\w+)"')
# How a report calls data that are not published.
STATUS_NAMES = {
    "preliminary": "preliminära uppgifter",
    "synthetic": "syntetiska uppgifter",
}

# Figure → payment, series or year → its drawings, one a page.
Drawings = Mapping[Figure, Mapping[str, Sequence[Drawing]]]

# So many municipalities have room on a page where each has a column of a table.
ABREAST = 9


def render_html(
    report: str,
    wanted: Report,
    records: Records,
    facts: Mapping[str, Fact],
    templates: Path,
    drawn: Callable[[Volume], Drawings],
) -> Iterator[tuple[Volume, str]]:
    """The volumes of a report as HTML, in order: one, where it isn't split.

    `report` is the id of the edition; `drawn` gives the drawings of a volume that `wanted.figures`
    names. Raises KeyError for a fact that does not exist and jinja2's UndefinedError for a name
    that a template misspells.
    """
    printer = Printer(facts, records.names())
    template = _environment(templates, printer).get_template("shared/report.html.j2")
    volumes = volumes_of(report, wanted, records.programme.by_county())
    shared = {
        "volumes": volumes,
        # What is said of drawings rests on the same facts as they do.
        "scale_of": cache(partial(scale_of, records=records, facts=facts)),
        "flow_of": lambda year: flow_of(year, records, facts)[0],
    }
    for volume in volumes:
        own = _context(volume, wanted, records, printer) | {"drawings": drawn(volume)}
        yield volume, _rendered(template, shared | own, records)


def _rendered(template: Template, context: Mapping[str, Any], records: Records) -> str:
    """What a report prints decides how it is marked, from its cover on: mostly as what it reads."""
    likely = _marked(records.file_statuses.values())
    html = template.render(context, statuses=likely)
    found = _marked(MARK.findall(html))
    return html if found == likely else template.render(context, statuses=found)


def _marked(statuses: Collection[str]) -> list[str]:
    return [status for status in MARKED if status in statuses]


def _context(volume: Volume, wanted: Report, records: Records, printer: Printer) -> dict[str, Any]:
    """What templates can name of a volume, but for drawings and marks."""
    report = volume.report
    chapters = records.chapters[report]
    number, edition = next(
        (number, each) for number, each in enumerate(records.editions) if each.id == report
    )
    programme = printer.field(records.programme, "raw.programme.programme")
    places = [each for each in programme.municipalities if volume.shows(each.id.plain)]
    payments = [printer.file(records.payment(each)) for each in wanted.payments]
    payment = payments[-1]
    interviews = [printer.file(file) for file in records.round(wanted.round)]
    own_interviews = [each for each in interviews if volume.shows(each.municipality.plain)]
    return {
        "main_part": f"{wanted.template}/{PLACES if volume.county else MAIN}",
        "volume": volume,
        "municipality_chapters": _by_municipality(volume, records),
        "programme": programme,
        "agency": programme.agency,
        "edition": printer.field(edition, f"raw.editions.editions.{number}"),
        "is_reconstruction": edition.standing == "reconstruction",
        "payments": [file.payment for file in payments],
        "payment": payment.payment,
        "payment_source": payment.source,
        "reasons": {each.district.plain: each.difference for each in payment.payment.decided},
        "paid": {each.district: each.amount for each in payment.plain.payment.decided},
        "rounds": wanted.rounds,
        "round": wanted.round,
        "guides": printer.file(records.guide_file(wanted.round)),
        "interviews": own_interviews,
        # More is told of some of them than how many they are.
        "are_listed": any(
            (person.name or person.title) and person.publish in ("named", "role")
            for file in own_interviews
            for person in file.plain.interviewees
        ),
        "coverage": _coverage(records, wanted.round, printer),
        "sides": tuple(SIDES),
        "interviews_source": interviews[0].source,
        "foreword": chapters[wanted.foreword],
        "chapters": [chapters[name] for name in wanted.chapters],
        "appendix_chapters": [chapters[name] for name in wanted.appendix_chapters],
        # Those that tables have rows or columns of; none in the main volume of several.
        "places": places,
        # Whether it says what holds for all of them together.
        "tells_of_all": not volume.county,
        "municipalities_abreast": evenly(places, ABREAST),
        "municipalities": {each.id.plain: each for each in programme.municipalities},
        "counties": {each.id.plain: each for each in programme.counties},
        "names": _district_names(programme),
        **statistics_context(records, wanted.payments, printer),
        "appendices": wanted.appendices,
        "allocation": _allocation(records, wanted.payment, printer),
        **use_context.context(records, wanted.payments, printer),
        "file_of": {
            name: records.file_of(f"raw.chapter.{report}.{name}.chapter") for name in chapters
        },
        **interview_context.context(records, wanted, printer),
    }


def _allocation(records: Records, payment: str, printer: Printer) -> dict[str, Any] | None:
    """The declared rule of the payment, what goes into it, and whether decisions compare to it."""
    if payment not in records.allocations:
        return None
    indicators = counted(records, [records.allocations[payment].rule()])
    counts = records.allocations[payment].counts_reception()
    reception = records.reception if counts else None
    return {
        "rule": printer.field(records.allocations[payment], f"config.allocation.{payment}"),
        "indicators": [printer.file(file) for file in indicators],
        "reception": reception and printer.file(reception),
        "is_comparable": is_comparable(records, payment),
        "is_closed": bool(closed(records, payment)),
    }


def _coverage(records: Records, round_: str, printer: Printer) -> list[Sourced]:
    """The themes that were asked about, in the codebook's order."""
    if records.codebook is None:
        return []
    asked = {row.theme.id for row in coverage(records, round_)}
    themes = printer.field(records.codebook.themes, "raw.codebook.codebook.themes")
    return [theme for theme in themes if theme.id.plain in asked]


def _district_names(programme: Sourced) -> Callable[[Sourced], list[Sourced]]:
    """Turns a list of districts' ids into their names."""
    names = {
        district.id.plain: district.name
        for municipality in programme.municipalities
        for district in municipality.districts
    }
    return lambda ids: [names[id_.plain] for id_ in ids]


def _by_municipality(volume: Volume, records: Records) -> list[Chapter]:
    """A volume's chapters of municipalities in the programme's order; it may have none."""
    chapters = filter(volume.holds, records.chapters[volume.report].values())
    by_id = {chapter.municipality: chapter for chapter in chapters}
    order = [municipality.id for municipality in records.programme.municipalities]
    return [by_id[municipality] for municipality in order if municipality in by_id]


def _environment(templates: Path, printer: Printer) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(templates),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals |= {
        "fact": printer.running,
        "opening": printer.opening,
        "capitalised": printer.capitalised,
        "is_fact": printer.has,
        "cell": printer.cell,
        "value": printer.value,
        "has_value": printer.has_value,
        "status": printer.status,
        "most_named": swedish.MOST_NAMED,
    }
    environment.filters |= {
        "blocks": printer.blocks,
        "headings": contents.headings,
        "captions": contents.captions,
        "status_name": STATUS_NAMES.__getitem__,
        "status_word": lambda status: f"Innehåller {STATUS_NAMES[status]}",
        "listing": _listing,
        "inserts": inserts,
        "evenly": evenly,
        "legend": symbols.legend,
    }
    return environment


def _listing(items: Iterable[Markup]) -> Markup:
    """Printed items as a Swedish list: `a, b och c`."""
    return Markup(swedish.listing([str(escape(item)) for item in items]))
