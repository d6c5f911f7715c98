"""The facts of an allocation: every step of the ledger, by name.

`allocation.2013-12.step.employment.north.score` is a step,
`allocation.2013-12.amount.north.rounded` an amount. The tables are those of `ledger.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from delrapport.allocate import counted, is_comparable
from delrapport.declared import Cell, Declared, Quantity
from delrapport.models import Payment
from delrapport.records import Records, key_of
from delrapport.statistics import IndicatorFile, Observation, Unit


@dataclass(frozen=True)
class Column:
    """What a column's cells are called as facts, their unit, their rule and what it is about."""

    called: str
    unit: str | Quantity
    rule: str
    of: tuple[str, ...] = ()
    """The facts of the same row that it is computed from."""
    by: tuple[str, ...] = ()
    """The declared parameters that it is computed by."""


Columns = Mapping[str, Column]


def _steps(unit: Unit) -> Columns:
    """From counts to what an indicator's score is made of."""
    levels = ("first-level", "last-level")
    changed = unit.step_changed
    return {
        **{
            f"{year}_level": Column(
                f"{year}-level", unit.step, "count / base", (f"{year}-count", f"{year}-base")
            )
            for year in ("first", "last")
        },
        "change": Column("change", changed, "last level − first level", levels),
        "improvement": Column("improvement", changed, "better change, or 0", ("change",)),
        "size": Column("size", "number", "the declared size", ("last-base",), ("size",)),
    }


SCORE = Column("score", "score", "improvement · size · factor", ("improvement", "size"))
PARTS: Columns = {"kronor": Column("kronor", "exact kronor", "the indicator's kronor · share")}
SHARES: Columns = {"share": Column("share", "level", "score / sum of scores")}
FACTORS: Columns = {
    "ratio": Column("ratio", "ratio", "received / population", ("received", "population")),
    "factor": Column(
        "factor", "ratio", "1 + weight of reception · ratio", ("ratio",), ("refugee_weight",)
    ),
}
INDICATORS: Columns = {
    "score": Column("score", "score", "sum of the districts' scores"),
    "improved": Column("improved", "count", "districts with a better level"),
    "unchanged": Column("unchanged", "count", "districts with the same level"),
    "declined": Column("declined", "count", "districts with a worse level"),
    "declined_names": Column("declined.names", "name", "districts with a worse level"),
    "missing": Column("missing", "count", "districts without a value"),
    "missing_names": Column("missing.names", "name", "districts without a value"),
}
AMOUNTS: Columns = {
    "exact": Column("exact", "exact kronor", "sum of the indicators' kronor"),
    "floor": Column("floor", "kronor", "rounded down to the unit", ("exact",), ("unit",)),
    "remainder": Column("remainder", "exact kronor", "exact − rounded down", ("exact", "floor")),
    "rank": Column("rank", "rank", "place by remainder, equal ones by id", ("remainder",)),
    "rounded": Column("rounded", "kronor", "largest remainder", ("floor", "rank")),
}
DIFFERENCES: Columns = {
    "difference": Column("difference", "signed kronor", "decided − rounded amount")
}
TOTALS: Columns = {
    "payable": Column("payable", "exact kronor", "sum of the indicators' kronor"),
    "withheld": Column("withheld", "exact kronor", "pot − payable"),
    "rounded": Column("rounded", "kronor", "sum of the rounded amounts"),
    "rounding": Column("rounding", "exact kronor", "payable − sum of the rounded amounts"),
    "residue": Column("residue", "kronor", "pot − sum of the rounded amounts"),
    "left_over": Column("left-over", "kronor", "left for the largest remainders"),
    "rounded_up_names": Column("rounded-up.names", "name", "the largest remainders"),
    "near_ties": Column("near-ties", "count", "remainders close to the cut"),
    "near_ties_names": Column("near-ties.names", "name", "remainders close to the cut"),
}
WIDEST: Columns = {
    "largest_swing": Column("largest-swing", "kronor", "largest difference between rules"),
    "largest_swing_names": Column("largest-swing.names", "name", "the districts that have it"),
}
OTHERS: Columns = {
    "amount": Column("amount", "kronor", "the amount by another rule"),
    "difference": Column("difference", "signed kronor", "amount − declared amount", ("amount",)),
}
SWINGS: Columns = {
    "smallest": Column("smallest", "kronor", "smallest amount by any rule"),
    "largest": Column("largest", "kronor", "largest amount by any rule"),
    "swing": Column("swing", "kronor", "largest − smallest", ("smallest", "largest")),
}
EFFECTS: Columns = {
    "more": Column("more", "signed kronor", "own exact amount with one person more − without"),
    "fewer": Column("fewer", "signed kronor", "own exact amount with one person fewer − without"),
}


