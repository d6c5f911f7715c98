"""What indicators, reception and parameters may say: one clear line for each mistake."""

# Messages stand as they are said, on one line.
# ruff: noqa: E501

from fractions import Fraction
from pathlib import Path

import pytest
import yaml

from delrapport import allocate, config, ledger, validate
from delrapport.facts import declared as declared_facts
from delrapport.facts import evaluate
from delrapport.problems import RawDataError

ROOT = Path(__file__).parents[1]
READING, ABSENCE = "data/indicators/lasning.yaml", "data/indicators/franvaro.yaml"
RECEPTION, CONFIG = "data/refugee_reception.yaml", "config.yaml"
PAID = "data/payments/2020-06.yaml"

WRONG = [
    # Counts and bases.
    (READING, "{year: 2018, count: 40, base: 100}", "{year: 2018, count: 40, base: 0}",
     "19:41: indicator.districts[0].values[0].base: is 0; input should be greater than or equal to 1"),
    (READING, "{year: 2018, count: 40, base: 100}", "{year: 2018, count: 101, base: 100}",
     "19:31: indicator.districts[0].values[0].count: 101 is more than the base 100; 0 to 100"),
    (READING, "{year: 2018, count: 40, base: 100}", "{year: 2018, count: -1, base: 100}",
     "19:31: indicator.districts[0].values[0].count: is -1; input should be greater than or equal to 0"),
    (READING, "{year: 2018, count: 40, base: 100}", '{year: 2018, count: "40,5", base: 100}',
     "19:31: indicator.districts[0].values[0].count: is '40,5'; a whole number without spaces such as 5320000"),
    (READING, "{year: 2018, count: 40, base: 100}", "{year: 2018, count: 40}",
     "19:11: indicator.districts[0].values[0]: the year 2018 has count alone; count and base, or missing: not available"),
    (READING, "{year: 2018, count: 40, base: 100}", "{year: 2018, count: 40, base: 100, missing: not available}",
     "19:11: indicator.districts[0].values[0]: has count and base, and is missing; count and base, or missing"),
    (READING, "{year: 2018, count: 40, base: 100}", "{year: 2019, count: 40, base: 100}",
     "20:18: indicator.districts[0].values[1].year: '2019' is used twice, first in data/indicators/lasning.yaml:19; each only once"),
    # Years that the payment compares.
    (READING, "{year: 2018, count: 40, base: 100}", "{year: 2017, count: 40, base: 100}",
     "17:7: indicator.districts[0]: 'ankeborg' has no count of lasning in 2018, which payment 2020-06 compares; add it"),
    (READING, "{year: 2018, count: 40, base: 100}", "{year: 2018, missing: not available}",
     "17:7: indicator.districts[0]: 'ankeborg' has no count of lasning in 2018, which payment 2020-06 compares; add it"),
    # Places.
    (READING, "- district: marden", "- district: mardn",
     "21:17: indicator.districts[1].district: there is no district 'mardn'; did you mean 'marden'? allowed: ankeborg, astrand, marden, sagen"),
    (READING, "- district: marden", "- district: ankeborg",
     "21:17: indicator.districts[1].district: 'ankeborg' is used twice, first in data/indicators/lasning.yaml:17; each only once"),
    (READING, "- municipality: bjorkvik", "- municipality: nybo",
     "38:21: indicator.municipalities[1].municipality: there is no municipality 'nybo'; allowed: aby, ankeby, bjorkvik"),
    (READING, "id: lasning", "id: lasande",
     "9:7: indicator.id: and the file's name differ; call the file lasande.yaml"),
    # Reception.
    (RECEPTION, "received: 25, population: 200", "received: 201, population: 200",
     "13:32: reception[0].values[1].received: 201 is more than the population 200; 0 to 200"),
    (RECEPTION, "{year: 2018, received: 15, population: 198}", "{year: 2017, received: 15, population: 198}",
     "10:5: reception[0]: 'ankeborg' has no year 2018, which the allocation of 2020-06 needs; add it"),
    # Parameters.
    (CONFIG, "value: {lasning: 1, franvaro: 1}", "value: {lasning: 0, franvaro: 0}",
     "6:14: allocation.2020-06.weights.value: all weights are zero; at least one above 0"),
    (CONFIG, "value: {lasning: 1, franvaro: 1}", "value: {lasning: 1, franvaro: -1}",
     "6:37: allocation.2020-06.weights.value.franvaro: -1 is negative; 0 or more"),
    (CONFIG, "value: {lasning: 1, franvaro: 1}", "value: {lasning: 1, franvar: 1}",
     "6:27: allocation.2020-06.weights.value.franvar: there is no indicator 'franvar'; did you mean 'franvaro'? allowed: franvaro, lasning"),
    (CONFIG, "refugee_weight: {value: 1,", "refugee_weight: {value: -1,",
     "9:29: allocation.2020-06.refugee_weight.value: -1 is negative; 0 or more"),
    (CONFIG, "refugee_weight: {value: 1,", "refugee_weight: {value: much,",
     "9:29: allocation.2020-06.refugee_weight.value: 'much' is no number; 2, 1/3 or 0.5"),
    (CONFIG, "{first: 2018, last: 2019}", "{first: 2019, last: 2018}",
     "10:36: allocation.2020-06.refugee_years.value.first: 2019 comes after 2018; at most last"),
    (CONFIG, "unit: {value: 1000,", "unit: {value: 1000001,",
     "14:19: allocation.2020-06.unit.value: 1000001 is over the pot; 1 to 1000000"),
    (CONFIG, "unit: {value: 1000,", "unit: {value: 0,",
     "14:19: allocation.2020-06.unit.value: is 0; input should be greater than or equal to 1"),
    (CONFIG, "size: {value: base, source: Minidepartementet M2020/1}", "size: {value: base}",
     "8:11: allocation.2020-06.size.source: is missing; the key is required"),
    (CONFIG, "unearned: {value: redistribute,", "unearned: {value: keep,",
     "12:23: allocation.2020-06.unearned.value: is 'keep'; allowed: error, redistribute, withhold"),
    (CONFIG, "title: Utan hänsyn till storlek, size", "title: Utan hänsyn till storlek, sise",
     "16:55: allocation.2020-06.scenarios.without-size.sise: unknown key 'sise'; did you mean 'size'? allowed: refugee_weight, size, title, unearned, weights"),
]  # fmt: skip


