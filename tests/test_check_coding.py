"""Errors in codebook, segments and claims, each in a copy of the mini programme."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from delrapport import ingest
from delrapport.problems import RawDataError

MINI = Path(__file__).parent / "mini/data"
CODEBOOK = "codebook.yaml"
GUIDES = "guides/runda-1.yaml"
CLAIMS = "claims/delrapport-1.yaml"
ANKEBY = "interviews/runda-1/ankeby.yaml"
BJORKVIK, ABY = "interviews/runda-1/bjorkvik.yaml", "interviews/runda-1/aby.yaml"
# Stands in a new text where the problem is expected, and is taken out before the file is written.
HERE = "▸"

SEGMENT = "- {code: positive, answer: yes, section: Ankeby, status: coded}"
HERS = "- {code: positive, answer: yes, section: Björkvik, status: coded}"
LAST_CLAIM = "- {id: largest, form: extreme, level: municipality, place: 1}"
STARTED = (
    "yes: {singular: har kommit i gång, plural: har kommit i gång, negated: har inte kommit i gång}"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(MINI, tmp_path / "data"))


def change(folder: Path, file: str, old: str, new: str) -> str:
    """Replace the only `old`; returns `file:line:column` of the mark in the new text."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    before, _, after = text.replace(old, new).partition(HERE)
    path.write_text(before + after, encoding="utf-8")
    return f"{path.as_posix()}:{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"


def said(folder: Path) -> list[str]:
    with pytest.raises(RawDataError) as caught:
        ingest.ingest_records(folder)
    return str(caught.value).splitlines()


def claim(text: str) -> tuple[str, str, str]:
    """One more claim at the end of the mini programme's."""
    return CLAIMS, LAST_CLAIM, f"{LAST_CLAIM}\n  - {text}"


def segment(text: str) -> tuple[str, str, str]:
    """One more segment in Ankeby."""
    return ANKEBY, SEGMENT, f"{SEGMENT}\n  - {text}"


def test_the_mini_programme_is_right(folder):
    assert ingest.ingest_records(folder).codebook is not None


