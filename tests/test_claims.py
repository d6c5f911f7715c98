"""Comparisons between places: what each form says, and the laws that hold of all of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from conftest import evaluated
from hypothesis import given
from hypothesis import strategies as st

from delrapport import claims, ingest
from delrapport.claims import Coded, EmptyClaimError, Material, Place, Sentence
from delrapport.fact import Fact
from delrapport.models import Answer, Claim, Code, Codebook, Phrases, Quantifier, Theme
from delrapport.records import Records
from delrapport.swedish import COUNT_WORDS

MINI = Path(__file__).parent / "mini/data"

# In Swedish order; every material lists them backwards, so that no order is right by accident.
NAMES = ("Ankeby", "Björkvik", "Dalarp", "Åby", "Ärleby", "Öråker")
QUANTIFIERS = (
    Quantifier(word="de flesta", at_least=3, more_than="1/2"),
    Quantifier(word="flera", at_least=3),
    Quantifier(word="några", at_least=2),
)
PHRASES: dict[Answer, Phrases] = {
    "yes": Phrases(singular="är positiv", plural="är positiva", negated="säger nej"),
    "mixed": Phrases(singular="är kluven", plural="är kluvna"),
    "unclear": Phrases(singular="är otydlig", plural="är otydliga"),
}
KNOWN_SUBJECT = "där svaret är känt"


def place(name: str) -> Place:
    return Place(name, name, f"{name}s")


def material(
    segments: Sequence[Coded],
    names: Sequence[str] = NAMES,
    *,
    unit: str = "municipality",
    phrases: Mapping[Answer, Phrases] = PHRASES,
    quantifiers: Sequence[Quantifier] = QUANTIFIERS,
    districts: Mapping[str, tuple[str, Place]] | None = None,
) -> Material:
    """What was said of the code "positive" in municipalities of these names."""
    code = Code.model_validate(
        {"id": "positive", "definition": "x", "unit": unit, "answers": dict(phrases)}
    )
    themes = [
        Theme(id="empty", title="Tomt"),
        Theme(id="view", title="Synen", codes=[code]),
    ]
    return Material(
        Codebook(quantifiers=list(quantifiers), themes=themes),
        {name: place(name) for name in reversed(names)},
        districts or {},
        segments,
    )


def coded(municipality: str, answer: Answer, *districts: str, key: str = "k") -> Coded:
    return Coded("positive", municipality, districts, answer, key)


def told(answers: str) -> list[Coded]:
    """A segment for each place in turn: "yes no -", where a dash is silence."""
    words = zip(NAMES, answers.split(), strict=False)
    return [coded(name, answer) for name, answer in words if answer != "-"]  # type: ignore[arg-type]


def asked(form: str, answer: Answer | None = "yes") -> Claim:
    own = None if form == "exception" else answer
    return Claim.model_validate({"id": "x", "form": form, "code": "positive", "answer": own})


def sentence(form: str, answers: str, answer: Answer = "yes", **options: object) -> Sentence:
    """A claim of this form, of as many places as there are answers."""
    names = NAMES[: len(answers.split())]
    return claims.evaluate(asked(form, answer), material(told(answers), names, **options))  # type: ignore[arg-type]


# --- The forms -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "clause"),
    [
        ("no no no", "ingen kommun är positiv"),
        ("no no yes", "Dalarp är positiv"),
        ("yes no yes", "Ankeby och Dalarp är positiva"),
        ("yes yes yes no", "Ankeby, Björkvik och Dalarp är positiva"),
        ("yes yes yes", "alla kommuner är positiva"),
        ("yes yes", "båda kommunerna är positiva"),
        ("yes", "Ankeby är positiv"),
        ("no no -", f"ingen kommun {KNOWN_SUBJECT} är positiv"),
        ("no unclear", f"ingen kommun {KNOWN_SUBJECT} är positiv"),
        ("yes - unclear", "Ankeby är positiv"),
        ("yes yes yes -", "Ankeby, Björkvik och Dalarp är positiva"),
        ("yes mixed no", "Ankeby är positiv"),
        ("mixed mixed", "ingen kommun är positiv"),
    ],
)
def test_a_list_names_the_places_that_gave_the_answer(answers, clause):
    assert sentence("list", answers).clause == clause


@pytest.mark.parametrize(
    ("answers", "clause"),
    [
        ("no no no", "ingen kommun är positiv"),
        ("no yes no", "en av tre kommuner är positiv"),
        ("yes yes no", "två av tre kommuner är positiva"),
        ("yes yes yes yes yes no", "fem av sex kommuner är positiva"),
        ("yes yes yes", "alla kommuner är positiva"),
        ("yes yes", "båda kommunerna är positiva"),
        ("yes mixed no", "en av tre kommuner är positiv"),
        ("yes no -", f"en av de två kommuner {KNOWN_SUBJECT} är positiv"),
        ("yes yes no unclear", f"två av de tre kommuner {KNOWN_SUBJECT} är positiva"),
        ("yes yes yes -", f"alla tre kommuner {KNOWN_SUBJECT} är positiva"),
        ("yes - unclear", f"den enda kommun {KNOWN_SUBJECT} är positiv"),
        ("no no -", f"ingen kommun {KNOWN_SUBJECT} är positiv"),
    ],
)
def test_a_count_says_of_how_many_answers_it_is(answers, clause):
    assert sentence("count", answers).clause == clause


@pytest.mark.parametrize("form", ["count", "complement"])
def test_two_of_two_known_answers_are_both_and_not_all_two(form):
    # "Alla två kommuner" is no Swedish.
    assert sentence(form, "yes yes -").who == f"båda kommunerna {KNOWN_SUBJECT}"


@pytest.mark.parametrize(
    ("answers", "clause"),
    [
        ("no no no", "ingen kommun är positiv"),
        ("yes no no", "en av tre kommuner är positiv"),
        ("yes no", "en av två kommuner är positiv"),
        ("yes yes no no", "två av fyra kommuner är positiva"),
        ("no yes yes", "alla kommuner utom Ankeby är positiva"),
        ("yes yes mixed", "alla kommuner utom Dalarp är positiva"),
        ("yes yes yes no mixed", "alla kommuner utom Åby och Ärleby är positiva"),
        ("yes yes yes", "alla kommuner är positiva"),
        ("yes yes", "båda kommunerna är positiva"),
        ("yes yes no -", f"två av de tre kommuner {KNOWN_SUBJECT} är positiva"),
        ("yes yes no unclear", f"två av de tre kommuner {KNOWN_SUBJECT} är positiva"),
        ("yes yes yes -", f"alla tre kommuner {KNOWN_SUBJECT} är positiva"),
    ],
)
def test_a_complement_names_the_exceptions_when_every_answer_is_known(answers, clause):
    assert sentence("complement", answers).clause == clause


@pytest.mark.parametrize(
    ("answers", "clause"),
    [
        ("no no no no", "ingen kommun är positiv"),
        ("yes no no no no no", "Ankeby är positiv"),
        ("yes yes no no no no", "några kommuner är positiva"),
        ("yes yes yes no no no", "flera kommuner är positiva"),
        ("yes yes yes yes no no", "de flesta kommunerna är positiva"),
        ("yes yes yes no no", "de flesta kommunerna är positiva"),
        ("yes yes yes yes yes yes", "alla kommuner är positiva"),
        ("yes yes", "båda kommunerna är positiva"),
        # The part is one of all places, whether their answers are known or not.
        ("yes yes yes - - -", "flera kommuner är positiva"),
        ("yes yes yes yes yes -", "de flesta kommunerna är positiva"),
        ("yes yes -", "några kommuner är positiva"),
        ("yes - -", "Ankeby är positiv"),
        ("yes yes mixed unclear -", "några kommuner är positiva"),
        ("no - -", f"ingen kommun {KNOWN_SUBJECT} är positiv"),
    ],
)
def test_a_quantifier_is_the_first_word_whose_threshold_is_met(answers, clause):
    assert sentence("quantifier", answers).clause == clause


@pytest.mark.parametrize(
    ("answers", "who"),
    [
        ("yes yes yes yes no no", "fyra av sex kommuner"),
        ("yes yes yes yes yes no", "många kommuner"),
        ("yes yes yes yes - -", f"alla fyra kommuner {KNOWN_SUBJECT}"),
        ("yes yes yes", "alla kommuner"),
    ],
)
def test_a_part_must_be_exceeded_and_where_no_word_fits_places_are_counted(answers, who):
    word = Quantifier(word="många", at_least=2, more_than="2/3")
    assert sentence("quantifier", answers, quantifiers=[word]).who == who


@pytest.mark.parametrize(
    ("places", "clause"),
    [
        ((), "i alla kommuner intervjuades minst en rektor"),
        (("Åby",), "i Åby intervjuades ingen rektor"),
        (("Åby", "Ankeby"), "i Ankeby och Åby intervjuades ingen rektor"),
        (("Öråker", "Ärleby", "Åby"), "i Åby, Ärleby och Öråker intervjuades ingen rektor"),
    ],
)
def test_a_gap_names_where_nobody_was_interviewed(places, clause):
    found = claims.gap({name: place(name) for name in places}, "rektor", ["a"])
    assert (found.clause, found.places, found.inputs) == (clause, places, ("a",))


@pytest.mark.parametrize(
    ("rank", "holders", "clause"),
    [
        (1, ("Åby",), "störst del fick Åby"),
        (2, ("Åby",), "näst störst del fick Åby"),
        (3, ("Åby",), "tredje störst del fick Åby"),
        (14, ("Åby",), "14:e störst del fick Åby"),
        ("last", ("Åby",), "minst del fick Åby"),
        (1, ("Åby", "Ankeby"), "de största delarna, lika stora, fick Ankeby och Åby"),
        (
            "last",
            ("Åby", "Öråker", "Dalarp"),
            "de minsta delarna, lika stora, fick Dalarp, Åby och Öråker",
        ),
    ],
)
def test_an_extreme_names_everyone_who_holds_the_place(rank, holders, clause):
    named = {name: place(name) for name in holders}
    found = claims.extreme(rank, named, "municipality", ["a"])
    assert (found.clause, found.places, found.inputs) == (clause, holders, ("a",))


# --- The forms that need more than codes, on the mini programme ------------------------------


@pytest.fixture(scope="module")
def records() -> Records:
    return ingest.ingest_records(MINI)


def with_claim(records: Records, **claim: object) -> Fact:
    """The fact of one more claim of the mini programme."""
    (file,) = records.claims
    more = file.model_copy(update={"claims": [Claim.model_validate({"id": "x", **claim})]})
    whole = records.model_copy(update={"claims": [more]})
    return evaluated(whole)["claim.x"]


@pytest.mark.parametrize(
    ("level", "rank", "text"),
    [
        ("municipality", 1, "de största delarna, lika stora, fick Ankeby och Björkvik"),
        ("municipality", 3, "tredje störst del fick Åby"),
        ("municipality", "last", "minst del fick Åby"),
        ("district", 1, "störst del fick Sågen"),
        ("district", 2, "näst störst del fick Ankeborg"),
        ("district", "last", "minst del fick Mården"),
    ],
)
def test_an_extreme_follows_the_amounts(records, level, rank, text):
    assert with_claim(records, form="extreme", level=level, place=rank).text == text


@pytest.mark.parametrize("rank", [2, 4])
def test_a_place_that_nobody_holds_is_an_empty_claim(records, rank):
    # Two municipalities share the first place of three.
    with pytest.raises(EmptyClaimError, match=f"claim 'x': nobody stands on place {rank}"):
        with_claim(records, form="extreme", level="municipality", place=rank)


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ({"group": "staff"}, "i Åby intervjuades ingen tjänsteman"),
        ({"group": "politicians"}, "i Björkvik intervjuades ingen politiker"),
        (
            {"group": "politicians", "side": "opposition"},
            "i Björkvik och Åby intervjuades ingen politiker från oppositionen",
        ),
        (
            {"group": "politicians", "side": "majority"},
            "i Björkvik intervjuades ingen politiker från majoriteten",
        ),
    ],
)
def test_a_gap_follows_the_lists_of_interviewees(records, claim, text):
    assert with_claim(records, form="gap", **claim).text == text


# --- Agreement, genitive, order --------------------------------------------------------------

OWN_NO: dict[Answer, Phrases] = {
    "yes": Phrases(singular="är positiv", plural="är positiva"),
    "no": Phrases(singular="är kritisk", plural="är kritiska"),
}


@pytest.mark.parametrize(
    ("answers", "answer", "clause"),
    [
        ("no yes yes", "no", "Ankeby säger nej"),
        ("no no yes", "no", "Ankeby och Björkvik säger nej"),
        ("mixed no yes", "mixed", "Ankeby är kluven"),
        ("mixed mixed yes", "mixed", "Ankeby och Björkvik är kluvna"),
        ("unclear - yes", "unclear", "Ankeby är otydlig"),
        ("unclear unclear - yes", "unclear", "Ankeby och Björkvik är otydliga"),
    ],
)
def test_every_answer_has_a_predicate_that_agrees(answers, answer, clause):
    assert sentence("list", answers, answer).clause == clause


@pytest.mark.parametrize(
    ("answers", "clause"),
    [("no yes", "Ankeby är kritisk"), ("no no yes", "Ankeby och Björkvik är kritiska")],
)
def test_phrases_for_no_come_before_the_negation_of_yes(answers, clause):
    assert sentence("list", answers, "no", phrases=OWN_NO).clause == clause


@pytest.mark.parametrize(
    ("form", "answers", "whose"),
    [
        ("list", "yes no no", "Ankebys"),
        ("list", "yes no yes", "Ankebys och Dalarps"),
        ("list", "no no", "ingen kommuns"),
        ("list", "yes yes yes", "alla kommuners"),
        ("list", "yes yes", "båda kommunernas"),
        ("quantifier", "yes yes no no no", "några kommuners"),
        ("quantifier", "yes yes yes yes no", "de flesta kommunernas"),
    ],
)
def test_a_subject_has_a_genitive(form, answers, whose):
    assert sentence(form, answers).whose == whose


def test_genitives_stand_in_the_data_and_are_not_made():
    places = {"nas": Place("nas", "Ånäs", "Ånäs"), "by": Place("by", "Åby", "Åbys")}
    assert claims.extreme(1, places, "municipality", []).whose == "Åbys och Ånäs"


def test_names_stand_in_swedish_order_with_a_ring_first_and_o_dots_last():
    answers = "no yes yes yes yes yes"
    assert sentence("list", answers).who == "Björkvik, Dalarp, Åby, Ärleby och Öråker"


# --- Segments that disagree ------------------------------------------------------------------

DISTRICTS = {
    "norr": ("Ankeby", Place("norr", "Norrdal", "Norrdals")),
    "soder": ("Ankeby", Place("soder", "Söderäng", "Söderängs")),
    "oster": ("Ankeby", Place("oster", "Ösdal", "Ösdals")),
    "vass": ("Björkvik", Place("vass", "Vassnäs", "Vassnäs")),
}
TWO = NAMES[:2]


def of_districts(segments: Sequence[Coded], unit: str = "municipality") -> Material:
    return material(segments, TWO, unit=unit, districts=DISTRICTS)


DISAGREEING = [coded("Ankeby", "no"), coded("Ankeby", "yes", "norr"), coded("Björkvik", "yes")]


def test_a_municipality_whose_segments_disagree_is_mixed():
    found = of_districts(DISAGREEING)
    assert found.answers(found.code("positive")) == {"Ankeby": "mixed", "Björkvik": "yes"}


@pytest.mark.parametrize(
    ("answer", "who"), [("yes", "Björkvik"), ("no", "ingen kommun"), ("mixed", "Ankeby")]
)
def test_a_mixed_municipality_is_in_no_list_of_yes_or_no(answer, who):
    assert claims.evaluate(asked("list", answer), of_districts(DISAGREEING)).who == who


def test_an_exception_shows_the_district_that_differs():
    found = claims.evaluate(asked("exception"), of_districts(DISAGREEING))
    assert found.clause == "Norrdal i Ankeby är positiv"
    assert found.places == ("norr",)


def test_exceptions_in_several_districts_stand_in_order_and_in_the_plural():
    segments = [
        *(coded("Ankeby", "yes", "oster"), coded("Ankeby", "yes", "norr"), coded("Ankeby", "no")),
        *(coded("Björkvik", "no"), coded("Björkvik", "yes", "vass")),
    ]
    found = claims.evaluate(asked("exception"), of_districts(segments))
    assert found.clause == "Norrdal i Ankeby, Vassnäs i Björkvik och Ösdal i Ankeby är positiva"
    assert set(found.places) == {"norr", "oster", "vass"}


def test_an_exception_may_be_a_no():
    segments = [coded("Ankeby", "yes"), coded("Ankeby", "no", "norr", "soder")]
    found = claims.evaluate(asked("exception"), of_districts(segments))
    assert found.clause == "Norrdal i Ankeby och Söderäng i Ankeby säger nej"


def test_an_exception_takes_the_districts_genitive_from_the_data():
    segments = [coded("Björkvik", "no"), coded("Björkvik", "yes", "vass")]
    found = claims.evaluate(asked("exception"), of_districts(segments))
    assert "Vassnäss" not in found.whose


@pytest.mark.parametrize(
    ("segments", "wrong"),
    [
        ([coded("Ankeby", "yes")], "no district differs"),
        ([coded("Ankeby", "yes"), coded("Ankeby", "yes", "norr")], "no district differs"),
        ([coded("Ankeby", "yes", "norr")], "no district differs"),
        ([], "no district differs"),
        # What was not raised of a whole is no answer to differ from, and no answer that differs.
        ([coded("Ankeby", "not raised"), coded("Ankeby", "yes", "norr")], "no district differs"),
        ([coded("Ankeby", "yes"), coded("Ankeby", "not raised", "norr")], "no district differs"),
        (
            [
                *(coded("Ankeby", "no"), coded("Ankeby", "yes", "norr")),
                *(coded("Björkvik", "yes"), coded("Björkvik", "no", "vass")),
            ],
            "differ in several ways",
        ),
    ],
)
def test_an_exception_that_there_is_not_is_empty(segments, wrong):
    with pytest.raises(EmptyClaimError, match=wrong):
        claims.evaluate(asked("exception"), of_districts(segments))


def test_a_district_that_is_itself_mixed_is_no_exception_of_one_answer():
    segments = [
        *(coded("Ankeby", "no"), coded("Ankeby", "yes", "norr"), coded("Ankeby", "no", "norr")),
        *(coded("Björkvik", "no"), coded("Björkvik", "yes", "vass")),
    ]
    try:
        named = claims.evaluate(asked("exception"), of_districts(segments)).places
    except EmptyClaimError:
        return
    assert "norr" not in named


# --- Districts -------------------------------------------------------------------------------


def test_a_segment_on_a_whole_speaks_for_the_districts_without_one_of_their_own():
    segments = [coded("Ankeby", "no"), coded("Ankeby", "yes", "norr"), coded("Björkvik", "yes")]
    found = of_districts(segments, "district")
    assert found.answers(found.code("positive")) == {
        "norr": "yes",
        "soder": "no",
        "oster": "no",
        "vass": "yes",
    }


@pytest.mark.parametrize(
    ("form", "segments", "who"),
    [
        ("list", [coded("Ankeby", "yes", "oster", "norr")], "Norrdal och Ösdal"),
        ("count", [coded("Ankeby", "yes"), coded("Björkvik", "no")], "tre av fyra stadsdelar"),
        (
            "complement",
            [coded("Ankeby", "yes"), coded("Ankeby", "no", "soder"), coded("Björkvik", "yes")],
            "alla stadsdelar utom Söderäng",
        ),
        ("complement", [coded("Ankeby", "yes"), coded("Björkvik", "yes")], "alla stadsdelar"),
        ("quantifier", [coded("Ankeby", "yes")], "de flesta stadsdelarna"),
        ("list", [coded("Ankeby", "no")], f"ingen stadsdel {KNOWN_SUBJECT}"),
    ],
)
def test_a_code_of_districts_counts_and_names_districts(form, segments, who):
    assert claims.evaluate(asked(form), of_districts(segments, "district")).who == who


# --- Nothing known, and what a claim was computed from ----------------------------------------


@pytest.mark.parametrize("form", ["list", "count", "complement", "quantifier"])
@pytest.mark.parametrize("answers", ["- - -", "unclear -", "unclear unclear"])
def test_a_claim_that_nobody_answered_is_empty(form, answers):
    with pytest.raises(EmptyClaimError, match="no answer to the code 'positive' is known"):
        sentence(form, answers)


def test_segments_that_say_not_raised_are_no_answers():
    with pytest.raises(EmptyClaimError):
        claims.evaluate(asked("list"), material([coded("Ankeby", "not raised")]))


def test_a_claim_rests_on_the_segments_of_its_code_and_on_no_other():
    segments = [
        coded("Ankeby", "yes", key="a"),
        Coded("other", "Ankeby", (), "no", "b"),
        coded("Björkvik", "no", key="c"),
    ]
    found = claims.evaluate(asked("list"), material(segments))
    assert (found.who, found.inputs) == ("Ankeby", ("a", "c"))


# --- More places than a sentence can name ------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "yes", "no", "who", "whose"),
    [
        ("list", 20, 30, "M01, M02,", "M01s, M02s,"),
        ("list", 21, 30, "21 av 51 kommuner", "21 kommuners"),
        ("complement", 30, 20, "alla kommuner utom M31,", None),
        ("complement", 30, 21, "30 av 51 kommuner", None),
        ("list", 51, 0, "alla kommuner", "alla kommuners"),
    ],
)
def test_too_many_names_are_a_number(form, yes, no, who, whose):
    names = [f"M{number:02}" for number in range(1, yes + no + 1)]
    said = [coded(name, "yes" if place < yes else "no") for place, name in enumerate(names)]
    found = claims.evaluate(asked(form), material(said, names))
    assert found.who.startswith(who)
    assert whose is None or found.whose.startswith(whose)
    assert set(found.places) == set(names[:yes])


def test_of_too_many_names_with_unknown_answers_it_is_said_how_many_are_known():
    names = [f"M{number:02}" for number in range(50)]
    found = claims.evaluate(
        asked("list"),
        material([coded(name, "yes") for name in names[:30]] + [coded("M40", "no")], names),
    )
    assert found.who == f"30 av de 31 kommuner {KNOWN_SUBJECT}"


def test_exceptions_are_named_however_many_for_a_number_would_say_something_else():
    many = {f"d{number:02}": ("Ankeby", place(f"D{number:02}")) for number in range(30)}
    said = [coded("Ankeby", "yes"), *(coded("Ankeby", "no", district) for district in many)]
    found = claims.evaluate(asked("exception"), material(said, districts=many))
    assert found.who.startswith("D00 i Ankeby, D01 i Ankeby,")
    assert found.who.endswith(" och D29 i Ankeby")


def test_who_holds_for_many_districts_where_some_can_t_be_told():
    places = {name: place(name) for name in map(str, range(60))}
    chosen = dict([*places.items()][:30])
    assert claims.holding(chosen, {"a": place("A")}, 5, "district") == (
        "30 av de 31 stadsdelar där det går att avgöra", True
    )  # fmt: skip
    assert claims.holding({}, places, 5, "district") == (
        "ingen stadsdel där det går att avgöra", False
    )  # fmt: skip


# --- Laws ------------------------------------------------------------------------------------

ANSWERS: tuple[Answer, ...] = ("yes", "no", "mixed", "unclear", "not raised")
FORMS = st.sampled_from(["list", "count", "complement", "quantifier"])
ASKED = st.sampled_from(["yes", "no", "mixed", "unclear"])
SAID = st.lists(st.lists(st.sampled_from(ANSWERS), max_size=2), min_size=1, max_size=len(NAMES))


def together(answers: Sequence[str]) -> str:
    """One place's answer, said anew and not by the code under test."""
    said = {answer for answer in answers if answer != "not raised"}
    return "-" if not said else "mixed" if len(said) > 1 else said.pop()


