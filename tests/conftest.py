"""Builds that many tests look at, each made once."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pdfplumber
import pypdf
import pytest

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Build:
    """A folder with raw data and a configuration, in which the workflow of this repository runs."""

    folder: Path

    def snakemake(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the workflow here; returns its exit status and everything that it said."""
        command = [sys.executable, "-m", "snakemake", "--snakefile", str(ROOT / "Snakefile")]
        command += ["--workflow-profile", str(ROOT / "profiles/default")]
        return subprocess.run(
            [*command, "--cores", "2", "--directory", str(self.folder), *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )

    def built(self) -> Build:
        run = self.snakemake()
        assert run.returncode == 0, run.stdout
        return self

    @property
    def report(self) -> Path:
        return self.folder / "reports/delrapport-1.pdf"

    @property
    def html(self) -> str:
        return (self.folder / "build/html/delrapport-1.html").read_text(encoding="utf-8")

    def edit(self, file: str, old: str, new: str) -> None:
        """Replace the only place in a raw file where `old` stands."""
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        path.write_text(text.replace(old, new), encoding="utf-8")


@dataclass(frozen=True)
class Page:
    """A page as a reader sees it: `text` is one line of words, `lines` keeps the lines apart."""

    number: int
    text: str
    lines: list[str]
    inside: bool
    """Whether every sign stands inside the page."""


def words(text: str) -> str:
    """Text with a line's hyphen and every run of white space undone, as a reader reads it."""
    return " ".join(
        text.replace("\u00ad\n", "").replace("\u2010\n", "").replace("-\n", "-").split()
    )


def read_pages(report: Path) -> list[Page]:
    with pdfplumber.open(report) as pdf:
        return [
            Page(
                number,
                words(text := page.extract_text() or ""),
                [words(line) for line in text.split("\n")],
                all(c["x0"] >= 0 and c["x1"] <= page.width for c in page.chars),
            )
            for number, page in enumerate(pdf.pages, start=1)
        ]


@pytest.fixture
def mini(tmp_path: Path) -> Build:
    """The mini programme, not yet built."""
    shutil.copytree(ROOT / "tests/mini", tmp_path / "mini")
    return Build(tmp_path / "mini")


@pytest.fixture(scope="session")
def mini_built(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The mini programme, built; tests leave it as it is."""
    folder = tmp_path_factory.mktemp("mini") / "build"
    shutil.copytree(ROOT / "tests/mini", folder)
    return Build(folder).built()


@pytest.fixture(scope="session")
def real_built(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The repository's own data, built; tests leave it as it is."""
    folder = tmp_path_factory.mktemp("real")
    shutil.copytree(ROOT / "data", folder / "data")
    shutil.copy(ROOT / "config.yaml", folder)
    return Build(folder).built()


@pytest.fixture(scope="session")
def pages(real_built: Build) -> list[Page]:
    return read_pages(real_built.report)


@pytest.fixture(scope="session")
def mini_pages(mini_built: Build) -> list[Page]:
    return read_pages(mini_built.report)


@pytest.fixture(scope="session")
def pdf(real_built: Build) -> pypdf.PdfReader:
    return pypdf.PdfReader(real_built.report)
