"""Everything that reports may print as a figure, by name: the registry.

A fact is stated by raw data, stands in a cell of an aggregated table, or is a claim computed from
coded interviews. `declared` lists the facts that a programme has without computing any, so that a
reference in a chapter can be checked before anything is built; `evaluate` gives them their values.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from delrapport import answers, swedish
from delrapport.coverage import SIDES, coverage
from delrapport.models import MONTH, ClaimsFile, GuidesFile, Payment
from delrapport.records import Records, key_of

LEVELS = ("municipality", "district")
LEVELS_IN_PLURAL = ("districts", "municipalities")
DAY = re.compile(MONTH.removesuffix("$") + r"-(0[1-9]|[12][0-9]|3[01])")
# What a value that rests on several sources is called: the least certain of them.
STATUSES = ("published", "coded", "preliminary", "synthetic")


@dataclass(frozen=True)
class Cell:
    """A cell of an aggregated table: the values of its index columns, and the column."""

    table: str
    row: tuple[str | int, ...]
    column: str


@dataclass(frozen=True)
class Part:
    """A part of a claim's sentence: `clause`, `who` or `whose`."""

    file: str
    """The report that the claim is made in."""
    claim: str
    part: str


@dataclass(frozen=True)
class Declared:
    """A fact before it is evaluated.

    `inputs` are the keys of raw fields and the ids of facts that it rests on; a fact without
    `computation` stands in its only input as it is.
    """

    id: str
    unit: str
    value: int | str | Cell | Part
    inputs: tuple[str, ...]
    computation: str | None = None


@dataclass(frozen=True)
class Fact:
    """A figure that can be printed, as it is written in Swedish.

    `text` is its form in running text, unit included; `cell` that in a table whose head says the
    unit. `origin` is `file:line` of a value that raw data state; a computed one has `computation`
    and `inputs`, which are ids of facts or `file:line`.
    """

    id: str
    value: int | str
    unit: str
    text: str
    cell: str
    status: str = "published"
    origin: str | None = None
    computation: str | None = None
    inputs: tuple[str, ...] = ()


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
    "claim": str,
}
# The same in a table, where it differs; a dash is official statistics' sign for nil.
CELL_FORMS: dict[str, Callable[..., str]] = {
    "kronor": swedish.number,
    "count": lambda persons: swedish.number(persons) if persons else swedish.EN_DASH,
    "share": lambda fraction: swedish.percentage(Fraction(fraction)),
}


def declared(records: Records) -> Iterator[Declared]:
    """Every fact of the programme that a text may name, in a fixed order."""
    yield from _programme(records)
    yield from _editions(records)
    for file in records.payments:
        yield from _payment(file.payment, records)
        yield from _ranking(file.payment, records)
        yield from _extremes(file.payment)
    for guides in records.guides:
        yield from _interviews(guides, records)
    for key, value in records.fields.items():
        if key.startswith("raw.statements.") and key.endswith(".id"):
            yield _statement(str(value), key.removesuffix(".id"), records)
    for claims_file in records.claims:
        yield from _claims(claims_file, records)


def _programme(records: Records) -> Iterator[Declared]:
    programme, key = records.programme, "raw.programme.programme"
    counts = {
        "municipalities": len(programme.municipalities),
        "districts": len(records.districts()),
        "indicators": len(programme.indicators),
    }
    for name, count in counts.items():
        place = "indicators" if name == "indicators" else "municipalities"
        inputs = (f"{key}.{place}",)
        yield Declared(f"programme.{name}", "count", count, inputs, f"number of {name}")
    for name in ("first", "last"):
        year = getattr(programme, f"{name}_year")
        yield Declared(f"programme.{name}-year", "year", year, (f"{key}.{name}_year",))
    for number, decision in enumerate(programme.decisions):
        inputs = (f"{key}.decisions.{number}.reference",)
        yield Declared(f"decision.{decision.id}", "text", decision.reference, inputs)


