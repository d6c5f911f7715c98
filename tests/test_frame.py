"""What of a country a map shows."""

from __future__ import annotations

import pytest

from delrapport.frame import Frame, frame_of

SQUARE = Frame((0, 0), (10, 10))
COUNTRY = [(0.0, 0.0), (100.0, 200.0)]


@pytest.mark.parametrize(
    ("own", "low", "high"),
    [
        ([(40, 90), (60, 120)], (30, 80), (70, 130)),
        ([(50, 100)], (35, 85), (65, 115)),
        ([(5, 195)], (0, 180), (20, 200)),
    ],
    ids=["around", "no smaller than the least", "no larger than the country"],
)
def test_a_frame_lies_around_its_points(own, low, high):
    assert frame_of(own, COUNTRY, 10, 30) == Frame(low, high)


@pytest.mark.parametrize(
    ("ring", "cropped", "shores"),
    [
        ([(1, 1), (9, 1), (9, 9)], [(1, 1), (9, 1), (9, 9)], [[(1, 1), (9, 1), (9, 9), (1, 1)]]),
        (
            [(5, -5), (5, 5), (15, 5)],
            [(5, 0), (5, 5), (10, 5), (10, 0)],
            [[(5, 0), (5, 5), (10, 5)]],
        ),
        ([(11, 1), (19, 1), (19, 9)], [], []),
        (
            [(-5, -5), (15, -5), (15, 15), (-5, 15)],
            [(0, 0), (10, 0), (10, 10), (0, 10)],
            [],
        ),
    ],
    ids=["inside", "across two edges", "outside", "around"],
)
def test_a_ring_is_cropped_and_its_shores_leave_out_the_edge(ring, cropped, shores):
    found = SQUARE.cropped(ring)
    assert sorted(found) == sorted(cropped)
    assert [sorted(line) for line in SQUARE.shores(found)] == [sorted(line) for line in shores]
