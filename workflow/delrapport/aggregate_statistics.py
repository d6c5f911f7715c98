"""Levels, changes and moves over time, and what stands out among them: tables for facts.

Shares and changes are exact fractions in text. What has no value is empty, or says that it is not
applicable; whatever is computed from it has none either.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pandas as pd

from delrapport import conclusions, swedish
from delrapport.models import Conclusion
from delrapport.records import Records
from delrapport.spans import local_places, places, rules, spans
from delrapport.statistics import (
    BETTER,
    NOT_APPLICABLE,
    NOT_AVAILABLE,
    REASONS,
    SUPPRESSED,
    Followed,
    Place,
    Value,
)

# The columns that identify a row of each table.
INDEX: Mapping[str, list[str]] = {
    "levels": ["series", "kind", "place", "year"],
    "changes": ["series", "kind", "place", "first", "last"],
    "spreads": ["series", "year"],
    "trends": ["series", "first", "last"],
    "movements": ["kind", "place", "year"],
    "conclusions": ["conclusion"],
    "conclusions_by_district": ["conclusion", "district"],
}
COLUMNS: Mapping[str, list[str]] = {
    "levels": ["share"],
    "changes": ["change", "lead"],
    "spreads": [
        "highest",
        "highest_level",
        "lowest",
        "lowest_level",
        "lower",
        "higher",
        "compared",
    ],
    "trends": [
        *("rose", "rose_names", "fell", "fell_names", "unchanged", "unchanged_names"),
        *("unknown", "unknown_names", "ahead", "ahead_names", "compared"),
        *("rise", "rise_by", "fall", "fall_by"),
    ],
    "movements": ["net", "share"],
    "conclusions": ["clause", "who", "count", "unknown", "unknown_names"],
    "conclusions_by_district": ["indicators", "which"],
}
Row = dict[str, Any]
Levels = Mapping[tuple[Place, int], Value]


@dataclass(frozen=True)
class _District:
    id: str
    name: str
    municipality: Place


def aggregate_statistics(
    observations: pd.DataFrame, moves: pd.DataFrame, records: Records
) -> dict[str, pd.DataFrame]:
    """The tables by name, indexed as `INDEX` says, with the columns that `COLUMNS` names."""
    rows: dict[str, list[Row]] = {name: [] for name in INDEX}
    districts = [
        _District(id_, district.name, ("municipality", municipality.id))
        for id_, (municipality, district) in records.districts().items()
    ]
    shares = _shares(observations)
    for file in records.followed():
        about = file.followed
        levels = {
            (place, year): shares.get((about.id, *place, year), NOT_AVAILABLE)
            for place in places(records)
            for year in about.years
        }
        for name, found in _series(about, levels, records, districts).items():
            rows[name] += [{"series": about.id, **row} for row in found]
    rows["movements"] = list(_movements(moves, records))
    for rule in rules(records):
        _conclude(rule, rows, records, districts)
    return {name: _table(name, found) for name, found in rows.items()}


def _table(name: str, rows: Iterable[Row]) -> pd.DataFrame:
    written = [
        {key: str(cell) if isinstance(cell, Fraction) else cell for key, cell in row.items()}
        for row in rows
    ]
    return pd.DataFrame(written, columns=[*INDEX[name], *COLUMNS[name]]).set_index(INDEX[name])


def _shares(observations: pd.DataFrame) -> dict[tuple[str, str, str, int], Value]:
    rows: Iterable[Any] = observations.itertuples()
    return {(each.series, each.kind, each.place, each.year): _share(each) for each in rows}


def _share(observed: Any) -> Value:
    """Count / base; as `Value` where one is missing."""
    if observed.missing:
        return REASONS.get(observed.missing, str(observed.missing))
    return Fraction(int(observed.count), int(observed.base))


def less(one: Value, other: Value) -> Value:
    """The difference; what lacks a value makes it lack one for the same reason."""
    if isinstance(one, str) or isinstance(other, str):
        reasons = [each for each in (one, other) if isinstance(each, str)]
        return next(each for each in (NOT_APPLICABLE, SUPPRESSED, NOT_AVAILABLE) if each in reasons)
    return one - other


# --- Indicators and other variables ----------------------------------------------------------


def _series(
    about: Followed, levels: Levels, records: Records, districts: Sequence[_District]
) -> dict[str, list[Row]]:
    """The rows of one indicator or variable in each table that is about series."""
    rows: dict[str, list[Row]] = {"levels": [], "changes": [], "spreads": [], "trends": []}
    for ((kind, id_), year), share in levels.items():
        rows["levels"].append({"kind": kind, "place": id_, "year": year, "share": share})
    for year in about.years:
        now = {place: share for (place, each), share in levels.items() if each == year}
        rows["spreads"].append({"year": year, **_spread(now, districts)})
    for first, last in spans(about, records):
        own = {"first": first, "last": last}
        changes = {
            place: less(levels[place, last], levels[place, first]) for place in places(records)
        }
        leads = _leads(about, changes, districts)
        for (kind, id_), change in changes.items():
            lead = leads.get((kind, id_), NOT_AVAILABLE)
            row = {"kind": kind, "place": id_, **own, "change": change, "lead": lead}
            rows["changes"].append(row)
        rows["trends"].append(own | _trend(changes, leads, districts))
    return rows


def _leads(
    about: Followed, changes: Mapping[Place, Value], districts: Iterable[_District]
) -> dict[Place, Value]:
    """Each district's change less its municipality's, with the sign of what is better."""
    found: dict[Place, Value] = {}
    for district in districts:
        place: Place = ("district", district.id)
        lead = less(changes[place], changes[district.municipality])
        found[place] = lead if isinstance(lead, str) else lead * BETTER[about.better]
    return found


def _spread(levels: Mapping[Place, Value], districts: Sequence[_District]) -> Row:
    """The districts with the highest and lowest level; how many are which side of their own."""
    own = {each: levels["district", each.id] for each in districts}
    apart = [less(own[each], levels[each.municipality]) for each in districts]
    known = [each for each in apart if isinstance(each, Fraction)]
    highest, highest_level = _most(own, 1)
    lowest, lowest_level = _most(own, -1)
    return {
        "highest": highest,
        "highest_level": highest_level,
        "lowest": lowest,
        "lowest_level": lowest_level,
        "lower": sum(each < 0 for each in known),
        "higher": sum(each > 0 for each in known),
        "compared": len(known),
    }


def _most(values: Mapping[_District, Value], sign: int) -> tuple[str, Value]:
    """Which districts have the largest value, or smallest for a sign of −1, in text, and it."""
    known = {each: value for each, value in values.items() if isinstance(value, Fraction)}
    if not known:
        return "", NOT_AVAILABLE
    most = max(known.values(), key=lambda value: value * sign)
    return _names(each for each, value in known.items() if value == most), most


def _trend(
    changes: Mapping[Place, Value], leads: Mapping[Place, Value], districts: Sequence[_District]
) -> Row:
    """How many districts rose, fell, stood still or can't be told, and got ahead; and which."""
    own = {each: changes["district", each.id] for each in districts}
    known = {each: change for each, change in own.items() if isinstance(change, Fraction)}
    lead = {each: leads["district", each.id] for each in districts}
    compared = {each: value for each, value in lead.items() if isinstance(value, Fraction)}
    groups = {
        "rose": [each for each, change in known.items() if change > 0],
        "fell": [each for each, change in known.items() if change < 0],
        "unchanged": [each for each, change in known.items() if change == 0],
        "unknown": [each for each in districts if each not in known],
        "ahead": [each for each, value in compared.items() if value > 0],
    }
    row: Row = {"compared": len(compared)}
    for name, found in groups.items():
        row |= {name: len(found), f"{name}_names": _names(found)}
    for name, sign, group in (("rise", 1, groups["rose"]), ("fall", -1, groups["fell"])):
        names, by = _most({each: known[each] for each in group}, sign)
        row |= {name: names, f"{name}_by": by}
    return row


