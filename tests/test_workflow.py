"""The workflow from outside: what a run says, leaves and makes again."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, Build, Page, read_pages

PAYMENT = "data/payments/2020-06.yaml"
BARS = "build/figures/payments/2020-06.svg"
NBSP = "\N{NO-BREAK SPACE}"


def snapshot(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def said(pages: list[Page]) -> str:
    return " ".join(page.text for page in pages)


def test_a_changed_amount_reaches_the_report_and_its_chart(
    tree: Build, mini_pages: list[Page]
) -> None:
    assert "250 000" in said(mini_pages)
    assert f"250{NBSP}000" in (tree.folder / BARS).read_text(encoding="utf-8")
    tree.edit(PAYMENT, "ankeborg, amount: 250000", "ankeborg, amount: 260000")
    tree.edit(PAYMENT, "marden, amount: 150000", "marden, amount: 140000, difference: Prövat")
    tree.built()
    text = said(read_pages(tree.report))
    assert "260 000" in text
    assert "250 000" not in text
    chart = (tree.folder / BARS).read_text(encoding="utf-8")
    assert f"260{NBSP}000" in chart
    assert f"250{NBSP}000" not in chart


@pytest.mark.slow
def test_a_change_with_an_older_time_stamp_is_seen(tree: Build) -> None:
    file = tree.folder / "data/chapters/delrapport-1/aby.yaml"
    tree.edit("data/chapters/delrapport-1/aby.yaml", "Kommunen fick", "Sammanlagt fick kommunen")
    os.utime(file, (1, 1))
    tree.built()
    assert "Sammanlagt fick kommunen" in said(read_pages(tree.report))


def test_a_second_run_after_touching_files_without_change_has_nothing_to_do(tree: Build) -> None:
    for file in (tree.folder / "data").rglob("*.yaml"):
        os.utime(file)
    run = tree.snakemake()
    assert run.returncode == 0
    assert "Nothing to be done" in run.stdout


def test_broken_data_stop_the_build_and_leave_the_reports(tree: Build) -> None:
    before = snapshot(tree.folder / "reports")
    tree.edit(PAYMENT, "pot: 1000000", "pot: 1000001")
    run = tree.snakemake()
    assert run.returncode != 0
    assert "data/payments/2020-06.yaml:10:8: payment.pot: is 1000001" in run.stdout
    assert "Traceback" not in run.stdout
    assert snapshot(tree.folder / "reports") == before
    # What to do is said at the end.
    first, *others = last_block(run.stdout)
    assert re.fullmatch(r"The build failed after \d+ seconds?\. reports/ is as it was\.", first)
    assert "build/logs/" in others[0]
    assert "run snakemake again" in others[0]


def test_each_problem_of_a_broken_interview_is_said_once(tree: Build) -> None:
    before = snapshot(tree.folder / "reports")
    tree.edit("data/interviews/runda-1/aby.yaml", "{code: started", "{code: stopped")
    tree.edit("data/interviews/runda-1/bjorkvik.yaml", "{code: started", "{code: halted")
    run = tree.snakemake()
    assert run.returncode == 1
    for wrong in ("stopped", "halted"):
        assert run.stdout.count(f"there is no code '{wrong}'") == 1
    assert run.stdout.count("has problems") <= 1
    assert snapshot(tree.folder / "reports") == before


def test_a_configuration_that_names_nothing_is_told_what_there_is(tree: Build) -> None:
    tree.edit("config.yaml", "rounds: [runda-1]", "rounds: [runda-1, runda-2]")
    tree.edit("config.yaml", "template: delrapport-1", "template: delraport-1")
    run = tree.snakemake()
    assert run.returncode != 0
    assert "there is no round with guides 'runda-2'; did you mean 'runda-1'?" in run.stdout
    assert "reports.delrapport-1.template: there is no template 'delraport-1'" in run.stdout
    assert "did you mean 'delrapport-1'?" in run.stdout
    assert "Traceback" not in run.stdout


def test_a_misspelt_configuration_key_is_refused_before_any_job(mini: Build) -> None:
    mini.edit("config.yaml", "    rounds:", "    ronds:")
    run = mini.snakemake()
    assert run.returncode != 0
    assert "unknown key 'ronds'; did you mean 'rounds'?" in run.stdout
    assert not (mini.folder / "build").exists()


def test_a_wrong_parameter_is_named_with_its_line_before_any_job(mini: Build) -> None:
    mini.edit("config.yaml", "unit: {value: 1000,", "unit: {value: 0,")
    run = mini.snakemake()
    assert run.returncode != 0
    assert "config.yaml:14:19: allocation.2020-06.unit.value: is 0; " in run.stdout
    assert not (mini.folder / "build").exists()


def test_what_the_command_line_says_has_no_line(mini: Build) -> None:
    run = mini.snakemake("--config", "data=anywhere", "date=today", "--dry-run")
    assert run.returncode != 0
    assert "config:1:1: date: unknown key 'date'; did you mean 'data'?" in run.stdout


def test_another_programme_replaces_the_default_one(mini: Build) -> None:
    run = mini.snakemake("--configfile", str(mini.folder / "config.yaml"), "--dry-run")
    assert run.returncode == 0, run.stdout
    assert "render_pdf" in run.stdout


def last_block(said: str) -> list[str]:
    """The lines between the last two rules, which end what a build says."""
    *_, block, end = said.split("─" * 72)
    assert end == "\n"
    return block.strip().splitlines()


@pytest.mark.slow
def test_a_build_ends_by_saying_what_it_made_and_what_it_did_not(tree: Build) -> None:
    shutil.copy(tree.report, tree.folder / "reports/delrapport-9.pdf")
    tree.edit("data/chapters/delrapport-1/aby.yaml", "Kommunen fick", "Sammanlagt fick kommunen")
    report, workbook, stranger, time = last_block(tree.snakemake().stdout)
    pages = len(read_pages(tree.report))
    assert re.fullmatch(rf"reports/delrapport-1\.pdf: {pages} pages, 0\.\d MB, built", report)
    assert re.fullmatch(r"reports/allocation-2020-06\.xlsx: \d+ kB, as before", workbook)
    assert stranger == "reports/delrapport-9.pdf: not in this configuration; it may be out of date"
    assert re.fullmatch(r"\d+ seconds, 0 warnings; logs in build/logs/", time)


@pytest.mark.slow
def test_two_builds_at_once_end_one_after_the_other(tree: Build) -> None:
    tree.edit("data/chapters/delrapport-1/aby.yaml", "Kommunen fick", "Sammanlagt fick kommunen")
    with tree.start() as one, tree.start() as two:
        said = sorted((build.communicate()[0] for build in (one, two)), key=len)
    assert [one.returncode, two.returncode] == [0, 0]
    assert "Another build is under way in this folder; waiting for it to end." in said[0]
    assert "Nothing to be done" in said[0]
    assert "Another build" not in said[1]


def test_a_dry_run_waits_for_nobody_and_changes_nothing(tree: Build) -> None:
    tree.edit(PAYMENT, "pot: 1000000", "pot: 1000001")
    before = {path: path.stat().st_mtime_ns for path in tree.folder.rglob("*") if path.is_file()}
    assert tree.snakemake("--dry-run").returncode == 0
    after = {path: path.stat().st_mtime_ns for path in tree.folder.rglob("*") if path.is_file()}
    memory = tree.folder / ".snakemake"
    assert {path for path in after if not path.is_relative_to(memory)} <= set(before)
    assert all(after[path] == then for path, then in before.items() if memory not in path.parents)


def test_snakemake_s_own_report_shows_reports_and_tables(tree: Build) -> None:
    run = tree.snakemake("--report", "build/report.html")
    assert run.returncode == 0, run.stdout
    html = (tree.folder / "build/report.html").read_text(encoding="utf-8")
    for shown in ("delrapport-1.pdf", "payments_by_district.csv", "Amounts are whole kronor"):
        assert shown in html


def test_the_workflow_s_lints_are_those_that_the_readme_explains(mini: Build) -> None:
    lints = {
        line.strip()
        for line in mini.snakemake("--lint").stdout.splitlines()
        if line.startswith("    * ")
    }
    assert lints == {"* Specify a conda environment or container for each rule.:"}


HEAVY = {"altair", "jinja2", "pandas", "pypdfium2", "vl_convert", "weasyprint"}


def test_reading_the_rules_imports_nothing_heavy_of_ours() -> None:
    rules = [ROOT / "Snakefile", *(ROOT / "workflow/rules").glob("*.smk")]
    lines = [line for file in rules for line in file.read_text("utf-8").splitlines()]
    imports = [line for line in lines if re.match(r"(from|import) (?!snakemake)", line)]
    assert any("delrapport" in line for line in imports)
    code = [*imports, "import sys", f"sys.exit(', '.join({HEAVY} & sys.modules.keys()) or 0)"]
    # What it found is said on the way out, and is the exit status: nothing is none.
    subprocess.run([sys.executable, "-c", "\n".join(code)], check=True)


def test_nothing_is_left_beside_the_report(mini_built: Build) -> None:
    found = sorted(path.name for path in (mini_built.folder / "reports").iterdir())
    assert found == ["allocation-2020-06.xlsx", "delrapport-1.pdf"]
