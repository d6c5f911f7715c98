"""How far hidden numbers can be from what they are, as far as single relations tell it.

A part of a sum can't be farther off than all the others together. Each relation is rows of the
integer programme that chooses what is hidden; what they rule out needs no attacker to find out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import highspy
import numpy as np

from delrapport.disclosure_attack import linear_programme, room, solver
from delrapport.disclosure_columns import Columns, Row
from delrapport.disclosure_web import Quantity, Web

WAYS = (1, -1)
"""Above its true value, and below."""
Part = tuple[dict[int, float], float]
"""Columns with their coefficients, and a number: what they come to together."""


@dataclass
class Rooms:
    """Columns that say how far quantities may be off, and the rows that bind them.

    They count up to the protection that is wanted; more is as good.
    """

    web: Web
    columns: Columns
    protection: int
    rows: list[Row] = field(default_factory=list)
    _of: dict[tuple[Quantity, int], int] = field(default_factory=dict)
    _seen: set[int] = field(default_factory=set)

    def of(self, quantity: Quantity, way: int) -> int | None:
        """The column of how far a quantity may be off one way; None where nothing binds it."""
        return self._of.get((quantity, way))

    def width(self, quantity: Quantity) -> dict[int, float]:
        """The columns that sum to the width of its interval; none where nothing binds it."""
        return self._both(quantity) if (quantity, 1) in self._of else {}

    def add(self, quantities: Iterable[Quantity]) -> None:
        """Bind these by every relation that they are part of."""
        for quantity in quantities:
            for number in self.web.touching.get(quantity, ()):
                relation = self.web.relations[number]
                # Where one weighs more than another, only the attacker reckons.
                if number not in self._seen and {abs(part) for part in relation.values()} == {1}:
                    self._seen.add(number)
                    self.rows += self._bound(
                        {q: int(part) for q, part in relation.items() if q not in self.web.known}
                    )

    def _bound(self, relation: Mapping[Quantity, int]) -> Iterator[Row]:
        for quantity in relation:
            yield from self._limited(quantity)
        for side in WAYS:
            # Both ways as they move the sum: what moves it to one side, others move back.
            to, back = (
                {q: ({self._of[q, way * part]: 1.0}, 0.0) for q, part in relation.items()}
                for way in (side, -side)
            )
            yield from self._by_others(to, back)
        # Where cells are wholly shown or hidden this follows; where solving parts them, it helps.
        shown = {quantity: self._width(quantity) for quantity in relation}
        yield from self._by_others(shown, {q: (self._both(q), 0.0) for q in relation})

    def _by_others(
        self, parts: Mapping[Quantity, Part], bound: Mapping[Quantity, Part]
    ) -> Iterator[Row]:
        """What is bound of a quantity is at most the parts of all others together."""
        together: Part = ({self.columns.new(float("inf")): 1.0}, 0.0)
        yield _row(parts.values(), [together])
        for quantity, part in parts.items():
            yield _row([together], [part, bound[quantity]])

    def _width(self, quantity: Quantity) -> Part:
        """How wide an interval is at most, if it is hidden."""
        rooms = (room(self.web, quantity, way, self.protection) for way in WAYS)
        most = min(sum(rooms), float(self.protection))
        if quantity in self.web.printable:
            return {self.columns.of(quantity): most}, 0.0
        return {}, most

    def _both(self, quantity: Quantity) -> dict[int, float]:
        return {self._of[quantity, way]: 1.0 for way in WAYS}

    def _limited(self, quantity: Quantity) -> Iterator[Row]:
        """No quantity is negative, and none that is shown is off."""
        for way in WAYS if (quantity, 1) not in self._of else ():
            most = min(room(self.web, quantity, way, self.protection), float(self.protection))
            column = self._of[quantity, way] = self.columns.new(most)
            if quantity in self.web.printable:
                yield {self.columns.of(quantity): most, column: -1.0}, 0.0

    def most(self) -> dict[Quantity, float]:
        """How wide the interval of each quantity may be where all cells are hidden."""
        bounds = [(1.0, 1.0)] * self.columns.first_new
        bounds += [(0.0, most) for most in self.columns.most]
        limits = [(low, highspy.kHighsInf) for _, low in self.rows]
        lp = linear_programme(bounds, [row for row, _ in self.rows], limits)
        costs = np.zeros(len(bounds))
        costs[list(self._of.values())] = -1.0
        lp.col_cost_ = costs
        highs = solver()
        highs.passModel(lp)
        highs.run()
        assert highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
        values = highs.getSolution().col_value
        bound = dict.fromkeys(quantity for quantity, _ in self._of)
        return {q: sum(values[column] for column in self._both(q)) for q in bound}


def _row(plus: Iterable[Part], minus: Iterable[Part]) -> Row:
    """The row by which some parts together are no less than others."""
    row: dict[int, float] = {}
    least = 0.0
    for sign, parts in ((1.0, plus), (-1.0, minus)):
        for columns, number in parts:
            least -= sign * number
            for column, value in columns.items():
                row[column] = row.get(column, 0.0) + sign * value
    return row, least
