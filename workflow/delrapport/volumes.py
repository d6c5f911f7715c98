"""What of a report is bound together: all of it or, where it is split by county, a part.

A split report has a main volume, which keeps the report's name and holds what is said of all places
together, and a volume for each county with the chapters of its municipalities and what tables and
drawings say of them and of their districts. Every volume is set and published as a report that
isn't split.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from delrapport import explain
from delrapport.config import Known, Report, unsplittable
from delrapport.models import Chapter, ProgrammeFile
from delrapport.problems import RawDataError
from delrapport.rawyaml import Document

ByCounty = Mapping[str, Sequence[str]]
"""County → its municipalities, by their ids and in the programme's order."""


@dataclass(frozen=True)
class Volume:
    """One PDF, by what it holds; the first of a report is about the whole programme."""

    report: str
    number: int = 1
    county: str | None = None
    """The county that it is about; None: the whole programme."""
    municipalities: Sequence[str] | None = None
    """Those whose chapters, rows and drawings it holds; None: all."""

    @property
    def part(self) -> str:
        """What its name has behind the report's, whose id has no full stop in it."""
        return f".{self.county}" if self.county else ""

    @property
    def name(self) -> str:
        """What its files are called."""
        return f"{self.report}{self.part}"

    def shows(self, municipality: str) -> bool:
        """Whether tables and drawings in it have its rows and those of its districts."""
        return self.municipalities is None or municipality in self.municipalities

    def holds(self, chapter: Chapter) -> bool:
        """Whether a chapter of the report stands in it."""
        if chapter.municipality is None:
            return self.county is None
        return self.shows(chapter.municipality)


def volumes_of(report: str, wanted: Report, counties: ByCounty) -> list[Volume]:
    """The volumes of a report, in order."""
    if wanted.split_by is None:
        return [Volume(report)]
    of_counties = [
        Volume(report, number, county, within)
        for number, (county, within) in enumerate(counties.items(), start=2)
    ]
    return [Volume(report, municipalities=()), *of_counties]


def planned(reports: Mapping[str, Report], document: Document, folder: Path) -> dict[str, Volume]:
    """Name → volume, for a configuration (`document`) and its folder of raw data.

    Reads the programme only where a report is split. Raises `RawDataError` for one that can't be.
    """
    split = [report for report, wanted in reports.items() if wanted.split_by]
    read = explain.read(folder / "programme.yaml", ProgrammeFile)[0].programme if split else None
    counties = read.by_county() if read else {}
    known = Known(None, None, None, None, {}, counties=counties)
    wrong = [
        problem
        for report in split
        for problem in unsplittable(reports[report], ("reports", report), document, known)
    ]
    if wrong:
        raise RawDataError(wrong)
    found = [volumes_of(report, wanted, counties) for report, wanted in reports.items()]
    return {volume.name: volume for volume in chain.from_iterable(found)}
