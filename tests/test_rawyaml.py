"""The strict YAML reader: what it takes, what it refuses, and where it says that things stand."""

import json
import time

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from delrapport import rawyaml

# Signs that YAML can hold as they are. The line ends that only Unicode knows would be folded.
SIGNS = st.characters(
    exclude_categories=("Cs", "Cc", "Zl", "Zp"), exclude_characters="\ufeff\ufffe\uffff"
)
# Beyond eighteen digits a number stays text.
NUMBERS = st.integers(-(10**18) + 1, 10**18 - 1)
SCALARS = st.none() | st.booleans() | NUMBERS | st.text(SIGNS, max_size=20)
TREES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(SIGNS, max_size=8), inner, max_size=4)
    ),
    max_leaves=20,
)


class QuotingDumper(yaml.SafeDumper):
    """PyYAML's own, but for text: quoted always, so that it reads back as text."""

    def ignore_aliases(self, data):
        return True


def _quoted(dumper, text):
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')


QuotingDumper.add_representer(str, _quoted)


def parse(text):
    """The document of a text that nothing is wrong with."""
    document, problems = rawyaml.parse(text, "file.yaml")
    assert problems == []
    return document


def refusals(text):
    """What is wrong with a text: (line, column, field, wrong) of each problem."""
    _, problems = rawyaml.parse(text, "file.yaml")
    return [(each.line, each.column, each.field, each.wrong) for each in problems]


def paths(tree, path=()):
    """Every path of a tree with its value; the empty path is the whole."""
    yield path, tree
    if isinstance(tree, dict | list):
        for step, value in tree.items() if isinstance(tree, dict) else enumerate(tree):
            yield from paths(value, (*path, step))


def offset(text, place):
    line, column = place
    return sum(len(each) + 1 for each in text.split("\n")[: line - 1]) + column - 1


# --- What values are ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        "0114",  # PyYAML: octal, 76
        "0180",
        "00",
        "-01",
        "0o14",
        "0x1F",
        "0b11",
        "12:30",  # PyYAML: sexagesimal, 750
        "1_000",
        "+1",
        "NO",
        "no",
        "No",
        "yes",
        "Yes",
        "on",
        "off",
        "Off",
        "y",
        "n",
        "True",
        "TRUE",
        "False",
        "Null",
        "NULL",
        "~",
        "2014-03-26",  # PyYAML: a date
        "2014-03",
        "2014-02-30",
        "2001-12-14t21:59:43.10-05:00",
        "1.5",
        "1e3",
        "1.",
        ".5",
        ".inf",
        "-.inf",
        ".nan",
        "5 320 000",
        "5,5",
        "1 000",
        "=",
        "<<",
        "9999999999999999999",  # nineteen digits: no sum of kronor
    ],
)
def test_whatever_looks_like_something_to_pyyaml_stays_text(written):
    assert parse(f"key: {written}\n").content == {"key": written}


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("0", 0),
        ("-5", -5),
        ("2014", 2014),
        ("5320000", 5320000),
        ("999999999999999999", 10**18 - 1),
        ("true", True),
        ("false", False),
        ("null", None),
        ("", None),
    ],
)
def test_plain_numbers_and_constants_are_values(written, value):
    found = parse(f"key: {written}\n").content["key"]
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize("written", ["'{}'", '"{}"', "|-\n  {}", ">-\n  {}"])
@pytest.mark.parametrize("value", ["0180", "7", "-5", "true", "null", "~", "no", ""])
def test_a_quoted_scalar_is_text_whatever_it_looks_like(written, value):
    assert parse(f"key: {written.format(value)}\n").content == {"key": value}


@pytest.mark.parametrize("key", ["true", "null", "no", "12", "2014-03", "~", "0180"])
def test_keys_are_always_text(key):
    assert parse(f"{key}: Ankeby\n").content == {key: "Ankeby"}


def test_a_merge_key_merges_nothing():
    assert parse("<<: {name: Ankeby}\n").content == {"<<": {"name": "Ankeby"}}


def test_literal_and_folded_text_keep_their_lines_as_yaml_says():
    document = parse("literal: |\n  Ankeby\n\n  Åby\nfolded: >-\n  Ankeby\n  Åby\n")
    assert document.content == {"literal": "Ankeby\n\nÅby\n", "folded": "Ankeby Åby"}
    # Only in a literal block does line n of the text stand on line n of the file below its place.
    assert document.blocks == {("literal",)}


@pytest.mark.parametrize(
    "text", ["", "\n", "# only a comment\n", "---\n", "---\n...\n", "null\n"], ids=repr
)
def test_an_empty_file_is_read_as_nothing_and_has_a_place(text):
    document = parse(text)
    assert document.content is None
    assert set(document.places) == {()}


