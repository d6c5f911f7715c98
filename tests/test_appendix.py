"""The appendix "Så fördelades medlen", on the mini programme that is worked out by hand."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from conftest import ROOT, Build, Page, facts_of, read_pages

from delrapport import law, validate
from delrapport.fact import is_quantity
from delrapport.problems import RawDataError

PAYMENT = "allocation.2020-06"


@pytest.fixture(scope="module")
def lines(appendix_pages: list[Page]) -> list[str]:
    return [line for page in appendix_pages for line in page.lines]


@pytest.fixture(scope="module")
def text(appendix_pages: list[Page]) -> str:
    return " ".join(page.text for page in appendix_pages)


@pytest.mark.parametrize(
    "row",
    [
        # Reception: received, population, ratio, factor.
        "Ankeborg 40 200 0,2000 1,2000",
        # Reading: count, base, level of both years, change; then to kronor.
        "Ankeborg 40 100 40,00 50 100 50,00 10,00",
        "Sågen 44 80 55,00 40 80 50,00 −5,00",
        "Ankeborg 10,00 100 1,2000 12,00 60,00 300 000,00",
        "Sågen – 80 1,0000 – – –",
        # Absence, of which less is better.
        "Sågen 10,00 80 1,0000 8,00 66,67 333 333,33",
        # Amounts: exact, rounded down, remainder, rank, rounded.
        "Sågen 333 333,33 333 000 333,33 2 333 000",
        "Åstrand 216 666,67 216 000 666,67 1 217 000",
        "Hela beloppet 1 000 000",
        # Decisions.
        "Mården 150 000 150 000 –",
        "Åstrand 217 000 200 000 −17 000 Beloppet avrundades för hand.",
        # Scenarios, left out, one person.
        "Ankeborg 300 000 207 000 400 000 193 000",
        "Sågen 333 000 667 000 –",
        "Ankeborg +11 321 −12 766 – –",
    ],
)
def test_each_step_is_printed(lines, row):
    assert row in lines


def test_the_text_says_what_happened(text):
    assert "Avrundningen nedåt lämnar 1 000 kronor, som efter störst rest går till Åstrand." in text
    assert "Andelen förbättrades i tre stadsdelar." in text
    assert "Den försämrades i en stadsdel: Sågen." in text
    assert "Den var oförändrad i en stadsdel." in text
    assert "Störst blir skillnaden för Ankeborg: 193 000 kronor mellan" in text


def test_each_parameter_has_its_source_or_is_an_assumption(lines):
    assert "Vikt för flyktingmottagande 1 Antagande" in lines
    assert any("basens storlek" in line for line in lines)
    assert any("Minidepartementet M2020/1" in line for line in lines)


def test_every_table_and_figure_of_data_is_marked_in_its_caption(appendix_built: Build):
    appendix = appendix_built.html.partition('id="bilaga-fordelning"')[2]
    captions = re.findall(r"<(?:fig)?caption>.*?</(?:fig)?caption>", appendix, re.DOTALL)
    assert len(captions) == 12
    unmarked = [caption for caption in captions if "(syntetiska uppgifter)" not in caption]
    # What is declared is no data.
    assert len(unmarked) == 1
    assert "Parametrar" in unmarked[0]


def test_every_quantity_of_it_is_flagged(appendix_built: Build):
    facts = facts_of(appendix_built.folder).values()
    unit = {fact.id: fact.unit for fact in facts if fact.status == "synthetic"}
    found = re.findall(r'<data data-fact="(allocation[^"]+)"([^>]*)>', appendix_built.html)
    assert len(found) > 150
    for id_, attributes in found:
        assert ('data-flag="s"' in attributes) == (id_ in unit and is_quantity(unit[id_])), id_
        assert ('data-status="synthetic"' in attributes) == (id_ in unit), id_


def test_chapters_can_print_a_step_and_nothing_that_there_is_not(mini: Build, monkeypatch):
    chapter = "data/chapters/delrapport-1/aby.yaml"
    step = '{{ fact("allocation.2020-06.step.lasning.astrand.score") }}'
    mini.edit(chapter, "Kommunen fick", f"Poängen var {step}. Kommunen fick")
    monkeypatch.chdir(mini.folder)
    validate.validate(Path("config.yaml"))
    mini.edit(chapter, "astrand.score", "astrand.skore")
    with pytest.raises(
        RawDataError, match=r"did you mean 'allocation\.2020-06\.step\.lasning\.astr"
    ):
        validate.validate(Path("config.yaml"))


def test_the_scenarios_are_dots_on_one_scale(appendix_built: Build):
    file = appendix_built.folder / "build/figures/scenarios/2020-06.svg"
    svg = ET.fromstring(file.read_text(encoding="utf-8"))
    name = "{http://www.w3.org/2000/svg}"
    texts = [(each.text or "").replace("\u00a0", " ") for each in svg.iter(f"{name}text")]
    assert texts == [
        *("Ankeborg", "Mården", "Sågen", "Åstrand"),
        *("300 000", "150 000", "333 000", "217 000"),
        *("193 000", "57 000", "111 000", "158 000"),
        *("Utan hänsyn till storlek", "Läsning väger dubbelt"),
    ]
    drawn = [path for path in svg.iter(f"{name}path") if path.get("stroke")]
    across = [float(re.search(r"\(([\d.]+)", path.get("transform"))[1]) for path in drawn]
    signs = [re.sub(r"[\d.,-]+", "", path.get("d")) for path in drawn]
    # Two signs a district, scenario by scenario, the same as in the legend; then the full dots.
    assert len({*signs[:4], *signs[12:13]}) == len({*signs[4:8], *signs[13:14]}) == 1
    assert signs[0] != signs[4]
    amounts = [207, 207, 250, 336, 400, 200, 222, 178, 300, 150, 333, 217]
    step = (across[4] - across[0]) / (amounts[4] - amounts[0])
    start = across[0] - step * amounts[0]
    assert [start + step * amount for amount in amounts] == pytest.approx(across[:12], abs=0.1)


def test_heads_that_a_page_repeats_are_known(appendix_built: Build):
    text, _ = law.numbers(appendix_built.html)
    heads = law.heads(appendix_built.html)
    assert len(heads) == len(text)
    assert ("2018", "2019") in heads


# --- On real decisions -----------------------------------------------------------------------


@pytest.mark.slow
def test_a_report_of_real_decisions_is_marked_where_it_shows_the_model_and_nowhere_else(tmp_path):
    for part in ("data", "config.yaml"):
        (shutil.copytree if (ROOT / part).is_dir() else shutil.copy)(ROOT / part, tmp_path / part)
    build = Build(tmp_path)
    config = tmp_path / "config.yaml"
    config.write_text(config.read_text("utf-8").partition("  delrapport-2:\n")[0], "utf-8")
    build.edit("config.yaml", "appendices: []", "appendices: [allocation]")
    build.edit(
        "config.yaml", "[payments chart, payments", "[scenarios chart, payments chart, payments"
    )
    build.built()
    pages = read_pages(build.report)
    start = next(p.number for p in pages if p.lines and "Bilaga 3: Så fördelades" in p.lines[0])
    cover, *_, back = (page.number for page in pages)
    said = {page.number for page in pages if "Innehåller syntetiska uppgifter" in page.text}
    # Cover, title page and colophon say so, and the lists name its tables.
    front = {number for number in said if number < 8}
    assert said == {*front, *(page.number for page in pages if page.text and page.number > start)}
    assert {cover, back} <= said
    whole = " ".join(page.text for page in pages)
    assert "Besluten om utbetalningen i december 2013 står fast och jämförs inte" in whole
    assert "Modellens och beslutens belopp" not in whole
    statuses = re.findall(r'<data data-fact="payment\.[^>]*>', build.html)
    assert statuses
    assert not any("data-status" in each for each in statuses)


def test_the_default_report_holds_nothing_synthetic(real_built: Build, pages: list[Page]):
    assert "data-status" not in real_built.html
    assert not any("yntetisk" in page.text for page in pages)
