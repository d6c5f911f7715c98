"""Invented variables beside the indicators, for any programme: surveys, registers, the reputation.

They move as the indicators do, see `synthetic`. A survey may be made every other year and answered
by few: its years between have no value, and neither has a district where too few answered.
"""

from __future__ import annotations

from collections.abc import Collection

from delrapport import synthetic
from delrapport.invented import Invented, MovingVariable
from delrapport.models import Programme
from delrapport.statistics import (
    DistrictSeries,
    MunicipalitySeries,
    Observation,
    Variable,
    VariableFile,
)
from delrapport.synthetic import Files


def variables(programme: Programme, seed: int, invented: Invented) -> Files:
    """Every variable in a programme's districts and, where it has sense, beyond them."""
    return {
        f"variables/{each.id}.yaml": VariableFile(
            source=synthetic.source(seed), variable=_variable(each, invented, programme, seed)
        )
        for each in invented.variables
    }


def _told(moving: MovingVariable, values: list[Observation], few: int = 0) -> list[Observation]:
    """The values that there are, and why others are missing."""
    measured = {value.year for value in values[:: moving.every]}
    return [_value(value, measured, few) for value in values]


def _value(value: Observation, measured: Collection[int], few: int) -> Observation:
    if value.year not in measured:
        return Observation(year=value.year, missing="not applicable")
    if value.base is not None and value.base < few:
        return Observation(year=value.year, missing="not available")
    return value


def _variable(
    moving: MovingVariable, invented: Invented, programme: Programme, seed: int
) -> Variable:
    kind = invented.kind(moving)
    variable = Variable(
        **kind.texts(),
        better=moving.better,
        theme=moving.theme,
        districts=[
            DistrictSeries(
                district=district.id,
                values=_told(
                    moving, synthetic.district_series(kind, district.id, seed), moving.few
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
        MunicipalitySeries(municipality=each.municipality, values=_told(moving, each.values))
        for each in wholes
    ]
    country = _told(moving, synthetic.country_series(kind, wholes, seed))
    return variable.model_copy(update={"municipalities": told, "country": country})
