"""Units that the data declare, and counties: how levels and changes in them are written."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from conftest import Build, evaluated
from hypothesis import given, settings
from hypothesis import strategies as st

from delrapport import ingest, validate
from delrapport.models import County
from delrapport.problems import RawDataError
from delrapport.records import Records
from delrapport.statistics import DistrictSeries, Observation, Unit

ROOT = Path(__file__).parents[1]
KRONOR = Unit(
    name="kronor per invånare",
    one="krona per invånare",
    change="kronor per invånare",
    per=1,
    decimals=0,
    noun="kostnaden",
    counts_part=False,
)
THOUSAND = Unit(
    name="per tusen invånare",
    change="per tusen invånare",
    per=1000,
    decimals=1,
    noun="antalet",
    counts_part=False,
)


@cache
def mini() -> Records:
    return ingest.ingest_records(ROOT / "tests/mini/data")


def told(unit: Unit, *values: tuple[int, int] | None) -> dict[str, tuple[str, str]]:
    """Facts of an indicator with these counts and bases in one district, in text and in a table."""
    years = enumerate(values, 2018)
    series = DistrictSeries(
        district="ankeborg",
        values=[
            Observation(year=year, count=value[0], base=value[1])
            if value
            else Observation(year=year, missing="not available")
            for year, value in years
        ],
    )
    file = mini().indicators[1]
    changed = file.indicator.model_copy(
        update={"unit": unit, "districts": [series], "municipalities": [], "country": []}
    )
    indicators = [mini().indicators[0], file.model_copy(update={"indicator": changed})]
    records = mini().model_copy(update={"indicators": indicators, "lines": {}})
    return {
        id_: tuple(text.replace("\N{NO-BREAK SPACE}", " ") for text in (fact.text, fact.cell))
        for id_, fact in evaluated(records).items()
        if ".lasning" in id_
    }


LEVEL, CHANGE = "level.lasning.district.ankeborg", "change.lasning.district.ankeborg.2018-2019"


@pytest.mark.parametrize(
    ("unit", "first", "last", "level", "change"),
    [
        (KRONOR, (30_000, 10), (37_037, 3), ("12 346 kronor per invånare", "12 346"),
         ("+9 346 kronor per invånare", "+9 346")),
        (KRONOR, (5, 1), (4, 1), ("4 kronor per invånare", "4"),
         ("−1 krona per invånare", "−1")),
        (KRONOR, (1, 1), (1, 1), ("1 krona per invånare", "1"), ("0 kronor per invånare", "–")),
        (KRONOR, (0, 9), (2, 9), ("0 kronor per invånare", "0"), ("0 kronor per invånare", "0")),
        (THOUSAND, (20, 1000), (123, 10_000), ("12,3 per tusen invånare", "12,3"),
         ("−7,7 per tusen invånare", "−7,7")),
    ],
)  # fmt: skip
def test_levels_and_changes_are_written_in_their_unit(unit, first, last, level, change):
    found = told(unit, first, last)
    assert (found[f"{LEVEL}.2019"], found[CHANGE]) == (level, change)


def test_nil_and_a_missing_value_have_their_signs_in_any_unit():
    found = told(THOUSAND, (0, 10_000), None)
    assert found[f"{LEVEL}.2018"] == ("0,0 per tusen invånare", "–")
    assert found[f"{LEVEL}.2019"] == ("uppgift saknas", "..")


def test_heads_of_tables_name_the_unit_and_that_of_a_change():
    assert told(KRONOR, (1, 1))["unit.lasning"][0] == "kronor per invånare"
    percent = evaluated(mini())
    assert percent["unit.lasning"].text == "procent"
    assert percent["unit.lasning.change"].text == "procentenheter"


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(1, 10**4))
def test_what_is_said_to_rise_is_the_difference_of_the_exact_levels(first, last, base):
    found = told(KRONOR, (first, base), (last, base))
    signs = {1: "+", -1: "\N{MINUS SIGN}", 0: ""}
    text = found[CHANGE][1]
    rounded_to_zero = abs(last - first) * 2 < base
    if rounded_to_zero:
        assert text == ("–" if first == last else "0")
    else:
        assert text.startswith(signs[(last > first) - (last < first)])


@pytest.mark.parametrize(
    ("noun", "pronoun"), [("andelen", "den"), ("antalet", "det"), ("beloppet", "det")]
)
def test_the_pronoun_of_a_noun_follows_from_its_definite_form(noun, pronoun):
    assert KRONOR.model_copy(update={"noun": noun}).pronoun == pronoun


def test_only_a_part_can_be_no_more_than_its_base(programme: Build) -> None:
    file = "data/variables/foretag.yaml"
    programme.edit(file, "{year: 2019, count: 3, base: 400}", "{year: 2019, count: 900, base: 400}")
    with pytest.raises(RawDataError, match="900 is more than the base 400"):
        validate.validate(Path("config.yaml"))
    programme.edit(file, "counts_part: true", "counts_part: false")
    validate.validate(Path("config.yaml"))


# --- Counties --------------------------------------------------------------------------------


def test_payments_are_summed_by_the_county_that_a_code_begins_with():
    """Ankeby's code begins with 25, Björkvik's with 23, Åby's with 08."""
    counties = [County(id=f"c{code}", code=code, name=f"Län {code}") for code in ("25", "23", "08")]
    counties[0] = counties[0].model_copy(update={"id": "norr"})
    programme = mini().programme.model_copy(update={"counties": counties})
    records = mini().model_copy(update={"programme": programme})
    found = evaluated(records)
    for county, kronor, share, districts in (
        ("norr", 400_000, "2/5", 2),
        ("c08", 200_000, "1/5", 1),
    ):
        own = f"county.2020-06.{county}"
        assert (found[own].value, found[f"{own}.share"].value) == (kronor, share)
        assert found[f"{own}.districts"].value == districts
        assert found[f"{own}.municipalities"].value == 1


def test_where_counties_are_declared_every_municipality_lies_in_one(programme: Build) -> None:
    counties = '  counties:\n    - {id: norr, code: "25", name: Norr}\n  municipalities:'
    programme.edit("data/programme.yaml", "  municipalities:", counties)
    with pytest.raises(RawDataError, match="'2380' lies in no county; codes that begin with 25"):
        validate.validate(Path("config.yaml"))
