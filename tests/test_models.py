"""What the models refuse and accept in a single value."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from delrapport import models
from delrapport.ingest import LAYOUT
from delrapport.models import Day, Isbn, Month, MunicipalityCode, Slug

ROOT = Path(__file__).parents[1]
PUBLISHED = re.findall(
    r"97[89]-[\d-]+\d", (ROOT / "data/raw/editions.yaml").read_text(encoding="utf-8")
)


def with_check_digit(twelve):
    """An ISBN in five groups with the check digit that makes the weighted sum a multiple of 10."""
    weighted = sum(int(sign) * weight for sign, weight in zip(twelve, (1, 3) * 6, strict=True))
    return f"{twelve[:3]}-{twelve[3:5]}-{twelve[5:9]}-{twelve[9:]}-{(10 - weighted) % 10}"


ISBNS = st.builds(
    lambda prefix, rest: with_check_digit(f"{prefix}{rest:09}"),
    st.sampled_from(["978", "979"]),
    st.integers(0, 10**9 - 1),
)


def accepts(kind, value):
    try:
        TypeAdapter(kind).validate_python(value, strict=True)
    except ValidationError:
        return False
    return True


# --- ISBN --------------------------------------------------------------------------------------


def test_the_editions_have_a_printed_and_a_pdf_isbn_each():
    assert len(PUBLISHED) == len(set(PUBLISHED)) == 6


@pytest.mark.parametrize("text", PUBLISHED)
def test_each_published_isbn_is_accepted_as_it_stands(text):
    assert models.isbn(text) == text


@given(ISBNS)
def test_an_isbn_with_its_check_digit_is_accepted(text):
    assert models.isbn(text) == text


@given(st.sampled_from(PUBLISHED) | ISBNS, st.integers(0, 12), st.integers(1, 9))
def test_an_isbn_with_any_single_digit_changed_is_refused(text, place, step):
    at = [index for index, sign in enumerate(text) if sign.isdigit()][place]
    changed = f"{text[:at]}{(int(text[at]) + step) % 10}{text[at + 1 :]}"
    with pytest.raises(ValueError, match=r"has check digit \d; its other digits give|is no ISBN"):
        models.isbn(changed)


@given(st.sampled_from(PUBLISHED) | ISBNS, st.integers(1, 9))
def test_a_wrong_check_digit_is_refused_with_the_right_one(text, step):
    wrong = (int(text[-1]) + step) % 10
    with pytest.raises(ValueError, match=f"check digit {wrong}; .* give {text[-1]}$"):
        models.isbn(f"{text[:-1]}{wrong}")


@pytest.mark.parametrize(
    "text",
    [
        "9789175631325",
        "978 91 7563 132 5",
        "978-91-7563-1325",
        "977-91-7563-132-5",
        "91-7563-132-5",
        "978-91-7563-132-X",
        "978-91-7563-132-5 ",
        "978-91-7563-132-5\n",
        "978-91-7563-13-5",
        "978-91-75630-132-5",
        "978-91-7563-132-٥",  # a five, but not of the digits that a catalogue searches by
        "",
    ],
)
def test_what_is_not_thirteen_digits_in_five_groups_is_no_isbn(text):
    with pytest.raises(ValueError, match=r"thirteen digits|has \d+ digits"):
        models.isbn(text)


# --- Other values ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Isbn, PUBLISHED[0]),
        (Day, "2014-04-01"),
        (Day, "2012-02-29"),
        (Month, "2013-12"),
        (Slug, "norra-bjorkvik"),
        (Slug, "2013-6"),
        (models.DottedSlug, "ankeby.budget-2013"),
        (MunicipalityCode, "0180"),
        (models.Text, "Å"),
        (models.Kronor, 0),
        (models.Kronor, 10**12),
        (models.Week, 53),
    ],
)
def test_right_values_are_accepted(kind, value):
    assert accepts(kind, value)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Day, "2014-02-30"),
        (Day, "2013-02-29"),
        (Day, "2014-13-01"),
        (Day, "2014-00-01"),
        (Day, "2014-3-26"),
        (Day, "20140326"),
        (Day, "26/3 2014"),
        (Day, "2014-03-26\n"),
        (Month, "2013-13"),
        (Month, "2013-00"),
        (Month, "2013-1"),
        (Month, "2013-12\n"),
        (Slug, "Ankeby"),
        (Slug, "åby"),
        (Slug, "anke by"),
        (Slug, "-ankeby"),
        (Slug, "ankeby-"),
        (Slug, "anke--by"),
        (Slug, "../ankeby"),
        (Slug, "ankeby\n"),
        (Slug, ""),
        (models.DottedSlug, "ankeby."),
        (models.DottedSlug, "ankeby..budget"),
        (MunicipalityCode, "180"),
        (MunicipalityCode, "01800"),
        (MunicipalityCode, "018O"),
        (MunicipalityCode, 1490),
        (models.Text, ""),
        (models.Text, " \n"),
        (models.Text, 5),
        (models.Kronor, -1),
        (models.Kronor, 10**12 + 1),
        (models.Kronor, True),
        (models.Kronor, 5.0),
        (models.Kronor, "5"),
        (models.Week, 0),
        (models.Week, 54),
        (models.Year, 14),
    ],
)
def test_wrong_values_are_refused_and_not_converted(kind, value):
    assert not accepts(kind, value)


@pytest.mark.parametrize("date", ["2014", "2014-03", "2014-03-31"])
def test_a_source_is_dated_by_year_month_or_day(date):
    assert source(date).date == date


@pytest.mark.parametrize(
    "date", ["14", "2014-3", "2014-13", "2014-02-30", "2014-03-31-01", "mars 2014"]
)
def test_a_date_that_no_calendar_has_dates_no_source(date):
    with pytest.raises(ValidationError):
        source(date)


def source(date):
    return models.Source(
        title="Ankebys årsbok", publisher="Ankeby", date=date, licence="CC0", status="synthetic"
    )


def test_every_kind_of_file_has_its_own_schema_name():
    names = [each.schema_name for each in LAYOUT.values()]
    assert len(set(names)) == len(names)
