"""What people type about the population: indicators, other variables, moves, refugee reception.

One file an indicator or variable, one for moves and one for reception. A level is never typed,
always a count and the base that it is divided by: from these everything else is computed without
loss.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from delrapport.declared import Quantity
from delrapport.models import Closed, RawFile, Slug, Text, Year

Place = tuple[str, str]
"""The kind of a place, and its id."""
COUNTRY: Place = ("country", "")
Value = Fraction | str
"""A share or a change; or why there is none."""
NOT_AVAILABLE, NOT_APPLICABLE, SUPPRESSED = "", "not applicable", "suppressed"
# What raw data call it, where it isn't the same.
REASONS = {"not available": NOT_AVAILABLE}
# By what a change is multiplied to be an improvement; where neither way is one, a rise counts.
BETTER = {"more": 1, "less": -1, "neither": 1}

Persons = Annotated[int, Field(ge=0, le=10**9)]
Counted = Annotated[int, Field(ge=0, le=10**13)]
"""Persons, or anything else: kronor of a whole country."""
People = Annotated[int, Field(ge=1, le=10**9)]


class Observation(Closed):
    """One year: `count` of `base`, or why there is no value."""

    year: Year
    count: Counted | None = Field(None, description="How many of the base, a whole number.")
    base: People | None = Field(None, description="The population that is counted in.")
    missing: Literal["not available", "not applicable", "suppressed"] | None = Field(
        None,
        description="Instead of count and base where there is no value; suppressed: one that may "
        "not be told.",
    )
    largest: list[Persons] = Field(
        [], description="The largest contributions to the count, for a rule of dominance."
    )


class DistrictSeries(Closed):
    district: Slug
    values: list[Observation] = Field(min_length=1)


class MunicipalitySeries(Closed):
    municipality: Slug
    values: list[Observation] = Field(min_length=1)


class CountySeries(Closed):
    county: Slug
    values: list[Observation] = Field(min_length=1)


class Unit(Closed):
    """In what a series is told: count / base · per."""

    name: Text = Field(description="What stands behind a level: procent, kronor per invånare.")
    change: Text = Field(description="What stands behind a change of it: procentenheter.")
    one: Text | None = Field(
        None, description="What stands behind 1 where that differs: krona per invånare."
    )
    per: Annotated[int, Field(ge=1, le=10**6)] = Field(
        description="By what count / base is multiplied: 100 for per cent, 1 for kronor each."
    )
    decimals: Annotated[int, Field(ge=0, le=2)] = Field(description="That a level is told with.")
    noun: Text = Field(description="What sentences call it, definite: andelen, kostnaden, antalet.")
    counts_part: bool = Field(
        description="Whether the count is a part of the base, and can't be more."
    )

    @property
    def level(self) -> Quantity:
        return Quantity(self.name, self.one or self.name, self.per, self.decimals)

    @property
    def changed(self) -> Quantity:
        """A change, with its sign."""
        return Quantity(self.change, self.one or self.change, self.per, self.decimals, "always")

    @property
    def by(self) -> Quantity:
        """Of how much something rose or fell."""
        return Quantity(self.change, self.one or self.change, self.per, self.decimals, "never")

    @property
    def step(self) -> Quantity:
        """A level where a computation is shown step by step: with a decimal more."""
        return Quantity(self.name, self.one or self.name, self.per, min(self.decimals + 1, 2))

    @property
    def step_changed(self) -> Quantity:
        """Likewise a change of it."""
        return Quantity(self.change, self.one or self.change, self.per, min(self.decimals + 1, 2))

    @property
    def pronoun(self) -> str:
        """What stands for the noun: a definite form ends in -t where it is neuter."""
        return "det" if self.noun.endswith("t") else "den"


PERCENT = Unit(
    name="procent",
    change="procentenheter",
    per=100,
    decimals=1,
    noun="andelen",
    counts_part=True,
)


class Described(Closed):
    """What is counted of a population, in words."""

    id: Slug
    name: Text = Field(description="As it reads in a sentence: andelen som arbetar.")
    short: Text = Field(description="As it reads above a column: Sysselsättning.")
    definition: Text
    unit: Unit = Field(PERCENT, description="In what it is told; per cent where nothing is said.")
    counted: Text = Field(description="Who the count is about: sysselsatta 20–64 år.")
    population: Text = Field(description="Who the base is about: invånare 20–64 år.")
    better: Literal["more", "less", "neither"] = Field(description="Which way is an improvement.")


class Measured(Described):
    """What is counted of a population in every district, year by year."""

    districts: list[DistrictSeries] = Field(min_length=1)
    municipalities: list[MunicipalitySeries] = Field([], description="To compare with.")
    counties: list[CountySeries] = Field([], description="To compare with.")
    country: list[Observation] = Field([], description="To compare with.")

    @cached_property
    def series(self) -> dict[Place, list[Observation]]:
        counties = {("county", each.county): each.values for each in self.counties}
        return _by_place(self) | counties | {COUNTRY: self.country}

    @cached_property
    def years(self) -> list[int]:
        return _years(self.series.values())

    @cached_property
    def years_with_values(self) -> list[int]:
        """The years in which some place has a value, be it one that may not be told."""
        return sorted(
            {
                value.year
                for values in self.series.values()
                for value in values
                if value.count is not None or value.missing == SUPPRESSED
            }
        )


class Indicator(Measured):
    """What the programme wants to move, and by which its money is shared out."""

    better: Literal["more", "less"] = Field(description="Which way is an improvement.")


class IndicatorFile(RawFile):
    schema_name: ClassVar[str] = "indicator"
    indicator: Indicator

    @property
    def followed(self) -> Indicator:
        return self.indicator


class Variable(Measured):
    """Anything else that the programme is followed by; no money depends on it."""

    theme: Slug = Field(description="The codebook's theme under which interviews speak of it.")


class VariableFile(RawFile):
    schema_name: ClassVar[str] = "variable"
    variable: Variable

    @property
    def followed(self) -> Variable:
        return self.variable


Followed = Indicator | Variable
# The only key of such a file, beside its source, is its `schema_name`.
FollowedFile = IndicatorFile | VariableFile


class Moved(Closed):
    """One year: who moved to, from and within a place, and how many lived there as it began."""

    year: Year
    population: People
    moved_in: Persons
    moved_out: Persons
    moved_within: Persons


class DistrictMoves(Closed):
    district: Slug
    values: list[Moved] = Field(min_length=1)


class MunicipalityMoves(Closed):
    municipality: Slug
    values: list[Moved] = Field(min_length=1)


class MovesFile(RawFile):
    schema_name: ClassVar[str] = "moves"
    definition: Text
    theme: Slug = Field(description="The codebook's theme under which interviews speak of moves.")
    districts: list[DistrictMoves] = Field(min_length=1)
    municipalities: list[MunicipalityMoves] = Field([], description="To compare with.")

    @cached_property
    def series(self) -> dict[Place, list[Moved]]:
        return _by_place(self)

    @cached_property
    def years(self) -> list[int]:
        return _years(self.series.values())


def _by_place(file: Any) -> dict[Place, list[Any]]:
    """Each district's and municipality's values."""
    districts = {("district", each.district): each.values for each in file.districts}
    return districts | {
        ("municipality", each.municipality): each.values for each in file.municipalities
    }


def _years(series: Iterable[Iterable[Observation | Moved]]) -> list[int]:
    """Every year that some place has something of, in order."""
    return sorted({value.year for values in series for value in values})


class Received(Closed):
    """One year: refugees received in a district, and how many lived there."""

    year: Year
    received: Persons
    population: People


class Reception(Closed):
    district: Slug
    values: list[Received] = Field(min_length=1)


class ReceptionFile(RawFile):
    schema_name: ClassVar[str] = "refugee_reception"
    definition: Text
    reception: list[Reception] = Field(min_length=1)
