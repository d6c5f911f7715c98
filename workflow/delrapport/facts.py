"""Everything that reports may print as a figure, by name.

A fact is either stated by raw data or stands in a cell of an aggregated table. `declared` lists the
facts that a programme has without computing any, so that a reference in a chapter can be checked
before anything is built; `evaluate` looks the computed ones up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from delrapport import swedish
from delrapport.records import Records

LEVELS = ("municipality", "district")


@dataclass(frozen=True)
class Cell:
    """A cell of an aggregated table: the values of its index columns, and the column."""

    table: str
    row: tuple[str | int, ...]
    column: str


@dataclass(frozen=True)
class Declared:
    """A fact before it is evaluated: its value, or the cell that will hold it."""

    id: str
    unit: str
    value: int | str | Cell


@dataclass(frozen=True)
class Fact:
    """A figure that can be printed, as it is written in Swedish.

    `text` is its form in running text, unit included; `cell` that in a table whose head says the
    unit.
    """

    id: str
    value: int | str
    unit: str
    text: str
    cell: str


# How a value of each unit is written in running text.
FORMS: dict[str, Callable[..., str]] = {
    "kronor": swedish.kronor,
    "million kronor": swedish.million_kronor,
    "count": swedish.count,
    "year": str,
    "age": lambda years: f"{years}{swedish.NBSP}år",
    "month": swedish.month,
    "day": swedish.day,
    "share": lambda fraction: swedish.percent(Fraction(fraction)),
    "text": str,
    "name": str,
    "rank": str,
}
# The same in a table, where it differs; a dash is official statistics' sign for nil.
CELL_FORMS: dict[str, Callable[..., str]] = {
    "kronor": swedish.number,
    "count": lambda persons: swedish.number(persons) if persons else swedish.EN_DASH,
    "share": lambda fraction: swedish.percentage(Fraction(fraction)),
}


def declared(records: Records) -> Iterator[Declared]:
    """Every fact of the programme, in a fixed order."""
    yield from _programme(records)
    yield from _editions(records)
    yield from _payments(records)
    yield from _rankings(records)
    yield from _interviews(records)
    for statement in records.statements:
        yield Declared(f"statement.{statement.id}", statement.unit, statement.value)


def _programme(records: Records) -> Iterator[Declared]:
    programme = records.programme
    yield Declared("programme.municipalities", "count", len(programme.municipalities))
    yield Declared("programme.districts", "count", len(records.districts()))
    yield Declared("programme.indicators", "count", len(programme.indicators))
    yield Declared("programme.first-year", "year", programme.first_year)
    yield Declared("programme.last-year", "year", programme.last_year)
    for decision in programme.decisions:
        yield Declared(f"decision.{decision.id}", "text", decision.reference)


def _editions(records: Records) -> Iterator[Declared]:
    yield Declared("editions.count", "count", len(records.editions))
    for edition in records.editions:
        yield Declared(f"edition.{edition.id}.number", "text", edition.number)
        yield Declared(f"edition.{edition.id}.title", "text", edition.title)
        yield Declared(f"edition.{edition.id}.month", "month", edition.month)
        yield Declared(f"edition.{edition.id}.due", "day", edition.due)


def _payments(records: Records) -> Iterator[Declared]:
    districts = records.districts()
    for payment in (file.payment for file in records.payments):
        name = f"payment.{payment.id}"
        yield Declared(f"{name}.month", "month", payment.id)
        yield Declared(f"{name}.pot", "kronor", payment.pot)
        yield Declared(f"{name}.first-year", "year", payment.years.first)
        yield Declared(f"{name}.last-year", "year", payment.years.last)
        yield Declared(f"{name}.share", "share", "1")
        for column in ("districts", "municipalities"):
            yield Declared(f"{name}.{column}", "count", Cell("payments", (payment.id,), column))
        paid = [decided.district for decided in payment.decided]
        for municipality in dict.fromkeys(districts[district][0].id for district in paid):
            row = (payment.id, municipality)
            yield from _paid("payments_by_municipality", row, f"{payment.id}.{municipality}")
        for district in paid:
            name = f"{payment.id}.{districts[district][0].id}.{district}"
            yield from _paid("payments_by_district", (payment.id, district), name)


def _paid(table: str, row: tuple[str, ...], name: str) -> Iterator[Declared]:
    yield Declared(f"payment.{name}", "kronor", Cell(table, row, "amount"))
    yield Declared(f"share.{name}", "share", Cell(table, row, "share"))
    yield Declared(f"rank.{name}", "rank", Cell(table, row, "rank"))


def _rankings(records: Records) -> Iterator[Declared]:
    """Who stands on each place of a payment: `ranking.2013-12.district.1.name`, or `.last.name`."""
    districts = records.districts()
    for payment in (file.payment for file in records.payments):
        paid = {d.district for d in payment.decided}
        sizes = {"municipality": len({districts[d][0].id for d in paid}), "district": len(paid)}
        for level in LEVELS:
            places = {str(place): place for place in range(1, sizes[level] + 1)}
            for called, place in (places | {"last": sizes[level]}).items():
                name = f"ranking.{payment.id}.{level}.{called}"
                row = (payment.id, level, place)
                for column, unit in (("name", "name"), ("amount", "kronor"), ("share", "share")):
                    yield Declared(f"{name}.{column}", unit, Cell("ranking", row, column))


def _interviews(records: Records) -> Iterator[Declared]:
    for guides in records.guides:
        round_ = guides.round
        name = f"interviews.{round_}"
        yield Declared(f"{name}.persons", "count", Cell("rounds", (round_,), "persons"))
        yield Declared(f"{name}.guides", "count", len(guides.guides))
        for group in guides.groups:
            cell = Cell("interviewees_by_group", (round_, group.id), "persons")
            yield Declared(f"{name}.group.{group.id}", "count", cell)
        for side in ("majority", "opposition"):
            cell = Cell("interviewees_by_side", (round_, side), "persons")
            yield Declared(f"{name}.side.{side}", "count", cell)
        for municipality in records.programme.municipalities:
            cell = Cell("interviewees_in_all", (round_, municipality.id), "persons")
            yield Declared(f"{name}.in.{municipality.id}", "count", cell)
            for group in guides.groups:
                row = (round_, municipality.id, group.id)
                cell = Cell("interviewees_by_municipality", row, "persons")
                yield Declared(f"{name}.in.{municipality.id}.{group.id}", "count", cell)
        yield from _weeks(records, round_)


def _weeks(records: Records, round_: str) -> Iterator[Declared]:
    """When a round's interviews were made and its texts checked, from the first to the last."""
    for field in ("weeks", "checked"):
        spans = [span for file in records.round(round_) if (span := getattr(file, field))]
        if spans:
            first, last = min(s.first for s in spans), max(s.last for s in spans)
            yield Declared(f"interviews.{round_}.{field}", "text", swedish.weeks(first, last))
            year = min(span.year for span in spans)
            yield Declared(f"interviews.{round_}.{field}-year", "year", year)


def evaluate(records: Records, lookup: Callable[[Cell], int | str]) -> dict[str, Fact]:
    """Every declared fact with its value; `lookup` gives the value of a table's cell."""
    facts: dict[str, Fact] = {}
    for each in declared(records):
        value = lookup(each.value) if isinstance(each.value, Cell) else each.value
        assert each.id not in facts, f"two facts are called {each.id}"
        text = FORMS[each.unit](value)
        cell = CELL_FORMS[each.unit](value) if each.unit in CELL_FORMS else text
        facts[each.id] = Fact(each.id, value, each.unit, text, cell)
    return facts
