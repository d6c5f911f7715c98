"""Nothing that the rule hides can be worked out from all that is printed."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import combinations, pairwise
from random import Random
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from delrapport import disclosure_attack, disclosure_hide
from delrapport.disclosure_audit import intervals, told
from delrapport.disclosure_cells import Table, table_of, table_of_moves, web_of
from delrapport.disclosure_earlier import printed_before
from delrapport.disclosure_hide import choose
from delrapport.disclosure_rule import Disclosure, Dominance
from delrapport.disclosure_web import Cell, Web
from delrapport.disclosure_without import KINDS
from delrapport.statistics import COUNTRY, MovesFile, Place, VariableFile

RULE = Disclosure(
    minimum_count=5,
    minimum_base=10,
    zeros="shown",
    protection=5,
    prefer="few",
    source="the test",
)
Counts = dict[Place, tuple[int, int]]
"""Place → a count and its base."""


PER = {"s0": 100}
"""Series → by what a share is multiplied where it is told."""


def district(name: str) -> Place:
    return ("district", name)


TOWN: Place = ("municipality", "town")
ABOVE = {
    **{district(name): [TOWN, COUNTRY] for name in "abcd"},
    **{district(name): [("municipality", "village"), COUNTRY] for name in "xyz"},
    TOWN: [COUNTRY],
    ("municipality", "village"): [COUNTRY],
}


def table(counts: Counts, id_: str = "s", of: str = "people") -> Table:
    count, rest = f"counted in {id_}", f"{of} not in {id_}"
    return Table(
        id_,
        {
            (place, 2020): {count: n, of: base, rest: base - n}
            for place, (n, base) in counts.items()
        },
        frozenset({count, of}),
        frozenset({count}),
        of,
        [(count, rest, of)],
        frozenset({count, of, rest}),
        [{count: 1, rest: 1, of: -1}],
    )


def web(*counts: Counts, rule: Disclosure = RULE) -> Web:
    return web_of([table(each, f"s{n}") for n, each in enumerate(counts)], ABOVE, rule)


def cell(place: Place, series: str = "s0") -> Cell:
    return (series, *place, 2020)


# --- Known cases -----------------------------------------------------------------------------

WHOLE: Counts = {
    district("a"): (3, 100),
    district("b"): (20, 110),
    district("c"): (30, 120),
    TOWN: (53, 330),
}


def test_nothing_is_hidden_where_nothing_is_small() -> None:
    counts = WHOLE | {district("a"): (10, 100), TOWN: (60, 330)}
    assert not choose(web(counts), 5, "few").hidden


def test_a_small_count_in_a_whole_takes_one_more_and_the_one_about_fewest() -> None:
    hidden = choose(web(WHOLE), 5, "few").hidden
    assert hidden == {cell(district("a")), cell(district("b"))}


def test_a_small_count_beside_much_else_takes_nothing_more() -> None:
    assert choose(web(WHOLE | {TOWN: (500, 9000)}), 5, "few").hidden == {cell(district("a"))}


def test_what_is_left_of_a_municipality_is_as_secret_as_a_district() -> None:
    """Nobody prints it, and everybody can subtract."""
    counts = {district("a"): (40, 100), TOWN: (43, 200)}
    assert cell(district("a")) in choose(web(counts), 5, "few").hidden


def test_all_but_a_few_are_as_secret_as_a_few() -> None:
    counts = {district("a"): (97, 100), TOWN: (400, 900)}
    assert choose(web(counts), 5, "few").hidden == {cell(district("a"))}


@pytest.mark.parametrize(("zeros", "hidden"), [("shown", 0), ("hidden", 1)])
def test_nobody_is_told_of_or_not_as_declared(zeros: str, hidden: int) -> None:
    rule = RULE.model_copy(update={"zeros": zeros})
    counts = {district("a"): (0, 100), TOWN: (400, 9000)}
    assert len(choose(web(counts, rule=rule), 5, "few").hidden) == hidden


def test_a_base_that_another_table_prints_is_hidden_there_too() -> None:
    small, other = {district("a"): (3, 8)}, {district("a"): (8, 8)}
    found = choose(web(small, other), 5, "few").hidden
    assert found == {cell(district("a")), cell(district("a"), "s1")}


def test_a_single_district_is_hidden_with_its_municipality() -> None:
    counts = {district("a"): (3, 100), TOWN: (3, 100), COUNTRY: (500, 9000)}
    assert choose(web(counts), 5, "few").hidden == {cell(district("a")), cell(TOWN)}


def test_dominance_hides_what_tells_of_the_largest() -> None:
    rule = RULE.model_copy(update={"dominance": Dominance(largest=1, percent=80)})
    assert [*rule.reasons(100, 1000, [85, 5])] == [("count", "dominance")]
    assert not [*rule.reasons(100, 1000, [75, 15])]


def test_what_was_printed_before_is_known_and_the_log_says_so() -> None:
    found = web(WHOLE | {TOWN: (500, 9000)})
    level = "level.s0.district.a.2020"
    printed_before(found, [{"id": f"{level}.count", "value": 3}], "facts.json", PER)
    assert [*choose(found, 5, "few").narrow] == [("counted in s0", *district("a"), 2020)]


@pytest.mark.parametrize(
    ("per", "low", "high"), [(100, 2.5, 3.5), (1000, 2.95, 3.05)], ids=["per cent", "per mille"]
)
def test_a_share_printed_before_narrows_the_count_to_its_decimal(
    per: int, low: float, high: float
) -> None:
    found = web({district("a"): (3, 1000), TOWN: (500, 9000)}, {district("a"): (500, 1000)})
    told = [{"id": "level.s0.district.a.2020", "cell": {100: "0,3", 1000: "3,0"}[per]}]
    printed_before(found, told, "facts.json", {"s0": per})
    count = ("counted in s0", *district("a"), 2020)
    assert intervals(found, {cell(district("a"))}, [count])[count] == pytest.approx((low, high))
    assert cell(district("a"), "s1") in choose(found, 5, "few").hidden


def kronor(counts: Counts) -> Table:
    """A series whose count is no part of its base, as it is made of a file."""
    places = {place: [{"year": 2020, "count": n, "base": b}] for place, (n, b) in counts.items()}
    lists = {
        plural: [{kind: id_, "values": each} for (k, id_), each in places.items() if k == kind]
        for plural, kind in KINDS.items()
    }
    words = dict.fromkeys(("name", "short", "definition"), "det som räknas")
    unit = {"name": "kronor", "change": "kronor", "per": 1, "decimals": 0, "noun": "summan"}
    about = {
        "id": "s0", **words, "unit": unit | {"counts_part": False}, "counted": "kronor",
        "population": "people", "better": "neither", "theme": "work", **lists,
    }  # fmt: skip
    source = {"title": "Påhittat", "publisher": "t", "date": "2020", "licence": "CC0-1.0"}
    file = {"source": source | {"status": "synthetic"}, "variable": about}
    return table_of(VariableFile.model_validate(file))


def test_kronor_are_as_uncertain_as_so_many_persons_have_of_them() -> None:
    counts = {
        district("a"): (10, 7),
        district("b"): (30, 30),
        district("c"): (370_000, 43),
        TOWN: (370_040, 80),
    }
    found = web_of([kronor(counts)], ABOVE, RULE)
    choice = choose(found, 5, "few")
    assert found.worth == {"kronor": 4625}
    assert cell(district("c")) in choice.hidden, "the others are told to 40 kronor together"


def test_what_is_moved_within_a_town_is_at_least_what_is_within_its_districts() -> None:
    def moved(population: int, came: int, left: int, within: int) -> dict[str, int]:
        own = {"population": population, "moved_in": came, "moved_out": left}
        return {"year": 2020, **own, "moved_within": within}

    numbers = {"a": moved(900, 40, 40, 2), "b": moved(900, 40, 40, 30)}
    source = {"title": "Påhittat", "publisher": "t", "date": "2020", "licence": "CC0-1.0"}
    file = MovesFile.model_validate(
        {
            "source": source | {"status": "synthetic"},
            "definition": "Flyttningar.",
            "theme": "moves",
            "districts": [{"district": id_, "values": [each]} for id_, each in numbers.items()],
            "municipalities": [{"municipality": "town", "values": [moved(9000, 500, 500, 33)]}],
        }
    )
    found = web_of([table_of_moves(file)], ABOVE, RULE)
    hidden = {("moves", *district("a"), 2020)}
    within = ("moves: within", *district("a"), 2020)
    assert intervals(found, hidden, [within])[within] == pytest.approx((0, 3))
    assert choose(found, 5, "few").hidden > hidden


def test_a_sum_that_a_source_has_changed_a_little_still_tells_its_parts() -> None:
    counts = WHOLE | {TOWN: (52, 330)}
    assert choose(web(counts), 5, "few").hidden > {cell(district("a"))}


def test_two_series_that_differ_in_one_number_tell_of_each_other_all_the_same() -> None:
    small = {district("a"): (3, 8), district("b"): (20, 110), TOWN: (23, 118)}
    other = {district("b"): (50, 110), district("c"): (40, 91), TOWN: (90, 209)}
    one, two = table(small, "s0"), table(other, "s1", "people [s1]")
    alike = web_of([one, replace(two, alike={"people [s1]": "people"})], ABOVE, RULE)
    hidden = choose(web_of([one, two], ABOVE, RULE), 5, "few").hidden
    base = ("people", *district("a"), 2020)
    assert intervals(alike, hidden, [base])[base] == pytest.approx((8, 8))
    assert base not in told(alike, choose(alike, 5, "few").hidden, 5)


# --- Laws ------------------------------------------------------------------------------------

people = st.integers(0, 30)


@st.composite
def hierarchies(draw: st.DrawFn, names: str = "abxy") -> Counts:
    """Districts of two municipalities, these, and the country: some with more beside, some not."""
    parts = {district(name): (draw(people), draw(people)) for name in names}
    counts = {place: (n, n + more + 1) for place, (n, more) in parts.items()}
    for place in (TOWN, ("municipality", "village"), COUNTRY):
        below = [each for each in counts if ABOVE.get(each, [()])[0] == place]
        beside, more = draw(st.just(0) | people), draw(st.just(0) | people)
        n, base = (sum(counts[each][part] for each in below) for part in (0, 1))
        counts[place] = (n + beside, base + beside + more)
    shown = draw(st.sets(st.sampled_from(sorted(counts)), min_size=1))
    return {place: counts[place] for place in sorted(shown)}


@settings(max_examples=60, deadline=None)
@given(hierarchies(), hierarchies(), st.sampled_from(["shown", "hidden"]), st.integers(1, 8))
def test_every_hidden_figure_stays_as_uncertain_as_declared(
    one: Counts, other: Counts, zeros: str, protection: int
) -> None:
    """By linear programming over all that is printed; where less can be had, the log says it."""
    rule = RULE.model_copy(update={"zeros": zeros})
    same = {place: (n, one[place][1]) for place, (n, _) in other.items() if place in one}
    found = web(one, {place: (min(n, base), base) for place, (n, base) in same.items()}, rule=rule)
    choice = choose(found, protection, "few")
    assert found.primary.keys() <= choice.hidden
    everything = told(found, found.printed, protection)
    for quantity, width in told(found, choice.hidden, protection).items():
        assert width >= choice.narrow[quantity] - 1e-6
        assert quantity in everything, f"{quantity} could be hidden better"


@settings(max_examples=30, deadline=None)
@given(hierarchies())
def test_the_same_is_hidden_in_any_order(counts: Counts) -> None:
    turned = dict(reversed(counts.items()))
    assert choose(web(counts), 5, "small") == choose(web(turned), 5, "small")


@settings(max_examples=30, deadline=None)
@given(hierarchies())
def test_no_cell_is_hidden_for_nothing(counts: Counts) -> None:
    found = web(counts)
    choice = choose(found, 5, "few")
    if not found.sensitive:
        assert not choice.hidden
    for each in choice.hidden - found.primary.keys():
        less = told(found, choice.hidden - {each}, 5)
        assert {*less} - {*choice.narrow}, f"{each} need not be hidden"


@settings(max_examples=60, deadline=None)
@given(hierarchies("abx"))
def test_nothing_cheaper_would_do(counts: Counts) -> None:
    """By trying everything."""
    found = web(counts)
    choice = choose(found, 5, "few")
    others = sorted(found.printed.keys() - found.primary.keys())
    for number in range(len(choice.hidden - found.primary.keys())):
        for more in combinations(others, number):
            tried = found.primary.keys() | {*more}
            told_ = told(found, tried, 5)
            less = [q for q, width in told_.items() if width < choice.narrow.get(q, 5) - 1e-6]
            assert less, f"{more} would have done"


def national(number: int, seed: int) -> tuple[Counts, dict[Place, list[Place]]]:
    """Municipalities that are the whole country, most with next to nobody outside districts.

    The first has so few that it is hidden as well.
    """
    random = Random(seed)
    counts: Counts = {COUNTRY: (0, 0)}
    above: dict[Place, list[Place]] = {}
    for n in range(number):
        whole: Place = ("municipality", f"m{n:03}")
        beside = random.choice((0, 1, 2, 3, 5, 9) * 2 + (5000,) * 5) if n else 0
        parts = [(("district", f"m{n:03}-{d}"), random.randint(200, 3000)) for d in range(3)]
        own = {
            place: (random.randint(20, base // 2) if n else int(place[1].endswith("0")), base)
            for place, base in parts
        }
        above |= {whole: [COUNTRY], **{place: [whole, COUNTRY] for place in own}}
        count, base = (sum(each[part] for each in own.values()) for part in (0, 1))
        counts |= own | {whole: (count + random.randint(0, beside), base + beside)}
        counts[COUNTRY] = tuple(map(sum, zip(counts[COUNTRY], counts[whole], strict=True)))
    return counts, above


@pytest.mark.parametrize("prefer", ["few", "small"])
def test_many_municipalities_that_sum_to_a_country_are_few_choices(
    prefer: Literal["few", "small"], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each may have to be hidden for the first one's sake, and then others for its own."""
    counts, above = national(100, seed=0)
    found = web_of([table(counts, "s0")], above, RULE)
    solved = []
    monkeypatch.setattr(
        disclosure_hide, "solver", lambda: solved.append(1) or disclosure_attack.solver()
    )
    choice = choose(found, 5, prefer)
    assert cell(("municipality", "m000")) in found.primary
    assert len(found.sensitive) > 150
    assert len(solved) <= 5
    assert not choice.narrow
    assert not told(found, choice.hidden, 5)


def test_years_and_places_that_share_nothing_are_solved_apart() -> None:
    blocks = web(WHOLE).blocks()
    assert all(len({quantity[3] for quantity in each.values}) == 1 for each in blocks)
    assert all(a is not b for a, b in pairwise(blocks))
    assert Fraction(330) in {value for block in blocks for value in block.values.values()}
