"""The facts of how the money was used: `use.2014.in.alby.target.employment.share`.

Each year and all years (`use.all`), the programme, a municipality (`.in.<id>`) and a district
(`.in.<id>.<district>`) have the same names, as far as they have a meaning there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from delrapport import swedish
from delrapport.activities import ActivitiesFile
from delrapport.declared import Cell, Declared
from delrapport.records import Records, key_of
from delrapport.use_of_money import (
    ALL,
    UNTRACED,
    WHOLE,
    Place,
    Use,
    group_of,
    indicators,
    kinds,
    places,
)

Inputs = Callable[[str], tuple[str, ...]]
"""What a fact of a place, by the end of its name, rests on."""


def of_use(records: Records) -> Iterator[Declared]:
    """Every fact of the use of the money, in a fixed order: parts before what they make up."""
    use = Use(records)
    for year in use.years:
        yield from _times(year, use)
        for place in places(records):
            yield from _place(year, place, _of_year(year, place, use), use)
        yield from _stands_out(year, use)
    if use.years:
        yield from _together(use)
        for place in places(records):
            yield from _place(ALL, place, _of_all(use.years, place), use)
        yield from _counties(use)
        yield from _stands_out(ALL, use)


def name_of(year: str, place: Place) -> str:
    """What the facts of a place begin with: `use.2014.in.alby.north`."""
    municipality, district = place
    parts = ["use", year, *(("in", municipality) if municipality else ()), district]
    return ".".join(part for part in parts if part)


def _times(year: str, use: Use) -> Iterator[Declared]:
    of_year = next(file for (told, _), file in use.files.items() if told == year)
    yield Declared(f"use.{year}.year", "year", int(year), (f"{key_of(of_year)}.year",))


def _together(use: Use) -> Iterator[Declared]:
    told = use.years
    span = told[0] if len(told) == 1 else f"{told[0]}{swedish.EN_DASH}{told[-1]}"
    inputs = tuple(f"use.{year}.year" for year in told)
    yield Declared("use.all.year", "text", span, inputs, "first to last year")
    yield Declared("use.all.payments", "count", len(told), inputs, "number of payments used")


# --- What facts rest on ----------------------------------------------------------------------


def _of_year(year: str, place: Place, use: Use) -> Inputs:
    municipality, district = place
    if municipality == WHOLE:
        own = [name_of(year, (each.id, WHOLE)) for each in use.records.programme.municipalities]
        return lambda what: tuple(f"{name}.{what}" for name in own)
    file = use.files.get((year, municipality))
    if file is None:  # it had nothing to use
        decided = f"raw.payment.{use.payments[year]}.payment.decided"
        return lambda what: (decided,)
    key = f"{key_of(file)}.measures"
    found = _measures(file, district, key)
    return lambda what: tuple(found.get(what.removesuffix(".measures"), [key]))


def _measures(file: ActivitiesFile, district: str, key: str) -> Mapping[str, list[str]]:
    """What is counted at a place → the keys of its measures; nothing where there are none."""
    found: dict[str, list[str]] = {}
    for number, measure in enumerate(file.measures):
        if district in (WHOLE, measure.district or UNTRACED):
            groups = [_counted(by, group) for by, group in group_of(measure).items()]
            for what in ("spent", "measures", *groups):
                found.setdefault(what, []).append(f"{key}.{number}")
    return found


def _counted(by: str, group: str) -> str:
    """What the facts of a group are called."""
    return group if by == "tracing" else f"{by}.{group}"


def _of_all(told: list[str], place: Place) -> Inputs:
    own = [name_of(year, place) for year in told]
    return lambda what: tuple(f"{name}.{what}" for name in own)


# --- Places ----------------------------------------------------------------------------------


def _place(year: str, place: Place, inputs: Inputs, use: Use) -> Iterator[Declared]:
    municipality, district = place
    name = name_of(year, place)
    if district != UNTRACED:
        yield from _sums(year, place, inputs, use)
    if district == WHOLE:
        yield from _balance(year, municipality, use)
        yield from _largest(year, municipality, use)
    for by, found in use.groups.items():
        if by == "tracing" and district:
            continue
        for group in found:
            what = _counted(by, group)
            row = (year, *place, by, group)
            whole = f"{name}.spent" if district != UNTRACED else name
            yield from _group(name, what, "use_groups", row, inputs, whole)
    if municipality and district == WHOLE and year != ALL:
        yield from _amounts(year, municipality, use)


def _sums(year: str, place: Place, inputs: Inputs, use: Use) -> Iterator[Declared]:
    name, row = name_of(year, place), (year, *place)
    got = Cell("use_places", row, "received")
    yield Declared(f"{name}.received", "kronor", got, _received(year, place, use), "paid")
    spent, count = Cell("use_places", row, "spent"), Cell("use_places", row, "measures")
    yield Declared(f"{name}.spent", "kronor", spent, inputs("spent"), "sum of measures")
    yield Declared(f"{name}.measures", "count", count, inputs("measures"), "number of measures")


def _counties(use: Use) -> Iterator[Declared]:
    """What each county received in all years: `use.all.county.north.received`."""
    for county, within in use.records.programme.by_county().items():
        inputs = tuple(f"{name_of(ALL, (each, WHOLE))}.received" for each in within)
        got = Cell("use_counties", (county,), "received")
        rule = "sum of the municipalities'"
        yield Declared(f"use.all.county.{county}.received", "kronor", got, inputs, rule)


def _received(year: str, place: Place, use: Use) -> tuple[str, ...]:
    municipality, district = place
    if year == ALL:
        return tuple(f"{name_of(each, place)}.received" for each in use.years)
    if municipality == WHOLE:  # which may be known where its parts are not
        return (f"payment.{use.payments[year]}.paid",)
    paid = f"payment.{use.payments[year]}.{municipality}"
    return (f"{paid}.{district}" if district else paid,)


def _group(
    name: str, what: str, table: str, row: tuple[str, ...], inputs: Inputs, whole: str
) -> Iterator[Declared]:
    """A group's amount, number of measures and share of what was spent at the place."""
    amount, part = f"{name}.{what}", "part of what was spent"
    yield Declared(amount, "kronor", Cell(table, row, "amount"), inputs(what), "sum of measures")
    count = Cell(table, row, "measures")
    measured = inputs(f"{what}.measures")
    yield Declared(f"{amount}.measures", "count", count, measured, "number of measures")
    share = Cell(table, row, "share")
    yield Declared(f"{amount}.share", "share", share, (amount, whole), part)


