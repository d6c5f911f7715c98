"""Everything that reports may print as a figure, by name, and how each gets its value.

A fact is stated by raw data, stands in a cell of an aggregated table, or is a claim computed from
coded interviews. `declared` lists the facts that a programme has without computing any, so that a
reference in a chapter can be checked before anything is built; `evaluate` gives them their values.
"""

from __future__ import annotations

import re
from collections import ChainMap
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import chain
from types import MappingProxyType

from delrapport import answers, swedish
from delrapport.declared import STATUSES, Cell, Declared, Part, Quantity
from delrapport.fact import Fact, is_quantity
from delrapport.facts_of_allocations import of_allocation
from delrapport.facts_of_answers import of_answers
from delrapport.facts_of_interviews import of_round
from delrapport.facts_of_payments import of_payment
from delrapport.facts_of_statistics import of_conclusions, of_followed, of_moves
from delrapport.facts_of_use import of_use
from delrapport.models import MONTH, ClaimsFile
from delrapport.records import Records, key_of
from delrapport.symbols import MISSING, SYMBOLS, nil_or

DAY = re.compile(MONTH.removesuffix("$") + r"-(0[1-9]|[12][0-9]|3[01])")
Number = int | Fraction


def _level(share: Number) -> str:
    return swedish.decimal(share * 100, 2)


def _shortest(amount: Number) -> str:
    """With two decimals, or none where they are zero."""
    return swedish.decimal(amount, 2).removesuffix(",00")


def _signed(amount: Number) -> str:
    return swedish.signed(swedish.decimal(amount, 0))


# How a value of each unit is written in running text: a number, or what is no quantity as it is.
FORMS: dict[str, Callable[..., str]] = {
    "kronor": swedish.kronor,
    "million kronor": swedish.million_kronor,
    "count": swedish.count,
    "year": str,
    "age": lambda years: f"{years}{swedish.NBSP}år",
    "month": swedish.month,
    "day": swedish.day,
    "share": swedish.percent,
    "level": lambda share: f"{_level(share)}{swedish.NBSP}procent",
    "signed number": _signed,
    "number": swedish.plain,
    "ratio": lambda ratio: swedish.decimal(ratio, 4),
    "score": lambda score: swedish.decimal(score, 2),
    "exact kronor": lambda amount: f"{_shortest(amount)}{swedish.NBSP}kronor",
    "signed kronor": lambda amount: f"{_signed(amount)}{swedish.NBSP}kronor",
    "text": str,
    "name": str,
    "rank": str,
    "claim": str,
}
# The same in a table, where it differs.
CELL_FORMS: dict[str, Callable[..., str]] = {
    "kronor": swedish.number,
    "count": swedish.number,
    "share": swedish.percentage,
    "level": _level,
    "exact kronor": lambda amount: swedish.decimal(amount, 2),
    "signed kronor": _signed,
}
# In a table, zero of these is a dash: nil. What only rounds to zero is written as zero, with the
# decimals of its unit: less than half of the last. The others have no zero, or say their unit.
#   kronor, count, signed number   –          whole: never rounded
#   signed kronor                  –  or  0
#   share                          –  or  0,0
#   level, exact kronor, score     –  or  0,00
#   of a declared unit             –  or  0, 0,0 or 0,00
#   ratio                          –  or  0,0000
#   number                         –          never rounded
WITH_NIL = {
    "kronor", "count", "signed kronor", "share", "level", "exact kronor", "score", "ratio",
    "number", "signed number",
}  # fmt: skip


def declared(records: Records) -> Iterator[Declared]:
    """Every fact of the programme that a text may name, in a fixed order."""
    yield from _programme(records)
    yield from _editions(records)
    for file in records.payments:
        yield from of_payment(file.payment, records)
        if file.payment.id in records.allocations:
            yield from of_allocation(file.payment, records)
    yield from of_use(records)
    for followed in records.followed():
        yield from of_followed(followed, records)
    if records.moves:
        yield from of_moves(records.moves, records)
    yield from of_conclusions(records)
    for guides in records.guides:
        yield from of_round(guides, records)
    yield from of_answers(records)
    for key, value in records.fields.items():
        if key.startswith("raw.statements.") and key.endswith(".id"):
            yield _statement(str(value), key.removesuffix(".id"), records)
    for claims_file in records.claims:
        yield from _claims(claims_file, records)


def _programme(records: Records) -> Iterator[Declared]:
    programme, key = records.programme, "raw.programme.programme"
    counts = {
        "municipalities": len(programme.municipalities),
        "districts": len(records.districts()),
        "indicators": len(programme.indicators),
    }
    for name, count in counts.items():
        place = "indicators" if name == "indicators" else "municipalities"
        inputs = (f"{key}.{place}",)
        yield Declared(f"programme.{name}", "count", count, inputs, f"number of {name}")
    for name in ("first", "last"):
        year = getattr(programme, f"{name}_year")
        yield Declared(f"programme.{name}-year", "year", year, (f"{key}.{name}_year",))
    for number, decision in enumerate(programme.decisions):
        inputs = (f"{key}.decisions.{number}.reference",)
        yield Declared(f"decision.{decision.id}", "text", decision.reference, inputs)


