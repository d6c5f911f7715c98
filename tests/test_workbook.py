"""The auditor's workbook: what it holds, and that a spreadsheet computes what the model does."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from conftest import ROOT

from delrapport import ingest
from delrapport.allocate import share_out
from delrapport.allocation import Allocation, Case, Count, Rule, allocate
from delrapport.config import read_config
from delrapport.models import Decided, District
from delrapport.parameters import Parameters, declaration
from delrapport.records import Records, key_of
from delrapport.sheets import safe_names
from delrapport.statistics import IndicatorFile, ReceptionFile
from delrapport.workbook import workbook

PAYMENT = "2020-06"
MARK = "Innehåller syntetiska uppgifter"
STEPS = {
    "Mottagande": ["Mottagna per invånare", "Flyktingfaktor"],
    "Läsning": ["Värde 2018", "Värde 2019", "Förändring", "Förbättring", "Storlek",
                "Flyktingfaktor", "Poäng", "Andel av poängen", "Kronor"],
    "Belopp": ["Läsning", "Frånvaro", "Exakt belopp", "Avrundat nedåt", "Rest", "Plats efter rest",
               "Avrundat belopp", "Avgjort med liten marginal"],
    "Beslut": ["Modellen", "Skillnad"],
    "Scenarier": ["Största skillnad"],
}  # fmt: skip


# --- Programmes ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def mini() -> Records:
    _, document = read_config(ROOT / "tests/mini/config.yaml")
    return ingest.ingest_records(ROOT / "tests/mini/data", declaration(document))


@pytest.fixture(scope="module")
def book(mini: Records) -> openpyxl.Workbook:
    return read(workbook(share_out(mini, PAYMENT), mini))


def read(content: bytes, *, values: bool = False) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(content), data_only=values)


def declared(records: Records, **parameters: Any) -> Records:
    """Records with other parameters; `weights`, `unit` … as they are in `config.yaml`."""
    given = records.allocations[PAYMENT].model_dump()
    for name, value in parameters.items():
        given[name] = value if name == "scenarios" else {"value": value, "source": "assumption"}
    changed = {**records.allocations, PAYMENT: Parameters.model_validate(given)}
    return records.model_copy(update={"allocations": changed})


def real_decisions(records: Records) -> Records:
    """The same counts as invented as they are, beside amounts that somebody decided."""
    file = records.file_of(f"{key_of(records.payment(PAYMENT))}.source")
    return records.model_copy(
        update={"file_statuses": {**records.file_statuses, file: "published"}}
    )


def counted(
    records: Records, counts: Mapping[str, Mapping[str, list[Any]]], **more: Any
) -> Records:
    """Records with other indicators: id → district → [count, base, count, base] or None."""
    files, lines = [], dict(records.lines)
    for number, (id_, districts) in enumerate(counts.items()):
        given = records.indicators[0].model_dump()
        described = {"id": id_, "short": id_.capitalize(), "better": ("more", "less")[number % 2]}
        series = [
            {"district": district, "values": list(observations(found))}
            for district, found in districts.items()
        ]
        given["indicator"] |= described | {"districts": series}
        files.append(IndicatorFile.model_validate(given))
        lines[f"{key_of(files[-1])}.source"] = lines["raw.indicator.lasning.source"]
    return records.model_copy(update={"indicators": files, "lines": lines, **more})


def observations(found: list[Any]) -> Iterator[dict[str, Any]]:
    for year, count, base in ((2018, *found[:2]), (2019, *found[2:])):
        is_missing = count is None
        yield {"year": year} | (
            {"missing": "not available"} if is_missing else {"count": count, "base": base}
        )


def settled(records: Records, districts: list[str], chance: random.Random) -> dict[str, Any]:
    """Other districts in the programme, all of one municipality, and their reception."""
    first = records.programme.municipalities[0]
    named = [District(id=d, name=d.capitalize(), genitive=d) for d in districts]
    municipality = first.model_copy(update={"districts": named})
    people = [(chance.randint(0, 200), chance.randint(900, 9000)) for _ in districts]
    series = [
        {
            "district": district,
            "values": [
                {"year": year, "received": received, "population": population}
                for year in (2018, 2019)
            ],
        }
        for district, (received, population) in zip(districts, people, strict=True)
    ]
    assert records.reception
    given = records.reception.model_dump() | {"reception": series}
    programme = records.programme.model_copy(update={"municipalities": [municipality]})
    return {"programme": programme, "reception": ReceptionFile.model_validate(given)}


def invented(records: Records, seed: int) -> Records:
    """A programme made up by chance: few or many districts and indicators, gaps, ties, declines."""
    chance = random.Random(seed)
    districts = [f"d{number}-{chance.randint(0, 99)}" for number in range(chance.randint(2, 20))]
    chance.shuffle(districts)
    names = [f"indikator-{number}" for number in range(chance.randint(1, 10))]
    counts: dict[str, dict[str, list[Any]]] = {}
    for name in names:
        nobody = chance.random() < 0.2
        counts[name] = {}
        for district in districts:
            base = chance.choice([40, 100, chance.randint(50, 20000)])
            first, last = (chance.randint(0, base) for _ in range(2))
            found = [first, base, first if nobody else last, base]
            if chance.random() < 0.1:
                found[:2] = [None, None]
            counts[name][district] = found
        # Twins: only their ids tell their remainders apart.
        counts[name][districts[0]] = counts[name][districts[1]]
    records = counted(records, counts, **settled(records, districts, chance))
    pot = chance.choice([1_000_000, 99_000_000, 1_234_567])
    records = real_decisions(paid(records, pot, districts))
    return declared(
        records,
        weights={name: Fraction(chance.randint(1, 5), chance.randint(1, 7)) for name in names},
        refugee_weight=chance.choice([Fraction(0), Fraction(1), Fraction(7, 3)]),
        size=chance.choice(["base", "none"]),
        unearned=chance.choice(["redistribute", "withhold"]),
        missing="zero",
        unit=chance.choice([1, 7, 1000]),
        scenarios={},
    )


def paid(records: Records, pot: int, districts: list[str]) -> Records:
    """Records of another payment: so much, decided for these districts."""
    file = records.payment(PAYMENT)
    decided = [Decided(district=district, amount=0) for district in districts]
    payment = file.payment.model_copy(update={"pot": pot, "decided": decided})
    return records.model_copy(update={"payments": [file.model_copy(update={"payment": payment})]})


# --- Sheets ----------------------------------------------------------------------------------


def head_row(sheet: Any) -> int:
    return next(row for row in range(1, 40) if sheet.cell(row, 1).value == "Kommun")


def cells(sheet: Any, head: str) -> dict[str, Any]:
    """District → its cell under a head."""
    top = head_row(sheet)
    heads = {cell.value: cell.column for cell in sheet[top]}
    found = {}
    for row in range(top + 1, sheet.max_row + 1):
        if sheet.cell(row, 1).value == "Summa":
            break
        found[sheet.cell(row, 2).value] = sheet.cell(row, heads[head])
    return found


def amounts(read_: openpyxl.Workbook) -> dict[str, Any]:
    return {name: cell.value for name, cell in cells(read_["Belopp"], "Avrundat belopp").items()}


def named(read_: openpyxl.Workbook, name: str) -> Any:
    """The cell that has a name."""
    ((sheet, place),) = read_.defined_names[name].destinations
    return read_[sheet][place]


def expected(allocation: Allocation, records: Records) -> dict[str, int]:
    names = {id_: district.name for id_, (_, district) in records.districts().items()}
    return {names[d]: amount.rounded for d, amount in allocation.amounts.items()}


# --- What it holds ---------------------------------------------------------------------------


def test_the_same_input_gives_the_same_bytes(mini: Records) -> None:
    shared = share_out(mini, PAYMENT)
    assert workbook(shared, mini) == workbook(share_out(mini, PAYMENT), mini)


def test_it_is_dated_by_the_payment_and_says_that_it_is_synthetic(book: openpyxl.Workbook) -> None:
    properties = book.properties
    assert properties.created.isoformat() == "2020-06-01T00:00:00"
    assert properties.title == "Modellens fördelning av minibidraget, juni\xa02020"
    assert properties.description.startswith(MARK)


def test_every_sheet_is_there_in_the_order_of_the_computation(book: openpyxl.Workbook) -> None:
    assert book.sheetnames == [
        "Läs mig", "Parametrar", "Mottagande", "Läsning", "Frånvaro", "Belopp", "Beslut",
        "Scenarier", "Utan en indikator", "Minsta ändring",
    ]  # fmt: skip


def test_every_sheet_is_marked_on_screen_and_on_paper(book: openpyxl.Workbook) -> None:
    for sheet in book:
        assert sheet["A1"].value.startswith(MARK)
        assert sheet["A1"].fill.fgColor.rgb == "FFB4532A"
        assert MARK in sheet.oddHeader.left.text
        # The first row isn't printed: the mark would stand twice on the page.
        assert re.search(r"!\$A\$2:", sheet.print_area)


def test_published_figures_have_no_mark(mini: Records) -> None:
    published = dict.fromkeys(mini.file_statuses, "published")
    records = mini.model_copy(update={"file_statuses": published})
    found = read(workbook(share_out(records, PAYMENT), records))
    assert not any(sheet["A1"].value for sheet in found)


@pytest.mark.parametrize(("sheet", "head"), [(s, h) for s, heads in STEPS.items() for h in heads])
def test_every_step_is_a_formula(book: openpyxl.Workbook, sheet: str, head: str) -> None:
    for cell in cells(book[sheet], head).values():
        assert str(cell.value).startswith("=")


def test_formulas_hold_the_models_results(mini: Records) -> None:
    shared = share_out(mini, PAYMENT)
    found = read(workbook(shared, mini), values=True)
    assert amounts(found) == expected(shared.allocation, mini)
    assert amounts(found) == {
        "Ankeborg": 300_000, "Mården": 150_000, "Sågen": 333_000, "Åstrand": 217_000,
    }  # fmt: skip
    shares = [cell.value for cell in cells(found["Läsning"], "Andel av poängen").values()]
    assert shares == [0.6, 0.3, 0, 0.1]
    assert all(each.value == "Stämmer" for each in checks(found).values())


UNCHANGED = "Parametrarna är rapportens"


def checks(found: openpyxl.Workbook) -> dict[str, Any]:
    """What is checked → the cell that says whether it agrees."""
    rows = list(found["Belopp"].iter_rows(max_col=4))
    return {what.value: cell for label, _, cell, what in rows if label.value == "Kontroll"}


def test_what_the_report_has_stands_beside_each_parameter(mini: Records) -> None:
    records = declared(mini, weights={"lasning": "1/3", "franvaro": 1}, refugee_weight="0.5")
    found = read(workbook(share_out(real_decisions(records), PAYMENT), records))
    for name, value in {
        "belopp_att_fordela": 1_000_000, "storlek": "basen", "mottagandevikt": 0.5,
        "utan_forbattring": "omfördelas", "saknade_varden": "stoppar", "enhet": 1000,
    }.items():  # fmt: skip
        cell = named(found, f"{name}_i_rapporten")
        assert cell.value == value == named(found, name).value
        assert cell.coordinate.startswith("C")
    weights = {row[0].value: row[1:3] for row in found["Parametrar"].iter_rows(max_col=3)}
    assert weights["Indikator"][1].value == "I rapporten"
    weight, reported = weights["Läsning"]
    assert weight.value == "=1/3"
    assert reported.value == pytest.approx(1 / 3)


def test_one_person_is_set_as_in_the_appendix(mini: Records) -> None:
    sheet = read(workbook(share_out(mini, PAYMENT), mini))["Minsta ändring"]
    top = head_row(sheet)
    indicators, years, heads = (
        [sheet.cell(top - up, column).value for column in range(3, 11)] for up in (2, 1, 0)
    )
    assert indicators == ["Läsning", None, None, None, "Frånvaro", None, None, None]
    assert years == ["2018", None, "2019", None] * 2
    assert heads == ["Ett större", "Ett mindre"] * 4
    effects = {
        (each.district, each.year): each.more
        for each in share_out(mini, PAYMENT).effects()
        if each.indicator == "franvaro"
    }
    given = [sheet.cell(top + 1 + row, 9).value for row in range(4)]
    expected_ = [effects[d, "last"] for d in ("ankeborg", "marden", "sagen", "astrand")]
    assert [".." if each is None else float(each.decimals(6)) for each in expected_] == [
        each if isinstance(each, str) else pytest.approx(each) for each in given
    ]


def test_decisions_stand_beside_the_model_with_their_reasons(mini: Records) -> None:
    found = read(workbook(share_out(mini, PAYMENT), mini), values=True)["Beslut"]
    assert cells(found, "Skillnad")["Sågen"].value == 67_000
    assert cells(found, "Skäl")["Åstrand"].value == "Beloppet avrundades för hand."


def test_decided_amounts_are_not_set_beside_invented_counts(mini: Records) -> None:
    records = real_decisions(mini)
    found = read(workbook(share_out(records, PAYMENT), records))
    assert "Beslut" not in found.sheetnames
    texts = [cell.value for cell in found["Läs mig"]["B"]]
    assert any(str(text).startswith("Beslutade belopp sätts inte bredvid") for text in texts)


def test_a_district_is_told_in_words(mini: Records) -> None:
    found = read(workbook(share_out(mini, PAYMENT), mini), values=True)
    texts = [cell.value for cell in found["Läs mig"]["B"]]
    assert "2018: 40 / 100, alltså 40,00 procent." in texts
    said = "Exakt belopp = 300\xa0000,00 + 0,00 = 300\xa0000,00 kronor."
    assert said in texts


def test_missing_counts_are_shown_as_such(mini: Records) -> None:
    records = declared(gap(mini), missing="zero", scenarios={})
    found = read(workbook(share_out(records, PAYMENT), records), values=True)
    for head in ("Antal 2018", "Bas 2018", "Värde 2018", "Förändring"):
        assert cells(found["A"], head)["Mården"].value == ".."
    assert cells(found["A"], "Antal 2019")["Mården"].value == 26
    assert cells(found["A"], "Storlek")["Mården"].value == 0


def gap(records: Records) -> Records:
    """Mården lacks its first count of one of two indicators."""
    first = {"ankeborg": [40, 100, 50, 100], "marden": [None, None, 26, 50]}
    last = {"sagen": [44, 80, 40, 80], "astrand": [18, 40, 20, 40]}
    records = counted(records, {"a": first | last, "b": {**first, "marden": [9, 50, 3, 50]} | last})
    return declared(real_decisions(records), weights={"a": 1, "b": 1})


def test_sheets_have_names_that_excel_takes() -> None:
    wanted = ["Läsning/skrivning [åk 3]: andel?", "a" * 40, "A" * 40, "''", "belopp", "History"]
    names = safe_names(wanted, ["Belopp"])
    assert names == [
        "Läsning-skrivning -åk 3-- andel", "a" * 31, "A" * 27 + " (2)", "Indikator", "belopp (2)",
        "History (2)",
    ]  # fmt: skip
    assert all(len(name) <= 31 for name in names)


def test_indicators_of_like_names_have_sheets_of_their_own(mini: Records) -> None:
    files = [
        file.model_copy(update={"indicator": file.indicator.model_copy(update={"short": "Belopp"})})
        for file in mini.indicators
    ]
    records = mini.model_copy(update={"indicators": files})
    found = read(workbook(share_out(records, PAYMENT), records))
    assert found.sheetnames[3:6] == ["Belopp (2)", "Belopp (3)", "Belopp"]


# --- Computed anew ---------------------------------------------------------------------------

# LibreOffice computes what Excel has written only where it is told to.
ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def computed(books: Mapping[str, bytes], folder: Path) -> dict[str, openpyxl.Workbook]:
    """The workbooks as LibreOffice computes them."""
    soffice = shutil.which("soffice")
    assert soffice, "LibreOffice is missing; run sh setup.sh tests"
    user = folder / "profile/user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(ALWAYS, encoding="utf-8")
    for name, content in books.items():
        (folder / f"{name}.xlsx").write_bytes(content)
    command = [soffice, f"-env:UserInstallation={user.parent.as_uri()}", "--headless"]
    command += ["--convert-to", "xlsx", "--outdir", str(folder / "computed")]
    files = [str(folder / f"{name}.xlsx") for name in books]
    subprocess.run([*command, *files], check=True, capture_output=True, timeout=300)
    return {
        name: read((folder / "computed" / f"{name}.xlsx").read_bytes(), values=True)
        for name in books
    }


def poisoned(content: bytes) -> bytes:
    """A workbook in which every formula holds a wrong value."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name.startswith("xl/worksheets/"):
                text = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1<v>-1</v>", text)
            new.writestr(name, text)
    return target.getvalue()


