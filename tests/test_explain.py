"""Every error of pydantic's as a line that says place, field, what is wrong and what is allowed."""

import json
from pathlib import Path

import pytest
from pydantic import ValidationError

from delrapport import explain, rawyaml
from delrapport.config import Config
from delrapport.ingest import LAYOUT
from delrapport.models import (
    ChapterFile,
    EditionsFile,
    InterviewsFile,
    PaymentFile,
    ProgrammeFile,
    StatementsFile,
)

ROOT = Path(__file__).parents[1]
HERE = "▸"

SOURCE = """\
source:
  title: Ankebys årsbok
  publisher: Ankeby
  date: "2014"
  licence: CC0
  status: synthetic
"""
PAYMENT = f"""{SOURCE}payment:
  id: 2013-12
  pot: 5320000
  years: {{first: 2011, last: 2012}}
  decided:
    - district: norrby
      amount: 5320000
"""
STATEMENTS = f"""{SOURCE}statements:
  - id: ankeby.budget
    value: 6
    unit: count
    about: Budget
    section: Ankeby
"""
INTERVIEWS = f"""{SOURCE}round: first
municipality: ankeby
mode: visit
weeks: {{year: 2014, first: 2, last: 6}}
publish: role
interviewees:
  - group: politicians
    party: KD
    side: majority
"""
CHAPTER = f"""{SOURCE}report: first
chapter:
  id: ankeby
  title: Ankeby
  sections:
    - heading: Norrby
      sections:
        - heading: Söderby
          text: Text.
  footnotes:
    norrby: Text.
"""
PROGRAMME = f"""{SOURCE}programme:
  id: ankeprogram
  name: Ankeprogrammet
  grant: bidraget
  first_year: 2013
  last_year: 2014
  recipient: Ankeby
  indicators: [andel]
  agency:
    name: Ankeverket
    descriptor: Myndighet
    genitive: Ankeverkets
    place: Ankeby
    addresses: [Ankeby]
  decisions: []
  municipalities:
    - id: ankeby
      code: "0180"
      name: Ankeby
      form: kommun
      genitive: Ankebys
      districts:
        - id: norrby
          name: Norrby
          genitive: Norrbys
"""
EDITIONS = f"""{SOURCE}editions:
  - id: first
    standing: own
    number: "2014:1"
    title: Ankeby
    subtitle: Ankeby
    month: 2014-03
    due: 2014-04-01
    isbn:
      print: 978-91-7563-131-8
      pdf: 978-91-7563-132-5
    dnr: "1"
    pages: 42
    authors: [{{name: A}}]
    signatory: {{name: A, title: B}}
    printing: {{edition: "1"}}
    subject: ankor
    material: intervjuer
"""
CONFIG = """\
data: data/raw
reports:
  first:
    template: first
    payments: [2013-12]
    rounds: [first]
    foreword: forord
    chapters: [ankeby]
"""
RIGHT = {
    PaymentFile: PAYMENT,
    StatementsFile: STATEMENTS,
    InterviewsFile: INTERVIEWS,
    ChapterFile: CHAPTER,
    ProgrammeFile: PROGRAMME,
    EditionsFile: EDITIONS,
    Config: CONFIG,
}


def problems(model, text):
    """What is wrong in a text that the reader itself has nothing against."""
    document, refused = rawyaml.parse(text, "file.yaml")
    assert refused == []
    try:
        model.model_validate(document.content)
    except ValidationError as error:
        return explain.problems(error, document, model)
    return []


def explained(model, old, new):
    """The problems of a right file with `old` replaced by `new`, and the place of the mark."""
    assert RIGHT[model].count(old) == 1
    before, mark, after = RIGHT[model].replace(old, new).partition(HERE)
    assert mark
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    found = sorted(problems(model, before + after))
    return [str(problem) for problem in found], f"file.yaml:{line}:{column}:"


@pytest.mark.parametrize("model", RIGHT, ids=lambda model: model.__name__)
def test_a_right_file_has_no_problems(model):
    assert problems(model, RIGHT[model]) == []


