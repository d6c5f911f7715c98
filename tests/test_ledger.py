"""The ledger of the mini programme, worked out by hand in tests/mini/README.md, and its proof."""

import csv
import io
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from delrapport import allocate, ledger, validate
from delrapport.problems import RawDataError
from delrapport.proof import proof

ROOT = Path(__file__).parents[1]
PAYMENT = "2020-06"
READING, ABSENCE = "data/indicators/lasning.yaml", "data/indicators/franvaro.yaml"
PAID = "data/payments/2020-06.yaml"


def records():
    return validate.validate(Path("config.yaml"))[1]


def shared():
    return allocate.share_out(records(), PAYMENT)


def rows(shared, table, *key):
    found = csv.DictReader(io.StringIO(ledger.tables(shared)[table]))
    return {tuple(row[column] for column in key): row for row in found}


def column(found, name):
    return {key: row[name] for key, row in found.items()}


def test_every_step_is_as_worked_out_by_hand(programme):
    steps = rows(shared(), "ledger", "district", "indicator")
    assert column(steps, "score_exact") == {
        ("ankeborg", "lasning"): "12",
        ("ankeborg", "franvaro"): "0",
        ("marden", "lasning"): "6",
        ("marden", "franvaro"): "0",
        ("sagen", "lasning"): "0",
        ("sagen", "franvaro"): "8",
        ("astrand", "lasning"): "2",
        ("astrand", "franvaro"): "4",
    }
    step = steps["ankeborg", "lasning"]
    assert (step["first_level"], step["last_level"]) == ("0.400000000000", "0.500000000000")
    assert (step["change_exact"], step["factor_exact"], step["size"]) == ("1/10", "6/5", "100")
    assert (step["share_exact"], step["kronor_exact"]) == ("3/5", "300000")
    declined = steps["sagen", "lasning"]
    assert (declined["change_exact"], declined["improvement_exact"]) == ("-1/20", "0")


def test_amounts_are_as_worked_out_by_hand(programme):
    amounts = rows(shared(), "amounts", "district")
    assert column(amounts, "rounded") == {
        ("ankeborg",): "300000",
        ("marden",): "150000",
        ("sagen",): "333000",
        ("astrand",): "217000",
    }
    assert amounts["sagen",]["exact_exact"] == "1000000/3"
    assert amounts["sagen",]["exact"] == "333333.333333"
    assert amounts["astrand",]["remainder"] == "666.666666"
    assert list(column(amounts, "rank").values()) == ["3", "4", "2", "1"]
    assert list(column(amounts, "rounded_up").values()) == ["no", "no", "no", "yes"]


def test_every_row_and_the_proof_say_that_they_rest_on_invented_counts(programme):
    found = shared()
    for text in ledger.tables(found).values():
        assert {row["status"] for row in csv.DictReader(io.StringIO(text))} == {"synthetic"}
    assert proof(found)["status"] == "synthetic"
    programme.edit(PAID, "status: synthetic", "status: published")
    for file in ("indicators/franvaro", "indicators/lasning"):
        programme.edit(f"data/{file}.yaml", "status: synthetic", "status: published")
    programme.edit("data/refugee_reception.yaml", "status: synthetic", "status: preliminary")
    assert shared().status == "preliminary"


def test_decisions_stand_beside_the_model_with_their_reasons(programme):
    amounts = rows(shared(), "amounts", "district")
    assert list(column(amounts, "decided").values()) == ["250000", "150000", "400000", "200000"]
    assert list(column(amounts, "difference").values()) == ["-50000", "0", "67000", "-17000"]
    assert [bool(row["reason"]) for row in amounts.values()] == [True, False, True, True]


def test_real_decisions_are_not_measured_by_invented_counts(programme):
    programme.edit(PAID, "status: synthetic", "status: published")
    found = shared()
    assert not found.decisions
    assert set(column(rows(found, "amounts", "district"), "decided").values()) == {""}
    assert proof(found)["compared_with_decisions"] is False