def outcome(claim: Claim, found: Material) -> tuple[object, ...]:
    """What a reader sees of a claim, or that it is empty; in no order of the segments."""
    try:
        made = claims.evaluate(claim, found)
    except EmptyClaimError:
        return ("empty",)
    return (made.who, made.whose, made.clause, frozenset(made.places), frozenset(made.inputs))


def reader_s(said: tuple[object, ...]) -> tuple[object, ...]:
    """An outcome but for its inputs."""
    return said[:4]


@given(SAID, FORMS, ASKED)
def test_a_claim_names_and_counts_the_places_with_the_answer_and_no_other(said, form, answer):
    names = NAMES[: len(said)]
    truth = dict(zip(names, map(together, said), strict=True))
    segments = [coded(n, a) for n, each in zip(names, said, strict=True) for a in each]
    chosen = {name for name, each in truth.items() if each == answer}
    known = {name for name, each in truth.items() if each in ("yes", "no", "mixed", answer)}
    try:
        made = claims.evaluate(asked(form, answer), material(segments, names))
    except EmptyClaimError:
        assert not known
        return
    assert set(made.places) == chosen
    subject, _, exceptions = made.who.partition(" utom ")
    assert {name for name in names if name in subject} in (set(), chosen)
    assert {name for name in names if name in exceptions} in (set(), set(names) - chosen)
    if exceptions or subject in ("alla kommuner", "båda kommunerna"):
        assert known == set(names)
        assert bool(exceptions) == (chosen != known)
    if counted := re.match(r"(\w+) av (?:de )?(\w+) kommuner", subject):
        assert [COUNT_WORDS.index(word) for word in counted.groups()] == [len(chosen), len(known)]
    if not chosen:
        assert subject.startswith("ingen kommun")
    assert (KNOWN_SUBJECT in subject) <= (known != set(names))


