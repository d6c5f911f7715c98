"""Swedish writing: numbers, dates, lists and the order of names."""

from __future__ import annotations

import random
import unicodedata
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from delrapport import rawyaml, swedish

ROOT = Path(__file__).parents[1]

NBSP = "\u00a0"
MINUS = "\u2212"


# --- Numbers ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "places", "written"),
    [
        ("0.005", 2, "0,01"),
        ("-0.005", 2, "\u22120,01"),
        ("-0.004", 2, "0,00"),
        ("12345.675", 2, "12\u00a0345,68"),
        ("1/3", 4, "0,3333"),
        ("99000000.5", 0, "99\u00a0000\u00a0001"),
    ],
)
def test_decimals_are_rounded_half_away_from_zero(number, places, written):
    assert swedish.decimal(Fraction(number), places) == written


@given(st.fractions(-(10**12), 10**12), st.integers(0, 6))
def test_a_written_decimal_is_never_more_than_half_a_place_off(number, places):
    text = swedish.decimal(number, places)
    read = Fraction(text.replace(NBSP, "").replace(MINUS, "-").replace(",", "."))
    assert abs(read - number) <= Fraction(1, 2 * 10**places)


@pytest.mark.parametrize(
    ("number", "written"),
    [("2", "2"), ("1/2", "0,5"), ("0.125", "0,125"), ("1/3", "1/3"), ("1000", "1\u00a0000")],
)
def test_a_parameter_is_written_as_it_would_be_typed(number, written):
    assert swedish.plain(Fraction(number)) == written


@pytest.mark.parametrize(
    ("text", "written"),
    [("93\u00a0000", "+93\u00a0000"), ("\u221293", "\u221293"), ("0", "0"), ("0,00", "0,00")],
)
def test_a_difference_has_its_sign_but_nothing_has_none(text, written):
    assert swedish.signed(text) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (999, "999"),
        (1000, "1\u00a0000"),
        (26209000, "26\u00a0209\u00a0000"),
        (-5, "\u22125"),
        (-1234567, "\u22121\u00a0234\u00a0567"),
    ],
)
def test_a_number_is_grouped_by_no_break_spaces_and_has_a_real_minus(value, written):
    assert swedish.number(value) == written


@given(st.integers(-(10**15), 10**15))
def test_every_number_is_grouped_in_threes(value):
    assert swedish.number(value) == f"{value:,}".replace(",", NBSP).replace("-", MINUS)


@pytest.mark.parametrize(
    ("value", "written"),
    [(0, "0 kronor"), (1, "1 krona"), (2, "2 kronor"), (-1, f"{MINUS}1 krona")],
)
def test_one_krona_is_singular_and_its_unit_never_leaves_it(value, written):
    assert swedish.kronor(value) == written.replace(" ", NBSP)


@pytest.mark.parametrize(("value", "unit"), [(1, "miljon"), (6, "miljoner"), (1000, "miljoner")])
def test_millions_keep_their_number_and_agree_with_it(value, unit):
    assert swedish.million_kronor(value) == f"{swedish.number(value)}{NBSP}{unit} kronor"


@pytest.mark.parametrize(
    ("share", "written"),
    [
        (Fraction(26209, 99000), "26,5"),
        (Fraction(1), "100,0"),
        (Fraction(0), "0,0"),
        # Halves: to even they would become 0,0 and 0,2 and 12,4.
        (Fraction(5, 10000), "0,1"),
        (Fraction(25, 10000), "0,3"),
        (Fraction(1245, 10000), "12,5"),
        (Fraction(-25, 10000), "\u22120,3"),
        (Fraction(12345), "1\u00a0234\u00a0500,0"),
    ],
)
def test_a_percentage_has_one_decimal_with_a_comma_and_halves_go_from_zero(share, written):
    assert swedish.percentage(share) == written
    assert swedish.percent(share) == f"{written}{NBSP}procent"


