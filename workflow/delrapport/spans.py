"""Where and over which years indicators and other variables are compared."""

from __future__ import annotations

from delrapport.models import Conclusion
from delrapport.records import Records
from delrapport.statistics import COUNTRY, Followed, Place

Span = tuple[int, int]
"""The year that a change is counted from, and the year that it is counted to."""


def places(records: Records) -> list[Place]:
    """Each municipality and its districts, then the counties, and the country last."""
    counties = [("county", county.id) for county in records.programme.counties]
    return [*local_places(records), *counties, COUNTRY]


def local_places(records: Records) -> list[Place]:
    """Each municipality and its districts, in the programme's order."""
    found: list[Place] = []
    for municipality in records.programme.municipalities:
        found += [("municipality", municipality.id)]
        found += [("district", district.id) for district in municipality.districts]
    return found


def whole(about: Followed) -> Span | None:
    """From the first year that has a value to the last."""
    years = about.years_with_values
    return (years[0], years[-1]) if len(years) > 1 else None


def spans(about: Followed, records: Records) -> list[Span]:
    """All years together, those of one payment or several after another, those of conclusions.

    A span that begins or ends in a year without any value is left out.
    """
    years = {*about.years_with_values}
    compared = [file.payment.years for file in records.payments]
    paid = [(a.first, b.last) for n, a in enumerate(compared) for b in compared[n:]]
    ruled = [(rule.first, rule.last) for rule in rules(records)]
    wanted = dict.fromkeys([whole(about), *paid, *ruled])
    return [span for span in wanted if span and {*span} <= years and span[0] < span[1]]


def rules(records: Records) -> list[Conclusion]:
    """The conclusions that the codebook has rules for."""
    return records.codebook.conclusions if records.codebook else []


def called(*parts: str | int) -> str:
    """What the parts of a name are called together: the country has no id."""
    return ".".join(str(part) for part in parts if part != "")
