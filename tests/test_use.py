"""How the money was used: what files may say, what is summed, and what facts say of it."""

# Messages stand as they are said, on one line.
# ruff: noqa: E501

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import pytest
from conftest import aggregated, evaluated
from hypothesis import given, settings
from hypothesis import strategies as st

from delrapport import config, ingest, law, register, render_html, swedish
from delrapport.activities import ActivitiesFile, Measure
from delrapport.fact import Fact
from delrapport.models import County
from delrapport.problems import RawDataError
from delrapport.records import Records
from delrapport.render_pdf import typeset
from delrapport.use_of_money import ALL, WHOLE, Use

ROOT = Path(__file__).parents[1]
MINI = ROOT / "tests/mini/data"
IN_2021 = "data/activities/2021"
ANKEBY, ABY = f"{IN_2021}/ankeby.yaml", f"{IN_2021}/aby.yaml"


@pytest.fixture(scope="module")
def records() -> Records:
    return ingest.ingest_records(MINI)


@pytest.fixture(scope="module")
def known(records) -> dict[str, Fact]:
    return evaluated(records)


# --- What files may say ------------------------------------------------------------------------

ALLOWED = "both sums are the same, to the krona"
WRONG = [
    (ANKEBY, "year: 2021", "year: 2020",
     "8:7: year: and the folder's name differ; put the file in activities/2020"),
    (ANKEBY, "municipality: ankeby", "municipality: bjorkvik",
     "9:15: municipality: and the file's name differ; call the file 2021/bjorkvik.yaml"),
    (ANKEBY, "municipality: ankeby", "municipality: ankebi",
     "9:15: municipality: there is no municipality 'ankebi'; did you mean 'ankeby'? allowed: aby, ankeby, bjorkvik"),
    (ANKEBY, "payment: 2020-06", "payment: 2020-07",
     "10:10: payment: there is no payment '2020-07'; did you mean '2020-06'? allowed: 2020-06"),
    (ANKEBY, "id: bokbuss", "id: laxhjalp",
     "21:9: measures[1].id: 'laxhjalp' is used twice, first in data/activities/2021/ankeby.yaml:12; each only once"),
    (ANKEBY, "district: marden", "district: sagen",
     "23:15: measures[1].district: there is no district here 'sagen'; allowed: ankeborg, marden"),
    (ANKEBY, "target: franvaro", "target: franvar",
     "33:13: measures[2].target: there is no indicator 'franvar'; did you mean 'franvaro'? allowed: franvaro, lasning"),
    (ANKEBY, "kind: moten", "kind: mote",
     "26:11: measures[1].kind: there is no kind of measure 'mote'; did you mean 'moten'? allowed: moten, stod"),
    ("data/codebook.yaml", re.compile(r"  kinds:\n(    .*\n)+"), "",
     "17:11: measures[0].kind: there is no kind of measure 'stod'; declare it under `kinds:` in codebook.yaml, which has none"),
    # The account, to the krona.
    (ANKEBY, "amount: 120000", "amount: 120001",
     f"10:10: payment: 400000 paid + 0 brought forward = 400000, but 320001 on measures + 60000 carried over + 20000 unspent = 400001 (+1); {ALLOWED}"),
    (ANKEBY, "unspent: 20000\n", "",
     f"10:10: payment: 400000 paid + 0 brought forward = 400000, but 320000 on measures + 60000 carried over + 0 unspent = 380000 (-20000); {ALLOWED}"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "problem"), WRONG)
def test_a_mistake_has_a_line_that_says_how_to_mend_it(programme, file, old, new, problem):
    path = programme.folder / file
    text = path.read_text(encoding="utf-8")
    path.write_text(
        re.sub(old if isinstance(old, re.Pattern) else re.escape(old), new, text, count=1),
        encoding="utf-8",
    )
    assert any(line.endswith(problem) for line in mistakes()), mistakes()


def mistakes() -> list[str]:
    with pytest.raises(RawDataError) as raised:
        ingest.ingest_records(Path("data"))
    return str(raised.value).splitlines()