def decide_apart(programme):
    """Let the decisions be real, so that they aren't held against invented counts."""
    programme.edit(PAID, "status: synthetic", "status: published")


@pytest.mark.parametrize(("file", "old", "new", "said"), WRONG)
def test_each_mistake_gets_one_line_with_its_place(programme, file, old, new, said):
    programme.edit(file, old, new)
    with pytest.raises(RawDataError) as raised:
        validate.validate(Path("config.yaml"))
    lines = [line for line in str(raised.value).split("\n") if line.startswith(file)]
    assert lines == [f"{file}:{said}"]


def test_a_payment_that_there_is_none_of(programme):
    programme.edit(CONFIG, "  2020-06:\n", "  2020-07:\n")
    with pytest.raises(RawDataError, match="there is no payment '2020-07'; did you mean '2020-06'"):
        validate.validate(Path("config.yaml"))


def test_without_a_file_of_reception_it_must_not_count(programme):
    decide_apart(programme)
    (programme.folder / RECEPTION).unlink()
    with pytest.raises(RawDataError) as raised:
        validate.validate(Path("config.yaml"))
    assert str(raised.value) == (
        "config.yaml:9:21: allocation.2020-06.refugee_weight: refugee reception counts, and there "
        "is no refugee_reception.yaml; the file, or the value 0"
    )
    programme.edit(CONFIG, "refugee_weight: {value: 1,", "refugee_weight: {value: 0,")
    validate.validate(Path("config.yaml"))


def test_missing_values_are_allowed_where_the_parameters_say_so(programme):
    decide_apart(programme)
    programme.edit(
        READING,
        "{year: 2018, count: 40, base: 100}",
        "{year: 2018, missing: not available}",
    )
    programme.edit(CONFIG, "missing: {value: error", "missing: {value: zero")
    validate.validate(Path("config.yaml"))


@pytest.mark.parametrize("written", ["3/2", "1.5", "2"])
def test_weights_are_exact_however_they_are_written(programme, written):
    decide_apart(programme)
    programme.edit(CONFIG, "refugee_weight: {value: 1,", f"refugee_weight: {{value: {written},")
    _, records = validate.validate(Path("config.yaml"))
    assert str(records.allocations["2020-06"].refugee_weight.value) in ("3/2", "2")