@pytest.mark.parametrize(
    ("model", "old", "new", "said"),
    [
        pytest.param(
            PaymentFile,
            "  pot: 5320000\n  years: {first: 2011, last: 2012}",
            "  pot: 5320000\n  years: ▸{first: 2011}",
            "payment.years.last: is missing; the key is required",
            id="a missing key, at the mapping that lacks it",
        ),
        pytest.param(
            PaymentFile,
            "    - district: norrby\n      amount: 5320000\n",
            "    - ▸district: norrby\n",
            "payment.decided[0].amount: is missing; the key is required",
            id="a missing key in a list",
        ),
        pytest.param(
            PaymentFile,
            "  years: ",
            "  ▸dicided: []\n  years: ",
            "payment.dicided: unknown key 'dicided'; did you mean 'decided'? "
            "allowed: decided, id, pot, stated_sums, withheld, years",
            id="an unknown key, at the key, with a suggestion",
        ),
        pytest.param(
            PaymentFile,
            "      amount: 5320000",
            "      amount: 5320000\n      ▸qqq: 1",
            "payment.decided[0].qqq: unknown key 'qqq'; allowed: amount, difference, district",
            id="an unknown key like no other, without a suggestion",
        ),
        pytest.param(
            ChapterFile,
            "          text: Text.",
            "          text: Text.\n          ▸haeding: x",
            "chapter.sections[0].sections[0].haeding: unknown key 'haeding'; "
            "did you mean 'heading'? allowed: heading, insert, of, sections, text",
            id="an unknown key in a record within a record of its own kind",
        ),
        pytest.param(
            InterviewsFile,
            "publish: role",
            "publish: role\nchecked: {year: 2014, first: 2, last: 6, ▸frist: 2}",
            "checked.frist: unknown key 'frist'; did you mean 'first'? allowed: first, last, year",
            id="an unknown key in a record that may be absent",
        ),
        pytest.param(
            Config,
            "    template: first",
            "    template: first\n    ▸fourword: x",
            "reports.first.fourword: unknown key 'fourword'; did you mean 'foreword'? "
            "allowed: appendices, appendix_chapters, chapters, figures, foreword, payments, "
            "rounds, split_by, template",
            id="an unknown key in a record under a free key",
        ),
        pytest.param(
            PaymentFile,
            "status: synthetic",
            "status: ▸syntetic",
            "source.status: is 'syntetic'; did you mean 'synthetic'? "
            "allowed: preliminary, published, synthetic",
            id="a wrong literal with a suggestion",
        ),
        pytest.param(
            ProgrammeFile,
            "form: kommun",
            "form: ▸by",
            "programme.municipalities[0].form: is 'by'; allowed: kommun, stad",
            id="a wrong literal like no other",
        ),
        pytest.param(
            InterviewsFile,
            "mode: visit",
            "mode: ▸true",
            "mode: is true; allowed: telephone, video, visit",
            id="a constant for a literal",
        ),
        pytest.param(
            PaymentFile,
            'date: "2014"',
            "date: ▸2014",
            'source.date: is 2014; text; write it in quotes: "2014"',
            id="a number for text",
        ),
        pytest.param(
            ChapterFile,
            "  title: Ankeby\n  sections",
            "  title: ▸true\n  sections",
            'chapter.title: is true; text; write it in quotes: "true"',
            id="a constant for text",
        ),
        pytest.param(
            ChapterFile,
            "  title: Ankeby\n  sections",
            "  title:▸\n  sections",
            "chapter.title: is empty; ",
            id="nothing for text",
        ),
        pytest.param(
            PaymentFile,
            "pot: 5320000",
            "pot: ▸5 320 000",
            "payment.pot: is '5 320 000'; a whole number without spaces: 5320000",
            id="spaces in a number",
        ),
        pytest.param(
            PaymentFile,
            "pot: 5320000",
            "pot: ▸5\u00a0320\u202f000",
            "payment.pot: is '5\\xa0320\\u202f000'; a whole number without spaces: 5320000",
            id="no-break spaces in a number",
        ),
        pytest.param(
            PaymentFile,
            "pot: 5320000",
            "pot: ▸5.320.000",
            "payment.pot: is '5.320.000'; a whole number without spaces: 5320000",
            id="points in a number",
        ),
        pytest.param(
            PaymentFile,
            "pot: 5320000",
            "pot: ▸fem miljoner",
            "payment.pot: is 'fem miljoner'; a whole number without spaces such as 5320000",
            id="words for a number",
        ),
        pytest.param(
            PaymentFile,
            "pot: 5320000",
            "pot: ▸true",
            "payment.pot: is true; ",
            id="a constant for a number",
        ),
        pytest.param(
            PaymentFile,
            "pot: 5320000",
            "pot: ▸-1",
            "payment.pot: is -1; input should be greater than or equal to 0",
            id="a number below its range",
        ),
        pytest.param(
            InterviewsFile,
            "last: 6",
            "last: ▸54",
            "weeks.last: is 54; input should be less than or equal to 53",
            id="a number above its range",
        ),
        pytest.param(
            ProgrammeFile,
            'code: "0180"',
            'code: ▸"180"',
            "programme.municipalities[0].code: is '180'; four digits in quotes: \"0123\"",
            id="a code with a digit too few",
        ),
        pytest.param(
            ProgrammeFile,
            'code: "0180"',
            "code: ▸1490",
            'programme.municipalities[0].code: is 1490; text; write it in quotes: "1490"',
            id="a code without quotes",
        ),
        pytest.param(
            ProgrammeFile,
            "id: norrby",
            "id: ▸Norrby",
            "programme.municipalities[0].districts[0].id: is 'Norrby'; "
            "lower-case a–z, digits and hyphens: norra-alby",
            id="an id with a capital",
        ),
        pytest.param(
            InterviewsFile,
            "party: KD",
            "party: ▸kd",
            "interviewees[0].party: is 'kd'; one to three capitals: KD",
            id="a party in small letters",
        ),
        pytest.param(
            EditionsFile,
            "month: 2014-03",
            "month: ▸2014-13",
            "editions[0].month: is '2014-13'; year and month: 2014-03",
            id="a thirteenth month",
        ),
        pytest.param(
            EditionsFile,
            "due: 2014-04-01",
            "due: ▸2014-02-30",
            "editions[0].due: '2014-02-30' is no day of the calendar; "
            "year, month and day: 2014-04-01",
            id="a day that February does not have",
        ),
        pytest.param(
            EditionsFile,
            "due: 2014-04-01",
            "due: ▸1 april 2014",
            "editions[0].due: '1 april 2014' is no date; year, month and day: 2014-04-01",
            id="a date in words",
        ),
        pytest.param(
            EditionsFile,
            "pdf: 978-91-7563-132-5",
            "pdf: ▸978-91-7563-132-6",
            "editions[0].isbn.pdf: '978-91-7563-132-6' has check digit 6; its other digits give 5",
            id="an ISBN with a wrong check digit",
        ),
        pytest.param(
            EditionsFile,
            "print: 978-91-7563-131-8",
            "print: ▸978-91-7563-1318",
            "editions[0].isbn.print: '978-91-7563-1318' is no ISBN; "
            "thirteen digits in five groups: 978-0-00-000001-9",
            id="an ISBN in four groups",
        ),
        pytest.param(
            PaymentFile,
            "{first: 2011, last: 2012}",
            "▸[2011, 2012]",
            "payment.years: is a list; a mapping with the keys first, last",
            id="a list where a mapping belongs",
        ),
        pytest.param(
            PaymentFile,
            "    - district: norrby\n      amount: 5320000\n",
            "    - ▸norrby\n",
            "payment.decided[0]: is 'norrby'; a mapping with the keys district, amount",
            id="a word where a mapping belongs",
        ),
        pytest.param(
            PaymentFile,
            "\n    - district: norrby\n      amount: 5320000\n",
            " ▸{norrby: 5320000}\n",
            "payment.decided: is a mapping; input should be a valid list",
            id="a mapping where a list belongs",
        ),
        pytest.param(
            PaymentFile,
            "\n    - district: norrby\n      amount: 5320000\n",
            " ▸[]\n",
            "payment.decided: is a list; list should have at least 1 item",
            id="a list with nothing in it",
        ),
        pytest.param(
            ChapterFile,
            "    norrby: Text.\n",
            "    norrby: ▸[Text]\n",
            "chapter.footnotes.norrby: is a list; input should be a valid string",
            id="a list where text belongs, under a free key",
        ),
        pytest.param(
            ChapterFile,
            "    norrby: Text.\n",
            "    norrby: Text.\n  text: ▸{a: b}\n",
            "chapter.text: is a mapping; input should be a valid string",
            id="a mapping where text belongs",
        ),
        # Two kinds are possible, but what stands there is wrong once.
        pytest.param(
            StatementsFile,
            "value: 6",
            "value: ▸[6]",
            "statements[0].value: is a list; ",
            id="a list where a number or text belongs",
        ),
        pytest.param(
            StatementsFile,
            "value: 6",
            "value: ▸true",
            "statements[0].value: is true; ",
            id="a constant where a number or text belongs",
        ),
        pytest.param(
            PaymentFile,
            "id: 2013-12",
            "id: ▸2013-13",
            "payment.id: is '2013-13'; year and month: ",
            id="an id that is a month",
        ),
        pytest.param(
            ChapterFile,
            "    norrby: Text.\n",
            "    ▸Norr by: Text.\n",
            "chapter.footnotes.Norr by: ",
            id="a free key that is no id, at the key",
        ),
        pytest.param(
            Config,
            "  first:\n",
            "  ▸First_Report:\n",
            "reports.First_Report: ",
            id="a report that is no id, at the key",
        ),
    ],
)
def test_each_kind_of_error_is_one_line_at_its_place(model, old, new, said):
    lines, place = explained(model, old, new)
    (line,) = lines
    assert line.startswith(f"{place} {said}")


