"""What the declared parameters of an allocation must find in the raw data."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from delrapport.models import Payment, PaymentFile
from delrapport.parameters import Declaration, Parameters
from delrapport.problems import Problem, one_of
from delrapport.raw import Raw, RawDocument
from delrapport.rawyaml import Path_
from delrapport.statistics import IndicatorFile, ReceptionFile


def parameters(raw: Raw, declaration: Declaration) -> Iterator[Problem]:
    """Payments and indicators exist, units fit their pot, years run forwards, something counts."""
    known = {file.indicator.id for file in raw.records(IndicatorFile)}
    document = declaration.document
    for payment, each in declaration.allocations.items():
        path: Path_ = ("allocation", payment)
        yield from _unit(raw, declaration, payment)
        years = each.refugee_years.value
        if years.first > years.last:
            where = (*path, "refugee_years", "value", "first")
            yield document.problem(where, f"{years.first} comes after {years.last}", "at most last")
        if _counts_reception(each) and not raw.records(ReceptionFile):
            wrong = "refugee reception counts, and there is no refugee_reception.yaml"
            yield document.problem((*path, "refugee_weight"), wrong, "the file, or the value 0")
        for where, weights in _weights(each):
            if not any(weights.values()):
                wrong = "all weights are zero"
                yield document.problem((*path, *where), wrong, "at least one above 0")
            for indicator in sorted(weights.keys() - known):
                wrong, place = f"there is no indicator '{indicator}'", (*path, *where, indicator)
                yield document.problem(place, wrong, one_of(indicator, known), key=True)


def _unit(raw: Raw, declaration: Declaration, payment: str) -> Iterator[Problem]:
    pots = {file.payment.id: file.payment.pot for file in raw.records(PaymentFile)}
    path: Path_ = ("allocation", payment)
    unit = declaration.allocations[payment].unit.value
    if payment not in pots:
        wrong = f"there is no payment '{payment}'"
        yield declaration.document.problem(path, wrong, one_of(payment, pots), key=True)
    elif unit > pots[payment]:
        place, allowed = (*path, "unit", "value"), f"1 to {pots[payment]}"
        yield declaration.document.problem(place, f"{unit} is over the pot", allowed)


def _weights(parameters: Parameters) -> Iterator[tuple[Path_, Mapping[str, Fraction]]]:
    yield ("weights", "value"), parameters.weights.value
    for name, scenario in parameters.scenarios.items():
        if scenario.weights is not None:
            yield ("scenarios", name, "weights"), scenario.weights


def _counts_reception(parameters: Parameters) -> bool:
    return any(rule.refugee_weight for rule in parameters.rules())


def inputs(raw: Raw, declaration: Declaration) -> Iterator[Problem]:
    """Every district has the counts and the reception of the years that its payment compares."""
    payments = {file.payment.id: file.payment for file in raw.records(PaymentFile)}
    for name, parameters in declaration.allocations.items():
        if parameters.missing.value == "error" and name in payments:
            yield from _missing_counts(raw, payments[name], parameters)
        if _counts_reception(parameters):
            yield from _missing_reception(raw, name, parameters)


def _missing_counts(raw: Raw, payment: Payment, parameters: Parameters) -> Iterator[Problem]:
    years = (payment.years.first, payment.years.last)
    weighted = {i for rule in parameters.rules() for i, weight in rule.weights.items() if weight}
    for file, record in raw.of(IndicatorFile):
        indicator = record.indicator
        if indicator.id not in weighted:
            continue
        path: Path_ = ("indicator", "districts")
        counted = {
            each.district: {v.year for v in each.values if not v.missing}
            for each in indicator.districts
        }

        def lacks(year: int, called: str = indicator.id) -> str:
            return f"has no count of {called} in {year}, which payment {payment.id} compares"

        order = [each.district for each in indicator.districts]
        yield from _gaps(raw, file, path, order, counted, years, lacks)


def _missing_reception(raw: Raw, payment: str, parameters: Parameters) -> Iterator[Problem]:
    summed = parameters.refugee_years.value
    years = {*range(summed.first, summed.last + 1), parameters.population_year.value}
    for file, record in raw.of(ReceptionFile):
        given = {each.district: {value.year for value in each.values} for each in record.reception}

        def lacks(year: int) -> str:
            return f"has no year {year}, which the allocation of {payment} needs"

        order = [each.district for each in record.reception]
        yield from _gaps(raw, file, ("reception",), order, given, sorted(years), lacks)


def _gaps(
    raw: Raw,
    file: RawDocument,
    path: Path_,
    order: Sequence[str],
    given: Mapping[str, Collection[int]],
    years: Iterable[int],
    lacks: Callable[[int], str],
) -> Iterator[Problem]:
    """A problem for each district and year that a file lacks, at the district where it has one."""
    for municipality in raw.programme.municipalities:
        for district in municipality.districts:
            where = (*path, order.index(district.id)) if district.id in given else path
            for year in years:
                if year not in given.get(district.id, ()):
                    yield file.problem(where, f"'{district.id}' {lacks(year)}", "add it")
