"""A fact: a figure or a claim as it is printed, with where it comes from.

Stages hand facts on as JSON. What prints or checks them needs no more than this; how they are made
is told in facts.py.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from delrapport import registry
from delrapport.symbols import MISSING, SYMBOLS

# The statuses that a reader must be told of wherever they are.
MARKED = ("preliminary", "synthetic")
# The sign that stands at every such figure; "p" is official statistics' own.
FLAGS = {"preliminary": "p", "synthetic": "s"}
# Units whose values are words, and those that say when; the others are quantities, and so is all
# whose unit raw data declare (`Quantity`).
WORDS = ("text", "name", "claim")
TIMES = ("year", "month", "day")
NO_QUANTITIES = frozenset({*WORDS, *TIMES})


class Fact(NamedTuple):
    """A figure that can be printed, as it is written in Swedish.

    `text` is its form in running text, unit included; `cell` that in a table whose head says the
    unit. A quantity without a value has for `value` the reason (`symbols.MISSING`). `origin` is
    `file:line` of a value that raw data state; a computed one has `computation` and `inputs`, which
    are ids of facts or `file:line`.
    """

    id: str
    value: int | str
    unit: str
    text: str
    cell: str
    status: str = "published"
    origin: str | None = None
    computation: str | None = None
    inputs: tuple[str, ...] = ()

    @property
    def is_symbol(self) -> bool:
        """Whether a table has a sign in its place, which is read aloud in words."""
        return is_quantity(self.unit) and self.cell in SYMBOLS

    @property
    def flag(self) -> str | None:
        """What stands at a quantity that is not published."""
        has_value = is_quantity(self.unit) and self.value not in MISSING
        return FLAGS.get(self.status) if has_value else None


def is_quantity(unit: str) -> bool:
    """Whether values of a unit are quantities, and no words or times."""
    return unit not in NO_QUANTITIES


def written(facts: Iterable[Fact]) -> Iterator[str]:
    """Each fact as JSON, its id first."""
    encode = json.JSONEncoder(ensure_ascii=False).encode
    return (encode(fact._asdict()) for fact in facts)


class Facts(Mapping[str, Fact]):
    """The facts that stages wrote (`registry.write`), by id.

    One is read when it is asked for: of hundreds of thousands a report prints some, and as text
    they take a fifth of the memory.
    """

    def __init__(self, files: Iterable[Path]) -> None:
        lines = chain.from_iterable(map(registry.lines, files))
        self._written = {registry.id_of(line): line for line in lines}
        self._read: dict[str, Fact] = {}

    def __getitem__(self, id_: str) -> Fact:
        if id_ not in self._read:
            self._read[id_] = Fact(**json.loads(self._written[id_]))
        return self._read[id_]

    def __contains__(self, id_: object) -> bool:
        return id_ in self._written

    def __iter__(self) -> Iterator[str]:
        return iter(self._written)

    def __len__(self) -> int:
        return len(self._written)
