"""Who says what, in sentences: what they say, whom they name, and that nobody is left out."""

from __future__ import annotations

import itertools
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from conftest import evaluated
from hypothesis import given
from hypothesis import strategies as st

from delrapport import ingest, shifts, voices
from delrapport.claims import Place
from delrapport.config import read_config
from delrapport.fact import Fact
from delrapport.models import Answer, Code
from delrapport.records import Records
from delrapport.render_html import render_html
from delrapport.voices import (
    ANSWERING,
    BOTH_SIDES,
    EVERYBODY,
    OTHERS,
    OTHERS_ANSWERING,
    Subject,
)

ROOT = Path(__file__).parents[1]
MINI = ROOT / "tests/mini"
NAMES = {
    "majority": "majoritetens politiker",
    "opposition": "oppositionens politiker",
    "staff": "tjänstemännen",
    "school": "skolans företrädare",
}
PLACES = {id_: Place(id_, id_.title(), f"{id_.title()}s") for id_ in ("ekby", "alby")}
HERE = Subject("Åby", "kommunen")


def code(unit: str = "municipality", **answers: object) -> Code:
    phrases = {
        "yes": {
            "singular": "har en plan",
            "plural": "har planer",
            "negated": "saknar en plan",
        }
    }
    return Code.model_validate(
        {"id": "plan", "definition": "x", "unit": unit, "answers": phrases | answers}
    )


def told(
    answers: str, turn: int = 0, asked: str = "", subject: Subject = HERE, **of: object
) -> str:
    """What roles say of the municipality: "majority yes, staff no"."""
    said: dict[str, dict[str, Answer]] = {}
    for each in answers.split(", "):
        role, answer = each.split()
        said[role] = {"aby": answer}  # type: ignore[dict-item]
    return voices.sentence(code(**of), said, NAMES, asked.split() or list(said), HERE, {}, turn)


@pytest.mark.parametrize(
    ("answers", "turn", "sentence"),
    [
        (
            "majority yes, staff yes, school yes",
            0,
            "alla som fick frågan säger att Åby har en plan",
        ),
        ("majority no, staff no, school no", 1, "enligt alla som fick frågan saknar Åby en plan"),
        (
            "majority yes, opposition yes",
            3,
            "att Åby har en plan är majoritetens och oppositionens politiker eniga om",
        ),
        (
            "opposition yes, staff yes",
            2,
            "oppositionens politiker och tjänstemännen är överens om att Åby har en plan",
        ),
        (
            "staff mixed, school mixed",
            1,
            "enligt tjänstemännen och skolans företrädare har Åby delvis en plan",
        ),
        (
            "majority yes, staff no",
            0,
            "majoritetens politiker säger att Åby har en plan, "
            "medan tjänstemännen menar att kommunen inte har det",
        ),
        (
            "majority yes, opposition mixed",
            1,
            "enligt majoritetens politiker har Åby en plan, "
            "men oppositionens politiker säger att det delvis stämmer",
        ),
        (
            "staff no, school mixed",
            2,
            "svaren går isär: enligt skolans företrädare har Åby delvis en plan, "
            "enligt tjänstemännen saknar kommunen en plan",
        ),
        (
            "majority yes, staff no, school mixed",
            0,
            "svaren går isär: majoritetens politiker säger att Åby har en plan; "
            "skolans företrädare säger att det delvis stämmer; "
            "tjänstemännen säger att kommunen inte har det",
        ),
        (
            "majority yes, staff no, school mixed",
            1,
            "uppfattningarna skiljer sig åt: majoritetens politiker säger att Åby har en plan; "
            "skolans företrädare säger att det delvis stämmer; "
            "tjänstemännen säger att kommunen inte har det",
        ),
        (
            "staff yes, opposition unclear",
            3,
            "att Åby har en plan säger tjänstemännen; oppositionens politiker ger inget klart svar",
        ),
        ("staff unclear", 0, "tjänstemännen ger inget klart svar på om Åby har en plan"),
        ("staff unclear", 1, "om Åby har en plan ger tjänstemännen inget klart svar på"),
    ],
)
def test_a_sentence_says_who_agrees_and_who_does_not(answers, turn, sentence):
    assert told(answers, turn) == sentence


def test_one_role_among_several_that_were_asked_is_the_only_one():
    sentence = "bara tjänstemännen tar upp frågan och säger att Åby har en plan"
    assert told("staff yes", 2, asked="majority staff school") == sentence