def changed(content: bytes, change: Callable[[openpyxl.Workbook], None]) -> bytes:
    """A workbook in which somebody has typed something; formulas hold no values any more."""
    found = read(content)
    change(found)
    target = BytesIO()
    found.save(target)
    return target.getvalue()


def require_sound(found: openpyxl.Workbook, name: str) -> None:
    """No cell holds an error, and sums agree where anything is shared out."""
    for sheet in found:
        for row in sheet:
            for cell in row:
                wrong = cell.data_type == "e" or re.match(r"#[A-Z]|Err:", str(cell.value))
                assert not wrong, f"{name}: {sheet.title}!{cell.coordinate} is {cell.value}"
    says = "Stämmer" if named(found, "hinder").value == "inget" else "Hinder"
    for what, check in checks(found).items():
        allowed = {"Stämmer", "Ändrade"} if what == UNCHANGED else {says}
        assert check.value in allowed, f"{name}: {what}"


@pytest.mark.slow
def test_a_spreadsheet_computes_what_the_model_does(mini: Records, tmp_path: Path) -> None:
    cases = {"mini": mini, "gap": declared(gap(mini), missing="zero", scenarios={})}
    cases |= {f"seed-{seed}": invented(mini, seed) for seed in range(12)}
    shared = {name: share_out(records, PAYMENT) for name, records in cases.items()}
    written = {name: workbook(shared[name], records) for name, records in cases.items()}
    bad = {name: poisoned(content) for name, content in written.items()}
    for content in bad.values():
        assert set(amounts(read(content, values=True)).values()) == {-1}
    for name, found in computed(bad, tmp_path).items():
        require_sound(found, name)
        require_same(found, read(written[name], values=True), name)
        assert amounts(found) == expected(shared[name].allocation, cases[name]), name
        assert checks(found)[UNCHANGED].value == "Stämmer", name


