"""Two builds' facts compared: what counts as a difference, and how it is shown."""

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delrapport.diff import (
    Change,
    Difference,
    Entry,
    FactsFileError,
    Printed,
    as_markdown,
    as_text,
    compare,
    main,
    read_facts,
)

PRINTED = (Printed(report="first", place="boras-1", page=17),)
SPACE = "\u00a0"


def entry(id_="payment.boras", value=1, **fields):
    told = {"unit": "count", "text": str(value), "printed": PRINTED} | fields
    return Entry(id=id_, value=value, **told)


def facts(*entries):
    return {each.id: each for each in entries}


def compared(before, after):
    """The only change between two entries of the same id, if there is any."""
    changes = compare(facts(before), facts(after)).changes
    return changes[0] if changes else None


def lines(*pairs, show=as_text):
    """What is shown of facts given as pairs of before and after, either of which may be None."""
    old = facts(*(before for before, _ in pairs if before))
    new = facts(*(after for _, after in pairs if after))
    return show(compare(old, new)).splitlines()


# What differs


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"value": 1, "text": "en"}, {"value": 2, "text": "två"}),
        ({"value": "1/3", "text": "33 %"}, {"value": "333/1000", "text": "33 %"}),
        ({"value": 1}, {"value": "1"}),
        ({"value": ("a", "b"), "text": "a"}, {"value": ("b", "a"), "text": "a"}),
        ({"text": "nio"}, {"text": "9"}),
        ({"unit": "count"}, {"unit": "rank"}),
        ({"cell": "–"}, {"cell": "0"}),
        ({"status": "synthetic"}, {"status": "published"}),
    ],
)
def test_a_fact_that_says_something_else_is_changed(before, after):
    assert compared(entry(**before), entry(**after)).kind == "changed"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"origin": "data/a.yaml:1"}, {"origin": "data/a.yaml:2"}),
        ({"origin": "data/a.yaml:1"}, {"origin": None, "computation": "sum"}),
        ({"computation": "sum", "inputs": ("a",)}, {"computation": "total", "inputs": ("b",)}),
        ({"printed": PRINTED}, {"printed": ()}),
        ({"cell": None}, {"cell": "1"}),
        ({"status": "synthetic"}, {"status": None}),
    ],
)
def test_where_a_fact_comes_from_or_stands_and_what_a_file_leaves_out_is_no_change(before, after):
    assert compared(entry(**before), entry(**after)) is None


def test_claims_stand_apart_and_everything_is_sorted_by_code_point():
    ids = ["b", "å", "a", "Z", "claim.b", "claim.a", "claims"]
    difference = compare({}, facts(*map(entry, ids)))
    assert [change.id for change in difference.claims] == ["claim.a", "claim.b"]
    assert [change.id for change in difference.figures] == ["Z", "a", "b", "claims", "å"]
    assert {change.kind for change in difference.changes} == {"added"}


def test_a_changed_sum_has_the_inputs_that_changed():
    old = facts(
        entry("a", 1), entry("b", 1), entry("c", 1), entry("sum", 3, inputs=("a", "b", "c"))
    )
    new = facts(
        entry("a", 1), entry("b", 2), entry("d", 1), entry("sum", 4, inputs=("a", "b", "d"))
    )
    (change,) = [change for change in compare(old, new).changes if change.id == "sum"]
    assert [(each.id, each.kind) for each in change.inputs] == [
        ("b", "changed"),
        ("c", "removed"),
        ("d", "added"),
    ]


def test_an_old_file_without_inputs_is_taken_to_have_the_same():
    old, new = facts(entry("a", 1), entry("sum", 1)), facts(entry("a", 2))
    new |= facts(entry("sum", 2, inputs=("a", "b")))
    change = compare(old, new).figures[1]
    assert [(each.id, each.kind) for each in change.inputs] == [("a", "changed")]


def test_an_input_that_is_no_fact_is_named():
    change = compared(entry(value=1, inputs=()), entry(value=2, inputs=("segment.1",)))
    assert change.inputs == (Change("segment.1", "added", None, None),)


@pytest.mark.parametrize(
    ("before", "after", "printed"),
    [
        (PRINTED, (), True),
        ((), PRINTED, True),
        (None, PRINTED, True),
        ((), (), False),
        (None, (), None),
        (None, None, None),
    ],
)
def test_a_fact_is_unprinted_only_where_both_files_say_so(before, after, printed):
    change = compared(entry(value=1, printed=before), entry(value=2, printed=after))
    assert change.printed is printed


