"""How what is invented is drawn, and how shares of a population move: the same everywhere.

Shares are counted in whole millionths: no float is in what is written. A number rests on the seed
and on what it is about, on nothing that was drawn before: a district's series stay as they are
whatever districts stand beside it.

A share of a district and indicator moves as

    share(year) = start + trend · (year − first year) + noise(year)

which makes districts rise and fall from year to year around a trend of their own, as small
populations do. A municipality is its districts and what surrounds each, seven to ten times as large
and better off; the country is its municipalities and a rest. So the districts' counts and bases are
always part of their municipality's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Annotated, Any, TypeVar

from pydantic import Field

from delrapport.models import Closed, Municipality, RawFile, Slug, Source, Text
from delrapport.statistics import PERCENT, MunicipalitySeries, Observation, Unit

DEFAULT_SEED = 2013
WHOLE = 1_000_000
"""A share of one, in millionths."""

Choice = TypeVar("Choice")
Files = dict[str, RawFile]
"""Path in the data folder → what the file says."""


def between(about: str, low: int, high: int) -> int:
    """A whole number from `low` to `high`, decided by what it is about.

    Of `random`, only seeding with a text and `random()` are promised to stay as they are.
    """
    return low + int(Random(about).random() * (high - low + 1))


def one_in(number: int, about: str) -> bool:
    """True once in so many times."""
    return between(about, 1, number) == 1


def one_of(choices: Sequence[Choice], about: str) -> Choice:
    """One of the choices, each as likely."""
    return choices[between(about, 0, len(choices) - 1)]


def source(seed: int, more: str = "") -> Source:
    """The source block of everything that is invented."""
    return Source(
        title="Syntetiska uppgifter från programmet delrapport",
        publisher="Programmet delrapport",
        date="2026-11",
        licence="CC0-1.0",
        status="synthetic",
        note=f"Påhittade av python -m delrapport.synthesize med slumpfrö {seed}; de beskriver "
        "ingen verklig stadsdel, kommun eller människa. De verkliga värdena finns inte att "
        f"tillgå här.{more}",
    )


# --- How shares move -------------------------------------------------------------------------

Span = tuple[int, int]
"""The least and the most that may be drawn."""
# YAML has lists only.
Bounds = Annotated[Span, Field(strict=False)]


class Course(Closed):
    """How a share moves over the years; everything in millionths."""

    start: Bounds = Field(description="The least and the most in the first year.")
    trend: Bounds = Field(description="The least and the most that it moves a year.")
    noise: int = Field(description="At most so much above or below the trend.")

    def share(self, about: str, years: int, year: int) -> int:
        """Millionths in a year, so many after the first."""
        start, trend = (
            between(f"{about}/start", *self.start),
            between(f"{about}/trend", *self.trend),
        )
        noise = between(f"{about}/{year}", -self.noise, self.noise)
        return start + trend * years + noise


class Base(Closed):
    """A population that shares are counted in: the same for all indicators of it."""

    id: Slug
    called: Text
    part: Course = Field(description="Which part of all inhabitants.")
    around: Course | None = Field(
        None, description="Of the inhabitants around a district, where that differs."
    )
    rest: Course | None = Field(None, description="Of those of the rest of the country, likewise.")


@dataclass(frozen=True)
class Kind:
    """A share: its texts, the size of its population, and how it moves where.

    Without a course beyond the districts it has no sense there.
    """

    id: str
    name: str
    short: str
    definition: str
    counted: str
    base: Base
    years: range
    district: Course
    surroundings: Course | None = None
    country: Course | None = None
    unit: Unit = PERCENT

    def texts(self) -> dict[str, Any]:
        """What its file says of it beside the numbers; the unit only where it isn't per cent."""
        named = ["id", "name", "short", "definition", "counted"]
        named += ["unit"] if self.unit != PERCENT else []
        return {name: getattr(self, name) for name in named} | {"population": self.base.called}