@pytest.mark.parametrize("written", ["5.3", "5,5", "12:30", "0,25", "²", "3½", "9" * 5000, "1/2"])
def test_no_number_is_made_up_from_what_is_no_whole_number(written):
    """Who follows a hint such as "53" for `5.3` puts a wrong figure in print."""
    (line,), _ = explained(PaymentFile, "pot: 5320000", f"pot: ▸{written}")
    assert line.endswith("such as 5320000")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("# only a comment\n", "is empty"),
        ("- a\n", "is a list"),
        ("Ankeby\n", "is 'Ankeby'"),
        ("7\n", "is 7"),
    ],
)
@pytest.mark.parametrize(
    ("model", "keys"),
    [(PaymentFile, "source, payment"), (ChapterFile, "source, report, chapter")],
)
def test_a_file_that_is_no_mapping_is_told_which_keys_it_has(model, keys, text, said):
    (problem,) = problems(model, text)
    assert str(problem) == f"file.yaml:1:1: (file): {said}; a mapping with the keys {keys}"


def test_an_empty_mapping_lacks_every_key_that_is_required():
    lines = [str(problem) for problem in sorted(problems(PaymentFile, "{}\n"))]
    assert lines == [
        "file.yaml:1:1: payment: is missing; the key is required",
        "file.yaml:1:1: source: is missing; the key is required",
    ]