def _editions(records: Records) -> Iterator[Declared]:
    key = "raw.editions.editions"
    yield Declared("editions.count", "count", len(records.editions), (key,), "number of editions")
    for number, edition in enumerate(records.editions):
        for field, unit in (
            ("number", "text"),
            ("title", "text"),
            ("month", "month"),
            ("due", "day"),
        ):
            value = getattr(edition, field)
            yield Declared(
                f"edition.{edition.id}.{field}", unit, value, (f"{key}.{number}.{field}",)
            )
        month = f"{key}.{number}.month"
        year = int(edition.month[:4])
        yield Declared(f"edition.{edition.id}.year", "year", year, (month,), "year of the month")


def _payment(payment: Payment, records: Records) -> Iterator[Declared]:
    name, key = f"payment.{payment.id}", f"raw.payment.{payment.id}.payment"
    pot = f"{name}.pot"
    yield Declared(f"{name}.month", "month", payment.id, (f"{key}.id",))
    yield Declared(pot, "kronor", payment.pot, (f"{key}.pot",))
    yield Declared(f"{name}.first-year", "year", payment.years.first, (f"{key}.years.first",))
    yield Declared(f"{name}.last-year", "year", payment.years.last, (f"{key}.years.last",))
    yield Declared(f"{name}.share", "share", "1", (pot,), "part of the pot")
    for column in LEVELS_IN_PLURAL:
        cell = Cell("payments", (payment.id,), column)
        yield Declared(
            f"{name}.{column}", "count", cell, (f"{key}.decided",), f"number of {column}"
        )
    for municipality, amounts in _paid_by_municipality(payment, records).items():
        own = f"{payment.id}.{municipality}"
        for district, number in amounts.items():
            row = (payment.id, district)
            cell = Cell("payments_by_district", row, "amount")
            raw = (f"{key}.decided.{number}.amount",)
            yield Declared(f"payment.{own}.{district}", "kronor", cell, raw)
            yield from _compared("payments_by_district", row, f"{own}.{district}", pot)
        # A sum stands behind what it is made of: its status is theirs.
        row = (payment.id, municipality)
        cell = Cell("payments_by_municipality", row, "amount")
        inputs = tuple(f"payment.{own}.{district}" for district in amounts)
        yield Declared(f"payment.{own}", "kronor", cell, inputs, "sum of the districts' amounts")
        yield from _compared("payments_by_municipality", row, own, pot)


def _paid_by_municipality(payment: Payment, records: Records) -> dict[str, dict[str, int]]:
    """Municipality id → district id → its place in the list of decided amounts."""
    districts = records.districts()
    paid: dict[str, dict[str, int]] = {}
    for number, decided in enumerate(payment.decided):
        municipality, _ = districts[decided.district]
        paid.setdefault(municipality.id, {})[decided.district] = number
    return paid


def _compared(table: str, row: tuple[str, ...], name: str, pot: str) -> Iterator[Declared]:
    """An amount's share and place."""
    inputs = (f"payment.{name}", pot)
    yield Declared(f"share.{name}", "share", Cell(table, row, "share"), inputs, "part of the pot")
    yield Declared(f"rank.{name}", "rank", Cell(table, row, "rank"), inputs, "place by amount")


def _ranking(payment: Payment, records: Records) -> Iterator[Declared]:
    """Who stands on each place of a payment: `ranking.2013-12.district.1.name`, or `.last.name`."""
    sizes = {
        "municipality": len(_paid_by_municipality(payment, records)),
        "district": len(payment.decided),
    }
    inputs = (f"raw.payment.{payment.id}.payment.decided",)
    for level in LEVELS:
        places = {str(place): place for place in range(1, sizes[level] + 1)}
        for called, place in (places | {"last": sizes[level]}).items():
            name = f"ranking.{payment.id}.{level}.{called}"
            row = (payment.id, level, place)
            for column, unit in (("name", "name"), ("amount", "kronor"), ("share", "share")):
                cell = Cell("ranking", row, column)
                rule = f"{column} of the {level} on this place by amount"
                yield Declared(f"{name}.{column}", unit, cell, inputs, rule)


