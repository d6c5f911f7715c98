"""Indicators over time, other variables, moves and conclusions: what is refused, computed and said."""

# Messages and paragraphs stand as they are said, on one line.
# ruff: noqa: E501

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from conftest import Build, evaluated
from hypothesis import given, settings
from hypothesis import strategies as st

from delrapport import conclusions, ingest, law, validate
from delrapport.fact import Fact
from delrapport.models import Conclusion
from delrapport.printing import Printer
from delrapport.problems import RawDataError
from delrapport.records import Records
from delrapport.render_html import _environment
from delrapport.statistics import Indicator
from delrapport.statistics_context import statistics_context

ROOT = Path(__file__).parents[1]
VARIABLE, MOVES, CODEBOOK = "data/variables/foretag.yaml", "data/moves.yaml", "data/codebook.yaml"


# --- What is refused --------------------------------------------------------------------------

# Stands in a new text where the problem is expected, and is taken out before the file is written.
HERE = "▸"

WRONG = [
    (VARIABLE, "id: foretag", "id: ▸lasning",
     "variable.id: 'lasning' is used twice, first in data/indicators/lasning.yaml:9; each only once",
     "variable.id: and the file's name differ; call the file lasning.yaml"),
    (VARIABLE, "short: Nya företag", "short: ▸Läsning",
     "variable.short: 'Läsning' is used twice, first in data/indicators/lasning.yaml:11; each only once"),
    (VARIABLE, "theme: work", "theme: ▸wrok",
     "variable.theme: there is no theme 'wrok'; did you mean 'work'? allowed: view, work"),
    (VARIABLE, "{year: 2018, count: 2, base: 400}", "{year: 2018, count: ▸401, base: 400}",
     "variable.districts[0].values[0].count: 401 is more than the base 400; 0 to 400"),
    (VARIABLE, "{year: 2019, count: 3, base: 400}", "{year: ▸2018, count: 3, base: 400}",
     "variable.districts[0].values[1].year: '2018' is used twice, first in data/variables/foretag.yaml:27; each only once"),
    (VARIABLE, "- municipality: ankeby", "- municipality: ▸ankeborg",
     "variable.municipalities[0].municipality: there is no municipality 'ankeborg'; did you mean 'ankeby'? allowed: aby, ankeby, bjorkvik"),
    (MOVES, "theme: work", "theme: ▸moves",
     "theme: there is no theme 'moves'; allowed: view, work"),
    (MOVES, "- district: marden", "- district: ▸ankeborg",
     "districts[1].district: 'ankeborg' is used twice, first in data/moves.yaml:11; each only once"),
    (MOVES, "{year: 2019, population: 210", "{year: ▸2018, population: 210",
     "districts[0].values[1].year: '2018' is used twice, first in data/moves.yaml:13; each only once"),
    (MOVES, "moved_out: 20, moved_within: 10", "moved_out: ▸20, moved_within: 181",
     "districts[0].values[0].moved_out: 201 moved from it or within it, of a population of 200; moved_out and moved_within: together 0 to 200"),
    (CODEBOOK, "at_least: 2\n      phrases", "at_least: ▸3\n      phrases",
     "codebook.conclusions[1].at_least: is 3; there are 2 indicators; 1 to 2"),
    (CODEBOOK, "first: 2018\n      last: 2019\n      than: nothing", "first: ▸2019\n      last: 2019\n      than: nothing",
     "codebook.conclusions[0].first: 2019 is not before 2019; an earlier year than `last`"),
    (CODEBOOK, "last: 2019\n      than: nothing", "last: ▸2021\n      than: nothing",
     "codebook.conclusions[0].last: no indicator has the year 2021; did you mean '2019'? allowed: 2018, 2019"),
    (CODEBOOK, "plural: har gått före sina kommuner", "plural: ▸har gått före två kommuner",
     "codebook.conclusions[1].phrases.plural: the number word 'två'; a predicate without figures"),
]  # fmt: skip


