"""`python -m delrapport.validate` as a user meets it, on copies of the repository's own data."""

import io
import os
import resource
import shutil
import subprocess
import sys
import time
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from delrapport.validate import main

ROOT = Path(__file__).parents[1]
RAW = "data/raw"
# Stands in a new text where the problem is expected, and is taken out before the file is written.
HERE = "▸"
FRONT = "chapters/delrapport-1/boras.yaml"
PEOPLE = "interviews/delrapport-1/boras.yaml"
STATED = "statements/delrapport-1.yaml"
ABOUT = "about: x, section: y"
TEXT = "  text: |\n"


@pytest.fixture
def whole(tmp_path):
    """A working directory with the repository's raw data and configuration, free to be broken."""
    shutil.copytree(ROOT / RAW, tmp_path / RAW)
    shutil.copy(ROOT / "config.yaml", tmp_path)
    return tmp_path


@pytest.fixture
def folder(whole):
    """The same, of which the first report alone is made: others take as long again each."""
    config = whole / "config.yaml"
    config.write_text(config.read_text("utf-8").partition("  delrapport-2:\n")[0], "utf-8")
    return whole


def command(folder, *arguments):
    """The command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "delrapport.validate", *arguments],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )


def validate(folder, *arguments):
    """The command in this process, which saves most of the time."""
    said, wrong = io.StringIO(), io.StringIO()
    with chdir(folder), redirect_stdout(said), redirect_stderr(wrong):
        status = main(list(arguments))
    return subprocess.CompletedProcess(arguments, status, said.getvalue(), wrong.getvalue())


def problem_lines(folder):
    """What a validation that fails says: a line a problem, and how many."""
    run = validate(folder, "config.yaml")
    assert "Traceback" not in run.stderr, run.stderr
    assert (run.returncode, run.stdout) == (1, ""), run.stderr
    *lines, total = run.stderr.splitlines()
    assert total == f"{len(lines)} {'problem' if len(lines) == 1 else 'problems'} found."
    return lines


def named(file):
    return file if file == "config.yaml" else f"{RAW}/{file}"


def break_file(folder, file, old, new):
    """Replace the first `old`; returns `file:line:column:` of the mark in the new text."""
    path = folder / named(file)
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{file} has no {old!r}"
    before, _, after = text.replace(old, new, 1).partition(HERE)
    path.write_text(before + after, encoding="utf-8")
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    return f"{named(file)}:{line}:{column}:"


# --- Nothing wrong -----------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [["config.yaml"], []], ids=["named", "by default"])
def test_the_data_of_the_repository_are_right(whole, arguments):
    began = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    run = command(whole, *arguments)
    # Of computing, which on a busy machine is not what a clock shows.
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - began < 3
    assert (run.returncode, run.stderr) == (0, "")
    files = len(list((whole / RAW).rglob("*.yaml")))
    assert run.stdout == f"config.yaml and {files} files in data/raw are right.\n"


def test_validating_writes_nothing(folder):
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    validate(folder, "config.yaml")
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_another_configuration_may_name_another_folder(folder):
    (folder / RAW).rename(folder / "other")
    config = (folder / "config.yaml").read_text(encoding="utf-8")
    (folder / "other.yaml").write_text(config.replace(RAW, "other"), encoding="utf-8")
    (folder / "config.yaml").unlink()
    run = validate(folder, "other.yaml")
    assert (run.returncode, run.stderr) == (0, "")


# --- One thing wrong ---------------------------------------------------------------------------

TWICE = "is used twice, first in data/raw/"
ANKEBY = """\
    - id: {id}
      code: "{code}"
      name: Ankeby
      form: kommun
      genitive: Ankebys
      districts:
        - id: {district}
          name: Norrby
          genitive: Norrbys
"""
EDITION = """\
  - id: ▸delrapport-1
    standing: own
    number: "1"
    title: Ankeby
    subtitle: Ankeby
    month: 2014-03
    due: 2014-04-01
    isbn: {print: 978-91-7563-131-8, pdf: 978-91-7563-132-5}
    dnr: "1"
    pages: 1
    authors: [{name: A}]
    signatory: {name: A, title: B}
    printing: {edition: "1"}
    subject: ankor
    material: intervjuer
