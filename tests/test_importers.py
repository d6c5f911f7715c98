"""Published statistics become raw data, exactly, or a message says which cell stands in the way."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from openpyxl import Workbook, load_workbook

from delrapport import ingest, rawyaml
from delrapport.importers import cells, formats, grid
from delrapport.importers.__main__ import main
from delrapport.importers.indicator import observation
from delrapport.importers.mapping import SYMBOLS, Layout
from delrapport.importers.table import NotImportedError, Table
from delrapport.schemas import schemas
from delrapport.statistics import COUNTRY, IndicatorFile, VariableFile

ROOT = Path(__file__).parents[1]
PUBLISHED = ROOT / "tests/published"
DOCS = ROOT / "docs/importing.md"
LIFE = {"A": "sex", "B": "age"}
CSV = Layout(stub=LIFE, heading={"3": "{contents} {year}"})
XLSX = Layout(stub=LIFE, heading={"3": "{contents}", "4": "{year}"})
KOLADA = Layout(stub={"A": "nyckeltal", "B": "kommun"}, heading={"2": "{år}"})


def read(name: str, layout: Layout | None = None) -> Table:
    return formats.read(PUBLISHED / name, layout)


# --- Formats ---------------------------------------------------------------------------------


def test_pc_axis_of_statistics_sweden():
    table = read("scb-be0101a1.px")
    assert [each.label for each in table.dimensions] == [
        *("age", "region", "marital status", "period", "sex")
    ]
    assert str(table.find("region").find("0181")) == "0181 Södertälje"
    assert table.contents["38", "0181", "SK", "2004", "2"] == "85"
    assert table.contents["38", "00", "OG", "2002", "1"] == "32910"
    assert len(table.contents) == 28 * 4 * 4 * 2


def test_pc_axis_in_two_languages_is_read_in_its_first(capsys):
    table = read("eurostat-tab001.px")
    assert [each.label for each in table.dimensions] == [
        *("region", "sex", "age", "contents", "year")
    ]
    assert table.find("REGION") is table.find("region")
    assert table.contents["AT", "F", "TOTAL", "HNMGA", "1981"] == ".."
    assert table.contents["BE", "T", "TOTAL", "HNMGA", "2001"] == "10296350"
    assert capsys.readouterr().out == ""


def test_pc_axis_of_spain_keeps_both_symbols_and_all_decimals():
    table = read("ine-27067.px")
    values = list(table.contents.values())
    assert (values.count(".."), values.count(".")) == (208, 252)
    food = ("CA06", "10 Industria de la alimentación", "Índice", "2018M12")
    assert table.contents[food] == "102.787"


def test_data_symbols_are_what_the_file_says(tmp_path):
    text = (PUBLISHED / "eurostat-tab001.px").read_text(encoding="iso-8859-1")
    text = text.replace('".." 4041797', '"..." "-"').replace('DATASYMBOL3=".."', 'DATASYMBOL3="x"')
    (tmp_path / "a.px").write_text(text, encoding="iso-8859-1")
    contents = formats.read(tmp_path / "a.px", None).contents
    assert list(contents.values())[:2] == ["x", "-"]


def test_json_stat_of_statistics_sweden():
    table = read("scb-tab6471.json")
    assert table.contents["03", "100+10", "TotSa", "000007SF", "2026M01"] == "170"
    assert table.find("ålder").find("100+ år").code == "100+10"


def test_a_whole_json_stat_file_of_spain():
    table = read("ine-ige-galicia.json")
    assert [each.id for each in table.dimensions] == [
        *("birth", "age", "gender", "time", "residence", "concept")
    ]
    assert table.contents["T", "T", "T", "2001", "T", "pop"] == "2695880"
    assert len(table.contents) == 6 * 22 * 3 * 2 * 5


def test_json_stat_with_few_values_and_their_status():
    content = {
        **{"version": "2.0", "class": "dataset", "id": ["a"], "size": [4]},
        "dimension": {"a": {"category": {"index": ["p", "q", "r", "s"]}}},
        "value": {"0": 12345678901234567, "1": "0.10"},
        "status": {"2": ".."},
    }
    table = formats.jsonstat.read("a.json", content)
    assert list(table.contents.values()) == ["12345678901234567", "0.10", "..", ""]


@pytest.mark.parametrize(
    ("name", "layout"), [("scb-be0101aw.csv", CSV), ("scb-be0101aw.xlsx", XLSX)]
)
def test_downloads_of_statistics_sweden_with_two_dimensions_above(name, layout):
    """In one heading of a CSV file; in two rows of a workbook, where a text stands but once."""
    table = read(name, layout)
    assert [each.label for each in table.dimensions] == ["sex", "age", "contents", "year"]
    assert len(table.contents) == 2 * 3 * 2 * 4
    assert table.contents["men", "0 years", "Number of death", "1970"] == "711"
    assert table.contents["women", "0 years", "Mean popuation", "2019"] == "55521"
    assert table.contents["women", "2 years", "Number of death", "2019"] == "3"
    assert table.contents["men", "1 year", "Mean popuation", "1960"] == ".."


def test_a_workbook_says_what_the_csv_file_of_the_same_table_says():
    workbook = read("scb-be0101aw.xlsx", XLSX).contents
    assert read("scb-be0101aw.csv", CSV).contents == workbook


def test_cells_are_named_by_line_or_by_sheet():
    [first, *_] = read("scb-be0101aw.csv", CSV).places.values()
    assert first == "row 4, column C"
    table = read("scb-be0101aw.xlsx", XLSX)
    assert table.cell(("women", "2 years", "Number of death", "2019")) == (
        "scb-be0101aw.xlsx: sheet BE0101AW, cell J10: "
        "sex=women, age=2 years, contents=Number of death, year=2019"
    )


def test_a_whole_workbook_ends_before_its_notes():
    stub = {"A": "region", "B": "ålder", "C": "kön"}
    table = read("scb-tab6471.xlsx", Layout(stub=stub, heading={"3": "{månad}"}))
    everybody = ("totalt, samtliga åldrar", "totalt, samtliga män och kvinnor", "2025M12")
    assert table.contents["0114 Upplands Väsby", *everybody] == "50495"
    assert table.contents["2584 Kiruna", *everybody] == "22402"
    assert len(table.contents) == 290


def test_of_code_and_text_in_columns_of_their_own_one_is_left_out():
    """What Kolada says of the population is what Statistics Sweden says."""
    by_code = read("scb-be0101n1.xlsx", Layout(stub={"A": "region"}, heading={"3": "{år}"}))
    by_text = read("scb-be0101n1.xlsx", Layout(stub={"B": "region"}, heading={"3": "{år}"}))
    assert by_code.contents["0181", "2019"] == by_text.contents["Södertälje", "2019"] == "98979"
    kolada = {
        (place, year): value
        for (name, place, year), value in read("kolada-2019.xlsx", KOLADA).contents.items()
        if name == "Invånare totalt, antal" and place != "Stockholms läns kommuner (ovägt medel)"
    }
    assert len(kolada) == 26
    assert kolada.items() <= by_text.contents.items()


def test_a_whole_answer_of_kolada():
    table = read("kolada-n00091-0380.json")
    assert [each.label for each in table.dimensions] == ["kpi", "municipality", "period", "gender"]
    assert table.contents["N00091", "0380", "2006", "T"] == "71.6"
    assert table.contents["N00091", "0380", "2009", "T"] == "53.0"
    assert len(table.contents) == 2025 - 2006 + 1


def test_what_kolada_says_is_missing_is_not_available_unless_the_mapping_says_otherwise():
    table = read("kolada-n00091-0380.json")
    key = ("N00091", "0380", "2019", "T")
    assert cells.number_or_reason(table, key, SYMBOLS) == "not available"
    otherwise = SYMBOLS | {"Missing": "not applicable"}
    assert cells.number_or_reason(table, key, otherwise) == "not applicable"


def test_an_empty_cell_means_what_the_mapping_says():
    table = read("kolada-2019.xlsx", KOLADA)
    name = "Invånare 16-64 år som är arbetslösa el. i konjunkturberoende program, andel av bef (%)"
    assert table.contents[name, "Södertälje", "2019"] == "10.7"
    with pytest.raises(NotImportedError, match=r"cell C46: .*: is empty; .*empty: not available"):
        cells.number_or_reason(table, (name, "Stockholm", "2019"), SYMBOLS)
    said = SYMBOLS | {"empty": "not available"}
    assert cells.number_or_reason(table, (name, "Stockholm", "2019"), said) == "not available"


@pytest.mark.parametrize("typed", ["Invånare  totalt, antal", "Invånare totalt, antal"])
def test_runs_of_spaces_are_one(typed):
    """Kolada writes two; messages show one."""
    about = read("kolada-2019.xlsx", KOLADA).find("nyckeltal")
    assert str(about.find(typed)) == "Invånare totalt, antal"


def test_runs_of_spaces_are_one_in_a_pc_axis_file_and_in_a_layout(tmp_path):
    text = (PUBLISHED / "scb-be0101a1.px").read_text(encoding="cp1252")
    text = text.replace("Upplands Väsby", "Upplands  Väsby")
    (tmp_path / "a.px").write_text(text, encoding="cp1252")
    region = formats.read(tmp_path / "a.px", None).find("region")
    assert region.find("0114 Upplands Väsby").code == "0114"
    rows = grid.Grid("a.csv", [["", "in 2020"], ["R", "1"]])
    layout = Layout(stub={"A": "the  place"}, heading={"1": "in  {year}"})
    assert grid.read(rows, layout).find("the place").names == ["R"]


def test_a_row_may_stand_twice_if_it_says_the_same(tmp_path):
    table = read("kolada-vagar.xlsx", KOLADA)
    key = ("Bilväg i kommunen, total, meter/inv.", "Sollentuna", "2012")
    assert (table.contents[key], table.places[key].endswith("cell C3")) == ("5.47525453", True)
    assert len(table.contents) == 5 * 27 * 8
    book = load_workbook(PUBLISHED / "kolada-vagar.xlsx")
    book.active["C18"] = 5.5
    book.save(tmp_path / "a.xlsx")
    twice = r"cell C18: .*Sollentuna, 2012 is '5.5', and '5.47525453' at .*cell C3; allowed: once"
    with pytest.raises(NotImportedError, match=twice):
        formats.read(tmp_path / "a.xlsx", KOLADA)


def test_rows_of_what_is_left_out_are_no_repetition(tmp_path):
    """The sexes of a place are two rows that must not be taken for one."""
    path = tmp_path / "a.csv"
    path.write_text("ort;kön;år 2020\nR;män;10\nR;kvinnor;10\n", "utf-8")
    layout = Layout(stub={"A": "region"}, heading={"1": "år {år}"})
    with pytest.raises(NotImportedError, match="R, 2020 is '10', and '10' at row 2, column C"):
        formats.read(path, layout)


def test_a_formula_that_was_never_calculated_is_no_empty_cell(tmp_path):
    book = Workbook()
    for row in (("ort", "2020"), ("R", "=1+41")):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    layout = Layout(stub={"A": "region"}, heading={"1": "{år}"})
    with pytest.raises(NotImportedError, match="cell B2: the formula has no value"):
        formats.read(tmp_path / "a.xlsx", layout)


def test_an_answer_of_kolada_may_repeat_itself_but_not_contradict():
    def answer(*values):
        each = {"kpi": "N1", "municipality": "0181", "period": 2023}
        return {"values": [{**each, "values": [{"gender": "T", "value": v}]} for v in values]}

    table = formats.kolada.read("a.json", answer("74.1", "74.1"))
    assert table.contents == {("N1", "0181", "2023", "T"): "74.1"}
    with pytest.raises(NotImportedError, match=r"N1, 0181, 2023, T: is '74.2', but '74.1' before"):
        formats.kolada.read("a.json", answer("74.1", "74.2"))


def test_kolada_without_a_value_says_why_and_a_page_is_not_the_whole():
    row = {"kpi": "N1", "ou": "V1", "period": 2023, "values": [{"gender": "T", "value": None}]}
    row["values"][0]["status"] = "Missing"
    table = formats.kolada.read("a.json", {"values": [row]})
    assert table.contents == {("N1", "V1", "2023", "T"): "Missing"}
    with pytest.raises(NotImportedError, match="one page"):
        formats.kolada.read("a.json", {"values": [row], "next_url": "https://…"})


@pytest.mark.parametrize("letters", ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"])
def test_columns_are_counted_as_spreadsheets_do(letters):
    assert grid.column_letters(grid.column_number(letters)) == letters


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.txt", "", r"'.txt' is no format that is read; allowed: .px, .json, .csv"),
        ("a.csv", "a", "has no layout; allowed: layout with stub"),
        ("a.px", "STUB=1;", "pyaxis can't read it as PC-Axis"),
        ("a.px", 'KEYS("a")=CODES;STUB="a";VALUES("a")="b";DATA=1;', "has KEYS"),
        ("a.px", 'STUB="a";VALUES("a")="b","b";DATA=1 2;', "'b' stands 2 times in the dimension a"),
        ("a.px", 'STUB="a";VALUES("a")="b","c";DATA=1;', "pyaxis can't read it as PC-Axis"),
        ("a.json", "{", "is no JSON"),
        ("a.json", '{"dataset": {}}', "is neither; allowed: JSON-stat 2"),
        ("a.json", '{"class": "dataset"}', "Error at 'dataset.*id': Field required"),
        ("a.json", '{"values": [{"kpi": 1}]}', "is no answer with data of Kolada's API"),
        ("a.xlsx", "PK", "openpyxl can't read it"),
    ],
)
def test_a_file_that_is_something_else_is_refused(tmp_path, name, text, message):
    (tmp_path / name).write_text(text)
    layout = XLSX if name == "a.xlsx" else None
    with pytest.raises(NotImportedError, match=message):
        formats.read(tmp_path / name, layout)


# --- Imports ---------------------------------------------------------------------------------

TEXTS = """\
  id: {id}
  name: andelen
  short: {id}
  definition: Andelen.
  counted: somliga
  population: alla
  better: more
