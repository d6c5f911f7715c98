"""A fact: a figure or a claim as it is printed, with where it comes from.

Stages hand facts on as JSON. What prints or checks them needs no more than this; how they are made
is told in facts.py.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

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
    """Facts as stages wrote them (`registry.write`), by id; each is parsed when it is asked for.

    A job that prints a part of a country's report needs few of a million.
    """

    def __init__(self, files: Iterable[Path]) -> None:
        self._lines: dict[bytes, bytes] = {}
        for file in files:
            with file.open("rb") as lines:
                # An id stands first, between quotes, and has none in it.
                self._lines |= {line.split(b'"', 4)[3]: line for line in lines if line[:1] == b"{"}
        self._read: dict[str, Fact] = {}

    def __getitem__(self, id_: str) -> Fact:
        if (fact := self._read.get(id_)) is None:
            try:
                line = self._lines[id_.encode()]
            except KeyError:
                raise KeyError(id_) from None
            fact = self._read[id_] = Fact(**json.loads(line.rstrip(b",\n")))
        return fact

    def __contains__(self, id_: object) -> bool:
        return isinstance(id_, str) and id_.encode() in self._lines

    def __iter__(self) -> Iterator[str]:
        return (id_.decode() for id_ in self._lines)

    def __len__(self) -> int:
        return len(self._lines)