"""


def added(before, *lines):
    """A replacement that puts lines before the line that is searched for."""
    return before, "".join(lines) + before


PROGRAMME = {
    "a municipality's id used twice": (
        *added("    - id: goteborg\n", ANKEBY.format(id="▸boras", code="9999", district="norrby")),
        f"programme.municipalities[1].id: 'boras' {TWICE}programme.yaml:",
    ),
    "a municipality's code used twice": (
        'code: "1480"',
        'code: ▸"1490"',
        f"programme.municipalities[1].code: '1490' {TWICE}programme.yaml:",
    ),
    "a decision's id used twice": (
        *added("    - id: assignment\n", "    - {id: ▸districts, reference: A, about: b}\n"),
        f"programme.decisions[1].id: 'districts' {TWICE}programme.yaml:",
    ),
    "a district's id used twice in its municipality": (
        *added("        - id: gardsten\n", "        - {id: ▸bergsjon, name: B, genitive: B}\n"),
        f"programme.municipalities[1].districts[1].id: 'bergsjon' {TWICE}programme.yaml:",
    ),
    "a district's id used in two municipalities": (
        *added(
            "    - id: goteborg\n",
            ANKEBY.format(id="ankeby", code="9998", district="norrby"),
            ANKEBY.format(id="bjorkvik", code="9999", district="▸norrby"),
        ),
        f"programme.municipalities[2].districts[0].id: 'norrby' {TWICE}programme.yaml:",
    ),
    "a board's id used twice": (
        *added("        - id: vastra-hisingen\n", "        - {id: ▸ostra-goteborg, name: B}\n"),
        f"programme.municipalities[1].boards[1].id: 'ostra-goteborg' {TWICE}programme.yaml:",
    ),
    "a board of another municipality": (
        "board: boras-oster",
        "board: ▸boras-ostra",
        "programme.municipalities[0].districts[0].board: no board 'boras-ostra' in Borås; "
        "did you mean 'boras-oster'? allowed: boras-oster",
    ),
    "a code of three digits": (
        'code: "0180"',
        'code: ▸"180"',
        "programme.municipalities[5].code: is '180'; four digits in quotes: \"0123\"",
    ),
}
EDITIONS = {
    "an edition's id used twice": (
        *added("  - id: delrapport-2\n", EDITION),
        f"editions[1].id: 'delrapport-1' {TWICE}editions.yaml:",
    ),
    "an ISBN with a wrong check digit": (
        "978-91-7563-241-4",
        "▸978-91-7563-241-5",
        "editions[1].isbn.print: '978-91-7563-241-5' has check digit 5; its other digits give 4",
    ),
}
PAYMENT = {
    "a district paid twice": (
        *added("    - district: bergsjon\n", "    - {district: ▸hassleholmen, amount: 0}\n"),
        f"payment.decided[1].district: 'hassleholmen' {TWICE}payments/2013-12.yaml:",
    ),
    "a pot that the amounts don't sum to": (
        "pot: 99000000",
        "pot: ▸99000001",
        "payment.pot: is 99000001, but the amounts sum to 99000000 (-1); "
        "amounts must sum to the pot",
    ),
    "years that run backwards": (
        "{first: 2011, last: 2012}",
        "{first: ▸2012, last: 2012}",
        "payment.years.first: 2012 is not before 2012; an earlier year than `last`",
    ),
    "a district that the programme doesn't have": (
        *added("    - district: bergsjon\n", "    - {district: ▸rinkebyy, amount: 0}\n"),
        "payment.decided[1].district: there is no district 'rinkebyy'; did you mean 'rinkeby'? ",
    ),
    "a stated sum that the districts don't sum to": (
        "amount: 26209000",
        "amount: ▸26209001",
        "payment.stated_sums[0].amount: is 26209001, but the districts sum to 26209000; ",
    ),
    "a stated sum of a municipality without districts": (
        "municipality: goteborg",
        "municipality: ▸goteborgg",
        "payment.stated_sums[0].municipality: there is no municipality 'goteborgg'; "
        "did you mean 'goteborg'? ",
    ),
    "an amount with spaces": (
        "amount: 5320000",
        "amount: ▸5 320 000",
        "payment.decided[0].amount: is '5 320 000'; a whole number without spaces: 5320000",
    ),
    "a key that stands twice": (
        "  pot: 99000000\n",
        "  pot: 99000000\n  ▸pot: 1\n",
        "payment.pot: the key stands twice, first on line ",
    ),
}
GUIDES = {
    "a guide's id used twice": (
        *added(
            "  - id: coordinators\n",
            "  - {id: ▸politicians, title: T, questions: [{id: q, theme: knowledge, text: T}]}\n",
        ),
        f"guides[1].id: 'politicians' {TWICE}guides/delrapport-1.yaml:",
    ),
    "a group's id used twice": (
        *added(
            "  - id: school\n",
            "  - {id: ▸politicians, title: T, person: P, short: P, guide: politicians, "
            "political: true}\n",
        ),
        f"groups[2].id: 'politicians' {TWICE}guides/delrapport-1.yaml:",
    ),
    "a question's id used twice in its guide": (
        "id: politicians-discussions",
        "id: ▸politicians-good-policy",
        f"guides[0].questions[1].id: 'politicians-good-policy' {TWICE}guides/delrapport-1.yaml:",
    ),
    "a question's id used in two guides": (
        "id: coordinators-reactions",
        "id: ▸politicians-good-policy",
        f"guides[1].questions[0].id: 'politicians-good-policy' {TWICE}guides/delrapport-1.yaml:",
    ),
    "a group without a guide": (
        "guide: coordinators",
        "guide: ▸coordinator",
        "groups[1].guide: there is no guide 'coordinator'; did you mean 'coordinators'? ",
    ),
}


def person(fields):
    """A replacement that puts an interviewee before the others."""
    return "interviewees:\n", f"interviewees:\n  - {fields}\n"


INTERVIEWS = {
    "weeks that run backwards": (
        "weeks: {year: 2014, first: 2, last: 6}",
        "weeks: {year: 2014, first: ▸7, last: 6}",
        "weeks.first: week 7 comes after week 6; at most `last`",
    ),
    "weeks of checking that run backwards": (
        "checked: {year: 2014, first: 8, last: 9}",
        "checked: {year: 2014, first: ▸10, last: 9}",
        "checked.first: week 10 comes after week 9; at most `last`",
    ),
    "a person without a name where people are named": (
        *person("▸{group: coordinators}"),
        "interviewees[0]: has no name, but is to be `publish: named`; "
        "add `name:`, or `publish: role`",
    ),
    "a district of another municipality": (
        *person("{name: A, group: coordinators, districts: [▸bergsjon]}"),
        "interviewees[0].districts[0]: there is no district here 'bergsjon'; allowed: hassleholmen",
    ),
    "a group that the guide doesn't have": (
        *person("{name: A, group: ▸politician}"),
        "interviewees[0].group: there is no group 'politician'; did you mean 'politicians'? ",
    ),
    "a party of somebody who is no politician": (
        *person("{name: A, group: school, party: ▸S}"),
        "interviewees[0].party: stands for a person of the group 'school'; "
        "only politicians have it",
    ),
    "a side of somebody who is no politician": (
        *person("{name: A, group: school, side: ▸majority}"),
        "interviewees[0].side: stands for a person of the group 'school'; only politicians have it",
    ),
    "a politician without a party": (
        *person("▸{name: A, group: politicians, side: majority}"),
        "interviewees[0].party: is missing; politicians must have it",
    ),
    "a politician without a side": (
        *person("▸{name: A, group: politicians, party: S}"),
        "interviewees[0].side: is missing; politicians must have it",
    ),
    "a mode that doesn't exist": (
        "mode: telephone",
        "mode: ▸telefon",
        "mode: is 'telefon'; did you mean 'telephone'? allowed: telephone, video, visit",
    ),
    "a municipality that the programme doesn't have": (
        "municipality: boras",
        "municipality: ▸borass",
        "municipality: and the file's name differ; call the file delrapport-1/borass.yaml",
        "municipality: there is no municipality 'borass'; did you mean 'boras'? ",
    ),
}


def statement(fields):
    """A replacement that puts a statement before the others."""
    return "statements:\n", f"statements:\n  - {{{fields}, {ABOUT}}}\n"


STATEMENTS = {
    "a payment's fact that there is none of": (
        *statement("id: ankeby.x, value: 1, unit: kronor, states: ▸payment.2013-12.pott"),
        "statements[0].states: there is no fact of a payment 'payment.2013-12.pott'; did you mean ",
    ),
    "a payment's pot that isn't its file's": (
        *statement("id: ankeby.x, value: ▸98000000, unit: kronor, states: payment.2013-12.pot"),
        "statements[0].value: is 98000000, but payment.2013-12.pot is 99000000; the same in both",
    ),
    "an id used twice": (
        "statements:\n",
        f"statements:\n  - {{id: ankeby.x, value: 1, unit: count, {ABOUT}}}\n"
        f"  - {{id: ▸ankeby.x, value: 1, unit: count, {ABOUT}}}\n",
        f"statements[1].id: 'ankeby.x' {TWICE}statements/delrapport-1.yaml:",
    ),
    "text for a count": (
        *statement("id: ankeby.x, value: ▸sex, unit: count"),
        "statements[0].value: 'sex' is no value of the unit 'count'; a whole number ",
    ),
    "a number for text": (
        *statement("id: ankeby.x, value: ▸6, unit: text"),
        "statements[0].value: 6 is no value of the unit 'text'; text, in quotes",
    ),
    "a year for a month": (
        *statement("id: ankeby.x, value: ▸2013, unit: month"),
        "statements[0].value: 2013 is no value of the unit 'month'; text, in quotes",
    ),
    "a thirteenth month": (
        *statement("id: ankeby.x, value: ▸2013-13, unit: month"),
        "statements[0].value: '2013-13' is no month; 2014-03 for a month, 2014-03-31 for a day",
    ),
    "a day that February doesn't have": (
        *statement("id: ankeby.x, value: ▸2014-02-30, unit: day"),
        "statements[0].value: '2014-02-30' is no day; ",
    ),
    "a day without hyphens": (
        *statement('id: ankeby.x, value: ▸"20140331", unit: day'),
        "statements[0].value: '20140331' is no day; ",
    ),
    "a municipality that the programme doesn't have": (
        *statement("id: borass.x, municipality: ▸borass, value: 1, unit: count"),
        "statements[0].municipality: there is no municipality 'borass'; did you mean 'boras'? ",
    ),
    "an id that doesn't begin with its municipality": (
        *statement("id: ▸budget, municipality: boras, value: 1, unit: count"),
        "statements[0].id: 'budget' belongs to boras; boras.…",
    ),
}


def line(text):
    """A replacement that puts a line first into the chapter's text; its column is always 1."""
    return TEXT, f"{TEXT}▸    {text}\n"


