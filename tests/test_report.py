"""Delrapport 1 as its reader sees it, on the real data."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import count, pairwise

import pypdf
import pytest
from conftest import ROOT, Build, Page, words

from delrapport import contents, swedish
from delrapport.ingest import ingest_records
from delrapport.records import Records

DISCLAIMER = "Rekonstruktion. Inte en publikation från Boverket."


@pytest.fixture(scope="session")
def records() -> Records:
    return ingest_records(ROOT / "data/raw")


def main_part(html: str) -> str:
    return html[html.index("<main>") : html.index("</main>")]


def titles(headings: list[contents.Entry]) -> list[str]:
    """Headings as they are printed: the number of an appendix is set before its title."""
    numbers = count(1)
    return [
        f"Bilaga {next(numbers)}: {each.text}" if each.is_appendix else each.text
        for each in headings
    ]


def test_it_has_about_forty_pages(pages: list[Page]) -> None:
    assert 36 <= len(pages) <= 52


def test_each_line_of_the_contents_points_to_the_page_of_its_heading(
    real_built: Build, pages: list[Page]
) -> None:
    headings = titles(contents.headings(main_part(real_built.html)))
    lines = [
        match.groups()
        for page in pages[5:7]
        for line in page.lines
        if (match := re.fullmatch(r"(.+?) ?[. ]{3,}(\d+)", line))
        and not re.match(r"(Tabell|Figur) \d", line)
    ]
    assert [title for title, _ in lines] == headings
    for title, number in lines:
        assert title in pages[int(number) - 1].lines, f"{title} does not stand on page {number}"


def test_bookmarks_point_to_the_pages_of_their_headings(
    pdf: pypdf.PdfReader, pages: list[Page]
) -> None:
    found = 0
    for bookmark in flatten(pdf.outline):
        page = pdf.get_destination_page_number(bookmark)
        assert page is not None
        assert bookmark.title in pages[page].text
        found += 1
    assert found > 60


def flatten(outline: object) -> list[pypdf.generic.Destination]:
    if isinstance(outline, list):
        return [bookmark for part in outline for bookmark in flatten(part)]
    assert isinstance(outline, pypdf.generic.Destination)
    return [outline]


class Footnotes(HTMLParser):
    """Collects the words before each footnote's call, and the note itself."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.before = ""
        self.notes: list[tuple[str, str]] = []
        self.depth = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if ("class", "footnote") in attrs:
            self.notes.append((" ".join(self.before.split()[-3:]), ""))
            self.depth = 1
        elif self.depth:
            self.depth += 1

    def handle_endtag(self, tag: str) -> None:
        self.depth = max(0, self.depth - 1)

    def handle_data(self, data: str) -> None:
        if self.depth:
            before, note = self.notes[-1]
            self.notes[-1] = (before, note + data)
        else:
            self.before += data


def test_each_footnote_stands_on_the_page_of_its_call(real_built: Build, pages: list[Page]) -> None:
    notes = Footnotes(main_part(real_built.html)).notes
    assert len(notes) >= 6
    for number, (before, note) in enumerate(notes, start=1):
        start = " ".join(words(note).split()[:5])
        (page,) = [page for page in pages if f"{number}. {start}" in page.text]
        call = re.escape(before.split()[-1]) + rf"\s?{number}\b"
        assert re.search(call, page.text), f"note {number} is not called on page {page.number}"


def test_all_amounts_and_sums_stand_in_the_table_and_the_chapters(
    records: Records, pages: list[Page]
) -> None:
    (table,) = [page for page in pages if "Hela utbetalningen 99 000 000 100,0" in page.lines]
    chapters = " ".join(page.text for page in pages[: table.number - 1])
    decided = records.payments[0].payment.decided
    assert len(decided) == 15
    for amount in [each.amount for each in decided]:
        written = swedish.number(amount).replace("\u00a0", " ")
        assert written in table.text
        assert f"{written} kronor" in chapters
    for name, amount in {
        "Göteborg": "26 209 000", "Malmö": "9 855 000",
        "Stockholm": "8 767 000", "Södertälje": "20 632 000",
    }.items():  # fmt: skip
        assert any(line.startswith(f"Summa {name} {amount}") for line in table.lines)
        assert f"{amount} kronor" in chapters


def test_every_interviewee_stands_in_the_appendix_in_the_right_group(
    records: Records, pages: list[Page]
) -> None:
    start = next(p.number for p in pages if "Bilaga 2: Intervjupersoner" in p.lines)
    appendix = " ".join(page.text for page in pages[start - 1 :])
    groups = records.guide_file("delrapport-1").groups
    places = [appendix.index(f" {group.title} Kommun Namn") for group in groups] + [len(appendix)]
    people = [person for file in records.round("delrapport-1") for person in file.interviewees]
    assert len(people) == 61
    for person in people:
        index = [group.id for group in groups].index(person.group)
        part = appendix[places[index] : places[index + 1]]
        party = f" ({person.party})" if person.party else ""
        assert f"{person.name}{party}" in part


