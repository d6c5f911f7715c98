"""What is seen at once where some cells are hidden, and what has to be thought about together."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from delrapport.disclosure_web import Cell, Quantity, Web, joined


@dataclass(frozen=True)
class Group:
    """Quantities that tell of each other, and the numbers of the relations by which they do."""

    quantities: tuple[Quantity, ...]
    relations: tuple[int, ...]


class View:
    """A web as its readers see it.

    Most of what isn't printed follows from what is by one subtraction after another; what doesn't
    falls apart into small groups.
    """

    def __init__(self, web: Web, hidden: Collection[Cell]) -> None:
        self._web = web
        self._unknown = web.values.keys() - web.public(hidden)
        self._follows: dict[Quantity, int] = {}
        """Quantity → the relation that it follows from, all others of which are known."""
        self._subtract()

    def _subtract(self) -> None:
        lacking = [self._unknown & relation.keys() for relation in self._web.relations]
        # First come, first served: what follows in few steps is bound to few others.
        ready = deque(number for number, lacks in enumerate(lacking) if len(lacks) == 1)
        while ready:
            number = ready.popleft()
            if len(lacking[number]) != 1:
                continue
            quantity = next(iter(lacking[number]))
            self._follows[quantity] = number
            self._unknown.discard(quantity)
            for other in self._web.touching[quantity]:
                lacking[other].discard(quantity)
                if len(lacking[other]) == 1:
                    ready.append(other)

    def groups(self, wanted: Collection[Quantity]) -> Iterator[tuple[list[Quantity], Group]]:
        """Each group in which some wanted quantity is unknown or follows, with those quantities."""
        for unknown in joined(self._web.relations, sorted(self._unknown)):
            if asked := [quantity for quantity in unknown if quantity in wanted]:
                relations = {n for q in unknown for n in self._web.touching.get(q, ())}
                yield asked, self._group(unknown, relations)
        for quantity in sorted(self._follows.keys() & wanted):
            yield [quantity], self._group([quantity], {self._follows[quantity]})

    def _group(self, quantities: Iterable[Quantity], relations: set[int]) -> Group:
        """With all that these rest on, down to what is printed."""
        found = dict.fromkeys(quantities)
        waiting = sorted(relations)
        while waiting:
            for quantity in sorted(self._web.relations[waiting.pop()]):
                if quantity in self._follows and quantity not in found:
                    found[quantity] = None
                    if (number := self._follows[quantity]) not in relations:
                        relations.add(number)
                        waiting.append(number)
        return Group(tuple(found), tuple(sorted(relations)))