CHAPTERS = {
    "a municipality that the programme doesn't have": (
        "  municipality: boras\n",
        "  municipality: ▸borass\n",
        "chapter.municipality: there is no municipality 'borass'; did you mean 'boras'? ",
    ),
    "a figure in running text": (
        *line("Ankeby har 7 invånare."),
        "chapter.text: a figure: '7 invånare.'; figures are printed with {{ fact(\"id\") }}",
    ),
    "an HTML tag": (*line("Ankeby är <b>stort</b>."), "chapter.text: an HTML tag: '<b>stort</b>.'"),
    "a Markdown heading": (*line("# Ankeby"), "chapter.text: a Markdown heading: '# Ankeby'"),
    "a link": (*line("[Ankeby](ankeby)"), "chapter.text: a link or picture: '](ankeby)'"),
    "a table": (*line("| Ankeby |"), "chapter.text: a table or code block: '| Ankeby |'"),
    "a template expression": (
        *line("{{ ankeby }}"),
        "chapter.text: a template expression: '{{ ankeby }}'; only {{ fact(\"id\") }}",
    ),
    "a template statement": (
        *line("{% if ankeby %}"),
        "chapter.text: a template statement: '{% if ankeby %}'; only {{ fact(\"id\") }}",
    ),
    "a fact with a slip of the pen": (
        *line('{{ fact("statement.boras.budgett") }}'),
        "chapter.text: there is no fact 'statement.boras.budgett'; "
        "did you mean 'statement.boras.budget'? allowed: statement.boras.",
    ),
    "a fact that is like no other": (
        *line('{{ fact("qqqqqqqqqqqqqqqq") }}'),
        "chapter.text: there is no fact 'qqqqqqqqqqqqqqqq'",
    ),
    "a note that doesn't exist": (
        *line("Ankeby.[^norrby]"),
        "chapter.text: there is no footnote 'norrby'; allowed: nothing",
    ),
    "a note that is never called": (
        TEXT,
        f"  footnotes: {{norrby: ▸Text.}}\n{TEXT}",
        "chapter.footnotes.norrby: the footnote is called 0 times; [^norrby] exactly once",
    ),
    "a note that is called twice": (
        TEXT,
        f"  footnotes: {{norrby: ▸Text.}}\n{TEXT}    Ankeby.[^norrby] Åby.[^norrby]\n",
        "chapter.footnotes.norrby: the footnote is called 2 times; [^norrby] exactly once",
    ),
    "a figure in a note": (
        TEXT,
        f"  footnotes: {{norrby: ▸Sidan 7.}}\n{TEXT}    Ankeby.[^norrby]\n",
        "chapter.footnotes.norrby: a figure: '7.'; ",
    ),
    "a figure in the title": (
        "  title: Borås\n",
        "  title: ▸Borås 7\n",
        "chapter.title: a figure: '7'; ",
    ),
    "a figure in a section's heading": (
        "  sections:\n",
        "  sections:\n    - heading: ▸Ankeby 7\n",
        "chapter.sections[0].heading: a figure: '7'; ",
    ),
    "a figure on the third line of a section in a section": (
        "  sections:\n",
        "  sections:\n    - heading: Ankeby\n      sections:\n        - heading: Norrby\n"
        "          text: |\n            Ett\n            par\n▸            7.\n",
        "chapter.sections[0].sections[0].text: a figure: '7.'; ",
    ),
    "an insert that doesn't exist": (
        "  sections:\n",
        "  sections:\n    - {heading: Ankeby, insert: ▸payment table}\n",
        "chapter.sections[0].insert: is 'payment table'; did you mean 'payments table'? ",
    ),
}
CONFIG = {
    "a payment that doesn't exist": (
        "payments: [2013-12]",
        "payments: [2013-12, ▸2015-12]",
        "reports.delrapport-1.payments[1]: there is no payment '2015-12'; did you mean '2014-12'? ",
    ),
    "a round that doesn't exist": (
        "rounds: [delrapport-1]",
        "rounds: [▸delrapport-9]",
        "reports.delrapport-1.rounds[0]: there is no round with guides 'delrapport-9'; "
        "did you mean 'delrapport-",
    ),
    "a payment that is named twice": (
        "payments: [2013-12]",
        "payments: ▸[2013-12, 2013-12]",
        "reports.delrapport-1.payments: a list has '2013-12' twice; each only once",
    ),
    "no round": (
        "rounds: [delrapport-1]",
        "rounds: ▸[]",
        "reports.delrapport-1.rounds: ",
    ),
    "a foreword that doesn't exist": (
        "foreword: forord",
        "foreword: ▸forrord",
        "reports.delrapport-1.foreword: there is no chapter 'forrord'; did you mean 'forord'? ",
    ),
    "a chapter that doesn't exist": (
        "chapters: [lasanvisningar, utgangspunkter, ",
        "chapters: [lasanvisningar, ▸utgangspunkt, ",
        "reports.delrapport-1.chapters[1]: there is no chapter 'utgangspunkt'; "
        "did you mean 'utgangspunkter'? ",
    ),
    "an edition that doesn't exist": (
        "  delrapport-1:\n",
        "  ▸delrapport-9:\n",
        "reports.delrapport-9: there is no edition 'delrapport-9'; did you mean 'delrapport-",
    ),
    "a figure that nobody draws": (
        "figures: [payments chart",
        "figures: [▸payments graph",
        "reports.delrapport-1.figures[0]: is 'payments graph'; did you mean 'payments map'? ",
    ),
    "an unknown key": (
        "data: data/raw",
        "▸date: x\ndata: data/raw",
        "date: unknown key 'date'; did you mean 'data'? allowed: allocation, data, disclosure, "
        "reports",
    ),
    "broken syntax": ("data: data/raw", "data: ▸@data/raw", "(syntax): "),
}
CASES = {
    "programme.yaml": PROGRAMME,
    "editions.yaml": EDITIONS,
    "payments/2013-12.yaml": PAYMENT,
    "guides/delrapport-1.yaml": GUIDES,
    PEOPLE: INTERVIEWS,
    STATED: STATEMENTS,
    FRONT: CHAPTERS,
    "config.yaml": CONFIG,
}


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        pytest.param(file, old, new, said, id=f"{file}: {name}")
        for file, cases in CASES.items()
        for name, (old, new, *said) in cases.items()
    ],
)
def test_what_is_wrong_is_said_once_at_its_place_and_nothing_else(folder, file, old, new, said):
    place = break_file(folder, file, old, new)
    lines = problem_lines(folder)
    assert len(lines) == len(said), lines
    for found, expected in zip(lines, said, strict=True):
        assert found.startswith(f"{place} {expected}")