def require_same(found: openpyxl.Workbook, written: openpyxl.Workbook, name: str) -> None:
    """Every cell is what was written: numbers but for their last digits; sentences alike."""
    for sheet in written:
        for row in sheet:
            for cell in row:
                now, where = found[sheet.title][cell.coordinate].value, (name, sheet.title, cell)
                if isinstance(cell.value, int | float):
                    assert now == pytest.approx(cell.value, rel=1e-9, abs=1e-5), where
                else:
                    assert figures(now) == figures(cell.value), where


def figures(text: Any) -> str:
    """A sentence without the signs that group thousands and stand before decimals."""
    return re.sub(r"[\s,.]", "", str(text or ""))


def set_(name: str, value: Any) -> Callable[[openpyxl.Workbook], None]:
    def change(found: openpyxl.Workbook) -> None:
        named(found, name).value = value

    return change


def typed(sheet: str, head: str, district: str, value: Any) -> Callable[[openpyxl.Workbook], None]:
    def change(found: openpyxl.Workbook) -> None:
        cells(found[sheet], head)[district].value = value

    return change


def weigh(*weights: float) -> Callable[[openpyxl.Workbook], None]:
    def change(found: openpyxl.Workbook) -> None:
        sheet = found["Parametrar"]
        top = next(row for row in range(1, 40) if sheet.cell(row, 1).value == "Indikator")
        for row, weight in enumerate(weights, top + 1):
            sheet.cell(row, 2).value = weight

    return change


