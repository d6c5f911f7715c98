"""Every figure that reports may print: its name, its value and how it is written."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import typing
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest
from conftest import evaluated

from delrapport import ingest, registry
from delrapport.declared import Quantity
from delrapport.fact import Fact, Facts, is_quantity, written
from delrapport.facts import CELL_FORMS, FORMS, WITH_NIL, Cell, declared, evaluate, raw_facts
from delrapport.models import Unit
from delrapport.problems import RawDataError
from delrapport.records import Records

ROOT = Path(__file__).parents[1]
RAW = ROOT / "data/raw"
PAYMENT = "2013-12"


@pytest.fixture(scope="module")
def records() -> Records:
    return ingest.ingest_records(RAW)


@pytest.fixture(scope="module")
def facts(records) -> dict[str, Fact]:
    return evaluated(records)


def _unspaced(text: str) -> str:
    """No-break spaces as spaces, so that expected texts can be read."""
    return text.replace("\u00a0", " ")


# --- Names -----------------------------------------------------------------------------------


def test_each_declared_fact_has_a_name_of_its_own(records):
    names = Counter(each.id for each in declared(records))
    assert [name for name, times in names.items() if times > 1] == []


def test_what_is_declared_is_what_is_evaluated_in_the_same_order(records, facts):
    named = [id_ for id_ in facts if not id_.startswith("raw.")]
    assert named == [each.id for each in declared(records)]
    assert list(facts) == [fact.id for fact in facts.values()]


def test_the_programmes_own_facts_come_first_in_a_fixed_order(records):
    assert [each.id for each in declared(records)][:9] == [
        "programme.municipalities",
        "programme.districts",
        "programme.indicators",
        "programme.first-year",
        "programme.last-year",
        "decision.districts",
        "decision.assignment",
        "decision.model-1",
        "decision.model-2",
    ]


NAMES_OF_FACTS = """
from pathlib import Path
from delrapport import facts, ingest
for each in facts.declared(ingest.ingest_records(Path("data/raw"))):
    print(each.id)
