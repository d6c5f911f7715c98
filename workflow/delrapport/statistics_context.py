"""What templates can name of indicators, other variables, moves and conclusions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from delrapport.parting import evenly
from delrapport.printing import Printer, Sourced
from delrapport.records import Records
from delrapport.spans import Span, rules, spans, whole
from delrapport.statistics import Followed as Series
from delrapport.statistics import FollowedFile


@dataclass(frozen=True)
class Followed:
    """An indicator or another variable, as the macros of statistics.html.j2 print it."""

    id: str
    about: Sourced
    source: Sourced
    years: list[int]
    years_abreast: list[Sequence[int]]
    """The years whose counts and bases have room in one table."""
    over: Span | None
    """From the first year that a payment of the report compares to the last."""
    whole: Span | None
    """From the first year that has a value to the last."""
    noun: str
    """What sentences call it."""
    pronoun: str
    is_share: bool
    """Whether what is counted is a part of its base."""
    with_municipalities: bool
    with_counties: bool
    with_country: bool
    is_compared: bool
    """Whether some municipality has a value."""
    number: int
    """Its place among all, by which paragraphs are worded one way or another."""


def statistics_context(records: Records, payments: list[str], printer: Printer) -> dict[str, Any]:
    """Sourced files by kind, and `followed`, which gives the above for one of them.

    `payments` are those that the report describes, oldest first.
    """
    return {
        "indicators": [printer.file(file) for file in records.indicators],
        "variables": [printer.file(file) for file in records.variables],
        "moves": printer.file(records.moves) if records.moves else None,
        "moves_years": records.moves.years if records.moves else [],
        "conclusions": [
            printer.field(rule, f"raw.codebook.codebook.conclusions.{number}")
            for number, rule in enumerate(rules(records))
        ],
        "followed": _followed(records, payments, printer),
        "file_of_series": {f.followed.id: printer.file(f) for f in records.followed()},
    }


def _followed(
    records: Records, payments: list[str], printer: Printer
) -> Callable[[Sourced], Followed]:
    described = {
        file.followed.id: _describe(number, file, records, payments, printer)
        for number, file in enumerate(records.followed())
    }
    return lambda file: described[file.plain.followed.id]


def _describe(
    number: int, file: FollowedFile, records: Records, payments: list[str], printer: Printer
) -> Followed:
    about, sourced = file.followed, printer.file(file)
    compared = [records.payment(each).payment.years for each in payments]
    over, all_ = (compared[0].first, compared[-1].last), whole(about)
    return Followed(
        id=about.id,
        about=getattr(sourced, file.schema_name),
        source=sourced.source,
        years=about.years,
        years_abreast=evenly(about.years, _abreast(about)),
        over=over if over in spans(about, records) else None,
        whole=all_,
        noun=about.unit.noun,
        pronoun=about.unit.pronoun,
        is_share=about.unit.counts_part,
        with_municipalities=bool(about.municipalities),
        with_counties=bool(about.counties),
        with_country=bool(about.country),
        is_compared=any(v.count is not None for each in about.municipalities for v in each.values),
        number=number,
    )


def _abreast(about: Series) -> int:
    """For how many years a district's count and base have room beside each other."""
    values = [value for each in about.districts for value in each.values]
    digits = sum(
        max((len(str(number)) for number in numbers if number is not None), default=0)
        for numbers in zip(*((each.count, each.base) for each in values), strict=True)
    )
    return 5 if digits <= 11 else 3
