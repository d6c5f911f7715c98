"""The sheets of a workbook that state results: other rules, one indicator fewer, one person more.

Each of them would need the whole computation anew, so they hold what the pipeline computed.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import NamedTuple

from delrapport.allocation import Allocation
from delrapport.exact import Sum
from delrapport.sheets import MISSING, Column, Lines, Page, Style, Table, Value, rounded
from delrapport.variations import Effect
from delrapport.workbook_content import LEFT_OUT, ONE_PERSON, SCENARIOS, Content

STATED = (
    "Bladet återger beräkningens resultat för de angivna parametrarna. "
    "Det räknas inte om när en parameter ändras här i arbetsboken; det gör bara skillnaderna."
)


def pages(content: Content) -> list[Page]:
    """Those of the sheets that have anything to say."""
    shared, titles = content.shared, content.parameters.scenarios
    scenarios = {titles[name].title: each for name, each in shared.scenarios.items()}
    left_out = {f"Utan {content.described(i).short}": each for i, each in shared.left_out.items()}
    found = []
    if scenarios:
        notes = [STATED, "Utslaget är skillnaden mellan det största och det minsta beloppet."]
        parts = _others(content, "regler", scenarios)
        found.append(Page(SCENARIOS, "Belopp enligt andra regler", notes, parts))
    if left_out:
        notes = [STATED, "Övriga indikatorers vikter är oförändrade sinsemellan."]
        parts = _others(content, "utan", left_out)
        found.append(Page(LEFT_OUT, "Belopp om en indikator utgår", notes, parts))
    return [*found, _one_person(content)]


def _others(content: Content, key: str, others: Mapping[str, Allocation]) -> list[Lines | Table]:
    """The amounts by each rule with the span of them all, and how they differ from the declared."""
    declared, districts = content.shared.allocation, content.shared.case.districts
    every = {"Enligt angiven regel": declared, **others}
    differences = [
        Column(f"difference{place}", title, partial(_difference, declared, other),
               Style("formula", "difference"), f"{{{key}.amount{place}}}-{{{key}.amount0}}",
               total=True, width=content.money)
        for place, (title, other) in enumerate(every.items())
        if place
    ]  # fmt: skip
    return [
        Lines("Belopp, kronor", []),
        Table(key, [*content.names(), *_amounts(content, every)], districts),
        Lines("Skillnad mot den angivna regeln, kronor", []),
        Table(f"{key}_skillnad", [*content.names(), *differences], districts),
    ]


def _amounts(content: Content, every: Mapping[str, Allocation]) -> list[Column]:
    def span(district: str) -> int:
        found = [_rounded(each, district) for each in every.values()]
        return max(found) - min(found)

    amounts = [
        Column(f"amount{place}", title, partial(_rounded, each), Style("stated", "whole"),
               total=True, width=content.money)
        for place, (title, each) in enumerate(every.items())
    ]  # fmt: skip
    cells = f"{{amount0}}:{{amount{len(every) - 1}}}"
    formula, largest = f"MAX({cells})-MIN({cells})", "{span}=MAX({span.all})"
    style = Style("result", "whole")
    return [*amounts, Column("span", "Utslag", span, style, formula, width=14, mark=largest)]


def _rounded(allocation: Allocation, district: str) -> int:
    return allocation.amounts[district].rounded


def _difference(declared: Allocation, other: Allocation, district: str) -> int:
    return _rounded(other, district) - _rounded(declared, district)


class _Moved(NamedTuple):
    """An effect in numbers: exact ones of all districts would fill the memory."""

    district: str
    indicator: str
    year: int
    more: Value
    fewer: Value


def _moved(content: Content, effect: Effect) -> _Moved:
    def value(amount: Sum | None) -> Value:
        return MISSING if amount is None else round(rounded(amount), 6)

    year = getattr(content.shared.payment.years, effect.year)
    more, fewer = value(effect.more), value(effect.fewer)
    return _Moved(effect.district, effect.indicator, year, more, fewer)


def _one_person(content: Content) -> Page:
    effect, names = Style("stated", "effect"), content.districts
    columns = [
        Column("municipality", "Kommun", lambda e: names[e.district][0], width=16),
        Column("district", "Stadsdel", lambda e: names[e.district][1], width=24),
        Column("indicator", "Indikator", lambda e: content.described(e.indicator).short, width=24),
        Column("year", "År", lambda e: e.year, Style("formula", "year"), width=8),
        Column("more", "En person till, kronor", lambda e: e.more, effect, width=18),
        Column("fewer", "En person färre, kronor", lambda e: e.fewer, effect, width=18),
    ]
    notes = [
        "Så mycket skulle stadsdelens eget belopp ändras, före avrundning, om en person till eller "
        "en person färre hade räknats i antalet. Basen och allt annat är oförändrat.",
        f"{MISSING} betyder att ett värde saknas, att antalet inte kan vara så stort eller litet, "
        "eller att regeln då stoppar fördelningen. Bladet återger beräkningens resultat.",
    ]
    rows = [_moved(content, each) for each in content.shared.effects()]
    return Page(
        ONE_PERSON, "En person till eller färre", notes, [Table("en_person", columns, rows)]
    )
