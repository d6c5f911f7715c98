"""Long lists parted into what has room on a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

Item = TypeVar("Item")


def evenly(items: Sequence[Item], most: int) -> list[Sequence[Item]]:
    """The items in as few parts as hold at most so many each, all of about one size."""
    count = max(1, -(-len(items) // most))
    size = max(1, -(-len(items) // count))
    return [items[start : start + size] for start in range(0, max(1, len(items)), size)]
