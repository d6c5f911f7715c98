"""The sheets of a workbook that state results: other rules, one indicator fewer, one person more.

Each of them would need the whole computation anew, so they hold what the pipeline computed.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from delrapport import swedish
from delrapport.allocation import Allocation
from delrapport.exact import Sum
from delrapport.sheets import MISSING, Column, Lines, Page, Style, Table, Value, rounded
from delrapport.workbook_content import LEFT_OUT, ONE_PERSON, SCENARIOS, Content

STATED = (
    "Bladet återger beräkningens resultat för vald regel, alltså rapportens parametrar. "
    "Det räknas inte om när en parameter ändras här i arbetsboken; det gör bara skillnaderna."
)


def pages(content: Content) -> list[Page]:
    """Those of the sheets that have anything to say."""
    shared, titles = content.shared, content.parameters.scenarios
    scenarios = {titles[name].title: each for name, each in shared.scenarios.items()}
    left_out = {_without(content, i): each for i, each in shared.left_out.items()}
    found = []
    if scenarios:
        notes = [
            STATED,
            "Största skillnad: mellan det största och det minsta beloppet bland reglerna.",
        ]
        parts = _others(content, "regler", scenarios)
        found.append(Page(SCENARIOS, "Belopp enligt andra regler", notes, parts))
    if left_out:
        notes = [STATED, "Övriga indikatorers vikter är oförändrade sinsemellan."]
        parts = _others(content, "utan", left_out)
        found.append(Page(LEFT_OUT, "Belopp när en indikator utelämnas", notes, parts))
    return [*found, _one_person(content)]


def _others(content: Content, key: str, others: Mapping[str, Allocation]) -> list[Lines | Table]:
    """The amounts by each rule with the span of them all, and how they differ from the declared."""
    declared, districts = content.shared.allocation, content.shared.case.districts
    every = {"Vald regel": declared, **others}
    differences = [
        Column(f"difference{place}", title, partial(_difference, declared, other),
               Style("formula", "difference"), f"{{{key}.amount{place}}}-{{{key}.amount0}}",
               total=True, width=content.kronor)
        for place, (title, other) in enumerate(every.items())
        if place
    ]  # fmt: skip
    return [
        Lines("Belopp, kronor", []),
        Table(key, [*content.names(), *_amounts(content, every)], districts),
        Lines("Skillnad mot vald regel, kronor", []),
        Table(f"{key}_skillnad", [*content.names(), *differences], districts),
    ]


def _amounts(content: Content, every: Mapping[str, Allocation]) -> list[Column]:
    def span(district: str) -> int:
        found = [_rounded(each, district) for each in every.values()]
        return max(found) - min(found)

    amounts = [
        Column(f"amount{place}", title, partial(_rounded, each), Style("stated", "whole"),
               total=True, width=content.kronor)
        for place, (title, each) in enumerate(every.items())
    ]  # fmt: skip
    cells = f"{{amount0}}:{{amount{len(every) - 1}}}"
    formula, largest = f"MAX({cells})-MIN({cells})", "{span}=MAX({span.all})"
    style = Style("result", "whole")
    return [
        *amounts,
        Column(
            "span", "Största skillnad", span, style, formula, width=content.kronor, mark=largest
        ),
    ]


def _without(content: Content, indicator: str) -> str:
    return f"Utan {swedish.lower_first(content.described(indicator).short)}"


def _rounded(allocation: Allocation, district: str) -> int:
    return allocation.amounts[district].rounded


def _difference(declared: Allocation, other: Allocation, district: str) -> int:
    return _rounded(other, district) - _rounded(declared, district)


Moved = Mapping[tuple[str, str, str], tuple[Value, Value]]
"""District, indicator and year → what one person more and one fewer would move, as numbers: exact
ones of all districts would fill the memory."""


def _moved(content: Content) -> Moved:
    def value(amount: Sum | None) -> Value:
        return MISSING if amount is None else round(rounded(amount), 6)

    return {
        (each.district, each.indicator, each.year): (value(each.more), value(each.fewer))
        for each in content.shared.effects()
    }


def _one_person(content: Content) -> Page:
    """A row for each district, as in the report's appendix, here for both years."""
    moved, years = _moved(content), content.shared.payment.years
    columns = [
        Column(f"{end}{place}_{number}", head, partial(_effect, moved, id_, end, place),
               Style("stated", "effect"), width=11, groups=(content.described(id_).short, year))
        for number, id_ in enumerate(content.counted)
        for end, year in (("first", f"{years.first}"), ("last", f"{years.last}"))
        for place, head in enumerate(("Ett större", "Ett mindre"))
    ]  # fmt: skip
    notes = [
        "Ändring av stadsdelens belopp i kronor, före avrundning, om antalet det året hade varit "
        "ett större eller mindre och allt annat lika.",
        f"{MISSING} betyder att uppgift saknas, att antalet inte kan vara så stort eller litet, "
        "eller att regeln då stoppar fördelningen. Bladet återger beräkningens resultat.",
    ]
    table = Table("minsta_andring", [*content.names(), *columns], content.shared.case.districts)
    return Page(ONE_PERSON, "Antalet ett större eller mindre", notes, [table])


def _effect(moved: Moved, indicator: str, year: str, place: int, district: str) -> Value:
    return moved[district, indicator, year][place]
