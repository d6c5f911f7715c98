"""What stands out in the use of the money: what most of it went to, and which municipalities."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

import pandas as pd

from delrapport import swedish
from delrapport.records import Records
from delrapport.statistics import Indicator
from delrapport.use_of_money import UNTRACED, WHOLE, indicators, kinds

LARGEST = ["year", "municipality", "by"]
LISTS = ["year", "what"]
# What a target is to do with its indicator, by which way is better.
AIMS = {"more": "höja", "less": "sänka"}

Option = tuple[str, int]
"""What money can go to, and the whole kronor that did."""


def largest(measures: pd.DataFrame, by_group: pd.DataFrame, records: Records) -> pd.DataFrame:
    """Per year and municipality what most of the money went to, by target, kind and measure.

    Indexed by `LARGEST`. `names` are all that tie and `count` how many these are, each with
    `amount` and `share`, `among` all that got anything, `least` the smallest amount; `aims` says
    what targets are to do. `measures` are all rows that count
    for a place, `by_group` the sums of groups.
    """
    options: dict[tuple[str, str, str], list[Option]] = {}
    whole = by_group["amount"].xs(WHOLE, level="district")
    for (year, municipality, by, group), amount in _items(whole):
        if by in ("target", "kind"):
            options.setdefault((year, municipality, by), []).append((group, amount))
            # Some municipalities have no measure at all.
            options.setdefault((year, municipality, "measure"), [])
    own = measures[(measures["district"] == WHOLE) & (measures["municipality"] != WHOLE)]
    costs = own.groupby([*LARGEST[:2], "measure", "name"])["amount"].sum()
    for (year, municipality, _, name), amount in _items(costs):
        options.setdefault((year, municipality, "measure"), []).append((name, amount))
    index = pd.MultiIndex.from_tuples(list(options), names=LARGEST)
    rows = [_row(by, found, records) for (_, _, by), found in options.items()]
    return pd.DataFrame(rows, index=index)


def _items(table: pd.Series[int]) -> Iterator[tuple[tuple[str, ...], int]]:
    """The rows of a table as plain Python."""
    return zip(table.index.to_list(), table.tolist(), strict=True)


def _most(options: Sequence[Option]) -> list[str]:
    """What got most, several where they tie; nothing where nothing was spent."""
    most = max((amount for _, amount in options), default=0)
    return [name for name, amount in options if amount == most > 0]


def _row(by: str, options: Sequence[Option], records: Records) -> dict[str, int | str]:
    found, targets = _most(options), indicators(records)
    titles = {id_: swedish.lower_first(each.title) for id_, each in kinds(records).items()}
    titles |= {id_: swedish.lower_first(each.short) for id_, each in targets.items()}
    amount = max((each for _, each in options), default=0)
    total = sum(each for _, each in options)
    return {
        "names": swedish.listing(found if by == "measure" else [titles[each] for each in found]),
        "aims": aims([targets[each] for each in found]) if by == "target" else "",
        "count": len(found),
        "among": sum(each > 0 for _, each in options),
        "least": min((each for _, each in options), default=0),
        "amount": amount,
        "share": str(Fraction(amount, total)) if total else "0",
    }


def aims(targets: Sequence[Indicator]) -> str:
    """What targets are to do: `höja andelen förvärvsarbetande och sänka andelen frånvarande`."""
    parts = {
        verb: swedish.listing([each.name for each in targets if each.better == better])
        for better, verb in AIMS.items()
    }
    return swedish.listing([f"{verb} {names}" for verb, names in parts.items() if names])


def lists(
    by_place: pd.DataFrame, balances: pd.DataFrame, by_group: pd.DataFrame, records: Records
) -> pd.DataFrame:
    """Per year which municipalities carried over, left money unspent, can be followed, …

    Indexed by `LISTS`: `carried`, `unspent`, `traced` (all of it), `untraced` (some of it), and
    `target.<id>`: that which most of the municipality's money went to, alone. `names` says in text
    which they are, `count` how many.
    """
    options: dict[tuple[str, str], list[Option]] = {}
    for (year, municipality, district, by, group), amount in _items(by_group["amount"]):
        if (district, by) == (WHOLE, "target"):
            options.setdefault((year, municipality), []).append((group, amount))
    first = {place: _most(found) for place, found in options.items()}
    rows = [
        (year, what, _who(found, own, records), len(found))
        for year, own in _with_money(balances)
        for what, found in _named(year, own, by_place, balances, first, records)
    ]
    return pd.DataFrame(rows, columns=[*LISTS, "names", "count"]).set_index(LISTS)


def _with_money(balances: pd.DataFrame) -> Iterator[tuple[str, list[str]]]:
    """Each year with the municipalities that had anything to use."""
    own = balances[balances["available"] > 0].drop(WHOLE, level="municipality", errors="ignore")
    for year, found in own.groupby("year", sort=False):
        yield str(year), list(found.index.get_level_values("municipality"))


def _named(
    year: str,
    own: list[str],
    by_place: pd.DataFrame,
    balances: pd.DataFrame,
    first: Mapping[tuple[str, str], list[str]],
    records: Records,
) -> Iterator[tuple[str, list[str]]]:
    for what in ("carried", "unspent"):
        yield what, [each for each in own if balances.at[(year, each), what]]
    untraced = [each for each in own if by_place.at[(year, each, UNTRACED), "spent"]]
    yield "traced", [each for each in own if each not in untraced]
    yield "untraced", untraced
    for target in indicators(records):
        yield f"target.{target}", [each for each in own if first[year, each] == [target]]


def _who(found: list[str], of: list[str], records: Records) -> str:
    """Which municipalities they are, "alla kommuner" where that is all that had money."""
    if len(found) == len(of) > 1:
        return "alla kommuner"
    names = [each.name for each in records.programme.municipalities if each.id in found]
    return swedish.named(names, "municipality")