IDS = st.sampled_from(["a", "b", "claim.a", "claim.b", "å"])
ENTRIES = st.builds(
    Entry,
    id=IDS,
    value=st.integers(0, 2) | st.text(max_size=2) | st.tuples(st.text(max_size=2)),
    unit=st.sampled_from(["count", "text"]),
    text=st.text(max_size=3),
    cell=st.none() | st.sampled_from("12"),
    status=st.none() | st.sampled_from(["published", "synthetic"]),
    origin=st.none() | st.text(max_size=3),
    computation=st.none() | st.text(max_size=3),
    inputs=st.none() | st.lists(IDS).map(tuple),
    printed=st.none() | st.sampled_from([(), PRINTED]),
)
FILES = st.lists(ENTRIES).map(lambda entries: facts(*entries))


def mirrored(change):
    kinds = {"added": "removed", "removed": "added", "changed": "changed"}
    return replace(
        change,
        kind=kinds[change.kind],
        before=change.after,
        after=change.before,
        inputs=tuple(map(mirrored, change.inputs)),
    )


@given(FILES)
def test_nothing_differs_from_itself(file):
    assert compare(file, file) == Difference((), ())


@given(FILES, FILES)
def test_the_other_way_round_the_difference_is_its_mirror(old, new):
    there, back = compare(old, new), compare(new, old)
    assert tuple(map(mirrored, there.claims)) == back.claims
    assert tuple(map(mirrored, there.figures)) == back.figures


@given(FILES, FILES)
def test_every_id_that_differs_is_said_once_and_no_other(old, new):
    said = [change.id for change in compare(old, new).changes]
    assert len(said) == len(set(said))
    assert old.keys() ^ new.keys() <= set(said) <= old.keys() | new.keys()


# How it is shown


OLD = facts(
    entry("claim.all", ("b",), unit="claim", text="alla utom B", inputs=("code.a", "code.b")),
    entry("code.a", "yes", unit="code", origin="i.yaml:3", printed=()),
    entry("code.b", "no", unit="code", origin="i.yaml:4", printed=()),
    entry("payment.boras", 5320000, text="5 320 000 kronor", origin="p.yaml:12"),
    entry("payment.gone", 1, origin="p.yaml:13"),
)
NEW = facts(
    entry(
        "claim.all",
        ("a", "b"),
        unit="claim",
        text="alla utom A och B",
        computation="all but",
        inputs=("code.a", "code.b"),
    ),
    entry("code.a", "no", unit="code", origin="i.yaml:3", printed=()),
    entry("code.b", "no", unit="code", origin="i.yaml:5", printed=()),
    entry("payment.boras", 5420000, text="5 420 000 kronor", origin="p.yaml:12"),
    entry("payment.new", 2, origin="p.yaml:14", printed=None),
)


def test_plain_text_is_aligned_claims_first_and_closes_with_a_summary():
    assert as_text(compare(OLD, NEW)) == (
        """\
Claims

Change           Id          Text                             Printed      From
changed          claim.all   alla utom B → alla utom A och B  first p. 17  all but (code.a, code.b)
  input changed    ↳ code.a  yes → no                         not printed  i.yaml:3

Figures

Change   Id             Text                                 Printed              From
changed  payment.boras  5 320 000 kronor → 5 420 000 kronor  first p. 17          p.yaml:12
removed  payment.gone   1                                    before: first p. 17  p.yaml:13
added    payment.new    2                                    not known            p.yaml:14

1 not listed: no report prints it.

3 changed, 1 added, 1 removed (3 of them printed, 1 perhaps)
"""
    )


def test_markdown_has_the_same_rows():
    assert as_markdown(compare(OLD, NEW)) == (
        """\
### Claims

| Change | Id | Text | Printed | From |
| --- | --- | --- | --- | --- |
| changed | claim.all | alla utom B → alla utom A och B | first p. 17 | all but (code.a, code.b) |
| input changed | ↳ code.a | yes → no | not printed | i.yaml:3 |

### Figures

| Change | Id | Text | Printed | From |
| --- | --- | --- | --- | --- |
| changed | payment.boras | 5 320 000 kronor → 5 420 000 kronor | first p. 17 | p.yaml:12 |
| removed | payment.gone | 1 | before: first p. 17 | p.yaml:13 |
| added | payment.new | 2 | not known | p.yaml:14 |

1 not listed: no report prints it.

3 changed, 1 added, 1 removed (3 of them printed, 1 perhaps)
"""
    )