def test_windows_line_ends_change_neither_values_nor_places():
    unix = "a: Ankeby\nb: |\n  Åby\n  Björkvik\nc: [1, 2]\n"
    assert parse(unix.replace("\n", "\r\n")) == parse(unix)


# --- Laws --------------------------------------------------------------------------------------


@given(TREES)
def test_json_text_reads_back_equal(tree):
    assert parse(json.dumps(tree, ensure_ascii=False)).content == tree


@given(TREES, st.booleans(), st.sampled_from([None, True, False]))
def test_yaml_with_quoted_text_reads_back_equal(tree, unicode, flow):
    text = yaml.dump(
        tree,
        Dumper=QuotingDumper,
        allow_unicode=unicode,
        default_flow_style=flow,
        sort_keys=False,
    )
    assert parse(text).content == tree


@given(st.text(st.sampled_from("aå01 -:,.#\n"), max_size=30))
def test_text_that_pyyaml_writes_with_quotes_only_where_it_must_reads_back_equal(text):
    assert parse(yaml.safe_dump({"key": text}, allow_unicode=True)).content == {"key": text}


@given(TREES)
def test_every_path_has_a_place_and_every_key_too(tree):
    document = parse(json.dumps(tree, ensure_ascii=False, indent=1))
    found = dict(paths(tree))
    assert document.places.keys() == found.keys()
    keys = {path for path in found if path and isinstance(path[-1], str)}
    assert document.key_places.keys() == keys


@given(TREES)
def test_a_place_is_where_the_value_or_key_stands(tree):
    text = json.dumps(tree, ensure_ascii=False, indent=1)
    document = parse(text)
    for path, value in paths(tree):
        here = text[offset(text, document.places[path]) :]
        start = {dict: "{", list: "["}.get(type(value)) or json.dumps(value, ensure_ascii=False)
        assert here.startswith(start)
    for path, place in document.key_places.items():
        key = json.dumps(path[-1], ensure_ascii=False)
        assert text[offset(text, place) :].startswith(f"{key}: ")


@given(st.lists(st.sampled_from([*"ab01 \n-:?[]{},&*!|>'\"#%@~\t", ": ", "- "]), max_size=25))
@example(["*", "a", " ", ":", " ", "b"])
@example(list("? [a]\n: ''"))
@example(list("? [a]\n: *a"))
def test_no_text_makes_the_reader_stumble(signs):
    """It returns a document or says why not; it never raises, whatever somebody typed."""
    document, problems = rawyaml.parse("".join(signs), "file.yaml")
    assert document is not None or problems
    assert all(problem.line >= 1 and problem.column >= 1 for problem in problems)


# --- Places ------------------------------------------------------------------------------------

NESTED = """\
# A comment, and an empty line below.

payment:
  years: {first: 2011, last: 2012}
  decided:
    - district: norrby
      amount:   5
    -
      district: "åby"
  note: |
    Första raden
    Andra raden
"""


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ((), (3, 1)),
        (("payment",), (4, 3)),
        (("payment", "years"), (4, 10)),
        (("payment", "years", "last"), (4, 30)),
        (("payment", "decided"), (6, 5)),
        (("payment", "decided", 0), (6, 7)),
        (("payment", "decided", 0, "amount"), (7, 17)),
        (("payment", "decided", 1, "district"), (9, 17)),
        (("payment", "note"), (10, 9)),
    ],
)
def test_a_value_has_line_and_column(path, place):
    assert parse(NESTED).places[path] == place


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("payment",), (3, 1)),
        (("payment", "years", "last"), (4, 24)),
        (("payment", "decided"), (5, 3)),
        (("payment", "decided", 0, "amount"), (7, 7)),
        (("payment", "decided", 1, "district"), (9, 7)),
    ],
)
def test_a_key_has_line_and_column(path, place):
    assert parse(NESTED).key_places[path] == place


def test_columns_count_signs_and_not_bytes():
    assert parse("åäö: {Ö: 1}\n").places["åäö", "Ö"] == (1, 10)


@pytest.mark.parametrize(
    ("path", "key", "place"),
    [
        (("payment", "decided", 0, "amount"), False, (7, 17)),
        (("payment", "decided", 0, "amount"), True, (7, 7)),
        (("payment", "decided", 0, "absent"), False, (6, 7)),
        (("payment", "decided", 0, "absent"), True, (6, 7)),
        (("payment", "decided", 7, "amount", "x"), False, (6, 5)),
        (("absent",), False, (3, 1)),
        ((), True, (1, 1)),
    ],
)
def test_a_problem_stands_at_its_path_or_the_nearest_around_it(path, key, place):
    problem = parse(NESTED).problem(path, "is wrong", key=key)
    assert (problem.line, problem.column) == place
    assert problem.field == rawyaml.dotted(path)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ((), "(file)"),
        (("payment",), "payment"),
        (("decided", 3, "amount"), "decided[3].amount"),
        (("rows", 0, 1), "rows[0][1]"),
    ],
)
def test_paths_are_written_with_dots_and_brackets(path, name):
    assert rawyaml.dotted(path) == name


