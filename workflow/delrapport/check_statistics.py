"""What must hold in indicators and other variables, moves and refugee reception."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import PurePosixPath

from delrapport.models import CodebookFile
from delrapport.problems import Problem
from delrapport.raw import Raw, RawDocument
from delrapport.rawyaml import Path_
from delrapport.statistics import (
    Followed,
    IndicatorFile,
    Moved,
    MovesFile,
    Observation,
    Received,
    ReceptionFile,
    VariableFile,
)

Series = tuple[Path_, Sequence[Observation]]


def followed(raw: Raw) -> Iterator[Problem]:
    """Files are called by their id; every value is a count of a base, or missing, once a year.

    An id and a short name is one indicator's or variable's only: facts and columns are called so.
    """
    ids: dict[str, str] = {}
    shorts: dict[str, str] = {}
    for file, key, about in _followed(raw):
        if PurePosixPath(file.name).stem != about.id:
            yield file.misnamed((key, "id"), about.id)
        yield from file.once((key, "id"), about.id, ids)
        yield from file.once((key, "short"), about.short, shorts)
        for path, values in _series(key, about):
            yield from _years_once(file, path, values)
            for place, value in enumerate(values):
                yield from _counted(file, (*path, place), value, about.unit.counts_part)


def _followed(raw: Raw) -> Iterator[tuple[RawDocument, str, Followed]]:
    """Every indicator and variable, with its file and the key that it stands under."""
    for file, indicator in raw.of(IndicatorFile):
        yield file, indicator.schema_name, indicator.followed
    for file, variable in raw.of(VariableFile):
        yield file, variable.schema_name, variable.followed


def _series(key: str, about: Followed) -> Iterator[Series]:
    for kind in ("districts", "municipalities", "counties"):
        for place, each in enumerate(getattr(about, kind)):
            yield (key, kind, place, "values"), each.values
    yield (key, "country"), about.country


def _years_once(
    file: RawDocument, path: Path_, values: Sequence[Observation | Moved | Received]
) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for place, value in enumerate(values):
        yield from file.once((*path, place, "year"), str(value.year), seen)


def _counted(
    file: RawDocument, path: Path_, value: Observation, counts_part: bool
) -> Iterator[Problem]:
    given = [name for name in ("count", "base") if getattr(value, name) is not None]
    if value.missing and given:
        wrong = f"has {' and '.join(given)}, and is missing"
        yield file.problem(path, wrong, "count and base, or missing")
    elif not value.missing and len(given) < 2:
        wrong = f"the year {value.year} has {given[0] if given else 'nothing'} alone"
        yield file.problem(path, wrong, "count and base, or missing: not available")
    elif counts_part and value.count is not None and value.base and value.count > value.base:
        wrong = f"{value.count} is more than the base {value.base}"
        yield file.problem((*path, "count"), wrong, f"0 to {value.base}")
    elif sum(value.largest) > (value.count or 0):
        wrong = f"{sum(value.largest)} is more than the count"
        yield file.problem((*path, "largest"), wrong, "contributions to the count")


def places(raw: Raw) -> Iterator[Problem]:
    """Series are about places of the programme, each once."""
    known: dict[str, Collection[str]] = {
        "district": {d.id for m in raw.programme.municipalities for d in m.districts},
        "municipality": {municipality.id for municipality in raw.programme.municipalities},
        "county": {county.id for county in raw.programme.counties},
    }
    for file, path, kind, named in _placed(raw):
        yield from _known_once(file, path, kind, named, known[kind])


def _placed(raw: Raw) -> Iterator[tuple[RawDocument, Path_, str, list[str]]]:
    """Each list of places: its file and path, the kind of the places, and their ids."""
    lists: list[tuple[RawDocument, Path_, Followed | MovesFile]] = [
        *((file, (key,), about) for file, key, about in _followed(raw)),
        *((file, (), moves) for file, moves in raw.of(MovesFile)),
    ]
    for file, path, about in lists:
        districts = [each.district for each in about.districts]
        yield file, (*path, "districts"), "district", districts
        municipalities = [each.municipality for each in about.municipalities]
        yield file, (*path, "municipalities"), "municipality", municipalities
        if not isinstance(about, MovesFile):
            yield file, (*path, "counties"), "county", [each.county for each in about.counties]
    for file, reception in raw.of(ReceptionFile):
        districts = [each.district for each in reception.reception]
        yield file, ("reception",), "district", districts


def _known_once(
    file: RawDocument, path: Path_, kind: str, named: Iterable[str], known: Collection[str]
) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for place, name in enumerate(named):
        yield from file.known((*path, place, kind), name, kind, known)
        yield from file.once((*path, place, kind), name, seen)


def themes(raw: Raw) -> Iterator[Problem]:
    """What is followed besides the indicators belongs to a theme of the codebook."""
    known = [theme.id for file in raw.records(CodebookFile) for theme in file.codebook.themes]
    for file, record in raw.of(VariableFile):
        yield from file.known(("variable", "theme"), record.variable.theme, "theme", known)
    for file, moves in raw.of(MovesFile):
        yield from file.known(("theme",), moves.theme, "theme", known)


def moves(raw: Raw) -> Iterator[Problem]:
    """Each year once, and nobody moves from or within a place who did not live there."""
    for file, record in raw.of(MovesFile):
        for kind in ("districts", "municipalities"):
            for place, each in enumerate(getattr(record, kind)):
                path: Path_ = (kind, place, "values")
                yield from _years_once(file, path, each.values)
                for y, value in enumerate(each.values):
                    yield from _lived_there(file, (*path, y), value)


def _lived_there(file: RawDocument, path: Path_, value: Moved) -> Iterator[Problem]:
    moved = value.moved_out + value.moved_within
    if moved > value.population:
        wrong = f"{moved} moved from it or within it, of a population of {value.population}"
        allowed = f"moved_out and moved_within: together 0 to {value.population}"
        yield file.problem((*path, "moved_out"), wrong, allowed)


def reception(raw: Raw) -> Iterator[Problem]:
    """Each year once, and nobody received who is not part of the population."""
    for file, record in raw.of(ReceptionFile):
        for place, each in enumerate(record.reception):
            path: Path_ = ("reception", place, "values")
            yield from _years_once(file, path, each.values)
            for y, value in enumerate(each.values):
                if value.received > value.population:
                    wrong = f"{value.received} is more than the population {value.population}"
                    yield file.problem((*path, y, "received"), wrong, f"0 to {value.population}")