def test_the_parts_stand_in_the_order_of_the_published_report(real_built: Build) -> None:
    chapters = titles(contents.headings(real_built.html, 2))
    assert chapters == [
        "Förord", "Innehåll", "Läsanvisningar", "Utgångspunkter", "Sammanfattande reflexioner",
        "Borås", "Göteborg", "Kristianstad", "Landskrona", "Malmö", "Stockholm", "Södertälje",
        "Trollhättan", "Växjö", "Samtliga utbetalningar", "Bilaga 1: Intervjufrågor",
        "Bilaga 2: Intervjupersoner",
    ]  # fmt: skip


def test_it_says_on_cover_colophon_back_and_metadata_what_it_is(
    pdf: pypdf.PdfReader, pages: list[Page]
) -> None:
    for page in (pages[0], pages[2], pages[3], pages[-1]):
        assert DISCLAIMER in page.text
    assert pdf.metadata is not None
    assert pdf.metadata.subject == DISCLAIMER
    assert "(rekonstruktion)" in str(pdf.metadata.title)
    assert pdf.metadata.author is None


def test_the_colophon_has_every_field_of_the_original(pages: list[Page]) -> None:
    for field in (
        "Titel Uppföljning av de prestationsbaserade stimulansmedlen – delrapport 1",
        "Rapport 2014:17", "Utgivare Boverket, mars 2014", "Upplaga 1", "Antal ex 80",
        "Tryck Boverket internt", "ISBN tryck 978-91-7563-131-8", "ISBN pdf 978-91-7563-132-5",
        "Dnr 10137-1668/2013", "Telefon 0455-35 30 50 eller 35 30 56", "Fax 0455-819 27",
        "E-post publikationsservice@boverket.se", "Webbplats www.boverket.se",
        "Publikationsservice, Box 534, 371 23 Karlskrona", "Pdf Boverkets webbplats",
        "Alternativt format på begäran", "reflektioner",
    ):  # fmt: skip
        assert field in pages[3].text


def test_the_foreword_is_unsigned(pages: list[Page]) -> None:
    assert "Förord" in pages[4].lines
    assert "generaldirektör" not in pages[4].text
    assert "Valik" not in pages[4].text


def test_running_heads_and_page_numbers(pages: list[Page]) -> None:
    printed = [page for page in pages if page.text and 5 <= page.number < len(pages)]
    for page in printed:
        footer = page.lines[-1]
        assert footer.split()[-1 if page.number % 2 else 0] == str(page.number)
        assert "Rekonstruktion av Boverkets rapport 2014:17. Inte en publikation" in footer
    chapter_pages = [page for page in printed if page.lines[0] == "Göteborg"]
    assert len(chapter_pages) >= 3


def test_nothing_is_cut_and_the_end_is_there(pages: list[Page]) -> None:
    assert all(page.inside for page in pages)
    assert "Webbplats: www.boverket.se" in pages[-1].text


def test_no_line_of_a_paragraph_ends_long_before_the_margin(pages: list[Page]) -> None:
    """A word that would have fitted has been seen to fall to a line of its own."""
    for page in pages[4:-1]:
        lines = [line for line in page.placed if abs(line.size - 10) < 0.2]
        right = max((line.right for line in lines), default=0)
        for line, following in pairwise(lines):
            same_paragraph = following.top - line.top < 15
            assert not same_paragraph or right - line.right < 150, line.text


def test_only_the_bundled_fonts_are_used_and_embedded(pdf: pypdf.PdfReader) -> None:
    for page in pdf.pages:
        for font in page["/Resources"].get_object().get("/Font", {}).values():
            name = font.get_object()["/BaseFont"]
            assert re.fullmatch(r"/[A-Z]{6}\+Source-(Serif-4|Sans-3).*", name), name
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            assert "/FontFile3" in descendant["/FontDescriptor"].get_object()


def test_it_is_a_tagged_swedish_archive_pdf(pdf: pypdf.PdfReader) -> None:
    root = pdf.trailer["/Root"].get_object()
    assert root["/Lang"] == "sv"
    assert root["/MarkInfo"]["/Marked"]
    xmp = root["/Metadata"].get_object().get_data().decode()
    assert re.search(r'pdfaid:part(="3"|>3<)', xmp)


def test_the_html_is_semantic(real_built: Build) -> None:
    html = real_built.html
    assert html.count("<h1") == 1
    assert '<html lang="sv">' in html
    levels = [int(level) for level in re.findall(r"<h([1-6])\b", html)]
    assert all(deeper <= level + 1 for level, deeper in pairwise(levels))
    assert all('scope="' in cell for cell in re.findall(r"<th\b[^>]*>", html))
    assert not re.search(r'src="|href="(?!#)', html)