def other_count(case: Case, count: Count | None) -> Case:
    """The case in which Ankeborg has another last count of reading."""
    first = case.indicators[0]
    indicator = replace(first, last={**first.last, "ankeborg": count})
    return replace(case, indicators=[indicator, *case.indicators[1:]])


def nobody(case: Case) -> Case:
    """The case in which nobody's absence has changed."""
    last = case.indicators[1]
    return replace(case, indicators=[case.indicators[0], replace(last, last=last.first)])


def still(found: openpyxl.Workbook) -> None:
    sheet = found["Frånvaro"]
    for district, cell in cells(sheet, "Antal 2018").items():
        cells(sheet, "Antal 2019")[district].value = cell.value


def turn(found: openpyxl.Workbook) -> None:
    """More absence is better."""
    sheet = found["Frånvaro"]
    row = next(row for row in range(1, 40) if sheet.cell(row, 1).value == "Riktning")
    sheet.cell(row, 3).value = 1


def turned(case: Case) -> Case:
    reading, absence = case.indicators
    return replace(case, indicators=[reading, replace(absence, direction=1)])


def both(*changes: Callable[[openpyxl.Workbook], None]) -> Callable[[openpyxl.Workbook], None]:
    def change(found: openpyxl.Workbook) -> None:
        for each in changes:
            each(found)

    return change


