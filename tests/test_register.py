"""The last check of a report, and the registry of where each fact stands."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from conftest import CSS, Build, facts_of
from pypdfium2 import PdfDocument

from delrapport import contents
from delrapport.fact import Fact
from delrapport.records import Records
from delrapport.register import LawError, Printed, check_report, check_volume
from delrapport.registry import register_facts

REPORT = "delrapport-1"
NBSP = "\u00a0"


# --- Where facts stand -----------------------------------------------------------------------


def at(fact: str, place: str, page: int, report: str = "one") -> Printed:
    return Printed(fact, report, place, page)


def places(*printed: Printed) -> list[dict[str, Any]]:
    (fact,) = register_facts([['{"id": "a", "value": 1}']], [asdict(each) for each in printed])
    return json.loads(fact)["printed"]


def test_a_fact_knows_each_place_where_it_is_printed_once_and_in_order():
    found = places(at("a", "x", 1), at("a", "y", 2), at("a", "x", 1), at("a", "x", 1, "two"))
    assert found == [
        {"report": "one", "place": "x", "page": 1},
        {"report": "one", "place": "y", "page": 2},
        {"report": "two", "place": "x", "page": 1},
    ]


def test_facts_keep_their_order_and_what_they_are_and_may_be_printed_nowhere():
    facts = [{"id": "b", "value": 2, "unit": "count"}, {"id": "a", "value": 1, "unit": "count"}]
    registry = register_facts([map(json.dumps, facts)], [asdict(at("a", "x", 1))])
    found = list(map(json.loads, registry))
    assert [fact["id"] for fact in found] == ["b", "a"]
    assert found[0] == facts[0] | {"printed": []}


def test_what_several_reports_share_stands_once_and_is_the_same_in_each():
    common, own = '{"id": "b", "value": 2}', '{"id": "a", "value": 1}'
    found = register_facts([[common], [own, common], [common]], [])
    assert [json.loads(fact)["id"] for fact in found] == ["b", "a"]
    with pytest.raises(AssertionError, match="b differs between reports"):
        list(register_facts([[common], ['{"id": "b", "value": 3}']], []))


# --- The check of a finished report ------------------------------------------------------------


@pytest.fixture(scope="module")
def facts(mini_built: Build) -> dict[str, Fact]:
    return facts_of(mini_built.folder)


@pytest.fixture(scope="module")
def records(mini_built: Build) -> Records:
    return Records.model_validate_json(
        (mini_built.folder / "build/records/delrapport-1.json").read_bytes()
    )


@pytest.fixture(scope="module")
def printed(mini_built, facts, records) -> list[Printed]:
    checked = check_volume(mini_built.html, mini_built.report, facts, records, CSS)
    return checked.printed


def test_a_finished_report_passes_and_prints_what_its_html_has(mini_built, printed):
    assert [each.fact for each in printed] == re.findall(r'data-fact="([^"]*)"', mini_built.html)
    assert {each.report for each in printed} == {REPORT}


def test_a_place_with_a_heading_has_the_page_of_the_heading(mini_built, mini_pages, printed):
    headings = {h.id: h.text for h in contents.headings(mini_built.html, 4, unlisted=True)}
    found = {(each.place, each.page) for each in printed if each.place in headings}
    assert len(found) > 10
    for place, page in found:
        assert " ".join(headings[place].split()) in mini_pages[page - 1].text, place


@pytest.mark.parametrize("place", ["cover", "titlepage", "colophon", "back"])
def test_a_part_without_heading_has_no_page(printed, place):
    assert {each.page for each in printed if each.place == place} == {None}


def refused(build: Build, html: str, facts: dict[str, Fact], records: Records) -> list[str]:
    with pytest.raises(LawError) as caught:
        check_volume(html, build.report, facts, records, CSS)
    return str(caught.value).splitlines()


def changed(html: str, old: str, new: str) -> str:
    assert html.count(old) == 1
    return html.replace(old, new)


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ("Staden lade", "De 17 lade", "the figure 17"),
        ("Staden lade", "De sjutton lade", "'sjutton'"),
        ("Staden lade", "Björkvik och Åby lade", "Björkvik and Åby"),
        ("Staden lade", "Alla kommuner lade", "Alla kommuner"),
    ],
)
def test_what_is_no_fact_is_refused_with_its_file_place_and_sentence(
    mini_built, facts, records, old, new, wrong
):
    found = refused(mini_built, changed(mini_built.html, old, new), facts, records)
    (law,) = [line for line in found if ".pdf" not in line]
    assert law.startswith("data/chapters/delrapport-1/ankeby.yaml: ankeby: ")
    assert wrong in law
    assert f'"{new} 2{NBSP}miljoner kronor i egen{NBSP}budget."' in law


def test_all_that_is_wrong_in_any_volume_of_a_report_is_said_at_once(
    mini_built, facts, records, tmp_path
):
    whole, wrong = tmp_path / "whole.html", {}
    whole.write_text(mini_built.html, encoding="utf-8")
    for word in ("sjutton", "arton"):
        wrong[word] = tmp_path / f"{word}.html"
        html = changed(mini_built.html, "Staden lade", f"De {word} lade")
        wrong[word].write_text(html, encoding="utf-8")
    volumes = [(file, mini_built.report) for file in (wrong["sjutton"], whole, wrong["arton"])]
    with pytest.raises(LawError) as caught:
        check_report(volumes, facts, records, CSS)
    said = str(caught.value).splitlines()
    assert all(line.startswith(f"{mini_built.report.name}: ") for line in said)
    assert ["'sjutton'" in line for line in said].index(True) < [
        "'arton'" in line for line in said
    ].index(True)
    assert check_report(volumes[1:2], facts, records, CSS).keys() == {REPORT}


def test_a_figure_that_the_pdf_does_not_have_is_refused_there_as_well(mini_built, facts, records):
    html = changed(mini_built.html, "Staden lade", "De 17 lade")
    assert [x for x in refused(mini_built, html, facts, records) if "delrapport-1.pdf" in x] == [
        "delrapport-1.pdf, running text, page 10: after 0 400 000 the HTML has 17, the PDF 2"
    ]


def rewritten(
    html: str, facts: dict[str, Fact], id_: str, old: str, new: str
) -> tuple[str, dict[str, Fact]]:
    """A report and its facts in which one fact says something else, the same everywhere."""
    fact = facts[id_]
    value = new if isinstance(fact.value, str) else int(re.sub(r"\D", "", new))
    wrong = fact._replace(
        value=value, text=fact.text.replace(old, new), cell=fact.cell.replace(old, new)
    )
    # In charts other attributes follow the value.
    pattern = rf'(<(?:data|text) data-fact="{re.escape(id_)}" value=")[^"]*("[^>]*>)([^<]*)'
    html, times = re.subn(pattern, lambda m: f"{m[1]}{value}{m[2]}{m[3].replace(old, new)}", html)
    assert times
    return html, facts | {id_: wrong}


@pytest.mark.parametrize(
    ("id_", "old", "new", "said"),
    [
        (
            "payment.2020-06.aby.astrand",
            f"200{NBSP}000",
            f"300{NBSP}000",
            "running text, page 8: after 40 0 1 the HTML has 300, the PDF 200",
        ),
        ("statement.ankeby.budget", "2", "3", "running text, page 10: after 0 400 000"),
        ("decision.start", "M2020/1", "M2020/7", "footnotes, page 7: after 2020 the HTML has 7"),
    ],
)
def test_numbers_that_the_pdf_has_otherwise_are_refused(
    mini_built, facts, records, id_, old, new, said
):
    html, wrong = rewritten(mini_built.html, facts, id_, old, new)
    (line,) = refused(mini_built, html, wrong, records)
    assert line.startswith(f"delrapport-1.pdf, {said}")


# --- The registry of a build -------------------------------------------------------------------


def registry(build: Build) -> dict[str, dict[str, Any]]:
    text = (build.folder / "build/facts.json").read_text(encoding="utf-8")
    return {fact["id"]: fact for fact in json.loads(text)}


@pytest.fixture(scope="module", params=["mini_built", "real_built"])
def build(request: pytest.FixtureRequest) -> Build:
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="module")
def real(real_built: Build) -> dict[str, dict[str, Any]]:
    return registry(real_built)


def test_the_registry_holds_every_fact_and_every_place_that_a_report_prints(build):
    known = registry(build)
    reports = sorted(file.stem for file in (build.folder / "reports").glob("*.pdf"))
    assert known.keys() == {id_ for report in reports for id_ in facts_of(build.folder, report)}
    spots = [(id_, spot) for id_, fact in known.items() for spot in fact["printed"]]
    assert {spot["report"] for _, spot in spots} == set(reports)
    assert all(spot["place"] for _, spot in spots)
    for report in reports:
        html = (build.folder / f"build/html/{report}.html").read_text(encoding="utf-8")
        own = [(id_, spot) for id_, spot in spots if spot["report"] == report]
        assert {id_ for id_, _ in own} == set(re.findall(r'data-fact="([^"]*)"', html))
        last = len(PdfDocument(build.folder / f"reports/{report}.pdf"))
        headings = {h.id for h in contents.headings(html, 4, unlisted=True)}
        for id_, spot in own:
            assert spot["place"] not in headings or 1 <= spot["page"] <= last, id_


def line_at(build: Build, place: str) -> str:
    file, _, line = place.rpartition(":")
    return lines_of(build.folder / file)[int(line) - 1]


@cache
def lines_of(file: Path) -> list[str]:
    """The lines of a raw file, to which thousands of facts lead."""
    return file.read_text(encoding="utf-8").split("\n")


def test_each_fact_has_an_origin_or_a_computation_with_inputs(build):
    known = registry(build)
    for id_, fact in known.items():
        if fact["origin"]:
            assert (fact["computation"], fact["inputs"]) == (None, []), id_
            assert line_at(build, fact["origin"]).strip(), id_
        else:
            assert fact["computation"], id_
            assert fact["inputs"], id_
        for source in fact["inputs"]:
            assert source in known or line_at(build, source).strip(), (id_, source)


def stated(known: dict[str, dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The facts that a payment or a statement states as they are."""
    for id_, fact in known.items():
        if id_.startswith(("payment.", "statement.")) and fact["origin"]:
            yield id_, fact


