"""Which module reads a file: its name tells, and of JSON what stands in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from delrapport.importers import csv_file, grid, jsonstat, kolada, px, xlsx_file
from delrapport.importers.mapping import Layout
from delrapport.importers.table import NotImportedError, Table

GRIDS = {".csv": csv_file.read, ".tsv": csv_file.read, ".xlsx": xlsx_file.read}
SUFFIXES = (".px", ".json", *GRIDS)


def read(path: Path, layout: Layout | None) -> Table:
    """A published file as a table; raises `NotImportedError`."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        wrong = f"'{path.suffix}' is no format that is read; allowed: {', '.join(SUFFIXES)}"
        raise NotImportedError([f"{path.name}: {wrong}"])
    if not path.is_file():
        raise NotImportedError([f"{path}: there is no such file; allowed: a path from the mapping"])
    if suffix in GRIDS:
        if layout is None:
            wrong = "has no layout; allowed: layout with stub (columns) and heading (rows)"
            raise NotImportedError([f"{path.name}: {wrong}"])
        return grid.read(GRIDS[suffix](path, layout), layout)
    return px.read(path) if suffix == ".px" else _json(path)


def _json(path: Path) -> Table:
    try:
        # Decimals stay as they are written.
        content: Any = json.loads(path.read_text(encoding="utf-8-sig"), parse_float=str)
    except ValueError as error:
        raise NotImportedError([f"{path.name}: is no JSON ({error})"]) from None
    if isinstance(content, dict) and "class" in content:
        return jsonstat.read(path.name, content)
    if isinstance(content, dict) and "values" in content:
        return kolada.read(path.name, content)
    wrong = "is neither; allowed: JSON-stat 2 (with class), an answer of Kolada's (with values)"
    raise NotImportedError([f"{path.name}: {wrong}"])
