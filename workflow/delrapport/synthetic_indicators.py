"""Invented indicators and refugee reception for any programme, plausible beside those of the grant.

They move as `synthetic` says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from delrapport.models import Municipality, Programme
from delrapport.statistics import (
    DistrictSeries,
    Indicator,
    IndicatorFile,
    Received,
    Reception,
    ReceptionFile,
)
from delrapport.synthetic import (
    Base,
    Course,
    Files,
    Kind,
    between,
    country_series,
    district_series,
    municipality_series,
    part,
    population,
    source,
)

RECEPTION_YEARS = range(2008, 2013)

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
        **kind.texts(),
        better=kind.better,
        districts=[
            DistrictSeries(district=district.id, values=district_series(kind, district.id, seed))
            for municipality in municipalities
            for district in municipality.districts
        ],
        municipalities=wholes,
        country=country_series(kind, wholes, seed),
    )


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
