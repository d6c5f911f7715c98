"""Invented indicators and refugee reception for any programme: plausible, and the same everywhere.

Shares are counted in whole millionths: no float is in what is written. A number rests on the seed
and on what it is about, on nothing that was drawn before: a district's series stay as they are
whatever districts stand beside it.

A share of a district and indicator moves as

    share(year) = start + trend · (year − 2010) + noise(year)

which makes districts rise and fall from year to year around a trend of their own, as small
populations do. A municipality is its districts and what surrounds each, seven to ten times as large
and better off; the country is its municipalities and a rest. So the districts' counts and bases are
always part of their municipality's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Literal, TypeVar

from delrapport.models import Municipality, Programme, RawFile, Source
from delrapport.statistics import (
    DistrictSeries,
    Indicator,
    IndicatorFile,
    MunicipalitySeries,
    Observation,
    Received,
    Reception,
    ReceptionFile,
)

YEARS = range(2010, 2015)
"""Of indicators."""
RECEPTION_YEARS = range(2008, 2013)
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
        publisher="delrapport",
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


@dataclass(frozen=True)
class Course:
    """How a share moves over the years; everything in millionths."""

    start: Span
    """In 2010."""
    trend: Span
    """A year."""
    noise: int
    """At most so much above or below the trend."""

    def share(self, about: str, year: int) -> int:
        """Millionths in a year."""
        start, trend = (
            between(f"{about}/start", *self.start),
            between(f"{about}/trend", *self.trend),
        )
        noise = between(f"{about}/{year}", -self.noise, self.noise)
        return start + trend * (year - YEARS.start) + noise


@dataclass(frozen=True)
class Base:
    """A population that shares are counted in: the same for all indicators of it."""

    id: str
    called: str
    part: Course
    """Of all inhabitants."""
    around: Course | None = None
    """Of the inhabitants around a district, where it is another part of them."""
    rest: Course | None = None
    """Of the inhabitants of the rest of the country, likewise."""


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
    better: Literal["more", "less"]
    base: Base
    district: Course
    surroundings: Course | None = None
    country: Course | None = None


ADULTS = Base("adults", "invånare 20–64 år", Course((585_000, 615_000), (-1_500, 1_500), 1_000))
LEAVERS = Base("leavers", "avgångselever i årskurs 9", Course((11_300, 11_700), (-50, 50), 200))

# Bounds keep the thresholds by which districts were picked (2010–2012): employment under 52 per
# cent, long-term support above 4.8, eligibility under 70. Trends lean towards the better by less
# than the noise, so that somewhat more districts improve than decline in any year.
KINDS = (
    Kind(
        "forvarvsarbete",
        "andelen invånare med förvärvsarbete",
        "Förvärvsarbete",
        "Andelen förvärvsarbetande av invånarna i åldern 20–64 år. Den räknas som "
        "förvärvsarbetande som arbetade minst en timme i veckan i november.",
        "förvärvsarbetande invånare 20–64 år",
        "more",
        ADULTS,
        Course((380_000, 470_000), (-3_000, 7_000), 9_000),
        Course((735_000, 795_000), (-2_000, 5_000), 4_000),
        Course((782_000, 786_000), (500, 2_000), 1_500),
    ),
    Kind(
        "forsorjningsstod",
        "andelen invånare med långvarigt försörjningsstöd",
        "Långvarigt försörjningsstöd",
        "Andelen av invånarna i åldern 20–64 år som har fått försörjningsstöd i minst tio av årets "
        "månader.",
        "invånare 20–64 år med försörjningsstöd i minst tio månader",
        "less",
        ADULTS,
        Course((62_000, 105_000), (-3_500, 1_300), 5_000),
        Course((16_000, 24_000), (-500, 200), 1_000),
        Course((23_000, 25_000), (-300, 100), 400),
    ),
    Kind(
        "behorighet",
        "andelen avgångselever med behörighet till gymnasieskolan",
        "Behörighet till gymnasieskolan",
        "Andelen av eleverna som gick ut årskurs 9 med behörighet till något av gymnasieskolans "
        "nationella program. Eleverna räknas där de bor.",
        "avgångselever i årskurs 9 med behörighet till ett nationellt program",
        "more",
        LEAVERS,
        Course((460_000, 570_000), (-5_000, 21_000), 50_000),
        Course((860_000, 890_000), (-2_000, 3_000), 12_000),
        Course((870_000, 876_000), (-1_000, 1_000), 2_000),
    ),
)
INHABITANTS = (4_800, 13_500)
"""Of a district, in 2008."""
GROWTH = (-5_000, 15_000)
"""Of a district's population, in millionths of that of 2008 a year."""
SURROUNDINGS = (7 * WHOLE, 10 * WHOLE)
"""How many times as large as a district its surroundings are, in millionths."""
REST = 7_700_000
"""Inhabitants of the country outside the programme's municipalities in 2010."""
REST_GROWTH = 7_000
"""In millionths of that a year."""


