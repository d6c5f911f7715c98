"""The shape of the country, from boundaries made by hand and from those of the package."""

from __future__ import annotations

import struct
from math import cos, radians

import pytest

from delrapport.country import EARTH, outline_country

Square = list[tuple[float, float]]


def boundary(*rings: Square, kind: int = 6) -> bytes:
    """Well-known binary of a multipolygon with one polygon, its rings closed."""
    written = struct.pack("<BII", 1, kind, 1) + struct.pack("<BII", 1, 3, len(rings))
    for ring in rings:
        points = [number for point in [*ring, ring[0]] for number in point]
        written += struct.pack("<I", len(ring) + 1) + struct.pack(f"<{len(points)}d", *points)
    return written


# Two neighbours north of the equator at the central meridian, both run through the same way.
WEST: Square = [(14, 0), (15, 0), (15, 1), (14, 1)]
EAST: Square = [(15, 0), (16, 0), (16, 1), (15, 1)]


def test_the_outline_goes_around_both_and_not_between_them():
    country = outline_country({"0001": boundary(WEST), "0002": boundary(EAST)})
    (ring,) = country.outline
    assert len(ring) == 6
    shared = set(country.municipalities["0001"][0]) & set(country.municipalities["0002"][0])
    assert len(shared) == 2
    assert shared < set(ring)


def test_places_are_kilometres_from_the_north_west_corner():
    (ring,) = outline_country({"0001": boundary(WEST)}).outline
    assert min(x for x, _ in ring) == min(y for _, y in ring) == 0
    degree = radians(1) * EARTH
    assert max(x for x, _ in ring) == pytest.approx(degree, abs=0.1)
    assert max(y for _, y in ring) == pytest.approx(degree, abs=0.1)


def test_a_degree_of_longitude_is_shorter_in_the_north():
    north = [(east, up + 60) for east, up in WEST]
    (ring,) = outline_country({"0001": boundary(north)}).outline
    assert max(x for x, _ in ring) == pytest.approx(radians(1) * EARTH * cos(radians(60)), abs=0.1)


def test_an_island_and_a_hole_are_rings_of_their_own():
    hole = [(14.2, 0.2), (14.2, 0.8), (14.8, 0.8), (14.8, 0.2)]
    island = [(east + 5, north) for east, north in WEST]
    country = outline_country({"0001": boundary(WEST, hole), "0002": boundary(island)})
    assert len(country.outline) == 3
    assert len(country.municipalities["0001"]) == 2


def test_another_kind_of_geometry_is_refused():
    with pytest.raises(ValueError, match="of kind 5"):
        outline_country({"0001": boundary(WEST, kind=5)})
