"""Sheets and CSV files: what stands to the left of a cell and above it says what it is.

The layout names the columns to the left and the rows above; a row above has a pattern, since one
heading may tell several dimensions: `{year}`, `{year} {sex}`. Statistics Sweden's and Kolada's
downloads are laid out so. An empty cell to the left or above means what stands before it. The
table ends where a row has nothing to the left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from delrapport.importers.mapping import Layout
from delrapport.importers.table import (
    Category,
    Key,
    NotImportedError,
    Table,
    dimension,
    spaced,
)

PLACEHOLDER = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True)
class Grid:
    """Rows of texts, each `spaced`, empty where a cell is; rows and columns count from 0."""

    file: str
    rows: Sequence[Sequence[str]]
    sheet: str = ""

    def at(self, row: int, column: int) -> str:
        cells = self.rows[row] if row < len(self.rows) else ()
        return cells[column] if column < len(cells) else ""

    def place(self, row: int, column: int) -> str:
        """A cell's name, as the program that shows the file has it."""
        letters = column_letters(column)
        if self.sheet:
            return f"sheet {self.sheet}, cell {letters}{row + 1}"
        return f"row {row + 1}, column {letters}"


def column_number(letters: str) -> int:
    """A column by its letters, from 0: A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def column_letters(number: int) -> str:
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def read(grid: Grid, layout: Layout) -> Table:
    """The table that a grid holds by a layout; raises `NotImportedError`."""
    stub = {column_number(letters): name for letters, name in layout.stub.items()}
    headings = {int(row) - 1: pattern for row, pattern in layout.heading.items()}
    columns = _columns(grid, max(stub) + 1, headings)
    contents: dict[Key, str] = {}
    places: dict[Key, str] = {}
    seen: set[tuple[str, ...]] = set()
    for row, left in _lines(grid, max(headings) + 1, sorted(stub)):
        # Kolada repeats the rows of places that were chosen first.
        if (whole := tuple(grid.rows[row])) in seen:
            continue
        seen.add(whole)
        for column, above in columns.items():
            key, place = (*left, *above), grid.place(row, column)
            content = grid.at(row, column)
            if key in contents:
                wrong = f"{', '.join(key)} is '{content}', and '{contents[key]}' at {places[key]}"
                allowed = "once, or a row that is the same in every cell"
                raise NotImportedError([f"{grid.file}: {place}: {wrong}; allowed: {allowed}"])
            contents[key] = content
            places[key] = place
    names = [stub[column] for column in sorted(stub)]
    names += [name for row in sorted(headings) for name in PLACEHOLDER.findall(headings[row])]
    codes = [dict.fromkeys(key[n] for key in contents) for n in range(len(names))]
    dimensions = (
        dimension(grid.file, name, name, (Category(code, code) for code in each))
        for name, each in zip(names, codes, strict=True)
    )
    return Table(grid.file, tuple(dimensions), contents, places)


def _columns(grid: Grid, first: int, headings: dict[int, str]) -> dict[int, Key]:
    """The columns whose headings are as the patterns say, with what these tell."""
    rows = sorted(headings)
    patterns = [_pattern(headings[row]) for row in rows]
    width = max((len(cells) for cells in grid.rows), default=0)
    columns: dict[int, Key] = {}
    shown = [""] * len(rows)
    for column in range(first, width):
        shown = [grid.at(row, column) or above for row, above in zip(rows, shown, strict=True)]
        if not grid.at(rows[-1], column):
            continue
        found = [p.fullmatch(text) for p, text in zip(patterns, shown, strict=True)]
        if all(found):
            columns[column] = tuple(each for match in found if match for each in match.groups())
    if not columns:
        row = rows[-1]
        stand = [grid.at(row, column) for column in range(first, width)]
        wrong = f"no heading is as '{headings[row]}' says; there stand {', '.join(stand) or 'none'}"
        raise NotImportedError([f"{grid.file}: {grid.place(row, first)}: {wrong}"])
    return columns


def _pattern(text: str) -> re.Pattern[str]:
    """`{year} {sex}` as an expression with a group for each name; spaces part them from behind."""
    text = spaced(text)
    spans = [(0, 0), *(match.span() for match in PLACEHOLDER.finditer(text))]
    between = [text[end:start] for (_, end), (start, _) in pairwise(spans)]
    return re.compile("(.+)".join(map(re.escape, [*between, text[spans[-1][1] :]])))


def _lines(grid: Grid, first: int, stub: list[int]) -> Iterator[tuple[int, Key]]:
    """Each row of the table, with what stands to its left."""
    left = [""] * len(stub)
    for row in range(first, len(grid.rows)):
        stands = [grid.at(row, column) for column in stub]
        if not any(stands):
            return
        left = [here or above for here, above in zip(stands, left, strict=True)]
        yield row, tuple(left)
