"""Sums, ranks and counts: the tables that reports and facts are read from.

Input are the long tables of `ingest.py`. All amounts are int64 kronor; shares are exact fractions,
written as text ("26209/99000"), since a float could not be compared to the krona.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from io import StringIO
from itertools import accumulate
from typing import Any

import pandas as pd

from delrapport import aggregate_statistics, aggregate_use, swedish
from delrapport.coverage import SIDES
from delrapport.declared import Cell
from delrapport.records import Records

# The columns that identify a row of each aggregated table.
INDEX: Mapping[str, list[str]] = {
    "payments": ["payment"],
    "payments_by_municipality": ["payment", "municipality"],
    "payments_by_district": ["payment", "district"],
    "payments_by_county": ["payment", "county"],
    "ranking": ["payment", "level", "place"],
    "extremes": ["payment", "level"],
    "rounds": ["round"],
    "interviewees_by_group": ["round", "group"],
    "interviewees_by_side": ["round", "side"],
    "interviewees_by_municipality": ["round", "municipality", "group"],
    "interviewees_by_municipality_and_side": ["round", "municipality", "side"],
    "interviewees_in_all": ["round", "municipality"],
    **aggregate_use.INDEX,
    **aggregate_statistics.INDEX,
}


WHOLE_NUMBERS = (
    *("amount", "pot", "districts", "municipalities", "rank", "persons"),
    *("year", "population", "moved_in", "moved_out", "moved_within"),
)


@dataclass(frozen=True)
class RawTables:
    """The long tables of the ingest stage, by their names; columns as `read_table` has them."""

    districts: pd.DataFrame
    payments: pd.DataFrame
    interviewees: pd.DataFrame
    activities: pd.DataFrame
    observations: pd.DataFrame
    moves: pd.DataFrame


def read_table(text: str) -> pd.DataFrame:
    """A CSV of ours: codes stay text, `amount`, counts and ranks are whole numbers."""
    whole = dict.fromkeys(WHOLE_NUMBERS, "int64")
    header = text.partition("\n")[0].split(",")
    types = {column: whole.get(column, "string") for column in header}
    return pd.read_csv(StringIO(text), dtype=types, keep_default_na=False)


def aggregate_tables(raw: RawTables, records: Records) -> dict[str, pd.DataFrame]:
    """All aggregated tables by name, indexed as `INDEX` says; raises on any row that is lost."""
    tables = _payments(raw, records) | _interviewees(raw, records)
    tables |= aggregate_use.use_tables(raw.activities, _located(raw), records)
    tables |= aggregate_statistics.aggregate_statistics(raw.observations, raw.moves, records)
    for name, table in tables.items():
        assert table.index.names == INDEX[name], f"{name}: index {table.index.names}"
        assert table.index.is_unique, f"{name}: rows are not unique"
    return tables


def _located(raw: RawTables) -> pd.DataFrame:
    """What each payment gave each district, with the municipality that it belongs to."""
    located = raw.payments.merge(raw.districts, on="district", how="left", validate="m:1")
    assert located["municipality"].notna().all(), "a paid district belongs to no municipality"
    return located


def _payments(raw: RawTables, records: Records) -> dict[str, pd.DataFrame]:
    located = _located(raw)
    total = located.groupby("payment").agg(
        pot=("amount", "sum"),
        districts=("district", "count"),
        municipalities=("municipality", "nunique"),
    )
    by_municipality = located.groupby(["payment", "municipality"], sort=False).agg(
        districts=("district", "count"), amount=("amount", "sum")
    )
    by_district = located.set_index(["payment", "district"])[["municipality", "amount"]]
    tables = {
        "payments_by_municipality": _with_rank(_with_share(by_municipality)),
        "payments_by_district": _with_rank(_with_share(by_district)),
    }
    for table in tables.values():
        sums = table.groupby("payment")["amount"].sum()
        assert sums.equals(total["pot"].rename("amount")), "sums do not reach the pot"
    ranking = _ranking(tables, records)
    tables["payments_by_county"] = _by_county(located, records)
    return tables | {"payments": total, "ranking": ranking, "extremes": _extremes(ranking)}


def _by_county(located: pd.DataFrame, records: Records) -> pd.DataFrame:
    """Per payment and county the number of municipalities and districts, amount and share."""
    located = located.assign(county=located["municipality"].map(records.programme.counties_of()))
    summed = located.groupby(INDEX["payments_by_county"], sort=False).agg(
        municipalities=("municipality", "nunique"),
        districts=("district", "count"),
        amount=("amount", "sum"),
    )
    return _with_share(summed)


def _with_share(table: pd.DataFrame) -> pd.DataFrame:
    """Adds `share`: the exact part of the payment's sum, as a fraction in text."""
    pots = table.groupby("payment")["amount"].transform("sum")
    shares = [
        str(Fraction(int(amount), int(pot))) if pot else "0"
        for amount, pot in zip(table["amount"], pots, strict=True)
    ]
    return table.assign(share=pd.Series(shares, index=table.index, dtype="string"))