def lines(programme: Build, file: str, old: str, new: str) -> tuple[str, list[str]]:
    """Spoils a file; `file:line:column: ` of the mark, and what is said of the file."""
    programme.edit(file, old, new)
    path = programme.folder / file
    before, _, after = path.read_text(encoding="utf-8").partition(HERE)
    path.write_text(before + after, encoding="utf-8")
    with pytest.raises(RawDataError) as raised:
        validate.validate(Path("config.yaml"))
    place = f"{file}:{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}: "
    return place, [line for line in str(raised.value).split("\n") if line.startswith(file)]


@pytest.mark.parametrize(("file", "old", "new", "said"), [(*w[:3], w[3:]) for w in WRONG])
def test_each_mistake_gets_one_line_with_its_place(programme, file, old, new, said):
    place, found = lines(programme, file, old, new)
    assert found == [place + each for each in said]


def test_a_conclusion_has_an_id_of_its_own(programme):
    place, (found,) = lines(programme, CODEBOOK, "- id: ahead", "- id: ▸better")
    assert found.startswith(f"{place}codebook.conclusions[1].id: 'better' is used twice, first in ")


# --- What is computed -------------------------------------------------------------------------


@cache
def mini_records() -> Records:
    return ingest.ingest_records(ROOT / "tests/mini/data")


@pytest.fixture(scope="module")
def records() -> Records:
    return mini_records()


@pytest.fixture(scope="module")
def facts(records) -> dict[str, Fact]:
    return evaluated(records)


MINI = {
    "level.lasning.district.marden.2019": ("52,0 procent", "52,0"),
    "level.lasning.district.marden.2019.count": ("26", "26"),
    "level.lasning.district.marden.2019.base": ("50", "50"),
    "level.lasning.municipality.bjorkvik.2018": ("uppgift saknas", ".."),
    "level.lasning.municipality.aby.2018": ("uppgift saknas", ".."),
    "level.lasning.country.2018": ("60,0 procent", "60,0"),
    "level.foretag.district.ankeborg.2019": ("7,5 promille", "7,5"),
    "level.foretag.district.sagen.2019": ("0,0 promille", "–"),
    "level.foretag.district.astrand.2018": ("inte tillämpligt", "."),
    "change.lasning.district.ankeborg.2018-2019": ("+10,0 procentenheter", "+10,0"),
    "change.lasning.municipality.bjorkvik.2018-2019": ("uppgift saknas", ".."),
    "change.franvaro.district.marden.2018-2019": ("0,0 procentenheter", "–"),
    "change.foretag.district.sagen.2018-2019": ("−8,0 promilleenheter", "−8,0"),
    "change.foretag.district.astrand.2018-2019": ("inte tillämpligt", "."),
    "lead.lasning.district.marden.2018-2019": ("+11,0 procentenheter", "+11,0"),
    "lead.lasning.district.sagen.2018-2019": ("uppgift saknas", ".."),
    "extremes.lasning.2018.highest": ("Sågen", "Sågen"),
    "extremes.lasning.2018.highest.level": ("55,0 procent", "55,0"),
    "extremes.lasning.2018.lowest": ("Ankeborg och Mården", "Ankeborg och Mården"),
    "extremes.lasning.2018.lower": ("två", "2"),
    "extremes.lasning.2018.compared": ("två", "2"),
    "improved.lasning.2018-2019": ("tre", "3"),
    "declined.lasning.2018-2019.names": ("Sågen", "Sågen"),
    "improved.franvaro.2018-2019.names": ("Sågen och Åstrand", "Sågen och Åstrand"),
    "unchanged.franvaro.2018-2019.names": ("Mården", "Mården"),
    "ahead.lasning.2018-2019.names": ("Ankeborg och Mården", "Ankeborg och Mården"),
    "ahead.franvaro.2018-2019": ("noll", "–"),
    "rose.foretag.2018-2019.names": ("Ankeborg", "Ankeborg"),
    "unknown.foretag.2018-2019.names": ("Åstrand", "Åstrand"),
    "extremes.foretag.2018-2019.fall": ("Sågen", "Sågen"),
    "extremes.foretag.2018-2019.fall.by": ("8,0 promilleenheter", "8,0"),
    "moves.in.district.ankeborg.2019": ("20", "20"),
    "moves.net.district.ankeborg.2019": ("−15", "−15"),
    "moves.net.municipality.ankeby.2018": ("+20", "+20"),
    "moves.share.district.ankeborg.2019": ("20,0 procent", "20,0"),
    "moves.share.district.sagen.2019": ("uppgift saknas", ".."),
    "conclusion.better": ("alla stadsdelar har blivit bättre",) * 2,
    "conclusion.better.district.astrand.which": ("Frånvaro, Läsning",) * 2,
    "conclusion.ahead": ("ingen stadsdel där det går att avgöra har gått före sin kommun",) * 2,
    "conclusion.ahead.count": ("noll", "–"),
    "conclusion.ahead.unknown.names": ("Åstrand", "Åstrand"),
    "conclusion.ahead.district.ankeborg": ("1", "1"),
    "conclusion.ahead.district.astrand": ("uppgift saknas", ".."),
}  # fmt: skip


