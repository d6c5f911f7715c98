"""The records without what the rule of disclosure hides.

Hidden values are taken out before anything is computed: no table, fact or figure is made of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from delrapport.records import Records
from delrapport.spans import called
from delrapport.statistics import COUNTRY, MovesFile, Place, ReceptionFile

NOTHING: Mapping[str, Any] = {"count": None, "base": None, "missing": "suppressed", "largest": []}
# Moves have no sign of their own for what is hidden: `Records.hides` says it.
NOBODY: Mapping[str, Any] = {"population": 1, "moved_in": 0, "moved_out": 0, "moved_within": 0}


KINDS = {"districts": "district", "municipalities": "municipality", "counties": "county"}


def without(records: Records, log: Mapping[str, Any]) -> Records:
    """The records without what the log says is hidden: neither as values nor as raw facts."""
    hidden, gone = {entry["cell"] for entry in log["hidden"]}, set[str]()
    emptied: dict[str, Any] = {"suppressed": frozenset(hidden)}
    for name, kind in (("indicators", "indicator"), ("variables", "variable")):
        emptied[name] = []
        for file in getattr(records, name):
            content, id_ = file.model_dump(), file.followed.id
            key = f"raw.{kind}.{id_}.{kind}"
            gone.update(_emptied(content[kind], id_, key, hidden, NOTHING))
            emptied[name].append(type(file).model_validate(content))
    if records.moves:
        content = records.moves.model_dump()
        gone.update(_emptied(content, "moves", "raw.moves", hidden, NOBODY))
        emptied["moves"] = MovesFile.model_validate(content)
    if records.reception:
        content = records.reception.model_dump()
        gone.update(_unreceived(content["reception"], hidden))
        emptied["reception"] = ReceptionFile.model_validate(content)
    emptied["fields"] = {
        key: value
        for key, value in records.fields.items()
        if key.rpartition(".")[0] not in gone or key.endswith(".year")
    }
    return records.model_copy(update=emptied)


def _unreceived(reception: list[dict[str, Any]], hidden: Collection[str]) -> Iterator[str]:
    """Empties the reception of districts that no allocation may tell of, and gives its keys."""
    closed = {cell.split(".")[2] for cell in hidden if cell.startswith("reception.")}
    for place, each in enumerate(reception):
        for number, value in enumerate(each["values"] if each["district"] in closed else ()):
            value.update({"received": 0, "population": 1})
            yield f"raw.refugee_reception.reception.{place}.values.{number}"


def _emptied(
    about: dict[str, Any],
    series: str,
    key: str,
    hidden: Collection[str],
    instead: Mapping[str, Any],
) -> Iterator[str]:
    """Empties the hidden values of a file, and gives the keys that they have."""
    lists: list[tuple[str, Place, list[dict[str, Any]]]] = [
        (f"{key}.{plural}.{number}.values", (kind, each[kind]), each["values"])
        for plural, kind in KINDS.items()
        for number, each in enumerate(about.get(plural, []))
    ]
    lists.append((f"{key}.country", COUNTRY, about.get("country", [])))
    for start, place, values in lists:
        for number, value in enumerate(values):
            if called(series, *place, value["year"]) in hidden:
                value.update(instead)
                yield f"{start}.{number}"
