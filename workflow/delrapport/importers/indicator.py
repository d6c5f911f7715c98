"""A mapping and the tables that it names, made into an indicator or variable file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from delrapport.importers import cells, formats, totals
from delrapport.importers.cells import Amount
from delrapport.importers.mapping import SYMBOLS, MappingFile, Meaning, Part, TableFile
from delrapport.importers.search import Found, Search
from delrapport.importers.table import NotImportedError, Table, with_codes
from delrapport.models import Source
from delrapport.rawyaml import Document, Path_
from delrapport.statistics import (
    COUNTRY,
    DistrictSeries,
    FollowedFile,
    Indicator,
    IndicatorFile,
    MunicipalitySeries,
    Observation,
    Place,
    Variable,
    VariableFile,
)

Series = dict[Place, list[Observation]]


@dataclass
class Import:
    """A mapping while its tables are read; `problems` are all that were found so far."""

    mapping: MappingFile
    document: Document
    folder: Path
    problems: list[str] = field(default_factory=list)
    tables: dict[tuple[Path, str, str], Table] = field(default_factory=dict)
    """By file, layout and dimension of places: a workbook may hold several."""

    def file(self) -> FollowedFile:
        """What is written; raises `NotImportedError` with every problem of every table."""
        series: Series = {}
        for n, part in enumerate(self.mapping.tables):
            try:
                found = self._series(part, ("tables", n))
            except NotImportedError as error:
                self.problems += error.reasons
                continue
            for kind, id_ in series.keys() & found.keys():
                wrong = f"{kind} {id_} is in an earlier table as well".replace("  ", " ")
                self._note(("tables", n), wrong, "each place in one table")
            series |= found
        if not self.problems and not any(kind == "district" for kind, _ in series):
            self._note(("tables",), "names no district", "districts in at least one table")
        if self.problems:
            raise NotImportedError(self.problems)
        return self._written(series)

    def _note(self, path: Path_, wrong: str, allowed: str) -> None:
        self.problems.append(str(self.document.problem(path, wrong, allowed)))

    # --- Reading ---------------------------------------------------------------------------

    def _series(self, part: Part, path: Path_) -> Series:
        """The values of a part's places, none where its table lacks what the mapping names."""
        known = len(self.problems)
        meanings = SYMBOLS | part.missing
        base_file = part.base.table or part
        count_file = part.count.table or part
        years = self.mapping.years
        count = self._search(count_file).quantity(count_file, part.count, part, years, path)
        base = self._search(base_file).quantity(base_file, part.base, part, years, path)
        if count is None or base is None or len(self.problems) > known:
            return {}
        self._check_totals(part, count, base, meanings, path)
        return {
            place: list(self._observations(part, place, count, base, meanings))
            for place in count.places
        }

    def _search(self, about: TableFile) -> Search:
        """In a table, which is read once."""
        path = self.folder / about.file
        key = (path, repr(about.layout), about.region)
        if key not in self.tables:
            self.tables[key] = with_codes(formats.read(path, about.layout), about.region)
        return Search(self.document, self.tables[key], self.problems)

    def _check_totals(
        self, part: Part, count: Found, base: Found, meanings: Mapping[str, Meaning], path: Path_
    ) -> None:
        """Each total in the table that has its dimension; in both where both have it."""
        for n, total in enumerate(part.totals):
            both = [count] if count.table is base.table else [count, base]
            having = [each for each in both if each.table.find(total.dimension)] or [count]
            for each in having:
                search = Search(self.document, each.table, self.problems)
                totals.check(total, each, meanings, search, (*path, "totals", n))

    def _observations(
        self, part: Part, place: Place, count: Found, base: Found, meanings: Mapping[str, Meaning]
    ) -> Iterator[Observation]:
        """A place's years; a year that can't be read is left out, and noted."""
        for year in self.mapping.years:
            counted, among = count.keys(place, year), base.keys(place, year)
            try:
                whole = cells.added(base.table, among, meanings)
                if part.count.given_as == "number":
                    number = cells.added(count.table, counted, meanings)
                else:
                    decimals = part.count.decimals or 0
                    number = cells.of_base(count.table, counted, meanings, whole, decimals)
                yield observation(year, number, whole)
            except NotImportedError as error:
                self.problems += error.reasons
            except ValueError as error:
                cell = count.table.cell(counted[0])
                self.problems.append(f"{cell}: {error}")

    # --- Writing ---------------------------------------------------------------------------

    def _written(self, series: Series) -> FollowedFile:
        source = self.mapping.source
        source = source.model_copy(update={"note": self._provenance(source)})
        content: dict[str, Any] = {
            "districts": [
                DistrictSeries(district=id_, values=values)
                for (kind, id_), values in series.items()
                if kind == "district"
            ],
            "municipalities": [
                MunicipalitySeries(municipality=id_, values=values)
                for (kind, id_), values in series.items()
                if kind == "municipality"
            ],
            "country": series.get(COUNTRY, []),
        }
        content = {key: values for key, values in content.items() if values}
        if self.mapping.indicator is not None:
            texts = self.mapping.indicator.model_dump(exclude_unset=True)
            return IndicatorFile(source=source, indicator=Indicator(**texts, **content))
        assert self.mapping.variable is not None  # mapping.read refuses neither
        texts = self.mapping.variable.model_dump(exclude_unset=True)
        return VariableFile(source=source, variable=Variable(**texts, **content))

    def _provenance(self, source: Source) -> str:
        """The source's note, which files were read, by name and digest, and what was worked out."""
        digests = [
            f"{path.name} (sha256 {hashlib.sha256(path.read_bytes()).hexdigest()})"
            for path in dict.fromkeys(path for path, *_ in self.tables)
        ]
        read = f"Inläst med python -m delrapport.importers ur {' och '.join(digests)}."
        shares = [each for each in self.mapping.tables if each.count.given_as != "number"]
        if files := dict.fromkeys(Path((each.count.table or each).file).name for each in shares):
            # Kolada doesn't want to be named as the source of what others work out.
            read += f" Antalen är en egen beräkning på andelarna i {' och '.join(files)}."
        tolerances = [t.tolerance for part in self.mapping.tables for t in part.totals]
        if most := max(tolerances, default=0):
            read += f" Delar får avvika med högst {most} från den summa som källan redovisar."
        return f"{source.note} {read}" if source.note else read


def observation(year: int, count: Amount, base: Amount) -> Observation:
    """A year's count and base, or why they are missing; raises `ValueError` where both can't be."""
    missing = [each for each in (count, base) if isinstance(each, str)]
    if "not available" in missing:
        return Observation(year=year, missing="not available")
    if isinstance(count, str) or isinstance(base, str) or base == 0:
        # Nobody is counted among nobody.
        return Observation(year=year, missing="not applicable")
    if count > base:
        raise ValueError(f"counts {count} of a base of {base}; allowed: 0 to {base}")
    return Observation(year=year, count=count, base=base)
