"""A series as facts: what each place's share was, year by year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from delrapport.fact import Fact
from delrapport.models import YEARS
from delrapport.records import Records
from delrapport.statistics import NOT_APPLICABLE
from delrapport.symbols import MISSING

Along = dict[int, Fact | None]
"""Year → the fact of that year, None where the value is missing; ascending.

A year that the place wasn't measured in isn't there."""


@dataclass(frozen=True)
class Series:
    """The levels of an indicator or another variable; places stand in the programme's order."""

    years: dict[int, Fact]
    """Every measured year, and the fact that says it; ascending."""
    districts: dict[str, Along]
    municipalities: dict[str, Along]
    counties: dict[str, Along]
    country: Along

    def known(self) -> list[Fact]:
        """Every level that isn't missing, from the lowest to the highest."""
        found = (fact for along in self.places() for fact in along.values() if fact)
        return sorted(found, key=number)

    def places(self) -> list[Along]:
        """All lines."""
        parts = (self.districts, self.municipalities, self.counties)
        return [*(along for part in parts for along in part.values()), self.country]


@dataclass(frozen=True)
class Scale:
    """The lowest and the highest level of any place and year, and whether any lacks in a line."""

    lowest: Fact
    highest: Fact
    is_broken: bool


def scale_of(id_: str, records: Records, facts: Mapping[str, Fact]) -> Scale | None:
    """What the drawings of a series go from and to; None where every level is missing."""
    series = read_series(id_, records, facts)
    known = series.known()
    is_broken = any(None in along.values() and any(along.values()) for along in series.places())
    return Scale(known[0], known[-1], is_broken) if known else None


def read_series(id_: str, records: Records, facts: Mapping[str, Fact]) -> Series:
    """The series with this id."""
    years = years_of(id_, facts)

    def along(place: str) -> Along:
        found = {year: facts.get(f"level.{id_}.{place}.{year}") for year in years}
        return {year: stated(fact) for year, fact in found.items() if is_measured(fact)}

    municipalities = [each.id for each in records.programme.municipalities]
    return Series(
        years,
        {each: along(f"district.{each}") for each in records.districts()},
        {each: along(f"municipality.{each}") for each in municipalities},
        {each.id: along(f"county.{each.id}") for each in records.programme.counties},
        along("country"),
    )


def years_of(id_: str, facts: Mapping[str, Fact]) -> dict[int, Fact]:
    """The years that something is measured in, each with the fact that says it; ascending."""
    # A country has a million facts: too many to look through for these.
    found = {year: facts.get(f"year.{id_}.{year}") for year in YEARS}
    return {year: fact for year, fact in found.items() if fact}


def is_measured(fact: Fact | None) -> bool:
    """Whether there can be a value: a survey every other year has none in between."""
    return fact is None or fact.value != NOT_APPLICABLE


def stated(fact: Fact | None) -> Fact | None:
    """The fact, unless there is none or its value is missing."""
    return None if fact is None or fact.value in MISSING else fact


def number(fact: Fact) -> Fraction:
    """What a fact says whose value isn't missing."""
    return Fraction(fact.value)


def names_of_districts(records: Records, facts: Mapping[str, Fact]) -> dict[str, Fact]:
    """District id → the fact of its name, in the programme's order."""
    return {
        district.id: facts[f"{key}.districts.{place}.name"]
        for key, municipality in records.municipalities_by_key().items()
        for place, district in enumerate(municipality.districts)
    }