def of_allocation(payment: Payment, records: Records) -> Iterator[Declared]:
    """Every fact of one payment's allocation; none comes before those that it is computed from."""
    name, districts = f"allocation.{payment.id}", list(records.districts())
    indicators = counted(records, [records.allocations[payment.id].rule()])
    yield from _factors(name, payment, records)
    for file in indicators:
        yield from _indicator(name, payment, records, file)
    for district in districts:
        parts = [f"{name}.step.{file.indicator.id}.{district}.kronor" for file in indicators]
        row = (payment.id, district)
        yield from _row(AMOUNTS, f"{name}.amount.{district}", "amounts", row, parts)
    yield from _differences(name, payment, records)
    amounts = [f"{name}.amount.{district}.rounded" for district in districts]
    kronor = [f"{name}.indicator.{file.indicator.id}.kronor" for file in indicators]
    yield from _row(TOTALS, name, "totals", (payment.id,), amounts + kronor)
    yield from _variations(name, payment, records)


def _differences(name: str, payment: Payment, records: Records) -> Iterator[Declared]:
    """How far each decided amount is from the model's, where they may be compared."""
    if not is_comparable(records, payment.id):
        return
    for district, (municipality, _) in records.districts().items():
        own, decided = (
            f"{name}.amount.{district}",
            f"payment.{payment.id}.{municipality.id}.{district}",
        )
        row, rests = (payment.id, district), (decided, f"{own}.rounded")
        yield from _row(DIFFERENCES, own, "amounts", row, rests)


def _row(
    columns: Columns, name: str, table: str, row: tuple[str, ...], inputs: Sequence[str] = ()
) -> Iterator[Declared]:
    """The facts of one row, which a payment's id begins.

    `inputs` go into those that aren't computed from the row itself.
    """
    for column, fact in columns.items():
        own, cell = f"{name}.{fact.called}", Cell(table, row, column)
        beside = tuple(f"{name}.{other}" for other in fact.of)
        declared = tuple(_rule(row[0], parameter) for parameter in fact.by)
        yield Declared(own, fact.unit, cell, (*(beside or inputs), *declared), fact.rule)


def _rule(payment: str, parameter: str) -> str:
    return f"config.allocation.{payment}.{parameter}.value"


def _factors(name: str, payment: Payment, records: Records) -> Iterator[Declared]:
    """What refugee reception adds to each district's scores."""
    weight = _rule(payment.id, "refugee_weight")
    years = records.allocations[payment.id].refugee_years.value
    summed = range(years.first, years.last + 1)
    year = records.allocations[payment.id].population_year.value
    unit = records.allocations[payment.id].unit.value
    yield Declared(f"{name}.unit", "kronor", unit, (_rule(payment.id, "unit"),))
    factor = str(records.allocations[payment.id].refugee_weight.value)
    yield Declared(f"{name}.refugee-weight", "number", factor, (weight,))
    counts = records.allocations[payment.id].counts_reception()
    series = enumerate(records.reception.reception if records.reception and counts else [])
    for number, each in series:
        key = f"raw.refugee_reception.reception.{number}.values"
        places = {value.year: f"{key}.{k}" for k, value in enumerate(each.values)}
        received = tuple(f"{places[y]}.received" for y in summed if y in places)
        own, row = f"{name}.factor.{each.district}", (payment.id, each.district)
        cell = Cell("factors", row, "received")
        yield Declared(f"{own}.received", "number", cell, received or (key,), "sum of the years")
        cell = Cell("factors", row, "population")
        population = (f"{places[year]}.population",) if year in places else (key,)
        yield Declared(f"{own}.population", "number", cell, population)
        yield from _row(FACTORS, own, "factors", row)


def _indicator(
    name: str, payment: Payment, records: Records, file: IndicatorFile
) -> Iterator[Declared]:
    """All steps of one indicator, and its sums."""
    indicator, districts = file.indicator.id, list(records.districts())
    step, series = f"{name}.step.{indicator}", _series(file)
    nothing: tuple[list[Observation], str] = ([], f"{key_of(file)}.indicator.districts")
    for district in districts:
        own, row = f"{step}.{district}", (payment.id, district, indicator)
        yield from _counts(own, row, payment, *series.get(district, nothing))
        yield from _row(_steps(file.indicator.unit), own, "ledger", row)
        rests = tuple(f"{own}.{other}" for other in SCORE.of)
        if records.allocations[payment.id].refugee_weight.value:
            rests += (f"{name}.factor.{district}.factor",)
        cell = Cell("ledger", row, "score")
        yield Declared(f"{own}.score", SCORE.unit, cell, rests, SCORE.rule)
    whole, row_ = f"{name}.indicator.{indicator}", (payment.id, indicator)
    yield from _weight(whole, row_, payment, records)
    scores = [f"{step}.{district}.score" for district in districts]
    yield from _row(INDICATORS, whole, "indicators", row_, scores)
    for district in districts:
        own, row = f"{step}.{district}", (payment.id, district, indicator)
        yield from _row(SHARES, own, "ledger", row, (f"{own}.score", f"{whole}.score"))
        yield from _row(PARTS, own, "ledger", row, (f"{own}.share", f"{whole}.kronor"))


