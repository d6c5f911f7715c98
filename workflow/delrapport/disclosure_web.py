"""Everything that a series prints about people, as numbers that are tied to each other.

Tables print cells. A cell prints quantities: a count and the base that it is a part of. Quantities
are tied by linear relations, within a table and between tables: parts sum to a whole, a count and
its complement to the base, and two tables that speak of the same people print the same quantity.
Some quantities no table prints and everybody can work out: a complement, and what is left of a
municipality outside its districts.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import TypeVar

Cell = tuple[str, str, str, int]
"""A series, the kind and the id of a place, and a year: what a table shows or hides together."""
Quantity = tuple[str, str, str, int]
"""Who is counted, the kind and the id of a place, and a year."""
Relation = Mapping[Quantity, Fraction]
"""Quantity → coefficient; the products with the quantities' values sum to nil."""


@dataclass(frozen=True)
class Web:
    """The cells, and all that ties their quantities; no quantity is negative."""

    values: dict[Quantity, Fraction] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)
    printed: dict[Cell, frozenset[Quantity]] = field(default_factory=dict)
    hides: dict[Cell, frozenset[Quantity]] = field(default_factory=dict)
    """What may not be worked out of a cell that is hidden, for whatever reason."""
    sizes: dict[Cell, int] = field(default_factory=dict)
    """How many people a cell is about."""
    primary: dict[Cell, str] = field(default_factory=dict)
    """The cells that the rule hides, and why."""
    sensitive: dict[Quantity, str] = field(default_factory=dict)
    """What nobody may be able to work out, and why."""
    known: dict[Quantity, str] = field(default_factory=dict)
    """What everybody knows whatever the tables hide, and wherefrom."""
    worth: dict[str, int] = field(default_factory=dict)
    """What is counted but persons → how much of it a person has: values are in persons too."""

    def number(self, quantity: Quantity) -> int:
        """A quantity as tables print it."""
        return int(self.values[quantity] * self.worth.get(quantity[0], 1))

    @cached_property
    def printable(self) -> frozenset[Quantity]:
        """What a table may show or hide."""
        return frozenset().union(*self.printed.values()) - self.known.keys()

    @cached_property
    def touching(self) -> dict[Quantity, list[int]]:
        """Quantity → the numbers of the relations that it is part of."""
        found: dict[Quantity, list[int]] = {}
        for number, relation in enumerate(self.relations):
            for quantity in relation:
                found.setdefault(quantity, []).append(number)
        return found

    def public(self, hidden: Collection[Cell]) -> set[Quantity]:
        """What is known where these cells are hidden."""
        shown = (each for cell, each in self.printed.items() if cell not in hidden)
        return {*self.known, *(quantity for quantities in shown for quantity in quantities)}

    def blocks(self) -> list[Web]:
        """The parts that nothing ties to each other, in a fixed order."""
        links = [*self.relations, *self.printed.values(), *self.hides.values()]
        groups = joined(links, sorted(self.values))
        number = {quantity: n for n, group in enumerate(groups) for quantity in group}
        found = [Web() for _ in groups]
        for name in ("values", "sensitive", "known"):
            for quantity, value in getattr(self, name).items():
                getattr(found[number[quantity]], name)[quantity] = value
        for relation in self.relations:
            found[number[next(iter(relation))]].relations.append(relation)
        for cell in sorted(self.printed):
            block = found[number[min(self.printed[cell])]]
            for name in ("printed", "hides", "sizes", "primary"):
                if cell in getattr(self, name):
                    getattr(block, name)[cell] = getattr(self, name)[cell]
        return found


Item = TypeVar("Item", bound=Hashable)


def joined(links: Iterable[Iterable[Item]], items: Iterable[Item]) -> list[list[Item]]:
    """The items in groups, as given and by their first: those that a chain of links joins."""
    order = {item: place for place, item in enumerate(items)}
    leader = list(range(len(order)))

    def first(place: int) -> int:
        while leader[place] != place:
            leader[place] = leader[leader[place]]
            place = leader[place]
        return place

    for link in links:
        ends = {first(order[item]) for item in link if item in order}
        least = min(ends, default=0)
        for end in ends:
            leader[end] = least
    groups: dict[int, list[Item]] = {}
    for item, place in order.items():
        groups.setdefault(first(place), []).append(item)
    return list(groups.values())
