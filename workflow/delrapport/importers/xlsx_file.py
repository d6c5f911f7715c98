"""Sheets of Excel workbooks (`.xlsx`), read by openpyxl."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from delrapport.importers.grid import Grid
from delrapport.importers.mapping import Layout
from delrapport.importers.table import NotImportedError
from delrapport.problems import one_of


def read(path: Path, layout: Layout) -> Grid:
    """The rows of the layout's sheet, or of the first one; raises `NotImportedError`."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError) as error:
        wrong = f"openpyxl can't read it ({error})"
        raise NotImportedError([f"{path.name}: {wrong}; allowed: a workbook .xlsx"]) from None
    sheet = layout.sheet or book.sheetnames[0]
    if sheet not in book.sheetnames:
        wrong = f"has no sheet '{sheet}'; {one_of(sheet, book.sheetnames)}"
        raise NotImportedError([f"{path.name}: {wrong}"])
    rows = [[_text(cell) for cell in row] for row in book[sheet].iter_rows(values_only=True)]
    return Grid(path.name, rows, sheet)


def _text(value: Any) -> str:
    """A cell as it is written: whole numbers come whole, others with all their decimals."""
    match value:
        case None:
            return ""
        case float():
            return f"{Decimal(repr(value)):f}"
        case _:
            return str(value).strip()
