"""How problems are written, sorted and joined."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delrapport.check import one_of_facts
from delrapport.problems import Mendable, Problem, RawDataError, one_of


def test_a_problem_is_one_line_that_an_editor_can_jump_to():
    problem = Problem("data/a.yaml", 3, 7, "payment.pot", "is 'x'", "a whole number")
    assert str(problem) == "data/a.yaml:3:7: payment.pot: is 'x'; a whole number"


def test_a_problem_with_nothing_to_suggest_ends_without_a_semicolon():
    assert str(Problem("a.yaml", 1, 1, "(file)", "can't be read")) == (
        "a.yaml:1:1: (file): can't be read"
    )


@given(st.text(), st.text(), st.text())
def test_whatever_stands_in_the_file_a_problem_stays_on_one_line(field, wrong, allowed):
    assert len(str(Problem("a.yaml", 1, 1, field, wrong, allowed)).splitlines()) == 1


def test_problems_are_sorted_by_file_and_then_by_place_as_numbers():
    places = [("b.yaml", 1, 1), ("a.yaml", 10, 1), ("a.yaml", 9, 10), ("a.yaml", 9, 9)]
    error = RawDataError(Problem(*place, "field", "is wrong") for place in places)
    assert [(p.file, p.line, p.column) for p in error.problems] == sorted(places)
    assert str(error).splitlines() == [str(problem) for problem in error.problems]


def test_the_same_problem_is_said_once():
    problem = Problem("a.yaml", 1, 1, "field", "is wrong")
    assert RawDataError([problem, problem]).problems == [problem]


def test_wrong_raw_data_are_something_that_can_be_mended():
    assert issubclass(RawDataError, Mendable)


@pytest.mark.parametrize(
    ("wrong", "allowed", "said"),
    [
        ("ankeb", ["åby", "ankeby"], "did you mean 'ankeby'? allowed: ankeby, åby"),
        ("Ankeby", ["ankeby"], "did you mean 'ankeby'? allowed: ankeby"),
        ("xyz", ["ankeby", "bjorkvik"], "allowed: ankeby, bjorkvik"),
        ("ankeby", [], "allowed: nothing"),
        ("", ["ankeby"], "allowed: ankeby"),
    ],
)
def test_what_is_allowed_is_sorted_after_the_likeliest_intention(wrong, allowed, said):
    assert one_of(wrong, allowed) == said


@given(st.sets(st.text("abcdefgh", min_size=4, max_size=12), min_size=1), st.data())
def test_a_name_with_its_last_sign_missing_gets_a_suggestion(names, data):
    name = data.draw(st.sampled_from(sorted(names)))
    assert one_of(name[:-1], names).startswith("did you mean '")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("claim.affectd", "did you mean 'claim.affected'? allowed: claim.affected, claim.new"),
        ("claims.new", "did you mean 'claim.new'? allowed: claim.affected, claim.new"),
        ("use.2014.in.aby.spend", "did you mean 'use.2014.in.aby.spent'? allowed: use.2014.in.aby"),
        ("qqq", "33 are allowed; build/facts.json has them all"),
    ],
)
def test_a_fact_that_was_meant_is_sought_among_those_that_begin_alike(wrong, said):
    used = {f"use.2014.in.{place}.spent" for place in ("aby", *map(str, range(30)))}
    assert one_of_facts(wrong, used | {"claim.affected", "claim.new"}).startswith(said)