# What stands out in a payment: column of the table, unit, and how it is computed.
EXTREMES: Mapping[str, tuple[str, str, str]] = {
    "largest": ("largest", "name", "all that got the largest amount"),
    "largest.amount": ("largest_amount", "kronor", "largest amount"),
    "smallest": ("smallest", "name", "all that got the smallest amount"),
    "smallest.amount": ("smallest_amount", "kronor", "smallest amount"),
    "half": ("half", "count", "how many of the largest reach half of the pot"),
    "half.share": ("half_share", "share", "part of the pot that these have"),
}


def _extremes(payment: Payment) -> Iterator[Declared]:
    """What stands out among districts and municipalities: `extremes.2013-12.district.largest`."""
    inputs = (f"raw.payment.{payment.id}.payment.decided",)
    for level in LEVELS:
        for called, (column, unit, rule) in EXTREMES.items():
            cell = Cell("extremes", (payment.id, level), column)
            name = f"extremes.{payment.id}.{level}.{called}"
            yield Declared(name, unit, cell, inputs, f"{level}: {rule}")


def _interviews(guides: GuidesFile, records: Records) -> Iterator[Declared]:
    round_ = guides.round
    name = f"interviews.{round_}"
    lists = {f.municipality: f"{key_of(f)}.interviewees" for f in records.round(round_)}

    def count(id_: str, cell: Cell, inputs: tuple[str, ...] = tuple(lists.values())) -> Declared:
        return Declared(f"{name}.{id_}", "count", cell, inputs, "number of interviewees")

    yield count("persons", Cell("rounds", (round_,), "persons"))
    key = f"{key_of(guides)}.guides"
    yield Declared(f"{name}.guides", "count", len(guides.guides), (key,), "number of guides")
    for group in guides.groups:
        yield count(
            f"group.{group.id}", Cell("interviewees_by_group", (round_, group.id), "persons")
        )
    for side in SIDES:
        yield count(f"side.{side}", Cell("interviewees_by_side", (round_, side), "persons"))
    for municipality in records.programme.municipalities:
        here = municipality.id
        inputs = (lists[here],) if here in lists else (key,)
        yield count(f"in.{here}", Cell("interviewees_in_all", (round_, here), "persons"), inputs)
        for group in guides.groups:
            cell = Cell("interviewees_by_municipality", (round_, here, group.id), "persons")
            yield count(f"in.{here}.{group.id}", cell, inputs)
    for municipality in records.programme.municipalities:
        for side in SIDES:
            here = municipality.id
            cell = Cell("interviewees_by_municipality_and_side", (round_, here, side), "persons")
            yield count(f"in.{here}.side.{side}", cell, (lists.get(here, key),))
    yield from _weeks(records, round_)
    yield from _coverage(guides, records)


def _coverage(guides: GuidesFile, records: Records) -> Iterator[Declared]:
    """Which roles were asked about each theme: `coverage.delrapport-1.long-term.boras`."""
    if records.codebook is None:
        return
    lists = {f.municipality: f"{key_of(f)}.interviewees" for f in records.round(guides.round)}
    key = f"{key_of(guides)}.guides"
    for row in coverage(records, guides.round):
        name = f"coverage.{guides.round}.{row.theme.id}"
        roles = " ".join(row.roles)
        yield Declared(f"{name}.roles", "text", roles, (key,), "roles whose guide has the theme")
        for municipality in row.asked:
            inputs = (key, lists.get(municipality, key))
            written = row.written(municipality)
            yield Declared(f"{name}.in.{municipality}", "text", written, inputs, "roles asked")


