"""Long reports lose nothing: HTML and PDF are counted by other means than the build's own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pypdf
import pytest
from conftest import Build
from pypdfium2 import PdfDocument

from delrapport import synthesize

MUNICIPALITIES = 30
REPORTS = ("delrapport-1", "delrapport-2", "delrapport-3")


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Build:
    folder = tmp_path_factory.mktemp("long") / "programme"
    assert synthesize.main([str(folder), "--municipalities", str(MUNICIPALITIES)]) == 0
    # As one, however long.
    config = folder / "config.yaml"
    config.write_text(config.read_text("utf-8").replace("    split_by: county\n", ""), "utf-8")
    return Build(folder).built()


def html_of(build: Build, report: str) -> str:
    return (build.folder / f"build/html/{report}.html").read_text(encoding="utf-8")


def pdf_of(build: Build, report: str) -> Path:
    return build.folder / f"reports/{report}.pdf"


def squashed(text: str) -> str:
    return re.sub(r"\W", "", text).casefold()


def said(html: str) -> str:
    """What stands in some markup, without spaces and signs."""
    return squashed(unescape(re.sub(r"<[^>]*>", " ", html)))


def elements(of: Any) -> Iterator[Any]:
    """The structure elements from one on, in reading order."""
    of = of.get_object()
    for child in of if isinstance(of, list) else [of]:
        element = child.get_object()
        if isinstance(element, dict) and "/S" in element:
            yield element
            yield from elements(element.get("/K", []))


def children(element: Any) -> list[str]:
    kinds = (child.get_object() for child in element.get("/K", []))
    return [kind["/S"] for kind in kinds if isinstance(kind, dict) and "/S" in kind]


@pytest.mark.slow
@pytest.mark.parametrize("report", REPORTS)
def test_the_last_words_stand_on_the_last_page(long: Build, report: str) -> None:
    *_, last = re.findall(r"<p[ >].*?</p>", html_of(long, report), re.DOTALL)
    pages = PdfDocument(pdf_of(long, report))
    assert len(said(last)) > 5
    assert said(last) in squashed(pages[len(pages) - 1].get_textpage().get_text_bounded())


@pytest.mark.slow
@pytest.mark.parametrize("report", REPORTS)
def test_headings_tables_rows_and_figures_are_as_many_in_both(long: Build, report: str) -> None:
    html = html_of(long, report)
    tags = Counter(re.findall(r"<(h[1-6]|caption|svg|img)\b", html))
    root = pypdf.PdfReader(pdf_of(long, report)).root_object["/StructTreeRoot"]["/K"]
    found = list(elements(root))
    kinds = Counter(element["/S"].removeprefix("/") for element in found)
    tables = sum("/Caption" in children(each) for each in found if each["/S"] == "/Table")
    rows = sum(children(each).count("/TR") for each in found if each["/S"] == "/TBody")
    bodies = re.findall(r"<tbody\b.*?</tbody>", html, re.DOTALL)
    assert [kinds[f"H{n}"] for n in range(1, 7)] == [tags[f"h{n}"] for n in range(1, 7)]
    assert kinds["Figure"] == tags["svg"] + tags["img"]
    assert tables == tags["caption"] == html.count("<table")
    # A row that is longer than a page has an element on each.
    assert rows >= sum(len(re.findall(r"<tr\b", body)) for body in bodies)


@pytest.mark.slow
def test_footnotes_are_as_many_in_both(long: Build) -> None:
    (note,) = set(re.findall(r'class="footnote"[^>]*>(.*?)</span>', html_of(long, REPORTS[0])))
    pages = PdfDocument(pdf_of(long, REPORTS[0]))
    texts = (squashed(page.get_textpage().get_text_bounded()) for page in pages)
    assert sum(text.count(said(note)) for text in texts) == MUNICIPALITIES
