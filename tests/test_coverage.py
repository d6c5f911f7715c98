"""Who was asked about what: by hand for the mini programme, by its lists for the real one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from delrapport import ingest
from delrapport.coverage import Row, coverage, roles_of
from delrapport.models import Group, Interviewee
from delrapport.records import Records

ROOT = Path(__file__).parents[1]
REAL = "delrapport-1"
LETTERS = {"coordinators": "S", "school": "Sk", "labour-social": "A"}
SIDES = {"majority": "M", "opposition": "O"}


@pytest.fixture(scope="module")
def mini() -> Records:
    return ingest.ingest_records(ROOT / "tests/mini/data")


@pytest.fixture(scope="module")
def real() -> Records:
    return ingest.ingest_records(ROOT / "data/raw")


@pytest.fixture(scope="module")
def rows(real) -> dict[str, Row]:
    return {row.theme.id: row for row in coverage(real, REAL)}


def written(row: Row) -> dict[str, str]:
    return {municipality: row.written(municipality) for municipality in row.asked}


def test_the_mini_programme_computed_by_hand(mini):
    found = [(row.theme.id, row.roles, written(row)) for row in coverage(mini, "runda-1")]
    assert found == [
        ("view", ("M", "O"), {"ankeby": "•", "bjorkvik": "–", "aby": "M"}),
        ("work", ("T",), {"ankeby": "•", "bjorkvik": "•", "aby": "–"}),
    ]


def with_question_on_view(mini: Records) -> Records:
    """The mini programme, in which staff are asked about their view as well."""
    (guides,) = mini.guides
    politicians, staff = guides.guides
    asked = [*staff.questions, politicians.questions[0]]
    more = staff.model_copy(update={"questions": asked})
    return mini.model_copy(
        update={"guides": [guides.model_copy(update={"guides": [politicians, more]})]}
    )


def test_a_theme_that_several_guides_ask_about_names_the_roles_that_answered(mini):
    view, _ = coverage(with_question_on_view(mini), "runda-1")
    assert view.roles == ("M", "O", "T")
    assert written(view) == {"ankeby": "•", "bjorkvik": "T", "aby": "M"}


def test_a_municipality_without_interviews_was_asked_nothing(mini):
    silent = [file for file in mini.interviews if file.municipality != "ankeby"]
    rows = coverage(mini.model_copy(update={"interviews": silent}), "runda-1")
    assert [row.written("ankeby") for row in rows] == ["–", "–"]


def test_a_theme_that_no_guide_asks_about_has_no_row(mini):
    (guides,) = mini.guides
    only = guides.model_copy(update={"guides": guides.guides[:1]})
    rows = coverage(mini.model_copy(update={"guides": [only]}), "runda-1")
    assert [row.theme.id for row in rows] == ["view"]


@pytest.mark.parametrize(("political", "roles"), [(True, ("M", "O")), (False, ("T",))])
def test_a_political_group_goes_by_its_sides(political, roles):
    group = Group(id="g", title="x", person="x", short="T", guide="g", political=political)
    assert roles_of(group) == roles


# --- The real data ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real_facts(real_built) -> dict[str, object]:
    text = (real_built.folder / "build/facts.json").read_text(encoding="utf-8")
    return {fact["id"]: fact["value"] for fact in json.loads(text)}


def letter(person: Interviewee) -> str:
    return SIDES[person.side] if person.side else LETTERS[person.group]


def test_each_role_was_asked_where_the_lists_of_interviewees_have_it(real, rows):
    listed = {f.municipality: {letter(p) for p in f.interviewees} for f in real.round(REAL)}
    assert set(listed) == {municipality.id for municipality in real.programme.municipalities}
    for row in rows.values():
        for role in row.roles:
            asked = {municipality for municipality, roles in row.asked.items() if role in roles}
            assert asked == {m for m, roles in listed.items() if role in roles}, (row, role)


def test_every_theme_of_the_guides_has_a_row_in_the_codebooks_order(real, rows):
    guides = real.guide_file(REAL)
    asked = {question.theme for guide in guides.guides for question in guide.questions}
    assert real.codebook is not None
    assert list(rows) == [theme.id for theme in real.codebook.themes if theme.id in asked]
    assert set(rows) == asked


def test_sodertalje_has_nobody_of_school_or_of_labour_and_social_services(rows):
    for row in rows.values():
        assert set(row.roles) - set(row.asked["sodertalje"]) == set(row.roles) & {"Sk", "A"}
    assert rows["influence"].written("sodertalje") == "S"
    assert rows["steering"].written("sodertalje") == "M O"
    assert rows["knowledge"].written("sodertalje") == "M O S"


def test_nowhere_else_is_a_role_missing(rows):
    for row in rows.values():
        assert {m for m, text in written(row).items() if text != "•"} <= {"sodertalje"}


def people(real: Records) -> Iterator[tuple[str, Interviewee]]:
    for file in real.round(REAL):
        for person in file.interviewees:
            yield file.municipality, person


def test_the_facts_of_coverage_are_the_rows_and_the_counts_are_the_lists(real, rows, real_facts):
    for theme, row in rows.items():
        for municipality, text in written(row).items():
            assert real_facts[f"coverage.{REAL}.{theme}.in.{municipality}"] == text
        assert real_facts[f"coverage.{REAL}.{theme}.roles"] == " ".join(row.roles)
    for municipality in {m.id for m in real.programme.municipalities}:
        here = [person for place, person in people(real) if place == municipality]
        name = f"interviews.{REAL}.in.{municipality}"
        assert real_facts[name] == len(here)
        for group in LETTERS:
            assert real_facts[f"{name}.{group}"] == sum(p.group == group for p in here)
        for side in SIDES:
            assert real_facts[f"{name}.side.{side}"] == sum(p.side == side for p in here)


def test_the_counts_of_a_role_sum_to_the_counts_of_the_round(real, real_facts):
    places = [municipality.id for municipality in real.programme.municipalities]
    for part in ("group.coordinators", "group.school", "group.labour-social", "side.majority"):
        own = part.removeprefix("group.")
        counts = [real_facts[f"interviews.{REAL}.in.{place}.{own}"] for place in places]
        assert sum(counts) == real_facts[f"interviews.{REAL}.{part}"] > 0
