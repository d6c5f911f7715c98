"""A fact before it has a value: what it is called, where its value stands and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

# What a value that rests on several sources is called: the least certain of them.
STATUSES = ("published", "coded", "preliminary", "synthetic")


# A programme has hundreds of thousands of these; tuples are made and found the fastest.
class Cell(NamedTuple):
    """A cell of an aggregated table: the values of its index columns, and the column."""

    table: str
    row: tuple[str | int, ...]
    column: str


class Part(NamedTuple):
    """A part of a claim's sentence: `clause`, `who` or `whose`."""

    file: str
    """The report that the claim is made in."""
    claim: str
    part: str


@dataclass(frozen=True)
class Quantity:
    """A unit that raw data declare, and how a value in it is written: `12,5 per tusen invånare`."""

    name: str
    """What stands behind the number."""
    one: str
    """What stands behind 1."""
    per: int
    """By what the value is multiplied: 100 for per cent."""
    decimals: int
    sign: Literal["minus", "always", "never"] = "minus"
    """Whether a number says that it is one more or one less."""


class Declared(NamedTuple):
    """A fact before it is evaluated.

    `inputs` are the keys of raw fields and the ids of facts that it rests on; a fact without
    `computation` stands in its only input as it is.
    """

    id: str
    unit: str | Quantity
    value: int | str | Cell | Part
    inputs: tuple[str, ...]
    computation: str | None = None
