"""What of a country a map shows: a rectangle, the shapes within it, and their shores."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from delrapport.country import Point, Ring


@dataclass(frozen=True)
class Frame:
    """A rectangle of a plane: its least and its greatest x and y."""

    low: Point
    high: Point

    @property
    def size(self) -> Point:
        return self.high[0] - self.low[0], self.high[1] - self.low[1]

    def cropped(self, ring: Ring) -> Ring:
        """What of a ring is inside; where it was cut it runs along the edge."""
        for axis in (0, 1):
            ring = _cut(ring, axis, self.low[axis], 1)
            ring = _cut(ring, axis, self.high[axis], -1)
        return ring

    def shores(self, ring: Ring) -> list[Ring]:
        """The lines of a cropped ring without those along the edge, which are no shores."""
        lines = [ring[:1]]
        for here, there in pairwise([*ring, *ring[:1]]):
            if self._is_edge(here, there):
                lines.append([there])
            else:
                lines[-1].append(there)
        return [line for line in lines if len(line) > 1]

    def _is_edge(self, here: Point, there: Point) -> bool:
        return any(
            here[axis] == there[axis] and here[axis] in (self.low[axis], self.high[axis])
            for axis in (0, 1)
        )


def frame_of(points: Iterable[Point], whole: Iterable[Point], around: float, least: float) -> Frame:
    """A frame `around` the points, no smaller than `least` and no larger than the whole."""
    sides = [
        _side(*pair, around, least) for pair in zip(_extent(points), _extent(whole), strict=True)
    ]
    (west, east), (north, south) = sides
    return Frame((west, north), (east, south))


def _extent(points: Iterable[Point]) -> Iterator[Point]:
    """Least and greatest x, then least and greatest y."""
    return ((min(axis), max(axis)) for axis in zip(*points, strict=True))


def _side(own: Point, whole: Point, around: float, least: float) -> Point:
    beyond = max(around, (least - (own[1] - own[0])) / 2)
    return max(whole[0], own[0] - beyond), min(whole[1], own[1] + beyond)


def _cut(ring: Ring, axis: int, limit: float, side: int) -> Ring:
    """The part of a ring on one side of a line (Sutherland and Hodgman's algorithm)."""
    kept: Ring = []
    for here, there in pairwise([*ring, *ring[:1]]):
        before, after = here[axis] - limit, there[axis] - limit
        if side * before >= 0:
            kept.append(here)
        if before * after < 0:
            across = here[1 - axis] + before / (before - after) * (there[1 - axis] - here[1 - axis])
            kept.append((limit, across) if axis == 0 else (across, limit))
    return kept
