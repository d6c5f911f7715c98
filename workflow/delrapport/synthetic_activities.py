"""The invented use of a programme's payments: each municipality's measures, year by year.

A payment is used in the year after it was made. What a municipality has that year, its part of the
payment and what it kept of the one before, is what its measures cost, what it keeps for the next
payment's year and what it leaves unspent, to the krona. Districts mostly use what they generated;
a part is spent on what serves the municipality as a whole. A measure that goes on into the next
year keeps its id, its name and its standing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from delrapport.activities import ActivitiesFile, Measure, Progress
from delrapport.models import Codebook, Municipality, Payment
from delrapport.problems import Mendable
from delrapport.synthetic import Files, Span, between, one_in, one_of, source
from delrapport.synthetic_measures import COORDINATION, POOLS, Offer, Pool
from delrapport.synthetic_names import slug

WHOLE_KOMMUN = "kommunen"
"""What ids of measures without district begin with."""
UNIT = 1_000
"""Amounts are whole multiples of so many kronor; large ones of ten times as many."""
LEAST, MOST = 150_000, 2_500_000
"""A place has so many measures that each has about so many kronor: no less, and no more."""
ALONE: Span = (4, 7)
"""How many measures a municipality's only district has."""
AMONG: Span = (3, 5)
"""How many each of several has."""
WIDE: Span = (1, 2)
"""How many a municipality has that belong to no district."""
CARRIED: Span = (10, 40)
"""Per cent of what a municipality has, where it keeps some."""
LOST: Span = (1, 4)
"""Per cent that is left unspent, where some is."""
WIDE_PART: Span = (0, 24)
"""Per cent of what is spent that belongs to no district; under `SMALL`, nothing does."""
SMALL = 8

Drawn = TypeVar("Drawn")
Purses = Mapping[str | None, int]
"""District, or none for the municipality as a whole → kronor to spend there."""


class UseError(Mendable):
    """The use of the money can't be invented; the text is one line that says why."""


@dataclass(frozen=True)
class Budget:
    """What a municipality does with its money in a year, in whole kronor."""

    year: int
    payment: str
    purses: Purses
    carried: int
    unspent: int


@dataclass(frozen=True)
class Choice:
    """What measures may be, and which indicators they are for."""

    pools: Sequence[Pool]
    targets: Sequence[str]
    aims: Mapping[str, str]

    def offer(self, target: str, taken: Iterable[str], place: str | None, about: str) -> Offer:
        """A measure of none of the names taken; what serves the whole is often coordination."""
        for pool in sorted(self.pools, key=lambda pool: self._turn(pool, place, about)):
            free = [offer for offer in pool.offers(self._aim(target)) if offer.name not in taken]
            if free:
                return one_of(free, f"{about}/name")
        raise UseError(f"there are no more names of measures for the indicator '{target}'")

    def _aim(self, target: str) -> str | None:
        """The numbered variants of an invented indicator are aimed at as it is."""
        return self.aims.get(target) or self.aims.get(re.sub(r"-\d+$", "", target))

    def _turn(self, pool: Pool, place: str | None, about: str) -> int:
        """When a kind has its turn: the lower, the earlier."""
        if place is None and pool.kind.id == COORDINATION and one_in(2, f"{about}/wide"):
            return 0
        return between(f"{about}/{pool.kind.id}", 1, 10**6) // pool.weight


def activities(
    municipalities: Iterable[Municipality],
    payments: Iterable[Payment],
    codebook: Codebook | None,
    targets: Sequence[str],
    aims: Mapping[str, str],
    seed: int,
) -> Files:
    """How each of the municipalities uses its part of every payment, for these indicators.

    `aims` says what measures those that are known are moved by.

    Raises UseError where the codebook has no kind of measures that names are known of.
    """
    kinds = [kind.id for kind in codebook.kinds] if codebook else []
    choice = Choice([pool for pool in POOLS if pool.kind.id in kinds], targets, aims)
    if not choice.pools or not targets:
        known = ", ".join(pool.kind.id for pool in POOLS)
        raise UseError(f"measures need indicators, and kinds of the codebook, some of: {known}")
    ordered = sorted(payments, key=lambda payment: payment.id)
    return {
        f"activities/{file.year}/{file.municipality}.yaml": file
        for municipality in municipalities
        for file in _files(municipality, ordered, choice, seed)
    }