def _names(districts: Iterable[_District]) -> str:
    """Which they are, in text."""
    return swedish.named((each.name for each in districts), "district")


# --- Moves -----------------------------------------------------------------------------------


def _movements(moves: pd.DataFrame, records: Records) -> Iterator[Row]:
    """Per place and year in − out, and the share that moved from or within the place."""
    known = {(each.kind, each.place, each.year): each for each in moves.itertuples()}
    for kind, id_ in local_places(records):
        for year in records.moves.years if records.moves else []:
            row = {"kind": kind, "place": id_, "year": year}
            moved: Any = known.get((kind, id_, year))
            if moved is None:
                why = SUPPRESSED if records.hides("moves", kind, id_, year) else NOT_AVAILABLE
                yield row | {"net": why, "share": why}
                continue
            share = Fraction(moved.moved_out + moved.moved_within, moved.population)
            yield row | {"net": str(moved.moved_in - moved.moved_out), "share": share}


# --- Conclusions -----------------------------------------------------------------------------


def _conclude(
    rule: Conclusion, rows: Mapping[str, list[Row]], records: Records, all_: Sequence[_District]
) -> None:
    """Adds what a rule says of the changes that have their rows already."""
    changes = {
        (row["series"], (row["kind"], row["place"])): row["change"]
        for row in rows["changes"]
        if (row["first"], row["last"]) == (rule.first, rule.last)
    }
    met = conclusions.met(rule, records, changes)
    said = conclusions.conclude(rule, records, met)
    rows["conclusions"].append(
        {
            "conclusion": rule.id,
            "clause": said.clause,
            "who": said.who,
            "count": len(said.met),
            "unknown": len(said.unknown),
            "unknown_names": _names(each for each in all_ if each.id in said.unknown),
        }
    )
    for district, number, which in conclusions.counted(records, met):
        row = {"district": district, "indicators": number, "which": which}
        rows["conclusions_by_district"].append({"conclusion": rule.id, **row})