Change = tuple[Callable[[openpyxl.Workbook], None], Callable[[Case, Rule], tuple[Case, Rule]]]
ZERO = Fraction(0)
CHANGES: dict[str, Change] = {
    "rho": (
        set_("mottagandevikt", 2.5),
        lambda case, rule: (case, replace(rule, refugee_weight=Fraction(5, 2))),
    ),
    "no-reception": (
        set_("mottagandevikt", 0),
        lambda case, rule: (case, replace(rule, refugee_weight=ZERO)),
    ),
    "weights": (
        weigh(3, 0.5),
        lambda case, rule: (
            case, replace(rule, weights={"lasning": Fraction(3), "franvaro": Fraction(1, 2)})
        ),
    ),
    "one-weight": (
        weigh(0, 1),
        lambda case, rule: (
            case, replace(rule, weights={"lasning": ZERO, "franvaro": Fraction(1)})
        ),
    ),
    "unit": (set_("enhet", 70_000), lambda case, rule: (case, replace(rule, unit=70_000))),
    "krona": (set_("enhet", 1), lambda case, rule: (case, replace(rule, unit=1))),
    "pot": (
        set_("belopp_att_fordela", 99_000_001),
        lambda case, rule: (replace(case, pot=99_000_001), rule),
    ),
    "size": (set_("storlek", "räknas inte"), lambda case, rule: (case, replace(rule, size="none"))),
    "count": (
        typed("Läsning", "Antal 2019", "Ankeborg", 43),
        lambda case, rule: (other_count(case, Count(43, 100)), rule),
    ),
    "missing": (
        both(
            set_("saknade_varden", "ger noll"), typed("Läsning", "Antal 2019", "Ankeborg", "..")
        ),
        lambda case, rule: (other_count(case, None), replace(rule, missing="zero")),
    ),
    "redistribute": (still, lambda case, rule: (nobody(case), rule)),
    "margin": (set_("nara", 0.02), lambda case, rule: (case, rule)),
    "direction": (
        turn,
        lambda case, rule: (turned(case), rule),
    ),
    "withhold": (
        both(still, set_("utan_forbattring", "hålls inne")),
        lambda case, rule: (nobody(case), replace(rule, unearned="withhold")),
    ),
}  # fmt: skip
STOPPED = {
    "nobody-improved": both(still, set_("utan_forbattring", "stoppar")),
    "a-gap": typed("Läsning", "Bas 2018", "Sågen", ".."),
    "no-weights": weigh(0, 0),
    "negative-weight": weigh(2, -1),
    "no-base": typed("Läsning", "Bas 2019", "Sågen", 0),
    "no-base-before": both(
        set_("saknade_varden", "ger noll"), typed("Frånvaro", "Bas 2018", "Sågen", 0)
    ),
    "no-people": typed("Mottagande", "Folkmängd 2019", "Sågen", 0),
    "no-unit": set_("enhet", 0),
    "unit-in-words": set_("enhet", "tusen"),
    "no-pot": set_("belopp_att_fordela", 0),
}
OBSTACLES = {
    "nobody-improved": "ingen har förbättrats",
    "a-gap": "uppgifter saknas",
    "no-weights": "alla vikter är noll",
    "negative-weight": "en vikt är negativ",
    "no-base": "en bas är noll",
    "no-base-before": "en bas är noll",
    "no-people": "mottagande saknas",
    "no-unit": "enheten går inte",
    "unit-in-words": "enheten går inte",
    "no-pot": "enheten går inte",
}
# What is no parameter, but an input.
INPUTS = {"count", "redistribute", "a-gap", "no-base", "no-people"}


