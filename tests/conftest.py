"""Builds that many tests look at, each made once; and a workshop that only typesets."""

from __future__ import annotations

import fcntl
import gc
import http.server
import os
import pickle
import re
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path

import pandas as pd
import pdfplumber
import pypdf
import pytest
from PIL import Image

from delrapport import aggregate, building, facts, ingest
from delrapport.fact import Fact, Facts
from delrapport.records import Records
from delrapport.render_pdf import RenderError, render_pdf

# Typesetting and reading a PDF make millions of objects that live as long as a test does: to look
# for garbage after every 700 new ones takes up to a third of the time.
gc.set_threshold(50_000, 20, 20)

ROOT = Path(__file__).parents[1]
# By the inks that it names, a finished PDF is read.
CSS = (ROOT / "templates/css/2-variables.css").read_text(encoding="utf-8")
SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/>'


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files that need the longest build first, so that one worker has it made at once.

    Other workers begin farther down, with tests that needn't wait for it.
    """

    @cache
    def needs_it(file: Path) -> bool:
        return "real_built" in file.read_text("utf-8")

    items.sort(key=lambda item: not needs_it(item.path))


@dataclass(frozen=True)
class Build:
    """A folder with raw data and a configuration, and the repository whose workflow runs in it."""

    folder: Path
    root: Path = ROOT

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        """Begin a build in a process group of its own; what it says can be read together."""
        options = ["--cores", "2", "--directory", str(self.folder), *arguments]
        return subprocess.Popen(
            [*building.command(self.root), *options],
            env=os.environ | {"PYTHONPATH": str(self.root / "workflow")} | environment,
            start_new_session=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def snakemake(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the workflow here; returns its exit status and everything that it said."""
        with self.start(*arguments) as build:
            said, _ = build.communicate()
        return subprocess.CompletedProcess(build.args, build.returncode, said)

    def built(self) -> Build:
        run = self.snakemake()
        assert run.returncode == 0, run.stdout
        return self

    def copied(self, folder: Path) -> Build:
        """The same state in another folder, time stamps and Snakemake's memory included.

        A copy of the repository goes with the programme inside it.
        """
        if self.folder.is_relative_to(self.root):
            return nested(Path(shutil.copytree(self.root, folder)))
        return Build(Path(shutil.copytree(self.folder, folder)), self.root)

    def products(self) -> dict[str, bytes]:
        """What a build is for, by name; what lies beside the reports as well."""
        files = [*(self.folder / "reports").iterdir()]
        files += [self.folder / "build" / name for name in ("facts.json", "manifest.json")]
        return {file.name: file.read_bytes() for file in files}

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


def nested(root: Path) -> Build:
    """The mini programme inside a copy of the repository, which runs the code of the copy."""
    return Build(root / "mini", root)


def aggregated(records: Records) -> dict[str, pd.DataFrame]:
    """The aggregated tables of records, by way of long tables in text, as a build makes them."""
    written = {name: aggregate.read_table(text(records)) for name, text in ingest.TABLES.items()}
    return aggregate.aggregate_tables(aggregate.RawTables(**written), records)


def evaluated(records: Records) -> dict[str, Fact]:
    """The facts of records that share nothing out."""
    return facts.evaluate(records, partial(aggregate.lookup, aggregated(records)))


@dataclass(frozen=True)
class Line:
    """A line of letters as it stands on a page: from its top and to its right, in points."""

    text: str
    top: float
    right: float
    size: float
    """Of its first letter."""


@dataclass(frozen=True)
class Page:
    """A page as a reader sees it: `text` is one line of words, `lines` keeps the lines apart."""

    number: int
    text: str
    lines: list[str]
    placed: list[Line]
    inside: bool
    """Whether every sign stands inside the page."""


# The flag of a synthetic figure, a small s behind a narrow space.
FLAG = re.compile(r" s(?!\w)")


def words(text: str) -> str:
    """Text with a line's hyphen and every run of white space undone, as a reader reads it.

    Flags are left out: that they stand where they must is tested on the HTML.
    """
    whole = text.replace("\u00ad\n", "").replace("\u2010\n", "").replace("-\n", "-")
    return FLAG.sub("", " ".join(whole.split()))


def read_pages(report: Path) -> list[Page]:
    with pdfplumber.open(report) as pdf:
        return [
            Page(
                number,
                words(text := page.extract_text() or ""),
                [words(line) for line in text.split("\n")],
                [
                    Line(line["text"], line["top"], line["x1"], line["chars"][0]["size"])
                    for line in page.extract_text_lines()
                ],
                all(c["x0"] >= 0 and c["x1"] <= page.width for c in page.chars),
            )
            for number, page in enumerate(pdf.pages, start=1)
        ]


@pytest.fixture
def mini(tmp_path: Path) -> Build:
    """The mini programme, not yet built."""
    shutil.copytree(ROOT / "tests/mini", tmp_path / "mini")
    return Build(tmp_path / "mini")


@pytest.fixture
def programme(mini: Build, monkeypatch: pytest.MonkeyPatch) -> Build:
    """The mini programme, not yet built, in whose folder the test runs."""
    monkeypatch.chdir(mini.folder)
    return mini


@contextmanager
def alone(file: Path) -> Iterator[None]:
    """What one worker does at a time."""
    with file.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def shared(factory: pytest.TempPathFactory) -> Path:
    """A folder of all workers."""
    folder = factory.getbasetemp()
    return folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder


