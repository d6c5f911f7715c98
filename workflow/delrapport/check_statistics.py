"""What must hold in indicators and refugee reception."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import PurePosixPath

from delrapport.problems import Problem
from delrapport.raw import Raw, RawDocument
from delrapport.rawyaml import Path_
from delrapport.statistics import IndicatorFile, Observation, Received, ReceptionFile

Series = tuple[Path_, Sequence[Observation]]


def indicators(raw: Raw) -> Iterator[Problem]:
    """Files are called by their id; every value is a count of a base, or missing, once a year."""
    shorts: dict[str, str] = {}
    for file, record in raw.of(IndicatorFile):
        if PurePosixPath(file.name).stem != record.indicator.id:
            yield file.misnamed(("indicator", "id"), record.indicator.id)
        yield from file.once(("indicator", "short"), record.indicator.short, shorts)
        for path, values in _series(record):
            yield from _years_once(file, path, values)
            for place, value in enumerate(values):
                yield from _counted(file, (*path, place), value)


def _series(record: IndicatorFile) -> Iterator[Series]:
    indicator = record.indicator
    for kind in ("districts", "municipalities"):
        for place, each in enumerate(getattr(indicator, kind)):
            yield ("indicator", kind, place, "values"), each.values
    yield ("indicator", "country"), indicator.country


def _years_once(
    file: RawDocument, path: Path_, values: Sequence[Observation | Received]
) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for place, value in enumerate(values):
        yield from file.once((*path, place, "year"), str(value.year), seen)


def _counted(file: RawDocument, path: Path_, value: Observation) -> Iterator[Problem]:
    given = [name for name in ("count", "base") if getattr(value, name) is not None]
    if value.missing and given:
        wrong = f"has {' and '.join(given)}, and is missing"
        yield file.problem(path, wrong, "count and base, or missing")
    elif not value.missing and len(given) < 2:
        wrong = f"the year {value.year} has {given[0] if given else 'nothing'} alone"
        yield file.problem(path, wrong, "count and base, or missing: not available")
    elif value.count is not None and value.base is not None and value.count > value.base:
        wrong = f"{value.count} is more than the base {value.base}"
        yield file.problem((*path, "count"), wrong, f"0 to {value.base}")


def places(raw: Raw) -> Iterator[Problem]:
    """Series are about places of the programme, each once."""
    districts = [d.id for m in raw.programme.municipalities for d in m.districts]
    municipalities = [municipality.id for municipality in raw.programme.municipalities]
    for file, record in raw.of(IndicatorFile):
        path: Path_ = ("indicator", "districts")
        named = [each.district for each in record.indicator.districts]
        yield from _known_once(file, path, "district", named, districts)
        path = ("indicator", "municipalities")
        named = [each.municipality for each in record.indicator.municipalities]
        yield from _known_once(file, path, "municipality", named, municipalities)
    for file, reception in raw.of(ReceptionFile):
        named = [each.district for each in reception.reception]
        yield from _known_once(file, ("reception",), "district", named, districts)


def _known_once(
    file: RawDocument, path: Path_, kind: str, named: Iterable[str], known: Collection[str]
) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for place, name in enumerate(named):
        yield from file.known((*path, place, kind), name, kind, known)
        yield from file.once((*path, place, kind), name, seen)


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