SEGMENTS = [
    (
        (ANKEBY, SEGMENT, SEGMENT.replace("positive", "▸positiv")),
        "segments[0].code: there is no code 'positiv'; did you mean 'positive'? "
        "allowed: positive, started",
    ),
    (
        segment("{code: ▸view, answer: yes, section: x, status: coded}"),
        "segments[1].code: there is no code 'view'; allowed: positive, started",
    ),
    (
        segment(
            "{code: started, answer: yes, districts: [▸ankeborgen], section: x, status: coded}"
        ),
        "segments[1].districts[0]: there is no district here 'ankeborgen'; "
        "did you mean 'ankeborg'? allowed: ankeborg, marden",
    ),
    (
        segment(
            "{code: started, answer: yes, districts: [marden, ▸sagen], section: x, status: coded}"
        ),
        "segments[1].districts[1]: there is no district here 'sagen'; allowed: ankeborg, marden",
    ),
    (
        (ANKEBY, SEGMENT, SEGMENT.replace("status: coded", "status: ▸published")),
        "segments[0].status: is 'published'; allowed: coded",
    ),
    (
        (ANKEBY, SEGMENT, "- ▸" + SEGMENT[2:].replace(", status: coded", "")),
        "segments[0].status: is missing; the key is required",
    ),
    (
        (ANKEBY, SEGMENT, SEGMENT.replace("answer: yes", "answer: ▸ja")),
        "segments[0].answer: is 'ja'; allowed: mixed, no, not raised, unclear, yes",
    ),
]
SPEAKERS = [
    (
        segment("{code: started, answer: yes, group: ▸stff, section: x, status: coded}"),
        "segments[1].group: there is no group 'stff'; did you mean 'staff'? "
        "allowed: politicians, staff",
    ),
    (
        segment(
            "{code: started, answer: yes, group: staff, side: ▸majority, section: x, status: coded}"
        ),
        "segments[1].side: stands for the group 'staff'; only a political group has it",
    ),
    (
        segment("{code: started, answer: yes, side: ▸majority, section: x, status: coded}"),
        "segments[1].side: stands without a group; add `group:`",
    ),
    (
        segment("▸{code: started, answer: yes, group: politicians, section: x, status: coded}"),
        "segments[1].side: is missing; a political group must have it",
    ),
    (
        (BJORKVIK, HERS, HERS.replace("yes,", "yes, group: politicians, side: ▸opposition,")),
        "segments[0].side: nobody of 'opposition' was interviewed here; "
        "a role of an interviewee of this file",
    ),
    (
        (ABY, "answer: yes", "answer: yes, group: ▸staff"),
        "segments[0].group: nobody of 'staff' was interviewed here; "
        "a role of an interviewee of this file",
    ),
]
QUESTIONS = [
    (
        (GUIDES, "theme: work", "theme: ▸wrk"),
        "guides[1].questions[0].theme: there is no theme 'wrk'; did you mean 'work'? "
        "allowed: view, work",
    ),
    (
        (GUIDES, "{id: work, theme: work, ", "▸{id: work, "),
        "guides[1].questions[0].theme: is missing; the key is required",
    ),
]
CLAIM_FORMS = [
    (
        claim("▸{id: x, form: list, code: started}"),
        "claims[5].answer: is missing; the form 'list' needs it",
    ),
    (
        claim("▸{id: x, form: count, answer: yes}"),
        "claims[5].code: is missing; the form 'count' needs it",
    ),
    (claim("▸{id: x, form: gap}"), "claims[5].group: is missing; the form 'gap' needs it"),
    (
        claim("{id: x, form: complement, code: started, answer: yes, group: ▸staff}"),
        "claims[5].group: has no meaning in the form 'complement'; complement has code, answer",
    ),
    (
        claim("{id: x, form: gap, group: staff, answer: ▸yes}"),
        "claims[5].answer: has no meaning in the form 'gap'; gap has group",
    ),
    (
        claim("{id: x, form: list, code: started, answer: yes, place: ▸last}"),
        "claims[5].place: has no meaning in the form 'list'; list has code, answer",
    ),
    (
        claim("{id: x, form: quantifier, code: ▸startad, answer: yes}"),
        "claims[5].code: there is no code 'startad'; did you mean 'started'? "
        "allowed: positive, started",
    ),
    (
        claim("{id: x, form: list, code: started, answer: ▸mixed}"),
        "claims[5].answer: the code 'started' has no phrase for mixed; allowed: no, yes",
    ),
    (
        claim("{id: x, form: gap, group: ▸staf}"),
        "claims[5].group: there is no group 'staf'; did you mean 'staff'? "
        "allowed: politicians, staff",
    ),
    (
        claim("{id: x, form: ▸liste, code: started, answer: yes}"),
        "claims[5].form: is 'liste'; did you mean 'list'? "
        "allowed: complement, count, exception, extreme, gap, list, quantifier",
    ),
    (
        (CLAIMS, "round: runda-1", "round: ▸runda-2"),
        "round: there is no round with guides 'runda-2'; did you mean 'runda-1'? allowed: runda-1",
    ),
    (
        (CLAIMS, "payment: 2020-06", "payment: ▸2020-07"),
        "payment: there is no payment '2020-07'; did you mean '2020-06'? allowed: 2020-06",
    ),
]
CODES = [
    (
        (CODEBOOK, STARTED, "▸" + STARTED.replace("yes:", "mixed:")),
        "codebook.themes[1].codes[0].answers: has no phrase for yes; "
        "`yes:` with singular and plural",
    ),
    (
        (
            CODEBOOK,
            STARTED,
            STARTED.replace(", negated: har inte kommit i gång", "").replace("{", "▸{"),
        ),
        "codebook.themes[1].codes[0].answers.yes: has no negation; "
        "`negated` beside it, or phrases for `no`",
    ),
]
# Every claim is computed before anything is built, and one that can't be is refused there.
UNANSWERED = [
    (
        claim("▸{id: x, form: exception, code: started}"),
        "claims[5]: no district differs from its municipality on 'started'; "
        "code what is missing, or take the claim out",
    ),
]


