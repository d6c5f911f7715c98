"""How a pot is shared among districts by what they achieved. No float anywhere.

A payment has a pot P and compares the year a with the year b. For each indicator i and district d:

    level        L(d,i,y) = count / base
    change       L(d,i,b) − L(d,i,a)
    improvement  g(d,i)   = max(0, direction_i · change)       a decline counts as zero
    size         n(d,i)   = base in year b, or 1
    factor       f(d)     = 1 + ρ · received(d) / population(d)
    score        s(d,i)   = g(d,i) · n(d,i) · f(d)
    share        s(d,i) / Σ_d s(d,i)
    pot          P_i      = w_i · P                            weights scaled to sum 1
    amount       A(d)     = Σ_i P_i · share(d,i)

Where nobody improved in an indicator, its pot goes to the others by their weights or is withheld.
Amounts are rounded to whole units by largest remainder: each is rounded down, and the units that
are left of the payable pot go one each to the largest remainders, ties to the first by id. That is
Hamilton's method: M. L. Balinski and H. P. Young, *Fair Representation* (2nd ed. 2001).

That money is tied to each indicator by itself and follows the improvement from one year to another
is fixed. Everything else is a declared parameter of `Rule`: see `config.yaml`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from delrapport import exact
from delrapport.problems import Mendable

Direction = Literal[1, -1]


class AllocationError(Mendable):
    """A pot can't be shared out by its rule; the text is one line that says why."""


@dataclass(frozen=True, slots=True)
class Count:
    """So many of a base, in one district and year."""

    count: int
    base: int

    @property
    def level(self) -> Fraction:
        return Fraction(self.count, self.base)


@dataclass(frozen=True)
class Indicator:
    """Counts of each district in the two years; a district without a count has None or no entry."""

    id: str
    direction: Direction
    """1 where more is better, −1 where less is."""
    first: Mapping[str, Count | None]
    last: Mapping[str, Count | None]


@dataclass(frozen=True, slots=True)
class Reception:
    """Refugees received over the declared years, in a population of the declared year."""

    received: int
    population: int


@dataclass(frozen=True)
class Case:
    """What is shared out, among whom, and what they achieved."""

    pot: int
    """Whole kronor."""
    years: tuple[int, int]
    districts: Sequence[str]
    indicators: Sequence[Indicator]
    reception: Mapping[str, Reception]


@dataclass(frozen=True)
class Rule:
    """The declared parameters; `config.yaml` explains each."""

    weights: Mapping[str, Fraction]
    size: Literal["base", "none"]
    refugee_weight: Fraction
    """ρ."""
    unearned: Literal["redistribute", "withhold", "error"]
    missing: Literal["error", "zero"]
    unit: int
    """Whole kronor."""


@dataclass(frozen=True, slots=True)
class Step:
    """One district in one indicator; None where a count is missing."""

    first: Count | None
    last: Count | None
    change: Fraction | None
    improvement: Fraction
    size: int
    factor: Fraction
    score: Fraction


@dataclass(frozen=True)
class Amount:
    """What one district gets: exactly, rounded down, the rank of the remainder, and rounded."""

    exact: exact.Sum
    floor: int
    rank: int
    rounded: int


@dataclass(frozen=True)
class Allocation:
    """A pot shared out, with every step. Districts and indicators keep the order of the case."""

    weights: Mapping[str, Fraction]
    """Of the indicators that count, scaled to sum 1."""
    steps: Mapping[tuple[str, str], Step]
    """(district, indicator) → step."""
    totals: Mapping[str, Fraction]
    """Indicator → Σ_d score."""
    pots: Mapping[str, Fraction]
    """Indicator → kronor that are paid for it: 0 where nobody improved."""
    amounts: Mapping[str, Amount]
    payable: Fraction
    """Σ pots: the pot less what is withheld."""
    extra: int
    """How many units rounding down leaves for the largest remainders."""

    def share(self, district: str, indicator: str) -> exact.Sum:
        """The district's part of all scores in an indicator."""
        return self._part(district, indicator, Fraction(1))

    def part(self, district: str, indicator: str) -> exact.Sum:
        """What a district gets for one indicator, in kronor, not rounded."""
        return self._part(district, indicator, self.pots[indicator])

    def _part(self, district: str, indicator: str, whole: Fraction) -> exact.Sum:
        score, total = self.steps[district, indicator].score, self.totals[indicator]
        return exact.Sum([(score, whole / total)] if total else [])