def _amounts(year: str, municipality: str, use: Use) -> Iterator[Declared]:
    """What each measure cost: `use.2014.in.alby.measure.tutoring`."""
    file = use.files.get((year, municipality))
    if file is None:
        return
    for number, measure in enumerate(file.measures):
        id_ = f"{name_of(year, (municipality, WHOLE))}.measure.{measure.id}"
        yield Declared(id_, "kronor", measure.amount, (f"{key_of(file)}.measures.{number}.amount",))


# --- What was there, and what was left -------------------------------------------------------


def _balance(year: str, municipality: str, use: Use) -> Iterator[Declared]:
    name = name_of(year, (municipality, WHOLE))
    for what in ("brought", "carried", "unspent"):
        inputs = _kept(year, municipality, what, use)
        cell = Cell("use_balances", (year, municipality), what)
        yield Declared(f"{name}.{what}", "kronor", cell, inputs, what)
    cell = Cell("use_balances", (year, municipality), "available")
    inputs = (f"{name}.received", f"{name}.brought")
    yield Declared(f"{name}.available", "kronor", cell, inputs, "received + brought")


def _kept(year: str, municipality: str, what: str, use: Use) -> tuple[str, ...]:
    """What money that was brought forward, carried over or left unspent rests on."""
    told = use.years
    if what == "brought" and year in (told[0], ALL):  # before the first payment there was none
        return (f"raw.payment.{use.payments[told[0]]}.payment.id",)
    if year == ALL:
        of = told[-1:] if what == "carried" else told
        return tuple(f"{name_of(each, (municipality, WHOLE))}.{what}" for each in of)
    if municipality == WHOLE:
        own = use.records.programme.municipalities
        return tuple(f"{name_of(year, (each.id, WHOLE))}.{what}" for each in own)
    if what == "brought":
        before = told[told.index(year) - 1]
        return (f"{name_of(before, (municipality, WHOLE))}.carried",)
    file = use.files.get((year, municipality))
    if file is None:
        return (f"raw.payment.{use.payments[year]}.payment.decided",)
    field = f"{key_of(file)}.{'carried_over' if what == 'carried' else what}"
    return (field if field in use.records.lines else f"{key_of(file)}.measures",)


# --- What stands out -------------------------------------------------------------------------


def _largest(year: str, municipality: str, use: Use) -> Iterator[Declared]:
    """What most of the money went to: `.largest-target`, with what it is to do in `.aim`."""
    name = name_of(year, (municipality, WHOLE))
    for by in ("target", "kind", *(("measure",) if municipality else ())):
        row, what = (year, municipality, by), f"{name}.largest-{by}"
        inputs, rule = (f"{name}.spent",), f"all {by}s that tie for the largest sum"
        if by == "target":
            yield Declared(f"{what}.aim", "name", Cell("use_largest", row, "aims"), inputs, rule)
        for column, called, unit in (
            ("names", what, "name"),
            ("count", f"{what}.count", "count"),
            ("among", f"{what}.among", "count"),
            ("least", f"{what}.least", "kronor"),
            ("amount", f"{what}.amount", "kronor"),
            ("share", f"{what}.share", "share"),
        ):
            yield Declared(called, unit, Cell("use_largest", row, column), inputs, rule)


def _stands_out(year: str, use: Use) -> Iterator[Declared]:
    """What the programme as a whole has besides: lists of municipalities, and the cross table."""
    whole = name_of(year, (WHOLE, WHOLE))
    lists = {f"{each}.in": each for each in ("carried", "unspent", "traced", UNTRACED)}
    lists |= {f"target.{each}.largest-in": f"target.{each}" for each in indicators(use.records)}
    for called, what in lists.items():
        rule, inputs = f"municipalities by {what}", (f"{whole}.available", f"{whole}.spent")
        names, count = (Cell("use_lists", (year, what), column) for column in ("names", "count"))
        yield Declared(f"{whole}.{called}", "name", names, inputs, rule)
        yield Declared(f"{whole}.{called}.count", "count", count, inputs, rule)
    for kind in kinds(use.records):
        for target in indicators(use.records):
            what = f"kind.{kind}.target.{target}"
            inputs = (f"{whole}.kind.{kind}", f"{whole}.target.{target}")
            row = (year, kind, target)
            yield from _group(whole, what, "use_crossed", row, _always(inputs), f"{whole}.spent")


def _always(inputs: tuple[str, ...]) -> Inputs:
    return lambda _: inputs