def test_without_weights_every_indicator_weighs_the_same(programme):
    _, declared = validate.validate(Path("config.yaml"))
    text = (programme.folder / CONFIG).read_text(encoding="utf-8")
    start, end = text.index("    weights:\n"), text.index("    size:")
    (programme.folder / CONFIG).write_text(text[:start] + text[end:], encoding="utf-8")
    _, equal = validate.validate(Path("config.yaml"))
    assert equal.allocations["2020-06"].weights.source == "assumption"
    one, other = (dict(each.allocations["2020-06"].rule().weights) for each in (declared, equal))
    assert one == other
    facts = {fact.id: fact for fact in declared_facts(equal)}
    assert facts["allocation.2020-06.indicator.lasning.weight"].inputs == (
        "config.allocation.2020-06",
    )


def test_a_rule_without_an_outcome_is_named_where_it_is_declared(programme):
    programme.edit(ABSENCE, "{year: 2019, count: 8, base: 80}", "{year: 2019, count: 16, base: 80}")
    programme.edit(ABSENCE, "{year: 2019, count: 4, base: 40}", "{year: 2019, count: 8, base: 40}")
    programme.edit(CONFIG, "unearned: {value: redistribute", "unearned: {value: error")
    with pytest.raises(RawDataError) as raised:
        validate.validate(Path("config.yaml"))
    assert str(raised.value) == (
        "config.yaml:4:3: allocation.2020-06: no district improved in franvaro; another rule"
    )


def test_a_year_that_nobody_has_is_the_parameter_s_mistake(programme):
    programme.edit(CONFIG, "{first: 2018, last: 2019}", "{first: 2016, last: 2019}")
    programme.edit(CONFIG, "population_year: {value: 2019", "population_year: {value: 2091")
    with pytest.raises(RawDataError) as raised:
        validate.validate(Path("config.yaml"))
    assert str(raised.value).split("\n") == [
        "config.yaml:10:28: allocation.2020-06.refugee_years.value: data/refugee_reception.yaml has no year 2016; 2018 to 2019",
        "config.yaml:10:28: allocation.2020-06.refugee_years.value: data/refugee_reception.yaml has no year 2017; 2018 to 2019",
        "config.yaml:11:30: allocation.2020-06.population_year.value: data/refugee_reception.yaml has no year 2091; 2018 to 2019",
    ]


def test_decisions_and_what_is_withheld_are_the_pot(programme):
    programme.edit(PAID, "  stated_sums:", "  withheld: 100\n  stated_sums:")
    with pytest.raises(RawDataError, match="the amounts and what is withheld sum to 1000100"):
        validate.validate(Path("config.yaml"))
    programme.edit(PAID, "pot: 1000000", "pot: 1000100")
    decide_apart(programme)
    _, records = validate.validate(Path("config.yaml"))
    values = {fact.id: fact.value for fact in declared_facts(records)}
    assert values["payment.2020-06.paid"] == 1_000_000
    assert values["payment.2020-06.withheld"] == 100


def publish(programme, *files):
    for file in files:
        programme.edit(file, "status: synthetic", "status: published")


def statuses(programme):
    records = validate.validate(Path("config.yaml"))[1]
    cells = ledger.read(ledger.tables(allocate.share_out(records, "2020-06")).items())
    facts = evaluate(records, lambda cell: cells.get(cell, 0))
    return {id_: fact.status for id_, fact in facts.items() if id_.startswith("allocation.")}


def test_a_scenario_is_as_uncertain_as_what_it_weighs(programme):
    """Absence is invented and doesn't count, but for a scenario."""
    publish(programme, READING, RECEPTION, PAID)
    programme.edit(CONFIG, "value: {lasning: 1, franvaro: 1}", "value: {lasning: 1, franvaro: 0}")
    programme.edit(
        PAID,
        "marden, amount: 150000",
        "marden, amount: 150000, difference: Prövat",
    )
    found = statuses(programme)
    assert found["allocation.2020-06.amount.marden.rounded"] == "published"
    assert found["allocation.2020-06.scenario.without-size.marden.amount"] == "published"
    assert found["allocation.2020-06.scenario.reading-double.marden.amount"] == "synthetic"
    assert found["allocation.2020-06.swing.marden.swing"] == "synthetic"
    assert found["allocation.2020-06.largest-swing.names"] == "synthetic"


def test_reception_that_counts_for_nothing_marks_nothing(programme):
    publish(programme, READING, ABSENCE, PAID)
    programme.edit(PAID, "marden, amount: 150000", "marden, amount: 150000, difference: Prövat")
    programme.edit(CONFIG, "refugee_weight: {value: 1,", "refugee_weight: {value: 0,")
    programme.edit(
        RECEPTION,
        "{year: 2018, received: 15, population: 198}",
        "{year: 2017, received: 15, population: 198}",
    )
    found = statuses(programme)
    assert set(found.values()) == {"published"}
    assert not any(".factor." in id_ for id_ in found)