@pytest.mark.parametrize("show", [as_text, as_markdown])
def test_where_nothing_differs_only_the_summary_is_left(show):
    assert show(compare(OLD, OLD)) == "0 changed, 0 added, 0 removed (0 of them printed)\n"


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ({"text": "nio"}, {"text": "9"}, "nio → 9"),
        ({"text": f"1{SPACE}000"}, {"text": f"2{SPACE}000"}, f"1{SPACE}000 → 2{SPACE}000"),
        ({"value": "1/3", "text": "33 %"}, {"value": "2/6"}, '33 % (value "1/3" → "2/6")'),
        ({"value": 1}, {"value": "1"}, '1 (value 1 → "1")'),
        ({"cell": "–"}, {"cell": "0"}, "1 (cell – → 0)"),
        ({"unit": "count"}, {"unit": "rank"}, "1 (unit count → rank)"),
        (
            {"status": "synthetic"},
            {"text": "2", "status": "published"},
            "1 → 2 (status synthetic → published)",
        ),
        ({"text": "1 000"}, {"text": f"1{SPACE}000"}, r"'1 000' → '1\xa0000'"),
        ({"text": "a "}, {"text": "a"}, "'a ' → 'a'"),
        ({"text": "a\u030a"}, {"text": "å"}, r"'a\u030a' → '\xe5'"),
    ],
)
def test_whatever_differs_is_to_be_seen(before, after, said):
    after = before | after
    assert said in lines((entry(**before), entry(**after)))[3]


def test_pages_are_listed_by_report_and_a_page_that_is_not_known_is_left_out():
    places = [("b", 8), ("b", 3), ("b", 3), ("b", None), ("a", None)]
    printed = tuple(Printed(report=report, page=page) for report, page in places)
    assert "a; b p. 3, 8" in lines((None, entry(printed=printed)))[3]


def test_what_is_no_longer_printed_is_shown_where_it_stood():
    row = lines((entry(value=1), entry(value=2, printed=())))[3]
    assert "before: first p. 17" in row


def test_long_cells_are_broken_but_ids_are_not():
    long = "x" * 90
    shown = lines((None, entry(long, 1, text="ord " * 40)))
    assert any(long in line for line in shown)
    start = shown[2].index("Text")
    assert all(len(line[start : shown[2].index("Printed")].rstrip()) <= 60 for line in shown[2:6])


TEXTS = st.text(st.sampled_from("a|\\\n\r\t\x1b\u2028\u0085`*<_ å")) | st.text()


@given(TEXTS, TEXTS)
def test_whatever_a_text_holds_a_row_of_markdown_is_a_row(before, after):
    old, new = entry(text=f"a{before}"), entry(text=f"b{after}")
    shown = as_markdown(compare(facts(old), facts(new)))
    assert len(shown.splitlines()) == 7
    row = shown.splitlines()[4]
    assert len(re.findall(r"(?<!\\)(?:\\\\)*\|", row)) == 6
    assert all(sign.isprintable() or sign.isspace() for sign in row)


@given(FILES, FILES)
def test_the_summary_counts_everything(old, new):
    difference = compare(old, new)
    for show in (as_text, as_markdown):
        summary = show(difference).splitlines()[-1]
        counts = re.match(r"(\d+) changed, (\d+) added, (\d+) removed", summary)
        assert sum(map(int, counts.groups())) == len(difference.changes)


# What is read

FULL = {
    "id": "sum",
    "value": ["a", "b"],
    "unit": "names",
    "text": "A och B",
    "cell": "A, B",
    "status": "coded",
    "origin": None,
    "computation": "sum",
    "inputs": ["a"],
    "printed": [{"report": "first", "place": "boras-1", "page": 17}],
}
LEAST = {"id": "a", "value": 1, "unit": "count", "text": "en"}


def written(folder, content, name="facts.json"):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return path


