"""What may not leave of the people who were interviewed leaves nowhere."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO

import pypdf
import pytest
from conftest import Build, read_pages
from pypdf.generic import StreamObject

from delrapport import coverage, ingest
from delrapport.answers import material
from delrapport.models import InterviewsFile
from delrapport.problems import RawDataError
from delrapport.records import Records

ANKEBY = "data/interviews/runda-1/ankeby.yaml"
MARKER = "Zxqv"
HEAD = """\
source: {title: Påhittat för tester, publisher: delrapport, date: 2020-06, licence: CC0-1.0, \
status: synthetic}
round: runda-1
municipality: ankeby
mode: telephone
weeks: {year: 2020, first: 30, last: 31}
publish: role
"""
# Each field that may not leave holds the marker, and some that may hold another word.
PEOPLE = """\
interviewees:
  - {name: Zxqv Ek, group: politicians, title: ordförande, organisation: Nordostnämnden, \
party: ZQX, side: majority, note: Zxqv bor i staden.}
  - {name: Zxqv Ask, group: staff, title: Zxqvtitel, organisation: Zxqvbolaget, \
districts: [ankeborg], note: Zxqv., publish: aggregate}
  - {name: Zxqv Lind, group: staff, title: Zxqvtitel, organisation: Zxqvbolaget, note: Zxqv, \
publish: no}
  - {name: Öppna Ord, group: staff, title: planerare, note: Källans egen., publish: named}
segments:
  - {code: positive, answer: yes, group: politicians, side: majority, section: Ankeby, \
status: coded, note: Zxqv sade det.}
  - {code: positive, answer: yes, group: staff, section: Ankeby, status: coded, note: Zxqv, \
publish: aggregate}
  - {code: started, answer: no, group: staff, section: Ankeby, status: coded, note: Zxqv, \
publish: no}
"""


@pytest.fixture
def told(mini: Build) -> Build:
    """The mini programme with people and answers of every level, not yet built."""
    (mini.folder / ANKEBY).write_text(HEAD + PEOPLE, encoding="utf-8")

    return mini


def records(build: Build) -> Records:
    return ingest.ingest_records(build.folder / "data")


def test_the_records_hold_nothing_that_may_not_leave(told):
    assert MARKER in (told.folder / ANKEBY).read_text(encoding="utf-8")
    written = records(told).model_dump_json()
    assert MARKER not in written
    assert "ZQX" not in written
    for kept in ("ordförande", "Nordostnämnden", "Öppna Ord", "Källans egen."):
        assert kept in written


def ankeby(build: Build) -> InterviewsFile:
    return next(file for file in records(build).interviews if file.municipality == "ankeby")


def test_who_may_not_be_counted_is_not_counted(told):
    assert len(ankeby(told).counted()) == 3
    (counted,) = (
        line
        for line in ingest.TABLES["interviewees"](records(told)).splitlines()
        if "ankeby,p" in line
    )
    assert counted == "runda-1,ankeby,politicians,majority"
    assert ingest.TABLES["interviewees"](records(told)).count("ankeby,staff") == 2


def test_an_answer_counts_without_a_speaker_or_not_at_all(told):
    said = [
        each
        for each in material(records(told), "runda-1").segments
        if each.municipality == "ankeby"
    ]
    assert [(each.code, each.answer, each.role) for each in said] == [
        ("positive", "yes", "majority"),
        ("positive", "yes", ""),
    ]


def test_nobody_but_a_withheld_person_was_heard(told):
    """A role of which only a person that may not be counted was interviewed counts as not heard."""
    path = told.folder / ANKEBY
    text = path.read_text(encoding="utf-8").replace("publish: aggregate}", "publish: no}")
    path.write_text(text.replace("publish: named}", "publish: no}"), encoding="utf-8")
    rows = {row.theme.id: row for row in coverage.coverage(records(told), "runda-1")}
    assert rows["work"].asked["ankeby"] == ()


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("data/chapters/delrapport-1/ankeby.yaml", "Kommunen fick", "Zxqv Lind och kommunen fick"),
        ("data/programme.yaml", "source:\n", "source:\n  note: Uppgift från Zxqv Ask.\n"),
    ],
)
def test_no_text_says_a_name_that_may_not_leave(told, file, old, new):
    path = told.folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RawDataError) as raised:
        records(told)
    (problem,) = raised.value.problems
    assert "says the name of a person whose name may not leave" in str(problem)
    # Nor does the message.
    assert MARKER not in str(problem)


def test_a_name_that_is_published_elsewhere_may_be_said(told):
    path = told.folder / ANKEBY
    text = path.read_text(encoding="utf-8").replace("name: Öppna Ord", "name: Zxqv Lind")
    path.write_text(text, encoding="utf-8")
    chapter = told.folder / "data/chapters/delrapport-1/ankeby.yaml"
    said = chapter.read_text(encoding="utf-8").replace(
        "Kommunen fick", "Zxqv Lind och kommunen fick", 1
    )
    chapter.write_text(said, encoding="utf-8")
    assert records(told)


# --- All outputs -----------------------------------------------------------------------------


def contents(name: str, data: bytes) -> Iterator[bytes]:
    """A file and all that is packed in it: in an archive, in a PDF, in its pages."""
    yield data
    if zipfile.is_zipfile(BytesIO(data)):
        with zipfile.ZipFile(BytesIO(data)) as archive:
            for inner in archive.namelist():
                yield from contents(inner, archive.read(inner))
    elif data.startswith(b"%PDF"):
        reader = pypdf.PdfReader(BytesIO(data))
        yield repr(dict(reader.metadata or {})).encode()
        for number in range(1, len(reader.xref_objStm) + sum(map(len, reader.xref.values()))):
            found = reader.get_object(number)
            yield found.get_data() if isinstance(found, StreamObject) else repr(found).encode()


def says(data: bytes, word: str) -> bool:
    return any(word.encode(code) in data for code in ("utf-8", "utf-16-be", "utf-16-le"))


@pytest.mark.slow
def test_no_output_of_a_build_says_what_may_not_leave(told, tmp_path):
    told.built()
    summary = tmp_path / "report.zip"
    run = told.snakemake("--report", str(summary))
    assert run.returncode == 0, run.stdout
    (told.folder / "said.log").write_text(run.stdout, encoding="utf-8")
    files = [summary, *(f for f in told.folder.rglob("*") if f.is_file() and "data" not in f.parts)]
    names = {file.name for file in files}
    assert {"delrapport-1.pdf", "facts.json", "allocation-2020-06.xlsx", "report.zip"} <= names
    leaking = [
        file
        for file in files
        for data in contents(file.name, file.read_bytes())
        if says(data, MARKER)
    ]
    assert leaking == []
    pages = " ".join(page.text for page in read_pages(told.report))
    assert MARKER not in pages
    assert "ZQX" not in pages
    # What may leave is there, so that the search finds what it looks for.
    assert "Öppna Ord" in pages
    facts = (told.folder / "build/facts.json").read_bytes()
    assert says(facts, "Öppna Ord")
