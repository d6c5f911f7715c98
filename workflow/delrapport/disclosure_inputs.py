"""What of an allocation may be told where some of its inputs may not.

Inputs that are let through are, and so are whole amounts of kronor, since those are decided in
public. Steps between them go as far as they follow from inputs that are told; what is summed over
districts, or follows from such a sum, would give the hidden inputs away.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from delrapport.parameters import weighed
from delrapport.records import Records
from delrapport.spans import called
from delrapport.statistics import SUPPRESSED
from delrapport.tables import csv_text

# The columns of each table of the ledger that are told whatever is hidden.
ALWAYS: Mapping[str, frozenset[str]] = {
    "indicators": frozenset({"weight", "weight_exact", "kronor", "kronor_exact", "missing"}),
    "amounts": frozenset({"rounded", "decided", "difference", "reason"}),
    "totals": frozenset({"pot", "payable", "withheld", "rounded", "rounding", "residue", "unit"}),
}
KEYS = frozenset({"payment", "district", "indicator", "scenario", "year", "status"})
# Of a district's steps, those that follow from its own counts, and that with its reception.
OWN = frozenset(
    {"first_count", "first_base", "first_level", "last_count", "last_base", "last_level", "change",
     "change_exact", "improvement", "improvement_exact", "size"}
)  # fmt: skip
WITH_RECEPTION = frozenset({"factor", "factor_exact", "score", "score_exact"})


@dataclass(frozen=True)
class Closed:
    """The inputs of a payment that may not be told."""

    steps: frozenset[tuple[str, str]]
    """District and indicator."""
    reception: frozenset[str]
    """Districts."""

    def __bool__(self) -> bool:
        return bool(self.steps or self.reception)

    def tells(self, table: str, row: Mapping[str, str]) -> frozenset[str]:
        """The columns of a row that may be told."""
        told = ALWAYS.get(table, frozenset[str]())
        district = row.get("district", "")
        if table == "ledger" and (district, row["indicator"]) not in self.steps:
            told |= OWN | (frozenset() if district in self.reception else WITH_RECEPTION)
        if table == "factors" and district not in self.reception:
            told |= row.keys()
        return told


def compared(records: Records, payment: str) -> Iterator[tuple[str, str, int]]:
    """District, indicator and year of every count that a payment is computed from.

    By its own rule or one that it is compared with: scenarios tell what they are computed from.
    """
    years = records.payment(payment).payment.years
    for indicator in weighed(records.allocations[payment].rules()):
        for district in records.districts():
            for year in (years.first, years.last):
                yield district, indicator, year


def closed(records: Records, payment: str) -> Closed:
    """What the rule of disclosure hides of a payment's inputs."""
    return Closed(
        frozenset(
            (district, indicator)
            for district, indicator, year in compared(records, payment)
            if records.hides(indicator, "district", district, year)
        ),
        frozenset(
            district
            for district in records.districts()
            if called("reception", "district", district) in records.suppressed
        ),
    )


def shown(tables: Mapping[str, str], hidden: Closed) -> dict[str, str]:
    """The tables of a ledger with a sign in place of what may not be told."""
    if not hidden:
        return dict(tables)
    return {name: _masked(name, text, hidden) for name, text in tables.items()}


def proven(proof: dict[str, Any], hidden: Closed) -> dict[str, Any]:
    """The proof of an allocation without the sums that it was made by, where they may not stand."""
    return {key: each for key, each in proof.items() if not hidden or key != "indicators"}


def _masked(name: str, text: str, hidden: Closed) -> str:
    reader = csv.DictReader(io.StringIO(text))
    rows: Iterable[dict[str, Any]] = [
        {column: cell if column in KEYS | hidden.tells(name, row) else _instead(column)
         for column, cell in row.items()}
        for row in reader
    ]  # fmt: skip
    return csv_text(reader.fieldnames or (), (row.values() for row in rows))


def _instead(column: str) -> str:
    """Nothing in place of names, which have no sign."""
    return "" if column.endswith("_names") else SUPPRESSED