def _files(
    municipality: Municipality, payments: Sequence[Payment], choice: Choice, seed: int
) -> Iterator[ActivitiesFile]:
    budgets = _budgets(municipality, payments, seed)
    years: list[list[Measure]] = []
    for budget in budgets:
        before = years[-1] if years else []
        years.append(_measures(municipality, budget, before, choice, seed))
    for budget, measures in zip(budgets, _finished(years, seed), strict=True):
        rest = {"carried_over": budget.carried, "unspent": budget.unspent}
        yield ActivitiesFile(
            source=source(seed, " Ingen av insatserna finns."),
            year=budget.year,
            municipality=municipality.id,
            payment=budget.payment,
            measures=measures,
        ).model_copy(update={name: amount for name, amount in rest.items() if amount})


# --- Money -----------------------------------------------------------------------------------


def _budgets(municipality: Municipality, payments: Sequence[Payment], seed: int) -> list[Budget]:
    """A budget for each payment that leaves the municipality anything to spend."""
    found: list[Budget] = []
    brought = 0
    for payment in payments:
        amounts = {each.district: each.amount for each in payment.decided}
        paid = {each.id: amounts.get(each.id, 0) for each in municipality.districts}
        available = sum(paid.values()) + brought
        about = f"{seed}/{municipality.id}/{payment.id}"
        carries = payment is not payments[-1] and one_in(3, f"{about}/carries")
        carried = _part(available, CARRIED, about) if carries else 0
        lost = _part(available, LOST, f"{about}/unspent") if one_in(6, f"{about}/unspent") else 0
        # Less than a unit is spent as it is, so that there is a measure for it.
        spent = _whole(available - carried - lost) or available
        if spent:
            purses = _purses(paid, spent, about)
            year, left = int(payment.id[:4]) + 1, available - carried - spent
            found.append(Budget(year, payment.id, purses, carried, left))
        brought = carried
    return found


def _purses(paid: Mapping[str, int], spent: int, about: str) -> Purses:
    """What is spent in each district and what belongs to none.

    A district has its part of the payment; now and then one of several has no measures of its own.
    """
    wide = between(f"{about}/wide", *WIDE_PART)
    weights: dict[str | None, int] = {
        district: amount * (100 - wide)
        for district, amount in paid.items()
        if amount and (len(paid) == 1 or not one_in(12, f"{about}/{district}/none"))
    }
    if wide >= SMALL or not weights:
        weights[None] = max(sum(paid.values()), 1) * max(wide, 1)
    return _divided(spent, weights)


