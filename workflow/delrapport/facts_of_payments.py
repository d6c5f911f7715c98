"""The facts of a payment: amounts, sums, shares and places, and what stands out among them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from delrapport.declared import Cell, Declared
from delrapport.models import Payment
from delrapport.records import Records

LEVELS = ("municipality", "district")
LEVELS_IN_PLURAL = ("districts", "municipalities")


def of_payment(payment: Payment, records: Records) -> Iterator[Declared]:
    """Every fact of one payment, in a fixed order."""
    yield from _payment(payment, records)
    yield from _ranking(payment, records)
    yield from _extremes(payment)


def _payment(payment: Payment, records: Records) -> Iterator[Declared]:
    name, key = f"payment.{payment.id}", f"raw.payment.{payment.id}.payment"
    pot, paid = f"{name}.pot", f"{name}.paid"
    month, stated = f"{name}.month", records.stated()
    yield Declared(month, "month", payment.id, (stated.get(month, f"{key}.id"),))
    yield Declared(pot, "kronor", payment.pot, (stated.get(pot, f"{key}.pot"),))
    yield Declared(f"{name}.first-year", "year", payment.years.first, (f"{key}.years.first",))
    yield Declared(f"{name}.last-year", "year", payment.years.last, (f"{key}.years.last",))
    if payment.withheld:
        yield Declared(f"{name}.withheld", "kronor", payment.withheld, (f"{key}.withheld",))
    whole = (pot, f"{name}.withheld") if payment.withheld else (pot,)
    yield Declared(paid, "kronor", payment.pot - payment.withheld, whole, "pot − withheld")
    yield Declared(f"{name}.share", "share", "1", (paid,), "part of what was paid")
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
            yield from _compared("payments_by_district", row, f"{own}.{district}", paid)
        # A sum stands behind what it is made of: its status is theirs.
        row = (payment.id, municipality)
        cell = Cell("payments_by_municipality", row, "amount")
        inputs = tuple(f"payment.{own}.{district}" for district in amounts)
        yield Declared(f"payment.{own}", "kronor", cell, inputs, "sum of the districts' amounts")
        yield from _compared("payments_by_municipality", row, own, paid)
    yield from _by_county(payment, records)


def _by_county(payment: Payment, records: Records) -> Iterator[Declared]:
    """What went to each county that got something: `county.2013-12.north`, `.share` …"""
    got = _paid_by_municipality(payment, records)
    for county, within in records.programme.by_county().items():
        inputs = tuple(f"payment.{payment.id}.{each}" for each in within if each in got)
        if inputs:
            yield from _county(f"county.{payment.id}.{county}", (payment.id, county), inputs)


def _county(own: str, row: tuple[str, str], inputs: tuple[str, ...]) -> Iterator[Declared]:
    """One county's amount and share, and of how many municipalities and districts."""
    table, rule = "payments_by_county", "sum of the municipalities' amounts"
    yield Declared(own, "kronor", Cell(table, row, "amount"), inputs, rule)
    whole = (own, f"payment.{row[0]}.paid")
    yield Declared(
        f"{own}.share", "share", Cell(table, row, "share"), whole, "part of what was paid"
    )
    for column in LEVELS_IN_PLURAL:
        cell = Cell(table, row, column)
        yield Declared(f"{own}.{column}", "count", cell, inputs, f"number of {column}")


def _paid_by_municipality(payment: Payment, records: Records) -> dict[str, dict[str, int]]:
    """Municipality id → district id → its place in the list of decided amounts."""
    districts = records.districts()
    paid: dict[str, dict[str, int]] = {}
    for number, decided in enumerate(payment.decided):
        municipality, _ = districts[decided.district]
        paid.setdefault(municipality.id, {})[decided.district] = number
    return paid


def _compared(table: str, row: tuple[str, ...], name: str, paid: str) -> Iterator[Declared]:
    """An amount's share and place."""
    inputs, rule = (f"payment.{name}", paid), "part of what was paid"
    yield Declared(f"share.{name}", "share", Cell(table, row, "share"), inputs, rule)
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
    "half": ("half", "count", "how many of the largest reach half of what was paid"),
    "half.share": ("half_share", "share", "part of what was paid that these have"),
}


def _extremes(payment: Payment) -> Iterator[Declared]:
    """What stands out among districts and municipalities: `extremes.2013-12.district.largest`."""
    inputs = (f"raw.payment.{payment.id}.payment.decided",)
    for level in LEVELS:
        for called, (column, unit, rule) in EXTREMES.items():
            cell = Cell("extremes", (payment.id, level), column)
            name = f"extremes.{payment.id}.{level}.{called}"
            yield Declared(name, unit, cell, inputs, f"{level}: {rule}")
