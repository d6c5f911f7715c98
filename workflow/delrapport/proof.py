"""The proof of an allocation: the sums of every step, added up anew, and that they are the pot."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from delrapport import exact
from delrapport.allocate import Shared
from delrapport.ledger import KRONOR, RATIO, SCORE


class ProofError(Exception):
    """A sum of an allocation does not hold: a mistake of ours, and nothing may be printed."""


def proof(shared: Shared) -> dict[str, Any]:
    """Sums per step and the residue, ready for JSON; raises ProofError where one doesn't hold.

    Fractions are text. `accounted` is what is paid, withheld and left by rounding: the pot.
    """
    allocation, pot = shared.allocation, shared.case.pot
    paid = sum(amount.rounded for amount in allocation.amounts.values())
    withheld, rounding = pot - allocation.payable, allocation.payable - paid
    _require(sum(allocation.weights.values()) == 1, "the weights don't sum to 1")
    _require(withheld >= 0, "more is payable than there is")
    _require(0 <= rounding < shared.rule.unit, "rounding leaves a unit or more")
    _require(paid + withheld + rounding == pot, "the pot is not accounted for")
    indicators = {indicator: _sums(shared, indicator) for indicator in allocation.weights}
    by_indicator = sum(
        (Fraction(sums["sum_of_kronor"]) for sums in indicators.values()), Fraction(0)
    )
    _require(by_indicator == allocation.payable, "the indicators don't sum to what is payable")
    return {
        "payment": shared.payment.id,
        "status": shared.status,
        "pot": pot,
        "indicators": indicators,
        "payable": str(allocation.payable),
        "rounded": paid,
        "residue": {
            "withheld": str(withheld),
            "rounding": str(rounding),
            "together": int(withheld + rounding),
        },
        "accounted": int(paid + withheld + rounding),
        "missing": list(_missing(shared)),
        "compared_with_decisions": bool(shared.decisions),
        "decimals": {"ratios": RATIO, "scores": SCORE, "kronor": KRONOR, "cut": "toward zero"},
    }


def _require(holds: bool, otherwise: str) -> None:
    if not holds:
        raise ProofError(otherwise)


def _sums(shared: Shared, indicator: str) -> dict[str, str]:
    """One indicator's scores added up anew, and what its shares and kronor come to with them."""
    allocation = shared.allocation
    districts = shared.case.districts
    scores = exact.total([allocation.steps[d, indicator].score for d in districts])
    total = allocation.totals[indicator]
    shares = scores / total if total else Fraction(0)
    return {
        "weight": str(allocation.weights[indicator]),
        "pot": str(allocation.pots[indicator]),
        "sum_of_scores": exact.decimals(scores, SCORE),
        "sum_of_shares": str(shares),
        "sum_of_kronor": str(allocation.pots[indicator] * shares),
    }


def _missing(shared: Shared) -> Iterator[dict[str, str | int]]:
    """Each count that is missing: district, indicator and year."""
    for (district, indicator), step in shared.allocation.steps.items():
        for year, count in zip(shared.case.years, (step.first, step.last), strict=True):
            if count is None:
                yield {"district": district, "indicator": indicator, "year": year}
