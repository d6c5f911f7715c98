"""What an allocation would have been with another rule, one indicator fewer or one person more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from delrapport import exact
from delrapport.allocation import (
    Allocation,
    AllocationError,
    Case,
    Count,
    Indicator,
    Rule,
    allocate,
    compare,
)

Year = Literal["first", "last"]
YEARS: tuple[Year, ...] = ("first", "last")


def leave_one_out(case: Case, rule: Rule) -> dict[str, Allocation]:
    """Left-out indicator → the allocation by the others; empty where only one counts."""
    counted = [indicator for indicator, weight in rule.weights.items() if weight]
    if len(counted) < 2:
        return {}
    return {
        left: allocate(case, replace(rule, weights={**rule.weights, left: Fraction(0)}))
        for left in counted
    }


@dataclass(frozen=True)
class Effect:
    """What one person more and one fewer in a count would move to the district, in kronor.

    Not rounded; None where a count is missing, where there can't be one more (the whole base is
    counted) or one fewer, and where the rule would refuse the outcome.
    """

    district: str
    indicator: str
    year: Year
    more: exact.Sum | None
    fewer: exact.Sum | None


def one_person(case: Case, rule: Rule, allocation: Allocation) -> Iterator[Effect]:
    """The effect of each of a district's counts on its own amount, all else equal."""
    for indicator in case.indicators:
        for district in case.districts:
            step = allocation.steps.get((district, indicator.id))
            for year in YEARS if step else ():
                more, fewer = (
                    _effect(case, rule, allocation, (district, indicator, year), persons)
                    for persons in (1, -1)
                )
                yield Effect(district, indicator.id, year, more, fewer)


def _effect(
    case: Case, rule: Rule, before: Allocation, where: tuple[str, Indicator, Year], persons: int
) -> exact.Sum | None:
    district, indicator, year = where
    step = before.steps[district, indicator.id]
    if step.first is None or step.last is None:
        return None
    count = step.first if year == "first" else step.last
    if not 0 <= count.count + persons <= count.base:
        return None
    changed = replace(count, count=count.count + persons)
    first, last = (changed, step.last) if year == "first" else (step.first, changed)
    score = compare(first, last, indicator.direction, step.factor, rule).score
    total = before.totals[indicator.id]
    pot, rest = before.pots[indicator.id], total - step.score
    if total and rest + score:
        return exact.Sum([(score, pot / (rest + score)), (step.score, -pot / total)])
    # The only improvement of all comes or goes: the other indicators' pots change as well.
    try:
        after = allocate(_with(case, district, indicator, year, changed), rule)
    except AllocationError:
        return None
    return after.amounts[district].exact.plus(before.amounts[district].exact.negative())


def _with(case: Case, district: str, indicator: Indicator, year: Year, count: Count) -> Case:
    """The case with one other count."""
    if year == "first":
        changed = replace(indicator, first={**indicator.first, district: count})
    else:
        changed = replace(indicator, last={**indicator.last, district: count})
    indicators = [changed if each.id == indicator.id else each for each in case.indicators]
    return replace(case, indicators=indicators)