def test_decisions_are_compared_with_what_doesnt_count_left_aside(programme):
    """An invented indicator without a weight makes nothing incomparable."""
    programme.edit(PAID, "status: synthetic", "status: published")
    for file in ("indicators/franvaro", "refugee_reception"):
        programme.edit(f"data/{file}.yaml", "status: synthetic", "status: published")
    assert not shared().decisions
    programme.edit("config.yaml", "value: {lasning: 1, franvaro: 1}", "value: {franvaro: 1}")
    programme.edit("config.yaml", ", weights: {lasning: 2, franvaro: 1}}", "}")
    with pytest.raises(RawDataError, match="150000 is not the model's 0; that amount, or"):
        shared()


def test_a_difference_needs_a_reason(programme):
    programme.edit(PAID, ", difference: Beloppet avrundades för hand.", "")
    with pytest.raises(RawDataError) as raised:
        shared()
    assert str(raised.value) == (
        "data/payments/2020-06.yaml:16:35: payment.decided[3].amount: 200000 is not the model's "
        "217000; that amount, or the reason under `difference`"
    )


def test_a_reason_needs_a_difference(programme):
    programme.edit(PAID, "amount: 150000}", "amount: 150000, difference: Ingen vet.}")
    with pytest.raises(RawDataError, match="150000 is the model's amount; no `difference`"):
        shared()


def test_scenarios_and_indicators_left_out(programme):
    found = shared()
    scenarios = rows(found, "scenarios", "scenario", "district")
    assert column(scenarios, "amount") == {
        # 10/27, 12/27, 5/27 of a half … without size and with ankeborg's factor.
        ("without-size", "ankeborg"): "207000",
        ("without-size", "marden"): "207000",
        ("without-size", "sagen"): "250000",
        ("without-size", "astrand"): "336000",
        ("reading-double", "ankeborg"): "400000",
        ("reading-double", "marden"): "200000",
        ("reading-double", "sagen"): "222000",
        ("reading-double", "astrand"): "178000",
    }
    left_out = rows(found, "left_out", "indicator", "district")
    assert left_out["lasning", "sagen"]["amount"] == "667000"
    assert left_out["lasning", "sagen"]["difference"] == "334000"
    swings = rows(found, "swings", "district")
    assert column(swings, "swing")["ankeborg",] == "193000"
    assert [row["rank"] for row in swings.values()] == ["1", "4", "3", "2"]
    (totals,) = rows(found, "totals").values()
    assert (totals["largest_swing"], totals["largest_swing_names"]) == ("193000", "Ankeborg")


def test_one_person_more_or_fewer(programme):
    effects = rows(shared(), "one_person", "district", "indicator", "year")
    # 11 persons · 1.2 = 13.2 of 21.2: 500 000 · (13.2/21.2 − 12/20).
    effect = effects["ankeborg", "lasning", "last"]
    assert effect["more"] == "11320.754716"
    gain = 500_000 * (Fraction(132, 212) - Fraction(3, 5))
    assert 0 <= gain - Fraction(effect["more"]) < Fraction(1, 10**6)
    assert effects["sagen", "lasning", "last"]["more"] == "0.000000"


def test_the_effect_of_the_only_improvement_of_all_moves_the_other_pots_too(programme):
    """Nobody but marden gains in reading, by one person: with one fewer, its pot goes elsewhere."""
    programme.edit(
        READING,
        "{year: 2019, count: 50, base: 100}",
        "{year: 2019, count: 40, base: 100}",
    )
    programme.edit(
        READING,
        "{year: 2019, count: 26, base: 50}",
        "{year: 2019, count: 21, base: 50}",
    )
    programme.edit(
        READING,
        "{year: 2019, count: 20, base: 40}",
        "{year: 2019, count: 18, base: 40}",
    )
    programme.edit(PAID, "status: synthetic", "status: published")
    effects = rows(shared(), "one_person", "district", "indicator", "year")
    assert effects["marden", "lasning", "last"]["fewer"] == "-500000.000000"
    assert effects["marden", "lasning", "last"]["more"] == "0.000000"