def unchanged(name: str) -> str:
    """What the workbook says of the parameters after a change."""
    return "Stämmer" if name in INPUTS else "Ändrade"


@pytest.mark.slow
def test_what_is_changed_in_the_workbook_changes_the_amounts_as_in_the_model(
    mini: Records, tmp_path: Path
) -> None:
    shared = share_out(mini, PAYMENT)
    content = workbook(shared, mini)
    books = {name: changed(content, change) for name, (change, _) in CHANGES.items()}
    books |= {name: changed(content, change) for name, change in STOPPED.items()}
    books["chosen"] = changed(content, set_("vald_stadsdel", "Åstrand"))
    books["nobody-chosen"] = changed(content, set_("vald_stadsdel", "Ingenstans"))
    found = computed(books, tmp_path)
    for name, (_, change) in CHANGES.items():
        require_sound(found[name], name)
        allocation = allocate(*change(shared.case, shared.rule))
        assert amounts(found[name]) == expected(allocation, mini), name
        assert checks(found[name])[UNCHANGED].value == unchanged(name), name
        withheld = named(found[name], "halls_inne").value
        assert withheld == pytest.approx(named(found[name], "belopp_att_fordela").value
                                         - float(allocation.payable), abs=1e-6), name  # fmt: skip
    for name, obstacle in OBSTACLES.items():
        require_sound(found[name], name)
        assert set(amounts(found[name]).values()) == {0}, name
        assert named(found[name], "hinder").value == obstacle
        assert named(found[name], "halls_inne").value == 0, name
        assert checks(found[name])[UNCHANGED].value == unchanged(name), name
    require_sound(found["nobody-chosen"], "nobody-chosen")
    texts = {cell.value for cell in found["chosen"]["Läs mig"]["B"]}
    assert "2019: 20 / 40, alltså 50.00 procent." in texts
    assert "Avrundat belopp: 217,000 kronor." in texts