def kinds(number: int) -> list[Kind]:
    """So many indicators: the three of the grant, then numbered variants of them."""
    return [_variant(KINDS[n % len(KINDS)], n // len(KINDS) + 1) for n in range(number)]


def _variant(kind: Kind, number: int) -> Kind:
    if number == 1:
        return kind
    return replace(
        kind,
        id=f"{kind.id}-{number}",
        name=f"{kind.name}, variant {number}",
        short=f"{kind.short} {number}",
    )


# --- Series ----------------------------------------------------------------------------------


def statistics(programme: Programme, seed: int, number: int = len(KINDS)) -> Files:
    """So many indicators and the reception of refugees in a programme's districts."""
    files: Files = {
        f"indicators/{kind.id}.yaml": IndicatorFile(
            source=source(seed), indicator=indicator(kind, programme.municipalities, seed)
        )
        for kind in kinds(number)
    }
    return files | {"refugee_reception.yaml": reception(programme, seed)}


def indicator(kind: Kind, municipalities: Sequence[Municipality], seed: int) -> Indicator:
    """An indicator's counts in every district and municipality and in the country."""
    wholes = municipality_series(kind, municipalities, seed)
    return Indicator(
        id=kind.id,
        name=kind.name,
        short=kind.short,
        definition=kind.definition,
        counted=kind.counted,
        population=kind.base.called,
        better=kind.better,
        districts=[
            DistrictSeries(district=district.id, values=district_series(kind, district.id, seed))
            for municipality in municipalities
            for district in municipality.districts
        ],
        municipalities=wholes,
        country=country_series(kind, wholes, seed),
    )


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
    rest = [_rest(kind, seed, year) for year in YEARS]
    return _summed([rest, *(each.values for each in wholes)])


def district_series(kind: Kind, district: str, seed: int) -> list[Observation]:
    """A district's count and base in each of `YEARS`."""
    about = f"{seed}/{district}"
    return [
        _observed(
            kind, about, year, population(district, seed, year), kind.base.part, kind.district
        )
        for year in YEARS
    ]


def population(district: str, seed: int, year: int) -> int:
    """All inhabitants of a district."""
    about = f"{seed}/{district}/population"
    first, growth = between(f"{about}/start", *INHABITANTS), between(f"{about}/growth", *GROWTH)
    by_now = WHOLE + growth * (year - RECEPTION_YEARS.start) + between(f"{about}/{year}", -900, 900)
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
    people = {year: population_around(district, seed, year) for year in YEARS}
    counted = kind.base.around or kind.base.part
    return [
        _observed(kind, about, year, people[year], counted, kind.surroundings) for year in YEARS
    ]


def _rest(kind: Kind, seed: int, year: int) -> Observation:
    assert kind.country is not None
    people = part(REST, WHOLE + REST_GROWTH * (year - YEARS.start))
    counted = kind.base.rest or kind.base.part
    return _observed(kind, f"{seed}/country", year, people, counted, kind.country)


def _observed(
    kind: Kind, about: str, year: int, people: int, counted: Course, course: Course
) -> Observation:
    """The kind's base, counted among so many inhabitants, and its count among the base."""
    base = part(people, counted.share(f"{about}/{kind.base.id}", year))
    count = part(base, course.share(f"{about}/{kind.id}", year))
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


# --- Reception -------------------------------------------------------------------------------


def reception(programme: Programme, seed: int) -> ReceptionFile:
    """Refugees received in every district, and its population."""
    return ReceptionFile(
        source=source(seed),
        definition="Flyktingar och deras anhöriga som under året har tagits emot för bosättning i "
        "stadsdelen, och antalet invånare i stadsdelen vid årets slut.",
        reception=[
            Reception(district=district.id, values=_received(district.id, seed))
            for municipality in programme.municipalities
            for district in municipality.districts
        ],
    )


def _received(district: str, seed: int) -> list[Received]:
    about = f"{seed}/{district}/reception"
    # Multiplied with another draw, so that few districts receive many.
    usual = 8 + between(f"{about}/much", 0, 90) * between(f"{about}/more", 10, 100) // 100
    if between(f"{about}/most", 1, 8) == 1:
        usual *= 2
    return [
        Received(
            year=year,
            received=part(usual, between(f"{about}/{year}", 700_000, 1_300_000)),
            population=population(district, seed, year),
        )
        for year in RECEPTION_YEARS
    ]
