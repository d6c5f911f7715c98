"""What the money was used for: sums by year, place and group of measures.

`year` is a year or "all"; `municipality` is empty for the programme as a whole; `district` is empty
for a whole municipality and "untraced" for what can't be followed to a district. Amounts are int64
kronor, shares exact fractions in text. A measure that goes on counts once in each year.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

import pandas as pd

from delrapport.extremes_of_use import LARGEST, LISTS, largest, lists
from delrapport.records import Records
from delrapport.use_of_money import (
    ALL,
    UNTRACED,
    WHOLE,
    Use,
    indicators,
    kinds,
    places,
)

PLACE = ["year", "municipality", "district"]
INDEX: Mapping[str, list[str]] = {
    "use_places": PLACE,
    "use_counties": ["county"],
    "use_balances": ["year", "municipality"],
    "use_groups": [*PLACE, "by", "group"],
    "use_crossed": ["year", "kind", "target"],
    "use_largest": LARGEST,
    "use_lists": LISTS,
}


def use_tables(
    activities: pd.DataFrame, paid: pd.DataFrame, records: Records
) -> dict[str, pd.DataFrame]:
    """All tables of the use by name, indexed as `INDEX` says.

    `activities` are the measures, `paid` the payments' amounts with their municipality. Raises
    AssertionError where a measure or a krona is lost.
    """
    if activities.empty:
        return {name: _nothing(index) for name, index in INDEX.items()}
    activities = activities.assign(year=activities["year"].astype("string"))
    # All years together are a year among the others here: "all".
    activities = activities.astype({"year": "string"})
    measures = _counted(_grouped(activities).assign(name=_names(activities, records)))
    received = _counted(paid.assign(year=paid["payment"].map(_years_of_payments(records))).dropna())
    by_place = _places(measures, received, records)
    by_group = _groups(measures, by_place, records)
    balances = _balances(by_place, records)
    return {
        "use_places": by_place,
        "use_counties": _counties(by_place, records),
        "use_balances": balances,
        "use_groups": by_group,
        "use_crossed": _crossed(measures, by_place, records),
        "use_largest": largest(measures, by_group, records),
        "use_lists": lists(by_place, balances, by_group, records),
    }


def _nothing(index: list[str]) -> pd.DataFrame:
    return pd.DataFrame(columns=index).set_index(index)


def _years_of_payments(records: Records) -> dict[str, str]:
    return {payment: year for year, payment in Use(records).payments.items()}


def _names(activities: pd.DataFrame, records: Records) -> list[str]:
    """What each measure is called."""
    names = {
        (str(file.year), file.municipality, measure.id): measure.name
        for file in records.activities
        for measure in file.measures
    }
    keys = activities[["year", "municipality", "measure"]].itertuples(index=False, name=None)
    return [names[key] for key in keys]


def _grouped(activities: pd.DataFrame) -> pd.DataFrame:
    """Measures with their groups by the names that facts have."""
    traced = activities["district"].ne("").map({True: "traced", False: UNTRACED})
    return activities.assign(
        district=activities["district"].replace("", UNTRACED),
        standing=activities["standing"].str.replace(" ", "-"),
        status=activities["status"].str.replace(" ", "-"),
        tracing=traced,
    )


def _counted(rows: pd.DataFrame) -> pd.DataFrame:
    """Every row once for each year and place that counts it."""
    every = pd.concat([rows, rows.assign(year=ALL)])
    whole = every.assign(district=WHOLE)
    return pd.concat([every, whole, whole.assign(municipality=WHOLE)], ignore_index=True)


def _told(records: Records) -> list[str]:
    """The years, then all of them together."""
    return [*Use(records).years, ALL]


def _rows(table: str, rows: Iterable[tuple[str, ...]]) -> pd.MultiIndex:
    return pd.MultiIndex.from_tuples(list(rows), names=INDEX[table])


def _summed(measures: pd.DataFrame, index: pd.MultiIndex) -> pd.DataFrame:
    """`amount` and number of `measures` for each row of the index, 0 where there is none."""
    by = measures.groupby(list(index.names))["amount"]
    sums = pd.DataFrame({"amount": by.sum(), "measures": by.count()})
    sums = sums.reindex(index, fill_value=0).astype("int64")
    assert sums["amount"].sum() == measures["amount"].sum(), "a measure belongs to no row"
    return sums


def _shares(parts: pd.Series[int], wholes: pd.Series[int]) -> pd.Series[str]:
    """Each part of its whole, as an exact fraction in text; of nothing there are no parts."""
    shares = [
        str(Fraction(int(part), int(whole))) if whole else "not applicable"
        for part, whole in zip(parts, wholes, strict=True)
    ]
    return pd.Series(shares, index=parts.index, dtype="string")


def _places(measures: pd.DataFrame, received: pd.DataFrame, records: Records) -> pd.DataFrame:
    """Per place what it `received` and `spent`, and which `share` of the whole around it."""
    index = _rows("use_places", ((y, *place) for y in _told(records) for place in places(records)))
    table = _summed(measures, index).rename(columns={"amount": "spent"})
    got = received.groupby(PLACE)["amount"].sum().reindex(index, fill_value=0)
    spent = table["spent"]
    around = [(year, of if part else WHOLE, WHOLE) for year, of, part in index.to_list()]
    share = _shares(spent, spent.reindex(pd.MultiIndex.from_tuples(around)))
    return table.assign(received=got.astype("int64"), share=share)


def _counties(by_place: pd.DataFrame, records: Records) -> pd.DataFrame:
    """Per county what its municipalities `received` in all years."""
    received = by_place["received"].xs((ALL, WHOLE), level=("year", "district"))
    counties = received.index.map(records.programme.counties_of())
    return received.groupby(counties).sum().rename_axis(INDEX["use_counties"]).to_frame()


def _groups(measures: pd.DataFrame, by_place: pd.DataFrame, records: Records) -> pd.DataFrame:
    """Per place and group the `amount`, number of `measures` and `share` of what was spent."""
    by = Use(records).groups
    rows = ((*place, each, group) for place in by_place.index for each in by for group in by[each])
    melted = measures.melt([*PLACE, "amount"], list(by), "by", "group")
    table = _summed(melted, _rows("use_groups", rows))
    for each, found in table.groupby("by")["amount"]:
        assert found.groupby(PLACE).sum().equals(by_place["spent"].rename("amount").sort_index()), (
            f"measures were lost by {each}"
        )
    return table.assign(share=_shares(table["amount"], _spent(by_place, table)))


def _spent(by_place: pd.DataFrame, table: pd.DataFrame) -> pd.Series[int]:
    """What was spent at the place of each row."""
    place = pd.MultiIndex.from_tuples([row[:3] for row in table.index.to_list()], names=PLACE)
    return by_place["spent"].reindex(place).set_axis(table.index)


def _balances(by_place: pd.DataFrame, records: Records) -> pd.DataFrame:
    """Per year and municipality what was there to use, and what was left of it."""
    municipalities = [each.id for each in records.programme.municipalities]
    index = _rows("use_balances", ((y, m) for y in Use(records).years for m in municipalities))
    kept = pd.DataFrame(
        [(str(f.year), f.municipality, f.carried_over, f.unspent) for f in records.activities],
        columns=[*INDEX["use_balances"], "carried", "unspent"],
    )
    kept = kept.set_index(INDEX["use_balances"]).reindex(index, fill_value=0).astype("int64")
    brought = kept["carried"].groupby("municipality").shift(1, fill_value=0)
    yearly = kept.assign(brought=brought.astype("int64"))
    together = yearly.groupby("municipality").agg(
        carried=("carried", "last"), unspent=("unspent", "sum"), brought=("brought", "first")
    )
    table = pd.concat([yearly, _keyed(together.assign(year=ALL))])
    whole = table.groupby("year").sum().assign(municipality=WHOLE)
    table = pd.concat([_keyed(whole), table]).astype("int64")
    own = by_place.xs(WHOLE, level="district").reindex(table.index)
    table = table.assign(available=own["received"] + table["brought"])
    used = own["spent"] + table["carried"] + table["unspent"]
    assert table["available"].equals(used), "what was there is not what became of it"
    return table


def _keyed(table: pd.DataFrame) -> pd.DataFrame:
    return table.reset_index().set_index(INDEX["use_balances"])


def _crossed(measures: pd.DataFrame, by_place: pd.DataFrame, records: Records) -> pd.DataFrame:
    """Per year, kind and target of the whole programme the amount, measures and share."""
    targets = list(indicators(records))
    rows = (
        (y, kind, target) for y in _told(records) for kind in kinds(records) for target in targets
    )
    table = _summed(measures[measures["municipality"] == WHOLE], _rows("use_crossed", rows))
    whole = [(year, WHOLE, WHOLE) for year in table.index.get_level_values("year")]
    spent = by_place["spent"].reindex(pd.MultiIndex.from_tuples(whole, names=PLACE))
    return table.assign(share=_shares(table["amount"], spent))
