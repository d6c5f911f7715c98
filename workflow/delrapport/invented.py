"""How what is invented of a programme moves: `data/invented.yaml`, which no build reads."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from delrapport import explain
from delrapport.models import Closed, Slug, Text, Years
from delrapport.problems import RawDataError
from delrapport.sources import ROOT
from delrapport.statistics import PERCENT, Unit
from delrapport.synthetic import Base, Course, Kind

OURS = ROOT / "data/invented.yaml"


class Moving(Closed):
    """A series: its texts, what it is counted of, and how it moves where.

    Without a course beyond the districts it has no sense there.
    """

    id: Slug
    name: Text
    short: Text
    definition: Text
    unit: Unit = Field(PERCENT, description="In what it is told; per cent where nothing is said.")
    counted: Text
    base: Slug = Field(description="What it is counted of: one of `bases`.")
    district: Course
    surroundings: Course | None = None
    country: Course | None = None


class MovingIndicator(Moving):
    better: Literal["more", "less"]
    aim: Literal["work", "support", "school"] = Field(
        description="Which of the invented measures are meant to move it."
    )


class MovingVariable(Moving):
    better: Literal["more", "less", "neither"]
    theme: Slug = Field(description="The codebook's theme that it belongs to.")
    theme_title: Text
    every: Annotated[int, Field(ge=1)] = Field(
        1, description="There are values every so many years."
    )
    few: Annotated[int, Field(ge=0)] = Field(
        0, description="A district with a smaller base has no value."
    )


class Invented(Closed):
    schema_name: ClassVar[str] = "invented"
    years: Years = Field(description="What is followed, and moves, have values for these.")
    reception: Years = Field(description="The reception of refugees is told for these.")
    bases: list[Base] = Field(min_length=1)
    indicators: list[MovingIndicator] = Field(min_length=1)
    variables: list[MovingVariable] = Field([])

    def kind(self, moving: Moving) -> Kind:
        """A series with the base that it names."""
        base = next(base for base in self.bases if base.id == moving.base)
        own: dict[str, Any] = {name: getattr(moving, name) for name in SHARED}
        return Kind(base=base, years=self.span(), **own)

    def span(self) -> range:
        """Every year of what is followed."""
        return range(self.years.first, self.years.last + 1)

    def aims(self) -> dict[str, str]:
        """Indicator → which measures are meant to move it."""
        return {each.id: each.aim for each in self.indicators}


SHARED = [name for name in Moving.model_fields if name != "base"]


def read_invented(path: Path = OURS) -> Invented:
    """The file at `path`; raises `RawDataError` with all that is wrong."""
    found, document = explain.read(path, Invented)
    bases = {base.id for base in found.bases}
    for kind in ("indicators", "variables"):
        for place, each in enumerate(getattr(found, kind)):
            if each.base not in bases:
                wrong = f"there is no base '{each.base}'"
                where = (kind, place, "base")
                raise RawDataError([document.problem(where, wrong, ", ".join(sorted(bases)))])
    return found