def _divided(amount: int, weights: Mapping[Drawn, int]) -> dict[Drawn, int]:
    """An amount by weights, in whole units but for the last part; nobody has nothing."""
    unit = UNIT if amount < 1000 * UNIT else 10 * UNIT
    whole = sum(weights.values())
    parts = {key: amount * weight // whole // unit * unit for key, weight in weights.items()}
    last = list(parts)[-1]
    parts[last] += amount - sum(parts.values())
    return {key: part for key, part in parts.items() if part}


def _part(amount: int, span: Span, about: str) -> int:
    """So many per cent, in whole units."""
    return _whole(amount * between(f"{about}/part", *span) // 100)


def _whole(amount: int) -> int:
    return amount // UNIT * UNIT


# --- Measures --------------------------------------------------------------------------------


def _measures(
    municipality: Municipality, budget: Budget, before: Sequence[Measure], choice: Choice, seed: int
) -> list[Measure]:
    """A year's measures; no two of a name, but in different districts."""
    usual = ALONE if len(municipality.districts) == 1 else AMONG
    found: list[Measure] = []
    # What belongs to no district comes last: its names are to be none of theirs.
    for district, amount in budget.purses.items():
        about = f"{seed}/{district or municipality.id}/{budget.year}"
        own = [each for each in before if each.district == district]
        kept = [each for each in own if one_in(2, f"{about}/{each.id}/goes-on")]
        number = _number(amount, usual if district else WIDE, about)
        if district:
            number = max(number, len(choice.targets))
        taken = {each.name for each in before if each.district in (district, None)}
        if district is None:
            taken |= {each.name for each in found}
        new = _new(district, max(1, number) - len(kept), taken, choice, about)
        found += _paid([*kept, *new], amount, about)
    return found


def _number(amount: int, usual: Span, about: str) -> int:
    """How many measures a place has for its money."""
    return max(amount // MOST, min(between(f"{about}/number", *usual), amount // LEAST))


def _new(
    district: str | None, number: int, taken: set[str], choice: Choice, about: str
) -> list[Measure]:
    """Measures that weren't there the year before; indicators take turns as their target."""
    first = between(f"{about}/target", 0, len(choice.targets) - 1)
    found = []
    for place in range(first, first + number):
        target = choice.targets[place % len(choice.targets)]
        offer = choice.offer(target, taken, district, f"{about}/{place}")
        found.append(_measure(district, target, offer, f"{about}/{place}"))
        taken = taken | {offer.name}
    return found


def _measure(district: str | None, target: str, offer: Offer, about: str) -> Measure:
    measure = Measure(
        id=f"{district or WHOLE_KOMMUN}-{slug(offer.name)}",
        name=offer.name,
        amount=1,
        target=target,
        kind=offer.kind,
        standing=one_of(("new", "scaled up"), f"{about}/standing"),
        runs=one_of(offer.bodies_in(district), f"{about}/runs"),
        status="planned",
    )
    return measure.model_copy(update={"district": district}) if district else measure


def _paid(measures: Sequence[Measure], amount: int, about: str) -> list[Measure]:
    """The measures with what each costs; coordination costs less than what is coordinated."""
    weights = {each.id: between(f"{about}/{each.id}/weight", 3, 9) for each in measures}
    for each in measures:
        weights[each.id] *= 1 if each.kind == COORDINATION else 2
    amounts = _divided(amount, weights)
    return [
        each.model_copy(update={"amount": amounts[each.id]})
        for each in measures
        if each.id in amounts
    ]


ENDED: tuple[Progress, ...] = ("finished",) * 5 + ("stopped",)
"""How a measure may stand after a year that isn't the last."""
AT_LAST: tuple[Progress, ...] = ("finished",) * 5 + ("under way",) * 3 + ("stopped",)
"""How one may after the last year, if it was there before."""
BEGUN: tuple[Progress, ...] = ("finished",) * 3 + ("under way",) * 4 + ("planned",)
"""How one may that was new in the last year."""


def _finished(years: Sequence[list[Measure]], seed: int) -> Iterator[list[Measure]]:
    """The years' measures, each with how far it has come."""
    ids = [set[str](), *({each.id for each in measures} for measures in years), set[str]()]
    for measures, earlier, later in zip(years, ids, ids[2:], strict=False):
        status = {each.id: _status(each.id, earlier, later, seed) for each in measures}
        yield [each.model_copy(update={"status": status[each.id]}) for each in measures]


def _status(id_: str, earlier: Collection[str], later: Collection[str], seed: int) -> Progress:
    """`earlier` and `later` are the measures of the years beside; none where there is no year."""
    if id_ in later:
        return "under way"
    ends = ENDED if later else AT_LAST if id_ in earlier else BEGUN
    return one_of(ends, f"{seed}/{id_}/status")