# --- What is refused ---------------------------------------------------------------------------


def test_a_repeated_key_is_refused_at_its_second_place():
    text = "name: Ankeby\ncode: '9999'\nname: Åby\n"
    assert refusals(text) == [(3, 1, "name", "the key stands twice, first on line 1")]


@pytest.mark.parametrize(
    ("text", "line", "column", "field"),
    [
        ("a: {b: 1, b: 2}\n", 1, 11, "a.b"),
        ("- b: 1\n  b: 2\n", 2, 3, "[0].b"),
        ("1: x\n'1': y\n", 2, 1, "1"),
        ('b: 1\n"b": 2\n', 2, 1, "b"),
        ("b:\n  c: 1\nb:\n  c: 2\n", 3, 1, "b"),
    ],
)
def test_a_repeated_key_is_refused_at_any_depth_and_in_any_quotes(text, line, column, field):
    assert refusals(text) == [(line, column, field, "the key stands twice, first on line 1")]


def test_a_key_repeated_twice_more_is_refused_twice():
    assert [line for line, *_ in refusals("a: 1\na: 2\na: 3\n")] == [2, 3]


def test_of_a_repeated_key_the_first_value_is_kept():
    document, _ = rawyaml.parse("a: 1\na: 2\n", "file.yaml")
    assert document.content == {"a": 1}
    assert document.places["a",] == (1, 4)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: &x 1\n", [(1, 4, "a", "anchor &x")]),
        ("&k a: 1\n", [(1, 1, "a", "anchor &k")]),
        ("a: &m {b: 1}\n", [(1, 4, "a", "anchor &m")]),
        ("- &l [1]\n", [(1, 3, "[0]", "anchor &l")]),
        ("*x\n", [(1, 1, "(file)", "alias *x")]),
        ("a: 1\nb: [*x]\n", [(2, 5, "b[0]", "alias *x")]),
        ("a: &x 1\nb: *x\n", [(1, 4, "a", "anchor &x"), (2, 4, "b", "alias *x")]),
        ("a: !foo b\n", [(1, 4, "a", "tag !foo")]),
        ("a: !!int '3'\n", [(1, 4, "a", "tag tag:yaml.org,2002:int")]),
        ("!!str a: 1\n", [(1, 1, "a", "tag tag:yaml.org,2002:str")]),
        ("a: !!set {b}\n", [(1, 4, "a", "tag tag:yaml.org,2002:set")]),
        (
            "a: !!python/object/apply:os.system [true]\n",
            [(1, 4, "a", "tag tag:yaml.org,2002:python/object/apply:os.system")],
        ),
        ("a: 1\n---\nb: 2\n", [(2, 1, "(file)", "a second document begins here")]),
        ("? [a]\n: 1\n", [(1, 3, "(file)", "a list or mapping as key")]),
        ("a:\n  ? {b: 1}\n  : 1\n", [(2, 5, "a", "a list or mapping as key")]),
    ],
    ids=repr,
)
def test_markup_beyond_plain_values_is_refused_where_it_stands(text, expected):
    assert refusals(text) == expected


@pytest.mark.parametrize("text", ["*x : 1\n", "a: 1\n*x : 1\n", "? *x\n: 1\n"])
def test_an_alias_as_a_key_is_refused(text):
    assert "alias *x" in [wrong for *_, wrong in refusals(text)]


def test_aliases_that_would_expand_without_bound_are_refused_at_once():
    lines = ["a0: &a0 [x, x]"] + [
        f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}, *a{n - 1}]" for n in range(1, 40)
    ]
    problems = refusals("\n".join(lines))
    assert len(problems) == 40 + 39 * 3


@pytest.mark.parametrize("bracket", ["[", "{a: ", "- "])
@pytest.mark.parametrize("depth", [33, 5_000, 100_000])
def test_deep_nesting_is_refused_quickly(bracket, depth):
    """A reader that recurses would exhaust the stack here."""
    began = time.perf_counter()
    document, problems = rawyaml.parse(bracket * depth, "file.yaml")
    assert time.perf_counter() - began < 2
    assert document is None
    (problem,) = problems
    assert (problem.line, problem.column) == (1, 32 * len(bracket) + 1)
    assert str(problem).endswith("nested too deeply; at most 32 levels")


