"""Which cells have to be hidden so that none of what the rule protects can be worked out.

Cell suppression as an integer programme, after M. Fischetti and J. J. Salazar, "Solving the Cell
Suppression Problem on Tabular Data with Linear Constraints", Management Science 47 (2001), with the
sliding protection levels of their section 2; see also A. Hundepool and others, "Handbook on
Statistical Disclosure Control", second edition (ESSnet). Cells that cost least are
hidden; an attacker's linear programmes find what still can be told, and why; each such reason is a
cut by which the choice is made anew, until there is nothing to tell. What single relations tell of
the numbers that a cut speaks of are rows of the choice too: see disclosure_rooms.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import highspy
import numpy as np

from delrapport.disclosure_attack import EXACT, Attack, Cut, linear_programme, room, solver
from delrapport.disclosure_columns import Columns, Row
from delrapport.disclosure_rooms import Rooms
from delrapport.disclosure_view import Group, View
from delrapport.disclosure_web import Cell, Quantity, Web, joined

Prefer = Literal["few", "small"]
MANY = 500
"""Of more cells, those may be chosen that cost up to one per cent more than the cheapest."""


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
    foreseen: dict[Quantity, None] = field(default_factory=dict)
    """What may be told of soon, in order."""
    choices: dict[object, frozenset[int]] = field(default_factory=dict)
    """What was chosen already by the same rows."""

    def __post_init__(self) -> None:
        self.columns = Columns(self.web)
        self.rooms = Rooms(self.web, self.columns, self.protection)

    def solved(self) -> frozenset[Cell]:
        hidden = self._cheapest()
        while found := list(self._told(hidden)):
            self.cuts += found
            self._foresee(found)
            hidden = self._cheapest()
        return hidden

    def _foresee(self, found: Iterable[tuple[Cut, Cell | None]]) -> None:
        """Think of what the relations tell of the cells that these cuts may hide."""
        others = dict.fromkeys(cut.quantity for cut, _ in found)
        others |= dict.fromkeys(other for cut, _ in found for other, _ in cut.prices)
        if others.keys() <= self.foreseen.keys():
            return
        self.rooms.add(others)
        self.foreseen |= others
        for quantity, most in self.rooms.most().items():
            self._need(quantity, most)

    def _need(self, quantity: Quantity, most: float) -> float:
        """How wide the interval must be: as wide as it can be, where that is less."""
        need = min(self.needs.get(quantity, self.protection), most)
        if need < self.protection - EXACT:
            self.needs[quantity] = need
        return need

    def _most(self, cut: Cut) -> float:
        """How wide an interval is at most if all is hidden."""
        return sum(price * self._room(*moved) for moved, price in cut.prices.items())

    def _room(self, quantity: Quantity, way: int) -> float:
        return room(self.web, quantity, way, self.protection)

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
                if width < self._need(quantity, self._most(cut)) - EXACT:
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
        cuts = [*(self._row(cut, cell) for cut, cell in self.cuts), *self._foreseen()]
        rows = [*self.columns.ties(), *self.rooms.rows, *cuts]
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
        others = columns[len(cells) :]
        bounds = [(float(cell in self.web.primary), 1.0) for cell in cells]
        lp = linear_programme(
            [*bounds, *((0.0, self.columns.end(each)) for each in others)],
            [{place[column]: value for column, value in row.items()} for row, _ in rows],
            [(low, highspy.kHighsInf) for _, low in rows],
        )
        lp.col_cost_ = np.array([*(self.costs[cell] for cell in cells), *[0.0] * len(others)])
        whole, part = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
        lp.integrality_ = [whole] * len(cells) + [part] * len(others)
        highs = solver()
        highs.setOptionValue("mip_rel_gap", 0.01 if len(cells) > MANY else 1e-6)
        highs.passModel(lp)
        highs.run()
        assert highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
        values = highs.getSolution().col_value
        return (columns[n] for n, _ in enumerate(cells) if values[n] > 0.5)

    def _foreseen(self) -> Iterator[Row]:
        """What is hidden must be as uncertain as single relations let it be."""
        for quantity in self.foreseen:
            cells: list[Cell | None] = [None] if quantity in self.web.sensitive else []
            cells += [
                None if cell in self.web.primary else cell
                for cell in self.columns.printing.get(quantity, ())
                if quantity in self.web.hides[cell]
            ]
            width = self.rooms.width(quantity)
            for cell in dict.fromkeys(cells) if width else ():
                yield self._where(cell, dict(width), self._needed(quantity))

    def _needed(self, quantity: Quantity) -> float:
        return self.needs.get(quantity, float(self.protection))

    def _row(self, cut: Cut, cell: Cell | None) -> Row:
        """Coefficients of what is hidden or may be off, and the least that they must sum to."""
        row: dict[int, float] = {}
        rest: dict[int, float] = {}
        lacks = self._needed(cut.quantity)
        for (quantity, way), price in cut.prices.items():
            column = self.rooms.of(quantity, way)
            # Columns of how far it may be off count no more than what is wanted.
            if column is not None and price >= 1:
                row[column] = row.get(column, 0.0) + price
            elif quantity in self.web.printable:
                column = self.columns.of(quantity)
                rest[column] = rest.get(column, 0.0) + price * self._room(quantity, way)
            else:
                lacks -= price * self._room(quantity, way)
        row |= {column: min(most, lacks) for column, most in rest.items()}
        return self._where(cell, row, lacks)

    def _where(self, cell: Cell | None, row: dict[int, float], least: float) -> Row:
        """A row that holds if a cell is hidden; None is one that is in any case."""
        if cell is None:
            return row, least - EXACT
        column = self.columns.place[cell]
        row[column] = row.get(column, 0.0) - least
        return row, -EXACT
