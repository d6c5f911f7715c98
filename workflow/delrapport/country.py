"""The shape of Sweden and its municipalities, in kilometres on a plane, for maps.

Source is a table of municipality codes and boundaries in well-known binary (OGC 06-103r4), in
degrees of longitude and latitude. Neighbours share their boundary point by point there, so that the
outline of the country can be read off: it consists of the sides that one municipality alone has.
"""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import atan2, atanh, cos, radians, sin

Point = tuple[float, float]
Ring = list[Point]

EARTH = 6371.0
"""Radius in km; a sphere is near enough at the scale of a page."""
MERIDIAN = 15.0
"""Central meridian of Sweden's own reference system, in degrees east."""

MULTIPOLYGON, POLYGON = 6, 3


@dataclass(frozen=True)
class Country:
    """Closed rings of points (x to the east, y to the south) in km, first point not repeated."""

    outline: list[Ring]
    municipalities: dict[str, list[Ring]]
    """Code → rings, holes among them."""


def outline_country(boundaries: Mapping[str, bytes]) -> Country:
    """Municipality code → well-known binary to shapes, the country's north-west corner at (0, 0).

    Coordinates are rounded to 100 m. Raises ValueError for a geometry that is no multipolygon.
    """
    rings = {code: list(_rings(boundary)) for code, boundary in boundaries.items()}
    around = _outline(ring for own in rings.values() for ring in own)
    plane = {point: _projected(*point) for own in rings.values() for r in own for point in r}
    west, north = (min(axis) for axis in zip(*plane.values(), strict=True))

    def drawn(ring: Ring) -> Ring:
        found = [(round(plane[p][0] - west, 1), round(plane[p][1] - north, 1)) for p in ring]
        return [here for before, here in pairwise([found[-1], *found]) if here != before]

    own = {code: [drawn(ring) for ring in found] for code, found in sorted(rings.items())}
    return Country([drawn(ring) for ring in around], own)


def _rings(boundary: bytes) -> Iterator[Ring]:
    """All rings of a multipolygon, without the last point that repeats the first."""
    order, kind, polygons = struct.unpack_from("<BII", boundary)
    if (order, kind) != (1, MULTIPOLYGON):
        raise ValueError(f"a boundary is of kind {kind}, byte order {order}; a multipolygon, 1")
    place = 9
    for _ in range(polygons):
        _, kind, rings = struct.unpack_from("<BII", boundary, place)
        assert kind == POLYGON, f"a part of a multipolygon is of kind {kind}"
        place += 9
        for _ in range(rings):
            (size,) = struct.unpack_from("<I", boundary, place)
            numbers = struct.unpack_from(f"<{2 * size}d", boundary, place + 4)
            place += 4 + 16 * size
            yield list(zip(numbers[::2], numbers[1::2], strict=True))[:-1]


def _projected(east: float, north: float) -> Point:
    """Degrees to km by a transverse Mercator projection, as Swedish maps are drawn; y southward.

    Formulas of the sphere: Snyder, Map Projections - A Working Manual (1987), 8-1 and 8-3.
    """
    longitude, latitude = radians(east - MERIDIAN), radians(north)
    x = atanh(cos(latitude) * sin(longitude))
    y = atan2(sin(latitude), cos(latitude) * cos(longitude))
    return EARTH * x, -EARTH * y


def _outline(rings: Iterable[Ring]) -> list[Ring]:
    """The rings that the sides of only one ring form; neighbours run through a side both ways."""
    sides = [side for ring in rings for side in pairwise([*ring, ring[0]])]
    times = Counter(frozenset(side) for side in sides)
    following: dict[Point, list[Point]] = {}
    for start, end in sides:
        if times[frozenset((start, end))] == 1:
            following.setdefault(start, []).append(end)
    found = []
    while following:
        found.append(_followed(following))
    return found


def _followed(following: dict[Point, list[Point]]) -> Ring:
    """One closed ring, taken out of `following`."""
    ring = [next(iter(following))]
    while True:
        ends = following[ring[-1]]
        end = ends.pop()
        if not ends:
            del following[ring[-1]]
        if end == ring[0]:
            return ring
        ring.append(end)