def another_year(folder: Path, year: int, municipality: str, payment: str = "2021-06") -> None:
    """One measure for 100 kronor in another year; the payment of that year gives everyone that."""
    text = (folder / ABY).read_text(encoding="utf-8")
    text = text.replace("year: 2021", f"year: {year}").replace(
        "municipality: aby", f"municipality: {municipality}"
    )
    text = text.replace("payment: 2020-06", f"payment: {payment}").replace(
        "amount: 50000", "amount: 100"
    )
    target = folder / f"data/activities/{year}/{municipality}.yaml"
    target.parent.mkdir(exist_ok=True)
    target.write_text(text.replace("carried_over: 150000\n", ""), encoding="utf-8")
    paid = (folder / "data/payments/2020-06.yaml").read_text(encoding="utf-8")
    paid = re.sub(r"amount: \d+", "amount: 100", paid.replace("2020-06", "2021-06"))
    paid = paid.replace("pot: 1000000", "pot: 400").replace(
        "{municipality: ankeby, amount: 100}", "{municipality: ankeby, amount: 200}"
    )
    (folder / "data/payments/2021-06.yaml").write_text(paid, encoding="utf-8")


def test_what_is_carried_over_is_part_of_the_next_year(programme):
    another_year(programme.folder, 2022, "aby")
    assert [line.partition(" payment: ")[2] for line in mistakes() if " payment: " in line] == [
        f"100 paid + 150000 brought forward = 150100, but 100 on measures + 0 carried over + 0 unspent = 100 (-150000); {ALLOWED}"
    ]
    # The year after has files, so that whoever was paid or carried money over has one.
    assert [line.partition(".id: ")[2] for line in mistakes() if ".id: " in line] == [
        "nothing says how 'ankeby' used 60200 kronor in 2022; a file activities/2022/ankeby.yaml",
        "nothing says how 'bjorkvik' used 100 kronor in 2022; a file activities/2022/bjorkvik.yaml",
    ]


def test_a_year_without_files_between_years_and_a_payment_used_twice_are_said(programme):
    another_year(programme.folder, 2023, "aby", payment="2020-06")
    said = "\n".join(mistakes())
    assert (
        "nothing says what was used between 2021 and 2023; files in activities/2022, or no gap"
        in said
    )
    assert (
        "2020-06 is used in 2023, but 2020-06 in 2021; each payment in one year, in their order"
        in said
    )


def test_all_files_of_a_year_use_one_payment(programme):
    another_year(programme.folder, 2021, "bjorkvik")
    assert (
        "is 2021-06, but data/activities/2021/aby.yaml uses 2020-06 in 2021; one payment a year"
        in mistakes()[0]
    )


# --- What is summed ----------------------------------------------------------------------------

DISTRICTS = {
    "ankeby": ["ankeborg", "marden", None],
    "bjorkvik": ["sagen", None],
    "aby": ["astrand", None],
}


def measures_of(municipality: str):
    return st.builds(
        partial(Measure, name="Insats", runs="skolan"),
        id=st.sampled_from(["a", "b", "c"]),
        district=st.sampled_from(DISTRICTS[municipality]),
        amount=st.integers(1, 3) | st.integers(1, 10**9),
        target=st.sampled_from(["lasning", "franvaro"]),
        kind=st.sampled_from(["stod", "moten"]),
        standing=st.sampled_from(["new", "scaled up"]),
        status=st.sampled_from(["planned", "under way", "finished", "stopped"]),
    )


use = st.fixed_dictionaries(
    {
        (year, municipality): st.tuples(
            st.lists(
                measures_of(municipality), min_size=1, max_size=3, unique_by=lambda each: each.id
            ),
            st.integers(0, 5),
            st.integers(0, 5),
        )
        for year in (2021, 2022)
        for municipality in DISTRICTS
    }
)


