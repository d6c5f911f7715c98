"""Sums of products of fractions, rounded down and compared exactly without being multiplied out.

An amount out of thousands of districts is a fraction of tens of thousands of digits: a few of them
are slow, thousands of them fill the memory. Enough binary places of each say almost always which is
larger and what is whole in it; only where they don't is the sum worked out as one fraction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import cached_property

PLACES = 192
"""Binary places behind the point that are looked at first."""


def total(numbers: Sequence[Fraction]) -> Fraction:
    """The sum, taken in halves: denominators stay short for as long as they can."""
    if len(numbers) < 3:
        return sum(numbers, Fraction(0))
    middle = len(numbers) // 2
    return total(numbers[:middle]) + total(numbers[middle:])


class Sum:
    """Σ a·b over pairs of fractions."""

    def __init__(self, pairs: Iterable[tuple[Fraction, Fraction]]) -> None:
        self._pairs = tuple((a, b) for a, b in pairs if a and b)

    @cached_property
    def _low(self) -> int:
        """In units of the last place: the sum is this, or less than a unit a pair more."""
        return sum(
            (a.numerator * b.numerator << PLACES) // (a.denominator * b.denominator)
            for a, b in self._pairs
        )

    @property
    def _high(self) -> int:
        return self._low + len(self._pairs)

    def fraction(self) -> Fraction:
        """The sum multiplied out."""
        return total([a * b for a, b in self._pairs])

    def floor(self, unit: int = 1) -> int:
        """The largest multiple of `unit` that is not above the sum."""
        low, high = (end // (unit << PLACES) for end in (self._low, self._high))
        return unit * (low if low == high else self.fraction() // unit)

    def plus(self, other: Sum) -> Sum:
        return Sum((*self._pairs, *other._pairs))

    def less(self, whole: int) -> Sum:
        """What is left of the sum when a whole number is taken from it."""
        return Sum((*self._pairs, (Fraction(-whole), Fraction(1))))

    def negative(self) -> Sum:
        return Sum((-a, b) for a, b in self._pairs)

    def decimals(self, places: int) -> str:
        """The sum as a decimal number, cut off and not rounded.

        Whoever rounds it further gets what rounding the sum itself would have given.
        """
        scaled = Sum((a * 10**places, b) for a, b in self._pairs)
        whole = scaled.floor()
        if whole < 0:
            whole = -scaled.negative().floor()
        digits = str(abs(whole)).zfill(places + 1)
        sign = "-" if whole < 0 else ""
        return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"

    def short(self, signs: int) -> str:
        """The sum as a fraction in text; empty where that would take more than so many signs."""
        # Long terms hardly ever sum to something short, and take long to add.
        long = 10**signs
        if any(max(abs(a.numerator), a.denominator) > long for pair in self._pairs for a in pair):
            return ""
        text = str(self.fraction())
        return text if len(text) <= signs else ""

    def __lt__(self, other: Sum) -> bool:
        if self._high < other._low:
            return True
        if other._high < self._low:
            return False
        return self.fraction() < other.fraction()


def decimals(number: Fraction, places: int) -> str:
    """As `Sum.decimals`, of one fraction."""
    return Sum([(number, Fraction(1))]).decimals(places)
