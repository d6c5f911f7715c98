"""CSV files, with commas, semicolons or tabs between their cells."""

from __future__ import annotations

import csv
from pathlib import Path

from delrapport.importers.grid import Grid
from delrapport.importers.mapping import Layout
from delrapport.importers.table import NotImportedError, spaced

SEPARATORS = (";", "\t", ",")


def read(path: Path, layout: Layout) -> Grid:
    """All lines as rows. Signs are UTF-8's, or else Windows'; the headings tell the separator."""
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    lines = text.splitlines()
    headings = "".join(lines[int(row) - 1] for row in layout.heading if int(row) <= len(lines))
    separator = next((each for each in SEPARATORS if each in headings), ",")
    try:
        rows = [list(map(spaced, row)) for row in csv.reader(lines, delimiter=separator)]
    except csv.Error as error:
        raise NotImportedError([f"{path.name}: is no CSV ({error}); allowed: CSV"]) from None
    return Grid(path.name, rows)
