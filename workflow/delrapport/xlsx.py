"""Writing the pages of a workbook as XLSX, by XlsxWriter.

Every formula is written together with its value, for viewers that don't compute.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from itertools import groupby
from typing import Any

import xlsxwriter
from xlsxwriter.utility import quote_sheetname, xl_rowcol_to_cell

from delrapport.sheets import (
    REPORTED,
    Column,
    Line,
    Lines,
    Page,
    Place,
    Style,
    Table,
    Value,
    View,
    rounded,
)

LINE = 15
"""The height of a row, in points."""
FROZEN = 16
"""A table's head that stands below this row doesn't stay on the screen: it would fill it."""
PAPER = 230, 50
"""So much width and so many rows can still be read when they are made to fit a page."""
FONT: Mapping[str, Any] = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
KINDS: Mapping[str, Mapping[str, Any]] = {
    "input": {"bg_color": "#FFF6D6", "border": 1, "border_color": "#B9C4C6"},
    "parameter": {"bg_color": "#FBE0CF", "border": 1, "border_color": "#B9C4C6"},
    "stated": {"bg_color": "#E4EBF3", "border": 1, "border_color": "#B9C4C6"},
    "position": {"border": 1, "border_color": "#B9C4C6", "align": "left"},
    "formula": {"border": 1, "border_color": "#B9C4C6"},
    "result": {"bg_color": "#DDEBE0", "border": 1, "border_color": "#B9C4C6", "bold": True},
    "total": {"bg_color": "#EEF3F3", "top": 2, "bold": True},
    "head": {"bg_color": "#0F3D4C", "font_color": "#FFFFFF", "bold": True, "text_wrap": True,
             "font_size": 10, "valign": "bottom", "border": 1, "border_color": "#B9C4C6"},
    "group": {"bg_color": "#0F3D4C", "font_color": "#FFFFFF", "bold": True, "font_size": 10,
              "align": "center", "border": 1, "border_color": "#B9C4C6"},
    "title": {"font_size": 16, "bold": True, "font_color": "#0F3D4C"},
    "heading": {"font_size": 12, "bold": True, "font_color": "#0F3D4C"},
    "band": {"bg_color": "#B4532A", "font_color": "#FFFFFF", "bold": True},
    "prose": {"valign": "top", "text_wrap": True, "border": 1, "border_color": "#B9C4C6"},
    "warning": {"bg_color": "#B4532A", "font_color": "#FFFFFF", "bold": True, "text_wrap": True},
    "label": {"valign": "top"},
    "text": {"valign": "top", "text_wrap": True},
    "link": {"font_color": "#0F3D4C", "underline": 1},
    "note": {"font_color": "#51606A", "valign": "top"},
    "remark": {"font_color": "#51606A", "valign": "top", "align": "left", "indent": 1,
               "text_wrap": True},
}  # fmt: skip
# How a number is written; what isn't here is text.
NUMBERS: Mapping[str, str] = {
    "whole": "#,##0",
    "year": "0",
    "hundredths": "#,##0.00",
    "score": "#,##0.0000",
    "ratio": "0.000000",
    "percent": "0.00%",
    "points": "+0.00%;-0.00%;0.00%",
    "difference": "+#,##0;-#,##0;0",
    "effect": "+#,##0.00;-#,##0.00;0.00",
    "general": "General",
}
# What a cell with the report's value is, by what the cell beside it is.
REPORTED_KIND: Mapping[str, str] = {"head": "head", "parameter": "stated"}
MARKED = {"bg_color": "#F6C9B8", "font_color": "#7A1F00", "bold": True}


@dataclass(frozen=True)
class About:
    """What a workbook says of itself."""

    title: str
    subject: str
    author: str
    created: datetime
    mark: str
    """What stands conspicuously on every sheet; empty for nothing."""


def write(pages: Sequence[Page], about: About) -> bytes:
    """The pages as a workbook: the same pages give the same bytes."""
    file = BytesIO()
    # In memory: temporary files have dates, which would be kept.
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    book.set_properties(
        {
            "title": about.title,
            "subject": about.subject,
            "author": about.author,
            "created": about.created,
            "category": about.mark,
            "comments": about.mark,
        }
    )
    writer = _Writer(book, about, pages)
    for page in pages:
        writer.page(page)
    book.close()
    return file.getvalue()


class _Writer:
    def __init__(self, book: xlsxwriter.Workbook, about: About, pages: Sequence[Page]) -> None:
        self._book, self._about = book, about
        self._formats: dict[Style, Any] = {}
        self._marked = book.add_format(MARKED)
        self._views = [
            View(part, f"{quote_sheetname(page.name)}!", top + part.grouped)
            for page in pages
            for top, part in page.placed()
            if isinstance(part, Table)
        ]

    def page(self, page: Page) -> None:
        """Write a sheet."""
        sheet = self._book.add_worksheet(page.name)
        _print_setup(page, sheet, self._about)
        for number, width in enumerate(page.columns):
            sheet.set_column(number, number, width)
            if self._about.mark:
                sheet.write_blank(0, number, None, self._format(Style("band")))
        if self._about.mark:
            sheet.write_string(0, 0, self._about.mark, self._format(Style("band")))
        sheet.set_row(1, 24)
        sheet.write_string(1, 0, page.title, self._format(Style("title")))
        for row, note in enumerate(page.wrapped(), 2):
            sheet.write_string(row, 0, note, self._format(Style("note")))
        for top, part in page.placed():
            if isinstance(part, Table):
                self._table(sheet, next(view for view in self._views if view.table is part))
            else:
                self._lines(page, sheet, top, part)

    # --- Tables ---

    def _table(self, sheet: Any, view: View) -> None:
        columns = view.table.columns
        for level in range(view.table.grouped):
            self._groups(sheet, view, level)
        lines = max(_lines_in(column.head, column.room * 1.15) for column in columns)
        sheet.set_row(view.top, LINE * lines + 3)
        for number, column in enumerate(columns):
            head = Style("head", column.style.number)
            sheet.write_string(view.top, number, column.head, self._format(head))
            self._rules(sheet, view, number, column)
        for place, row in enumerate(view.table.rows):
            scope = self._scope(place, view)
            for number, column in enumerate(columns):
                formula = column.template(row).format_map(scope)
                at = view.top + 1 + place, number
                self._cell(sheet, at, formula, column.value(row), column.style)
        if any(column.total for column in columns):
            self._totals(sheet, view)

    def _groups(self, sheet: Any, view: View, level: int) -> None:
        """A row above the heads: one cell over all the columns of a group."""
        row, style = view.top - view.table.grouped + level, self._format(Style("group"))
        for groups, found in groupby(
            enumerate(view.table.columns), lambda each: tuple(each[1].groups[: level + 1])
        ):
            numbers = [number for number, _ in found]
            if groups and len(numbers) > 1:
                sheet.merge_range(row, numbers[0], row, numbers[-1], groups[-1], style)
                continue
            for number in numbers:
                sheet.write_string(row, number, groups[-1] if groups else "", style)

    def _rules(self, sheet: Any, view: View, number: int, column: Column) -> None:
        """What may be typed into a column, and what paints its cells."""
        cells = (view.top + 1, number, view.top + len(view.table.rows), number)
        if column.allowed:
            sheet.data_validation(*cells, dict(column.allowed))
        if column.mark:
            criteria = f"={column.mark.format_map(self._scope(0, view))}"
            rule = {"type": "formula", "criteria": criteria, "format": self._marked}
            sheet.conditional_format(*cells, rule)

    def _totals(self, sheet: Any, view: View) -> None:
        row = view.top + 1 + len(view.table.rows)
        for number, column in enumerate(view.table.columns):
            style = Style("total", column.style.number)
            if column.total:
                numbers = [column.value(each) for each in view.table.rows]
                formula = f"SUM({view.own()[column.key].all})"
                self._cell(sheet, (row, number), formula, _sum(numbers), style)
            else:
                text = "" if number else "Summa"
                sheet.write_string(row, number, text, self._format(style))

    # --- Lines ---

    def _lines(self, page: Page, sheet: Any, top: int, part: Lines) -> None:
        if part.heading:
            sheet.write_string(top, 0, part.heading, self._format(Style("heading")))
        for row, line in enumerate(part.lines, top + bool(part.heading)):
            if line.link:
                target = f"internal:{quote_sheetname(line.link)}!A1"
                sheet.write_url(row, 0, target, self._format(Style("link")), line.label)
            else:
                sheet.write_string(row, 0, line.label, self._format(Style("label")))
            if line.value != "":
                self._line(page, sheet, row, line)
            self._remarks(page, sheet, row, line)

    def _remarks(self, page: Page, sheet: Any, row: int, line: Line) -> None:
        """What stands to the right of a cell: in columns, the last over all that are left."""
        is_head, height = line.style.kind == "head", 1
        first, end = page.cell + 1 + page.compared, len(page.columns) - 1
        for number, remark in enumerate(line.remarks, first):
            last = end if number == first + len(line.remarks) - 1 else number
            style = self._format(Style("head", "aside") if is_head else Style("remark"))
            if last > number:
                sheet.merge_range(row, number, row, last, remark, style)
            else:
                sheet.write_string(row, number, remark, style)
            room = sum(page.columns[number : last + 1])
            height = max(height, _lines_in(remark, room * 1.2))
        if is_head:
            sheet.write_string(row, 0, line.label, self._format(line.style))
        if height > 1:
            sheet.set_row(row, LINE * height + 1)

    def _line(self, page: Page, sheet: Any, row: int, line: Line) -> None:
        scope, at = self._scope(0), (row, page.cell)
        self._cell(sheet, at, line.formula.format_map(scope), line.value, line.style)
        if line.style.kind == "text":
            lines = _lines_in(str(line.value), page.columns[page.cell] * 1.1)
            sheet.set_row(row, LINE * lines + 1)
        if line.allowed:
            source = line.allowed.get("source")
            filled = {"source": source.format_map(scope)} if isinstance(source, str) else {}
            sheet.data_validation(*at, *at, {**line.allowed, **filled})
        if line.mark:
            cell = {"cell": xl_rowcol_to_cell(*at, True, True)}
            criteria = f"={line.mark.format_map(cell)}"
            rule = {"type": "formula", "criteria": criteria, "format": self._marked}
            sheet.conditional_format(*at, *at, rule)
        if line.name:
            self._name(page, at, line.name)
        if line.reported != "":
            beside, style = (row, page.cell + 1), Style(REPORTED_KIND[line.style.kind],
                                                        line.style.number)  # fmt: skip
            self._cell(sheet, beside, "", line.reported, style)
            if line.name:
                self._name(page, beside, line.name + REPORTED)

    def _name(self, page: Page, at: tuple[int, int], name: str) -> None:
        """Give a cell a name, on a page that is local one of its own."""
        sheet, cell = quote_sheetname(page.name), xl_rowcol_to_cell(*at, True, True)
        self._book.define_name(f"{sheet}!{name}" if page.local else name, f"={sheet}!{cell}")

    # --- Cells ---

    def _scope(self, row: int, view: View | None = None) -> dict[str, View | Place]:
        """What formulas in a row may refer to: every table, and the columns of their own."""
        scope: dict[str, View | Place] = {
            each.table.key: replace(each, row=row) for each in self._views
        }
        return scope | (replace(view, row=row).own() if view else {})

    def _cell(
        self, sheet: Any, at: tuple[int, int], formula: str, value: Value, style: Style
    ) -> None:
        number = value if isinstance(value, str) else rounded(value)
        if formula:
            sheet.write_formula(*at, f"={formula}", self._format(style), number)
        elif isinstance(number, str):
            sheet.write_string(*at, number, self._format(style))
        else:
            sheet.write_number(*at, number, self._format(style))

    def _format(self, style: Style) -> Any:
        if style not in self._formats:
            number = NUMBERS.get(style.number)
            written: dict[str, Any] = {"num_format": number, "align": "right"} if number else {}
            if style.number == "aside":
                written = {"align": "left", "indent": 1}
            self._formats[style] = self._book.add_format({**FONT, **written, **KINDS[style.kind]})
        return self._formats[style]


def _print_setup(page: Page, sheet: Any, about: About) -> None:
    """Landscape A4, with the head of the table and the names of the rows on every page."""
    sheet.set_landscape()
    sheet.set_paper(9)
    wide = math.ceil(sum(page.columns) / PAPER[0])
    sheet.fit_to_pages(wide, 1 if page.height <= PAPER[1] else 0)
    if wide > 1:
        sheet.repeat_columns(0, page.cell - 1)
    sheet.set_margins(left=0.4, right=0.4, top=0.8, bottom=0.7)
    sheet.hide_gridlines(2)
    title, mark = (text.replace("&", "&&") for text in (about.title, about.mark))
    sheet.set_header(f'&L&"Calibri,Bold"&KB4532A{mark}' if mark else "")
    sheet.set_footer(f"&L{title}: &A&RSida &P av &N")
    if mark:
        # On paper the mark stands in the header of every page, so not in the first row as well.
        sheet.print_area(1, 0, page.height - 1, len(page.columns) - 1)
    tables = [(top, top + part.grouped) for top, part in page.placed() if isinstance(part, Table)]
    if len(tables) == 1:
        first, head = tables[0]
        sheet.repeat_rows(first, head)
        if head < FROZEN:
            sheet.freeze_panes(head + 1, page.cell)


def _sum(numbers: Sequence[Value]) -> Value:
    """The sum of those that are numbers."""
    found = [rounded(number) for number in numbers if not isinstance(number, str)]
    return sum(found) if all(isinstance(number, int) for number in found) else math.fsum(found)


def _lines_in(text: str, width: float) -> int:
    """How many lines a text takes in a column, counted rather high."""
    lines = (textwrap.wrap(line, max(4, int(width * 0.95))) or [""] for line in text.split("\n"))
    return sum(map(len, lines))