def test_the_line_of_an_origin_has_the_value(real_built, real):
    found = dict(stated(real))
    assert len(found) > 30
    for id_, fact in found.items():
        value = re.escape(str(fact["value"]))
        assert re.search(rf"(?<!\w){value}(?!\w)", line_at(real_built, fact["origin"])), id_


def test_a_district_s_amount_comes_from_the_line_that_names_the_district(real_built, real):
    districts = {d.id for m in real_records(real_built) for d in m.districts}
    rows = [(id_, f) for id_, f in stated(real) if id_.split(".")[-1] in districts]
    # Each is paid twice.
    assert len(rows) == 2 * len(districts)
    for id_, fact in rows:
        # The id stands on the amount's own line or on the one before.
        file, _, line = fact["origin"].rpartition(":")
        around = line_at(real_built, fact["origin"]) + line_at(
            real_built, f"{file}:{int(line) - 1}"
        )
        assert id_.split(".")[-1] in around, id_


def real_records(build: Build) -> list[Any]:
    text = (build.folder / "build/records/delrapport-1.json").read_bytes()
    return Records.model_validate_json(text).programme.municipalities


def test_everything_computed_from_synthetic_data_is_synthetic(mini_built):
    known = registry(mini_built)
    others = {id_ for id_, fact in known.items() if fact["status"] != "synthetic"}
    # What the configuration declares is no data, and follows from none.
    declared = {id_ for id_ in others if id_.startswith("config.")}
    parameters = {f"allocation.2020-06.{name}" for name in ("unit", "refugee-weight")}
    weights = {f"allocation.2020-06.indicator.{name}.weight" for name in ("lasning", "franvaro")}
    assert others == declared | parameters | weights


