"""How a pot is shared out: laws, a brute force to compare with, and cases worked out by hand."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from delrapport.allocation import (
    AllocationError,
    Case,
    Count,
    Indicator,
    Reception,
    Rule,
    allocate,
)

ONE = Fraction(1)
RULE = Rule({"a": ONE}, "none", Fraction(0), "redistribute", "error", 1000)


NUMBERS = st.integers(0, 60)


@st.composite
def cases(draw):
    names = [f"d{number}" for number in range(draw(st.integers(1, 4)))]

    def counts():
        # In one list: a draw for each number would take most of the time.
        numbers = draw(st.lists(NUMBERS, min_size=2 * len(names), max_size=2 * len(names)))
        pairs = zip(names, numbers[::2], numbers[1::2], strict=True)
        return {name: Count(min(count, base + 1), base + 1) for name, count, base in pairs}

    indicators = [
        Indicator(id_, draw(st.sampled_from([1, -1])), counts(), counts())
        for id_ in "abc"[: draw(st.integers(1, 3))]
    ]
    reception = {name: Reception(count.count, 90) for name, count in counts().items()}
    return Case(draw(st.integers(1, 10**7)), (2011, 2012), names, indicators, reception)


@st.composite
def rules(draw, case):
    parts = draw(st.lists(NUMBERS, min_size=4, max_size=4))
    weights = {
        each.id: Fraction(part // 9, 7) for each, part in zip(case.indicators, parts, strict=False)
    }
    assume(any(weights.values()))
    return Rule(
        weights,
        draw(st.sampled_from(["base", "none"])),
        Fraction(parts[3] // 6, 4),
        draw(st.sampled_from(["redistribute", "withhold"])),
        "error",
        draw(st.integers(1, min(case.pot, 5000))),
    )


@st.composite
def shared(draw):
    case = draw(cases())
    return case, draw(rules(case))


def rounded(case, rule):
    return {d: amount.rounded for d, amount in allocate(case, rule).amounts.items()}


# --- Laws ------------------------------------------------------------------------------------


@given(shared())
def test_amounts_and_residue_sum_to_the_pot(given_):
    case, rule = given_
    found = allocate(case, rule)
    exact = sum((amount.exact.fraction() for amount in found.amounts.values()), Fraction(0))
    assert exact == found.payable <= case.pot
    paid = sum(amount.rounded for amount in found.amounts.values())
    assert paid == found.payable // rule.unit * rule.unit
    residue = (case.pot - found.payable) + (found.payable - paid)
    assert paid + residue == case.pot


@given(shared())
def test_no_amount_is_negative_or_a_unit_away_from_the_exact_one(given_):
    case, rule = given_
    for amount in allocate(case, rule).amounts.values():
        assert amount.rounded >= 0
        assert amount.rounded % rule.unit == 0
        assert abs(amount.rounded - amount.exact.fraction()) < rule.unit


@given(shared())
def test_nothing_goes_to_a_district_that_improved_in_nothing(given_):
    case, rule = given_
    found = allocate(case, rule)
    for district in case.districts:
        if not any(found.steps[district, i].improvement for i in found.weights):
            assert found.amounts[district].rounded == 0


@given(shared(), st.randoms())
def test_the_order_of_districts_and_indicators_changes_nothing(given_, random):
    case, rule = given_
    districts, indicators = list(case.districts), list(case.indicators)
    random.shuffle(districts)
    random.shuffle(indicators)
    other = replace(case, districts=districts, indicators=indicators)
    assert rounded(other, rule) == rounded(case, rule)


@given(shared(), st.integers(2, 9), st.integers(0, 2))
def test_scaling_an_indicators_counts_and_bases_changes_nothing(given_, factor, which):
    case, rule = given_

    def scaled(counts):
        return {d: Count(c.count * factor, c.base * factor) for d, c in counts.items()}

    indicators = list(case.indicators)
    one = indicators[which % len(indicators)]
    larger = replace(one, first=scaled(one.first), last=scaled(one.last))
    indicators[which % len(indicators)] = larger
    assert rounded(replace(case, indicators=indicators), rule) == rounded(case, rule)


@given(shared(), st.data())
def test_a_better_last_count_never_lowers_the_own_amount(given_, data):
    case, rule = given_
    indicator = data.draw(st.sampled_from(case.indicators))
    district = data.draw(st.sampled_from(case.districts))
    count = indicator.last[district]
    span = (count.count, count.base) if indicator.direction == 1 else (0, count.count)
    better = replace(count, count=data.draw(st.integers(*span)))
    changed = replace(indicator, last={**indicator.last, district: better})
    indicators = [changed if each is indicator else each for each in case.indicators]
    after = allocate(replace(case, indicators=indicators), rule).amounts[district]
    before = allocate(case, rule).amounts[district]
    assert after.rounded >= before.rounded
    assert after.exact.fraction() >= before.exact.fraction()


@given(shared())
def test_a_weight_of_zero_is_leaving_the_indicator_out(given_):
    case, rule = given_
    weights = {i: weight for i, weight in rule.weights.items() if weight}
    indicators = [each for each in case.indicators if each.id in weights]
    without = replace(case, indicators=indicators)
    assert rounded(without, replace(rule, weights=weights)) == rounded(case, rule)


@given(shared(), st.data())
def test_a_missing_count_pays_as_no_change_does(given_, data):
    case, rule = given_
    indicator = data.draw(st.sampled_from(case.indicators))
    district = data.draw(st.sampled_from(case.districts))
    year = data.draw(st.sampled_from(["first", "last"]))

    def with_count(count):
        counts = {**getattr(indicator, year), district: count}
        changed = replace(indicator, **{year: counts})
        return replace(case, indicators=[changed if i is indicator else i for i in case.indicators])

    other = getattr(indicator, "last" if year == "first" else "first")[district]
    zero = replace(rule, missing="zero")
    assert rounded(with_count(None), zero) == rounded(with_count(other), rule)


@given(shared())
def test_an_error_for_what_nobody_earned_is_raised_exactly_then(given_):
    case, rule = given_
    unearned = [i for i, total in allocate(case, rule).totals.items() if not total]
    strict = replace(rule, unearned="error")
    if not unearned:
        assert rounded(case, strict) == rounded(case, rule)
        return
    with pytest.raises(AllocationError) as raised:
        allocate(case, strict)
    assert str(raised.value) == f"no district improved in {', '.join(unearned)}"


@given(shared(), st.fractions(Fraction(1, 9), 9))
def test_only_the_proportion_of_the_weights_counts(given_, factor):
    case, rule = given_
    weights = {i: weight * factor for i, weight in rule.weights.items()}
    assert rounded(case, replace(rule, weights=weights)) == rounded(case, rule)


# --- An independent brute force --------------------------------------------------------------


def by_brute_force(case, rule):
    """The same rule, written anew and naively: nothing is shared with the model."""
    scores = {}
    for indicator in case.indicators:
        for d in case.districts:
            before, after = indicator.first[d], indicator.last[d]
            change = Fraction(after.count, after.base) - Fraction(before.count, before.base)
            score = change * indicator.direction * (after.base if rule.size == "base" else 1)
            received = case.reception[d]
            score += score * rule.refugee_weight * received.received / received.population
            scores[indicator.id, d] = score if score > 0 else Fraction(0)
    counted = [i for i in rule.weights if rule.weights[i] > 0]
    earned = [i for i in counted if any(scores[i, d] for d in case.districts)]
    over = earned if rule.unearned == "redistribute" else counted
    exact = {}
    for d in case.districts:
        exact[d] = Fraction(0)
        for i in earned:
            part = rule.weights[i] / sum(rule.weights[each] for each in over)
            exact[d] += case.pot * part * scores[i, d] / sum(scores[i, e] for e in case.districts)
    amounts = {d: rule.unit * int(exact[d] / rule.unit) for d in exact}
    while sum(amounts.values()) + rule.unit <= sum(exact.values()):
        # One more unit to who is furthest below the exact amount; the first by name of equals.
        behind = min(sorted(exact), key=lambda d: amounts[d] - exact[d])
        amounts[behind] += rule.unit
    return amounts


@settings(max_examples=300)
@given(shared())
def test_agrees_with_a_brute_force(given_):
    case, rule = given_
    assert rounded(case, rule) == by_brute_force(case, rule)


# --- Cases by hand ---------------------------------------------------------------------------


def one_indicator(*gains, pot=100_000, base=100, id_="a"):
    """Districts d0, d1, … that gain so many of a hundred."""
    districts = [f"d{number}" for number in range(len(gains))]
    first = dict.fromkeys(districts, Count(50, base))
    last = {d: Count(50 + gain, base) for d, gain in zip(districts, gains, strict=True)}
    return Case(pot, (2011, 2012), districts, [Indicator(id_, 1, first, last)], {})


def test_naive_rounding_misses_the_pot_and_ours_does_not():
    case = one_indicator(1, 1, 1)
    found = allocate(case, RULE)
    naive = [round(amount.exact.fraction() / 1000) * 1000 for amount in found.amounts.values()]
    assert sum(naive) == 99_000
    assert list(rounded(case, RULE).values()) == [34_000, 33_000, 33_000]


def test_ties_go_to_the_first_by_id_wherever_it_stands():
    case = one_indicator(1, 1, 1)
    case = replace(case, districts=["d2", "d0", "d1"])
    assert rounded(case, RULE) == {"d2": 33_000, "d0": 34_000, "d1": 33_000}


def test_a_decline_counts_as_zero_and_stays_visible():
    found = allocate(one_indicator(2, -3), RULE)
    step = found.steps["d1", "a"]
    assert (step.change, step.improvement, step.score) == (Fraction(-3, 100), 0, 0)
    assert found.amounts["d1"].rounded == 0
    assert found.amounts["d0"].rounded == 100_000


def test_less_can_be_better():
    case = one_indicator(2, -3)
    case = replace(case, indicators=[replace(case.indicators[0], direction=-1)])
    assert rounded(case, RULE) == {"d0": 0, "d1": 100_000}


def test_size_weighs_an_improvement_by_those_whom_it_reaches():
    case = one_indicator(1, 1)
    larger = replace(case.indicators[0], first={"d0": Count(50, 100), "d1": Count(150, 300)},
                     last={"d0": Count(51, 100), "d1": Count(153, 300)})  # fmt: skip
    case = replace(case, indicators=[larger])
    assert rounded(case, RULE) == {"d0": 50_000, "d1": 50_000}
    assert rounded(case, replace(RULE, size="base")) == {"d0": 25_000, "d1": 75_000}


def test_reception_raises_a_score_in_proportion():
    case = one_indicator(1, 1)
    case = replace(case, reception={"d0": Reception(50, 100), "d1": Reception(0, 100)})
    assert rounded(case, replace(RULE, refugee_weight=Fraction(1))) == {"d0": 60_000, "d1": 40_000}
    assert rounded(case, replace(RULE, refugee_weight=Fraction(4))) == {"d0": 75_000, "d1": 25_000}


TWO = Rule({"a": ONE, "b": 3 * ONE}, "none", Fraction(0), "redistribute", "error", 1000)


def two_indicators(a, b):
    one, other = one_indicator(*a), one_indicator(*b, id_="b")
    return replace(one, indicators=[*one.indicators, *other.indicators])


def test_a_pot_that_nobody_earned_goes_to_the_other_indicators():
    found = allocate(two_indicators((1, 3), (0, -1)), TWO)
    assert dict(found.pots) == {"a": 100_000, "b": 0}
    assert found.payable == 100_000


def test_a_pot_that_nobody_earned_is_withheld():
    found = allocate(two_indicators((1, 3), (0, -1)), replace(TWO, unearned="withhold"))
    assert dict(found.pots) == {"a": 25_000, "b": 0}
    assert [amount.rounded for amount in found.amounts.values()] == [6_000, 19_000]
    assert found.payable == 25_000


def test_a_pot_that_nobody_earned_is_an_error():
    with pytest.raises(AllocationError, match="no district improved in b"):
        allocate(two_indicators((1, 3), (0, -1)), replace(TWO, unearned="error"))


@pytest.mark.parametrize("unearned", ["redistribute", "withhold"])
def test_where_nobody_improved_in_anything_all_is_withheld(unearned):
    found = allocate(two_indicators((0, 0), (0, -1)), replace(TWO, unearned=unearned))
    assert found.payable == 0
    assert {amount.rounded for amount in found.amounts.values()} == {0}


def test_where_nobody_improved_in_anything_an_error_says_so():
    with pytest.raises(AllocationError, match="no district improved in a, b"):
        allocate(two_indicators((0, 0), (0, -1)), replace(TWO, unearned="error"))


def test_a_missing_count_is_an_error_that_names_it():
    case = one_indicator(1, 2)
    first = replace(case.indicators[0], first={"d0": Count(50, 100)})
    last = replace(case.indicators[0], last={**case.indicators[0].last, "d1": None})
    with pytest.raises(AllocationError, match="d1 has no value of a in 2011"):
        allocate(replace(case, indicators=[first]), RULE)
    with pytest.raises(AllocationError, match="d1 has no value of a in 2012"):
        allocate(replace(case, indicators=[last]), RULE)


def test_a_missing_count_can_be_no_improvement():
    case = one_indicator(1, 2)
    missing = replace(case.indicators[0], last={"d0": Count(51, 100)})
    found = allocate(replace(case, indicators=[missing]), replace(RULE, missing="zero"))
    assert found.steps["d1", "a"].change is None
    assert {d: amount.rounded for d, amount in found.amounts.items()} == {"d0": 100_000, "d1": 0}


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"weights": {"a": Fraction(0)}}, "all weights are zero"),
        ({"weights": {"a": Fraction(-1)}}, "a weight is negative"),
        ({"refugee_weight": Fraction(-1)}, "refugee reception is negative"),
        ({"unit": 100_001}, "the unit 100001 is not between 1 and the pot 100000"),
        ({"unit": 0}, "the unit 0 is not between 1 and the pot 100000"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(changed, message):
    with pytest.raises(AllocationError, match=message):
        allocate(one_indicator(1, 2), replace(RULE, **changed))


def test_the_model_has_no_float():
    found = allocate(two_indicators((1, 3), (2, -1)), TWO)
    numbers = [*found.weights.values(), *found.totals.values(), *found.pots.values()]
    numbers += [found.payable]
    for step in found.steps.values():
        numbers += [step.change, step.improvement, step.size, step.factor, step.score]
    assert {type(number) for number in numbers} <= {int, Fraction}
