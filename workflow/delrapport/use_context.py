"""What templates can name of the use of the money."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from delrapport.printing import Printer, Sourced
from delrapport.records import Records, key_of
from delrapport.use_of_money import Use


def context(records: Records, payments: Sequence[str], printer: Printer) -> dict[str, Any]:
    """`activities` by year and municipality, years of use, and what measures are grouped by.

    `used_in` are the years in which one of `payments`, those of the report, was used.
    """
    use = Use(records)
    activities: dict[str, dict[str, Sourced]] = {year: {} for year in use.years}
    for (year, municipality), file in use.files.items():
        activities[year][municipality] = printer.file(file)
    codebook = records.codebook
    kinds = printer.field(codebook.kinds, "raw.codebook.codebook.kinds") if codebook else ()
    targets = [printer.field(f.indicator, f"{key_of(f)}.indicator") for f in records.indicators]
    return {
        "activities": activities,
        "years_of_use": use.years,
        "used_in": [
            year
            for year, used in activities.items()
            if any(file.payment.plain in payments for file in used.values())
        ],
        "payment_sources": {
            file.payment.id: printer.field(file.source, f"{key_of(file)}.source")
            for file in records.payments
        },
        "kinds": {kind.id.plain: kind for kind in kinds},
        "targets": {target.id.plain: target for target in targets},
    }
