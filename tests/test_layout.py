"""What a typographer would mark and a program can see, in the boxes of the report's pages."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from conftest import ROOT, Build

from delrapport.records import Records

NBSP = "\N{NO-BREAK SPACE}"
HEADINGS = {"h2", "h3", "h4"}


@dataclass(frozen=True)
class Line:
    """A line of text in the flow of a page, with the block element that it belongs to."""

    page: int
    element: Any
    tag: str
    text: str


@dataclass(frozen=True)
class Layout:
    lines: list[Line]
    blank: set[int]
    """Pages that a forced break leaves."""
    pages: int


def block_of(box: Any, around: Any) -> Any:
    inline = {"a", "data", "em", "span", "strong", "br"}
    if box.element is None or (box.element_tag or "").split(":")[0] in inline:
        return around
    return box.element


def lines_of(box: Any, page: int, element: Any = None) -> Iterator[Line]:
    """Every line of a box in reading order; notes and running heads are no flow."""
    from weasyprint.formatting_structure import boxes

    element = block_of(box, element)
    for child in getattr(box, "children", ()):
        if isinstance(child, boxes.LineBox):
            text = "".join(b.text for b in child.descendants() if isinstance(b, boxes.TextBox))
            if text.strip() and element is not None:
                yield Line(page, element, element.tag, text.strip())
        elif not isinstance(child, boxes.MarginBox | boxes.FootnoteAreaBox):
            yield from lines_of(child, page, element)


@pytest.fixture(scope="module")
def layout(real_built: Build) -> Layout:
    os.environ["FONTCONFIG_FILE"] = str(ROOT / "templates/fonts/fonts.conf")
    from weasyprint import HTML

    sheets = [sheet.as_uri() for sheet in sorted((ROOT / "templates/css").glob("*.css"))]
    folder = (real_built.folder / "build/html").as_uri()
    pages = HTML(string=real_built.html, base_url=f"{folder}/").render(stylesheets=sheets).pages
    boxes = [page._page_box for page in pages]
    return Layout(
        [line for number, box in enumerate(boxes, start=1) for line in lines_of(box, number)],
        {number for number, box in enumerate(boxes, start=1) if box.page_type.blank},
        len(boxes),
    )


def test_a_page_without_text_is_one_that_a_forced_break_leaves(layout: Layout) -> None:
    written = {line.page for line in layout.lines}
    assert set(range(1, layout.pages + 1)) - written == layout.blank
    assert len(layout.blank) <= 3


def test_no_heading_ends_a_page(layout: Layout) -> None:
    last = {line.page: line for line in layout.lines}
    assert [line.text for line in last.values() if line.tag in HEADINGS] == []


def test_no_line_of_a_paragraph_is_alone_on_a_page(layout: Layout) -> None:
    parts: dict[Any, dict[int, list[str]]] = {}
    for line in layout.lines:
        if line.tag in ("p", "li"):
            parts.setdefault(line.element, {}).setdefault(line.page, []).append(line.text)
    parted = [pages for pages in parts.values() if len(pages) > 1]
    assert len(parted) > 5
    assert [texts for pages in parted for texts in pages.values() if len(texts) < 2] == []


def test_no_paragraph_ends_with_a_short_word_alone(layout: Layout) -> None:
    following = [*layout.lines[1:], None]
    ends = [
        (before, line)
        for before, line, after in zip(
            [None, *layout.lines[:-1]], layout.lines, following, strict=True
        )
        if line.tag == "p" and before is not None and before.element is line.element
        if after is None or after.element is not line.element
    ]
    assert len(ends) > 100
    assert [line.text for _, line in ends if len(line.text) < 6] == []
    assert [line.text for _, line in ends if len(line.text) < 12 and NBSP not in line.text] == []


def test_names_are_not_hyphenated(real_built: Build, layout: Layout) -> None:
    records = Records.model_validate_json(
        (real_built.folder / "build/records/delrapport-1.json").read_bytes()
    )
    names = {each.name for pair in records.districts().values() for each in pair}
    names |= {each.name or "" for file in records.interviews for each in file.interviewees}
    pieces = {word for name in names for word in re.split(r"[ -]", name) if len(word) > 3}
    hyphenated = [
        first.text.split()[-1].rstrip("-\u2010\u00ad") + second.text.split()[0]
        for first, second in zip(layout.lines, layout.lines[1:], strict=False)
        if first.element is second.element and first.text.endswith(("-", "\u2010", "\u00ad"))
    ]
    assert len(hyphenated) > 20
    assert [word for word in hyphenated if word.rstrip(".,:;)s") in pieces] == []