def segment_of(answers: Sequence[Answer]) -> st.SearchStrategy[Coded]:
    """A segment on one of two municipalities, as a whole or on some of its districts."""
    own = {name: [id_ for id_, (m, _) in DISTRICTS.items() if m == name] for name in TWO}
    return st.sampled_from(TWO).flatmap(
        lambda name: st.builds(
            lambda answer, districts: coded(name, answer, *sorted(districts)),
            st.sampled_from(answers),
            st.sets(st.sampled_from(own[name]), max_size=2),
        )
    )


SEGMENTS = st.lists(segment_of(["yes", "no"]), max_size=5)
UNITS = st.sampled_from(["municipality", "district"])


@given(st.permutations(range(5)), SEGMENTS, UNITS, FORMS, ASKED)
def test_the_order_of_the_segments_does_not_matter(order, segments, unit, form, answer):
    turned = [segments[place] for place in order if place < len(segments)]
    first, second = of_districts(segments, unit), of_districts(turned, unit)
    assert outcome(asked(form, answer), first) == outcome(asked(form, answer), second)


@given(st.permutations(range(5)), SEGMENTS)
def test_the_order_of_the_segments_does_not_matter_to_an_exception(order, segments):
    turned = [segments[place] for place in order if place < len(segments)]
    first, second = of_districts(segments), of_districts(turned)
    assert outcome(asked("exception"), first) == outcome(asked("exception"), second)


@given(SEGMENTS, segment_of(["not raised"]), UNITS, FORMS, ASKED)
def test_a_segment_that_says_not_raised_changes_nothing(segments, silent, unit, form, answer):
    claim = asked(form, answer)
    before = outcome(claim, of_districts(segments, unit))
    after = outcome(claim, of_districts([*segments, silent], unit))
    assert reader_s(after) == reader_s(before)


@given(SEGMENTS, segment_of(["not raised"]))
def test_a_segment_that_says_not_raised_makes_no_exception(segments, silent):
    before = outcome(asked("exception"), of_districts(segments))
    after = outcome(asked("exception"), of_districts([*segments, silent]))
    assert reader_s(after) == reader_s(before)


@given(SEGMENTS, UNITS, FORMS)
def test_saying_the_same_twice_changes_nothing(segments, unit, form):
    once, twice = of_districts(segments, unit), of_districts(segments * 2, unit)
    assert outcome(asked(form), twice) == outcome(asked(form), once)