def test_a_file_is_read_with_every_field_or_the_least(tmp_path):
    read = read_facts(written(tmp_path, [FULL, LEAST]))
    assert read["sum"].value == ("a", "b")
    assert read["sum"].printed == PRINTED
    assert read["a"] == Entry(**LEAST)
    assert read["a"].printed is None


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Invalid JSON"),
        (b"[\xff]", "Invalid JSON"),
        (b'[{"id": "\\ud800"}]', "Invalid JSON"),
        (b"[" * 10000, "Invalid JSON"),
        ({}, "Input should be a valid array"),
        ([LEAST, 1], "fact 2: Input should be an object"),
        ([LEAST, LEAST], "two facts are called a"),
        ([LEAST | {"id": ""}], "fact 1: id: String should have at least 1 character"),
        ([LEAST | {"value": True}], "fact 1: value: must be a whole number, a text or"),
        ([LEAST | {"value": 1.0}], "fact 1: value: must be a whole number, a text or"),
        ([LEAST | {"value": ["a", 1]}], "fact 1: value: must be a whole number, a text or"),
        ([{"id": "a", "unit": "count", "text": "en"}], "fact 1: value: Field required"),
        ([LEAST | {"text": 1}], "fact 1: text: Input should be a valid string"),
        ([LEAST | {"status": "new"}], "fact 1: status: Input should be 'published'"),
        ([LEAST | {"sort": "a"}], "fact 1: sort: Extra inputs are not permitted"),
        ([LEAST | {"printed": [{"report": "a", "page": 0}]}], "fact 1: printed.1.page: Input"),
        ([LEAST | {"printed": [{"page": 1}]}], "fact 1: printed.1.report: Field required"),
    ],
)
def test_a_malformed_file_is_refused_in_one_line(tmp_path, content, said):
    path = written(tmp_path, content)
    with pytest.raises(FactsFileError) as error:
        read_facts(path)
    assert str(error.value).startswith(f"{path}: {said}")
    assert len(str(error.value).splitlines()) == 1


# The command


def command(*arguments):
    return [sys.executable, "-m", "delrapport.diff", *map(str, arguments)]


def environment(**changed):
    """That of this process, but with output buffered, as it is for most who run the command."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    return kept | changed


def diff(*arguments, **changed):
    return subprocess.run(
        command(*arguments), capture_output=True, check=False, env=environment(**changed)
    )


@pytest.fixture
def old(tmp_path):
    return written(tmp_path, [FULL, LEAST], "old.json")


@pytest.fixture
def new(tmp_path):
    return written(tmp_path, [FULL | {"text": "Å → B|C"}, LEAST], "new.json")


def test_the_command_ends_with_0_where_nothing_differs(old):
    run = diff(old, old)
    assert (run.returncode, run.stderr) == (0, b"")
    assert run.stdout == b"0 changed, 0 added, 0 removed (0 of them printed)\n"


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_the_command_ends_with_1_and_the_same_bytes_everywhere(old, new, encoding):
    run = diff(old, new, PYTHONIOENCODING=encoding)
    assert (run.returncode, run.stderr) == (1, b"")
    assert run.stdout.decode() == as_text(compare(read_facts(old), read_facts(new)))


def test_the_command_writes_markdown(old, new):
    run = diff("--markdown", old, new)
    assert run.returncode == 1
    assert run.stdout.decode() == as_markdown(compare(read_facts(old), read_facts(new)))


def test_the_command_ends_with_2_and_one_line_where_a_file_is_missing(old, tmp_path):
    run = diff(old, tmp_path / "none.json")
    assert (run.returncode, run.stdout) == (2, b"")
    missing = tmp_path / "none.json"
    assert run.stderr.decode() == f"{missing}: can't be read: No such file or directory\n"


@pytest.mark.parametrize("content", [b"{", b"[{}]"])
def test_the_command_ends_with_2_and_one_line_where_a_file_is_malformed(old, tmp_path, content):
    run = diff(written(tmp_path, content, "bad.json"), old)
    assert (run.returncode, run.stdout) == (2, b"")
    assert run.stderr.count(b"\n") == 1
    assert b"Traceback" not in run.stderr


def test_a_reader_that_stops_early_gets_no_traceback(old, new):
    with subprocess.Popen(
        command(old, new), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    ) as run:
        run.stdout.close()
        assert run.stderr.read() == b""
    assert run.returncode == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_said_in_one_line(old, new):
    with Path("/dev/full").open("wb") as full:
        run = subprocess.run(
            command(old, new), stdout=full, stderr=subprocess.PIPE, check=False, env=environment()
        )
    assert run.returncode == 2
    assert run.stderr == b"The difference can't be written: No space left on device\n"


@pytest.mark.parametrize(("edit", "status"), [({}, 0), ({"text": "två"}, 1), ({"text": 2}, 2)])
def test_main_returns_the_exit_status(tmp_path, old, capsys, edit, status):
    other = written(tmp_path, [FULL, LEAST | edit], "other.json")
    assert main([str(old), str(other)]) == status
    assert bool(capsys.readouterr().err) == (status == 2)