def test_what_is_used_twice_is_said_with_the_place_of_its_first_use(folder):
    first = break_file(folder, STATED, *statement("id: ▸ankeby.x, value: 1, unit: count"))
    later = "statements/tillkannagivande-2013.yaml"
    second = break_file(folder, later, *statement("id: ▸ankeby.x, value: 1, unit: count"))
    seen = first.rpartition(":")[0].rpartition(":")[0]
    assert problem_lines(folder) == [
        f"{second} statements[0].id: 'ankeby.x' is used twice, first in {seen}; each only once"
    ]


@pytest.mark.parametrize("left", ["payments chart", ""])
def test_a_chapter_inserts_no_figure_that_the_configuration_leaves_out(folder, left):
    break_file(folder, "config.yaml", "[payments chart, payments map]", f"[{left}]")
    section = "  sections:\n    - heading: Kartan\n      insert: payments map\n"
    break_file(folder, "chapters/delrapport-1/reflexioner.yaml", "  sections:\n", section)
    (line,) = problem_lines(folder)
    assert line.startswith("config.yaml:")
    assert "lacks 'payments map', which the chapter 'reflexioner' inserts" in line


# --- Files where they don't belong -------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "moved", "old", "said"),
    [
        (
            "payments/2013-12.yaml",
            "payments/2013.yaml",
            "id: ▸2013-12",
            "payment.id: and the file's name differ; call the file 2013-12.yaml",
        ),
        (
            "guides/delrapport-1.yaml",
            "guides/delrapport-9.yaml",
            "round: ▸delrapport-1",
            "round: and the file's name differ; call the file delrapport-1.yaml",
        ),
        (
            PEOPLE,
            "interviews/delrapport-1/ankeby.yaml",
            "municipality: ▸boras",
            "municipality: and the file's name differ; call the file delrapport-1/boras.yaml",
        ),
        (
            PEOPLE,
            "interviews/delrapport-9/boras.yaml",
            "municipality: ▸boras",
            "municipality: and the file's name differ; call the file delrapport-1/boras.yaml",
        ),
        (
            FRONT,
            "chapters/delrapport-1/ankeby.yaml",
            "chapter:\n  id: ▸boras",
            "chapter.id: and the file's name differ; call the file delrapport-1/boras.yaml",
        ),
        (
            FRONT,
            "chapters/delrapport-2/boras.yaml",
            "chapter:\n  id: ▸boras",
            "chapter.id: and the file's name differ; call the file delrapport-1/boras.yaml",
        ),
    ],
)
def test_a_file_under_a_wrong_name_is_told_its_right_one(folder, file, moved, old, said):
    (folder / RAW / moved).parent.mkdir(exist_ok=True)
    (folder / RAW / file).rename(folder / RAW / moved)
    place = break_file(folder, moved, old.replace(HERE, ""), old)
    assert problem_lines(folder) == [f"{place} {said}"]


