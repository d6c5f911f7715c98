"""Invented variables beside the indicators, for any programme: surveys, registers, the reputation.

They move as the indicators do, see `synthetic`. A survey is made every other year and answered by
few: its years between have no value, and neither has a district where too few answered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from delrapport import synthetic
from delrapport.models import Programme
from delrapport.statistics import (
    DistrictSeries,
    MunicipalitySeries,
    Observation,
    Unit,
    Variable,
    VariableFile,
)
from delrapport.synthetic import WHOLE, Base, Course, Files, Kind

PER_MILLE = Unit(
    name="promille",
    change="promilleenheter",
    per=1000,
    decimals=1,
    noun="andelen",
    counts_part=True,
)
SURVEYED = range(2010, 2015, 2)
FEW = 190
"""A district where fewer answered has no value."""


@dataclass(frozen=True)
class Followed:
    """A variable: how it moves, and where and how it is told."""

    kind: Kind
    theme: str
    title: str
    """Of the theme."""
    years: Sequence[int] = synthetic.YEARS
    few: int = 0
    """A district with a smaller base has no value."""
    is_judged: bool = True
    """Whether the way it mostly goes is also the better one."""

    def told(self, values: list[Observation], few: int = 0) -> list[Observation]:
        """The values that there are, and why others are missing."""
        return [self._told(value, few) for value in values]

    def _told(self, value: Observation, few: int) -> Observation:
        if value.year not in self.years:
            return Observation(year=value.year, missing="not applicable")
        if value.base is not None and value.base < few:
            return Observation(year=value.year, missing="not available")
        return value


# About three per cent of a district are asked and answer; elsewhere a smaller part is enough.
ANSWERED = Course((25_000, 31_000), (-400, 200), 2_500)
ELSEWHERE = Course((7_000, 9_000), (-200, 100), 500)
COUNTRYWIDE = Course((900, 1_000), (-10, 10), 30)
SURVEY = Base("survey", "boende som har svarat på enkäten", ANSWERED, ELSEWHERE, COUNTRYWIDE)
OPINION = Base("opinion", "invånare i kommunen som har svarat på enkäten", ANSWERED)
INHABITANTS = Base("inhabitants", "invånare", Course((WHOLE, WHOLE), (0, 0), 0))
WORKING_AGE = Base(
    "working-age", "invånare 16–64 år", Course((645_000, 675_000), (-1_500, 1_500), 1_000)
)

FOLLOWED = (
    Followed(
        Kind(
            "boendemiljo",
            "andelen boende som är nöjda med sin boendemiljö",
            "Boendemiljö",
            "Andelen av de svarande som är ganska eller mycket nöjda med husen, gårdarna och "
            "utemiljön där de bor. Enkäten görs vartannat år. Där för få har svarat redovisas "
            "inget värde.",
            "boende som är ganska eller mycket nöjda med sin boendemiljö",
            "more",
            SURVEY,
            Course((520_000, 680_000), (-4_000, 12_000), 22_000),
            Course((770_000, 830_000), (-2_000, 4_000), 8_000),
            Course((795_000, 805_000), (-1_000, 2_000), 3_000),
        ),
        theme="living-environment",
        title="Boendemiljön",
        years=SURVEYED,
        few=FEW,
    ),
    Followed(
        Kind(
            "trygghet",
            "andelen boende som känner sig trygga ute på kvällen där de bor",
            "Trygghet",
            "Andelen av de svarande som känner sig ganska eller mycket trygga när de går ut "
            "ensamma på kvällen där de bor. Enkäten görs vartannat år. Där för få har svarat "
            "redovisas inget värde.",
            "boende som känner sig ganska eller mycket trygga ute på kvällen",
            "more",
            SURVEY,
            Course((430_000, 600_000), (-6_000, 11_000), 24_000),
            Course((700_000, 770_000), (-3_000, 4_000), 9_000),
            Course((735_000, 745_000), (-1_000, 2_000), 3_000),
        ),
        theme="safety",
        title="Tryggheten",
        years=SURVEYED,
        few=FEW,
    ),
    Followed(
        Kind(
            "service",
            "andelen boende med livsmedelsbutik, vårdcentral och kollektivtrafik inom gångavstånd",
            "Service",
            "Andelen av invånarna som har en livsmedelsbutik, en vårdcentral och en hållplats för "
            "kollektivtrafik inom gångavstånd från bostaden, enligt register.",
            "invånare med livsmedelsbutik, vårdcentral och kollektivtrafik inom gångavstånd",
            "more",
            INHABITANTS,
            Course((640_000, 930_000), (-9_000, 7_000), 7_000),
            Course((560_000, 660_000), (-3_000, 3_000), 4_000),
            Course((428_000, 434_000), (-2_000, 1_000), 1_000),
        ),
        theme="service",
        title="Servicen",
    ),
    Followed(
        Kind(
            "foretag",
            "andelen invånare 16–64 år som har startat företag",
            "Nya företag",
            "Andelen av invånarna i åldern 16–64 år som har startat ett företag under året, enligt "
            "register.",
            "invånare 16–64 år som har startat företag",
            "more",
            WORKING_AGE,
            Course((6_500, 11_500), (-250, 500), 1_100),
            Course((10_500, 13_500), (-200, 300), 500),
            Course((12_100, 12_400), (-100, 150), 150),
            PER_MILLE,
        ),
        theme="new-companies",
        title="Nya företag",
        is_judged=False,
    ),
    Followed(
        Kind(
            "rykte",
            "andelen av kommunens invånare som har en god bild av stadsdelen",
            "Rykte",
            "Andelen av de svarande i hela kommunen som säger sig ha en ganska eller mycket god "
            "bild av stadsdelen. Enkäten görs vartannat år. Där för få har svarat redovisas inget "
            "värde. För kommunen och landet har frågan ingen mening.",
            "invånare i kommunen som har en ganska eller mycket god bild av stadsdelen",
            "more",
            OPINION,
            Course((220_000, 420_000), (-8_000, 10_000), 25_000),
        ),
        theme="reputation",
        title="Ryktet",
        years=SURVEYED,
        few=FEW,
    ),
)


def variables(programme: Programme, seed: int) -> Files:
    """Every variable in a programme's districts and, where it has sense, beyond them."""
    return {
        f"variables/{each.kind.id}.yaml": VariableFile(
            source=synthetic.source(seed), variable=_variable(each, programme, seed)
        )
        for each in FOLLOWED
    }


def _variable(followed: Followed, programme: Programme, seed: int) -> Variable:
    kind = followed.kind
    variable = Variable(
        **kind.texts(),
        better=kind.better if followed.is_judged else "neither",
        theme=followed.theme,
        districts=[
            DistrictSeries(
                district=district.id,
                values=followed.told(
                    synthetic.district_series(kind, district.id, seed), followed.few
                ),
            )
            for municipality in programme.municipalities
            for district in municipality.districts
        ],
    )
    if kind.country is None:
        return variable
    wholes = synthetic.municipality_series(kind, programme.municipalities, seed)
    told = [
        MunicipalitySeries(municipality=each.municipality, values=followed.told(each.values))
        for each in wholes
    ]
    country = followed.told(synthetic.country_series(kind, wholes, seed))
    return variable.model_copy(update={"municipalities": told, "country": country})