"""
SOURCE = """\
source: {title: T, publisher: P, date: "2026", licence: CC0-1.0, status: published}
"""


@pytest.fixture
def data(tmp_path):
    """A data folder with the programme, beside the published files."""
    folder = tmp_path / "raw"
    folder.mkdir()
    for name in ("programme.yaml", "editions.yaml"):
        shutil.copy(ROOT / "data/raw" / name, folder)
    for path in PUBLISHED.iterdir():
        shutil.copy(path, tmp_path)
    return folder


def run(data: Path, body: str, *options: str) -> int:
    path = data.parent / "mapping.yaml"
    path.write_text(f"{SOURCE}indicator:\n{TEXTS.format(id='x')}{body}", encoding="utf-8")
    return main([str(path), "--data", str(data), *options])


def written(data: Path) -> IndicatorFile:
    raw, problems = ingest.read_raw(data)
    assert not problems
    [file] = raw.records(IndicatorFile)
    return file


MARRIED = """\
years: [2002, 2005]
tables:
  - file: scb-be0101a1.px
    region: region
    year: period
    count: {where: {marital status: [G], sex: ["1", "2"]}}
    base: {where: {marital status: [OG, G, ÄNKL, SK], sex: [men, women]}}
    districts: {ronna: ["0181"], hovsjo: [0180 Stockholm, "0114"]}
    country: ["00"]
    others: left out