def using(records: Records, used) -> Records:
    """The records with these measures, money carried over and left unspent, and paid what that takes."""
    source, payments, files = records.activities[0].source, {}, []
    for (year, municipality), (measures, carried, unspent) in used.items():
        payment = f"{year - 1}-06"
        files.append(
            ActivitiesFile(
                source=source,
                year=year,
                municipality=municipality,
                payment=payment,
                measures=measures,
                carried_over=carried,
                unspent=unspent,
            )
        )
        brought = used[year - 1, municipality][1] if year == 2022 else 0
        got = sum(each.amount for each in measures) + carried + unspent - brought
        payments.setdefault(payment, {})[DISTRICTS[municipality][0]] = got
    first = records.payments[0]
    paid = [
        first.model_copy(update={"payment": first.payment.model_copy(update={
            "id": id_, "pot": sum(amounts.values()),
            "decided": [first.payment.decided[0].model_copy(update={"district": d, "amount": a}) for d, a in amounts.items()],
        })})
        for id_, amounts in payments.items()
    ]  # fmt: skip
    return records.model_copy(update={"activities": files, "payments": paid})


@settings(max_examples=10, deadline=None)
@given(use)
def test_whatever_measures_are_grouped_by_the_groups_make_up_what_was_spent(records, used):
    tables = aggregated(using(records, used))
    places, balances = tables["use_places"], tables["use_balances"]
    for by in Use(records).groups:
        sums = tables["use_groups"].xs(by, level="by")["amount"].groupby(places.index.names).sum()
        assert sums.to_dict() == places["spent"].to_dict()
    crossed = tables["use_crossed"]["amount"].groupby("year").sum().to_dict()
    districts = places[places.index.get_level_values("district") != WHOLE]["spent"]
    for year, of in places.xs((WHOLE, WHOLE), level=("municipality", "district"))["spent"].items():
        amounts = [
            each.amount
            for (y, _), (all_, _, _) in used.items()
            for each in all_
            if year in (ALL, str(y))
        ]
        assert of == crossed[year] == districts[year].sum() == sum(amounts)
    for (year, municipality), row in balances.iterrows():
        whole = places.loc[(year, municipality, WHOLE)]
        assert row["available"] == whole["received"] + row["brought"]
        assert row["available"] == whole["spent"] + row["carried"] + row["unspent"]


def test_what_a_county_received_is_what_its_municipalities_did(records):
    one, two, three = records.programme.municipalities
    counties = [County(id=each, code=code, name="L") for each, code in (("n", "25"), ("s", "08"))]
    municipalities = [one, two.model_copy(update={"code": "2581"}), three]
    divided = {"counties": counties, "municipalities": municipalities}
    programme = records.programme.model_copy(update=divided)
    known = evaluated(records.model_copy(update={"programme": programme}))
    got = [known[f"use.all.in.{each.id}.received"].value for each in municipalities]
    assert all(got)
    assert known["use.all.county.n.received"].value == got[0] + got[1]
    assert known["use.all.county.s.received"].value == got[2]
    assert known["use.all.county.n.received"].inputs == (
        f"use.all.in.{one.id}.received", f"use.all.in.{two.id}.received"
    )  # fmt: skip


# --- What facts say ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fact", "text", "cell"),
    [
        ("use.2021.received", "1 000 000 kronor", "1 000 000"),
        ("use.2021.spent", "770 000 kronor", "770 000"),
        ("use.2021.measures", "sex", "6"),
        ("use.2021.carried", "210 000 kronor", "210 000"),
        ("use.2021.carried.in", "Ankeby och Åby", "Ankeby och Åby"),
        ("use.2021.traced.share", "80,5 procent", "80,5"),
        ("use.2021.untraced.measures", "två", "2"),
        ("use.2021.in.ankeby.available", "400 000 kronor", "400 000"),
        ("use.2021.in.ankeby.brought", "0 kronor", "–"),
        ("use.2021.in.ankeby.unspent", "20 000 kronor", "20 000"),
        ("use.2021.in.ankeby.measure.bokbuss", "100 000 kronor", "100 000"),
        ("use.2021.in.ankeby.target.lasning.share", "68,8 procent", "68,8"),
        ("use.2021.in.ankeby.untraced.target.franvaro", "100 000 kronor", "100 000"),
        ("use.2021.in.ankeby.standing.scaled-up.measures", "en", "1"),
        ("use.2021.in.ankeby.status.under-way", "120 000 kronor", "120 000"),
        ("use.2021.in.ankeby.largest-target.aim", "höja andelen som läser", "höja andelen som läser"),
        ("use.2021.in.ankeby.marden.kind.moten", "100 000 kronor", "100 000"),
        ("use.2021.in.bjorkvik.largest-target", "frånvaro och läsning", "frånvaro och läsning"),
        ("use.2021.in.bjorkvik.largest-target.aim", "höja andelen som läser och sänka andelen frånvarande", None),
        ("use.2021.in.aby.astrand.target.lasning.share", None, "."),
        ("use.2021.target.lasning.largest-in", "Ankeby och Åby", "Ankeby och Åby"),
        ("use.2021.kind.stod.target.lasning", "320 000 kronor", "320 000"),
        ("use.all.received", "1 000 000 kronor", "1 000 000"),
        ("use.all.year", "2021", "2021"),
    ],
)  # fmt: skip
def test_the_mini_programmes_use_is_told_as_computed_by_hand(known, fact, text, cell):
    found = known[fact]
    assert text in (found.text.replace("\u00a0", " "), None)
    assert cell in (found.cell.replace("\u00a0", " "), None)


