"""Invented indicators and refugee reception for any programme.

They move as `synthetic` says.
"""

from __future__ import annotations

from delrapport.invented import Invented, MovingIndicator
from delrapport.models import Programme, Years
from delrapport.statistics import (
    DistrictSeries,
    Indicator,
    IndicatorFile,
    Received,
    Reception,
    ReceptionFile,
)
from delrapport.synthetic import (
    Files,
    between,
    country_series,
    district_series,
    municipality_series,
    part,
    population,
    source,
)


def kinds(invented: Invented, number: int | None = None) -> list[MovingIndicator]:
    """So many indicators: those that are declared, then numbered variants of them."""
    declared = invented.indicators
    wanted = len(declared) if number is None else number
    return [_variant(declared[n % len(declared)], n // len(declared) + 1) for n in range(wanted)]


def _variant(kind: MovingIndicator, number: int) -> MovingIndicator:
    if number == 1:
        return kind
    other = {
        "id": f"{kind.id}-{number}",
        "name": f"{kind.name}, variant {number}",
        "short": f"{kind.short} {number}",
    }
    return kind.model_copy(update=other)


def statistics(
    programme: Programme, seed: int, invented: Invented, number: int | None = None
) -> Files:
    """So many indicators and the reception of refugees in a programme's districts."""
    files: Files = {
        f"indicators/{each.id}.yaml": IndicatorFile(
            source=source(seed), indicator=_indicator(each, invented, programme, seed)
        )
        for each in kinds(invented, number)
    }
    return files | {"refugee_reception.yaml": reception(programme, seed, invented.reception)}


def _indicator(
    moving: MovingIndicator, invented: Invented, programme: Programme, seed: int
) -> Indicator:
    """An indicator's counts in every district and municipality and in the country."""
    kind, municipalities = invented.kind(moving), programme.municipalities
    wholes = municipality_series(kind, municipalities, seed)
    return Indicator(
        **kind.texts(),
        better=moving.better,
        districts=[
            DistrictSeries(district=district.id, values=district_series(kind, district.id, seed))
            for municipality in municipalities
            for district in municipality.districts
        ],
        municipalities=wholes,
        country=country_series(kind, wholes, seed),
    )


# --- Reception -------------------------------------------------------------------------------


def reception(programme: Programme, seed: int, years: Years) -> ReceptionFile:
    """Refugees received in every district, and its population, each of these years."""
    return ReceptionFile(
        source=source(seed),
        definition="Flyktingar och deras anhöriga som under året har tagits emot för bosättning i "
        "stadsdelen, och antalet invånare i stadsdelen vid årets slut.",
        reception=[
            Reception(district=district.id, values=_received(district.id, seed, years))
            for municipality in programme.municipalities
            for district in municipality.districts
        ],
    )


def _received(district: str, seed: int, years: Years) -> list[Received]:
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
        for year in range(years.first, years.last + 1)
    ]
