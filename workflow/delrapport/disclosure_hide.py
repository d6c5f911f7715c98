"""Which cells have to be hidden so that none of what the rule protects can be worked out.

Cell suppression as an integer programme, after M. Fischetti and J. J. Salazar, "Solving the Cell
Suppression Problem on Tabular Data with Linear Constraints", Management Science 47 (2001), with the
sliding protection levels of their section 2; see also A. Hundepool and others, "Handbook on
Statistical Disclosure Control", second edition (ESSnet). Cells that cost least are
hidden; an attacker's linear programmes find what still can be told, and why; each such reason is a
cut by which the choice is made anew, until there is nothing to tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import highspy
import numpy as np

from delrapport.disclosure_attack import (
    EXACT,
    Attack,
    Cut,
    cuts_of,
    linear_programme,
    solver,
)
from delrapport.disclosure_view import Group, View
from delrapport.disclosure_web import Cell, Quantity, Web, joined

Prefer = Literal["few", "small"]
Row = tuple[dict[int, float], float]
"""A column's coefficient, and the least that the sum must be."""


@dataclass(frozen=True)
class Choice:
    """The cells that are hidden; and what can be told too closely all the same, and how closely."""

    hidden: frozenset[Cell]
    narrow: Mapping[Quantity, float]


def choose(web: Web, protection: int, prefer: Prefer) -> Choice:
    """The cells that the rule hides, and the cheapest others that keep them from being told.

    A quantity that can't be protected so well, since too little is unknown of it or too much was
    printed before, is protected as well as hiding everything would.
    """
    hidden: set[Cell] = set()
    narrow: dict[Quantity, float] = {}
    for block in web.blocks():
        if block.sensitive or block.primary:
            solving = _Block(block, protection, _costs(block, prefer))
            found = solving.solved()
            hidden |= found
            wanted = block.sensitive.keys() | {q for cell in found for q in block.hides[cell]}
            told = solving.needs | dict.fromkeys(block.known, 0.0)
            narrow |= {quantity: told[quantity] for quantity in sorted(wanted & told.keys())}
    return Choice(frozenset(hidden), narrow)


def _costs(web: Web, prefer: Prefer) -> dict[Cell, float]:
    """What hiding a cell costs: about one, or by the people it is about; they decide ties too."""
    average = (sum(web.sizes.values()) + len(web.sizes)) / max(1, len(web.sizes))
    of_all = {cell: (size + 1) / average for cell, size in web.sizes.items()}
    if prefer == "small":
        return of_all
    return {cell: 1 + size / len(of_all) for cell, size in of_all.items()}


