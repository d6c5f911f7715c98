"""Labels beside a map: none on another, in order, near to what they name."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delrapport.labels import fitting, spread

LOW, HIGH, GAP = 10.0, 300.0, 12.0
wanted = st.lists(st.floats(0, 310), max_size=fitting(GAP, LOW, HIGH)).map(sorted)


@given(wanted)
def test_no_two_labels_overlap_and_all_lie_inside(positions):
    found = spread(positions, GAP, LOW, HIGH)
    assert len(found) == len(positions)
    assert all(below - above >= GAP - 1e-6 for above, below in pairwise(found))
    assert all(LOW - 1e-6 <= each <= HIGH + 1e-6 for each in found)


@given(wanted)
def test_labels_with_room_enough_stand_where_they_are_wanted(positions):
    apart = [LOW + 3 * GAP * place for place in range(len(positions) // 4)]
    assert spread(apart, GAP, LOW, HIGH) == pytest.approx(apart)


@given(st.floats(100, 200), st.integers(1, 6))
def test_labels_of_one_place_stand_around_it(place, times):
    found = spread([place] * times, GAP, LOW, HIGH)
    assert sum(found) / times == pytest.approx(place)


@pytest.mark.parametrize(
    ("positions", "found"),
    [
        ([], []),
        ([100, 100], [94, 106]),
        ([100, 101, 200], [94.5, 106.5, 200]),
        ([0, 1], [10, 22]),
        ([299, 310], [288, 300]),
    ],
)
def test_positions_by_hand(positions, found):
    assert spread(positions, GAP, LOW, HIGH) == pytest.approx(found)


def test_more_labels_than_fit_are_an_error():
    most = fitting(GAP, LOW, HIGH)
    assert spread([150] * most, GAP, LOW, HIGH)[-1] <= HIGH
    with pytest.raises(ValueError, match="don't fit between"):
        spread([150] * (most + 1), GAP, LOW, HIGH)