def test_all_who_answer_are_not_all_who_were_asked():
    answers = ", ".join(f"{role} yes" for role in NAMES)
    assert EVERYBODY in told(answers)
    assert ANSWERING in told(answers, asked=" ".join([*NAMES, "labour"]))


@pytest.mark.parametrize(
    ("answers", "asked", "sentence"),
    [
        (
            "majority yes, opposition yes, staff yes, school no",
            "",
            "skolans företrädare säger att Åby saknar en plan, "
            "medan de andra menar att kommunen har en plan",
        ),
        (
            "majority yes, opposition yes, staff mixed, school yes",
            "",
            "tjänstemännen säger att Åby delvis har en plan, "
            "medan de andra menar att det stämmer helt",
        ),
        (
            "majority yes, opposition no, staff no, school no",
            "majority opposition staff school labour",
            "majoritetens politiker säger att Åby har en plan, "
            "medan de andra som tar upp frågan menar att kommunen inte har det",
        ),
        (
            "majority yes, opposition yes, staff unclear, school yes",
            "",
            "majoritetens och oppositionens politiker samt skolans företrädare säger att Åby har "
            "en plan; tjänstemännen ger inget klart svar",
        ),
    ],
)
def test_many_against_a_few_are_the_others(answers, asked, sentence):
    assert told(answers, asked=asked) == sentence


def test_a_phrase_of_its_own_goes_before_the_words_in_part():
    own = {"singular": "har en halv plan", "plural": "har halva planer"}
    assert told("staff mixed", mixed=own) == "tjänstemännen säger att Åby har en halv plan"


def test_not_stands_where_a_clause_has_it():
    started = {"singular": "är inte klar", "plural": "är inte klara"}
    assert told("staff no", 0, no=started) == "tjänstemännen säger att Åby inte är klar"
    assert told("staff no", 1, no=started) == "enligt tjänstemännen är Åby inte klar"


def in_districts(said: Mapping[str, Mapping[str, Answer]], turn: int = 0) -> str:
    return voices.sentence(code("district"), said, NAMES, list(said), HERE, PLACES, turn)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (
            {"staff": {"ekby": "yes", "alby": "yes"}},
            "tjänstemännen säger att Alby och Ekby har planer",
        ),
        (
            {"staff": {"ekby": "yes"}, "school": {"ekby": "no"}},
            "tjänstemännen säger att Ekby har en plan, "
            "medan skolans företrädare menar att den inte har det",
        ),
        (
            {"staff": {"ekby": "yes", "alby": "no"}},
            "tjänstemännen säger att Ekby har en plan medan Alby saknar en plan",
        ),
        (
            {"staff": {"ekby": "unclear", "alby": "unclear"}},
            "tjänstemännen ger inget klart svar på om Alby och Ekby har planer",
        ),
    ],
)
def test_a_code_of_districts_speaks_of_them_by_name(said, sentence):
    assert in_districts(said) == sentence


ROLES = st.lists(st.sampled_from(list(NAMES)), min_size=1, unique=True)
GIVEN = st.sampled_from(["yes", "no", "mixed", "unclear"])


@given(st.data(), st.integers(0, 40), st.booleans())
def test_every_role_that_answers_is_named_once_and_nobody_else(data, turn, several):
    roles = data.draw(ROLES)
    asked = [*roles, *(["labour"] if data.draw(st.booleans()) else [])]
    places = list(PLACES) if several else ["aby"]
    said = {role: {place: data.draw(GIVEN) for place in places} for role in roles}
    unit = "district" if several else "municipality"
    sentence = voices.sentence(code(unit), said, NAMES, asked, HERE, PLACES, turn)
    rest = " ".join(name for role, name in NAMES.items() if role in roles and name not in sentence)
    if BOTH_SIDES in sentence:
        rest = rest.replace(NAMES["majority"], "")
    for others in (OTHERS_ANSWERING, OTHERS):
        sentence = sentence.replace(others, rest)
    for every in (EVERYBODY, ANSWERING):
        sentence = sentence.replace(every, " ".join(NAMES[role] for role in roles))
    sentence = sentence.replace(BOTH_SIDES, f"{NAMES['majority']} {NAMES['opposition']}")
    assert {role: sentence.count(name) for role, name in NAMES.items()} == {
        role: int(role in roles) for role in NAMES
    }
    assert "  " not in sentence and not sentence.endswith((".", " ")), sentence


BUDGET = code(yes={"singular": "har en budget", "plural": "har budgetar", "negated": "saknar en"})


