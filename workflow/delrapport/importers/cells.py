"""What cells say: numbers, exactly as they are written, or why there is none."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from delrapport.importers.mapping import EMPTY, Meaning
from delrapport.importers.table import Key, NotImportedError, Table

Reason = Literal["not available", "not applicable"]
Amount = int | Reason
# Spaces of every width between thousands, a comma or a point before decimals.
GROUPED = re.compile(r"(?<=\d)\s(?=\d{3}(?!\d))")
NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][-+]?\d+)?")
# The exponent of "1,000" and "2.000", which mean thousands elsewhere.
THOUSANDS = -3
# Percentages that a computer has worked out differ from the fraction by so much at most.
NOISE = Fraction(1, 10**9)
# Not rounded, unlike a 0.
NIL = Decimal("0E-12")


def number_or_reason(table: Table, key: Key, meanings: Mapping[str, Meaning]) -> Decimal | Reason:
    """What a cell says; raises `NotImportedError` where it is no number and has no meaning."""
    if key not in table.contents:
        raise NotImportedError([f"{table.cell(key)}: there is no such cell; allowed: a number"])
    content = table.contents[key]
    plain = GROUPED.sub("", content).replace(",", ".").replace("\N{MINUS SIGN}", "-")
    if NUMBER.fullmatch(plain):
        return Decimal(plain)
    known = {**table.symbols, **meanings}
    match known.get(content or EMPTY):
        case None:
            raise NotImportedError([f"{table.cell(key)}: {_meaningless(content, known)}"])
        case "nil":
            return NIL
        case reason:
            return reason


def _meaningless(content: str, known: Iterable[str]) -> str:
    """What is wrong with a cell that is no number, and what is allowed."""
    if not content:
        meaning = f"missing: {{{EMPTY}: not available}}, if that is what nothing means"
        return f"is empty; allowed: a number or a symbol, or {meaning}"
    wrong = f"'{content}' is neither a number nor a known symbol"
    signs = " ".join(known)
    return f"{wrong}; allowed: a number, {signs}, or another sign with its meaning under missing"


def added(table: Table, keys: Sequence[Key], meanings: Mapping[str, Meaning]) -> Amount:
    """The sum of whole numbers in cells, or why there is none.

    What isn't available makes the sum so; what can't occur adds nothing, unless none can.
    """
    contents = {key: number_or_reason(table, key, meanings) for key in keys}
    if "not available" in contents.values():
        return "not available"
    numbers = {key: each for key, each in contents.items() if isinstance(each, Decimal)}
    if not numbers:
        return "not applicable"
    return sum(_whole(table, key, number) for key, number in numbers.items())


def _whole(table: Table, key: Key, number: Decimal) -> int:
    wrong = None
    if number < 0 or number != int(number):
        wrong = f"{table.contents[key]} is no count"
    elif number.as_tuple().exponent == THOUSANDS:
        wrong = f"{table.contents[key]} may be thousands with a separator"
    if wrong:
        raise NotImportedError([f"{table.cell(key)}: {wrong}; allowed: whole numbers from 0"])
    return int(number)


def of_base(
    table: Table, keys: Sequence[Key], meanings: Mapping[str, Meaning], base: Amount, decimals: int
) -> Amount:
    """The whole number of `base` that a percentage of `decimals` or more tells, or why none does.

    Raises `NotImportedError` unless the decimals leave one such number, no more and no less.
    """
    if len(keys) > 1:
        wrong = "percentages of several cells can't be added; allowed: one cell for each place"
        raise NotImportedError([f"{table.cell(keys[0])}: {wrong}"])
    share = number_or_reason(table, keys[0], meanings)
    if isinstance(share, str) or isinstance(base, str):
        return share if isinstance(share, str) else base
    exponent = share.as_tuple().exponent
    assert isinstance(exponent, int)  # no infinities
    off = max(Fraction(5) * Fraction(10) ** (min(exponent, -decimals) - 1), NOISE)
    least, most = (Fraction(share) + side * off for side in (-1, 1))
    lowest, highest = math.ceil(least * base / 100), math.floor(most * base / 100)
    if lowest != highest:
        some = f"{lowest} to {highest} are" if lowest < highest else "no whole number is"
        wrong = f"of {base}, {some} {table.contents[keys[0]]} per cent"
        allowed = "a percentage with the decimals that tell one whole number"
        raise NotImportedError([f"{table.cell(keys[0])}: {wrong}; allowed: {allowed}"])
    return lowest