@pytest.mark.parametrize(
    ("file", "moved", "key", "said"),
    [
        (
            "interviews/delrapport-1/vaxjo.yaml",
            "interviews/delrapport-9/vaxjo.yaml",
            "round",
            "round: there is no round with a guide 'delrapport-9'; did you mean 'delrapport-",
        ),
        (
            "chapters/delrapport-1/forord.yaml",
            "chapters/delrapport-9/forord.yaml",
            "report",
            "report: there is no edition 'delrapport-9'; did you mean 'delrapport-",
        ),
    ],
)
def test_a_folder_that_is_named_after_nothing_known_is_refused(folder, file, moved, key, said):
    (folder / RAW / moved).parent.mkdir()
    shutil.copy(folder / RAW / file, folder / RAW / moved)
    place = break_file(folder, moved, f"{key}: delrapport-1", f"{key}: ▸delrapport-9")
    (line,) = problem_lines(folder)
    assert line.startswith(f"{place} {said}")


@pytest.mark.parametrize(
    "file",
    [
        "ankeby.yaml",
        "payments/2014-12.yml",
        "payments/2014-12.YAML",
        "payment/2014-12.yaml",
        "interviews/ankeby.yaml",
        "interviews/delrapport-1/draft/ankeby.yaml",
    ],
)
def test_a_file_that_would_silently_be_unused_is_refused(folder, file):
    (folder / RAW / file).parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(folder / RAW / "payments/2013-12.yaml", folder / RAW / file)
    (line,) = problem_lines(folder)
    assert line.startswith(f"{RAW}/{file}:1:1: (file): is no place for a raw file; allowed: ")


