"""From records to an allocation, with all that its ledger, workbook and appendix are made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from delrapport.allocation import (
    Allocation,
    AllocationError,
    Case,
    Count,
    Direction,
    Indicator,
    Reception,
    Rule,
    allocate,
)
from delrapport.declared import STATUSES
from delrapport.models import Payment, Status
from delrapport.parameters import Parameters, weighed
from delrapport.records import Records
from delrapport.statistics import IndicatorFile
from delrapport.variations import Effect, leave_one_out, one_person


@dataclass(frozen=True)
class Decision:
    """What was decided for a district, and why it isn't what the model gives, where it isn't."""

    amount: int
    reason: str | None


@dataclass(frozen=True)
class Shared:
    """A payment shared out by its declared rule, and by others to compare with."""

    payment: Payment
    case: Case
    rule: Rule
    allocation: Allocation
    scenarios: Mapping[str, Allocation]
    decisions: Mapping[str, Decision]
    """What was decided; empty where it can't be compared: see `is_comparable`."""
    names: Mapping[str, str]
    """District → its name."""
    status: Status
    """How certain it all is: as the least certain of what any of the rules counts."""

    @cached_property
    def left_out(self) -> Mapping[str, Allocation]:
        """Left-out indicator → the allocation by the others."""
        return leave_one_out(self.case, self.rule, self.allocation)

    def effects(self) -> Iterator[Effect]:
        """What one person more or fewer would move; one by one, since all at once fill memory."""
        return one_person(self.case, self.rule, self.allocation)


def share_out(records: Records, payment: str) -> Shared:
    """Share a payment out; that every difference to decisions has a reason is checked before."""
    parameters = records.allocations[payment]
    paid = records.payment(payment).payment
    case, rule = case_of(records, paid, parameters), parameters.rule()
    allocation = allocate(case, rule)
    decisions = (
        {each.district: Decision(each.amount, each.difference) for each in paid.decided}
        if is_comparable(records, payment)
        else {}
    )
    return Shared(
        paid,
        case,
        rule,
        allocation,
        {name: _by_scenario(case, parameters, name) for name in parameters.scenarios},
        decisions,
        {id_: district.name for id_, (_, district) in records.districts().items()},
        max(status_of_inputs(records, payment), key=STATUSES.index),
    )


def _by_scenario(case: Case, parameters: Parameters, name: str) -> Allocation:
    try:
        return allocate(case, parameters.rule(parameters.scenarios[name]))
    except AllocationError as error:
        raise AllocationError(f"in the scenario '{name}', {error}") from None


# --- The case --------------------------------------------------------------------------------


def case_of(records: Records, payment: Payment, parameters: Parameters) -> Case:
    """What a payment shares out, in the programme's order of districts."""
    years = (payment.years.first, payment.years.last)
    return Case(
        pot=payment.pot,
        years=years,
        districts=list(records.districts()),
        indicators=[_indicator(file, years) for file in counted(records, parameters.rules())],
        reception=_reception(records, parameters),
    )


def counted(records: Records, rules: Iterable[Rule]) -> list[IndicatorFile]:
    """The indicators that any of these rules gives a weight, in the order of the weights."""
    files = {file.indicator.id: file for file in records.indicators}
    return [files[indicator] for indicator in weighed(rules)]


def _indicator(file: IndicatorFile, years: tuple[int, int]) -> Indicator:
    indicator = file.indicator

    def counts(year: int) -> dict[str, Count | None]:
        return {
            each.district: Count(value.count, value.base)
            for each in indicator.districts
            for value in each.values
            if value.year == year and value.count is not None and value.base is not None
        }

    direction: Direction = 1 if indicator.better == "more" else -1
    return Indicator(indicator.id, direction, counts(years[0]), counts(years[1]))


def _reception(records: Records, parameters: Parameters) -> dict[str, Reception]:
    years, of_population = parameters.refugee_years.value, parameters.population_year.value
    found: dict[str, Reception] = {}
    if records.reception is None or not parameters.counts_reception():
        return found
    for each in records.reception.reception:
        received = sum(v.received for v in each.values if years.first <= v.year <= years.last)
        population = {value.year: value.population for value in each.values}
        if of_population in population:
            found[each.district] = Reception(received, population[of_population])
    return found


# --- What was decided ------------------------------------------------------------------------


def status_of_inputs(records: Records, payment: str) -> set[Status]:
    """What the sources of a payment's counts and reception call themselves."""
    parameters = records.allocations[payment]
    found = {records.status_of(file) for file in counted(records, parameters.rules())}
    if records.reception and parameters.counts_reception():
        found.add(records.status_of(records.reception))
    return found


def is_comparable(records: Records, payment: str) -> bool:
    """Whether the decided amounts may be set beside the model's.

    A real decision is not measured by invented counts.
    """
    decided = records.status_of(records.payment(payment))
    return "synthetic" not in status_of_inputs(records, payment) or decided == "synthetic"
