"""Sums, shares, ranks and counts, against tables made by hand."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from delrapport import ingest
from delrapport.aggregate import INDEX, RawTables, aggregate_tables, lookup, read_table
from delrapport.facts import Cell
from delrapport.models import (
    Agency,
    Decided,
    District,
    Group,
    Guide,
    GuidesFile,
    Interviewee,
    InterviewsFile,
    Municipality,
    Payment,
    PaymentFile,
    Programme,
    Question,
    Source,
    Weeks,
    Years,
)
from delrapport.records import Records

SOURCE = Source(
    title="Påhittade uppgifter", publisher="Test", date="2020", licence="CC0", status="synthetic"
)

# Names that Swedish readers order otherwise than their code points do: Å before Ä. The programme
# has them in neither order, so that none comes about by chance.
DISTRICTS = {
    "appelby": ("Äppelby", {"algen": "Älgen"}),
    "ankeby": ("Ankeby", {"bruket": "Bruket", "dalen": "Dalen"}),
    "aby": ("Åby", {"asen": "Åsen"}),
    "sjovik": ("Sjövik", {"eken": "Eken", "strand": "Strand"}),
}
FIRST = {"bruket": 300, "dalen": 100, "algen": 150, "asen": 150, "eken": 250, "strand": 50}
SECOND = {"dalen": 2, "bruket": 1}


# --- Records by hand -------------------------------------------------------------------------


def _municipality(id_, name, districts, place) -> Municipality:
    named = [District(id=key, name=each, genitive=f"{each}s") for key, each in districts.items()]
    return Municipality(
        id=id_, code=f"{place:04}", name=name, form="kommun", genitive=f"{name}s", districts=named
    )


def _programme(municipalities) -> Programme:
    return Programme(
        id="prov",
        name="Prov",
        grant="provmedlen",
        first_year=2020,
        last_year=2021,
        recipient="Provdepartementet",
        indicators=["andelen prov"],
        agency=Agency(
            name="Prov", descriptor="Prov", genitive="Provs", place="Ankeby", addresses=[]
        ),
        decisions=[],
        municipalities=[
            _municipality(id_, name, districts, place)
            for place, (id_, (name, districts)) in enumerate(municipalities.items())
        ],
    )


def _payment(month, amounts) -> PaymentFile:
    payment = Payment(
        id=month,
        pot=sum(amounts.values()),
        years=Years(first=2018, last=2019),
        decided=[Decided(district=id_, amount=amount) for id_, amount in amounts.items()],
    )
    return PaymentFile(source=SOURCE, payment=payment)


def _group(id_, *, political) -> Group:
    return Group(id=id_, title=id_, person=id_, short="G", guide="g", political=political)


def _guides(round_) -> GuidesFile:
    return GuidesFile(
        source=SOURCE,
        round=round_,
        wording="verbatim",
        guides=[Guide(id="g", title="G", questions=[Question(id="q", theme="t", text="Q?")])],
        groups=[
            _group("politicians", political=True),
            _group("school", political=False),
        ],
    )


def _interviews(round_, municipality, people) -> InterviewsFile:
    return InterviewsFile(
        source=SOURCE,
        round=round_,
        municipality=municipality,
        mode="telephone",
        weeks=Weeks(year=2020, first=2, last=6),
        publish="role",
        interviewees=[
            Interviewee(group=group, side=side, party="X" if side else None)
            for group, side in people
        ],
    )


def _records(payments=(), guides=(), interviews=(), municipalities=DISTRICTS) -> Records:
    return Records(
        programme=_programme(municipalities),
        editions=[],
        payments=list(payments),
        guides=list(guides),
        interviews=list(interviews),
        statements=[],
        chapters={},
        statuses=["synthetic"],
    )


def _raw(records: Records) -> RawTables:
    return RawTables(**{name: read_table(text(records)) for name, text in ingest.TABLES.items()})


def _tables(records: Records) -> dict[str, pd.DataFrame]:
    return aggregate_tables(_raw(records), records)


def _rows(table: pd.DataFrame, *columns: str) -> list[tuple]:
    return list(table.reset_index()[list(columns)].itertuples(index=False, name=None))


def _places(tables, payment: str, level: str) -> pd.DataFrame:
    """The ranking of one payment and level, indexed by place."""
    return tables["ranking"].xs((payment, level), level=("payment", "level"))


@pytest.fixture(scope="module")
def paid() -> dict[str, pd.DataFrame]:
    return _tables(_records([_payment("2020-06", FIRST), _payment("2021-06", SECOND)]))


@pytest.fixture(scope="module")
def interviewed() -> dict[str, pd.DataFrame]:
    ankeby = [("politicians", "majority"), ("politicians", "opposition"), ("school", None)]
    return _tables(
        _records(
            guides=[_guides("ett"), _guides("noll")],
            interviews=[
                _interviews("ett", "ankeby", ankeby),
                _interviews("ett", "aby", [("politicians", "majority")]),
            ],
        )
    )


# --- Payments --------------------------------------------------------------------------------


def test_each_payment_reaches_its_pot_and_counts_who_got_of_it(paid):
    columns = ("payment", "pot", "districts", "municipalities")
    assert _rows(paid["payments"], *columns) == [("2020-06", 1000, 6, 4), ("2021-06", 3, 2, 1)]


def test_municipalities_have_the_sum_share_and_rank_of_their_districts(paid):
    columns = ("payment", "municipality", "districts", "amount", "share", "rank")
    assert sorted(_rows(paid["payments_by_municipality"], *columns)) == [
        ("2020-06", "aby", 1, 150, "3/20", 3),
        ("2020-06", "ankeby", 2, 400, "2/5", 1),
        ("2020-06", "appelby", 1, 150, "3/20", 3),
        ("2020-06", "sjovik", 2, 300, "3/10", 2),
        ("2021-06", "ankeby", 2, 3, "1", 1),
    ]


def test_districts_keep_the_order_of_the_payment_and_equal_amounts_share_a_rank(paid):
    columns = ("payment", "district", "municipality", "amount", "share", "rank")
    assert _rows(paid["payments_by_district"], *columns) == [
        ("2020-06", "bruket", "ankeby", 300, "3/10", 1),
        ("2020-06", "dalen", "ankeby", 100, "1/10", 5),
        ("2020-06", "algen", "appelby", 150, "3/20", 3),
        ("2020-06", "asen", "aby", 150, "3/20", 3),
        ("2020-06", "eken", "sjovik", 250, "1/4", 2),
        ("2020-06", "strand", "sjovik", 50, "1/20", 6),
        ("2021-06", "dalen", "ankeby", 2, "2/3", 1),
        ("2021-06", "bruket", "ankeby", 1, "1/3", 2),
    ]


@pytest.mark.parametrize(
    ("payment", "level", "names"),
    [
        ("2020-06", "municipality", ["Ankeby", "Sjövik", "Åby", "Äppelby"]),
        ("2020-06", "district", ["Bruket", "Eken", "Åsen", "Älgen", "Dalen", "Strand"]),
        ("2021-06", "municipality", ["Ankeby"]),
        ("2021-06", "district", ["Dalen", "Bruket"]),
    ],
)
def test_a_ranking_is_by_amount_and_ties_are_in_swedish_order(paid, payment, level, names):
    ranking = _places(paid, payment, level)
    assert list(ranking.index) == list(range(1, len(names) + 1))
    assert list(ranking["name"]) == names


def test_amounts_that_no_float_could_tell_apart_stay_apart():
    amounts = {"bruket": 5 * 10**11, "dalen": 5 * 10**11 - 1, "eken": 1}
    tables = _tables(_records([_payment("2020-06", amounts)]))
    assert list(tables["payments_by_district"]["rank"]) == [1, 2, 3]
    shares = map(Fraction, tables["payments_by_district"]["share"])
    assert list(shares) == [Fraction(each, 10**12) for each in amounts.values()]


def test_a_pot_of_nothing_is_shared_as_nothing():
    tables = _tables(_records([_payment("2020-06", {"bruket": 0, "dalen": 0})]))
    assert _rows(tables["payments_by_district"], "amount", "share", "rank") == [(0, "0", 1)] * 2


def test_districts_of_one_name_in_two_municipalities_each_have_their_place():
    municipalities = {
        "ankeby": ("Ankeby", {"ankeby-centrum": "Centrum"}),
        "aby": ("Åby", {"aby-centrum": "Centrum"}),
    }
    paid = _payment("2020-06", {"aby-centrum": 5, "ankeby-centrum": 5})
    tables = _tables(_records([paid], municipalities=municipalities))
    assert list(_places(tables, "2020-06", "district")["name"]) == ["Centrum", "Centrum"]


def test_a_paid_district_of_no_municipality_is_not_dropped_silently():
    records = _records([_payment("2020-06", FIRST)])
    raw = _raw(records)
    short = replace(raw, districts=raw.districts[raw.districts["district"] != "eken"])
    with pytest.raises(AssertionError, match="belongs to no municipality"):
        aggregate_tables(short, records)


# Tables are slow beside texts, and on a busy machine slower than hypothesis expects.
unhurried = settings(max_examples=50, deadline=None)

IDS = [id_ for _, districts in DISTRICTS.values() for id_ in districts]
amounts_of_districts = st.dictionaries(
    # Few values, so that ties are common; and such as come in earnest.
    st.sampled_from(IDS),
    st.integers(1, 3) | st.integers(1, 10**12 // len(IDS)),
    min_size=1,
)


@unhurried
@given(amounts_of_districts)
def test_at_each_level_sums_reach_the_pot_and_shares_reach_one(amounts):
    tables = _tables(_records([_payment("2020-06", amounts)]))
    pot = sum(amounts.values())
    assert tables["payments"].at["2020-06", "pot"] == pot
    for level in ("municipality", "district"):
        table = tables[f"payments_by_{level}"]
        assert table["amount"].sum() == pot
        assert sum(map(Fraction, table["share"])) == 1
        for amount, share in zip(table["amount"], table["share"], strict=True):
            assert Fraction(share) * pot == amount


@unhurried
@given(amounts_of_districts)
def test_places_are_counted_from_one_and_amounts_descend_by_place(amounts):
    tables = _tables(_records([_payment("2020-06", amounts)]))
    for level in ("municipality", "district"):
        table, ranking = tables[f"payments_by_{level}"], _places(tables, "2020-06", level)
        assert list(ranking.index) == list(range(1, len(table) + 1))
        assert list(ranking["amount"]) == sorted(table["amount"], reverse=True)
        # A rank is one more than the number of those who got more.
        larger = [int((table["amount"] > amount).sum()) + 1 for amount in table["amount"]]
        assert list(table["rank"]) == larger


# --- Interviews ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "row", "persons"),
    [
        ("rounds", ("ett",), 4),
        ("rounds", ("noll",), 0),
        ("interviewees_by_group", ("ett", "politicians"), 3),
        ("interviewees_by_group", ("ett", "school"), 1),
        ("interviewees_by_group", ("noll", "school"), 0),
        ("interviewees_by_side", ("ett", "majority"), 2),
        ("interviewees_by_side", ("ett", "opposition"), 1),
        ("interviewees_by_side", ("noll", "opposition"), 0),
        ("interviewees_by_municipality", ("ett", "ankeby", "politicians"), 2),
        ("interviewees_by_municipality", ("ett", "aby", "school"), 0),
        ("interviewees_by_municipality", ("ett", "sjovik", "school"), 0),
        ("interviewees_in_all", ("ett", "ankeby"), 3),
        ("interviewees_in_all", ("ett", "sjovik"), 0),
        ("interviewees_in_all", ("noll", "ankeby"), 0),
    ],
)
def test_persons_are_counted_and_where_there_are_none_stands_nil(interviewed, table, row, persons):
    assert lookup(interviewed, Cell(table, row, "persons")) == persons


def test_a_person_of_a_group_without_a_guide_is_not_lost_silently():
    stray = _interviews("ett", "aby", [("strays", None)])
    with pytest.raises(AssertionError, match="persons were lost"):
        _tables(_records(guides=[_guides("ett")], interviews=[stray]))


@unhurried
@given(
    st.lists(
        st.tuples(
            st.sampled_from(sorted(DISTRICTS)),
            st.sampled_from(
                [("politicians", "majority"), ("politicians", "opposition"), ("school", None)]
            ),
        )
    )
)
def test_each_table_counts_every_person_once(people):
    interviews = [_interviews("ett", place, [person]) for place, person in people]
    tables = _tables(_records(guides=[_guides("ett")], interviews=interviews))
    politicians = sum(side is not None for _, (_, side) in people)
    assert tables["interviewees_by_side"]["persons"].sum() == politicians
    for name in ("rounds", "interviewees_by_group", "interviewees_in_all"):
        assert tables[name]["persons"].sum() == len(people)
    assert tables["interviewees_by_municipality"]["persons"].sum() == len(people)


# --- Tables ----------------------------------------------------------------------------------


def test_a_programme_that_has_nothing_yet_has_empty_tables():
    tables = _tables(_records())
    assert {name: len(table) for name, table in tables.items()} == dict.fromkeys(INDEX, 0)


def test_tables_keep_their_codes_as_text_and_their_amounts_whole():
    table = read_table("municipality,code,amount\naby,0180,7\nankeby,NA,8\n")
    assert list(table["code"]) == ["0180", "NA"]
    assert list(table["amount"]) == [7, 8]


@pytest.mark.parametrize("amount", ["7.5", "7 000", "", "NA"])
def test_an_amount_that_is_no_whole_number_is_an_error(amount):
    with pytest.raises(ValueError, match=r".+"):
        read_table(f"district,amount\nbruket,{amount}\n")


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (Cell("payments", ("2020-06",), "pot"), 1000),
        (Cell("payments_by_district", ("2020-06", "eken"), "amount"), 250),
        (Cell("payments_by_district", ("2020-06", "eken"), "share"), "1/4"),
        (Cell("ranking", ("2020-06", "municipality", 2), "name"), "Sjövik"),
    ],
)
def test_a_cell_is_looked_up_as_plain_python(paid, cell, value):
    found = lookup(paid, cell)
    assert found == value
    assert type(found) is type(value)


def test_a_cell_that_is_not_there_is_an_error(paid):
    with pytest.raises(KeyError):
        lookup(paid, Cell("payments_by_district", ("2021-06", "eken"), "amount"))