# What is computed from counts, moves and measures, which are all synthetic.
INVENTED = tuple(
    f"{start}."
    for start in (
        *("allocation", "use", "year", "unit", "level", "change", "lead", "compared", "moves"),
        *("improved", "declined", "rose", "fell", "unchanged", "unknown", "ahead", "conclusion"),
        *("raw.indicator", "raw.variable", "raw.moves", "raw.refugee_reception", "raw.activities"),
    )
)


def claims_of(build: Build, *reports: str, form: str = "[a-z]+") -> Iterator[str]:
    """The facts of the claims that these reports make, of one form if it is given."""
    for report in reports:
        text = (build.folder / f"data/raw/claims/{report}.yaml").read_text(encoding="utf-8")
        for claim in re.findall(rf"id: ([a-z0-9-]+), form: {form}\b", text):
            yield from (f"claim.{claim}{part}" for part in ("", ".who", ".whose"))


def test_what_rests_on_synthetic_data_is_synthetic_and_decisions_are_not(real_built, real):
    synthetic = {id_ for id_, fact in real.items() if fact["status"] == "synthetic"}
    others = {id_ for id_ in synthetic if not id_.startswith(INVENTED)}
    # The second payment is not known by district, and the later rounds are not known at all.
    unknown = re.compile(r"2014-12|delrapport-[23]|^extremes\.[a-z]")
    claims = set(claims_of(real_built, "delrapport-2", "delrapport-3"))
    assert {id_ for id_ in others if not unknown.search(id_) and id_ not in claims} == set()
    # Of it the month and the sum are known.
    stated = {f"payment.2014-12.{what}" for what in ("month", "pot", "paid", "share")}
    assert {id_ for id_ in real if id_.startswith("payment.2014-12.")} - others == stated
    assert "allocation.2013-12.amount.araby.rounded" in synthetic
    assert real["payment.2013-12.vaxjo.araby"]["status"] == "published"