def _with_rank(table: pd.DataFrame) -> pd.DataFrame:
    """Adds `rank`: 1 for the largest amount of a payment; equal amounts share the better rank."""
    ranks = table.groupby("payment")["amount"].rank(method="min", ascending=False)
    return table.assign(rank=ranks.astype("int64"))


def _ranking(tables: Mapping[str, pd.DataFrame], records: Records) -> pd.DataFrame:
    """Places 1, 2, … by amount within each payment and level; ties in Swedish order of names."""
    municipalities = {each.id: each.name for each in records.programme.municipalities}
    districts = {id_: district.name for id_, (_, district) in records.districts().items()}
    rows = []
    for level, names in (("municipality", municipalities), ("district", districts)):
        table = tables[f"payments_by_{level}"].reset_index()
        table = table.assign(level=level, name=table[level].map(names))
        table = table.sort_values(["payment", "name"], key=_swedish_order)
        table = table.sort_values(["payment", "amount"], ascending=[True, False], kind="stable")
        table = table.assign(place=table.groupby("payment").cumcount() + 1)
        rows.append(table[["payment", "level", "place", "name", "amount", "share"]])
    return pd.concat(rows).set_index(INDEX["ranking"])


EXTREMES = ["largest", "largest_amount", "smallest", "smallest_amount", "half", "half_share"]


def _extremes(ranking: pd.DataFrame) -> pd.DataFrame:
    """Per payment and level what stands out among its places; columns as in `_extreme`."""
    index = INDEX["extremes"]
    rows = [
        dict(zip(index, key, strict=True))
        | _extreme(str(key[1]), places["name"].tolist(), places["amount"].tolist())
        for key, places in ranking.groupby(index, sort=False)
    ]
    return pd.DataFrame(rows, columns=[*index, *EXTREMES]).set_index(index)


def _extreme(level: str, names: list[str], amounts: list[int]) -> dict[str, int | str]:
    """The largest and the smallest amount, with all that got it, in text.

    `half` says how many of the largest are needed to reach half of all that was paid, `half_share`
    which part of it they have together. The amounts descend.
    """
    row: dict[str, int | str] = {}
    for end, amount in (("largest", amounts[0]), ("smallest", amounts[-1])):
        who = [name for name, each in zip(names, amounts, strict=True) if each == amount]
        row |= {end: swedish.named(who, level), f"{end}_amount": amount}
    total, reached = sum(amounts), list(accumulate(amounts))
    half = sum(2 * each < total for each in reached) + 1
    share = Fraction(reached[half - 1], total) if total else 0
    return row | {"half": half, "half_share": str(share)}


def _swedish_order(column: pd.Series[str]) -> pd.Series[int]:
    order = {
        name: place for place, name in enumerate(sorted(set(column), key=swedish.collation_key))
    }
    return column.map(order)


def _interviewees(raw: RawTables, records: Records) -> dict[str, pd.DataFrame]:
    people = raw.interviewees
    groups = [(file.round, group.id) for file in records.guides for group in file.groups]
    sides = [(file.round, side) for file in records.guides for side in SIDES]
    municipalities = [
        (file.round, municipality.id)
        for file in records.guides
        for municipality in records.programme.municipalities
    ]
    cells = [
        (file.round, municipality.id, group.id)
        for file in records.guides
        for municipality in records.programme.municipalities
        for group in file.groups
    ]
    places_and_sides = [(*place, side) for place in municipalities for side in SIDES]
    politicians = people[people["side"] != ""]
    return {
        "rounds": _count(people, "rounds", [(file.round,) for file in records.guides]),
        "interviewees_by_group": _count(people, "interviewees_by_group", groups),
        "interviewees_by_side": _count(politicians, "interviewees_by_side", sides),
        "interviewees_by_municipality": _count(people, "interviewees_by_municipality", cells),
        "interviewees_by_municipality_and_side": _count(
            politicians, "interviewees_by_municipality_and_side", places_and_sides
        ),
        "interviewees_in_all": _count(people, "interviewees_in_all", municipalities),
    }


def _count(people: pd.DataFrame, table: str, rows: Sequence[tuple[str, ...]]) -> pd.DataFrame:
    """Persons per row, 0 where there is none; every person falls in a row."""
    names = INDEX[table]
    counts = people.groupby(names).size()
    index: pd.Index[str] | pd.MultiIndex = pd.MultiIndex.from_tuples(rows, names=names)
    if len(names) == 1:
        index = index.get_level_values(0)
    counted = counts.reindex(index, fill_value=0).astype("int64").to_frame("persons")
    assert counted["persons"].sum() == len(people), f"{table}: persons were lost"
    return counted


def lookup(tables: Mapping[str, Any], cell: Cell) -> int | str:
    """The value of one cell, as plain Python; of tables, or of what `columns` made of them."""
    row = cell.row if len(cell.row) > 1 else cell.row[0]
    value: Any = tables[cell.table][cell.column][row]
    return value if isinstance(value, str) else int(value)


def columns(tables: Mapping[str, pd.DataFrame]) -> dict[str, dict[Any, dict[Any, Any]]]:
    """Tables as column → row → value: of thousands of cells each is found at once."""
    return {name: table.to_dict() for name, table in tables.items()}
