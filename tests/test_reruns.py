"""What a change makes again: exactly what depends on it, with the bytes of a build from nothing.

Each kind of source is edited in a copy of the repository in which the mini programme is built.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Build, nested

FIGURES = {"draw_figures"}
PUBLISH = {"write_manifest", "publish_reports"}
CHECK = PUBLISH | {"check_report", "register_facts"}
TYPESET = CHECK | {"render_pdf"}
WRITE = TYPESET | {"render_html"}
ALLOCATE = {"allocate_payment", "write_workbook"}
READ = WRITE | {"check_raw", "ingest_records", "aggregate_tables"}
EVERYTHING = READ | FIGURES | ALLOCATE


def planned(build: Build) -> set[str]:
    """The rules that a build would run now."""
    run = build.snakemake("--dry-run", "--quiet", "rules", "host")
    assert run.returncode == 0, run.stdout
    table = re.search(r"Job stats:\njob +count\n[- ]+\n(.*?)\n\n", run.stdout, re.DOTALL)
    rules = re.findall(r"^(\w+) +\d+$", table[1], re.MULTILINE) if table else []
    return set(rules) - {"all", "total"}


# --- One kind of source after the other ----------------------------------------------------------


def replaced(file: str, old: str, new: str) -> Callable[[Path], Path]:
    def edit(root: Path) -> Path:
        path = root / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{file} has no {old!r}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return path

    return edit


def another_font(root: Path) -> Path:
    """A font with another copyright notice: other bytes, the same letters."""
    from fontTools.ttLib import TTFont

    path = root / "templates/fonts/SourceSans3-Bold.otf"
    with TTFont(path) as font:
        font["name"].setName("Another notice", 0, 3, 1, 0x409)
        font.save(path)
    return path


def locked(package: str) -> Callable[[Path], Path]:
    """Another digest of what the lock has of a package: its files are others."""

    def edit(root: Path) -> Path:
        path = root / "uv.lock"
        before, name, after = path.read_text("utf-8").partition(f'\nname = "{package}"\n')
        path.write_text(before + name + after.replace("sha256:", "sha256:0", 1), "utf-8")
        return path

    return edit


KINDS = {
    "raw file": (
        replaced("mini/data/chapters/delrapport-1/aby.yaml", "Kommunen fick", "Kommunen fick nu"),
        READ,
    ),
    "raw file's comment": (
        replaced("mini/data/editions.yaml", "source:", "# !\nsource:"),
        EVERYTHING,
    ),
    "module of ingest": (replaced("workflow/delrapport/ingest.py", '"""', '"""Once: '), EVERYTHING),
    "module of the law": (replaced("workflow/delrapport/law_pdf.py", '"""', '"""Once: '), CHECK),
    "script": (replaced("workflow/scripts/render_html.py", '"""', '"""Once: '), WRITE),
    "template": (replaced("templates/shared/foreword.html.j2", "<h2", '<h2 class="a"'), WRITE),
    "style sheet": (replaced("templates/css/4-elements.css", "10pt/14pt", "10pt/15pt"), TYPESET),
    "inks": (replaced("templates/css/2-variables.css", "#eef3f3", "#eef3f2"), WRITE | FIGURES),
    "font": (another_font, WRITE | FIGURES),
    "config key": (
        replaced(
            "mini/config.yaml",
            "forord\n    figures: [payments chart, payments map]\n    chapters: [inledning]",
            "inledning\n    figures: [payments map]\n    chapters: [forord]",
        ),
        WRITE,
    ),
    "allocation parameter": (
        replaced("mini/config.yaml", "weights: {lasning: 2", "weights: {lasning: 3"),
        EVERYTHING,
    ),
    "scenario": (
        replaced("mini/config.yaml", "title: Utan hänsyn till storlek", "title: Utan storlek"),
        EVERYTHING,
    ),
    "locked package of one stage": (locked("weasyprint"), TYPESET),
    "locked package of development": (locked("pytest"), PUBLISH),
    "locked package of all": (locked("pydantic"), EVERYTHING),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_change_reruns_exactly_what_depends_on_it(tree, kind):
    edit, rerun = KINDS[kind]
    edit(tree.root)
    assert planned(tree) == rerun


@pytest.mark.parametrize(
    "kind",
    [
        "raw file",
        *(pytest.param(each, marks=pytest.mark.slow) for each in ("template", "script")),
        "module of the law",
    ],
)
def test_a_change_with_an_older_time_stamp_is_seen(tree, kind):
    edit, rerun = KINDS[kind]
    os.utime(edit(tree.root), (1, 1))
    assert planned(tree) == rerun


def test_touching_everything_reruns_nothing(tree):
    for file in tree.root.rglob("*"):
        if file.is_file() and not file.is_relative_to(tree.folder / ".snakemake"):
            os.utime(file)
    assert planned(tree) == set()


def test_a_folder_that_was_moved_with_its_build_reruns_nothing(tree):
    assert planned(tree) == set()


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_after_a_change_the_build_is_the_same_as_one_from_nothing(tree, kind, tmp_path):
    KINDS[kind][0](tree.root)
    clean = nested(Path(shutil.copytree(tree.root, tmp_path / "clean")))
    for made in ("build", "reports", ".snakemake", ".building"):
        shutil.rmtree(clean.folder / made)
    tree.built()
    clean.built()
    assert tree.products() == clean.products()
    assert "Nothing to be done" in tree.snakemake().stdout


# --- One report of several ----------------------------------------------------------------------


def copied(source: Path, target: Path, *pairs: tuple[str, str]) -> None:
    """Copy a raw file with every one of the pairs replaced."""
    text = source.read_text("utf-8")
    for old, new in pairs:
        text = text.replace(old, new)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, "utf-8")


def with_second_report(build: Build) -> Build:
    """Adds a second report like the first, which rests on a second round of interviews."""
    data = build.folder / "data"
    report, round_ = ("delrapport-1", "delrapport-2"), ("runda-1", "runda-2")
    claims = (("{id: ", "{id: later-"), ("claim.", "claim.later-"))
    for folder, pairs in (
        ("chapters/delrapport-1", (report, claims[1])),
        ("claims", (report, round_, claims[0])),
        ("guides", (round_,)),
        ("interviews/runda-1", (round_,)),
    ):
        for file in (data / folder).iterdir():
            place = file.relative_to(data).as_posix()
            copied(file, data / place.replace(*report).replace(*round_), *pairs)
    editions = data / "editions.yaml"
    head, edition = editions.read_text("utf-8").split("editions:\n")
    editions.write_text(f"{head}editions:\n{edition}{edition.replace(*report)}", "utf-8")
    config = build.folder / "config.yaml"
    head, configured = config.read_text("utf-8").split("reports:\n")
    second = configured.replace("  delrapport-1:", "  delrapport-2:").replace(*round_)
    config.write_text(f"{head}reports:\n{configured}{second}", "utf-8")
    return build


STARTED = "{code: started, answer: yes"
AFTER_AN_INTERVIEW = {
    "Checking the raw data in data",
    "Reading the raw data of delrapport-2",
    "Computing sums, ranks and counts of delrapport-2",
    "Writing delrapport-2",
    "Typesetting delrapport-2",
    "Checking that delrapport-2 prints facts and nothing else",
    "Registering where each fact is printed",
    "Writing down what this build is made of",
    "Publishing in reports/",
    "All reports are published",
}


@pytest.mark.slow
def test_an_interview_s_edit_makes_only_the_reports_of_its_round_again(mini):
    with_second_report(mini).built()
    before = mini.products()
    mini.edit("data/interviews/runda-2/bjorkvik.yaml", "{code: started, answer: no", STARTED)
    run = mini.snakemake()
    assert set(re.findall(r"^Job \d+: (.*)$", run.stdout, re.MULTILINE)) == AFTER_AN_INTERVIEW
    after = mini.products()
    changed = {name for name in before if after[name] != before[name]}
    assert changed == {"delrapport-2.pdf", "facts.json", "manifest.json"}


# --- What was changed by hand, or during a build -----------------------------------------------


@pytest.mark.parametrize(
    "output",
    [
        "reports/delrapport-1.pdf",
        "build/values/common.json",
        pytest.param("build/pdf/delrapport-1.pdf", marks=pytest.mark.slow),
    ],
)
def test_what_is_changed_by_hand_is_made_again(tree, output):
    before = tree.products()
    file = tree.folder / output
    file.write_bytes(file.read_bytes().replace(b"e", b"a"))
    tree.built()
    assert tree.products() == before
    assert "Nothing to be done" in tree.snakemake().stdout


@pytest.mark.slow
def test_what_is_deleted_is_made_again(tree):
    before = tree.products()
    shutil.rmtree(tree.folder / "reports")
    tree.built()
    assert tree.products() == before


@pytest.mark.slow
def test_without_snakemake_s_records_nothing_old_is_trusted(tree):
    shutil.rmtree(tree.folder / ".snakemake")
    replaced("templates/shared/foreword.html.j2", "<h2", '<h2 class="a"')(tree.root)
    tree.built()
    assert 'class="a"' in tree.html


# Edits a raw file as soon as the HTML is being written.
MEANWHILE = """
import pathlib, time
seen = pathlib.Path("build/logs/render_html/delrapport-1.log")
before = seen.stat().st_mtime_ns
while seen.exists() and seen.stat().st_mtime_ns == before:
    time.sleep(.01)