def _tenths(share: Fraction) -> int:
    """Tenths of a percent, halves away from zero, in whole numbers alone."""
    whole = abs(share) * 1000
    rounded = (2 * whole.numerator + whole.denominator) // (2 * whole.denominator)
    return rounded if share > 0 else -rounded


# As large as an amount may be (`models.Kronor`), and so the denominators of their shares.
shares = st.fractions(-2, 2, max_denominator=10**12)
halves = st.integers(-2000, 2000).map(lambda tenths: Fraction(2 * tenths + 1, 2000))


@given(shares | halves)
def test_a_share_is_rounded_as_exact_fractions_round_it(share):
    expected = _tenths(share)
    assume(expected)  # nil has a test of its own
    written = swedish.percentage(share).replace(MINUS, "-").replace(",", ".").replace(NBSP, "")
    assert Decimal(written) * 10 == expected


def test_a_share_that_rounds_to_nil_has_no_minus():
    assert swedish.percentage(Fraction(-1, 3000)) == "0,0"


def test_counts_are_words_up_to_twelve():
    words = "noll, en, två, tre, fyra, fem, sex, sju, åtta, nio, tio, elva, tolv"
    assert ", ".join(swedish.count(value) for value in range(13)) == words


@pytest.mark.parametrize(
    ("value", "written"), [(13, "13"), (100, "100"), (1000, f"1{NBSP}000"), (-1, f"{MINUS}1")]
)
def test_counts_that_have_no_word_are_figures(value, written):
    assert swedish.count(value) == written


# --- Dates -----------------------------------------------------------------------------------

MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni",
    "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip


@pytest.mark.parametrize(("number", "name"), list(enumerate(MONTHS, start=1)))
def test_months_and_days_carry_the_months_swedish_name(number, name):
    assert swedish.month(f"2013-{number:02}") == f"{name}{NBSP}2013"
    assert swedish.day(f"2013-{number:02}-09") == f"9{NBSP}{name} 2013"


@pytest.mark.parametrize("text", ["2013-13", "2013", "december 2013", ""])
def test_what_is_no_month_is_a_value_error(text):
    with pytest.raises(ValueError, match=r".+"):
        swedish.month(text)


@pytest.mark.parametrize("text", ["2013-02-29", "2013-12", "1 april 2014", ""])
def test_what_is_no_day_is_a_value_error(text):
    with pytest.raises(ValueError, match=r".+"):
        swedish.day(text)


def test_weeks_are_a_span_with_an_en_dash_or_a_single_week():
    assert swedish.weeks(2, 6) == f"vecka{NBSP}2–6"
    assert swedish.weeks(2, 2) == f"vecka{NBSP}2"


# --- Texts -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "written"),
    [
        ([], ""),
        (["Ankeby"], "Ankeby"),
        (["Ankeby", "Åby"], "Ankeby och Åby"),
        (["Ankeby", "Björkvik", "Åby"], "Ankeby, Björkvik och Åby"),
        (["Ankeby", "Björkvik", "Sjövik", "Åby"], "Ankeby, Björkvik, Sjövik och Åby"),
    ],
)
def test_a_listing_has_commas_but_none_before_the_last_name(names, written):
    assert swedish.listing(names) == written


@pytest.mark.parametrize(
    ("number", "unit", "written"),
    [
        (0, "municipality", ""),
        (2, "district", "Ö0 och Ö1"),
        (20, "municipality", None),
        (21, "municipality", "21 kommuner"),
        (1200, "district", "1\u00a0200 stadsdelar"),
    ],
)
def test_of_more_places_than_can_be_named_the_number_is_written(number, unit, written):
    found = swedish.named([f"Ö{each}" for each in range(number)], unit)
    assert found == written or (written is None and found.count("Ö") == number)


