"""What the use of the money shows of a municipality, so that invented answers don't gainsay it.

A code that is none of these, of whatever codebook, is drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from fractions import Fraction

from delrapport.activities import ActivitiesFile, Standing
from delrapport.models import Answer
from delrapport.synthetic_measures import CLUB, CLUBS, HOUSING


def _kept(use: ActivitiesFile) -> Answer:
    return "yes" if use.carried_over else "no"


def _traced(use: ActivitiesFile) -> Answer:
    return "yes" if all(measure.district for measure in use.measures) else "mixed"


def _mostly(standing: Standing) -> Callable[[ActivitiesFile], Answer]:
    """Yes for half of the money or more, no for less than a third."""

    def answer(use: ActivitiesFile) -> Answer:
        counted = sum(measure.amount for measure in use.measures if measure.standing == standing)
        part = Fraction(counted, sum(measure.amount for measure in use.measures))
        if part >= Fraction(1, 2):
            return "yes"
        return "mixed" if part >= Fraction(1, 3) else "no"

    return answer


def _run_by(bodies: Collection[str]) -> Callable[[ActivitiesFile], Answer | None]:
    """Yes where one of them runs a measure; elsewhere they may take part or not."""

    def answer(use: ActivitiesFile) -> Answer | None:
        return "yes" if any(measure.runs in bodies for measure in use.measures) else None

    return answer


SHOWN: Mapping[str, Callable[[ActivitiesFile], Answer | None]] = {
    "saves-for-later": _kept,
    "use-traceable": _traced,
    "new-ideas": _mostly("new"),
    "scaling-up": _mostly("scaled up"),
    "associations": _run_by((CLUB, CLUBS)),
    "housing-companies": _run_by((HOUSING,)),
}


def shown(code: str, use: ActivitiesFile | None) -> Answer | None:
    """What a municipality's measures of a year answer to a code; None where they don't."""
    if use is None or code not in SHOWN:
        return None
    return SHOWN[code](use)
