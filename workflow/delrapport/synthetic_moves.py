"""Invented moves to, from and within every district and municipality of any programme.

They agree with the population: who lived there as the next year began is who lived there as this
one did, those who moved in, less those who moved out, and the year's births less its deaths.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from delrapport import synthetic
from delrapport.models import Municipality, Programme
from delrapport.statistics import DistrictMoves, Moved, MovesFile, MunicipalityMoves
from delrapport.synthetic import Files, Span, between, part

DEFINITION = (
    "Inflyttade är de som under året har flyttat till stadsdelen eller kommunen, utflyttade de som "
    "har flyttat därifrån. Flyttade inom är de som har bytt bostad utan att lämna den. Invånarna "
    "är räknade när året började."
)
THEME, TITLE = "moves", "Omflyttningar"


@dataclass(frozen=True)
class Rates:
    """Of those who lived there as the year began, in millionths."""

    out: Span
    within: Span
    noise: int
    """At most so much above or below what is usual there."""
    born: Span
    """Births less deaths."""


DISTRICT = Rates((95_000, 140_000), (40_000, 65_000), 9_000, (1_000, 8_000))
MUNICIPALITY = Rates((45_000, 65_000), (85_000, 110_000), 3_000, (1_500, 5_000))


def moves(programme: Programme, seed: int, years: range) -> Files:
    """The moves of a programme's places, each of these years."""
    municipalities = programme.municipalities
    file = MovesFile(
        source=synthetic.source(seed),
        definition=DEFINITION,
        theme=THEME,
        districts=[
            DistrictMoves(district=each.id, values=_of_district(each.id, seed, years))
            for municipality in municipalities
            for each in municipality.districts
        ],
        municipalities=[
            MunicipalityMoves(municipality=each.id, values=_of_municipality(each, seed, years))
            for each in municipalities
        ],
    )
    return {"moves.yaml": file}


def _of_district(district: str, seed: int, years: range) -> list[Moved]:
    def people(year: int) -> int:
        return synthetic.population(district, seed, year)

    return _series(people, DISTRICT, f"{seed}/{district}/moves", years)


def _of_municipality(municipality: Municipality, seed: int, years: range) -> list[Moved]:
    def people(year: int) -> int:
        return sum(
            synthetic.population(each.id, seed, year)
            + synthetic.population_around(each.id, seed, year)
            for each in municipality.districts
        )

    return _series(people, MUNICIPALITY, f"{seed}/whole/{municipality.id}/moves", years)


def _series(people: Callable[[int], int], rates: Rates, about: str, years: range) -> list[Moved]:
    """Populations are counted as a year ends, so a year begins with that of the one before."""

    def moved(what: str, usual: Span, year: int) -> int:
        noise = between(f"{about}/{year}/{what}", -rates.noise, rates.noise)
        return part(people(year - 1), between(f"{about}/{what}", *usual) + noise)

    found = []
    for year in years:
        before, after = people(year - 1), people(year)
        out = moved("out", rates.out, year)
        born = part(before, between(f"{about}/{year}/born", *rates.born))
        found.append(
            Moved(
                year=year,
                population=before,
                moved_in=after - before - born + out,
                moved_out=out,
                moved_within=moved("within", rates.within, year),
            )
        )
    return found