@pytest.mark.parametrize(
    ("opened", "closed"), [("[", "]"), ("{a: ", "}"), ("- ", "")], ids=["lists", "maps", "dashes"]
)
def test_thirty_two_levels_are_not_too_deep(opened, closed):
    parse(f"{opened * 32}x{closed * 32}")


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("\tname: Ankeby\n", 1, 1),
        ("a:\n\tb: 1\n", 2, 1),
        ("a: |\n  Ankeby\n\tÅby\n", 3, 1),
        ("a: b: c\n", 1, 5),
        ("a: @b\n", 1, 4),
        ("a: %b\n", 1, 4),
        ("a: [1, 2\n", 2, 1),
        ("a: {\n", 2, 1),
        ("a: 'Ankeby\n", 2, 1),
        ("- a\nb: c\n", 2, 1),
        ("a: 1\n  b: 2\n", 2, 4),
        ("%YAML 2.0\n---\na: 1\n", 1, 1),
    ],
    ids=repr,
)
def test_broken_syntax_is_said_once_with_line_and_column_and_a_hint(text, line, column):
    document, problems = rawyaml.parse(text, "file.yaml")
    assert document is None
    (problem,) = problems
    assert (problem.line, problem.column, problem.field) == (line, column, "(syntax)")
    assert "check indentation" in problem.allowed


def test_what_was_wrong_before_broken_syntax_is_said_as_well():
    fields = [field for _, _, field, _ in refusals("a: 1\na: 2\nb: [\n")]
    assert fields == ["a", "(syntax)"]


@pytest.mark.parametrize("sign", ["\0", "\a", "\x7f", "\x1b", "\ufffe"], ids=repr)
def test_an_unprintable_sign_is_refused_where_it_stands(sign):
    problems = refusals(f"a: Ankeby\nb: Å{sign}by\n")
    assert [(line, column) for line, column, *_ in problems] == [(2, 5)]


@pytest.mark.parametrize("sign", ["\x85", "\u2028", "\u2029"], ids=repr)
def test_a_line_end_that_editors_do_not_know_moves_no_line(sign):
    """PyYAML counts these as line ends (and folds them away in quotes); no editor does."""
    document, problems = rawyaml.parse(f"a: 'Å{sign}by'\nb: 1\n", "file.yaml")
    assert problems or (document.content["a"], document.places["b",]) == (f"Å{sign}by", (2, 4))


# --- Files -------------------------------------------------------------------------------------


def read(tmp_path, data):
    file = tmp_path / "file.yaml"
    file.write_bytes(data)
    return rawyaml.read(file, "data/file.yaml")


def test_a_file_is_called_by_the_name_it_is_given(tmp_path):
    _, (problem,) = read(tmp_path, b"a: 1\na: 2\n")
    assert str(problem).startswith("data/file.yaml:2:1: a: ")


def test_a_byte_order_mark_is_no_part_of_the_first_key(tmp_path):
    document, problems = read(tmp_path, "\ufeffnamn: Åby\n".encode())
    assert (document.content, problems) == ({"namn": "Åby"}, [])
    assert document.key_places["namn",] == (1, 1)


@pytest.mark.parametrize(
    ("data", "line"),
    [
        ("namn: Åby\n".encode("latin-1"), 1),
        ("a: 1\nb: 2\nnamn: Åby\n".encode("latin-1"), 3),
        ("namn: Åby\n".encode("utf-16"), 1),
        (b"a: \xed\xa0\x80\n", 1),  # half of a surrogate pair
        (b"a: 1\nb: \xc3", 2),
    ],
    ids=["latin-1", "latin-1 further down", "utf-16", "surrogate", "cut off"],
)
def test_a_file_that_is_not_utf_8_is_refused_at_its_line(tmp_path, data, line):
    document, (problem,) = read(tmp_path, data)
    assert document is None
    assert str(problem) == f"data/file.yaml:{line}:1: (file): is not UTF-8; save the file as UTF-8"


def test_a_huge_file_is_refused_unread(tmp_path):
    size = rawyaml.MAX_BYTES + 1
    began = time.perf_counter()
    document, (problem,) = read(tmp_path, b"- a\n" * (size // 4 + 1))
    assert time.perf_counter() - began < 1
    assert document is None
    assert problem.wrong.endswith(" bytes")
    assert str(rawyaml.MAX_BYTES) in problem.allowed


def test_a_file_of_the_largest_size_is_read(tmp_path):
    length = rawyaml.MAX_BYTES - len("a: ''\n")
    document, problems = read(tmp_path, b"a: '" + b"x" * length + b"'\n")
    assert problems == []
    assert len(document.content["a"]) == length


def test_an_absent_file_is_a_problem_and_no_exception(tmp_path):
    document, (problem,) = rawyaml.read(tmp_path / "absent.yaml", "absent.yaml")
    assert document is None
    assert str(problem).startswith("absent.yaml:1:1: (file): can't be read: ")


def test_a_folder_is_no_file(tmp_path):
    document, problems = rawyaml.read(tmp_path, "folder")
    assert document is None
    assert len(problems) == 1
