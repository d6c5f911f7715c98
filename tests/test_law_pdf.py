"""The numbers of a finished PDF, told from those that are generated."""

from __future__ import annotations

import pytest
from conftest import CSS
from pypdfium2 import PdfDocument

from delrapport import law, law_pdf
from delrapport.law_pdf import Read, differences, without_repeated


@pytest.fixture(scope="module")
def numbers(mini_built) -> Read:
    return law_pdf.read(PdfDocument(mini_built.report), law_pdf.inks(CSS))


def on(page: int, numbers: list[tuple[str, int]]) -> str:
    return " ".join(run for run, at in numbers if at == page)


def test_inks_are_read_from_the_style_sheet():
    css = ":root { --note: #1c2327; --counter-deep:#0f3d4d; --serif: 'x'; color: #ffffff }"
    assert law_pdf.inks(css) == {"note": (28, 35, 39), "counter-deep": (15, 61, 77)}


def test_notes_and_counters_have_inks_of_their_own():
    inks = law_pdf.inks(CSS)
    own = [name for name in inks if name == "note" or name.startswith("counter")]
    assert len(own) == 6
    assert all(list(inks.values()).count(inks[name]) == 1 for name in own)


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (1, "2020 1 1"),
        (5, "2020 1"),
        # The pages of the contents are generated; captions of tables and figures are listed there.
        (6, "2020 " * 6 + "2020"),
        (7, "2020 1 000 000 40 0 1 1 1 3 1 1 1 1 2 1 2 5"),
        (10, "400 000 2 2020 250 000 25 0 2 4 150 000 15 0 4 4 400 000 40 0 1 3"),
        # Figures: the amounts of a map stand in its order.
        (14, "2020 400 000 200 000 400 000"),
        # The numbers of the questions, of the appendix and of a table that is cited are generated.
        (15, ""),
        (16, "1 1 1 3 1 1 1 1 2 1 2 5 7 2 3"),
    ],
)
def test_the_numbers_of_a_page_stand_in_reading_order_without_generated_ones(
    numbers, page, expected
):
    assert on(page, numbers.text) == expected


def test_footnotes_are_kept_apart_without_their_own_numbers(numbers):
    assert numbers.notes == [("2020", 7), ("1", 7)]


def test_a_number_of_many_digits_is_one_and_groups_are_several(numbers):
    assert ("2020", 7) in numbers.text
    assert on(8, numbers.text).startswith("2020 250 000 25 0 2 150 000")


def test_the_pdf_has_the_numbers_of_the_html(mini_built, numbers):
    text, notes = law.numbers(mini_built.html)
    assert len(text) > 100
    assert [run for run, _ in numbers.text] == text
    assert [run for run, _ in numbers.notes] == notes


def test_pages_never_go_back(numbers):
    pages = [page for _, page in numbers.text]
    assert pages == sorted(pages)


DRAWN = """<svg viewBox="0 0 200 40" width="400" height="80">
<text x="90" y="20" font-size="9">{0} och {1}</text>
<text x="5" y="20" font-size="9">{2}</text></svg>"""


def test_charts_are_read_letter_by_letter_in_the_order_in_which_they_are_drawn(workshop):
    drawn = DRAWN.format("1 204", "7,11", "35")
    found = law_pdf.read(PdfDocument(workshop.render(drawn)), law_pdf.inks(CSS)).text
    assert [run for run, _ in found] == ["1", "204", "7", "11", "35"]


# --- Differences -----------------------------------------------------------------------------

PDF = [("1", 3), ("22", 3), ("4", 5), ("5", 7)]


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("1 22 4 5", []),
        ("9 22 4 5", ["x.pdf, page 3: after the HTML has 9, the PDF 1"]),
        ("1 22 9 5", ["x.pdf, page 5: after 1 22 the HTML has 9, the PDF 4"]),
        ("1 22 4 6", ["x.pdf, page 7: after 1 22 4 the HTML has 6, the PDF 5"]),
        # Only the first is told: what follows is out of step.
        ("1 3 22 4 5", ["x.pdf, page 3: after 1 the HTML has 3, the PDF 22"]),
        ("1 22 4", ["x.pdf: the HTML has 3 numbers, the PDF 4"]),
        ("1 22 4 5 6", ["x.pdf: the HTML has 5 numbers, the PDF 4"]),
        ("", ["x.pdf: the HTML has 0 numbers, the PDF 4"]),
    ],
)
def test_the_first_difference_is_told_with_its_page_and_what_precedes_it(html, said):
    found = differences(html.split(), PDF, "x.pdf")
    assert [" ".join(line.split()) for line in found] == said


def test_no_more_than_three_numbers_precede():
    html = ["1", "2", "3", "4", "5"]
    pdf = [(run, 1) for run in ("1", "2", "3", "4", "6")]
    assert differences(html, pdf, "x") == ["x, page 1: after 2 3 4 the HTML has 5, the PDF 6"]


@pytest.mark.parametrize(
    ("pdf", "kept"),
    [
        # A head, two rows; the head again on the next page, then a row and what follows.
        ("11 12 3 4 |11 12 5 6 7", "11 12 3 4 5 6 7"),
        # The next page goes on behind the table, whose head is repeated above its last rows only.
        ("11 12 3 4 5 6 |7", "11 12 3 4 5 6 7"),
        # Without a new page the same numbers are numbers too many.
        ("11 12 3 4 11 12 5 6 7", "11 12 3 4 11 12 5 6 7"),
        # Half a head is none.
        ("11 12 3 4 |11 5 6 7", "11 12 3 4 11 5 6 7"),
    ],
)
def test_a_head_that_a_new_page_repeats_is_left_out(pdf, kept):
    html = (
        "<table><thead><tr><th>11</th><th>12</th></tr></thead><tbody><tr><td>3</td><td>4</td></tr>"
    )
    html += "<tr><td>5</td><td>6</td></tr></tbody></table><p>7</p>"
    pages = enumerate(pdf.split("|"), start=1)
    found = [(run, page) for page, part in pages for run in part.split()]
    html = f"<body>{html}</body>"
    left = without_repeated(found, law.numbers(html)[0], law.heads(html))
    assert " ".join(run for run, _ in left) == kept


def test_the_same_head_of_another_table_on_a_new_page_is_not_left_out():
    table = "<table><thead><tr><th>11</th></tr></thead><tr><td>{}</td></tr></table>"
    html = f"<body>{table.format(3)}{table.format(4)}</body>"
    found = [("11", 1), ("3", 1), ("11", 2), ("4", 2)]
    assert without_repeated(found, law.numbers(html)[0], law.heads(html)) == found
