"""What the declared parameters of an allocation must find in the raw data."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from fractions import Fraction

from delrapport.allocate import is_comparable, share_out
from delrapport.allocation import AllocationError, Amount
from delrapport.models import Payment, PaymentFile
from delrapport.parameters import Declaration, Parameters, weighed
from delrapport.problems import Problem, one_of
from delrapport.raw import Raw, RawDocument
from delrapport.rawyaml import Path_
from delrapport.records import Records
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
        if each.counts_reception() and not raw.records(ReceptionFile):
            wrong = "refugee reception counts, and there is no refugee_reception.yaml"
            yield document.problem((*path, "refugee_weight"), wrong, "the file, or the value 0")
        titles: dict[str, str] = {}
        for name, scenario in each.scenarios.items():
            if titles.setdefault(scenario.title, name) != name:
                place = (*path, "scenarios", name, "title")
                wrong = f"'{scenario.title}' is the title of {titles[scenario.title]} as well"
                yield document.problem(place, wrong, "each title once")
        for where, weights in _weights(each):
            if not weights:
                wrong = "there is no indicator to share out by"
                yield document.problem(path, wrong, "a file in indicators/", key=True)
            elif not any(weights.values()):
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


def inputs(raw: Raw, declaration: Declaration) -> Iterator[Problem]:
    """Every district has the counts and the reception of the years that its payment compares."""
    payments = {file.payment.id: file.payment for file in raw.records(PaymentFile)}
    for name, parameters in declaration.allocations.items():
        if parameters.missing.value == "error" and name in payments:
            yield from _missing_counts(raw, payments[name], parameters)
        if parameters.counts_reception():
            yield from _missing_reception(raw, name, declaration)


def _missing_counts(raw: Raw, payment: Payment, parameters: Parameters) -> Iterator[Problem]:
    years = (payment.years.first, payment.years.last)
    counted = weighed(parameters.rules())
    for file, record in raw.of(IndicatorFile):
        indicator = record.indicator
        if indicator.id not in counted:
            continue
        given = {
            each.district: {value.year for value in each.values if not value.missing}
            for each in indicator.districts
        }
        for district, year in _gaps(raw, given, years):
            wrong = f"'{district}' has no count of {indicator.id} in {year}"
            place = _place(("indicator", "districts"), list(given), district)
            yield file.problem(place, f"{wrong}, which payment {payment.id} compares", "add it")


def _missing_reception(raw: Raw, name: str, declaration: Declaration) -> Iterator[Problem]:
    parameters = declaration.allocations[name]
    summed = parameters.refugee_years.value
    asked: list[tuple[Path_, int]] = [(("population_year",), parameters.population_year.value)]
    asked += [(("refugee_years",), year) for year in range(summed.first, summed.last + 1)]
    for file, record in raw.of(ReceptionFile):
        given = {each.district: {value.year for value in each.values} for each in record.reception}
        for parameter, year in dict.fromkeys(asked):
            # A year that nobody has is the parameter's mistake, not that of each district.
            if not any(year in years for years in given.values()):
                path: Path_ = ("allocation", name, *parameter, "value")
                wrong = f"{file.name} has no year {year}"
                yield declaration.document.problem(path, wrong, _spanned(given.values()))
                continue
            for district, _ in _gaps(raw, given, [year]):
                wrong = f"'{district}' has no year {year}, which the allocation of {name} needs"
                place = _place(("reception",), list(given), district)
                yield file.problem(place, wrong, "add it")


def _spanned(given: Iterable[Collection[int]]) -> str:
    years = sorted({year for years in given for year in years})
    return f"{years[0]} to {years[-1]}"


def _gaps(
    raw: Raw, given: Mapping[str, Collection[int]], years: Iterable[int]
) -> Iterator[tuple[str, int]]:
    """Each district and year that is lacking, in the programme's order."""
    for municipality in raw.programme.municipalities:
        for district in municipality.districts:
            yield from ((district.id, y) for y in years if y not in given.get(district.id, ()))


def _place(path: Path_, order: list[str], district: str) -> Path_:
    """Where the district's series stands; the list of all where it has none."""
    return (*path, order.index(district)) if district in order else path


# --- What comes out ---------------------------------------------------------------------------


def outcomes(raw: Raw, records: Records, declaration: Declaration) -> Iterator[Problem]:
    """The rule allows an outcome, and decided amounts are the model's or say why they aren't."""
    for file, record in raw.of(PaymentFile):
        payment = record.payment.id
        if payment not in records.allocations:
            continue
        try:
            amounts = share_out(records, payment).allocation.amounts
        except AllocationError as error:
            path: Path_ = ("allocation", payment)
            yield declaration.document.problem(path, str(error), "another rule", key=True)
            continue
        if is_comparable(records, payment):
            yield from _unexplained(file, record.payment, amounts)


def _unexplained(
    file: RawDocument, payment: Payment, amounts: Mapping[str, Amount]
) -> Iterator[Problem]:
    """Every difference has a reason, and every reason a difference."""
    for place, each in enumerate(payment.decided):
        path: Path_ = ("payment", "decided", place, "amount")
        model = amounts[each.district].rounded
        if each.amount != model and each.difference is None:
            wrong = f"{each.amount} is not the model's {model}"
            yield file.problem(path, wrong, "that amount, or the reason under `difference`")
        elif each.amount == model and each.difference is not None:
            yield file.problem(path, f"{each.amount} is the model's amount", "no `difference`")