@dataclass
class _Block:
    """Cells that nothing ties to any others."""

    web: Web
    protection: int
    costs: Mapping[Cell, float]
    cuts: list[tuple[Cut, Cell | None]] = field(default_factory=list)
    """What can be told, and of which cell; of a cell that may be shown, it matters if it isn't."""
    needs: dict[Quantity, float] = field(default_factory=dict)
    """The width of intervals for which the full protection can't be had."""
    widths: dict[Group, dict[Quantity, tuple[float, Cut]]] = field(default_factory=dict)
    """What is known of groups of unknown quantities already."""
    foreseen: set[Quantity] = field(default_factory=set)
    choices: dict[object, frozenset[int]] = field(default_factory=dict)
    """What was chosen already by the same rows."""

    def __post_init__(self) -> None:
        self.columns = _Columns(self.web)

    def solved(self) -> frozenset[Cell]:
        hidden = self._cheapest()
        while found := list(self._told(hidden)):
            self.cuts += [*found, *self._foreseen(found)]
            hidden = self._cheapest()
        return hidden

    def _foreseen(
        self, found: Iterable[tuple[Cut, Cell | None]]
    ) -> Iterator[tuple[Cut, Cell | None]]:
        """What a single relation would tell of the cells that these cuts may hide."""
        others = dict.fromkeys(other for cut, _ in found for other in cut.coefficients)
        for other in [each for each in others if each not in self.foreseen]:
            self.foreseen.add(other)
            for cell in self.columns.printing[other]:
                if other in self.web.hides[cell]:
                    for cut in cuts_of(self.web, other, self.protection):
                        self._need(cut)
                        yield cut, None if cell in self.web.primary else cell

    def _need(self, cut: Cut) -> float:
        """How wide the interval must be: as wide as it can be, where that is less."""
        need = min(self.needs.get(cut.quantity, self.protection), cut.most())
        if need < self.protection:
            self.needs[cut.quantity] = need
        return need

    def _wanted(self, hidden: frozenset[Cell]) -> dict[Quantity, Cell | None]:
        """What may not be told if these cells are hidden."""
        own = {
            quantity: None if cell in self.web.primary else cell
            for cell in sorted(hidden, key=lambda cell: (cell in self.web.primary, cell))
            for quantity in sorted(self.web.hides[cell])
        }
        wanted = own | dict.fromkeys(self.web.sensitive)
        return {q: cell for q, cell in wanted.items() if q not in self.web.known}

    def _told(self, hidden: frozenset[Cell]) -> Iterator[tuple[Cut, Cell | None]]:
        """What can be told more closely than it may be if these cells are hidden."""
        wanted = self._wanted(hidden)
        for asked, group in View(self.web, hidden).groups(wanted):
            for quantity, (width, cut) in self._attacked(group, asked).items():
                if width < self._need(cut) - EXACT:
                    yield cut, wanted[quantity]

    def _attacked(
        self, group: Group, asked: Sequence[Quantity]
    ) -> dict[Quantity, tuple[float, Cut]]:
        found = self.widths.setdefault(group, {})
        if new := [quantity for quantity in asked if quantity not in found]:
            attack = Attack(self.web, group, self.protection)
            found |= {quantity: attack.width(quantity) for quantity in new}
        return {quantity: found[quantity] for quantity in asked}

    def _cheapest(self) -> frozenset[Cell]:
        """The cells that cost least to hide, by all cuts so far."""
        cuts = [self._row(cut, cell) for cut, cell in self.cuts]
        rows = [*self.columns.ties(), *cuts]
        groups = joined((row for row, _ in rows), range(self.columns.number))
        group_of = {column: number for number, group in enumerate(groups) for column in group}
        own: dict[int, list[Row]] = {}
        for row in rows:
            own.setdefault(group_of[min(row[0])], []).append(row)
        hidden = set(self.web.primary)
        for number in sorted({group_of[min(row)] for row, _ in (*cuts, *self.columns.same())}):
            hidden |= {
                self.columns.cells[each] for each in self._chosen(groups[number], own[number])
            }
        return frozenset(hidden)

    def _chosen(self, columns: Sequence[int], rows: Sequence[Row]) -> frozenset[int]:
        """Of columns that rows bind to each other, the cells that are hidden."""
        key = tuple((tuple(row.items()), low) for row, low in rows)
        if key not in self.choices:
            self.choices[key] = frozenset(self._cheapest_of(columns, rows))
        return self.choices[key]

    def _cheapest_of(self, columns: Sequence[int], rows: Sequence[Row]) -> Iterator[int]:
        place = {column: number for number, column in enumerate(columns)}
        cells = [self.columns.cells[each] for each in columns if each < len(self.columns.cells)]
        others = len(columns) - len(cells)
        bounds = [(float(cell in self.web.primary), 1.0) for cell in cells]
        lp = linear_programme(
            [*bounds, *[(0.0, 1.0)] * others],
            [{place[column]: value for column, value in row.items()} for row, _ in rows],
            [(low, highspy.kHighsInf) for _, low in rows],
        )
        lp.col_cost_ = np.array([*(self.costs[cell] for cell in cells), *[0.0] * others])
        whole, part = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
        lp.integrality_ = [whole] * len(cells) + [part] * others
        highs = solver()
        highs.passModel(lp)
        highs.run()
        assert highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
        values = highs.getSolution().col_value
        return (columns[n] for n, _ in enumerate(cells) if values[n] > 0.5)

    def _row(self, cut: Cut, cell: Cell | None) -> Row:
        """Coefficients of what is hidden, and the least that they must sum to."""
        lacks = self.needs.get(cut.quantity, self.protection) - cut.constant
        row: dict[int, float] = {}
        for quantity, coefficient in cut.coefficients.items():
            column = self.columns.of(quantity)
            row[column] = row.get(column, 0.0) + min(coefficient, lacks)
        if cell is None:
            return row, lacks - EXACT
        column = self.columns.place[cell]
        row[column] = row.get(column, 0.0) - lacks
        return row, -EXACT


class _Columns:
    """The columns of the choice: one a cell, and one a quantity that several cells print."""

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
        self.number = len(self.cells) + len(several)

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