def test_all_errors_of_a_file_are_said_at_once():
    text = PAYMENT.replace("5320000", "mycket").replace("first: 2011", "frist: 2011")
    fields = [problem.field for problem in sorted(problems(PaymentFile, text))]
    assert fields == [
        "payment.pot",
        "payment.years.first",
        "payment.years.frist",
        "payment.decided[0].amount",
    ]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "empty"),
        (True, "true"),
        (False, "false"),
        (7, "7"),
        ("åby", "'åby'"),
        ({"a": 1}, "a mapping"),
        ([1], "a list"),
        ("x" * 60, f"'{'x' * 60}'"),
        ("x" * 61, f"'{'x' * 57}…'"),
    ],
)
def test_what_stands_in_the_file_is_said_shortly(value, said):
    assert explain.said(value) == said


# --- Whatever is typed wherever ----------------------------------------------------------------

SCALARS = [None, True, 7, -1, 10**17, "", " ", "x", "Åby B", "²", "5.3", "2014-02-30", "9" * 5000]
CONTAINERS = [[], [1], [None], [[]], {}, {"qqq": 1}, {"Å b": None}]


def shortened(tree):
    """A tree whose lists hold their first item only: enough to stand for the others."""
    if isinstance(tree, dict):
        return {key: shortened(value) for key, value in tree.items()}
    return [shortened(tree[0])] if isinstance(tree, list) else tree


def paths(tree):
    document, _ = rawyaml.parse(json.dumps(tree), "file.yaml")
    return document.places


def with_value(tree, path, value):
    """A copy of a tree that has `value` at `path`."""
    if not path:
        return value
    copy = tree.copy()
    copy[path[0]] = with_value(tree[path[0]], path[1:], value)
    return copy


def changed(pattern, values):
    """Every change of one value in the first file of a kind: (path, changed tree)."""
    file = min((ROOT / "data/raw").glob(pattern))
    document, _ = rawyaml.read(file, file.name)
    tree = shortened(document.content)
    for path in paths(tree):
        for value in values:
            yield path, with_value(tree, path, value)


@pytest.mark.parametrize("pattern", LAYOUT)
def test_a_wrong_scalar_anywhere_is_said_once_and_where_it_stands(pattern):
    for path, tree in changed(pattern, SCALARS):
        fields = [found.field for found in problems(LAYOUT[pattern], json.dumps(tree))]
        assert fields in ([], [rawyaml.dotted(path)])


@pytest.mark.parametrize("pattern", LAYOUT)
def test_a_wrong_container_anywhere_is_explained_by_fields_that_the_file_has(pattern):
    for path, tree in changed(pattern, CONTAINERS):
        fields = {rawyaml.dotted(each) for each in paths(tree)}
        for found in problems(LAYOUT[pattern], json.dumps(tree)):
            assert found.field.startswith(rawyaml.dotted(path)) or not path
            assert found.field in fields or found.wrong == "is missing"