@pytest.mark.parametrize("id_", MINI)
def test_the_mini_programme_by_hand(facts, id_):
    text, cell = facts[id_].text.replace("\u00a0", " "), facts[id_].cell.replace("\u00a0", " ")
    assert (text, cell) == MINI[id_]


def test_a_fact_rests_on_what_it_is_computed_from(facts):
    assert facts["lead.lasning.district.marden.2018-2019"].inputs == (
        "change.lasning.district.marden.2018-2019",
        "change.lasning.municipality.ankeby.2018-2019",
    )
    count = facts["level.lasning.district.marden.2019.count"]
    assert count.origin and re.search(r"lasning\.yaml:24$", count.origin)
    nothing = facts["level.lasning.municipality.aby.2019.count"]
    assert nothing.origin and re.search(r"lasning\.yaml:9$", nothing.origin)
    assert facts["conclusion.ahead"].status == "synthetic"


DISTRICTS = ("ankeborg", "marden", "sagen", "astrand")
WITHIN = {"ankeborg": "ankeby", "marden": "ankeby", "sagen": "bjorkvik", "astrand": "aby"}


@st.composite
def observation(draw, year):
    """A share of few, so that equal ones are common; or none, for a reason."""
    if draw(st.integers(0, 5)) == 0:
        return {"year": year, "missing": draw(st.sampled_from(["not available", "not applicable"]))}
    base = draw(st.integers(1, 4))
    return {"year": year, "count": draw(st.integers(0, base)), "base": base}


def values():
    return st.tuples(observation(2018), observation(2019)).map(list)


def share(series) -> list[Fraction | None]:
    return [Fraction(v["count"], v["base"]) if "count" in v else None for v in series]


@settings(max_examples=25, deadline=None)
@given(
    districts=st.fixed_dictionaries({id_: values() for id_ in DISTRICTS}),
    municipalities=st.dictionaries(st.sampled_from(["ankeby", "bjorkvik", "aby"]), values()),
    better=st.sampled_from(["more", "less"]),
)
def test_changes_and_leads_are_exact_and_every_district_is_counted_once(
    districts, municipalities, better
):
    # No fixture: a failure would print all of it.
    records = mini_records()
    given_ = records.indicators[0]
    indicator = Indicator.model_validate(
        given_.indicator.model_dump()
        | {
            "better": better,
            "districts": [{"district": k, "values": v} for k, v in districts.items()],
            "municipalities": [{"municipality": k, "values": v} for k, v in municipalities.items()],
        }
    )
    file = given_.model_copy(update={"indicator": indicator})
    # Without lines, nobody asks which line of a file says what.
    only = {"indicators": [file], "variables": [], "allocations": {}, "lines": {}, "claims": []}
    # Measures have other indicators as their targets.
    only["activities"] = []
    found = evaluated(records.model_copy(update=only))
    name, when = indicator.id, "2018-2019"
    if f"unknown.{name}.{when}" not in found:
        assert not {2018, 2019} <= {
            v["year"]
            for each in (*districts.values(), *municipalities.values())
            for v in each
            if "count" in v
        }
        return
    sign = 1 if better == "more" else -1
    for id_, series in districts.items():
        first, last = share(series)
        change = found[f"change.{name}.district.{id_}.{when}"].value
        known = first is not None and last is not None
        assert change == str(last - first) if known else change in ("", "not applicable")
        lead = found[f"lead.{name}.district.{id_}.{when}"].value
        a, b = share(municipalities[WITHIN[id_]]) if WITHIN[id_] in municipalities else (None, None)
        if known and a is not None and b is not None:
            assert Fraction(lead) == sign * ((last - first) - (b - a))
        else:
            assert lead in ("", "not applicable")
    turns = ("improved", "declined", "unchanged", "unknown")
    assert sum(found[f"{turn}.{name}.{when}"].value for turn in turns) == len(DISTRICTS)


