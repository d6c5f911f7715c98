"""What is said of pictures, in the HTML and in what is typeset."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from conftest import CSS
from pypdfium2 import PdfDocument

from delrapport import law_pdf
from delrapport.alternatives import flatten, of_html

NBSP = "\u00a0"
DRAWING = f"""<svg xmlns="http://www.w3.org/2000/svg" role="img"><title>En karta.</title>
<desc>Mest fick <data data-fact="a" value="7">7{NBSP}kronor</data>
 och <data data-fact="b" value="1">1</data>.</desc><text>9</text></svg>"""
SAID = f"En karta. Mest fick 7{NBSP}kronor och 1."


def test_a_drawing_says_its_title_and_its_description_on_one_line():
    assert of_html(f"<p>x</p>{DRAWING}<title>y</title>") == [SAID]


def test_pictures_come_in_their_order():
    assert of_html(f'<img alt="först">{DRAWING}<img src="x">') == ["först", SAID, ""]
    assert of_html("<svg><text>9</text></svg><p>x</p>") == [""]


def test_a_title_alone_says_all_once_flattened():
    report = ET.fromstring(f"<html><body>{DRAWING}</body></html>")
    flatten(report)
    (title,) = report.iter("{http://www.w3.org/2000/svg}title")
    assert (title.text, len(title)) == (SAID, 0)
    assert [each.text for each in report.iter("{http://www.w3.org/2000/svg}text")] == ["9"]
    assert not list(report.iter("{http://www.w3.org/2000/svg}desc"))


def test_the_pdf_says_what_the_html_says(real_built):
    said = law_pdf.read(PdfDocument(real_built.report), law_pdf.inks(CSS)).spoken
    assert said == of_html(real_built.html)
    # Two figures, and two signs of a table.
    assert said[2:] == ["noll", "noll"]


@pytest.mark.parametrize(
    ("html", "pdf", "wrong"),
    [
        (["a", "b"], ["a", "b"], []),
        (["a", "7"], ["a", "8"], ["x: where the HTML says '7', the PDF says '8'"]),
        (["a"], [], ["x: the HTML has 1 alternative texts, the PDF 0"]),
        (
            ["a", "b"],
            ["b", "a"],
            [
                "x: where the HTML says 'a', the PDF says 'b'",
                "x: where the HTML says 'b', the PDF says 'a'",
            ],
        ),
    ],
)
def test_alternative_texts_that_differ_are_told(html, pdf, wrong):
    assert law_pdf.other_texts(html, pdf, "x") == wrong