@pytest.mark.parametrize(
    ("text", "capital", "small"),
    [
        ("", "", ""),
        ("öster om Åby", "Öster om Åby", "öster om Åby"),
        ("Älvens Strand", "Älvens Strand", "älvens Strand"),
        ("7–9-skolan", "7–9-skolan", "7–9-skolan"),
    ],
)
def test_only_the_first_letter_changes_its_case(text, capital, small):
    assert swedish.capitalised(text) == capital
    assert swedish.lower_first(text) == small


def test_a_title_parts_neither_a_dash_from_what_precedes_nor_a_number_from_its_word():
    title = swedish.title("Uppföljning av medlen – delrapport 1")
    assert title == f"Uppföljning av medlen{NBSP}– delrapport{NBSP}1"


@given(st.text("ab –1 \u00a0"))
def test_a_title_is_changed_in_nothing_but_its_spaces(text):
    assert swedish.title(text).replace(NBSP, " ") == text.replace(NBSP, " ")


# --- Order -----------------------------------------------------------------------------------

# By hand, in the order in which official statistics list municipalities.
IN_ORDER = (
    "Ale", "Alingsås", "Borlänge", "Borås", "Falun", "Färgelanda", "Gävle", "Göteborg", "Götene",
    "Kristianstad", "Kristinehamn", "Landskrona", "Laxå", "Lilla Edet", "Lindesberg", "Malmö",
    "Malå", "Mariestad", "Stockholm", "Storuman", "Södertälje", "Söderåsen", "Tranås",
    "Trollhättan", "Upplands-Bro", "Upplands Väsby", "Uppsala", "Vaxholm", "Vetlanda", "Västerås",
    "Växjö", "Ystad", "Åmål", "Årjäng", "Älmhult", "Ängelholm", "Öckerö", "Örebro", "Östersund",
    "Österåker", "Östhammar", "Östra Göinge",
)  # fmt: skip


def _sorted(names):
    return sorted(names, key=swedish.collation_key)


def _shuffled(names, seed=1):
    mixed = list(names)
    random.Random(seed).shuffle(mixed)
    return mixed


def test_names_stand_in_the_order_of_a_hand_written_list():
    assert _sorted(_shuffled(IN_ORDER)) == list(IN_ORDER)


def test_the_programmes_municipalities_are_listed_in_swedish_order():
    document, _ = rawyaml.read(ROOT / "data/raw/programme.yaml", "programme.yaml")
    names = [each["name"] for each in document.content["programme"]["municipalities"]]
    assert _sorted(_shuffled(names)) == names
    assert names == [
        "Borås", "Göteborg", "Kristianstad", "Landskrona", "Malmö",
        "Stockholm", "Södertälje", "Trollhättan", "Växjö",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "names",
    [
        ["Zetaby", "Åby", "Äby", "Öby"],
        ["Andberg", "Andeby", "Andéby", "Andfors"],
        ["Mylla", "Müllaby", "Myllås"],
        ["ankeby", "Björkvik", "Ösarp", "östby"],
        ["Norra Ed", "Norrafors", "Norra-Åby"],
    ],
    ids=["å ä ö last", "é as e", "ü as y", "case", "spaces and hyphens"],
)
def test_letters_sort_as_swedish_readers_expect(names):
    for seed in range(5):
        assert _sorted(_shuffled(names, seed)) == names


swedish_names = st.text("aAåÅäÄöÖéüzZ -") | st.text()


@given(st.lists(swedish_names, unique=True, min_size=2), st.randoms(use_true_random=False))
def test_order_is_total_so_that_it_does_not_depend_on_what_came_first(names, chance):
    mixed = list(names)
    chance.shuffle(mixed)
    assert _sorted(mixed) == _sorted(names)


@pytest.mark.parametrize("name", ["Åby", "Älvby", "Ösarp", "Andéby"])
def test_a_letter_typed_with_a_combining_sign_sorts_as_the_letter(name):
    # Text copied out of a PDF often comes this way, and looks no different in an editor.
    apart = unicodedata.normalize("NFD", name)
    assert swedish.collation_key(apart)[0] == swedish.collation_key(name)[0]
