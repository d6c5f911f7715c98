"""How closely somebody who reads all that is printed can tell what is not.

The attacker's problem of Fischetti and Salazar: by linear programming over the relations, the least
and the most that a hidden quantity may be. What limits it (the programme's dual values) says which
further quantities would have to be hidden to widen it: a cut.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import highspy
import numpy as np

from delrapport.disclosure_view import Group
from delrapport.disclosure_web import Quantity, Web

EXACT = 1e-6
"""What is less than this is nil: numbers of people are whole."""
SENSES = {1: highspy.ObjSense.kMaximize, -1: highspy.ObjSense.kMinimize}
REACH = 10
"""The attacker is taken to know each hidden quantity beforehand to so many times the protection."""


@dataclass(frozen=True)
class Cut:
    """Why the interval of a quantity isn't wider: what the others would have to be off for it.

    Its width is at most the sum of how far each is off each way, times its price.
    """

    quantity: Quantity
    prices: Mapping[tuple[Quantity, int], float]


def room(web: Web, quantity: Quantity, way: int, protection: int) -> float:
    """How far above (1) or below (−1) its true value a quantity may be at most, if it is hidden."""
    reach = float(REACH * protection)
    return reach if way > 0 else min(float(web.values[quantity]), reach)


def solver() -> highspy.Highs:
    """HiGHS so that it gives the same answer every time: one thread, no limit of time."""
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.silent()
    for option, value in (
        ("threads", 1),
        ("parallel", "off"),
        ("random_seed", 0),
        # The rows are close enough to whole numbers: to look for more of them takes longest.
        ("mip_pool_soft_limit", 10),
        ("mip_pool_age_limit", 1),
    ):
        highs.setOptionValue(option, value)
    return highs


def linear_programme(
    bounds: Sequence[tuple[float, float]],
    rows: Sequence[Mapping[int, float]],
    limits: Sequence[tuple[float, float]],
) -> highspy.HighsLp:
    """A programme whose columns lie within `bounds` and whose rows lie within `limits`."""
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(bounds), len(rows)
    lp.col_cost_ = np.zeros(len(bounds))
    lp.col_lower_, lp.col_upper_ = map(np.array, zip(*bounds, strict=True))
    lower, upper = zip(*limits, strict=True) if limits else ((), ())
    lp.row_lower_, lp.row_upper_ = np.array(lower), np.array(upper)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.cumsum([0, *map(len, rows)])
    lp.a_matrix_.index_ = np.array([column for row in rows for column in row], dtype=np.int32)
    lp.a_matrix_.value_ = np.array([value for row in rows for value in row.values()], dtype=float)
    return lp


class Attack:
    """The unknown quantities that tell of each other, and what can be told of them."""

    def __init__(self, web: Web, group: Group, protection: int) -> None:
        self._web = web
        self._place = {quantity: place for place, quantity in enumerate(group.quantities)}
        self._relations = [web.relations[number] for number in group.relations]
        self._protection = protection
        rows = [
            {self._place[q]: float(part) for q, part in relation.items() if q in self._place}
            for relation in self._relations
        ]
        self._highs = solver()
        self._highs.passModel(
            linear_programme(
                [self._room(q) for q in group.quantities], rows, [(0.0, 0.0)] * len(rows)
            )
        )

    def _room(self, quantity: Quantity) -> tuple[float, float]:
        """How far below and above its true value a quantity may be."""
        below, above = (room(self._web, quantity, way, self._protection) for way in (-1, 1))
        return -below, above

    def width(self, quantity: Quantity) -> tuple[float, Cut]:
        """The width of the interval, and why it isn't wider."""
        width = 0.0
        prices: dict[tuple[Quantity, int], float] = {}
        for way, sense in SENSES.items():
            end, duals = self._end(quantity, sense)
            width += abs(end)
            for other, price in self._prices(quantity, duals).items():
                if other not in self._web.known:
                    moved = (other, way if price > 0 else -way)
                    prices[moved] = prices.get(moved, 0.0) + abs(price)
        return width, Cut(quantity, prices)

    def _end(self, quantity: Quantity, sense: highspy.ObjSense) -> tuple[float, Sequence[float]]:
        """How far from its true value a quantity may be one way, and the duals of the relations."""
        column = self._place[quantity]
        self._highs.changeColCost(column, 1.0)
        self._highs.changeObjectiveSense(sense)
        self._highs.run()
        assert self._highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
        end = self._highs.getInfo().objective_function_value
        self._highs.changeColCost(column, 0.0)
        return end, self._highs.getSolution().row_dual

    def _prices(self, quantity: Quantity, duals: Sequence[float]) -> dict[Quantity, float]:
        """What one more of each quantity would change, through the relations."""
        prices = {quantity: 1.0}
        for relation, dual in zip(self._relations, duals, strict=True):
            for other, part in relation.items() if dual else ():
                prices[other] = prices.get(other, 0.0) - dual * float(part)
        return {other: price for other, price in prices.items() if abs(price) > EXACT}