RULE = {"id": "x", "title": "X", "first": 2018, "last": 2019, "than": "municipality", "at_least": 2,
        "phrases": {"singular": "har gått före", "plural": "har gått före"}}  # fmt: skip


@pytest.mark.parametrize(
    ("met", "said"),
    [
        ([(True, True), (True, True), (True, True), (True, True)], "alla stadsdelar har gått före"),
        ([(True, True), (True, True), (True, True), (True, False)], "alla stadsdelar utom Åstrand har gått före"),
        ([(True, True), (True, False), (True, True), (False, False)], "Ankeborg och Sågen har gått före"),
        ([(True, True), (None, True), (True, True), (True, True)], "Ankeborg, Sågen och Åstrand har gått före"),
        ([(True, False), (None, False), (False, False), (True, False)], "ingen stadsdel har gått före"),
        ([(True, None), (None, False), (False, False), (True, False)], "ingen stadsdel där det går att avgöra har gått före"),
    ],
)  # fmt: skip
def test_a_conclusion_names_the_districts_that_meet_its_rule(records, met, said):
    indicators = dict(
        zip(DISTRICTS, (dict(zip("ab", each, strict=True)) for each in met), strict=True)
    )
    concluded = conclusions.conclude(Conclusion.model_validate(RULE), records, indicators)
    assert concluded.clause == said


# --- What is said -----------------------------------------------------------------------------

EVERYTHING = """{% import "shared/statistics.html.j2" as stats with context %}
<section><h2 id="x">Statistik</h2>
{% for file in indicators + variables %}
{{ stats.prose(file) }}{{ stats.over_time(file, "o" ~ loop.index) }}
{{ stats.all_counts(file, "a" ~ loop.index) }}
{% endfor %}
{{ stats.definitions(indicators + variables, "d") }}
{{ stats.moves_over_time(("in", "out"), "m") }}{{ stats.moves_over_time(("net", "share"), "n") }}{{ stats.met("k") }}{{ stats.concluded() }}
</section>"""


@pytest.fixture(scope="module")
def page(records, facts) -> str:
    printer = Printer(facts, records.names())
    context = statistics_context(records, ["2020-06"], printer)
    programme = printer.field(records.programme, "raw.programme.programme")
    context |= {
        "programme": programme,
        "places": list(programme.municipalities),
        "tells_of_all": True,
        "payments": records.payments,
    }
    template = _environment(ROOT / "templates", printer).from_string(EVERYTHING)
    return template.render(context)


def test_all_that_the_macros_print_keeps_the_law(page, facts, records):
    names = {m.name: m.id for m in records.programme.municipalities}
    assert law.check(f"<body>{page}</body>", facts, names, []) == []


def test_paragraphs_follow_from_the_facts(page):
    said = [
        " ".join(re.sub("<[^>]*>", "", text).split())
        for text in re.findall("<p>(.*?)</p>", page, re.DOTALL)
    ]
    for sentence in (
        "År 2019 var andelen frånvarande högst i Ankeborg, 11,0 procent, och lägst i Mården, Sågen och Åstrand, 10,0 procent.",
        "Från 2018 till 2019 förbättrades andelen i Sågen och Åstrand och försämrades i Ankeborg. Oförändrad var den i Mården.",
        "Från 2018 till 2019 förbättrades andelen som läser i Ankeborg, Mården och Åstrand men försämrades i Sågen.",
        "Den var lägre i varje stadsdel med jämförbara uppgifter än i kommunen som helhet; i riket var den 61,0 procent.",
        "För Åstrand saknas uppgifter.",
        "I en av de två stadsdelar som kan jämföras steg den mer, eller föll mindre, än i kommunen som helhet.",
        "Regeln kräver en förbättring i minst en indikator från 2018 till 2019. Alla stadsdelar har blivit bättre.",
    ):  # fmt: skip
        assert any(sentence in text for text in said), (sentence, said)
