"""Labels beside a map: as near as possible to what they name, none on another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Positions `gap` apart or more, between `low` and `high`, as near to `wanted` as that allows.

    Near means the least sum of squares. `wanted` ascends, and so does what is returned. Raises
    ValueError where there isn't room.
    """
    room = high - low - gap * (len(wanted) - 1)
    if wanted and room < 0:
        raise ValueError(f"{len(wanted)} labels {gap} apart don't fit between {low} and {high}")
    # Without the gaps it is the question which ascending numbers are nearest to the wanted ones.
    ascending = _ascending([each - gap * place for place, each in enumerate(wanted)])
    held = [min(max(each, low), low + room) for each in ascending]
    return [each + gap * place for place, each in enumerate(held)]


@dataclass
class _Block:
    """Neighbours that have run into each other and stand at their mean."""

    mean: float
    size: int


def _ascending(wanted: Sequence[float]) -> list[float]:
    """The ascending numbers nearest to the wanted ones: isotonic regression, by pooling."""
    blocks: list[_Block] = []
    for each in wanted:
        last = _Block(each, 1)
        while blocks and blocks[-1].mean > last.mean:
            before = blocks.pop()
            size = before.size + last.size
            last = _Block((before.mean * before.size + last.mean * last.size) / size, size)
        blocks.append(last)
    return [block.mean for block in blocks for _ in range(block.size)]


def fitting(gap: float, low: float, high: float) -> int:
    """How many labels fit."""
    return int((high - low) / gap) + 1
