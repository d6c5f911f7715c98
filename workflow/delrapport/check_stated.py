"""What a source states of a payment whose own file has another source."""

from __future__ import annotations

from collections.abc import Iterator

from delrapport.models import Payment, PaymentFile, StatementsFile
from delrapport.problems import Problem
from delrapport.raw import Raw


def payments(raw: Raw) -> Iterator[Problem]:
    """Each such statement is of a payment that there is, says the same of it, and stands alone."""
    values = {
        fact: value
        for record in raw.records(PaymentFile)
        for fact, value in _facts(record.payment).items()
    }
    seen: dict[str, str] = {}
    for file, record in raw.of(StatementsFile):
        for number, statement in enumerate(record.statements):
            if statement.states is None:
                continue
            path = ("statements", number, "states")
            yield from file.known(path, statement.states, "fact of a payment", values)
            yield from file.once(path, statement.states, seen)
            value = values.get(statement.states, statement.value)
            if value != statement.value:
                wrong = f"is {statement.value}, but {statement.states} is {value}"
                yield file.problem(("statements", number, "value"), wrong, "the same in both")


def _facts(payment: Payment) -> dict[str, int | str]:
    """What may be stated of a payment, by fact."""
    return {f"payment.{payment.id}.month": payment.id, f"payment.{payment.id}.pot": payment.pot}