@pytest.mark.parametrize("file", ["programme.yaml", "editions.yaml"])
def test_a_required_file_that_is_missing_is_the_only_problem(folder, file):
    (folder / RAW / file).unlink()
    assert problem_lines(folder) == [f"{RAW}/{file}:1:1: (file): is missing; the file is required"]


def test_an_absent_data_folder_is_told_by_what_it_should_hold(folder):
    shutil.rmtree(folder / RAW)
    assert [line.partition(":")[0] for line in problem_lines(folder)] == [
        f"{RAW}/editions.yaml",
        f"{RAW}/programme.yaml",
    ]


def test_an_absent_configuration_is_a_problem(folder):
    (folder / "config.yaml").unlink()
    (line,) = problem_lines(folder)
    assert line.startswith("config.yaml:1:1: (file): can't be read: ")


def test_a_municipality_without_a_chapter_is_missed_in_the_programme(folder):
    (folder / RAW / "chapters/delrapport-1/vaxjo.yaml").unlink()
    place = break_file(folder, "programme.yaml", "id: vaxjo\n", "id: ▸vaxjo\n")
    assert problem_lines(folder) == [
        f"{place} programme.municipalities[8].id: 'vaxjo' has no chapter in delrapport-1; "
        "a file chapters/delrapport-1/vaxjo.yaml"
    ]


