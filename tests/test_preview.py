"""A chapter by itself: what it says, what it leaves out, and how soon it is there."""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from conftest import ROOT, Build, read_pages

from delrapport.preview import UnknownChapterError, one_chapter
from delrapport.watch import targets

REPORT = """<html><head><title>T</title></head><body>
<header class="cover" data-mark="M"><h1>T</h1></header>
<section class="front">intryck</section>
<nav class="chapter contents"><h2 id="innehall">I</h2><a href="#b">B</a></nav>
<main>
<section class="chapter part"><h2 id="a">A</h2><section><h3 id="a-1">x</h3></section>
<div class="table" id="a-t">1</div><figure id="a-f">2</figure></section>
<section class="chapter"><h2 id="b">B</h2><section><p>Se <a class="numbered" href="#a-t">tabell</a>
och <a href="#b-t">tabell</a>.</p></section><div class="wide table" id="b-t">3</div></section>
<section class="chapter"><h2 id="c" class="appendix">C</h2></section>
</main>
<footer class="back">adress</footer>
</body></html>"""


def test_a_chapter_keeps_its_cover_its_numbers_and_its_links():
    alone = one_chapter(REPORT, "b")
    assert re.findall(r"<h[12][^>]*>(\w)", alone) == ["T", "B"]
    assert '<body style="counter-reset: table 1 figure 1 appendix 0">' in alone
    assert '<a class="numbered">tabell</a>' in alone
    assert '<a href="#b-t">tabell</a>' in alone
    assert "<title>Förhandsvisning: T</title>" in alone
    for elsewhere in ("intryck", "adress", 'id="a', 'id="c"', "<nav"):
        assert elsewhere not in alone


@pytest.mark.parametrize(("chapter", "counters"), [("a", "0 figure 0"), ("c", "2 figure 1")])
def test_the_first_and_the_last_chapter_too(chapter, counters):
    alone = one_chapter(REPORT, chapter)
    assert re.findall(r'<h2 id="(\w)"', alone) == [chapter]
    assert f"counter-reset: table {counters} appendix 0" in alone


def test_an_unknown_chapter_is_said_with_those_there_are():
    with pytest.raises(UnknownChapterError, match=r"no chapter 'd'; allowed: a, b, c, innehall"):
        one_chapter(REPORT, "d")


# --- Builds ----------------------------------------------------------------------------------

EDITED = ("data/chapters/delrapport-1/ankeby.yaml", "Kommunen fick", "Staden fick")
PREVIEW = "build/preview/delrapport-1/ankeby.pdf"


@pytest.mark.slow
def test_a_preview_says_what_the_report_says_and_publishes_nothing(mini):
    run = mini.snakemake(PREVIEW)
    assert run.returncode == 0, run.stdout
    pages = read_pages(mini.folder / PREVIEW)
    assert "Kommunen fick" in " ".join(page.text for page in pages)
    assert "Innehåller syntetiska uppgifter" in pages[0].text
    assert not (mini.folder / "reports").exists()
    wrong = mini.snakemake("build/preview/delrapport-1/ingen.pdf")
    assert wrong.returncode != 0
    assert "the report has no chapter 'ingen'" in wrong.stdout


@pytest.fixture
def watching(mini: Build) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "delrapport.watch", "delrapport-1", "--chapter", "ankeby"]
    surroundings = os.environ | {"PYTHONPATH": str(ROOT / "workflow")}
    with subprocess.Popen(
        command, cwd=mini.folder, env=surroundings, stdout=subprocess.PIPE, text=True
    ) as watch:
        yield watch
        watch.terminate()


def lines_until(watch: subprocess.Popen[str], ending: str) -> None:
    assert watch.stdout is not None
    assert any(line.strip().endswith(ending) for line in watch.stdout)


@pytest.mark.slow
def test_what_is_saved_is_there_soon_and_a_mistake_ends_nothing(mini, watching):
    lines_until(watching, "is up to date.")
    # The watch begins when the first build has ended.
    time.sleep(2)
    mini.edit(*EDITED)
    lines_until(watching, "is up to date.")
    assert "Staden fick" in " ".join(page.text for page in read_pages(mini.folder / PREVIEW))
    mini.edit(EDITED[0], "Staden fick", "Staden fick {{ fact('nothing') }}")
    lines_until(watching, "is as it was.")
    assert watching.poll() is None


@pytest.mark.slow
def test_a_chapter_takes_less_than_a_third_of_its_report(tmp_path):
    """After an edit of its text, in processors' time: to see it, or the published report."""
    for part in ("data", "config.yaml"):
        subprocess.run(["cp", "-r", ROOT / part, tmp_path / part], check=True)
    build, chapter = Build(tmp_path), "build/preview/delrapport-2/boras.pdf"
    assert build.snakemake("all", chapter).returncode == 0
    file = tmp_path / "data/raw/chapters/delrapport-2/boras.yaml"

    def after_an_edit(target: str) -> float:
        file.write_text(f"{file.read_text('utf-8')}# {target}\n", "utf-8")
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert build.snakemake(target).returncode == 0
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime - before.ru_utime

    alone = after_an_edit(chapter)
    assert alone < after_an_edit("all") / 3


def test_a_volume_is_watched_alone_and_a_report_with_its_check():
    assert targets("r", None) == ["build/pdf/r.pdf", "build/checked/r.json"]
    assert targets("r.norr", None) == ["build/pdf/r.norr.pdf"]
    assert targets("r.norr", "alby") == ["build/preview/r.norr/alby.pdf"]