def _weeks(records: Records, round_: str) -> Iterator[Declared]:
    """When a round's interviews were made and its texts checked, from the first to the last."""
    name = f"interviews.{round_}"
    for field in ("weeks", "checked"):
        files = [file for file in records.round(round_) if getattr(file, field)]
        if not files:
            continue
        spans = [getattr(file, field) for file in files]
        inputs = tuple(f"{key_of(file)}.{field}" for file in files)
        written = swedish.weeks(min(s.first for s in spans), max(s.last for s in spans))
        year = min(span.year for span in spans)
        yield Declared(f"{name}.{field}", "text", written, inputs, "first to last week")
        yield Declared(f"{name}.{field}-year", "year", year, inputs, "earliest year")


def _statement(id_: str, key: str, records: Records) -> Declared:
    unit, value = records.fields[f"{key}.unit"], records.fields[f"{key}.value"]
    return Declared(f"statement.{id_}", str(unit), value, (f"{key}.value",))


# Only a claim that names its places has a genitive.
NAMING = ("list", "exception", "extreme")
PARTS = {False: ("clause", "who"), True: ("clause", "who", "whose")}


def _claims(file: ClaimsFile, records: Records) -> Iterator[Declared]:
    for number, claim in enumerate(file.claims):
        # The codebook's phrases are part of the sentence, and its status that of the claim.
        inputs = (f"{key_of(file)}.claims.{number}", "raw.codebook.codebook")
        for part in PARTS[claim.form in NAMING]:
            name = f"claim.{claim.id}" if part == "clause" else f"claim.{claim.id}.{part}"
            value = Part(file.report, claim.id, part)
            yield Declared(name, "claim", value, inputs, f"{claim.form} of coded answers")


def raw_facts(records: Records) -> Iterator[Declared]:
    """Every value of the raw files, as templates print it: titles, names, numbers, dates."""
    for key, value in records.fields.items():
        yield Declared(key, _unit(value), value, (key,))


def _unit(value: int | str) -> str:
    """Months and days are known by their form; everything else is printed as it was typed."""
    if isinstance(value, str) and re.fullmatch(MONTH, value):
        return "month"
    return "day" if isinstance(value, str) and DAY.fullmatch(value) else "text"


# --- Evaluation ------------------------------------------------------------------------------


def evaluate(records: Records, lookup: Callable[[Cell], int | str]) -> dict[str, Fact]:
    """Every fact with its value; `lookup` gives the value of a table's cell."""
    sentences = answers.sentences(records)
    facts: dict[str, Fact] = {}
    for each in (*raw_facts(records), *declared(records)):
        assert each.id not in facts, f"two facts are called {each.id}"
        match each.value:
            case Cell() as cell:
                value, inputs = lookup(cell), each.inputs
            case Part(report, claim, part):
                sentence = sentences[report, claim]
                value, inputs = getattr(sentence, part), (*each.inputs, *sentence.inputs)
            case int() | str() as stated:
                value, inputs = stated, each.inputs
        facts[each.id] = _fact(each, value, inputs, facts, records)
    return facts


def _fact(
    each: Declared,
    value: int | str,
    inputs: tuple[str, ...],
    facts: Mapping[str, Fact],
    records: Records,
) -> Fact:
    text = FORMS[each.unit](value)
    cell = CELL_FORMS[each.unit](value) if each.unit in CELL_FORMS else text
    places = tuple(records.lines.get(key, key) for key in inputs)
    origin = None if each.computation else places[0]
    status = max((_status(key, facts, records) for key in inputs), key=STATUSES.index)
    if each.unit == "claim":
        status = max(status, "coded", key=STATUSES.index)
    inputs = () if origin else places
    return Fact(each.id, value, each.unit, text, cell, status, origin, each.computation, inputs)


def _status(key: str, facts: Mapping[str, Fact], records: Records) -> str:
    if key in records.lines:
        return records.file_statuses[records.file_of(key)]
    # Without lines the records are a test's own; with them, every input must be known by now.
    return facts[key].status if key in facts or records.lines else "published"