def test_facts_are_checked_in_a_programme_that_has_no_statements(folder):
    """A kind of file that may be absent must not switch a check off that leans on it."""
    shutil.rmtree(folder / RAW / "statements")
    lines = problem_lines(folder)
    assert lines
    assert all(": there is no fact 'statement." in line for line in lines)


# --- Many things wrong -------------------------------------------------------------------------

KINDS = {
    "programme.yaml": "programme:\n",
    "editions.yaml": "editions:\n",
    "payments/2013-12.yaml": "payment:\n",
    "guides/delrapport-1.yaml": "guides:\n",
    PEOPLE: "interviewees:\n",
    STATED: "statements:\n",
    FRONT: "chapter:\n",
}


@pytest.mark.parametrize("file", KINDS)
@pytest.mark.parametrize(
    ("junk", "said"),
    [
        ("▸ankeby: 1\n", "ankeby: unknown key 'ankeby'"),
        ("▸\tankeby: 1\n", "(syntax): "),
    ],
    ids=["an unknown key", "broken syntax"],
)
def test_a_file_that_can_not_be_read_makes_no_noise_in_others(folder, file, junk, said):
    """Unknown districts in payments, for one, when it is the programme that is broken."""
    place = break_file(folder, file, KINDS[file], f"{junk}{KINDS[file]}")
    (line,) = problem_lines(folder)
    assert line.startswith(f"{place} {said}")


