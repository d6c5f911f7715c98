"""By what the use of the money is told apart: years, places, and groups of measures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from delrapport.activities import ActivitiesFile, Measure
from delrapport.models import KindOfMeasure
from delrapport.records import Records
from delrapport.statistics import Indicator

ALL = "all"
"""All years together."""
WHOLE = ""
"""Instead of a municipality the programme, instead of a district the municipality as a whole."""
UNTRACED = "untraced"
"""Instead of a district: what can't be followed to one."""

STANDINGS = ("new", "scaled-up")
STATUSES = ("planned", "under-way", "finished", "stopped")
TRACINGS = ("traced", UNTRACED)

Place = tuple[str, str]
"""Municipality and district; either may be WHOLE, the district UNTRACED."""


@dataclass(frozen=True)
class Use:
    """All that is told of the use; gathered once, since it is asked for at every place."""

    records: Records

    @cached_property
    def years(self) -> list[str]:
        """The years whose use is told, in their order; without `ALL`."""
        return sorted(self.payments)

    @cached_property
    def payments(self) -> dict[str, str]:
        """Year → the payment that is used in it."""
        return {str(file.year): file.payment for file in self.records.activities}

    @cached_property
    def files(self) -> dict[tuple[str, str], ActivitiesFile]:
        """What is told, by year and municipality."""
        return {(str(file.year), file.municipality): file for file in self.records.activities}

    @cached_property
    def groups(self) -> Mapping[str, tuple[str, ...]]:
        """By what measures are grouped → the groups, in the order of tables."""
        return {
            "target": tuple(indicators(self.records)),
            "kind": tuple(kinds(self.records)),
            "standing": STANDINGS,
            "status": STATUSES,
            "tracing": TRACINGS,
        }


def places(records: Records) -> Iterator[Place]:
    """Each municipality, its districts and what can't be followed to one; then the programme."""
    for municipality in records.programme.municipalities:
        yield municipality.id, WHOLE
        for district in municipality.districts:
            yield municipality.id, district.id
        yield municipality.id, UNTRACED
    yield WHOLE, WHOLE


def indicators(records: Records) -> dict[str, Indicator]:
    return {file.indicator.id: file.indicator for file in records.indicators}


def kinds(records: Records) -> dict[str, KindOfMeasure]:
    found = records.codebook.kinds if records.codebook else []
    return {kind.id: kind for kind in found}


def group_of(measure: Measure) -> dict[str, str]:
    """By what measures are grouped → the group of this one."""
    return {
        "target": measure.target,
        "kind": measure.kind,
        "standing": measure.standing.replace(" ", "-"),
        "status": measure.status.replace(" ", "-"),
        "tracing": "traced" if measure.district else UNTRACED,
    }
