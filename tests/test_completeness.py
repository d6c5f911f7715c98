"""Nothing of a report's HTML is missing in its PDF, however it may have been lost."""

from __future__ import annotations

import re

import pytest
from conftest import CSS, SQUARE, Build, Workshop
from pypdfium2 import PdfDocument

from delrapport import completeness, law_pdf

ROWS = "".join(f"<tr><th>Ort {n}</th><td>värde {n}</td></tr>" for n in range(40))
FIGURE = f"{SQUARE}<title>En bild</title><text y='8' font-size='4'>ord</text></svg>"
BODY = f"""<h1>Rapport</h1><h2>Först</h2><p>En text<span class="footnote">En not.</span> som
fortsätter <b>med</b> detta.</p><h2>Sedan</h2>
<table><caption>Orter</caption><thead><tr><th>Namn</th><td>Tal</td></tr></thead>
<tbody>{ROWS}</tbody></table>
<h3>Bild</h3><figure>{FIGURE}<figcaption>Rutan</figcaption></figure><p>De sista orden.</p>"""
PAGE = """@page { size: 105mm 148mm } body { font: 9pt "Source Sans 3" }
.footnote { float: footnote; color: #1c2327 }
.footnote::footnote-call, .footnote::footnote-marker { color: #b4532b }
h2::before { content: "Avsnitt "; color: #b4532b }
"""


def lost(workshop: Workshop, written: str, css: str = "", printed: str | None = None) -> list[str]:
    """What is said of a PDF that a style sheet, or other HTML, makes of what is written."""
    pdf = PdfDocument(workshop.render(printed or written, PAGE + css))
    content = law_pdf.read(pdf, law_pdf.inks(CSS)).content
    return completeness.missing(completeness.of_html(written), content, len(pdf), "x.pdf")


def test_a_pdf_that_goes_on_over_pages_has_all(workshop: Workshop) -> None:
    assert lost(workshop, BODY) == []


HIDING = (
    "display: none",
    "visibility: hidden",
    "height: 0; overflow: hidden",
    "height: 4pt; overflow: hidden",
    "position: absolute; left: -300mm",
    "margin-left: 300mm",
    "text-indent: -300mm",
    "color: transparent",
    "opacity: 0",
    "font-size: 0",
)


def test_text_is_missed_in_whatever_way_a_style_hides_it(workshop: Workshop) -> None:
    tables = "".join(
        f"<table><caption>Sätt</caption><tr><td>syns<p class=way{n}>göms</p></td></tr></table>"
        for n, _ in enumerate(HIDING)
    )
    css = "".join(f".way{n} {{ {way} }}" for n, way in enumerate(HIDING))
    found = lost(workshop, tables, css)
    assert [re.sub(r", page \d", "", line) for line in found if "table" in line] == [
        f"x.pdf, table {n}: 'göms' is missing" for n, _ in enumerate(HIDING, start=1)
    ]


@pytest.mark.parametrize(
    ("hidden", "said"),
    [
        ("h3", ["x.pdf: the HTML has 1 × H3, the PDF 0", "the HTML says 'Bild', the PDF 'o'"]),
        ("tr:nth-child(9)", ["x.pdf, table 1, page 1: 'Ort 8' is missing"]),
        ("table", ["x.pdf: the HTML has 1 tables, the PDF 0"]),
        ("thead", ["the HTML says 'Namn', the PDF nothing"]),
        ("svg", ["x.pdf: the HTML has 1 × Figure, the PDF 0", "the HTML says 'ord'"]),
        (".footnote", ["x.pdf, footnotes: the HTML says 'En not.', the PDF nothing"]),
        ("p:last-child", ["the HTML says 'De sista orden.', the PDF nothing"]),
    ],
)
def test_what_is_lost_is_said_by_its_place(
    workshop: Workshop, hidden: str, said: list[str]
) -> None:
    found = lost(workshop, BODY, f"{hidden} {{ display: none }}")
    assert len(found) == len(said), found
    assert all(part in line for part, line in zip(said, found, strict=True)), found


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        (BODY.replace("<h3>Bild</h3>", "<p>Bild</p>"), "x.pdf: the HTML has 1 × H3, the PDF 0"),
        (f"{BODY}<p>Mer.</p>", "the HTML says nothing, the PDF 'Mer.'"),
        (f'{BODY}<p style="break-before: page; height: 9mm"></p>', "pages"),
    ],
)
def test_a_pdf_of_other_html_is_seen(workshop: Workshop, printed: str, said: str) -> None:
    (line,) = lost(workshop, BODY, printed=printed)
    assert said in line


@pytest.mark.slow
def test_a_report_that_lacks_something_is_not_published(tree: Build) -> None:
    before = tree.products()
    style = tree.root / "templates/css/5-tables.css"
    style.write_text(f"{style.read_text('utf-8')}\n.table .source {{ display: none }}", "utf-8")
    run = tree.snakemake()
    assert run.returncode == 1
    assert "delrapport-1.pdf, text, page 8: the HTML says 'Anm.: " in run.stdout
    assert tree.products() == before