"""


def test_counts_and_bases_are_added_up_to_the_person(data, capsys):
    assert run(data, MARRIED) == 0
    values = written(data).indicator.series
    assert [(v.count, v.base) for v in values["district", "ronna"]] == [(559, 1221), (581, 1300)]
    # Stockholm and Upplands Väsby, both added up.
    assert values["district", "hovsjo"][0].count == 2453 + 2520 + 144 + 146
    assert [v.base for v in values[COUNTRY]] == [135675, 133818]
    said = capsys.readouterr().out
    assert "2 districts, the country; 2002, 2005; 0 of 6 values missing" in said


PERTURBED = """\
years: [2026]
tables:
  - file: scb-tab6471.json
    region: region
    year: månad
    periods: {"2026": 2026M04}
    count: {where: {kön: [kvinnor], ålder: [90-99 år, 100+ år]}}
    base: {where: {Kon: [TotSa], Alder: [90-99, 100+10]}}
    districts: {ronna: ["01"], hovsjo: ["03"]}
    totals:
      - {dimension: kön, total: TotSa, parts: ["1", "2"], tolerance: 7}
"""


def test_a_perturbed_source_is_taken_with_its_tolerance(data):
    assert run(data, PERTURBED) == 0
    file = written(data)
    [value] = file.indicator.series["district", "hovsjo"]
    assert (value.year, value.count, value.base) == (2026, 2660 + 129, 4102 + 149)
    assert "Delar får avvika med högst 7 från den summa" in file.source.note
    assert re.search(r"ur scb-tab6471\.json \(sha256 [0-9a-f]{64}\)\.", file.source.note)


def test_without_tolerance_each_total_that_is_off_is_named(data, capsys):
    assert run(data, PERTURBED.replace(", tolerance: 7", "")) == 1
    said = capsys.readouterr().err
    assert (
        "scb-tab6471.json: region=03 Uppsala län, ålder=100+10 100+ år, kön=TotSa totalt, samtliga "
        "män och kvinnor, tabellinnehåll=000007SF Folkmängden per månad, månad=2026M04: is 149, "
        "but its parts 1, 2 sum to 151; allowed: a difference of at most 0, its tolerance"
    ) in said
    # Only in the year that is imported.
    assert "2026M01" not in said
    assert not (data / "indicators").exists()


PERTURBED_CSV = """\
years: [2025]
tables:
  - file: scb-00000863.csv
    region: region
    year: year
    layout: {stub: {A: region, B: age, C: sex}, heading: {3: "{year}"}}
    count: {where: {age: ["total, all ages"], sex: [women]}}
    base: {where: {age: ["total, all ages"], sex: ["total, all men and women"]}}
    districts: {ronna: ["00"]}
    totals:
      - {dimension: sex, total: "total, all men and women", parts: [men, women], tolerance: 7}
