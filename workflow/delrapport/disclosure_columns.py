"""The columns of the integer programme by which hidden cells are chosen."""

from __future__ import annotations

from collections.abc import Iterator

from delrapport.disclosure_web import Cell, Quantity, Web

Row = tuple[dict[int, float], float]
"""A column's coefficient, and the least that the sum must be."""


class Columns:
    """One a cell, one a quantity that several cells print, and others as they are needed."""

    def __init__(self, web: Web) -> None:
        self._web = web
        self.cells = sorted(web.printed)
        self.place = {cell: column for column, cell in enumerate(self.cells)}
        self.printing: dict[Quantity, list[Cell]] = {}
        for cell in self.cells:
            for quantity in sorted(web.printed[cell]):
                self.printing.setdefault(quantity, []).append(cell)
        several = [quantity for quantity, found in self.printing.items() if len(found) > 1]
        self._shared = {each: len(self.cells) + number for number, each in enumerate(several)}
        self.first_new = len(self.cells) + len(several)
        self.most: list[float] = []
        """How much each other column may be at most."""

    @property
    def number(self) -> int:
        return self.first_new + len(self.most)

    def new(self, most: float) -> int:
        """A column from nothing to so much."""
        self.most.append(most)
        return self.number - 1

    def end(self, column: int) -> float:
        """How much a column may be at most."""
        return 1.0 if column < self.first_new else self.most[column - self.first_new]

    def of(self, quantity: Quantity) -> int:
        """The column that is one where the quantity is hidden."""
        if quantity in self._shared:
            return self._shared[quantity]
        return self.place[self.printing[quantity][0]]

    def ties(self) -> Iterator[Row]:
        """A quantity is hidden where all cells are that print it."""
        for quantity, column in self._shared.items():
            for cell in self.printing[quantity]:
                yield {self.place[cell]: 1.0, column: -1.0}, 0.0
        yield from self.same()

    def same(self) -> Iterator[Row]:
        """A cell that is hidden hides what no other may print then."""
        for quantity, column in self._shared.items():
            for cell in self.printing[quantity]:
                if quantity in self._web.hides[cell] and quantity not in self._web.known:
                    yield {self.place[cell]: -1.0, column: 1.0}, 0.0