def _editions(records: Records) -> Iterator[Declared]:
    key = "raw.editions.editions"
    yield Declared("editions.count", "count", len(records.editions), (key,), "number of editions")
    for number, edition in enumerate(records.editions):
        for field, unit in (
            ("number", "text"),
            ("title", "text"),
            ("month", "month"),
            ("due", "day"),
        ):
            value = getattr(edition, field)
            yield Declared(
                f"edition.{edition.id}.{field}", unit, value, (f"{key}.{number}.{field}",)
            )
        month = f"{key}.{number}.month"
        year = int(edition.month[:4])
        yield Declared(f"edition.{edition.id}.year", "year", year, (month,), "year of the month")


def _statement(id_: str, key: str, records: Records) -> Declared:
    unit, value = records.fields[f"{key}.unit"], records.fields[f"{key}.value"]
    return Declared(f"statement.{id_}", str(unit), value, (f"{key}.value",))


# Only a claim that names its places has a genitive.
NAMING = ("list", "exception", "extreme")
PARTS = {False: ("clause", "who"), True: ("clause", "who", "whose")}


def _claims(file: ClaimsFile, records: Records) -> Iterator[Declared]:
    for number, claim in enumerate(file.claims):
        # The codebook's phrases are part of the sentence, and its status that of the claim.
        inputs = (f"{key_of(file)}.claims.{number}", "raw.codebook.codebook")
        for part in PARTS[claim.form in NAMING]:
            name = f"claim.{claim.id}" if part == "clause" else f"claim.{claim.id}.{part}"
            value = Part(file.report, claim.id, part)
            yield Declared(name, "claim", value, inputs, f"{claim.form} of coded answers")


def raw_facts(records: Records) -> Iterator[Declared]:
    """Every value of the raw files, as templates print it: titles, names, numbers, dates."""
    for key, value in records.fields.items():
        yield Declared(key, _unit(value), value, (key,))


def _unit(value: int | str) -> str:
    """Months and days are known by their form; everything else is printed as it was typed."""
    if isinstance(value, str) and re.fullmatch(MONTH, value):
        return "month"
    return "day" if isinstance(value, str) and DAY.fullmatch(value) else "text"


# --- Evaluation ------------------------------------------------------------------------------

NONE: Mapping[str, Fact] = MappingProxyType({})


def evaluate(
    records: Records, lookup: Callable[[Cell], int | str], known: Mapping[str, Fact] = NONE
) -> dict[str, Fact]:
    """Every fact that isn't `known` with its value; `lookup` gives the value of a table's cell.

    Known are the facts of records that these hold too: a report's records hold the common ones.
    """
    sentences = answers.sentences(records)
    found: dict[str, Fact] = {}
    facts = ChainMap(found, known)  # type: ignore[arg-type]  # nothing is put into the second
    for each in chain(raw_facts(records), declared(records)):
        if each.id in known:
            continue
        assert each.id not in found, f"two facts are called {each.id}"
        match each.value:
            case Cell() as cell:
                value, inputs = lookup(cell), each.inputs
            case Part(report, claim, part):
                sentence = sentences[report, claim]
                value, inputs = getattr(sentence, part), (*each.inputs, *sentence.inputs)
            case int() | str() as stated:
                value, inputs = stated, each.inputs
        found[each.id] = _fact(each, value, inputs, facts, records)
    return found


def _fact(
    each: Declared,
    value: int | str,
    inputs: tuple[str, ...],
    facts: Mapping[str, Fact],
    records: Records,
) -> Fact:
    text, cell = _written(each.unit, value)
    places = tuple(records.lines.get(key, key) for key in inputs)
    origin = None if each.computation else places[0]
    status = max({_status(key, facts, records) for key in inputs}, key=STATUSES.index)
    if each.unit == "claim":
        status = max(status, "coded", key=STATUSES.index)
    inputs = () if origin else places
    unit = each.unit.name if isinstance(each.unit, Quantity) else each.unit
    return Fact(each.id, value, unit, text, cell, status, origin, each.computation, inputs)


def _written(unit: str | Quantity, value: int | str) -> tuple[str, str]:
    """A value in running text and in a table."""
    if not isinstance(unit, Quantity) and not is_quantity(unit):
        text = FORMS[unit](value)
        return text, text
    if value in MISSING:
        sign = MISSING[value]
        return SYMBOLS[sign].spoken, sign
    number = value if isinstance(value, int) else Fraction(value)
    if isinstance(unit, Quantity):
        told = _told(unit, number)
        name = unit.one if told.lstrip(f"+{swedish.MINUS}") == "1" else unit.name
        return f"{told}{swedish.NBSP}{name}", nil_or(told, number)
    text = FORMS[unit](number)
    cell = CELL_FORMS[unit](number) if unit in CELL_FORMS else text
    return text, nil_or(cell, number) if unit in WITH_NIL else cell


def _told(unit: Quantity, value: Number) -> str:
    """A value in a declared unit, without it."""
    number = swedish.decimal(value * unit.per, unit.decimals)
    match unit.sign:
        case "always":
            return swedish.signed(number)
        case "never":
            return number.lstrip(swedish.MINUS)
        case "minus":
            return number


def _status(key: str, facts: Mapping[str, Fact], records: Records) -> str:
    if key in records.lines:
        return records.file_statuses[records.file_of(key)]
    # Without lines the records are a test's own; with them, every input must be known by now.
    return facts[key].status if key in facts or records.lines else "published"
