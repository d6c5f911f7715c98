"""The report on the mini programme, whose figures are computed by hand in tests/mini/README.md."""

from __future__ import annotations

import pypdf
import pytest
from conftest import Build, Page

MARK = "Innehåller syntetiska uppgifter"


def page_with(pages: list[Page], words: str) -> Page:
    """The last page with these words: an earlier one may be the contents."""
    return [page for page in pages if words in page.text][-1]


@pytest.mark.parametrize(
    "row",
    [
        "Ankeby Ankeborg 250 000 25,0 2",
        "Mården 150 000 15,0 4",
        "Summa Ankeby 400 000 40,0",
        "Björkvik Sågen 400 000 40,0 1",
        "Åby Åstrand 200 000 20,0 3",
        "Hela utbetalningen 1 000 000 100,0",
    ],
)
def test_the_table_of_all_payments(mini_pages: list[Page], row: str) -> None:
    assert row in page_with(mini_pages, "Mården 150 000").lines


@pytest.mark.parametrize(
    "row",
    [
        "Ankeby som helhet 400 000 40,0 1 av 3",
        "Åstrand 200 000 20,0 3 av 4",
    ],
)
def test_a_municipality_opens_with_its_payments(mini_pages: list[Page], row: str) -> None:
    assert row in page_with(mini_pages, row).lines


def test_one_district_is_not_summed(mini_pages: list[Page]) -> None:
    assert not any("Åby som helhet" in page.text for page in mini_pages)


@pytest.mark.parametrize(
    "row",
    ["Ankeby 1 1 1 3", "Björkvik – – 1 1", "Åby 1 – – 1", "Samtliga 2 1 2 5"],
)
def test_the_table_of_interviewees_counts_every_group(mini_pages: list[Page], row: str) -> None:
    assert row in page_with(mini_pages, "Antal intervjuade").lines


def test_facts_are_printed_in_the_text(mini_pages: list[Page]) -> None:
    text = page_with(mini_pages, "Utbetalningen i juni 2020 var").text
    assert "Utbetalningen i juni 2020 var 1 000 000 kronor." in text
    assert "Minst fick Åby, och störst andel av stadsdelarna Sågen med 40,0 procent." in text
    assert "Regeringsbeslut M2020/1." in text
    assert page_with(mini_pages, "Staden lade 2 miljoner kronor i egen budget.")


def test_people_without_names_stand_by_role_and_number(mini_pages: list[Page]) -> None:
    lines = " | ".join(page_with(mini_pages, "Politiker 1").lines)
    assert "Politiker 1 Ordförande," in lines
    assert "Politiker 2 Ledamot," in lines
    assert "Tjänsteman 1 Planerare" in lines
    assert "Tjänsteman 7 Chef, Enheten 2–3" in lines


def test_every_page_with_words_says_that_the_data_are_synthetic(
    mini_built: Build, mini_pages: list[Page]
) -> None:
    assert [page.number for page in mini_pages if page.text and MARK not in page.text] == []
    metadata = pypdf.PdfReader(mini_built.report).metadata
    assert metadata is not None
    assert metadata.subject == MARK


def test_an_agency_s_own_report_is_signed_and_carries_its_own_numbers(
    mini_pages: list[Page],
) -> None:
    assert "Ankeby i september 2020 Undertecknare 1 generaldirektör" in mini_pages[4].text
    assert "ISBN pdf 978-0-00-000001-9" in mini_pages[3].text
    assert not any("ekonstruktion" in page.text for page in mini_pages)