def allocate(case: Case, rule: Rule) -> Allocation:
    """Share a pot out; raises AllocationError where the rule or the counts don't allow it."""
    if not 1 <= rule.unit <= case.pot:
        raise AllocationError(f"the unit {rule.unit} is not between 1 and the pot {case.pot}")
    weights = scaled(rule.weights)
    indicators = [indicator for indicator in case.indicators if indicator.id in weights]
    factors = {district: _factor(case, district, rule) for district in case.districts}
    steps = {
        (district, indicator.id): _step(case, indicator, district, factors[district], rule)
        for district in case.districts
        for indicator in indicators
    }
    return divide(case, rule, steps)


def divide(case: Case, rule: Rule, steps: Mapping[tuple[str, str], Step]) -> Allocation:
    """Share a pot out by steps that are known; indicators without a weight are left aside."""
    weights, districts = scaled(rule.weights), case.districts
    totals = {i: exact.total([steps[d, i].score for d in districts]) for i in weights}
    pots = _pots(case.pot, weights, totals, rule)
    # What a point of score is worth in kronor: the same for all districts.
    worth = {i: pots[i] / totals[i] if totals[i] else Fraction(0) for i in weights}
    amounts = {d: exact.Sum((steps[d, i].score, worth[i]) for i in weights) for d in districts}
    payable = sum(pots.values(), Fraction(0))
    rounded, extra = _round(amounts, payable, rule.unit)
    return Allocation(weights, steps, totals, pots, rounded, payable, extra)


def scaled(weights: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """The weights that are not zero, scaled to sum 1."""
    if any(weight < 0 for weight in weights.values()):
        raise AllocationError("a weight is negative; weights are 0 or more")
    counted = {indicator: weight for indicator, weight in weights.items() if weight}
    whole = sum(counted.values(), Fraction(0))
    if not whole:
        raise AllocationError("all weights are zero; at least one indicator must count")
    return {indicator: weight / whole for indicator, weight in counted.items()}


def _factor(case: Case, district: str, rule: Rule) -> Fraction:
    if rule.refugee_weight < 0:
        raise AllocationError("the weight of refugee reception is negative; it is 0 or more")
    if not rule.refugee_weight:
        return Fraction(1)
    reception = case.reception[district]
    return 1 + rule.refugee_weight * Fraction(reception.received, reception.population)


def _step(case: Case, indicator: Indicator, district: str, factor: Fraction, rule: Rule) -> Step:
    first, last = indicator.first.get(district), indicator.last.get(district)
    if first is not None and last is not None:
        return compare(first, last, indicator.direction, factor, rule)
    if rule.missing == "error":
        year = case.years[0] if first is None else case.years[1]
        raise AllocationError(f"{district} has no value of {indicator.id} in {year}")
    return Step(first, last, None, Fraction(0), 0, factor, Fraction(0))


def compare(first: Count, last: Count, direction: Direction, factor: Fraction, rule: Rule) -> Step:
    """The step of a district that has both counts."""
    change = last.level - first.level
    improvement = max(Fraction(0), direction * change)
    size = last.base if rule.size == "base" else 1
    return Step(first, last, change, improvement, size, factor, improvement * size * factor)


def _pots(
    pot: int, weights: Mapping[str, Fraction], totals: Mapping[str, Fraction], rule: Rule
) -> dict[str, Fraction]:
    """What is paid for each indicator, in kronor."""
    unearned = [indicator for indicator in weights if not totals[indicator]]
    if unearned and rule.unearned == "error":
        raise AllocationError(f"no district improved in {', '.join(unearned)}")
    earned = {i: weight for i, weight in weights.items() if totals[i]}
    if rule.unearned == "redistribute" and earned:
        earned = scaled(earned)
    return {i: pot * earned.get(i, Fraction(0)) for i in weights}


def _round(
    amounts: Mapping[str, exact.Sum], payable: Fraction, unit: int
) -> tuple[dict[str, Amount], int]:
    """Whole units by largest remainder, and how many were left for the largest remainders."""
    floors = {district: amount.floor(unit) for district, amount in amounts.items()}
    extra = (payable // unit * unit - sum(floors.values())) // unit
    ranks = {district: rank for rank, district in enumerate(_by_remainder(amounts, floors), 1)}
    rounded = {
        district: Amount(
            amounts[district],
            floors[district],
            ranks[district],
            floors[district] + (unit if ranks[district] <= extra else 0),
        )
        for district in amounts
    }
    assert 0 <= extra <= len(amounts), f"{extra} units are left for {len(amounts)} districts"
    return rounded, extra


def _by_remainder(amounts: Mapping[str, exact.Sum], floors: Mapping[str, int]) -> list[str]:
    """The districts by remainder, the largest first; equal remainders by id."""
    remainders = {d: amount.less(floors[d]) for d, amount in amounts.items()}
    return sorted(sorted(amounts), key=remainders.__getitem__, reverse=True)
