"""A report that is split by county: what its volumes hold, say of each other, and refuse."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from pathlib import Path

import pypdf
import pytest
from conftest import ROOT, Build, evaluated, read_pages, words
from hypothesis import given
from hypothesis import strategies as st

from delrapport import config, contents, drawings, law, synthesize, validate
from delrapport.config import read_config
from delrapport.facts import Fact
from delrapport.ingest import ingest_records
from delrapport.models import County, Section
from delrapport.preview import one_chapter
from delrapport.problems import RawDataError
from delrapport.records import Records
from delrapport.render_html import render_html
from delrapport.volumes import Volume, planned

MINI = ROOT / "tests/mini"
COUNTIES = """  counties:
    - {id: norr, code: "25", name: Norrlands län}
    - {id: mitt, code: "12", name: Mittlands län}
    - {id: syd, code: "08", name: Sydlands län}
  municipalities:
"""
# Two municipalities in one county, one in another, none in the third.
EDITS = (
    ("data/programme.yaml", "  municipalities:\n", COUNTIES),
    ("data/programme.yaml", '"2380"', '"2581"'),
    ("config.yaml", "    foreword:", "    split_by: county\n    foreword:"),
)
REPORT = "delrapport-1"
VOLUMES = {
    REPORT: "Del 1: Huvudrapport",
    f"{REPORT}.norr": "Del 2: Norrlands län",
    f"{REPORT}.syd": "Del 3: Sydlands län",
}


def split(folder: Path) -> Build:
    """The mini programme in a folder, its report split."""
    build = Build(Path(shutil.copytree(MINI, folder)))
    for edit in EDITS:
        build.edit(*edit)
    return build


# --- What there is ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return split(tmp_path_factory.mktemp("split") / "mini").folder


@pytest.fixture(scope="module")
def records(folder: Path) -> Records:
    return ingest_records(folder / "data")


@pytest.fixture(scope="module")
def facts(records: Records) -> dict[str, Fact]:
    return evaluated(records)


@pytest.fixture(scope="module")
def rendered(folder: Path, records: Records, facts: dict[str, Fact]) -> dict[str, str]:
    """Volume → HTML; the report as one under `whole`. Without figures, which a build draws."""
    templates = ROOT / "templates"
    wanted = read_config(folder / "config.yaml")[0].reports[REPORT]
    wanted = wanted.model_copy(update={"figures": []})
    whole = wanted.model_copy(update={"split_by": None})
    [(_, as_one)] = render_html(REPORT, whole, records, facts, templates, lambda _: {})
    volumes = render_html(REPORT, wanted, records, facts, templates, lambda _: {})
    return {"whole": as_one} | {volume.name: html for volume, html in volumes}


def main_part(html: str) -> str:
    return html[html.index("<main>") : html.index("</main>")]


def headings(html: str) -> list[tuple[str, str]]:
    return [(each.id, each.text) for each in contents.headings(main_part(html), 6, unlisted=True)]


ABOUT = "om-delen"


def in_cells(html: str) -> Counter[str]:
    """How often each fact stands in a cell of a table."""
    cells = re.findall(r"<td[^>]*>(.*?)</td>", html, re.DOTALL)
    return Counter(fact for cell in cells for fact in re.findall(r'data-fact="([^"]*)"', cell))


def test_all_that_the_report_holds_stands_in_a_volume_and_a_chapter_in_one(rendered):
    assert rendered.keys() == {"whole", *VOLUMES}
    found = {name: headings(rendered[name]) for name in VOLUMES}
    ids = {id_ for name in VOLUMES for id_, _ in found[name]}
    assert ids == {ABOUT, *(id_ for id_, _ in headings(rendered["whole"]))}
    stand_in = {"ankeby": "norr", "bjorkvik": "norr", "aby": "syd"}
    for id_, county in stand_in.items():
        holding = [name for name in VOLUMES if id_ in dict(found[name])]
        assert holding == [f"{REPORT}.{county}"]
    assert [id_ for id_, _ in found[f"{REPORT}.norr"] if id_ in stand_in] == ["ankeby", "bjorkvik"]
    forewords = [name for name in VOLUMES if 'id="forord"' in rendered[name]]
    assert forewords == [REPORT]


def test_what_is_listed_of_a_county_s_people_is_what_is_told_of_them(folder, records, facts):
    quiet = [
        file.model_copy(update={
            "interviewees": [
                each.model_copy(update={"publish": "aggregate"}) for each in file.interviewees
            ]
        }) if file.municipality == "aby" else file
        for file in records.interviews
    ]  # fmt: skip
    wanted = read_config(folder / "config.yaml")[0].reports[REPORT]
    wanted = wanted.model_copy(update={"figures": []})
    told = records.model_copy(update={"interviews": quiet})
    html = {
        volume.county: html
        for volume, html in render_html(
            REPORT, wanted, told, facts, ROOT / "templates", lambda _: {}
        )
    }
    said = "Därefter förtecknas de intervjuade grupp för grupp."
    assert {county: said in each for county, each in html.items()} == {
        None: False, "norr": True, "syd": False
    }  # fmt: skip
    assert {county: 'class="people' in each for county, each in html.items()} == {
        None: False, "norr": True, "syd": False
    }  # fmt: skip


def test_a_row_of_a_place_stands_in_one_volume(rendered):
    counted = {name: in_cells(rendered[name]) for name in VOLUMES}
    whole = in_cells(rendered["whole"])
    assert whole.keys() <= sum(counted.values(), Counter()).keys()
    paid = [fact for fact in whole if re.fullmatch(r"payment\.2020-06\.\w+\.\w+", fact)]
    assert len(paid) > 2
    for fact in paid:
        (name,) = [name for name in VOLUMES if fact in counted[name]]
        assert name == f"{REPORT}.{'syd' if '.aby.' in fact else 'norr'}"
    assert "Stadsdelarna redovisas i länens delar." in rendered[REPORT]


def test_the_main_volume_counts_the_answers_that_the_others_have(folder, records, facts):
    asked = Section(heading="Svaren", insert="answers", of="work")
    chapters = records.chapters[REPORT]
    changed = chapters["inledning"].model_copy(update={"sections": [asked]})
    records = records.model_copy(
        update={"chapters": records.chapters | {REPORT: chapters | {"inledning": changed}}}
    )
    wanted = read_config(folder / "config.yaml")[0].reports[REPORT]
    wanted = wanted.model_copy(update={"figures": []})
    volumes = render_html(REPORT, wanted, records, facts, ROOT / "templates", lambda _: {})
    said = {}
    for volume, html in volumes:
        counted = f'data-fact="answers.{wanted.round}.started.yes"' in main_part(html)
        assert counted == (volume.county is None)
        said[volume.county] = set(re.findall(r'="said\.[\w-]+\.(\w+)\.started"', html))
    assert said == {None: set(), "norr": {"ankeby", "bjorkvik"}, "syd": {"aby"}}


@pytest.mark.parametrize("volume", VOLUMES)
def test_a_volume_s_contents_list_its_own_headings_and_every_link_arrives(rendered, volume):
    html = rendered[volume]
    listed = html.partition('role="doc-toc"')[2].partition("</nav>")[0]
    own = [(each.id, each.text) for each in contents.headings(main_part(html))]
    assert re.findall(r'<a href="#([^"]*)"[^>]*>([^<]*)</a>', listed) == own
    ids = re.findall(r'\bid="([^"]*)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]*)"', html)) <= set(ids)


@pytest.mark.parametrize("volume", VOLUMES)
def test_a_volume_keeps_the_law_and_says_its_name_and_its_mark(rendered, records, facts, volume):
    html = rendered[volume]
    names = {each.name: each.id for each in records.programme.municipalities}
    assert law.check(html, facts, names, []) == []
    assert f". {VOLUMES[volume]}</title>" in html
    assert '<meta name="description" content="Innehåller syntetiska uppgifter"/>' in html
    assert 'data-mark="Innehåller syntetiska uppgifter"' in html
    lists = html.partition('<section class="list volumes"')[2].partition("</section>")[0]
    assert re.findall(r'data-number="(\d)"', lists) == ["1", "2", "3"]
    for municipality in records.programme.municipalities:
        assert f">{municipality.name}</data>" in lists


def test_a_report_that_is_not_split_says_nothing_of_volumes(rendered):
    assert "data-number" not in rendered["whole"]
    assert "Del 1" not in rendered["whole"]


def test_a_chapter_of_a_volume_has_a_preview(rendered):
    alone = one_chapter(rendered[f"{REPORT}.norr"], "bjorkvik")
    assert re.findall(r'<h[23][^>]* id="([^"]*)"', alone) == ["bjorkvik"]
    assert "Rapportens delar" not in alone


def test_what_the_main_volume_says_to_stand_elsewhere_is_all_that_is_told_by_place():
    text = (ROOT / "templates/shared/chapters.html.j2").read_text("utf-8")
    branches = text.partition("{% macro by_place(")[2].partition("{% endmacro %}")[0]
    named = text.partition("{% set told_by_place = (")[2].partition(")")[0]
    # Of answers the table that counts them says it.
    told = {*re.findall(r'"([^"]+)"', named), "answers"}
    assert told == set(re.findall(r'what == "([^"]+)"', branches))


# --- Counties --------------------------------------------------------------------------------


@given(st.lists(st.sampled_from("123"), min_size=1, max_size=12))
def test_every_municipality_is_in_the_volume_of_its_county_and_in_no_other(records, lie_in):
    one, order = records.programme.municipalities[0], "312"
    programme = records.programme.model_copy(
        update={
            "counties": [County(id=f"c{each}", code=f"2{each}", name="L") for each in order],
            "municipalities": [
                one.model_copy(update={"id": f"m{place}", "code": f"2{county}{place:02}"})
                for place, county in enumerate(lie_in)
            ],
        }
    )
    assert list(programme.by_county().items()) == [
        (f"c{each}", [f"m{place}" for place, county in enumerate(lie_in) if county == each])
        for each in order
        if each in lie_in
    ]


# --- A report of tables ----------------------------------------------------------------------

TABLES = "slutrapport"


@pytest.fixture(scope="module")
def of_tables() -> dict[str, str]:
    """Volume → HTML of a report without chapters of municipalities; as one under `whole`.

    Without figures and what is shared out, for which more is needed.
    """
    folder = ROOT / "tests/programmes/grannskapslyftet"
    records = ingest_records(folder / "data")
    wanted = read_config(folder / "config.yaml")[0].reports[TABLES]
    wanted = wanted.model_copy(update={"figures": [], "appendices": [], "split_by": "county"})
    whole = wanted.model_copy(update={"split_by": None})
    facts, templates = evaluated(records), ROOT / "templates"
    names = {each.name: each.id for each in records.programme.municipalities}
    [(_, as_one)] = render_html(TABLES, whole, records, facts, templates, lambda _: {})
    made = {"whole": as_one}
    for volume, html in render_html(TABLES, wanted, records, facts, templates, lambda _: {}):
        assert law.check(html, facts, names, []) == []
        made[volume.name] = html
    return made


def test_a_row_of_a_place_stands_in_the_volume_of_its_county_and_nowhere_else(of_tables):
    assert [*of_tables][1:] == [
        TABLES, *(f"{TABLES}.{county}bygd" for county in ("norr", "mellan", "syd"))
    ]  # fmt: skip
    counted = {name: in_cells(html) for name, html in of_tables.items()}
    whole = counted.pop("whole")
    together = sum(counted.values(), Counter())
    assert whole - together == Counter()
    # What was paid by county is said instead of what was paid by district.
    paid = {re.split(r"\.(?=norr|mellan|syd)", fact)[0] for fact in together - whole}
    assert paid == {"county.2019-11", "county.2020-11", "use.all.county"}
    assert ">Summa <data" in of_tables[f"{TABLES}.norrbygd"].partition('"table compared"')[2]
    for county in ("norrbygd", "sydbygd"):
        summed = [name for name in counted if counted[name][f"use.all.county.{county}.received"]]
        assert summed == [TABLES, f"{TABLES}.{county}"]
    by_county = of_tables[TABLES].partition('<div class="table compared">')[2]
    assert "<td></td>" not in by_county.partition("</table>")[0]
    rows = [fact for fact in together if ".district." in fact]
    assert len(rows) > 2000
    assert not [fact for fact in rows if fact in counted[TABLES]]
    for fact in rows:
        assert sum(fact in each for each in counted.values()) == 1


def test_what_is_said_of_all_places_stands_in_the_main_volume(of_tables):
    whole, main = of_tables["whole"], of_tables[TABLES]
    said = [set(re.findall(r"<p>.*?</p>", html, re.DOTALL)) for html in (whole, main)]
    assert said[0] <= said[1]
    assert {*headings(whole)} - {*headings(main)} == {("bilaga-tabeller", "Tabeller")}
    for name in [*of_tables][2:]:
        own = headings(of_tables[name])
        assert own[0][1] == "Om den här delen"
        assert set(own[1:]) <= set(headings(whole))
        assert '<h3 id="indikatorer-1">' in of_tables[name]
        assert "level.sysselsatta.country" not in main_part(of_tables[name])


def test_every_link_of_a_volume_of_tables_arrives(of_tables):
    for html in of_tables.values():
        ids = re.findall(r'\bid="([^"]*)"', html)
        assert len(ids) == len(set(ids))
        assert set(re.findall(r'href="#([^"]*)"', html)) <= set(ids)


def test_a_county_s_volume_has_drawings_of_its_own(tmp_path):
    (tmp_path / "indicators").mkdir()
    (tmp_path / "indicators/a.yaml").touch()
    main, own = Volume("r", municipalities=()), Volume("r", 2, "norr", ("x",))
    wanted, payments = ["payments map", "scenarios chart", "indicator charts"], ["2013-12"]
    found = {
        volume: drawings.files(wanted, payments, tmp_path, volume)
        for volume in (Volume("r"), main, own)
    }
    paid = "build/figures/map/2013-12.svg"
    shown = ["build/figures/scenarios/2013-12{}.svg", "build/figures/indicators/a{}.svg"]
    assert found == {
        Volume("r"): [paid, *(file.format("") for file in shown)],
        main: [paid],
        own: [paid, *(file.format(".norr") for file in shown)],
    }
    assert drawings.subject_of(found[own][2]) == ("indicator charts", "a", "norr")


# --- What can't be split -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "old", "new", "field", "wrong"),
    [
        pytest.param(
            "data/programme.yaml", COUNTIES, "  municipalities:\n", "split_by",
            "the municipalities lie in no county; declare `counties` in programme.yaml",
            id="no counties",
        ),
        pytest.param(
            "config.yaml", "split_by: county", "split_by: region", "split_by",
            "is 'region'; allowed: county", id="another division",
        ),
        pytest.param(
            "config.yaml", "template: delrapport-1", "template: plain", "split_by",
            "'plain' sets nothing for a county's volume; a template with places.html.j2",
            id="another template",
        ),
    ],
)  # fmt: skip
def test_a_report_that_can_not_be_split_says_why_and_where(
    tmp_path, monkeypatch, file, old, new, field, wrong
):
    build = split(tmp_path / "mini")
    build.edit(file, old, new)
    monkeypatch.chdir(build.folder)
    for name in ("delrapport-1/main", "delrapport-1/places", "plain/main"):
        template = tmp_path / f"templates/{name}.html.j2"
        template.parent.mkdir(parents=True, exist_ok=True)
        template.touch()
    monkeypatch.setattr(config, "TEMPLATES", tmp_path / "templates")
    file = Path("config.yaml")
    lines = file.read_text("utf-8").splitlines()
    line = next(place for place, text in enumerate(lines, start=1) if "split_by" in text)
    with pytest.raises(RawDataError) as raised:
        validate.validate(file)
    (problem,) = str(raised.value).splitlines()
    assert problem.startswith(f"config.yaml:{line}:15: reports.{REPORT}.{field}: {wrong}")
    # The workflow, which has to know the volumes before it begins, says the same.
    with pytest.raises(RawDataError, match=re.escape(problem)):
        wanted, document = read_config(file)
        planned(wanted.reports, document, Path("data"))


def test_a_municipality_in_no_declared_county_is_an_error_at_its_code(tmp_path, monkeypatch):
    build = split(tmp_path / "mini")
    build.edit("data/programme.yaml", '"0880"', '"0980"')
    monkeypatch.chdir(build.folder)
    with pytest.raises(RawDataError) as raised:
        validate.validate(Path("config.yaml"))
    assert "programme.municipalities[2].code: '0980' lies in no county" in str(raised.value)


def test_the_programme_is_read_only_for_a_report_that_is_split(tmp_path):
    wanted, document = read_config(MINI / "config.yaml")
    assert planned(wanted.reports, document, tmp_path) == {REPORT: Volume(REPORT)}


# --- Built -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Build:
    return split(tmp_path_factory.mktemp("built") / "mini").built()


def titles(outline: object) -> list[str]:
    if isinstance(outline, list):
        return [title for part in outline for title in titles(part)]
    assert isinstance(outline, pypdf.generic.Destination)
    return [str(outline.title)]


@pytest.mark.slow
@pytest.mark.parametrize("volume", VOLUMES)
def test_a_printed_volume_begins_with_its_name_and_ends_with_its_last_words(built, volume):
    html = (built.folder / f"build/html/{volume}.html").read_text("utf-8")
    file = built.folder / f"reports/{volume}.pdf"
    pages, reader = read_pages(file), pypdf.PdfReader(file)
    assert VOLUMES[volume] in pages[0].text
    assert reader.metadata is not None
    assert str(reader.metadata.title).endswith(f". {VOLUMES[volume]}")
    assert reader.metadata.subject == "Innehåller syntetiska uppgifter"
    assert b"pdfaid:part" in reader.xmp_metadata.stream.get_data()
    assert all("Innehåller syntetiska uppgifter" in page.text for page in pages if page.text)
    # The last words of the text stand on the last page before the back cover.
    last = words(re.sub(r"<[^>]*>", "", main_part(html)).split()[-1])
    assert last in [page for page in pages[:-1] if page.text][-1].text
    assert "Storgatan 1" in pages[-1].text
    # Each heading that the contents list stands on the page that they say.
    listed = {
        match[1]: int(match[2])
        for page in pages
        for line in page.lines
        if (match := re.fullmatch(r"(.+?) ?[. ]{3,}(\d+)", line))
    }
    for heading in contents.headings(main_part(html)):
        (title,) = [title for title in listed if title.endswith(heading.text)]
        assert title in pages[listed[title] - 1].lines
    bookmarked = contents.headings(html, 4, unlisted=True)
    assert [title.rpartition(": ")[2] for title in titles(reader.outline)] == [
        each.text for each in bookmarked
    ]


@pytest.mark.slow
def test_volumes_are_published_registered_and_named_in_the_manifest(built):
    pdfs = {f"{volume}.pdf" for volume in VOLUMES}
    assert {file.name for file in (built.folder / "reports").glob("*.pdf")} == pdfs
    manifest = json.loads((built.folder / "build/manifest.json").read_text("utf-8"))
    assert pdfs <= manifest["made"].keys()
    facts = json.loads((built.folder / "build/facts.json").read_text("utf-8"))
    paid = next(fact for fact in facts if fact["id"] == "payment.2020-06.aby.astrand")
    assert f"{REPORT}.syd" in {place["report"] for place in paid["printed"]}


@pytest.mark.slow
def test_an_edit_changes_the_volumes_that_it_concerns_and_a_mistake_none(built, tmp_path):
    mine = built.copied(tmp_path / "mine")
    before = mine.products()
    mine.edit("data/chapters/delrapport-1/aby.yaml", "Kommunen fick", "Orten fick")
    said = mine.snakemake()
    assert said.returncode == 0, said.stdout
    after = mine.products()
    changed = {name for name in before if before[name] != after[name] and name.endswith("pdf")}
    assert changed == {f"{REPORT}.syd.pdf"}
    mine.edit("data/chapters/delrapport-1/aby.yaml", "Orten fick", "Åby liknar Ankeby och fick")
    said = mine.snakemake()
    assert said.returncode != 0
    assert "stand in one sentence outside a fact" in said.stdout
    assert {name: mine.products()[name] for name in pdfs_of(after)} == pdfs_of(after)


def pdfs_of(products: dict[str, bytes]) -> dict[str, bytes]:
    return {name: content for name, content in products.items() if name.endswith(".pdf")}


@pytest.mark.slow
def test_all_reports_of_an_invented_programme_are_built_in_volumes(tmp_path):
    folder = tmp_path / "programme"
    assert synthesize.main([str(folder), "--municipalities", "15"]) == 0
    build = Build(folder).built()
    programme = ingest_records(folder / "data").programme
    parts = {county: f".{county}" for county in programme.by_county()}
    assert len(parts) > 1
    facts = json.loads((folder / "build/facts.json").read_text("utf-8"))
    printed = {fact["id"]: {spot["report"] for spot in fact["printed"]} for fact in facts}
    for report in ("delrapport-1", "delrapport-2", "delrapport-3"):
        volumes = {f"{report}{part}" for part in ("", *parts.values())}
        assert {file.stem for file in build.folder.glob(f"reports/{report}*.pdf")} == volumes
        for municipality, county in programme.counties_of().items():
            own = [id_ for id_ in printed if id_.startswith(f"payment.2013-12.{municipality}.")]
            assert own
            where = {volume for id_ in own for volume in printed[id_] if volume in volumes}
            assert where == {f"{report}.{county}"}
