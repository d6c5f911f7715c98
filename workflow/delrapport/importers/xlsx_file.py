"""Sheets of Excel workbooks (`.xlsx`), read by openpyxl."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from delrapport.importers.grid import Grid
from delrapport.importers.mapping import Layout
from delrapport.importers.table import NotImportedError, spaced
from delrapport.problems import one_of


def read(path: Path, layout: Layout) -> Grid:
    """The rows of the layout's sheet, or of the first one; raises `NotImportedError`."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book, typed = (load_workbook(path, data_only=stored) for stored in (True, False))
    except (BadZipFile, InvalidFileException, KeyError, ValueError) as error:
        wrong = f"openpyxl can't read it ({error})"
        raise NotImportedError([f"{path.name}: {wrong}; allowed: a workbook .xlsx"]) from None
    sheets = {spaced(sheet.title): sheet for sheet in book.worksheets}
    sheet = spaced(layout.sheet) if layout.sheet else next(iter(sheets))
    if sheet not in sheets:
        wrong = f"has no sheet '{sheet}'; {one_of(sheet, sheets)}"
        raise NotImportedError([f"{path.name}: {wrong}"])
    rows = [[_text(cell) for cell in row] for row in sheets[sheet].iter_rows(values_only=True)]
    grid = Grid(path.name, rows, sheet)
    # A program that doesn't calculate saves none.
    unknown = [
        f"{path.name}: {grid.place(cell.row - 1, cell.column - 1)}: the formula has no value; "
        "allowed: a workbook that a spreadsheet program has saved"
        for line in typed[sheets[sheet].title].iter_rows()
        for cell in line
        if cell.data_type == "f" and sheets[sheet][cell.coordinate].value is None
    ]
    if unknown:
        raise NotImportedError(unknown)
    return grid


def _text(value: Any) -> str:
    """A cell as it is written: whole numbers come whole, others with all their decimals."""
    match value:
        case None:
            return ""
        case float():
            return f"{Decimal(repr(value)):f}"
        case _:
            return spaced(str(value))
