"""No invented figure passes for a real one, and no real one for invented: every fact, every page.

Marks are looked for from outside: in the finished HTML; and in the PDF, whose text is laid along
that of the HTML to know the page that each marked word stands on.
"""

from __future__ import annotations

import ctypes
import json
import re
import unicodedata
import zlib
from collections.abc import Iterator
from functools import cache, cached_property
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, TreeBuilder

import pytest
from conftest import CSS, Build, facts_of
from pypdfium2 import PdfDocument, PdfPage, raw

from delrapport import law, law_pdf
from delrapport.fact import is_quantity
from delrapport.symbols import MISSING

SAID = "syntetiska uppgifter"
LINE = f"Innehåller {SAID}"
# The classes of cover, title page, colophon, back cover and feet, which say it by themselves.
FRONT = {"running", "cover", "front", "back"}
REPORTS = ("delrapport-1", "delrapport-2", "delrapport-3", "appendix")
INVENTED = REPORTS[1:]

# --- A finished report -----------------------------------------------------------------------


class _Tree(HTMLParser):
    """The HTML as a tree. Not the law's reader, which is not to be trusted here."""

    def __init__(self) -> None:
        super().__init__()
        self.builder = TreeBuilder()
        self.builder.start("document", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.builder.start(tag, {name: value or "" for name, value in attrs})
        if tag in law.VOID:
            self.builder.end(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in law.VOID:
            self.builder.end(tag)

    def handle_data(self, data: str) -> None:
        self.builder.data(data)


class Report:
    def __init__(self, html: str, pdf: Path) -> None:
        parser = _Tree()
        parser.feed(html)
        parser.close()
        parser.builder.end("document")
        self.pdf = pdf
        self.html = html
        self.root = parser.builder.close()
        self._around = {child: parent for parent in self.root.iter() for child in parent}

    @property
    def facts(self) -> list[Element]:
        """The elements that print facts."""
        return [each for each in self.root.iter() if "data-fact" in each.attrib]

    @cached_property
    def marked(self) -> list[Element]:
        return [each for each in self.facts if "data-status" in each.attrib]

    def above(self, element: Element, *tags: str) -> Iterator[Element]:
        """The elements that hold it, with one of the tags if any are given, from within."""
        around: Element | None = element
        while around is not None:
            if not tags or around.tag in tags:
                yield around
            around = self._around.get(around)

    def captioned(self, element: Element) -> Element | None:
        """The table or figure with a caption that holds it."""
        holders = self.above(element, "table", "figure")
        return next((each for each in holders if caption(each) is not None), None)

    def lines(self, block: Element, *classes: str) -> list[str]:
        """What paragraphs of some class within a block say."""
        return [text(each) for each in block.iter("p") if each.get("class") in classes]

    def source(self, captioned: Element) -> str:
        """The lines under a table, which stand beside it, or in a figure."""
        block = captioned if captioned.tag == "figure" else self._around[captioned]
        return " ".join(self.lines(block, "source"))


def text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def classes(element: Element) -> set[str]:
    return set(element.get("class", "").split())


def caption(element: Element) -> Element | None:
    return next((each for each in element if each.tag in ("caption", "figcaption")), None)


@cache
def report_of(html: Path, pdf: Path) -> Report:
    return Report(html.read_text(encoding="utf-8"), pdf)


@pytest.fixture(params=REPORTS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def build(name: str, request: pytest.FixtureRequest) -> Build:
    built: Build = request.getfixturevalue("appendix_built" if name == "appendix" else "real_built")
    return built


@pytest.fixture
def report(name: str, build: Build) -> Report:
    file = name.replace("appendix", "delrapport-1")
    return report_of(build.folder / f"build/html/{file}.html", build.folder / f"reports/{file}.pdf")


@cache
def registry(folder: Path) -> list[dict[str, Any]]:
    facts: list[dict[str, Any]] = json.loads((folder / "build/facts.json").read_bytes())
    return facts


# --- Which facts are synthetic ---------------------------------------------------------------

LEAF = re.compile(r"(.+\.yaml):\d+")
STATUS = re.compile(r"^source:\n(?:  .*\n)*?  status: (\w+)$", re.MULTILINE)


@pytest.mark.parametrize("name", ["delrapport-1", "appendix"], indirect=True)
def test_what_rests_on_something_invented_is_synthetic_and_nothing_else(build: Build):
    facts = {fact["id"]: fact for fact in registry(build.folder)}

    @cache
    def invented(file: str) -> bool:
        found = STATUS.search((build.folder / file).read_text(encoding="utf-8"))
        return found is not None and found[1] == "synthetic"

    @cache
    def rests(id_: str) -> bool:
        fact = facts[id_]
        inputs = [*fact["inputs"], *([fact["origin"]] if fact["origin"] else [])]
        assert inputs, f"{id_} comes from nowhere"
        leaves = {each: LEAF.fullmatch(each) for each in inputs}
        return any(invented(leaf[1]) if leaf else rests(each) for each, leaf in leaves.items())

    wrong = [id_ for id_, fact in facts.items() if rests(id_) != (fact["status"] == "synthetic")]
    assert wrong == []


REAL = (
    "edition.",
    "raw.editions.",
    "raw.programme.",
    "statement.",
    "decision.",
    *(f"{what}.2013-12." for what in ("payment", "share", "rank", "extremes")),
)


def test_what_is_known_is_never_marked(real_built: Build):
    known = [fact for fact in registry(real_built.folder) if fact["id"].startswith(REAL)]
    assert len(known) > 400
    assert {fact["status"] for fact in known} <= {"published", "coded"}


# --- Where they are printed ------------------------------------------------------------------


def test_every_fact_is_marked_where_it_is_printed(report: Report, build: Build):
    facts = {fact["id"]: fact for fact in registry(build.folder)}
    for element in report.facts:
        fact = facts[element.get("data-fact", "")]
        is_synthetic = fact["status"] == "synthetic"
        has_value = is_quantity(fact["unit"]) and fact["value"] not in MISSING
        flagged = element.tag == "data" and is_synthetic and has_value
        assert element.get("data-status") == ("synthetic" if is_synthetic else None), fact["id"]
        assert element.get("data-flag") == ("s" if flagged else None), fact["id"]


def test_the_registry_knows_every_place(report: Report, name: str, build: Build):
    of = name.replace("appendix", "delrapport-1")
    printed = {
        fact["id"]
        for fact in registry(build.folder)
        if any(place["report"] == of for place in fact["printed"])
    }
    assert printed == {each.get("data-fact") for each in report.facts}


# It lists what is declared: no data, though it names indicators whose data are invented.
DECLARED = "bilaga-fordelning-parametrar-tabell"


def unlike(report: Report) -> list[str]:
    """The tables and figures whose caption or source line doesn't fit what they print."""
    holders = {report.captioned(each) for each in report.marked}
    wrong = []
    for each in report.root.iter():
        head = caption(each) if each.tag in ("table", "figure") else None
        if head is not None and each.get("id") != DECLARED:
            said = {f"({SAID})" in text(head), LINE in report.source(each)}
            if said != {each in holders}:
                wrong.append(each.get("id", ""))
    return wrong


def untold(report: Report) -> list[str]:
    """The marked facts outside tables and figures with captions, of which no section says so."""
    told = set()
    for each in report.root.iter("p"):
        if each.get("class") in ("marked", "source", "standing") and SAID in text(each):
            told.add(next(report.above(each, "section"), None))
    elsewhere = {each for each in report.root.iter() if each.tag == "nav" or classes(each) & FRONT}
    return [
        each.get("data-fact", "")
        for each in report.marked
        if not report.captioned(each)
        and elsewhere.isdisjoint(report.above(each))
        and told.isdisjoint(report.above(each))
    ]


def test_captions_and_source_lines_say_what_a_table_or_figure_holds(report: Report):
    assert unlike(report) == []


def test_what_stands_in_the_text_is_told_in_a_line_of_its_section(report: Report):
    assert untold(report) == []


@pytest.mark.parametrize("name", ["delrapport-1"], indirect=True)
def test_a_report_on_what_is_known_says_nothing_of_it(report: Report):
    assert report.marked == []
    assert "syntetisk" not in report.html


# --- Pages -----------------------------------------------------------------------------------

# White space and hyphens, which differ where lines break. PDFium has a sign of its own for those.
UNSEEN = re.compile("[\\s\u00ad\u200b-\u200d\u2060\ufeff\u2010\u2011\x02-]+")
INKS = law_pdf.inks(CSS)
# Drawn out of their order; of no interest; judged otherwise: a drawing by its caption.
ASIDE = {"head", "style", "script", "svg", "h2"}


def squashed(text: str) -> str:
    return UNSEEN.sub("", unicodedata.normalize("NFKC", text)).casefold()


def written(element: Element, marked: bool = False, in_note: bool = False) -> Iterator[Any]:
    """The texts below an element as they are set: text, whether marked, whether in a footnote."""
    own = classes(element)
    is_contents = "contents" in own and "list" not in own
    if element.tag in ASIDE or own & {*FRONT, "turned"} or is_contents:
        return
    # Words that say it don't stand on a page without what they say it of.
    marked = marked or "data-status" in element.attrib or SAID in (element.text or "")
    in_note = in_note or "footnote" in own
    yield element.text or "", marked, in_note
    for child in element:
        yield from written(child, marked, in_note)
        yield child.tail or "", marked, in_note


def drawn(page: PdfPage) -> tuple[str, str, str]:
    """What a page says in the order in which it is drawn: running text, notes, generated text."""
    signs = page.get_textpage()
    said = {"text": "", "note": "", "generated": ""}
    generated = {ink for name, ink in INKS.items() if name.startswith("counter")}
    for piece in page.get_objects([raw.FPDF_PAGEOBJ_TEXT]):
        length = raw.FPDFTextObj_GetText(piece.raw, signs, None, 0)
        answer = ctypes.create_string_buffer(length)
        place = ctypes.cast(answer, ctypes.POINTER(ctypes.c_ushort))
        raw.FPDFTextObj_GetText(piece.raw, signs, place, length)
        parts = [ctypes.c_uint() for _ in range(4)]
        raw.FPDFPageObj_GetFillColor(piece.raw, *parts)
        ink = tuple(part.value for part in parts[:3])
        kind = "generated" if ink in generated else "note" if ink == INKS["note"] else "text"
        said[kind] += answer.raw.decode("utf-16-le").rstrip("\0")
    return squashed(said["text"]), squashed(said["note"]), squashed(said["generated"])


def laid_along(html: str, pdf: str) -> list[int | None]:
    """For each sign of the HTML its place in the PDF, which has some signs more: repeated heads."""
    places: list[int | None] = []
    at = 0
    while len(places) < len(html):
        here = len(places)
        if at < len(pdf) and html[here] == pdf[at]:
            places.append(at)
            at += 1
            continue
        found = (pdf.find(html[here : here + size], at, at + 6000) for size in (40, 20, 10))
        at = next((place for place in found if place >= 0), at)
        if html[here : here + 1] != pdf[at : at + 1]:
            places.append(None)
    return places


def pages_with(texts: list[tuple[str, bool]], pages: list[str]) -> set[int]:
    """The pages, from 1, on which marked texts stand; each must be found."""
    signs = [(sign, place) for place, (said, _) in enumerate(texts) for sign in squashed(said)]
    page_of = [number for number, page in enumerate(pages, start=1) for _ in page]
    along = laid_along("".join(sign for sign, _ in signs), "".join(pages))
    found: dict[int, set[int]] = {}
    for (_, place), at in zip(signs, along, strict=True):
        if texts[place][1]:
            found.setdefault(place, set()).update([] if at is None else [page_of[at]])
    lost = [texts[place][0] for place, on in found.items() if not on]
    assert lost == []
    return set().union(*found.values())


# Not of the mini programme, whose title is invented as well and stands at the foot of every page.
@pytest.mark.parametrize("name", REPORTS[:3], indirect=True)
def test_each_page_is_marked_that_prints_anything_invented_and_no_other(report: Report):
    pages = [drawn(page) for page in PdfDocument(report.pdf)]
    runs = list(written(report.root))
    held = set()
    for kind, in_note in enumerate((False, True)):
        texts = [(said, marked) for said, marked, noted in runs if noted == in_note]
        held |= pages_with(texts, [page[kind] for page in pages])
    edges = {n for n, (*_, generated) in enumerate(pages, start=1) if squashed(LINE) in generated}
    assert edges == held


# --- Cover and metadata ----------------------------------------------------------------------


def test_cover_front_and_back_say_it(report: Report, name: str):
    document = PdfDocument(report.pdf)
    pages = [drawn(document[place])[0] for place in (0, 2, 3, len(document) - 1)]
    assert {squashed(LINE) in page for page in pages} == {name in INVENTED}


def test_the_metadata_say_it(report: Report, name: str):
    content = report.pdf.read_bytes()
    # Found by its type: pypdf takes seconds to look up anything in so many objects.
    xmp = re.search(rb"/Subtype /XML[^>]*>>\nstream\n(.*?)\nendstream", content, re.DOTALL)
    assert xmp is not None
    described = [PdfDocument(content).get_metadata_dict()["Subject"]]
    dc = r"<dc:description>.*?</dc:description>"
    described += re.findall(dc, zlib.decompress(xmp[1]).decode(), re.DOTALL)
    assert len(described) == 2
    assert {LINE in each for each in described} == {name in INVENTED}


# --- A mark that is missing is seen ----------------------------------------------------------


@pytest.fixture
def appendix(appendix_built: Build) -> Report:
    html = appendix_built.folder / "build/html/delrapport-1.html"
    return report_of(html, appendix_built.report)


@pytest.mark.parametrize("lost", [' data-flag="s"', ' data-status="synthetic"'])
def test_the_law_sees_that_a_figure_has_lost_its_mark(appendix: Report, appendix_built, lost: str):
    facts = facts_of(appendix_built.folder)

    def wrong(html: str) -> list[str]:
        found = (each.wrong for each in law.check(html, facts, {}, []))
        return [each for each in found if each.startswith("the fact")]

    assert wrong(appendix.html) == []
    assert len(wrong(appendix.html.replace(lost, "", 1))) == 1


@pytest.mark.parametrize("lost", [f"({SAID})", f"{LINE}.</strong>"])
def test_a_caption_or_a_source_line_that_has_lost_its_mark_is_seen(appendix: Report, lost: str):
    before, _, after = appendix.html.partition('<section class="chapter allocation">')
    less = before + '<section class="chapter allocation">' + after.replace(lost, "", 1)
    assert len(unlike(Report(less, appendix.pdf))) == 1


def test_a_section_that_has_lost_its_line_is_seen(appendix: Report):
    line = re.search(rf'<p class="standing">[^<]*{SAID}', appendix.html)
    assert line is not None
    assert untold(Report(appendix.html.replace(line[0], "<p>"), appendix.pdf)) != []


def test_a_page_that_holds_nothing_of_the_kind_is_not_found():
    texts = [("Borås fick ", False), ("5 320 000", True), ("kronor", False)]
    assert pages_with(texts, ["boråsfick", "5320000kronor"]) == {2}
    assert pages_with(texts, ["boråsfick5320", "boråsfick000kronor"]) == {1, 2}
    with pytest.raises(AssertionError):
        pages_with(texts, ["boråsfick", "kronor"])
