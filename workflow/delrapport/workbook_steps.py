"""The sheets of a workbook that have the steps: what goes in, and each indicator's scores."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import partial

from delrapport.allocation import Count
from delrapport.sheets import (
    AT_LEAST_ONE,
    COUNT,
    MISSING,
    Column,
    Line,
    Lines,
    Page,
    Style,
    Table,
    Value,
    one_of,
)
from delrapport.workbook_content import (
    RECEPTION,
    Content,
    cited,
)

INPUT = Style("input", "whole")


def pages(content: Content) -> list[Page]:
    """Reception, then the indicators."""
    return [reception(content), *(indicator(content, each) for each in content.counted)]


# --- Reception -------------------------------------------------------------------------------


def reception(content: Content) -> Page:
    file = content.records.reception
    years = content.parameters.refugee_years.value
    notes = [
        "Flyktingfaktor = (folkmängd + vikt × mottagna flyktingar) / folkmängd. Vikten för "
        "flyktingmottagande står på bladet Parametrar."
    ]
    if file:
        notes = [file.definition, *notes, f"Källa: {cited(file.source)}"]
    span = str(years.first) if years.first == years.last else f"{years.first}–{years.last}"
    columns = _reception(content, span, content.parameters.population_year.value)
    table = Table("mottagande", columns, content.shared.case.districts)
    return Page(RECEPTION, "Flyktingmottagande", notes, [table])


def _reception(content: Content, span: str, year: int) -> list[Column]:
    given, allocation = content.shared.case.reception, content.shared.allocation
    first = content.counted[0]

    def of(value: Callable[[int, int], Value], district: str) -> Value:
        found = given.get(district)
        return value(found.received, found.population) if found else MISSING

    return [
        *content.names(),
        Column("received", f"Mottagna {span}", partial(of, lambda r, p: r), INPUT,
               total=True, allowed=COUNT, width=12),
        Column("population", f"Folkmängd {year}", partial(of, lambda r, p: p), INPUT,
               total=True, allowed=AT_LEAST_ONE, width=12),
        Column("ratio", "Mottagna per invånare", partial(of, Fraction), Style("formula", "ratio"),
               f'IF(AND(COUNT({{received}}:{{population}})=2,N({{population}})>0),'
               f'{{received}}/{{population}},"{MISSING}")',
               width=14),
        Column("factor", "Flyktingfaktor", lambda d: allocation.steps[d, first].factor,
               Style("result", "ratio"), "1+IF(ISNUMBER({ratio}),N(mottagandevikt)*{ratio},0)",
               width=14),
    ]  # fmt: skip


# --- An indicator ----------------------------------------------------------------------------


def indicator(content: Content, id_: str) -> Page:
    described, direction = content.described(id_), content.case_of(id_).direction
    better = "mer är bättre" if direction == 1 else "mindre är bättre"
    lines = [
        Line("Riktning", direction, Style("input", "year"), "", "riktning",
             (f"1: mer är bättre, -1: mindre är bättre. Här: {better}.",), one_of([1, -1])),
        Line("Pott, kronor", content.shared.allocation.pots[id_],
             Style("formula", "hundredths"),
             f"{{vikter.pot[{content.counted.index(id_)}]}}", "pott"),
    ]  # fmt: skip
    parts = (_counts, _changes, _scores, _shares)
    columns = [*content.names(), *(each for part in parts for each in part(content, id_))]
    return Page(
        content.sheets[id_],
        described.short,
        [
            described.definition,
            f"Antal: {described.counted}. Bas: {described.population}. "
            f"Källa: {cited(content.files[id_].source)}",
        ],
        [
            Lines("", lines),
            Table(content.table(id_), columns, content.shared.case.districts),
            Lines("Antal stadsdelar", _outcomes(content, id_)),
        ],
        local=True,
    )


def _changes(content: Content, id_: str) -> list[Column]:
    """From counts to the change of level."""
    steps, years = content.shared.allocation.steps, content.shared.payment.years
    # A cell's format writes a quotient in per cent; in any other unit it is shown as it is.
    in_percent = content.described(id_).unit.per == 100
    level = Style("formula", "percent" if in_percent else "ratio")
    points = Style("formula", "points" if in_percent else "ratio")
    divided = (
        "IF(AND(COUNT({{{0}_count}}:{{{0}_base}})=2,N({{{0}_base}})>0),"
        '{{{0}_count}}/{{{0}_base}},"..")'
    ).format
    less = 'IF(COUNT({first_level}:{last_level})=2,{last_level}-{first_level},"..")'
    return [
        Column("first_level", f"Värde {years.first}", lambda d: _level(steps[d, id_].first), level,
               divided("first"), width=8),
        Column("last_level", f"Värde {years.last}", lambda d: _level(steps[d, id_].last), level,
               divided("last"), width=8),
        Column("change", "Förändring", lambda d: _or_missing(steps[d, id_].change), points, less,
               width=9, mark="IF(ISNUMBER({change}),N(riktning)*{change}<0,FALSE)"),
    ]  # fmt: skip


def _scores(content: Content, id_: str) -> list[Column]:
    """From the change to the score."""
    steps, ratio = content.shared.allocation.steps, Style("formula", "ratio")
    sized = 'IF(ISNUMBER({change}),IF(storlek="basen",{last_base},1),0)'
    return [
        Column("improvement", "Förbättring", lambda d: steps[d, id_].improvement, ratio,
               "IF(ISNUMBER({change}),MAX(0,N(riktning)*{change}),0)", width=10),
        Column("size", "Storlek", lambda d: steps[d, id_].size, Style("formula", "whole"), sized,
               width=9),
        Column("factor", "Flyktingfaktor", lambda d: steps[d, id_].factor, ratio,
               "{mottagande.factor}", width=11),
        Column("score", "Poäng", lambda d: steps[d, id_].score, Style("formula", "score"),
               "{improvement}*{size}*{factor}", total=True, width=11),
    ]  # fmt: skip


def _shares(content: Content, id_: str) -> list[Column]:
    """From the score to kronor."""
    allocation = content.shared.allocation
    return [
        Column("share", "Andel av poängen", lambda d: allocation.share(d, id_),
               Style("formula", "ratio"), "IF({score.total}>0,{score}/{score.total},0)", total=True,
               width=10),
        Column("kronor", "Kronor", lambda d: allocation.part(d, id_),
               Style("result", "hundredths"), "pott*{share}", total=True,
               width=content.money),
    ]  # fmt: skip


def _counts(content: Content, id_: str) -> list[Column]:
    """What goes in: count and base of both years."""
    years, given = content.shared.payment.years, content.case_of(id_)
    ends = (("first", years.first, given.first), ("last", years.last, given.last))
    parts = (("count", "Antal", COUNT), ("base", "Bas", AT_LEAST_ONE))
    return [
        Column(f"{key}_{part}", f"{head} {year}", partial(_part, counts, part), INPUT, total=True,
               width=9, allowed=allowed)
        for key, year, counts in ends
        for part, head, allowed in parts
    ]  # fmt: skip


def _part(counts: Mapping[str, Count | None], part: str, district: str) -> Value:
    found = counts.get(district)
    return getattr(found, part) if found else MISSING


def _level(count: Count | None) -> Value:
    return count.level if count else MISSING


def _or_missing(value: Fraction | None) -> Value:
    return MISSING if value is None else value


def _outcomes(content: Content, id_: str) -> list[Line]:
    """How many districts improved, stood still, declined and lack a value."""
    steps = [content.shared.allocation.steps[d, id_] for d in content.shared.case.districts]
    direction = content.case_of(id_).direction
    moved = [step.change * direction for step in steps if step.change is not None]
    change = f"{{{content.table(id_)}.change.all}}"
    found = [
        ("Förbättrades", sum(each > 0 for each in moved), (">", "<")),
        ("Oförändrade", sum(each == 0 for each in moved), ("=", "=")),
        ("Försämrades", sum(each < 0 for each in moved), ("<", ">")),
    ]
    style = Style("formula", "whole")
    lines = [
        Line(label, value, style,
             f'IF(riktning=1,COUNTIF({change},"{up}0"),COUNTIF({change},"{down}0"))')
        for label, value, (up, down) in found
    ]  # fmt: skip
    formula = f"ROWS({change})-COUNT({change})"
    return [*lines, Line("Uppgift saknas", len(steps) - len(moved), style, formula)]