def test_a_municipality_that_had_nothing_to_use_has_no_largest_measure(records):
    """One that was paid nothing has no file, and facts all the same."""
    others = [file for file in records.activities if file.municipality != "bjorkvik"]
    (paid,) = records.payments
    decided = [
        each.model_copy(update={"amount": 0}) if each.district == "sagen" else each
        for each in paid.payment.decided
    ]
    payment = paid.payment.model_copy(update={"decided": decided})
    nothing = {"payments": [paid.model_copy(update={"payment": payment})], "activities": others}
    known = evaluated(records.model_copy(update=nothing))
    largest = "use.2021.in.bjorkvik.largest-measure"
    assert [known[f"{largest}{end}"].value for end in ("", ".count", ".amount")] == ["", 0, 0]
    assert known["use.2021.in.bjorkvik.spent"].value == 0


def test_a_sum_rests_on_its_measures_and_a_measure_on_its_line(known):
    here = "use.2021.in.ankeby"
    assert [line.rpartition(":")[2] for line in known[f"{here}.kind.stod"].inputs] == ["12", "30"]
    assert known[f"{here}.measure.bokbuss"].origin.endswith("ankeby.yaml:24")
    assert known["use.2021.kind.stod"].inputs[-1] == "use.2021.in.aby.kind.stod"
    assert known["use.all.kind.stod"].inputs == ("use.2021.kind.stod",)


def test_what_was_paid_is_as_certain_as_its_source_though_its_use_is_invented(tmp_path):
    shutil.copytree(MINI, tmp_path / "data")
    for name in ("payments/2020-06.yaml", "programme.yaml"):
        path = tmp_path / "data" / name
        path.write_text(
            path.read_text("utf-8").replace("status: synthetic", "status: published"), "utf-8"
        )
    records = ingest.ingest_records(tmp_path / "data")
    known = evaluated(records)
    for place in ("use.2021", "use.2021.in.ankeby", "use.all"):
        paid = ("received", "brought", "available")
        assert {known[f"{place}.{what}"].status for what in paid} == {"published"}
        assert {known[f"{place}.{what}"].status for what in ("spent", "carried", "untraced")} == {
            "synthetic"
        }


# --- What is printed ---------------------------------------------------------------------------

MAIN = """\
{% import "shared/use.html.j2" as use with context %}
<section class="chapter"><h2 id="x">Rubrik</h2>
{% for year in years_of_use %}
{{ use.summary(year) }}{{ use.summary_of_purposes(year) }}{{ use.by_municipality(year, "a") }}{{ use.by_kind_and_target(year, "b") }}{{ use.all_measures(year, "c") }}
{% for each in programme.municipalities %}
<div class="{{ each.id.plain }}">{{ use.prose(each, year) }}</div>{{ use.ledger(each, year, "d" ~ loop.index) }}{{ use.sums(each, year, "e" ~ loop.index) }}
{% endfor %}
{% endfor %}
{{ use.summary_of_all() }}{{ use.by_municipality("all", "f") }}{{ use.by_kind_and_target("all", "g") }}
</section>
"""


