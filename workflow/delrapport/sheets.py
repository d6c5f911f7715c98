"""What an auditor's workbook is made of: pages of labelled lines and tables, formulas as templates.

A formula is written once for a whole column and refers to cells by name: `{count}/{base}` are other
columns of the same row, `{count.all}` a whole column, `{count.total}` its sum, `{count[0]}` its
first row, `{amounts.rounded}` the same row of another table. Single cells have names of their own
in the workbook. `xlsx.py` writes the pages.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import zip_longest
from typing import Any, NamedTuple

from xlsxwriter.utility import xl_col_to_name

from delrapport.exact import Sum

Value = Sum | Fraction | int | float | str
MISSING = ".."
LONGEST = 31
"""How many signs the name of a sheet may have."""
CUT = 15
"""Decimals that are kept of exact sums: more than a spreadsheet does."""
LINE_CELL = 14
"""How wide the cells of lines are at least."""
REPORTED = "_i_rapporten"
"""How the name of a cell ends that holds what the report has."""


def rounded(value: Sum | Fraction | int | float) -> int | float:
    """A number as near as a spreadsheet comes to it."""
    if isinstance(value, Sum):
        return float(value.decimals(CUT))
    return float(value) if isinstance(value, Fraction) else value


class Style(NamedTuple):
    """What a cell is, and how its number is written: see `xlsx.KINDS` and `xlsx.NUMBERS`."""

    kind: str = "formula"
    number: str = "text"


CELL, TEXT = Style("formula"), Style("text")
ASIDE = Style("formula", "aside")
"""A text to the right of numbers."""
# What may be typed into a cell.
Allowed = Mapping[str, Any]
NOT_NEGATIVE: Allowed = {"validate": "decimal", "criteria": ">=", "value": 0}
COUNT: Allowed = {"validate": "integer", "criteria": ">=", "value": 0}
AT_LEAST_ONE: Allowed = {"validate": "integer", "criteria": ">=", "value": 1}


def one_of(choices: Sequence[str | int]) -> Allowed:
    return {"validate": "list", "source": list(choices)}


# --- What stands on a page -------------------------------------------------------------------


@dataclass(frozen=True)
class Column:
    """A column of a table: its head, what each row has there, and the formula that computes it."""

    key: str
    head: str
    value: Callable[[Any], Value]
    style: Style = CELL
    formula: str | Callable[[Any], str] = ""
    """Empty for what is typed in; a function where rows differ."""
    total: bool = False
    width: float = 12
    allowed: Allowed | None = None
    mark: str = ""
    """A condition that paints a cell, as a formula."""
    groups: Sequence[str] = ()
    """What stands above the head, and above other columns beside it as well; the widest first."""

    @property
    def room(self) -> float:
        """Its width, or what the longest word of the head takes."""
        return max(self.width, 2 + max(map(len, self.head.split())))

    def template(self, row: Any) -> str:
        return self.formula if isinstance(self.formula, str) else self.formula(row)


@dataclass(frozen=True)
class Table:
    """A row for each of `rows`, and the sums where a column has one."""

    key: str
    columns: Sequence[Column]
    rows: Sequence[Any]

    @property
    def grouped(self) -> int:
        """How many rows stand above the heads."""
        return max(len(column.groups) for column in self.columns)

    @property
    def height(self) -> int:
        below = any(column.total for column in self.columns)
        return self.grouped + 1 + len(self.rows) + below


@dataclass(frozen=True)
class Line:
    """A label, a cell, and remarks to the right of it."""

    label: str
    value: Value = ""
    style: Style = TEXT
    formula: str = ""
    name: str = ""
    """The cell's name in the workbook; on a page that is `local`, that sheet's own."""
    remarks: Sequence[str] = ()
    allowed: Allowed | None = None
    link: str = ""
    """The sheet that the label leads to."""
    reported: Value = ""
    """On a page of parameters: what the report has, beside the cell; named after it."""
    mark: str = ""
    """A condition that paints the cell, as a formula in which it is called `{cell}`."""


@dataclass(frozen=True)
class Lines:
    """Lines below each other, under a heading if there is one."""

    heading: str
    lines: Sequence[Line]

    @property
    def height(self) -> int:
        return bool(self.heading) + len(self.lines)


@dataclass(frozen=True)
class Page:
    """A sheet: a title, notes, and then lines and tables with an empty row between them."""

    name: str
    title: str
    notes: Sequence[str]
    parts: Sequence[Lines | Table]
    cell: int = 2
    """The column of the lines' cells, from 0."""
    widths: Sequence[float] = ()
    """Of the first columns, where they aren't the tables'."""
    local: bool = False
    compared: bool = False
    """Whether what the report has stands beside the lines' cells."""

    @property
    def columns(self) -> list[float]:
        """The widths of all columns: each as wide as the widest that stands in it."""
        tables = [part for part in self.parts if isinstance(part, Table)]
        rooms: list[list[float]] = [[column.room for column in table.columns] for table in tables]
        if any(isinstance(part, Lines) and part.lines for part in self.parts):
            rooms.append([*[0.0] * self.cell, LINE_CELL])
        wide = [max(each) for each in zip_longest(*rooms, fillvalue=0.0)]
        return [*self.widths, *wide[len(self.widths) :]]

    def wrapped(self) -> list[str]:
        """The notes in lines that the sheet is wide enough for."""
        width = max(70, min(150, int(sum(self.columns))))
        return [line for note in self.notes for line in textwrap.wrap(note, width)]

    def placed(self) -> Iterator[tuple[int, Lines | Table]]:
        """Each part and the row it begins in, from 0: the first two are the band and the title."""
        top = 2 + len(self.wrapped()) + 1
        for part in self.parts:
            yield top, part
            top += part.height + 1

    @property
    def height(self) -> int:
        """How many rows it has."""
        return max((top + part.height for top, part in self.placed()), default=2)