"""


def test_a_perturbed_download_as_well(data, capsys):
    assert run(data, PERTURBED_CSV) == 0
    [value] = written(data).indicator.series["district", "ronna"]
    assert (value.count, value.base) == (47331, 97491)
    assert run(data, PERTURBED_CSV.replace("tolerance: 7", "tolerance: 2"), "--replace") == 1
    said = capsys.readouterr().err
    assert (
        "scb-00000863.csv: row 4, column D: region=00 Sweden, age=total, all ages, sex=total, all "
        "men and women, year=2025: is 97491, but its parts men, women sum to 97488"
    ) in said


COUNTIES = """\
years: [2020]
tables:
  - file: scb-be0101n1.csv
    region: region
    year: år
    layout: {stub: {A: region, B: civilstånd, C: ålder, D: kön}, heading: {3: "{år}"}}
    count: {where: {civilstånd: [gifta], kön: [män, kvinnor]}}
    base:
      where: {civilstånd: [ogifta, gifta, skilda, änkor/änklingar], kön: [män, kvinnor]}
    districts: {ronna: [SE110], hovsjo: [SE121 Uppsala län]}
    others: left out
"""


def test_a_code_finds_the_place_where_code_and_text_stand_in_one_cell(data):
    assert run(data, COUNTIES) == 0
    values = written(data).indicator.series
    [stockholm], [uppsala] = values["district", "ronna"], values["district", "hovsjo"]
    assert stockholm.count == 8438 + 8550
    # Single, married, divorced and widowed, men and women each.
    assert stockholm.base == 8429 + 6450 + 8438 + 8550 + 1308 + 1854 + 22 + 58
    assert (uppsala.count, uppsala.base) == (2357, 4834)


def test_a_code_that_begins_two_texts_is_none(data, capsys):
    path = data.parent / "scb-be0101n1.csv"
    text = path.read_text(encoding="cp1252").replace("SE121 Uppsala", "SE110 Uppsala")
    path.write_text(text, encoding="cp1252")
    assert run(data, COUNTIES.replace("SE121 Uppsala", "SE110 Uppsala")) == 1
    assert "has no 'SE110' in the dimension region; " in capsys.readouterr().err


def test_a_text_that_two_codes_have_is_none(data, capsys):
    path = data.parent / "scb-be0101a1.px"
    text = path.read_text(encoding="cp1252").replace("0114 Upplands Väsby", "0115 Vallentuna")
    path.write_text(text, encoding="cp1252")
    assert run(data, MARRIED.replace('"0114"', "0115 Vallentuna")) == 1
    said = "has 2 '0115 Vallentuna' in the dimension region; one of the codes 0114, 0115"
    assert said in capsys.readouterr().err


WIDE = """\
years: [2020, 2021, 2022]
tables:
  - file: a.csv
    region: place
    year: year
    layout: {stub: {A: place, B: what}, heading: {1: "{year}"}}
    count: {where: {what: [some]}}
    base: {where: {what: [all]}}
    districts: {ronna: [R], hovsjo: [H, I]}
