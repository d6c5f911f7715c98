"""What must hold of how the money was used: names, years, and that every krona is accounted for."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import pairwise
from pathlib import PurePosixPath

from delrapport.activities import ActivitiesFile
from delrapport.models import CodebookFile, PaymentFile, ProgrammeFile
from delrapport.problems import Problem, one_of
from delrapport.raw import Raw, RawDocument
from delrapport.rawyaml import Path_
from delrapport.statistics import IndicatorFile


def files(raw: Raw) -> Iterator[Problem]:
    """A file lies in its year's folder under its municipality, and has each measure once."""
    for file, record in raw.of(ActivitiesFile):
        place = PurePosixPath(file.name)
        if place.parent.name != str(record.year):
            wrong = "and the folder's name differ"
            yield file.problem(("year",), wrong, f"put the file in activities/{record.year}")
        if place.stem != record.municipality:
            yield file.misnamed(("municipality",), f"{record.year}/{record.municipality}")
        seen: dict[str, str] = {}
        for m, measure in enumerate(record.measures):
            yield from file.once(("measures", m, "id"), measure.id, seen)


def names(raw: Raw) -> Iterator[Problem]:
    """Municipality, payment, districts, targets and kinds are known."""
    districts: dict[str, list[str]] = {}
    for municipality in raw.programme.municipalities:
        own = districts.setdefault(municipality.id, [])
        own += [district.id for district in municipality.districts]
    payments = [file.payment.id for file in raw.records(PaymentFile)]
    for file, record in raw.of(ActivitiesFile):
        yield from file.known(("municipality",), record.municipality, "municipality", districts)
        yield from file.known(("payment",), record.payment, "payment", payments)
        for m, measure in enumerate(record.measures):
            if measure.district is not None and record.municipality in districts:
                place: Path_ = ("measures", m, "district")
                here = districts[record.municipality]
                yield from file.known(place, measure.district, "district here", here)


def purposes(raw: Raw) -> Iterator[Problem]:
    """Every target is an indicator, and every kind is one of the codebook's."""
    targets = [file.indicator.id for file in raw.records(IndicatorFile)]
    kinds = [kind.id for file in raw.records(CodebookFile) for kind in file.codebook.kinds]
    for file, record in raw.of(ActivitiesFile):
        for m, measure in enumerate(record.measures):
            path: Path_ = ("measures", m)
            added = f"a file indicators/{measure.target}.yaml; there are no indicators"
            yield from _listed(file, (*path, "target"), measure.target, targets, added)
            added = "declare it under `kinds:` in codebook.yaml, which has none"
            yield from _listed(file, (*path, "kind"), measure.kind, kinds, added)


def _listed(
    file: RawDocument, path: Path_, value: str, names: Collection[str], added: str
) -> Iterator[Problem]:
    """A problem where `value` is none of the names; `added` says how to have any where none is."""
    if value not in names:
        what = "indicator" if path[-1] == "target" else "kind of measure"
        allowed = one_of(value, names) if names else added
        yield file.problem(path, f"there is no {what} '{value}'", allowed)


def years(raw: Raw) -> Iterator[Problem]:
    """Years follow each other, and each uses one payment that no other year uses."""
    first: dict[int, tuple[RawDocument, ActivitiesFile]] = {}
    for file, record in raw.of(ActivitiesFile):
        known, of_year = first.setdefault(record.year, (file, record))
        if record.payment != of_year.payment:
            wrong = f"is {record.payment}, but {known.name} uses {of_year.payment} in {record.year}"
            yield file.problem(("payment",), wrong, "one payment a year")
    for (year, (_, before)), (later, (file, record)) in pairwise(sorted(first.items(), key=_year)):
        if later != year + 1:
            wrong = f"nothing says what was used between {year} and {later}"
            yield file.problem(("year",), wrong, f"files in activities/{year + 1}, or no gap")
        if record.payment <= before.payment:
            wrong = f"{record.payment} is used in {later}, but {before.payment} in {year}"
            yield file.problem(("payment",), wrong, "each payment in one year, in their order")


def _year(item: tuple[int, object]) -> int:
    return item[0]


def accounts(raw: Raw) -> Iterator[Problem]:
    """What a municipality was paid and brought forward is used, carried over or left unspent."""
    paid = _paid(raw)
    files = {(record.year, record.municipality): record for record in raw.records(ActivitiesFile)}
    for file, record in raw.of(ActivitiesFile):
        before = files.get((record.year - 1, record.municipality))
        terms = {
            "paid": paid.get((record.payment, record.municipality), 0),
            "brought forward": before.carried_over if before else 0,
        }
        uses = {
            "on measures": sum(measure.amount for measure in record.measures),
            "carried over": record.carried_over,
            "unspent": record.unspent,
        }
        difference = sum(uses.values()) - sum(terms.values())
        if difference:
            wrong = f"{_sum(terms)}, but {_sum(uses)} ({difference:+})"
            yield file.problem(("payment",), wrong, "both sums are the same, to the krona")


def _sum(terms: dict[str, int]) -> str:
    """`5 paid + 2 brought forward = 7`."""
    said = " + ".join(f"{amount} {name}" for name, amount in terms.items())
    return f"{said} = {sum(terms.values())}"


def _paid(raw: Raw) -> dict[tuple[str, str], int]:
    """Payment and municipality → whole kronor."""
    homes = {d.id: m.id for m in raw.programme.municipalities for d in m.districts}
    paid: dict[tuple[str, str], int] = {}
    for file in raw.records(PaymentFile):
        for decided in file.payment.decided:
            key = (file.payment.id, homes[decided.district])
            paid[key] = paid.get(key, 0) + decided.amount
    return paid


def gaps(raw: Raw) -> Iterator[Problem]:
    """In a year of use every municipality with money to use has a file."""
    paid = _paid(raw)
    files = {(record.year, record.municipality): record for record in raw.records(ActivitiesFile)}
    payments = {record.year: record.payment for record in files.values()}
    for file, programme in raw.of(ProgrammeFile):
        for year, payment in sorted(payments.items()):
            for m, municipality in enumerate(programme.programme.municipalities):
                before = files.get((year - 1, municipality.id))
                brought = before.carried_over if before else 0
                money = paid.get((payment, municipality.id), 0) + brought
                if money and (year, municipality.id) not in files:
                    wrong = f"nothing says how '{municipality.id}' used {money} kronor in {year}"
                    path: Path_ = ("programme", "municipalities", m, "id")
                    allowed = f"a file activities/{year}/{municipality.id}.yaml"
                    yield file.problem(path, wrong, allowed)