def built_once(
    name: str,
    parts: dict[str, Path],
    factory: pytest.TempPathFactory,
    build_of: Callable[[Path], Build] = Build,
) -> Build:
    """A folder with these parts, built by the first worker that asks for it."""
    # As deep as a test's own folders: seen from a copy, the repository lies at the same place.
    folder = shared(factory) / "shared" / name / "build"
    with alone(shared(factory) / f"{name}.lock"):
        if not folder.exists():
            folder.mkdir(parents=True)
            for part, source in parts.items():
                (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / part)
            build_of(folder).built()
    return build_of(folder)


def read_once(name: str, build: Build, factory: pytest.TempPathFactory) -> list[Page]:
    """The pages of a build's first report, read by the first worker that asks for them."""
    file = shared(factory) / f"{name}.pages"
    with alone(file.with_suffix(".pages.lock")):
        if not file.exists():
            file.write_bytes(pickle.dumps(read_pages(build.report)))
    pages: list[Page] = pickle.loads(file.read_bytes())
    return pages


@pytest.fixture(scope="session")
def mini_built(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The mini programme, built in a copy of the repository; tests leave it as it is."""
    names = ("Snakefile", "workflow", "templates", "profiles", "uv.lock")
    parts = {name: ROOT / name for name in names} | {"mini": ROOT / "tests/mini"}
    return built_once("mini", parts, tmp_path_factory, nested)


@pytest.fixture
def tree(mini_built: Build, tmp_path: Path) -> Build:
    """A built mini programme of its own, with Snakemake's memory of the build and the code."""
    return mini_built.copied(tmp_path / "tree")


APPENDIX = "appendices: [allocation]\n    figures: [scenarios chart, "


@pytest.fixture(scope="session")
def appendix_built(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The mini programme with the appendix on its allocation, built; tests leave it as it is."""
    source = tmp_path_factory.mktemp("appendix") / "mini"
    shutil.copytree(ROOT / "tests/mini", source)
    Build(source).edit("config.yaml", "figures: [", APPENDIX)
    parts = {part.name: part for part in source.iterdir()}
    return built_once("appendix", parts, tmp_path_factory)


@pytest.fixture(scope="session")
def appendix_pages(appendix_built: Build, tmp_path_factory: pytest.TempPathFactory) -> list[Page]:
    return read_once("appendix", appendix_built, tmp_path_factory)


@pytest.fixture(scope="session")
def real_built(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The repository's own data, built; tests leave it as it is."""
    parts = {part: ROOT / part for part in ("data", "config.yaml")}
    return built_once("real", parts, tmp_path_factory)


@pytest.fixture(scope="session")
def pages(real_built: Build, tmp_path_factory: pytest.TempPathFactory) -> list[Page]:
    return read_once("real", real_built, tmp_path_factory)


@pytest.fixture(scope="session")
def mini_pages(mini_built: Build, tmp_path_factory: pytest.TempPathFactory) -> list[Page]:
    return read_once("mini", mini_built, tmp_path_factory)


@pytest.fixture(scope="session")
def pdf(real_built: Build) -> pypdf.PdfReader:
    return pypdf.PdfReader(real_built.report)


def facts_of(folder: Path, report: str = "delrapport-1") -> dict[str, Fact]:
    """The facts that a report may print: those of all reports, and its own."""
    scopes = ("common", report)
    return dict(Facts(folder / f"build/values/{each}.json" for each in scopes))


# --- Typesetting alone ------------------------------------------------------------------------


@dataclass
class Workshop:
    """A project with a file in each allowed folder, secrets outside, and a server that listens."""

    folder: Path
    server: str
    asked: list[str] = field(default_factory=list)

    @property
    def templates(self) -> Path:
        return self.folder / "templates"

    @property
    def html(self) -> Path:
        return self.folder / "build/html"

    def render(self, body: str, css: str = "", head: str = "") -> bytes:
        sheet = self.templates / "css/page.css"
        sheet.write_text(self.filled(css), encoding="utf-8")
        page = f"<html lang=sv><head><title>x</title>{head}</head><body>{body}</body></html>"
        return self.typeset(self.filled(page), sheet)

    def typeset(self, page: str, *sheets: Path) -> bytes:
        return render_pdf(
            page,
            sheets,
            base=self.html,
            allowed=[self.templates, self.folder / "build"],
            fontconfig=ROOT / "templates/fonts/fonts.conf",
            divided={},
        )

    def filled(self, text: str) -> str:
        return text.replace("HTTP", self.server).replace("OUTSIDE", self.folder.as_uri())

    def messages(self, body: str, css: str = "", head: str = "") -> list[str]:
        with pytest.raises(RenderError) as raised:
            self.render(body, css, head)
        title, *messages = str(raised.value).split("\n")
        assert title == "The report can't be printed; mend this:"
        return messages


@pytest.fixture
def workshop(tmp_path: Path) -> Iterator[Workshop]:
    asked: list[str] = []

    class Listener(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    for folder in ("templates/css", "build/html"):
        (tmp_path / folder).mkdir(parents=True)
    for folder in ("templates", "build", ""):
        furnish(tmp_path / folder)
    yield Workshop(tmp_path, f"http://127.0.0.1:{server.server_port}", asked)
    server.shutdown()
    server.server_close()


def furnish(folder: Path) -> None:
    """Put files of every kind into a folder."""
    Image.new("RGB", (4, 4), "red").save(folder / "a.png")
    (folder / "a.svg").write_text(f"{SQUARE}</svg>", encoding="utf-8")
    (folder / "a.css").write_text("p { color: red }", encoding="utf-8")
    shutil.copy(ROOT / "templates/fonts/SourceSans3-Regular.otf", folder / "a.otf")
