"""The ledger of an allocation: every step as a table.

Exact values are fractions. A table has them as decimals that are cut off, so that whoever rounds
them further gets what rounding the fraction would have given, and as the fraction itself where that
is short. Amounts are kronor. Every row says its `status`, so that a table of invented counts can't
pass for real when it is taken out of its folder.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from delrapport import exact, swedish
from delrapport.allocate import Shared
from delrapport.allocation import Allocation
from delrapport.declared import Cell
from delrapport.tables import csv_text, read_cells

# Columns of whole numbers; everything else is text.
WHOLE = frozenset(
    {
        "first_count", "first_base", "last_count", "last_base", "size", "received", "population",
        "improved", "unchanged", "declined", "missing", "floor", "rank", "rounded", "decided",
        "difference", "pot", "residue", "unit", "left_over", "near_ties", "largest_swing", "amount",
        "smallest", "largest", "swing",
    }
)  # fmt: skip
# Decimals of ratios (levels, factors, shares), of scores, and of kronor.
RATIO, SCORE, KRONOR = 12, 8, 6
SHORT = 40
"""A fraction of more signs is left out of the tables."""
NEAR = Fraction(1, 100)
"""Remainders that are nearer than this part of a unit make a near tie."""

Row = dict[str, Any]


def tables(shared: Shared) -> dict[str, str]:
    """Every table of an allocation as CSV, by name."""
    rows: Mapping[str, Iterable[Row]] = {
        "ledger": _ledger(shared),
        "factors": _factors(shared),
        "indicators": _indicators(shared),
        "amounts": _amounts(shared),
        "totals": [_totals(shared)],
        "scenarios": _others(shared, "scenario", shared.scenarios),
        "left_out": _others(shared, "indicator", shared.left_out),
        "swings": _swings(shared),
        "one_person": _one_person(shared),
    }
    return {
        name: _table(name, shared.payment.id, shared.status, found) for name, found in rows.items()
    }


# The columns that tell the rows of each table apart, after `payment`; then what they say.
COLUMNS: Mapping[str, tuple[list[str], list[str]]] = {
    "ledger": (
        ["district", "indicator"],
        ["first_count", "first_base", "first_level", "last_count", "last_base", "last_level",
         "change", "improvement", "size", "factor", "score", "share", "kronor",
         "change_exact", "improvement_exact", "factor_exact", "score_exact", "share_exact",
         "kronor_exact"],
    ),
    "factors": (["district"], ["received", "population", "ratio", "factor", "factor_exact"]),
    "indicators": (
        ["indicator"],
        ["weight", "weight_exact", "kronor", "kronor_exact", "score", "improved", "unchanged",
         "declined", "declined_names", "missing", "missing_names"],
    ),
    "amounts": (
        ["district"],
        ["exact", "exact_exact", "floor", "remainder", "rank", "rounded_up", "rounded",
         "near_tie", "decided", "difference", "reason"],
    ),
    "totals": (
        [],
        ["pot", "payable", "withheld", "rounded", "rounding", "residue", "unit", "left_over",
         "rounded_up_names", "near_ties", "near_ties_names", "largest_swing",
         "largest_swing_names"],
    ),
    "scenarios": (["scenario", "district"], ["amount", "difference"]),
    "left_out": (["indicator", "district"], ["amount", "difference"]),
    "swings": (["district"], ["smallest", "largest", "swing", "rank"]),
    "one_person": (["district", "indicator", "year"], ["more", "fewer"]),
}  # fmt: skip


def read(tables: Iterable[tuple[str, str]]) -> dict[Cell, int | str]:
    """The cells of tables, each given by its name and as CSV."""
    cells: dict[Cell, int | str] = {}
    for name, text in tables:
        keys, columns = COLUMNS[name]
        for row in read_cells(text, WHOLE):
            where = (str(row["payment"]), *(str(row[key]) for key in keys))
            cells |= {Cell(name, where, column): row[column] for column in columns}
    return cells


def _table(name: str, payment: str, status: str, rows: Iterable[Row]) -> str:
    keys, columns = COLUMNS[name]
    content = ([payment, *(row[each] for each in (*keys, *columns)), status] for row in rows)
    return csv_text(["payment", *keys, *columns, "status"], content)


def _ratio(number: Fraction | None, places: int = RATIO) -> str:
    return "" if number is None else exact.decimals(number, places)


def _both(name: str, number: exact.Sum | Fraction | None, places: int) -> Row:
    """A column of decimals, and one of the fraction where it is short."""
    if number is None:
        return {name: "", f"{name}_exact": ""}
    sum_ = exact.Sum([(number, Fraction(1))]) if isinstance(number, Fraction) else number
    return {name: sum_.decimals(places), f"{name}_exact": sum_.short(SHORT)}


def _ledger(shared: Shared) -> Iterator[Row]:
    allocation = shared.allocation
    for (district, indicator), step in allocation.steps.items():
        row: Row = {"district": district, "indicator": indicator}
        row["size"] = None if step.change is None else step.size
        for year, count in (("first", step.first), ("last", step.last)):
            row[f"{year}_count"] = count.count if count else None
            row[f"{year}_base"] = count.base if count else None
            row[f"{year}_level"] = _ratio(count.level if count else None)
        row |= _both("change", step.change, RATIO)
        row |= _both("improvement", step.improvement, RATIO)
        row |= _both("factor", step.factor, RATIO)
        row |= _both("score", step.score, SCORE)
        row |= _both("share", allocation.share(district, indicator), RATIO)
        row |= _both("kronor", allocation.part(district, indicator), KRONOR)
        yield row


def _factors(shared: Shared) -> Iterator[Row]:
    indicator = next(iter(shared.allocation.weights))
    for district in shared.case.districts:
        reception = shared.case.reception.get(district)
        factor = shared.allocation.steps[district, indicator].factor
        ratio = Fraction(reception.received, reception.population) if reception else None
        yield {
            "district": district,
            "received": reception.received if reception else None,
            "population": reception.population if reception else None,
            "ratio": _ratio(ratio),
            **_both("factor", factor, RATIO),
        }


def _indicators(shared: Shared) -> Iterator[Row]:
    allocation = shared.allocation
    directions = {each.id: each.direction for each in shared.case.indicators}
    for indicator, weight in allocation.weights.items():
        steps = {d: allocation.steps[d, indicator] for d in shared.case.districts}
        moved = {
            district: step.change * directions[indicator]
            for district, step in steps.items()
            if step.change is not None
        }
        declined = [district for district, change in moved.items() if change < 0]
        yield {
            "indicator": indicator,
            **_both("weight", weight, RATIO),
            **_both("kronor", allocation.pots[indicator], KRONOR),
            "score": _ratio(allocation.totals[indicator], SCORE),
            "improved": sum(change > 0 for change in moved.values()),
            "unchanged": sum(change == 0 for change in moved.values()),
            "declined": len(declined),
            "declined_names": _names(shared, declined),
            "missing": len(steps) - len(moved),
            "missing_names": _names(shared, steps.keys() - moved.keys()),
        }


def _amounts(shared: Shared) -> Iterator[Row]:
    near = near_ties(shared)
    for district, amount in shared.allocation.amounts.items():
        decision = shared.decisions.get(district)
        yield {
            "district": district,
            **_both("exact", amount.exact, KRONOR),
            "floor": amount.floor,
            "remainder": amount.exact.less(amount.floor).decimals(KRONOR),
            "rank": amount.rank,
            "rounded_up": "yes" if amount.rounded > amount.floor else "no",
            "rounded": amount.rounded,
            "near_tie": "yes" if district in near else "no",
            "decided": decision.amount if decision else None,
            "difference": decision.amount - amount.rounded if decision else None,
            "reason": decision.reason if decision else None,
        }


def near_ties(shared: Shared) -> set[str]:
    """The districts whose rounding a hair would have changed.

    Their remainders lie on the two sides of the cut between rounded up and rounded down, less than
    `NEAR` of a unit apart.
    """
    allocation = shared.allocation
    remainders = {
        district: Fraction(amount.exact.less(amount.floor).decimals(KRONOR))
        for district, amount in allocation.amounts.items()
    }
    ranked = sorted(remainders, key=lambda district: allocation.amounts[district].rank)
    up, down = ranked[: allocation.extra], ranked[allocation.extra :]
    if not up or not down:
        return set()
    lowest, highest = remainders[up[-1]], remainders[down[0]]
    width = NEAR * shared.rule.unit
    return {d for d in up if remainders[d] - highest < width} | {
        d for d in down if lowest - remainders[d] < width
    }


def _names(shared: Shared, districts: Iterable[str]) -> str:
    """Which they are, in text."""
    return swedish.named((shared.names[district] for district in districts), "district")


def _totals(shared: Shared) -> Row:
    allocation, pot = shared.allocation, shared.case.pot
    near = near_ties(shared)
    up = [d for d, amount in allocation.amounts.items() if amount.rounded > amount.floor]
    widths = {district: most - least for district, (least, most) in _spans(shared).items()}
    widest = max(widths.values())
    rounded = sum(amount.rounded for amount in allocation.amounts.values())
    return {
        "pot": pot,
        "payable": _ratio(allocation.payable, KRONOR),
        "withheld": _ratio(pot - allocation.payable, KRONOR),
        "rounded": rounded,
        "rounding": _ratio(allocation.payable - rounded, KRONOR),
        "residue": pot - rounded,
        "unit": shared.rule.unit,
        "left_over": allocation.extra * shared.rule.unit,
        "rounded_up_names": _names(shared, up),
        "near_ties": len(near),
        "near_ties_names": _names(shared, near),
        "largest_swing": widest,
        "largest_swing_names": _names(shared, (d for d, w in widths.items() if w == widest)),
    }


def _others(shared: Shared, kind: str, others: Mapping[str, Allocation]) -> Iterator[Row]:
    for name, other in others.items():
        for district, amount in other.amounts.items():
            declared = shared.allocation.amounts[district].rounded
            difference = amount.rounded - declared
            yield {
                kind: name,
                "district": district,
                "amount": amount.rounded,
                "difference": difference,
            }


def _swings(shared: Shared) -> Iterator[Row]:
    """How far the scenarios move a district; rank 1 for the largest swing, equals share a rank."""
    spans = _spans(shared)
    widths = sorted((least - most for least, most in spans.values()))
    for district, (least, most) in spans.items():
        rank = 1 + bisect_left(widths, least - most)
        yield {
            "district": district,
            "smallest": least,
            "largest": most,
            "swing": most - least,
            "rank": rank,
        }


def _spans(shared: Shared) -> dict[str, tuple[int, int]]:
    """Each district's smallest and largest amount under the declared rule and the scenarios."""
    rules = (shared.allocation, *shared.scenarios.values())
    amounts = {d: [rule.amounts[d].rounded for rule in rules] for d in shared.case.districts}
    return {district: (min(found), max(found)) for district, found in amounts.items()}


def _one_person(shared: Shared) -> Iterator[Row]:
    for effect in shared.effects():
        yield {
            "district": effect.district,
            "indicator": effect.indicator,
            "year": effect.year,
            "more": effect.more.decimals(KRONOR) if effect.more else None,
            "fewer": effect.fewer.decimals(KRONOR) if effect.fewer else None,
        }