def test_what_is_said_of_the_published_round_is_coded_and_nothing_else_is(real_built, real):
    coded = {id_ for id_, fact in real.items() if fact["status"] == "coded"}
    answers = ("said.delrapport-1.", "answers.delrapport-1.")
    said = {id_ for id_ in real if id_.startswith(answers)}
    claims = real.keys() & set(claims_of(real_built, "delrapport-1"))
    assert coded >= said | claims
    # Later reports claim something of the published payment.
    later = set(claims_of(real_built, "delrapport-2", "delrapport-3", form="extreme"))
    assert coded - said - claims <= later
    assert said
    assert claims
    assert {fact["status"] for fact in real.values()} == {"coded", "published", "synthetic"}


def test_a_claim_says_which_segments_it_was_computed_from(real_built, real):
    inputs = real["claim.money-to-district"]["inputs"]
    assert "claims/delrapport-1.yaml:" in inputs[0]
    assert "id: money-to-district" in line_at(real_built, inputs[0])
    assert inputs[1].startswith("data/raw/codebook.yaml:")
    assert len(inputs) == 2 + len(real_records(real_built))
    for place in inputs[2:]:
        assert "code: money-to-district" in line_at(real_built, place)


def test_an_amount_stands_between_its_heading_and_the_next(build, request):
    fixture = "mini_pages" if build is request.getfixturevalue("mini_built") else "pages"
    pages = request.getfixturevalue(fixture)
    known = registry(build)
    amounts = {id_: fact for id_, fact in known.items() if fact["unit"] == "kronor"}
    starts = sorted({page for fact in known.values() for page in known_pages(fact)})
    near = {
        start: "".join(each.text for each in pages[start - 1 : following])
        for start, following in pairwise([*starts, len(pages)])
    }
    for id_, fact in amounts.items():
        for page in known_pages(fact):
            assert fact["cell"].replace(NBSP, " ") in near[page], (id_, page)


def known_pages(fact: dict[str, Any]) -> list[int]:
    """The pages of the first report that print a fact."""
    return [spot["page"] for spot in fact["printed"] if spot["report"] == REPORT and spot["page"]]


def test_the_pages_of_a_checked_report_are_counted(mini_built, mini_pages):
    checked = json.loads((mini_built.folder / f"build/checked/{REPORT}.json").read_bytes())
    assert checked[REPORT]["pages"] == len(mini_pages)
    assert set(checked[REPORT]["printed"][0]) == {"fact", "report", "place", "page"}