# --- How formulas refer to tables ------------------------------------------------------------


@dataclass(frozen=True)
class Place:
    """A column seen from one of its rows; rows from 1."""

    sheet: str
    column: str
    first: int
    last: int
    row: int

    def __str__(self) -> str:
        return f"{self.sheet}${self.column}{self.row}"

    def __getitem__(self, number: int) -> str:
        return f"{self.sheet}${self.column}${self.first + number}"

    @property
    def all(self) -> str:
        return f"{self[0]}:${self.column}${self.last}"

    @property
    def total(self) -> str:
        return f"{self.sheet}${self.column}${self.last + 1}"


@dataclass(frozen=True)
class View:
    """A table that stands somewhere, seen from one of its rows."""

    table: Table
    sheet: str
    top: int
    row: int = 0

    def __getattr__(self, key: str) -> Place:
        number = next((n for n, each in enumerate(self.table.columns) if each.key == key), None)
        if number is None:
            raise AttributeError(f"the table {self.table.key} has no column {key}")
        first = self.top + 2
        last = first + len(self.table.rows) - 1
        return Place(self.sheet, xl_col_to_name(number), first, last, first + self.row)

    def own(self) -> dict[str, Place]:
        """The columns as formulas of the table itself call them."""
        here = replace(self, sheet="")
        return {column.key: getattr(here, column.key) for column in self.table.columns}


def safe_names(wanted: Sequence[str], taken: Sequence[str]) -> list[str]:
    """Names that sheets may have, each another than the rest and those taken."""
    found: list[str] = []
    # Excel keeps one name for itself, and doesn't tell capitals from small letters.
    used = {name.casefold() for name in (*taken, "History")}
    for text in wanted:
        plain = "".join("-" if sign in "[]:*?/\\" else sign for sign in text).strip("' ")
        plain = plain or "Indikator"
        endings = ("", *(f" ({number})" for number in range(2, len(wanted) + 3)))
        names = (plain[: LONGEST - len(ending)].strip("' ") + ending for ending in endings)
        found.append(next(name for name in names if name.casefold() not in used))
        used.add(found[-1].casefold())
    return found
