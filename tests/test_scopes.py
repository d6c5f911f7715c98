"""What each report reads, and what it is told when that does not suffice."""

from __future__ import annotations

from functools import partial
from pathlib import PurePosixPath

import pytest
from conftest import ROOT, Build, aggregated, evaluated

from delrapport import aggregate, facts, ingest, scopes, validate
from delrapport.problems import RawDataError
from delrapport.records import Records

CHAPTER = "data/chapters/delrapport-1/aby.yaml"
REAL, MINI = ROOT / "data/raw", ROOT / "tests/mini/data"


@pytest.mark.parametrize(
    ("place", "report", "common"),
    [
        ("programme.yaml", True, True),
        ("payments/2020-06.yaml", True, True),
        ("statements/ett.yaml", True, True),
        ("activities/2014/aby.yaml", True, True),
        ("nowhere/unknown.yaml", True, True),
        ("chapters/ett/aby.yaml", True, False),
        ("chapters/nio/aby.yaml", False, False),
        ("claims/ett.yaml", True, False),
        ("claims/nio.yaml", False, False),
        ("guides/runda.yaml", True, False),
        ("guides/annan.yaml", False, False),
        ("interviews/runda/aby.yaml", True, False),
        ("interviews/annan/aby.yaml", False, False),
    ],
)
def test_a_report_reads_what_is_common_and_its_own(place, report, common):
    assert scopes.is_read(PurePosixPath(place), "ett", ["runda"]) == report
    assert scopes.is_read(PurePosixPath(place), scopes.COMMON, []) == common


def test_what_is_common_is_right_without_any_report():
    files = scopes.files_of(scopes.COMMON, [], REAL)
    records = scopes.read(scopes.COMMON, files, REAL, ingest.NOTHING)
    assert not (records.chapters or records.claims or records.interviews or records.guides)
    assert records.payments


def test_a_report_adds_to_the_facts_that_are_common_and_would_state_them_alike():
    """So a report need not evaluate them again."""

    def read(scope: str, *rounds: str) -> Records:
        return scopes.read(scope, scopes.files_of(scope, rounds, MINI), MINI, ingest.NOTHING)

    common = evaluated(read(scopes.COMMON))
    own = read("delrapport-1", "runda-1")
    whole = evaluated(own)
    assert common.items() <= whole.items()
    added = facts.evaluate(own, partial(aggregate.lookup, aggregated(own)), common)
    assert common.keys().isdisjoint(added)
    assert common | added == whole


@pytest.fixture
def second_round(programme: Build) -> Build:
    """A round that nobody reads, and a chapter that prints a fact of it."""
    guides = programme.folder / "data/guides"
    text = (guides / "runda-1.yaml").read_text("utf-8").replace("runda-1", "runda-2")
    (guides / "runda-2.yaml").write_text(text, "utf-8")
    reference = 'Det var {{ fact("interviews.runda-2.persons") }}. Kommunen fick'
    programme.edit(CHAPTER, "Kommunen fick", reference)
    return programme


def test_a_fact_of_a_round_that_the_report_does_not_read_is_named_before_any_job(second_round):
    with pytest.raises(RawDataError) as raised:
        validate.validate(second_round.folder / "config.yaml")
    (problem,) = raised.value.problems
    assert problem.file == CHAPTER
    wrong = "there is no fact 'interviews.runda-2.persons' in what delrapport-1 reads"
    assert problem.wrong == wrong
    second_round.edit("config.yaml", "rounds: [runda-1]", "rounds: [runda-2, runda-1]")
    validate.validate(second_round.folder / "config.yaml")


def test_a_report_s_own_gap_is_said_by_itself_and_any_other_by_the_check_of_all(second_round):
    data = second_round.folder / "data"
    files = scopes.files_of("delrapport-1", ["runda-1"], data)
    with pytest.raises(RawDataError, match="in what delrapport-1 reads"):
        scopes.read("delrapport-1", files, data, ingest.NOTHING)
    second_round.edit("data/payments/2020-06.yaml", "pot: 1000000", "pot: 1000001")
    with pytest.raises(scopes.BrokenDataError, match=r"^delrapport-1 can't .* make validate lists"):
        scopes.read("delrapport-1", files, data, ingest.NOTHING)