@pytest.mark.parametrize(
    ("broken", "message"), [*SEGMENTS, *SPEAKERS, *QUESTIONS, *CLAIM_FORMS, *CODES, *UNANSWERED]
)
def test_an_error_is_said_at_its_place(folder, broken, message):
    assert f"{change(folder, *broken)}: {message}" in said(folder)


@pytest.mark.parametrize(
    ("broken", "message"), [*SEGMENTS, *SPEAKERS, *QUESTIONS, *CLAIM_FORMS, *UNANSWERED]
)
def test_an_error_is_said_once_and_nothing_else_is(folder, broken, message):
    change(folder, *broken)
    assert len(said(folder)) == 1


def test_a_claim_used_twice_is_refused_at_its_second_place(folder):
    place = change(folder, *claim("{id: ▸started, form: list, code: started, answer: yes}"))
    first = f"{(folder / CLAIMS).as_posix()}:13"
    assert said(folder) == [
        f"{place}: claims[5].id: 'started' is used twice, first in {first}; each only once"
    ]


@pytest.mark.parametrize(
    ("field", "old", "new", "line"),
    [
        ("codebook.themes[1].codes[0].id", "- id: started", "- id: ▸positive", 16),
        ("codebook.themes[1].id", "- id: work", "- id: ▸view", 13),
    ],
)
def test_an_id_of_the_codebook_used_twice_is_refused(folder, field, old, new, line):
    place = change(folder, CODEBOOK, old, new)
    name, first = new.partition(HERE)[2], f"{(folder / CODEBOOK).as_posix()}:{line}"
    problem = f"{place}: {field}: '{name}' is used twice, first in {first}; each only once"
    assert problem in said(folder)


def test_a_claim_that_nothing_answers_any_more_is_refused(folder):
    for file in ("ankeby", "bjorkvik"):
        path = folder / f"interviews/runda-1/{file}.yaml"
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join(x for x in lines if "positive" not in x), encoding="utf-8")
    assert said(folder) == [
        f"{(folder / CLAIMS).as_posix()}:12:5: claims[0]: no answer to the code 'positive' is "
        "known; code what is missing, or take the claim out"
    ]


@pytest.mark.parametrize("answer", ["unclear", "mixed"])
def test_an_exception_that_has_no_phrase_is_refused(folder, answer):
    change(folder, *claim("{id: x, form: exception, code: positive}"))
    change(
        folder,
        *segment(
            f"{{code: positive, answer: {answer}, districts: [marden], section: x, status: coded}}"
        ),
    )
    (line,) = said(folder)
    assert line.startswith(f"{(folder / CLAIMS).as_posix()}:17:")


@pytest.mark.parametrize(
    ("level", "place"), [("municipality", 2), ("municipality", 4), ("district", 5)]
)
def test_a_place_by_amount_that_nobody_holds_is_refused_before_the_build(folder, level, place):
    # Ankeby and Björkvik share the first place of three municipalities; there are four districts.
    change(folder, *claim(f"{{id: x, form: extreme, level: {level}, place: {place}}}"))
    (line,) = said(folder)
    assert line.startswith(f"{(folder / CLAIMS).as_posix()}:17:")


@pytest.mark.parametrize("letter", ["M", "O"])
def test_a_role_that_a_table_could_not_tell_from_a_side_is_refused(folder, letter):
    # M and O are the majority and the opposition of the political group.
    place = change(folder, GUIDES, "short: T", f"short: ▸{letter}")
    assert [line for line in said(folder) if line.startswith(place)]
