"""Tables as text: the CSV that stages hand to each other."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable


def csv_text(header: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A header and rows as CSV; None is an empty cell."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return buffer.getvalue()


def read_cells(text: str, whole: Collection[str]) -> list[dict[str, int | str]]:
    """The rows of a CSV; whole numbers in the columns `whole`, text elsewhere and where none is."""
    return [
        {key: int(cell) if key in whole and _is_whole(cell) else cell for key, cell in row.items()}
        for row in csv.DictReader(io.StringIO(text))
    ]


def _is_whole(cell: str) -> bool:
    return cell.lstrip("-").isdecimal()