def joined(answers: str, turn: int, asked: str = "", unit: str = "municipality") -> str:
    """What the same roles say of a plan, then of a budget and of another plan."""
    places = list(PLACES) if unit == "district" else ["aby"]
    plan, budget = code(unit), BUDGET.model_copy(update={"unit": unit})
    given: Answer
    spoken: list[tuple[Code, dict[str, dict[str, Answer]]]] = []
    for which, given in ((plan, "yes"), (budget, "no"), (plan, "mixed")):
        spoken.append((which, {role: dict.fromkeys(places, given) for role in answers.split()}))
    assert len({voices.shared(*each) for each in spoken}) == 1
    names = asked.split() or answers.split()
    return voices.joined(spoken, NAMES, names, HERE, PLACES, turn)


@pytest.mark.parametrize(
    ("answers", "turn", "asked", "sentence"),
    [
        (
            "majority staff school",
            0,
            "",
            "alla som fick frågorna säger att Åby har en plan, att kommunen saknar en och att den "
            "delvis har en plan",
        ),
        (
            "staff school",
            1,
            "",
            "enligt tjänstemännen och skolans företrädare gäller att Åby har en plan, att kommunen "
            "saknar en och att den delvis har en plan",
        ),
        (
            "staff",
            2,
            "majority staff school",
            "bara tjänstemännen tar upp frågorna och säger att Åby har en plan, att kommunen "
            "saknar en och att den delvis har en plan",
        ),
    ],
)
def test_codes_on_which_the_same_roles_agree_make_one_sentence(answers, turn, asked, sentence):
    assert joined(answers, turn, asked) == sentence


def test_joined_codes_of_districts_name_them_once():
    sentence = "är överens om att Alby och Ekby har planer, att de saknar en och att de delvis har"
    assert sentence in joined("staff school", 2, unit="district")


@pytest.mark.parametrize(
    "said",
    [
        {"staff": {"aby": "yes"}, "school": {"aby": "no"}},
        {"staff": {"aby": "yes"}, "school": {"aby": "unclear"}},
        {"staff": {"ekby": "yes", "alby": "no"}},
    ],
)
def test_codes_on_which_somebody_differs_stand_by_themselves(said):
    assert voices.shared(code(), said) is None


@pytest.mark.parametrize(
    "answers",
    [
        ("staff yes, school yes",),
        ("staff yes, school no", "majority yes, staff no, school mixed"),
        ("majority yes, staff no, school mixed", "staff yes, school no"),
    ],
)
def test_sentences_that_follow_each_other_begin_differently(answers):
    begun = [told(answers[turn % len(answers)], turn).split()[0] for turn in range(8)]
    assert all(one != other for one, other in itertools.pairwise(begun))


# --- A programme with two rounds ---------------------------------------------------------------


def two_rounds(folder: Path) -> Path:
    """The mini programme with a second round, in which everybody says who they are."""
    data = Path(shutil.copytree(MINI, folder / "mini")) / "data"
    guide = (data / "guides/runda-1.yaml").read_text(encoding="utf-8")
    (data / "guides/runda-2.yaml").write_text(guide.replace("runda-1", "runda-2"), encoding="utf-8")
    shutil.copytree(data / "interviews/runda-1", data / "interviews/runda-2")
    said = {
        "aby": ["started, answer: no, group: politicians, side: majority"],
        "ankeby": [
            "started, answer: yes, group: staff",
            "started, answer: no, group: politicians, side: opposition",
            "positive, answer: yes, group: politicians, side: majority",
            "positive, answer: yes, group: politicians, side: opposition",
        ],
        "bjorkvik": ["started, answer: unclear, group: staff"],
    }
    for name, segments in said.items():
        path = data / f"interviews/runda-2/{name}.yaml"
        text = path.read_text(encoding="utf-8").partition("segments:")[0]
        text = text.replace("runda-1", "runda-2") + "segments:\n"
        text += "".join(f"  - {{code: {each}, section: x, status: coded}}\n" for each in segments)
        path.write_text(text, encoding="utf-8")
    return data


@pytest.fixture(scope="module")
def records(tmp_path_factory):
    return ingest.ingest_records(two_rounds(tmp_path_factory.mktemp("rounds")))


