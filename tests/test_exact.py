"""Sums of products: the same as the fractions that they stand for."""

from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from delrapport import exact
from delrapport.exact import Sum

FRACTIONS = st.fractions(min_value=-1000, max_value=1000, max_denominator=997)
PAIRS = st.lists(st.tuples(FRACTIONS, FRACTIONS), max_size=6)


def value(pairs):
    return sum((a * b for a, b in pairs), Fraction(0))


@given(PAIRS, st.integers(1, 5000))
def test_rounds_down_to_a_unit(pairs, unit):
    assert Sum(pairs).floor(unit) == value(pairs) // unit * unit


@given(PAIRS, PAIRS)
def test_compares_as_fractions_do(one, other):
    assert (Sum(one) < Sum(other)) == (value(one) < value(other))


@given(PAIRS)
def test_equal_sums_of_other_parts_are_equal(pairs):
    parted = [part for a, b in pairs for part in ((a / 3, b), (2 * a / 3, b))]
    assert not Sum(pairs) < Sum(parted)
    assert not Sum(parted) < Sum(pairs)
    assert Sum(parted).floor() == Sum(pairs).floor()


@given(st.integers(-(10**9), 10**9), st.integers(1, 10**9), st.integers(0, 12))
def test_decimals_are_cut_off(numerator, denominator, places):
    number = Fraction(numerator, denominator)
    text = exact.decimals(number, places)
    cut = Fraction(text)
    assert len(text.partition(".")[2]) == places
    assert abs(cut) <= abs(number) < abs(cut) + Fraction(1, 10**places)
    assert cut == 0 or (cut < 0) == (number < 0)


@given(st.integers(-(10**6), 10**6), st.integers(1, 10**6), st.integers(0, 3))
def test_rounding_cut_decimals_is_rounding_the_number(numerator, denominator, places):
    number = Fraction(numerator, denominator)

    def half_up(each):
        sign = -1 if each < 0 else 1
        return sign * ((2 * abs(each) * 10**places + 1) // 2)

    assert half_up(Fraction(exact.decimals(number, places + 1))) == half_up(number)


def test_a_difference_below_all_places_is_seen():
    third, hair = Fraction(1, 3), Fraction(1, 3) + Fraction(1, 2 ** (3 * exact.PLACES))
    one = Fraction(1)
    assert Sum([(third, one)]) < Sum([(hair, one)])
    assert not Sum([(hair, one)]) < Sum([(third, one)])
    below = Sum([(Fraction(5), one), (third - hair, one)])
    assert (below.floor(), Sum([(Fraction(5), one)]).floor()) == (4, 5)


@given(st.lists(FRACTIONS, max_size=40))
def test_a_total_is_a_sum(numbers):
    assert exact.total(numbers) == sum(numbers, Fraction(0))


def test_only_short_fractions_are_written_out():
    assert Sum([(Fraction(1, 3), Fraction(2))]).short(5) == "2/3"
    assert Sum([(Fraction(1, 10**9), Fraction(1))]).short(5) == ""
    assert Sum([(Fraction(1, 977), Fraction(1, 983))]).short(5) == ""


@given(st.lists(PAIRS, max_size=8))
def test_sorts(sums):
    ordered = sorted(map(Sum, sums))
    assert all(one.fraction() <= other.fraction() for one, other in pairwise(ordered))
