"""A programme of another kind, built by its data alone: other places, units, titles and rules."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path

import pdfplumber
import pytest
from conftest import ROOT, Build, Page, read_pages

from delrapport import validate

FOLDER = ROOT / "tests/programmes/grannskapslyftet"
REPORTS = ("lagesrapport", "halvtidsrapport", "slutrapport")


def test_it_is_right_whatever_folder_it_is_seen_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    _, records = validate.validate(FOLDER / "config.yaml")
    assert (len(records.programme.municipalities), len(records.districts())) == (12, 31)
    shared_out = ["sysselsatta", "bistand", "skadegorelse", "foreningsliv", "examen"]
    assert [file.indicator.id for file in records.indicators] == shared_out
    assert {status for file, status in records.file_statuses.items() if "data/" in file} == {
        "synthetic"
    }


# --- Built -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Built from the repository's folder, as its author would."""
    build = Build(tmp_path_factory.mktemp("another") / "build")
    build.folder.mkdir()
    run = build.snakemake("--configfile", str(FOLDER / "config.yaml"))
    assert "0 warnings" in run.stdout, run.stdout
    return build


@pytest.fixture(scope="module")
def texts(built: Build) -> dict[str, str]:
    """Report → all that its pages say."""
    return {
        report: " ".join(page.text for page in pages(built, report)).replace("- ", "-")
        for report in REPORTS
    }


def pages(built: Build, report: str) -> list[Page]:
    return read_pages(built.folder / f"reports/{report}.pdf")


@pytest.mark.slow
def test_the_three_reports_and_both_workbooks_are_there(built: Build) -> None:
    found = {path.name for path in (built.folder / "reports").iterdir()}
    reports = {f"{report}.pdf" for report in REPORTS}
    assert found == {*reports, "allocation-2019-11.xlsx", "allocation-2020-11.xlsx"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("report", "words"),
    [
        ("lagesrapport", "Grannskapsverket"),
        ("lagesrapport", "Ålsta-Näs bovärdar räknar till"),
        ("lagesrapport", "Almköpings bovärdar räknar till"),
        ("lagesrapport", "Örnfors bovärdar räknar till"),
        ("lagesrapport", "Utbetalningar i november 2019 efter län"),
        ("halvtidsrapport", "Av Ålsta-Näs pengar redovisas"),
        ("slutrapport", "Ekonomiskt bistånd efter stadsdel, kronor per invånare"),
        ("slutrapport", "Skadegörelse efter stadsdel, per tusen invånare"),
        ("slutrapport", "Sysselsättning efter stadsdel, procent"),
        ("slutrapport", "Norrbygds län"),
        ("slutrapport", "Stadsdelen Kommunen Länet Riket"),
        ("slutrapport", "Hyra: antal och bas, fortsättning"),
        ("slutrapport", "minskade kostnaden"),
        ("slutrapport", "minskade antalet"),
        ("slutrapport", "Det var högre i varje stadsdel än i kommunen som helhet"),
    ],
)
def test_names_and_units_are_printed_as_they_are(
    texts: dict[str, str], report: str, words: str
) -> None:
    assert words in texts[report]


@pytest.mark.slow
@pytest.mark.parametrize("report", REPORTS)
def test_nothing_is_printed_over_something_else(built: Build, report: str) -> None:
    with pdfplumber.open(built.folder / f"reports/{report}.pdf") as pdf:
        for page in pdf.pages:
            signs = [sign for sign in page.chars if sign["upright"] and sign["text"].strip()]
            signs.sort(key=lambda sign: (round(sign["bottom"]), sign["x0"]))
            for one, next_ in pairwise(signs):
                beside = round(one["bottom"]) != round(next_["bottom"])
                kerned = one["size"] / 7
                assert beside or one["x1"] < next_["x0"] + kerned, page.page_number


@pytest.mark.slow
def test_a_figure_in_another_unit_never_passes_for_per_cent(built: Build) -> None:
    facts = json.loads((built.folder / "build/facts.json").read_text(encoding="utf-8"))
    units = {
        indicator: {
            fact["unit"]
            for fact in facts
            if re.match(rf"(level|change|lead)\.{indicator}\.(?!.*\.(count|base)$)", fact["id"])
        }
        for indicator in ("bistand", "skadegorelse", "sysselsatta")
    }
    assert units == {
        "bistand": {"kronor per invånare"},
        "skadegorelse": {"per tusen invånare"},
        "sysselsatta": {"procent", "procentenheter"},
    }
    printed = [each for each in facts if each["id"].startswith("level.bistand.district")]
    assert all("procent" not in each["text"] for each in printed)


@pytest.mark.slow
def test_nothing_of_the_repository_s_own_programme_is_in_it(texts: dict[str, str]) -> None:
    for text in texts.values():
        assert not re.search(r"Boverket|stimulansmed|delrapport \d|procentenheter per", text)