@pytest.fixture(scope="module")
def facts(records) -> dict[str, Fact]:
    return evaluated(records)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("said.runda-1.bjorkvik.started", "nej"),
        ("said.runda-2.bjorkvik.started", "oklart"),
        ("said.runda-2.bjorkvik.positive", "–"),
        ("said.runda-2.ankeby.started", "både och"),
        ("said.runda-2.ankeby.started.staff", "ja"),
        ("said.runda-2.ankeby.started.opposition", "nej"),
        ("said.runda-2.ankeby.started.majority", "–"),
        ("agreement.runda-2.ankeby.started", "oeniga"),
        ("agreement.runda-2.ankeby.agreed", "en"),
        ("agreement.runda-2.ankeby.contested", "en"),
        ("agreement.runda-2.ankeby.asked", "två"),
        ("agreement.runda-2.code.started.contested.names", "Ankeby"),
        ("answers.runda-2.started.no.names", "Åby"),
        ("answers.runda-1.started.yes.names", "Ankeby och Åby"),
        ("answers.runda-2.positive.unknown", "två"),
        ("shift.started.runda-1.runda-2.yes-no.names", "Åby"),
        ("shift.started.runda-1.runda-2.changed.names", "Ankeby och Åby"),
        ("shift.started.runda-1.runda-2.no-unknown.names", "Björkvik"),
    ],
)
def test_facts_of_answers_computed_by_hand(facts, name, text):
    assert facts[name].text == text


def test_a_round_that_does_not_tell_who_says_what_has_no_voices(facts):
    assert not [id_ for id_ in facts if id_.startswith(("voice.runda-1", "agreement.runda-1"))]
    assert "said.runda-1.ankeby.started.staff" not in facts
    assert facts["voice.runda-2.ankeby.started"].unit == "claim"


def test_each_municipality_goes_one_way_from_round_to_round(records, facts):
    count = len(records.programme.municipalities)
    for each in ("started", "positive"):
        ways = [facts[f"shift.{each}.runda-1.runda-2.{way}"].value for way in shifts.WAYS]
        assert sum(ways) == count
        for round_ in ("runda-1", "runda-2"):
            answers = ("yes", "no", "mixed", "unclear", "not-raised")
            assert sum(facts[f"answers.{round_}.{each}.{a}"].value for a in answers) == count


def test_a_voice_rests_on_the_answers_of_exactly_those_who_speak(facts):
    inputs = facts["voice.runda-2.ankeby.started"].inputs
    said = {input_ for input_ in inputs if input_.startswith("said.")}
    name = "said.runda-2.ankeby.started"
    assert said == {f"{name}.staff", f"{name}.opposition"}


def probed(text: str, records: Records, facts: Mapping[str, Fact], folder: Path) -> str:
    """The HTML of a report that is made of this template."""
    templates = folder / "templates"
    (templates / "probe").mkdir(parents=True)
    for part in ("shared", "css"):
        (templates / part).symlink_to(ROOT / "templates" / part)
    imported = '{% import "shared/voices.html.j2" as voices with context %}\n'
    (templates / "probe/main.html.j2").write_text(imported + text, encoding="utf-8")
    config, _ = read_config(MINI / "config.yaml")
    own = {"template": "probe", "rounds": ["runda-1", "runda-2"], "figures": []}
    report = config.reports["delrapport-1"].model_copy(update=own)
    [(_, html)] = render_html("delrapport-1", report, records, facts, templates, lambda _: {})
    return html


@pytest.mark.parametrize(("number", "printed"), [(20, "yes-no.names"), (21, "yes-no")])
def test_of_many_who_changed_their_answer_the_number_stands_in_the_table(
    records, facts, tmp_path, number, printed
):
    changed = "shift.started.runda-1.runda-2.changed"
    many = facts | {changed: facts[changed]._replace(value=number)}
    text = '{{ voices.changed("shift.started.runda-1.runda-2") }}'
    html = probed(text, records, many, tmp_path)
    found = re.search(
        r'ja till nej: <data data-fact="shift\.started\.runda-1\.runda-2\.([^"]*)"', html
    )
    assert found is not None
    assert found[1] == printed


def test_the_templates_print_what_the_facts_say(records, facts, tmp_path):
    html = probed(
        """
{{ voices.municipality_voices(municipalities["ankeby"], round, "ankeby") }}
{{ voices.municipality_voices(municipalities["ankeby"], rounds[0], "silent") }}
{{ voices.reflection_table(themes_of[round][0], round, "view") }}
{{ voices.shifts(rounds, "shifts") }}
{{ voices.codebook_appendix(round, "codebook") }}
""",
        records,
        facts,
        tmp_path,
    )
    for printed in (
        'data-fact="voice.runda-2.ankeby.started"',
        '<tr class="contested"><th scope="row">',
        'data-fact="said.runda-2.aby.positive"',
        'data-fact="shift.started.runda-1.runda-2"',
        'id="codebook-tabell"',
    ):
        assert printed in html
    assert "silent-" not in html
