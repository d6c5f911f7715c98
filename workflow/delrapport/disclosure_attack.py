"""How closely somebody who reads all that is printed can tell what is not.

The attacker's problem of Fischetti and Salazar: by linear programming over the relations, the least
and the most that a hidden quantity may be. What limits it (the programme's dual values) says which
further quantities would have to be hidden to widen it: a cut.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import highspy
import numpy as np

from delrapport.disclosure_view import Group
from delrapport.disclosure_web import Quantity, Web

EXACT = 1e-6
"""What is less than this is nil: numbers of people are whole."""
REACH = 10
"""The attacker is taken to know each hidden quantity beforehand to so many times the protection."""


@dataclass(frozen=True)
class Cut:
    """By how much at most the interval of a quantity widens as others are hidden.

    It can't be wider than `constant` and the coefficients of the hidden quantities together.
    """

    quantity: Quantity
    constant: float
    coefficients: Mapping[Quantity, float]

    def most(self) -> float:
        """The width if all is hidden."""
        return self.constant + sum(self.coefficients.values())


def solver() -> highspy.Highs:
    """HiGHS so that it gives the same answer every time: one thread, no limit of time."""
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.silent()
    for option, value in (
        ("threads", 1),
        ("parallel", "off"),
        ("random_seed", 0),
        ("mip_rel_gap", 0.0),
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
        self._reach = float(REACH * protection)
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
        value = float(self._web.values[quantity])
        return -min(value, self._reach), self._reach

    def width(self, quantity: Quantity) -> tuple[float, Cut]:
        """The width of the interval, and why it isn't wider."""
        width = constant = 0.0
        coefficients: dict[Quantity, float] = {}
        for sense in (highspy.ObjSense.kMaximize, highspy.ObjSense.kMinimize):
            end, duals = self._end(quantity, sense)
            width += abs(end)
            for other, price in self._prices(quantity, duals).items():
                below, above = self._room(other)
                up = (price > 0) == (sense == highspy.ObjSense.kMaximize)
                most = abs(price) * (above if up else -below)
                if other in self._web.printable:
                    coefficients[other] = coefficients.get(other, 0.0) + most
                elif other not in self._web.known:
                    constant += most
        return width, Cut(quantity, constant, coefficients)

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


def cuts_of(web: Web, quantity: Quantity, protection: int) -> Iterator[Cut]:
    """Each relation as a cut: a part of it can't be wider than the others together."""
    reach = float(REACH * protection)
    for number in web.touching.get(quantity, ()):
        relation = web.relations[number]
        constant, coefficients = 0.0, {}
        for other, part in relation.items():
            if other != quantity and other not in web.known:
                room = min(float(web.values[other]), reach) + reach
                most = float(abs(part / relation[quantity])) * room
                if other in web.printable:
                    coefficients[other] = most
                else:
                    constant += most
        if constant < protection:
            yield Cut(quantity, constant, coefficients)