def test_all_errors_of_all_files_are_said_in_one_run_and_sorted(folder):
    breaks = [
        ("chapters/delrapport-1/vaxjo.yaml", *line("Ankeby har 7."), "chapter.text: a figure"),
        ("editions.yaml", "month: 2014-03", "month: ▸mars", "editions[0].month: is 'mars'"),
        ("editions.yaml", "pages: 130", "pages: ▸0", "editions[1].pages: is 0"),
        (
            "guides/delrapport-1.yaml",
            "guide: coordinators",
            "guide: ▸coordinator",
            "groups[1].guide: there is no guide 'coordinator'",
        ),
        (PEOPLE, "mode: telephone", "mode: ▸brev", "mode: is 'brev'"),
        ("payments/2013-12.yaml", "pot: 99", "pot: ▸98", "payment.pot: is 98000000, but"),
        ("programme.yaml", "  first_year: 2013", "  first_year: ▸x", "programme.first_year: is"),
        ("programme.yaml", 'code: "0180"', "code: ▸180", "programme.municipalities[5].code: is"),
        (STATED, *statement("id: ankeby.x, value: ▸sex, unit: count"), "statements[0].value: "),
    ]
    expected = [f"{break_file(folder, file, old, new)} {said}" for file, old, new, said in breaks]
    began = time.perf_counter()
    lines = problem_lines(folder)
    assert time.perf_counter() - began < 3
    assert len(lines) == len(expected), lines
    for found, start in zip(lines, expected, strict=True):
        assert found.startswith(start)


def test_errors_of_one_file_are_sorted_by_line_as_a_number(folder):
    file = "payments/2013-12.yaml"
    places = [
        break_file(folder, file, "date: 2014-03", "date: ▸mars"),
        break_file(folder, file, "amount: 5320000", "amount: ▸x"),
        break_file(folder, file, "amount: 20632000", "amount: ▸x"),
    ]
    numbers = [place.split(":")[1] for place in places]
    assert numbers != sorted(numbers)  # as text, 14 comes before 5
    assert [line.partition(" ")[0] for line in problem_lines(folder)] == places


@pytest.mark.parametrize(
    ("data", "place", "said"),
    [
        (b"", "1:1:", "(file): is empty; a mapping with the keys source, payment"),
        ("a: 1\nnamn: Åby\n".encode("latin-1"), "2:1:", "(file): is not UTF-8; "),
        (b"[" * 100_000, "1:33:", "(file): nested too deeply; at most 32 levels"),
        (b"- a\n", "1:1:", "(file): is a list; a mapping with the keys source, payment"),
        (b"x" * 4_000_001, "1:1:", "(file): 4000001 bytes; at most 4000000"),
    ],
    ids=["empty", "latin-1", "100,000 brackets", "a list", "huge"],
)
def test_a_file_of_quite_another_kind_is_one_problem(folder, data, place, said):
    (folder / RAW / "payments/2013-12.yaml").write_bytes(data)
    (line,) = problem_lines(folder)
    assert line.startswith(f"{RAW}/payments/2013-12.yaml:{place} {said}")


def test_a_byte_order_mark_is_taken_as_windows_editors_write_it(folder):
    path = folder / RAW / "programme.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert validate(folder, "config.yaml").returncode == 0


def test_problems_are_readable_where_the_terminal_knows_no_swedish(folder):
    break_file(folder, "programme.yaml", "form: stad", "form: Åby")
    run = subprocess.run(
        [sys.executable, "-m", "delrapport.validate", "config.yaml"],
        cwd=folder,
        capture_output=True,
        env=os.environ | {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        check=False,
        timeout=60,
    )
    assert run.returncode == 1
    assert b"Traceback" not in run.stderr
    assert b"programme.municipalities[0].form: is '" in run.stderr