def _weight(
    name: str, row: tuple[str, str], payment: Payment, records: Records
) -> Iterator[Declared]:
    # Equal weights need no declaration.
    key = f"config.allocation.{payment.id}"
    declared = f"{key}.weights" if f"{key}.weights" in records.lines else key
    cell = Cell("indicators", row, "weight")
    yield Declared(f"{name}.weight", "level", cell, (declared,), "weight / sum of weights")
    inputs = (f"payment.{payment.id}.pot", f"{name}.weight", _rule(payment.id, "unearned"))
    cell = Cell("indicators", row, "kronor")
    yield Declared(f"{name}.kronor", "exact kronor", cell, inputs, "pot · weight, if earned")


def _counts(
    name: str,
    row: tuple[str, ...],
    payment: Payment,
    values: Sequence[Observation],
    key: str,
) -> Iterator[Declared]:
    """The counts and bases that are compared, as they stand in the indicator's file."""
    for called in ("first", "last"):
        year = getattr(payment.years, called)
        place = next((str(k) for k, value in enumerate(values) if value.year == year), None)
        for field in ("count", "base"):
            cell = Cell("ledger", row, f"{called}_{field}")
            known = place is not None and getattr(values[int(place)], field) is not None
            rests = (f"{key}.{place}.{field}",) if known else (key,)
            yield Declared(f"{name}.{called}-{field}", "number", cell, rests)


def _series(file: IndicatorFile) -> dict[str, tuple[list[Observation], str]]:
    """Each district's values, and the key of their list."""
    key = f"{key_of(file)}.indicator.districts"
    return {
        each.district: (each.values, f"{key}.{number}.values")
        for number, each in enumerate(file.indicator.districts)
    }


def _variations(name: str, payment: Payment, records: Records) -> Iterator[Declared]:
    """Amounts by other rules, by one indicator fewer, and with one person more or fewer."""
    districts = list(records.districts())
    scenarios = list(records.allocations[payment.id].scenarios)
    indicators = [
        file.indicator.id for file in counted(records, [records.allocations[payment.id].rule()])
    ]
    left_out = indicators if len(indicators) > 1 else []
    for scenario in scenarios:
        inputs = _scenario_inputs(payment, records, scenario)
        for district in districts:
            own, row = f"{name}.scenario.{scenario}.{district}", (payment.id, scenario, district)
            yield from _row(OTHERS, own, "scenarios", row, inputs)
    for indicator in left_out:
        scores = [f"{name}.indicator.{other}.score" for other in indicators if other != indicator]
        for district in districts:
            own, row = f"{name}.without.{indicator}.{district}", (payment.id, indicator, district)
            yield from _row(OTHERS, own, "left_out", row, scores)
    for district in districts:
        amounts = [f"{name}.scenario.{each}.{district}.amount" for each in scenarios]
        amounts.append(f"{name}.amount.{district}.rounded")
        own = f"{name}.swing.{district}"
        yield from _row(SWINGS, own, "swings", (payment.id, district), amounts)
    swings = [f"{name}.swing.{district}.swing" for district in districts]
    yield from _row(WIDEST, name, "totals", (payment.id,), swings)
    yield from _effects(name, payment, districts, indicators)


def _scenario_inputs(payment: Payment, records: Records, scenario: str) -> list[str]:
    """What amounts by a scenario rest on: whole files, since each district counts for all."""
    parameters = records.allocations[payment.id]
    rule = parameters.rule(parameters.scenarios[scenario])
    inputs = [f"{key_of(file)}.indicator" for file in counted(records, [rule])]
    if rule.refugee_weight and records.reception:
        inputs.append(f"{key_of(records.reception)}.reception")
    return [*inputs, f"config.allocation.{payment.id}.scenarios.{scenario}"]


def _effects(
    name: str, payment: Payment, districts: Iterable[str], indicators: Sequence[str]
) -> Iterator[Declared]:
    for district in districts:
        inputs = (f"{name}.amount.{district}.exact",)
        for indicator in indicators:
            for year in ("first", "last"):
                own = f"{name}.person.{indicator}.{district}.{year}"
                row = (payment.id, district, indicator, year)
                yield from _row(EFFECTS, own, "one_person", row, inputs)