def printed(records: Records, facts: Mapping[str, Fact], folder: Path) -> str:
    templates = folder / "templates"
    shutil.copytree(ROOT / "templates/shared", templates / "shared")
    (templates / "use").mkdir()
    (templates / "use/main.html.j2").write_text(MAIN, encoding="utf-8")
    wanted = config.Report.model_validate(
        {"template": "use", "payments": ["2020-06"], "rounds": ["runda-1"], "foreword": "forord",
         "figures": [], "chapters": ["inledning"]}
    )  # fmt: skip
    [(_, html)] = render_html.render_html(
        "delrapport-1", wanted, records, facts, templates, lambda _: {}
    )
    return html


@pytest.fixture(scope="module")
def html(records, known, tmp_path_factory) -> str:
    return printed(records, known, tmp_path_factory.mktemp("printed"))


def test_sums_of_a_whole_country_stand_apart_in_their_columns(records, known, tmp_path):
    large = {id_: enlarged(fact) for id_, fact in known.items()}
    assert large["use.2021.received"].value == 10**10
    pdf = tmp_path / "large.pdf"
    sheets = map(str, sorted((ROOT / "templates/css").glob("*.css")))
    html = printed(records, large, tmp_path)
    pdf.write_bytes(typeset(html, tmp_path, sheets, []))
    css = (ROOT / "templates/css/2-variables.css").read_text("utf-8")
    assert register.check_volume(html, pdf, large, records, css).pages > 1


def enlarged(fact: Fact) -> Fact:
    """Ten thousand times as much money."""
    if fact.unit != "kronor" or fact.is_symbol:
        return fact
    value = int(fact.value) * 10**4
    return fact._replace(value=value, text=swedish.kronor(value), cell=swedish.number(value))


def test_tables_and_texts_of_the_use_keep_the_law(records, known, html):
    names = {
        form: each.id
        for each in records.programme.municipalities
        for form in (each.name, each.genitive)
    }
    assert [str(found) for found in law.check(html, known, names, [])] == []


def read(html: str, municipality: str) -> str:
    found = re.search(rf'<div class="{municipality}">(.*?)</div>', html, re.DOTALL)
    assert found
    return " ".join(re.sub("<[^>]*>", "", found[1]).replace("\u00a0", " ").split())


@pytest.mark.parametrize(
    ("municipality", "sentences"),
    [
        ("ankeby", [
            "Staden använde 320 000 kronor till tre insatser.",
            "Till året därpå förs 60 000 kronor över, och 20 000 kronor har varken använts eller sparats.",
            "medan en insats för 100 000 kronor gäller kommunen i stort.",
        ]),
        ("bjorkvik", [
            "Hela utbetalningen, 400 000 kronor, fanns att använda under 2021. Inget blev över: pengarna gick till två insatser.",
            "Inget är nytt; pengarna har gått till att utöka sådant som redan fanns. Till insatser som ska höja andelen som läser och sänka andelen frånvarande gick lika mycket, 200 000 kronor vardera.",
            "Varje krona kan följas till Sågen.",
        ]),
        ("aby", [
            "Kommunen använde 50 000 kronor, allt till en enda insats: ”Bokklubb”.",
            "Insatsen kan inte följas till Åstrand; den gäller kommunen i stort. Den har ett enda syfte, att höja andelen som läser, och är av slaget mötesplatser. Den fanns inte före bidraget.",
        ]),
    ],
)  # fmt: skip
def test_what_a_municipality_did_is_said_by_what_is_so(html, municipality, sentences):
    text = read(html, municipality)
    for sentence in sentences:
        assert sentence in text


def test_the_ledger_shows_that_it_adds_up(html):
    table = re.search(r'<table id="d1">.*?</table>', html, re.DOTALL)[0]
    foot = re.search(r"<tfoot>.*?</tfoot>", table, re.DOTALL)[0]
    rows = [
        " ".join(re.sub("<[^>]*>", " ", row).replace("\u00a0", " ").split())
        for row in re.findall(r"<tr.*?</tr>", foot, re.DOTALL)
    ]
    assert rows == [
        "Utbetalt i juni 2020 400 000",
        "Överfört från året före –",
        "Fanns att använda 400 000",
        "Insatser 320 000",
        "Överförs till nästa år 60 000",
        "Inte använt 20 000",
        "Redovisat 400 000",
    ]