"""
HEAD = "place,what,2020,2021,2022\n"


def test_symbols_keep_their_meaning(data):
    (data.parent / "a.csv").write_text(
        f"{HEAD}R,some,..,.,–\nR,all,10,.,10\nH,some,1,2,:\nH,all,10,10,10\nI,some,.,,4\nI,all,5,5,5"
    )
    assert run(data, WIDE + '    missing: {":": not available, empty: not available}') == 0
    values = written(data).indicator.series
    told = {p: [v.missing or (v.count, v.base) for v in each] for p, each in values.items()}
    assert told["district", "ronna"] == ["not available", "not applicable", (0, 10)]
    assert told["district", "hovsjo"] == [(1, 15), "not available", "not available"]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (
            "R,some,1,2,x",
            "a.csv: row 2, column E: place=R, what=some, year=2022: 'x' is neither a number",
        ),
        ("R,some,1,,3", "a.csv: row 2, column D: place=R, what=some, year=2021: is empty"),
        ("R,some,1,2.5,3", "row 2, column D: place=R, what=some, year=2021: 2.5 is no count"),
        ("R,some,1,-2,3", "row 2, column D: place=R, what=some, year=2021: -2 is no count"),
        ("R,some,1,2.000,3", "what=some, year=2021: 2.000 may be thousands with a separator"),
        ("R,some,1,11,3", "year=2021: counts 11 of a base of 10; allowed: 0 to 10"),
        ("Q,some,1,2,3", "a.csv: place=Q: belongs to no place of the mapping; allowed: under"),
        ("R,few,1,2,3", "place=R, what=some, year=2020: there is no such cell"),
        (
            "R,all,1,2,3",
            "a.csv: row 3, column C: R, all, 2020 is '10', and '1' at row 2, column C;",
        ),
    ],
)
def test_a_cell_that_is_wrong_is_named_with_what_is_allowed(data, capsys, rows, message):
    rest = "R,all,10,10,10\nH,some,1,1,1\nH,all,5,5,5\nI,some,1,1,1\nI,all,5,5,5"
    (data.parent / "a.csv").write_text(f"{HEAD}{rows}\n{rest}", encoding="utf-8")
    assert run(data, WIDE) == 1
    said = capsys.readouterr().err
    assert message in said
    assert "allowed: " in said


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('["0181"]', '["0182", "9999"]', "has no '9999' in the dimension region; 28 are allowed"),
        ("2005", "2006", "has no '2006' in the dimension period; did you mean '2005'? allowed:"),
        ("[G]", "[GG]", "has no 'GG' in the dimension marital status; allowed: G married"),
        ("region: region", "region: place", "has no dimension 'place'; allowed: age, marital"),
        ('"0114"', '"0181"', "districts: '0181' belongs to several; one of the districts"),
        ("[G]", "[G, married]", "'married' is added already; each value once"),
        (', sex: ["1", "2"]', "", "has 2 values of sex, and none is chosen; allowed: 1 men"),
        ("{marital status: [G]", '{region: ["00"], marital status: [G]', "tells places or years"),
        ("year: period", "missing: {}", "has one year, but 2 are asked for"),
        ("ronna", "rona", "the programme has no 'rona' among its districts; did you mean 'ronna'"),
        ("others: left out", "others: refused", "region=0115 Vallentuna: belongs to no place"),
        ("others", "other", "unknown key 'other'; did you mean 'others'?"),
        ("be0101a1.px", "be0101a2.px", "there is no such file"),
    ],
)
def test_what_the_table_lacks_is_said_with_the_line_of_the_mapping(data, capsys, old, new, message):
    assert run(data, MARRIED.replace(old, new, 1)) == 1
    assert message in " ".join(capsys.readouterr().err.split())


PERCENT = """\
years: [2023]
tables:
  - file: kolada-n21704.json
    region: municipality
    year: period
    count: {where: {gender: [T]}, given_as: percent of the base}
    base:
      table: BASE
    districts: {rinkeby: ["0180"]}
    others: left out