SETTLED = 2008
"""The year whose populations are drawn; others follow from it."""
INHABITANTS = (4_800, 13_500)
"""Of a district, in the year `SETTLED`."""
GROWTH = (-5_000, 15_000)
"""Of a district's population, in millionths of that of `SETTLED` a year."""
SURROUNDINGS = (7 * WHOLE, 10 * WHOLE)
"""How many times as large as a district its surroundings are, in millionths."""
REST = 7_700_000
"""Inhabitants of the country outside the programme's municipalities in the first year."""
REST_GROWTH = 7_000
"""In millionths of that a year."""


# --- Series ----------------------------------------------------------------------------------


def municipality_series(
    kind: Kind, municipalities: Iterable[Municipality], seed: int
) -> list[MunicipalitySeries]:
    """Each municipality's counts and bases: those of its districts and of what surrounds them."""
    return [
        MunicipalitySeries(municipality=each.id, values=_whole(kind, each, seed))
        for each in municipalities
    ]


def country_series(
    kind: Kind, wholes: Iterable[MunicipalitySeries], seed: int
) -> list[Observation]:
    """The country's counts and bases: those of the municipalities and of a rest."""
    rest = [_rest(kind, seed, year) for year in kind.years]
    return _summed([rest, *(each.values for each in wholes)])


def district_series(kind: Kind, district: str, seed: int) -> list[Observation]:
    """A district's count and base in each of the kind's years."""
    about = f"{seed}/{district}"
    return [
        _observed(
            kind, about, year, population(district, seed, year), kind.base.part, kind.district
        )
        for year in kind.years
    ]


def population(district: str, seed: int, year: int) -> int:
    """All inhabitants of a district."""
    about = f"{seed}/{district}/population"
    first, growth = between(f"{about}/start", *INHABITANTS), between(f"{about}/growth", *GROWTH)
    by_now = WHOLE + growth * (year - SETTLED) + between(f"{about}/{year}", -900, 900)
    return part(first, by_now)


def population_around(district: str, seed: int, year: int) -> int:
    """All inhabitants of what surrounds a district."""
    times = between(f"{seed}/around/{district}/size", *SURROUNDINGS)
    return part(population(district, seed, year), times)


def _whole(kind: Kind, municipality: Municipality, seed: int) -> list[Observation]:
    """A municipality: its districts and what surrounds them."""
    inside = [district_series(kind, each.id, seed) for each in municipality.districts]
    around = [_surroundings(kind, each.id, seed) for each in municipality.districts]
    return _summed([*inside, *around])


def _surroundings(kind: Kind, district: str, seed: int) -> list[Observation]:
    assert kind.surroundings is not None
    about = f"{seed}/around/{district}"
    people = {year: population_around(district, seed, year) for year in kind.years}
    counted = kind.base.around or kind.base.part
    return [
        _observed(kind, about, year, people[year], counted, kind.surroundings)
        for year in kind.years
    ]


def _rest(kind: Kind, seed: int, year: int) -> Observation:
    assert kind.country is not None
    people = part(REST, WHOLE + REST_GROWTH * (year - kind.years.start))
    counted = kind.base.rest or kind.base.part
    return _observed(kind, f"{seed}/country", year, people, counted, kind.country)


def _observed(
    kind: Kind, about: str, year: int, people: int, counted: Course, course: Course
) -> Observation:
    """The kind's base, counted among so many inhabitants, and its count among the base."""
    years = year - kind.years.start
    base = part(people, counted.share(f"{about}/{kind.base.id}", years, year))
    count = part(base, course.share(f"{about}/{kind.id}", years, year))
    return Observation(year=year, count=count, base=base)


def part(whole: int, share: int) -> int:
    """A share, in millionths, of so many; to the nearest whole number."""
    return (whole * share + WHOLE // 2) // WHOLE


def _summed(series: Iterable[list[Observation]]) -> list[Observation]:
    """Counts and bases of all series, year by year."""
    by_year = zip(*series, strict=True)
    return [
        Observation(
            year=values[0].year,
            count=sum(value.count or 0 for value in values),
            base=sum(value.base or 0 for value in values),
        )
        for values in by_year
    ]
