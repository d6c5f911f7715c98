"""What a reader of everything that is printed can tell of what is not, found anew.

This shares nothing with the choice of what to hide but the description of the tables: each hidden
quantity's interval by two linear programmes over all that is printed, with no more known of it than
that no number of people is negative.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

import highspy

from delrapport.disclosure_web import Cell, Quantity, Web

Interval = tuple[float, float]
TINY = 1e-6


def intervals(
    web: Web, hidden: Collection[Cell], asked: Iterable[Quantity]
) -> dict[Quantity, Interval]:
    """The least and the most that each quantity may be, by all that the tables show."""
    shown = web.public(hidden)
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.silent()
    columns = {
        quantity: highs.addVariable(
            *((float(value), float(value)) if quantity in shown else (0.0, highspy.kHighsInf))
        )
        for quantity, value in sorted(web.values.items())
    }
    for relation in web.relations:
        highs.addConstr(sum(float(part) * columns[q] for q, part in relation.items()) == 0)
    return {each: (_end(highs, columns[each], -1), _end(highs, columns[each], 1)) for each in asked}


def _end(highs: highspy.Highs, column: highspy.highs.highs_var, way: int) -> float:
    """The least (−1) or the most (1) that a column may be; infinite where nothing limits it."""
    (highs.maximize if way > 0 else highs.minimize)(1.0 * column)
    status = highs.getModelStatus()
    if status in (
        highspy.HighsModelStatus.kUnbounded,
        highspy.HighsModelStatus.kUnboundedOrInfeasible,
    ):
        return way * float("inf")
    assert status == highspy.HighsModelStatus.kOptimal
    return float(highs.getInfo().objective_function_value)


def told(web: Web, hidden: Collection[Cell], protection: int) -> dict[Quantity, float]:
    """What can be told more closely than it may be, and how closely.

    Of a hidden cell what it is there to hide, and everything that is sensitive.
    """
    asked = {q for cell in hidden for q in web.hides[cell]} | web.sensitive.keys()
    found = intervals(web, hidden, sorted(asked))
    widths = {quantity: high - low for quantity, (low, high) in found.items()}
    return {quantity: width for quantity, width in widths.items() if width < protection - TINY}
