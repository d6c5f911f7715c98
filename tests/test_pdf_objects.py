"""What is done once and not over and over gives the bytes that WeasyPrint and pydyf give alone."""

from __future__ import annotations

import io
from xml.etree import ElementTree

import pydyf
from conftest import Build, Workshop

from delrapport import pdf_objects


def test_a_report_is_well_formed_so_that_it_is_parsed_fast(real_built: Build) -> None:
    assert ElementTree.fromstring(real_built.html).tag == "html"


def test_html_that_is_xml_gives_the_pdf_that_it_gives_as_html(workshop: Workshop) -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>A</title>'
    body = f'<h1>a</h1><p>b<br/>c &#8211; &lt;d&gt;</p>{drawing}<path d="M0 0h9v9z"/></svg>'
    table = "<table><tbody><tr><td>1</td></tr></tbody></table>"
    quoted = '<html lang="sv"><head><title>x</title></head><body>{}</body></html>'
    as_xml = workshop.typeset(quoted.format(body + table))
    as_html = workshop.typeset(quoted.format(body + table).replace("<br/>", "<br>"))
    assert as_xml == as_html


def written(pdf: pydyf.PDF) -> bytes:
    output = io.BytesIO()
    pdf.write(output, identifier=True, compress=True)
    return output.getvalue()


def document() -> pydyf.PDF:
    pdf = pydyf.PDF()
    for place in range(3):
        content = pydyf.Stream([b"q", 1.5, "Q" * place], {"Type": "/X"}, compress=place < 2)
        pdf.add_object(content)
        pdf.add_page(pydyf.Dictionary({"Type": "/Page", "Contents": content.reference}))
    return pdf


def test_streams_are_compressed_as_pydyf_does() -> None:
    quick = document()
    pdf_objects.compress_once(quick)
    assert not any(getattr(each, "compress", False) for each in quick.objects)
    assert written(quick) == written(document())


def test_pages_are_listed_as_pydyf_does() -> None:
    pdf = document()
    as_pydyf = [f"{number} 0 R".encode() for number in pdf.pages["Kids"][::3]]
    pdf_objects.list_pages_once()
    assert list(pdf.page_references) == as_pydyf
    pdf.add_page(pydyf.Dictionary({"Type": "/Page"}))
    assert pdf.page_references[3] == pdf.objects[-1].reference
