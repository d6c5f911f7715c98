"""Finds in tables what a mapping names, and notes what isn't there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from delrapport.importers.mapping import Part, Quantity, TableFile
from delrapport.importers.table import Dimension, Key, Table
from delrapport.problems import one_of
from delrapport.rawyaml import Document, Path_
from delrapport.statistics import COUNTRY, Place


@dataclass(frozen=True)
class Found:
    """A quantity in its table: the codes of each place and year, and those of other dimensions."""

    table: Table
    region: Dimension
    time: Dimension | None
    places: Mapping[Place, Sequence[str]]
    periods: Mapping[int, str]
    """Year → code; of no use where the table has no time."""
    chosen: Mapping[str, Sequence[str]]
    """Dimension's id → codes."""

    def keys(self, place: Place, year: int) -> list[Key]:
        """The cells that are added up for a place and year."""
        choices = {**self.chosen, self.region.id: self.places[place]}
        if self.time:
            choices[self.time.id] = [self.periods[year]]
        return list(product(*(choices[each.id] for each in self.table.dimensions)))


@dataclass(frozen=True)
class Search:
    """Looks up in a table what stands in a mapping; problems name the mapping's line."""

    document: Document
    table: Table
    problems: list[str]

    def note(self, path: Path_, wrong: str, allowed: str) -> None:
        self.problems.append(str(self.document.problem(path, wrong, allowed)))

    def dimension(self, name: str, path: Path_) -> Dimension | None:
        found = self.table.find(name)
        if found is None:
            names = [each.label for each in self.table.dimensions]
            self.note(path, f"{self.table.file} has no dimension '{name}'", one_of(name, names))
        return found

    def codes(self, about: Dimension, names: Sequence[str], path: Path_) -> list[str]:
        """The codes of what is called so; what isn't found is left out, and noted."""
        found: list[str] = []
        for n, name in enumerate(names):
            code = self._code(about, name, (*path, n))
            if code in found:
                self.note((*path, n), f"'{name}' is added already", "each value once")
            elif code is not None:
                found.append(code)
        return found

    def _code(self, about: Dimension, name: str, path: Path_) -> str | None:
        """The code of what is called so; none where nothing is, or several are, which is noted."""
        match about.called(name):
            case [only]:
                return only.code
            case []:
                wrong, allowed = f"has no '{name}'", one_of(name, about.names)
            case several:
                wrong = f"has {len(several)} '{name}'"
                allowed = f"one of the codes {', '.join(each.code for each in several)}"
        self.note(path, f"{self.table.file} {wrong} in the dimension {about.label}", allowed)
        return None

    def quantity(
        self, of: TableFile, quantity: Quantity, part: Part, years: Sequence[int], path: Path_
    ) -> Found | None:
        """A quantity of a mapping's part; `path` leads to the part, `of` may be another table."""
        role = "count" if quantity is part.count else "base"
        at = (*path, role, "table") if quantity.table else path
        region = self.dimension(of.region, (*at, "region"))
        time = self.dimension(of.year, (*at, "year")) if of.year else None
        if region is None or (of.year and time is None):
            return None
        places = self._places(region, part, path)
        periods = self._periods(time, part, years, at)
        chosen = self._chosen(quantity, {region, time}, (*path, role, "where"))
        return Found(self.table, region, time, places, periods, chosen)

    def _places(self, region: Dimension, part: Part, path: Path_) -> dict[Place, list[str]]:
        named = {("municipality", id_): codes for id_, codes in part.municipalities.items()}
        named |= {("district", id_): codes for id_, codes in part.districts.items()}
        kinds = {"municipality": "municipalities", "district": "districts"}
        found = {
            (kind, id_): self.codes(region, codes, (*path, kinds[kind], id_))
            for (kind, id_), codes in named.items()
        }
        for kind, plural in kinds.items():
            codes = [code for place, of in found.items() if place[0] == kind for code in of]
            for code in sorted({each for each in codes if codes.count(each) > 1}):
                self.note((*path, plural), f"'{code}' belongs to several", f"one of the {plural}")
        if part.country:
            found[COUNTRY] = self.codes(region, part.country, (*path, "country"))
        if part.others == "refused":
            self._refuse_others(region, {code for codes in found.values() for code in codes})
        return found

    def _refuse_others(self, region: Dimension, used: set[str]) -> None:
        allowed = "under country, municipalities or districts, or others: left out"
        wrong = "belongs to no place of the mapping"
        self.problems.extend(
            f"{self.table.file}: {region.label}={each}: {wrong}; allowed: {allowed}"
            for each in region.categories
            if each.code not in used
        )

    def _periods(
        self, time: Dimension | None, part: Part, years: Sequence[int], path: Path_
    ) -> dict[int, str]:
        if time is None:
            if len(years) > 1:
                wrong = f"{self.table.file} has one year, but {len(years)} are asked for"
                self.note(path, wrong, "one year, or year: the dimension that tells it")
            return {}
        periods = {}
        for n, year in enumerate(years):
            called = part.periods.get(str(year), str(year))
            own: Path_ = (*path[:2], "periods", str(year))
            at = own if str(year) in part.periods else ("years", n)
            if (code := self._code(time, called, at)) is not None:
                periods[year] = code
        return periods

    def _chosen(
        self, quantity: Quantity, taken: set[Dimension | None], path: Path_
    ) -> dict[str, list[str]]:
        """The codes of every dimension but those of places and years."""
        chosen = {}
        for name, values in quantity.where.items():
            about = self.dimension(name, (*path, name))
            if about in taken and about is not None:
                self.note((*path, name), f"'{name}' tells places or years", "other dimensions")
            elif about is not None:
                chosen[about.id] = self.codes(about, values, (*path, name))
        for about in self.table.dimensions:
            if about.id not in chosen and about not in taken:
                chosen[about.id] = [each.code for each in about.categories]
                if len(about.categories) > 1:
                    wrong = f"{self.table.file} has {len(about.categories)} values of {about.label}"
                    self.note(path, f"{wrong}, and none is chosen", one_of("", about.names))
        return chosen