"""


def test_the_order_does_not_hang_on_python_s_hash_seed(records):
    lists = [
        subprocess.run(
            [sys.executable, "-c", NAMES_OF_FACTS],
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
        for seed in ("1", "2")
    ]
    assert lists == [[each.id for each in declared(records)]] * 2


def stating(records, *statements):
    """The records with these statements and no claims; a statement is (id, unit, value)."""
    fields = {
        f"raw.statements.x.statements.{number}.{field}": content
        for number, statement in enumerate(statements)
        for field, content in zip(("id", "unit", "value"), statement, strict=True)
    }
    return records.model_copy(update={"fields": fields, "lines": {}, "claims": []})


def test_two_facts_of_one_name_stop_the_build(records):
    twice = stating(records, *[("ankeby.x", "count", 1)] * 2)
    with pytest.raises(AssertionError, match=r"two facts are called statement\.ankeby\.x"):
        evaluate(twice, lambda cell: 0)


def test_every_statement_is_a_fact(records, facts):
    for statement in records.statements:
        fact = facts[f"statement.{statement.id}"]
        assert (fact.value, fact.unit) == (statement.value, statement.unit)


def test_a_place_that_takes_the_name_of_another_fact_is_refused_before_the_build(tmp_path):
    # payment.PAYMENT.pot would be the amount of a municipality and the whole amount.
    shutil.copytree(RAW, tmp_path / "raw")
    for path in (tmp_path / "raw").rglob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"\bboras\b(?!-)", "pot", text), encoding="utf-8")
        path.rename(path.with_name(path.name.replace("boras", "pot")))
    with pytest.raises(RawDataError, match=r"two facts that are called payment\.2013-12\.pot"):
        ingest.ingest_records(tmp_path / "raw")


# --- Values ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("municipality", "amount", "written"),
    [
        ("goteborg", 26_209_000, "26 209 000"),
        ("malmo", 9_855_000, "9 855 000"),
        ("stockholm", 8_767_000, "8 767 000"),
        ("sodertalje", 20_632_000, "20 632 000"),
    ],
)
def test_the_municipal_sums_are_those_that_the_source_prints(facts, municipality, amount, written):
    fact = facts[f"payment.{PAYMENT}.{municipality}"]
    assert fact.value == amount
    assert _unspaced(fact.text) == f"{written} kronor"
    assert _unspaced(fact.cell) == written


def test_the_pot_is_what_the_districts_got_together(records, facts):
    pot = facts[f"payment.{PAYMENT}.pot"]
    assert pot.value == 99_000_000
    assert _unspaced(pot.text) == "99 000 000 kronor"
    districts = records.districts()
    own = [f"payment.{PAYMENT}.{districts[id_][0].id}.{id_}" for id_ in districts]
    assert sum(facts[name].value for name in own) == pot.value


def test_each_districts_amount_is_the_decided_one(records, facts):
    for decided in records.payment(PAYMENT).payment.decided:
        municipality = records.districts()[decided.district][0].id
        assert facts[f"payment.{PAYMENT}.{municipality}.{decided.district}"].value == decided.amount


def test_the_municipalities_shares_make_one_whole(records, facts):
    shares = [facts[f"share.{PAYMENT}.{each.id}"] for each in records.programme.municipalities]
    assert sum(Fraction(share.value) for share in shares) == 1
    assert facts[f"payment.{PAYMENT}.share"].value == "1"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("programme.municipalities", 9),
        ("programme.districts", 15),
        ("interviews.delrapport-1.persons", 61),
        ("interviews.delrapport-1.group.politicians", 26),
        ("interviews.delrapport-1.group.coordinators", 10),
        ("interviews.delrapport-1.group.school", 9),
        ("interviews.delrapport-1.group.labour-social", 16),
        (f"rank.{PAYMENT}.goteborg", 1),
        (f"rank.{PAYMENT}.vaxjo", 9),
        (f"rank.{PAYMENT}.kristianstad.gamlegarden", 1),
        (f"ranking.{PAYMENT}.municipality.1.name", "Göteborg"),
        (f"ranking.{PAYMENT}.municipality.last.name", "Växjö"),
        (f"ranking.{PAYMENT}.district.last.amount", 3_200_000),
    ],
)
def test_computed_facts_have_the_values_that_the_raw_data_give(facts, name, value):
    assert facts[name].value == value


def test_groups_sides_and_municipalities_each_count_everyone(records, facts):
    name = "interviews.delrapport-1"
    for parts in (
        [f"group.{group.id}" for group in records.guide_file("delrapport-1").groups],
        [f"in.{municipality.id}" for municipality in records.programme.municipalities],
    ):
        assert (
            sum(facts[f"{name}.{part}"].value for part in parts) == facts[f"{name}.persons"].value
        )
    sides = facts[f"{name}.side.majority"].value + facts[f"{name}.side.opposition"].value
    assert sides == facts[f"{name}.group.politicians"].value


def test_each_place_of_the_ranking_agrees_with_the_rank_of_who_holds_it(records, facts):
    # No two municipalities got the same, so places and ranks are one.
    for municipality in records.programme.municipalities:
        place = facts[f"rank.{PAYMENT}.{municipality.id}"].value
        ranking = f"ranking.{PAYMENT}.municipality.{place}"
        assert facts[f"{ranking}.name"].value == municipality.name
        assert (
            facts[f"{ranking}.amount"].value == facts[f"payment.{PAYMENT}.{municipality.id}"].value
        )


# --- Forms -----------------------------------------------------------------------------------


def test_every_unit_that_can_be_stated_or_declared_can_be_written(records):
    assert set(typing.get_args(Unit)) <= set(FORMS)
    assert {e.unit for e in declared(records) if not isinstance(e.unit, Quantity)} <= set(FORMS)
    assert set(CELL_FORMS) <= set(FORMS)
    assert all(is_quantity(unit) for unit in WITH_NIL)


STATED = [
    ("kronor", 5_320_000, "5 320 000 kronor", "5 320 000"),
    ("kronor", 1, "1 krona", "1"),
    ("million kronor", 6, "6 miljoner kronor", "6 miljoner kronor"),
    ("count", 6, "sex", "6"),
    ("count", 1300, "1 300", "1 300"),
    ("count", 0, "noll", "–"),
    ("kronor", 0, "0 kronor", "–"),
    ("share", "0", "0,0 procent", "–"),
    ("share", "1/4000", "0,0 procent", "0,0"),
    ("share", "1/2000", "0,1 procent", "0,1"),
    ("signed kronor", "0", "0 kronor", "–"),
    ("signed kronor", "1/3", "0 kronor", "0"),
    ("score", "", "uppgift saknas", ".."),
    ("level", "not applicable", "inte tillämpligt", "."),
    ("text", "", "", ""),
    ("year", 2013, "2013", "2013"),
    ("age", 16, "16 år", "16 år"),
    ("month", "2013-03", "mars 2013", "mars 2013"),
    ("day", "2013-03-26", "26 mars 2013", "26 mars 2013"),
    ("text", "A2013/1192/IU", "A2013/1192/IU", "A2013/1192/IU"),
]


@pytest.fixture(scope="module")
def stated(records) -> dict[str, Fact]:
    """The facts of records that state each of these."""
    statements = [(f"ankeby.x{place}", *row[:2]) for place, row in enumerate(STATED)]
    return evaluate(stating(records, *statements), _nothing)


@pytest.mark.parametrize("place", range(len(STATED)))
def test_each_stated_unit_has_its_form_in_text_and_in_a_table(stated, place):
    _, value, text, cell = STATED[place]
    fact = stated[f"statement.ankeby.x{place}"]
    assert (_unspaced(fact.text), _unspaced(fact.cell)) == (text, cell)
    assert fact.value == value


def _nothing(cell: Cell) -> int:
    """Any value that each computed unit can write."""
    return 0


@pytest.mark.parametrize(
    ("name", "text", "cell"),
    [
        (f"share.{PAYMENT}.goteborg", "26,5 procent", "26,5"),
        (f"payment.{PAYMENT}.share", "100,0 procent", "100,0"),
        (f"rank.{PAYMENT}.goteborg", "1", "1"),
        (f"ranking.{PAYMENT}.district.1.name", "Gamlegården", "Gamlegården"),
        (f"payment.{PAYMENT}.month", "december 2013", "december 2013"),
        ("interviews.delrapport-1.in.goteborg.coordinators", "en", "1"),
    ],
)
def test_each_computed_unit_has_its_form_in_text_and_in_a_table(facts, name, text, cell):
    assert (_unspaced(facts[name].text), _unspaced(facts[name].cell)) == (text, cell)


@pytest.mark.parametrize(
    ("value", "unit"),
    [
        ("2014-03", "month"),
        ("2014-03-31", "day"),
        ("2014-15", "text"),  # a season, say: no month, and no reason to stop the build
        ("0455-35", "text"),
        (2014, "text"),
    ],
)
def test_a_raw_value_is_a_date_only_where_it_can_be_one(records, value, unit):
    alone = records.model_copy(update={"fields": {"raw.x": value}})
    assert [each.unit for each in raw_facts(alone)] == [unit]


def test_facts_are_read_as_they_were_written(facts, tmp_path):
    halves = list(facts.values())[::2], list(facts.values())[1::2]
    files = [tmp_path / "even.json", tmp_path / "odd.json"]
    for half, file in zip(halves, files, strict=True):
        registry.write(written(half), file)
    read = Facts(files)
    assert sorted(written(read.values())) == sorted(written(facts.values()))
    assert len(read) == len(facts)
    assert "no such" not in read
    with pytest.raises(KeyError, match="no such"):
        read["no such"]