def test_titles_that_head_columns_are_told_apart(programme):
    programme.edit(CONFIG, "title: Läsning väger dubbelt", "title: Utan hänsyn till storlek")
    programme.edit(ABSENCE, "short: Frånvaro", "short: Läsning")
    with pytest.raises(RawDataError) as raised:
        validate.validate(Path("config.yaml"))
    assert str(raised.value).split("\n") == [
        "config.yaml:17:31: allocation.2020-06.scenarios.reading-double.title: 'Utan hänsyn till storlek' is the title of without-size as well; each title once",
        "data/indicators/lasning.yaml:11:10: indicator.short: 'Läsning' is used twice, first in data/indicators/franvaro.yaml:11; each only once",
    ]


def test_without_any_indicator_there_is_nothing_to_share_out_by(programme):
    (programme.folder / READING).unlink()
    (programme.folder / ABSENCE).unlink()
    text = (programme.folder / CONFIG).read_text(encoding="utf-8")
    start, end = text.index("    weights:\n"), text.index("    size:")
    text = (text[:start] + text[end:]).replace(", weights: {lasning: 2, franvaro: 1}}", "}")
    (programme.folder / CONFIG).write_text(text, encoding="utf-8")
    with pytest.raises(RawDataError) as raised:
        validate.validate(Path("config.yaml"))
    lines = [line for line in str(raised.value).split("\n") if line.startswith(CONFIG)]
    assert lines == [
        "config.yaml:4:3: allocation.2020-06: there is no indicator to share out by; a file in indicators/"
    ]


def test_a_chart_of_scenarios_needs_scenarios(programme):
    programme.edit(CONFIG, "figures: [", "figures: [scenarios chart, ")
    text = (programme.folder / CONFIG).read_text(encoding="utf-8")
    start, end = text.index("    scenarios:\n"), text.index("reports:\n")
    (programme.folder / CONFIG).write_text(text[:start] + text[end:], encoding="utf-8")
    with pytest.raises(RawDataError, match="the allocation of 2020-06 has no scenarios to draw"):
        validate.validate(Path("config.yaml"))


def test_a_scenario_that_the_rule_refuses_is_named(programme):
    decide_apart(programme)
    programme.edit(ABSENCE, "{year: 2019, count: 8, base: 80}", "{year: 2019, count: 16, base: 80}")
    programme.edit(ABSENCE, "{year: 2019, count: 4, base: 40}", "{year: 2019, count: 8, base: 40}")
    programme.edit(
        CONFIG,
        "title: Utan hänsyn till storlek",
        "title: Utan hänsyn till storlek, unearned: error",
    )
    with pytest.raises(
        RawDataError, match="in the scenario 'without-size', no district improved in fr"
    ):
        validate.validate(Path("config.yaml"))


def test_decimals_are_read_as_they_are_typed_by_the_build_as_well(programme):
    programme.edit(
        CONFIG,
        "refugee_weight: {value: 1,",
        "refugee_weight: {value: 0.10000000000000000001,",
    )
    typed, _ = config.from_snakemake(
        yaml.safe_load((programme.folder / CONFIG).read_text("utf-8")), [Path("config.yaml")]
    )
    weight = typed.allocation["2020-06"].refugee_weight.value
    assert weight == Fraction(1, 10) + Fraction(1, 10**20)


def test_an_appendix_needs_an_allocation(programme):
    programme.edit(
        CONFIG,
        "figures: [",
        "appendices: [allocation]\n    figures: [scenarios chart, ",
    )
    text = (programme.folder / CONFIG).read_text(encoding="utf-8")
    start, end = text.index("allocation:\n"), text.index("reports:\n")
    (programme.folder / CONFIG).write_text(text[:start] + text[end:], encoding="utf-8")
    with pytest.raises(RawDataError) as raised:
        validate.validate(Path("config.yaml"))
    assert sorted(str(raised.value).split("\n")) == [
        "config.yaml:10:14: reports.delrapport-1.figures: 'scenarios chart' shows an allocation, and 2020-06 has none; declare allocation.2020-06",
        "config.yaml:9:17: reports.delrapport-1.appendices: 'allocation' shows an allocation, and 2020-06 has none; declare allocation.2020-06",
    ]