file = pathlib.Path("data/chapters/delrapport-1/aby.yaml")
file.write_text(file.read_text("utf-8").replace("fick nu", "fick då"), "utf-8")
"""


@pytest.mark.slow
def test_an_edit_during_the_build_stops_it_before_anything_is_published(tree):
    before = tree.report.read_bytes()
    KINDS["raw file"][0](tree.root)
    with subprocess.Popen([sys.executable, "-c", MEANWHILE], cwd=tree.folder):
        run = tree.snakemake()
    assert run.returncode == 1
    assert "another source was changed while the build ran; run snakemake again" in run.stdout
    assert tree.report.read_bytes() == before
    tree.built()
    assert tree.report.read_bytes() != before
    assert "fick då" in tree.html


def test_code_of_another_folder_is_refused(tree):
    run = Build(tree.folder).snakemake("--snakefile", str(tree.root / "Snakefile"))
    assert run.returncode == 1
    assert "has no set-up of its own; run make setup there" in run.stdout


def test_an_environment_that_is_not_the_lock_s_is_refused(tree):
    replaced("uv.lock", 'name = "pydyf"\nversion = "', 'name = "pydyf"\nversion = "9.')(tree.root)
    run = tree.snakemake()
    assert run.returncode == 1
    assert "pydyf: " in run.stdout
    assert "run make setup" in run.stdout
    assert "Traceback" not in run.stdout
