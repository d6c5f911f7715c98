"""An invented payment: what the model gives each district by a declared rule, to the krona."""

from __future__ import annotations

from collections.abc import Sequence

from delrapport.allocate import case_of
from delrapport.allocation import allocate
from delrapport.models import Decided, Payment, Programme, Years
from delrapport.parameters import Parameters
from delrapport.problems import Mendable
from delrapport.records import Records
from delrapport.statistics import IndicatorFile, ReceptionFile


class PaymentError(Mendable):
    """A payment can't be invented; the text is one line that says why."""


def payment(
    id_: str,
    pot: int,
    years: Years,
    rule: Parameters,
    programme: Programme,
    indicators: Sequence[IndicatorFile],
    reception: ReceptionFile | None,
) -> Payment:
    """A payment of `pot` kronor in the programme's order of districts.

    Raises Mendable where nobody improved in anything, or the rule refuses.
    """
    records = Records(
        programme=programme,
        editions=[],
        payments=[],
        guides=[],
        interviews=[],
        statements=[],
        chapters={},
        indicators=list(indicators),
        reception=reception,
    )
    districts = list(records.districts())
    undecided = [Decided(district=district, amount=0) for district in districts]
    shared = Payment(id=id_, pot=pot, years=years, decided=undecided)
    amounts = allocate(case_of(records, shared, rule), rule.rule()).amounts
    paid = sum(amount.rounded for amount in amounts.values())
    if not paid:
        raise PaymentError("no district improved in anything; ask for more, or for another seed")
    decided = [Decided(district=d, amount=amounts[d].rounded) for d in districts]
    # What isn't set is not written.
    rest = {"withheld": pot - paid} if paid < pot else {}
    return shared.model_copy(update={"decided": decided} | rest)
