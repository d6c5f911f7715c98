"""What earlier editions have printed, which nobody can hide any more.

A count or a base is known then. A share ties the two: exactly where its fraction was told, and to
half of the last decimal where it was only printed. A change over two years counts as if both shares
had been told so closely, since one of them may be had elsewhere; and so does a lead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from delrapport.disclosure_web import Cell, Quantity, Web
from delrapport.spans import called

Told = Mapping[str, Mapping[str, Any]]
"""Facts by id."""
PRINTED = re.compile(r"[+−]?([\d\s]+)(?:,(\d+))?")
YEARS = re.compile(r"\d{4}(-\d{4})?")


def printed_before(
    web: Web, facts: Iterable[Mapping[str, Any]], edition: str, per: Mapping[str, int]
) -> None:
    """Adds what these facts tell: each has an `id`, and a `value` or a `cell` as printed.

    `per` has for each series by what count / base is multiplied where it is told.
    """
    told = {fact["id"]: fact for fact in facts}
    shares = _shares(told, per)
    for cell in list(web.printed):
        for quantity, id_ in _stated(web, cell):
            if id_ in told and str(told[id_].get("value")) == str(web.number(quantity)):
                web.known[quantity] = f"printed in {edition}"
        if cell in shares:
            (count,), (base,) = web.hides[cell], web.printed[cell] - web.hides[cell]
            for within in shares[cell]:
                _tie(web, count, base, within / web.worth.get(count[0], 1))


def _stated(web: Web, cell: Cell) -> list[tuple[Quantity, str]]:
    """What a cell prints, with the name of the fact that says it."""
    series, kind, place, year = cell
    if series == "moves":
        names = {each: each[0].partition(": ")[2] for each in web.printed[cell]}
        return [(each, called("moves", name, kind, place, year)) for each, name in names.items()]
    level, counts = called("level", series, kind, place, year), web.hides[cell]
    return [
        (each, f"{level}.{'count' if each in counts else 'base'}") for each in web.printed[cell]
    ]


def _shares(told: Told, per: Mapping[str, int]) -> dict[Cell, list[Fraction]]:
    """How closely the share of a cell is told, as often as it is."""
    found: dict[Cell, list[Fraction]] = {}
    for id_, fact in told.items():
        what, *place, years = id_.split(".")
        if what in ("level", "change", "lead") and YEARS.fullmatch(years) and place[0] in per:
            series, kind, *name = place
            for year in years.split("-"):
                cell = (series, kind, "".join(name), int(year))
                found.setdefault(cell, []).extend(_within(fact, per[series]))
    return found


def _within(fact: Mapping[str, Any], per: int) -> Iterator[Fraction]:
    """How far from what is told a share may be: not at all where the exact fraction is."""
    if re.fullmatch(r"-?\d+(/\d+)?", str(fact.get("value"))):
        yield Fraction(0)
    elif printed := PRINTED.fullmatch(str(fact.get("cell", ""))):
        decimals = len(printed[2] or "")
        yield Fraction(1, 2 * 10**decimals * per)


def _tie(web: Web, count: Quantity, base: Quantity, within: Fraction) -> None:
    """The relation of a count to its base, if their share is known within so much."""
    if not web.values[base]:
        return
    share = web.values[count] / web.values[base]
    if not within:
        web.relations.append({count: Fraction(1), base: -share})
        return
    for way in (1, -1):
        # What is left to the bound is a number that nobody prints, and is not negative.
        left = (f"{count[0]} {way * within}", *count[1:])
        bound = share + way * within
        web.values[left] = way * (bound * web.values[base] - web.values[count])
        web.relations.append({base: way * bound, count: Fraction(-way), left: Fraction(-1)})