"""
AGED = [f"{age} år" for age in (*range(80, 100), "100+")]
TAB638 = f"{{file: scb-tab638.json, region: region, year: år}}\n      where: {{ålder: {AGED}}}"
LAYOUT = 'layout: {stub: {A: place}, heading: {1: "{year}"}}'
TYPED = f"{{file: base.csv, region: place, year: year, {LAYOUT}}}"


def test_kolada_s_share_of_those_that_statistics_sweden_counts_is_a_count(data):
    assert run(data, PERCENT.replace("BASE", TAB638)) == 0
    file = written(data)
    [value] = file.indicator.series["district", "rinkeby"]
    # 21.88749 per cent.
    assert (value.count, value.base) == (8762, 40032)
    assert "Antalen är en egen beräkning på andelarna i kolada-n21704.json." in file.source.note


@pytest.mark.parametrize(
    ("value", "base", "told"),
    [
        ("74.1", 576, (427, 576)),
        ("33.333333333333336", 3, (1, 3)),
        ('"–"', 10_000, (0, 10_000)),
        ("74.1", 10_000, "of 10000, 7405 to 7415 are 74.1 per cent"),
        ("74.1", 5, "of 5, no whole number is 74.1 per cent"),
    ],
)
def test_kolada_s_percentages_become_counts_where_they_tell_them(data, capsys, value, base, told):
    retell(data, value, base)
    status = run(data, PERCENT.replace("BASE", TYPED))
    if isinstance(told, str):
        assert status == 1
        assert told in capsys.readouterr().err
    else:
        [value] = written(data).indicator.series["district", "rinkeby"]
        assert (value.count, value.base) == told


def retell(data: Path, value: str, base: int) -> None:
    """Another share of Stockholm's in Kolada's answer, and a typed base."""
    path = data.parent / "kolada-n21704.json"
    path.write_text(path.read_text(encoding="utf-8").replace("21.88749", value), encoding="utf-8")
    (data.parent / "base.csv").write_text(f"place,2023\n0180,{base}", encoding="utf-8")


def test_zeros_that_a_percentage_has_lost_are_decimals_all_the_same(data):
    retell(data, "74.1", 10_000)
    body = PERCENT.replace("BASE", TYPED).replace("of the base}", "of the base, decimals: 3}")
    assert run(data, body) == 0
    [value] = written(data).indicator.series["district", "rinkeby"]
    assert (value.count, value.base) == (7410, 10_000)


def test_whole_numbers_have_no_decimals(data, capsys):
    assert run(data, MARRIED.replace("count: {", "count: {decimals: 1, ")) == 1
    assert "count.decimals: is said of whole numbers; with given_as" in capsys.readouterr().err


def test_large_numbers_lose_no_unit(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(
        "place\t2020\nR  of \t9\N{NO-BREAK SPACE}007\N{THIN SPACE}199 254 740 993\nS\t1,0\n"
    )
    table = formats.read(path, Layout(stub={"A": "place"}, heading={"1": "{year}"}))
    assert cells.added(table, list(table.contents), {}) == 2**53 + 2
    assert list(table.contents) == [("R of", "2020"), ("S", "2020")]


def test_nobody_of_nobody_is_no_share():
    assert observation(2020, 0, 0).missing == "not applicable"


def test_count_and_base_may_stand_on_two_sheets_of_a_workbook(data):
    book = Workbook()
    book.active.append(["place", 2020])
    book.active.append(["R", 3])
    sheet = book.create_sheet("all  of them")
    sheet.append(["place", 2020])
    sheet.append(["R", 10])
    book.save(data.parent / "a.xlsx")
    layout = 'layout: {stub: {A: place}, heading: {1: "{year}"}'
    table = "file: a.xlsx, region: place, year: year"
    body = f"years: [2020]\ntables: [{{{table}, {layout}}}, count: {{}}, districts: {{ronna: [R]}},"
    assert run(data, f"{body} base: {{table: {{{table}, {layout}, sheet: all of them}}}}}}}}]") == 0
    [value] = written(data).indicator.series["district", "ronna"]
    assert (value.count, value.base) == (3, 10)
    assert written(data).source.note.count("a.xlsx (sha256") == 1


def test_a_variable_goes_to_its_own_folder(data):
    unit = "{name: promille, change: promilleenheter, per: 1000, decimals: 1, noun: andelen, "
    unit += "counts_part: true}"
    body = f"variable:\n{TEXTS.format(id='y')}  theme: trygghet\n  unit: {unit}\n{MARRIED}"
    path = data.parent / "mapping.yaml"
    path.write_text(SOURCE + body, encoding="utf-8")
    assert main([str(path), "--data", str(data)]) == 0
    raw, problems = ingest.read_raw(data)
    assert not problems
    [file] = raw.records(VariableFile)
    assert (file.variable.unit.per, file.variable.theme) == (1000, "trygghet")


def test_only_what_is_invented_is_overwritten_unasked(data, capsys):
    assert run(data, MARRIED) == 0
    assert run(data, MARRIED) == 1
    said = "source.status: is 'published'; only a file whose source is synthetic is overwritten"
    assert said in capsys.readouterr().err
    assert run(data, MARRIED, "--replace") == 0
    target = data / "indicators/x.yaml"
    target.write_text(target.read_text(encoding="utf-8").replace("published", "synthetic"))
    assert run(data, MARRIED) == 0


def test_many_reasons_are_cut(data, capsys):
    assert run(data, MARRIED.replace("left out", "refused")) == 1
    assert capsys.readouterr().err.splitlines()[-1] == "… and 4 more"


# --- The documented example ------------------------------------------------------------------


def test_the_example_of_the_documentation(data):
    """`docs/importing.md` shows the mapping as it is, and what it gives."""
    docs = DOCS.read_text(encoding="utf-8")
    mapping = (PUBLISHED / "gifta.yaml").read_text(encoding="utf-8")
    assert f"```yaml\n{mapping}```" in docs
    assert main([str(PUBLISHED / "gifta.yaml"), "--data", str(data)]) == 0
    text = (data / "indicators/gifta.yaml").read_text(encoding="utf-8")
    shown = docs.split("```yaml\n")[2].partition("```")[0]
    assert shown in text
    assert text.startswith("# yaml-language-server: $schema=")


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("gifta.yaml", "2005]", "2006]"),
        ("gifta.yaml", "others: left out\n    totals", "totals"),
        ("gifta.yaml", re.compile(r"parts: \[[^]]*\]"), 'parts: ["0114", "0115"]'),
        ("stadsdelar.csv", ";..;", ";x;"),
    ],
)
def test_messages_are_those_of_the_documentation(data, monkeypatch, capsys, name, old, new):
    monkeypatch.chdir(data.parent)
    encoding = "cp1252" if name == "stadsdelar.csv" else "utf-8"
    text = Path(name).read_text(encoding=encoding)
    Path(name).write_text(
        text.replace(old, new) if isinstance(old, str) else old.sub(new, text), encoding=encoding
    )
    assert main(["gifta.yaml", "--data", str(data)]) == 1
    shown = DOCS.read_text(encoding="utf-8").splitlines()
    assert set(capsys.readouterr().err.splitlines()) & set(shown)


def test_the_example_is_right_by_its_schema():
    document, problems = rawyaml.read(PUBLISHED / "gifta.yaml", "gifta.yaml")
    assert not problems
    validator = Draft202012Validator(json.loads(schemas()["mapping.schema.json"]))
    assert [error.message for error in validator.iter_errors(document.content)] == []


def test_each_published_file_has_its_source_noted():
    noted = (PUBLISHED / "README.md").read_text(encoding="utf-8")
    for path in PUBLISHED.iterdir():
        assert path.name == "README.md" or f"`{path.name}`" in noted, path.name
