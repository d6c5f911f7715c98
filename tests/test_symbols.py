"""The signs of official statistics: written by the law, read aloud in words, explained."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pypdf
import pytest
from conftest import CSS, Build
from markupsafe import Markup
from pypdfium2 import PdfDocument

from delrapport import alternatives, law, law_pdf
from delrapport.fact import Fact
from delrapport.printing import Printer
from delrapport.symbols import SYMBOLS, legend

FACTS = {
    "gone": Fact("gone", "", "level", "uppgift saknas", ".."),
    "moot": Fact("moot", "not applicable", "count", "inte tillämpligt", "."),
    "nil": Fact("nil", 0, "count", "noll", "–", "synthetic"),
    "less": Fact("less", "1/4000", "share", "0,0 procent", "0,0"),
    "some": Fact("some", 7, "count", "sju", "7"),
    "dash": Fact("dash", "–", "text", "–", "–"),
}
PRINTER = Printer(FACTS, [])


def found(cell: str) -> list[str]:
    html = f"<body><table><tr><td>{cell}</td></tr></table></body>"
    return [each.wrong for each in law.check(html, FACTS, {}, [])]


@pytest.mark.parametrize(
    ("id_", "spoken"),
    [
        ("gone", "uppgift saknas"),
        ("moot", "inte tillämpligt"),
        ("nil", "noll"),
        ("less", "mindre än hälften av enheten"),
        ("some", None),
        ("dash", None),
    ],
)
def test_a_table_says_each_sign_in_words(id_, spoken):
    cell = PRINTER.cell(id_)
    assert re.findall('title="(.*?)"', cell) == ([spoken] if spoken else [])
    assert found(cell) == []


def test_only_a_value_is_flagged_as_synthetic():
    assert 'data-flag="s"' in PRINTER.cell("nil")
    gone = Printer({"gone": Fact("gone", "", "level", "", "..", "synthetic")}, []).cell("gone")
    assert "data-flag" not in gone


NIL = '<data data-fact="nil" value="0" data-status="synthetic">{}</data>'
SOME = '<data data-fact="some" value="7">{}</data>'


@pytest.mark.parametrize(
    ("cell", "wrong"),
    [
        (NIL.format("–"), "is read aloud as '', not 'noll'"),
        (NIL.format('<abbr title="inget">–</abbr>'), "is read aloud as 'inget', not 'noll'"),
        (NIL.format('<abbr title="9">–</abbr>'), "is read aloud as '9', not 'noll'"),
        (NIL.format('<abbr title="noll">0</abbr>'), "is printed as '0', but written 'noll'"),
        (NIL.format('<abbr title="noll">noll</abbr>'), "is read aloud as 'noll', not ''"),
        (NIL.format('–<abbr title="noll"></abbr>'), "holds markup, <abbr>"),
        (NIL.format('<abbr title="noll" class="x">–</abbr>'), "holds markup, <abbr>"),
        (SOME.format('<abbr title="sju">7</abbr>'), "is read aloud as 'sju', not ''"),
    ],
)
def test_nothing_else_is_read_aloud_than_what_is_declared(cell, wrong):
    assert any(wrong in each for each in found(cell)), found(cell)


def test_a_sign_stands_without_a_fact_only_where_it_is_explained():
    assert found("<dfn>0,0</dfn> mindre än hälften av enheten") == []
    assert found("0,0 mindre än hälften av enheten")
    assert found("<dfn>0,1</dfn> mindre än hälften av enheten")
    assert found('<abbr title="mindre än hälften av enheten">0,0</abbr>')


def test_what_is_said_of_signs_keeps_the_law():
    every = Markup("").join(Markup('<abbr title="">{}</abbr>').format(sign) for sign in SYMBOLS)
    assert found(legend(every)) == []


def test_only_signs_that_occur_are_explained_each_once_in_a_fixed_order():
    table = PRINTER.cell("nil") + PRINTER.cell("gone") + PRINTER.cell("some") + PRINTER.cell("nil")
    expected = "<dfn>..</dfn> uppgift saknas; <dfn>–</dfn> inget att redovisa."
    assert legend(table) == expected
    assert legend(PRINTER.cell("some")) == ""


# --- In the PDF ------------------------------------------------------------------------------


def test_a_pdf_says_the_signs_of_a_cell_one_by_one(workshop):
    cells = f"{PRINTER.cell('gone')} av {PRINTER.cell('nil')}</td><td>{PRINTER.cell('some')}"
    html = f"<table><tr><th>x</th><td>{cells}</td></tr></table>"
    pdf = PdfDocument(workshop.render(html))
    said = law_pdf.read(pdf, law_pdf.inks(CSS)).spoken
    assert said == alternatives.of_html(html) == ["uppgift saknas", "noll"]
    # What is copied is the sign.
    assert pdf[0].get_textpage().get_text_bounded().split() == ["x", "..", "av", "–", "7"]


def test_the_signs_of_a_report_are_texts_with_an_alternative_in_cells(appendix_built: Build):
    root = pypdf.PdfReader(appendix_built.report).root_object["/StructTreeRoot"]
    said = [str(e["/Alt"]) for cell in _below(root, "/TD") for e in _below(cell, "/Span", "/Alt")]
    assert len(said) > 30
    assert said == re.findall(r'<abbr title="(.*?)">', appendix_built.html)
    assert appendix_built.html.count("<dfn>–</dfn> inget att redovisa.") > 5


def _below(parent: Any, kind: str, key: str = "/S") -> Iterator[Any]:
    """The structure elements of a kind below one that have a key, in reading order."""
    children = parent.get_object().get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        element = child.get_object()
        if isinstance(element, dict):
            if element.get("/S") == kind and key in element:
                yield element
            yield from _below(element, kind, key)