def test_the_effect_is_left_open_where_the_rule_refuses_the_outcome(programme):
    test_the_effect_of_the_only_improvement_of_all_moves_the_other_pots_too(programme)
    programme.edit("config.yaml", "unearned: {value: redistribute", "unearned: {value: error")
    effects = rows(shared(), "one_person", "district", "indicator", "year")
    assert effects["marden", "lasning", "last"]["fewer"] == ""


def test_there_is_no_effect_beyond_the_base(programme):
    programme.edit(
        ABSENCE,
        "{year: 2019, count: 4, base: 40}",
        "{year: 2019, count: 0, base: 40}",
    )
    programme.edit(PAID, "status: synthetic", "status: published")
    effects = rows(shared(), "one_person", "district", "indicator", "year")
    assert effects["astrand", "franvaro", "last"]["fewer"] == ""
    assert effects["astrand", "franvaro", "last"]["more"] != ""


def test_near_ties_are_flagged(programme):
    found = shared()
    assert ledger.near_ties(found) == set()
    # All districts as Ankeborg, without reception: each is as near to being rounded up as the next.
    districts = found.case.districts
    alike = [
        replace(
            each,
            first=dict.fromkeys(districts, each.first["ankeborg"]),
            last=dict.fromkeys(districts, each.last["ankeborg"]),
        )
        for each in found.case.indicators
    ]
    case = replace(found.case, indicators=alike)
    rule = replace(found.rule, refugee_weight=Fraction(0), unit=3000)
    tied = replace(found, case=case, rule=rule, allocation=allocate.allocate(case, rule))
    assert ledger.near_ties(tied) == set(districts)


def test_the_proof_accounts_for_the_pot(programme):
    found = proof(shared())
    assert found["accounted"] == found["pot"] == 1_000_000
    assert found["residue"] == {"withheld": "0", "rounding": "0", "together": 0}
    assert found["indicators"]["lasning"] == {
        "weight": "1/2",
        "pot": "500000",
        "sum_of_scores": "20.00000000",
        "sum_of_shares": "1",
        "sum_of_kronor": "500000",
    }


def test_what_is_withheld_and_what_rounding_leaves_is_a_residue(programme):
    programme.edit(
        ABSENCE,
        "{year: 2019, count: 8, base: 80}",
        "{year: 2019, count: 16, base: 80}",
    )
    programme.edit(
        ABSENCE,
        "{year: 2019, count: 4, base: 40}",
        "{year: 2019, count: 8, base: 40}",
    )
    programme.edit("config.yaml", "unearned: {value: redistribute", "unearned: {value: withhold")
    programme.edit("config.yaml", "unit: {value: 1000", "unit: {value: 3000")
    programme.edit(PAID, "status: synthetic", "status: published")
    found = proof(shared())
    assert found["residue"] == {"withheld": "500000", "rounding": "2000", "together": 502_000}
    assert found["rounded"] + found["residue"]["together"] == found["accounted"] == 1_000_000


def test_missing_values_are_listed(programme):
    programme.edit(
        READING,
        "{year: 2019, count: 26, base: 50}",
        "{year: 2019, missing: not available}",
    )
    programme.edit("config.yaml", "missing: {value: error", "missing: {value: zero")
    programme.edit(PAID, "status: synthetic", "status: published")
    found = shared()
    assert proof(found)["missing"] == [{"district": "marden", "indicator": "lasning", "year": 2019}]
    step = rows(found, "ledger", "district", "indicator")["marden", "lasning"]
    assert (step["last_count"], step["change"], step["kronor"]) == ("", "", "0.000000")
    assert rows(found, "indicators", "indicator")["lasning",]["missing"] == "1"


def test_cells_are_read_back_as_they_were_written(programme):
    found = shared()
    cells = ledger.read(ledger.tables(found).items())
    by_place = {(cell.table, cell.row, cell.column): value for cell, value in cells.items()}
    assert by_place["amounts", (PAYMENT, "sagen"), "rounded"] == 333_000
    assert by_place["ledger", (PAYMENT, "sagen", "lasning"), "change"] == "-0.050000000000"
    assert by_place["totals", (PAYMENT,), "withheld"] == "0.000000"
