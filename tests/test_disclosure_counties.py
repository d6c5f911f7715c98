"""Districts, municipalities, counties and the country are protected together.

The auditor here knows nothing of how cells are chosen: it has the programme's places, the table of
observations that all else is made of, and what it means that places are parts of others.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import product
from random import Random

import highspy
import pytest
from conftest import ROOT

from delrapport import disclosure, disclosure_without, ingest
from delrapport.disclosure_rule import Disclosure
from delrapport.records import Records
from delrapport.spans import called
from delrapport.statistics import COUNTRY, IndicatorFile, Place

FOLDER = ROOT / "tests/programmes/grannskapslyftet/data"
RULE = Disclosure(
    minimum_count=5,
    minimum_base=15,
    zeros="hidden",
    protection=5,
    prefer="few",
    source="the test",
)
YEARS = (2019, 2020)
SERIES = ("sysselsatta", "foreningsliv")
PARTS = {"district": "districts", "municipality": "municipalities", "county": "counties"}
Expression = highspy.highs.highs_linear_expression
Numbers = dict[tuple[Place, int], tuple[int, int]]
"""Place and year → count and base."""


@pytest.fixture(scope="module")
def programme() -> Records:
    return ingest.ingest_records(FOLDER)


def parts_of(records: Records) -> dict[Place, list[Place]]:
    """Each place that has parts; those come first whose parts have none."""
    programme = records.programme
    found: dict[Place, list[Place]] = {
        ("municipality", each.id): [("district", d.id) for d in each.districts]
        for each in programme.municipalities
    }
    for county in programme.counties:
        found["county", county.id] = [
            ("municipality", each.id)
            for each in programme.municipalities
            if each.code.startswith(county.code)
        ]
    found[COUNTRY] = [("county", county.id) for county in programme.counties]
    return found


def small(records: Records, seed: int) -> Records:
    """The records with two indicators of few people; some places have more than their parts."""
    random, parts = Random(seed), parts_of(records)
    base: dict[tuple[Place, int], int] = {}
    files = []
    for file in records.indicators:
        if file.indicator.id in SERIES:
            files.append(_with(file, _drawn(random, parts, base)))
        else:
            files.append(file)
    return records.model_copy(update={"indicators": files, "moves": None, "reception": None})


def _drawn(
    random: Random, parts: dict[Place, list[Place]], bases: dict[tuple[Place, int], int]
) -> Numbers:
    """Counts of the same bases, so that both indicators tell of the same people."""
    found: Numbers = {}
    for municipality, year in product([p for p in parts if p[0] == "municipality"], YEARS):
        for district in parts[municipality]:
            base = bases.setdefault((district, year), random.randint(10, 60))
            found[district, year] = (random.randint(0, base // 2), base)
    for whole, year in product(parts, YEARS):
        within = [found[part, year] for part in parts[whole]]
        more = bases.setdefault((whole, year), random.choice((0, 0, 9, 30, 300)))
        count = sum(n for n, _ in within) + random.randint(0, more // 2)
        found[whole, year] = (count, sum(base for _, base in within) + more)
    return found


def _with(file: IndicatorFile, numbers: Numbers) -> IndicatorFile:
    content = file.model_dump()
    about = content["indicator"]
    about |= {"population": "människor", "country": []}
    values: dict[Place, list[dict[str, int]]] = {}
    for (place, year), (count, base) in numbers.items():
        values.setdefault(place, []).append({"year": year, "count": count, "base": base})
    for kind, plural in PARTS.items():
        about[plural] = [{kind: id_, "values": v} for (k, id_), v in values.items() if k == kind]
    about["country"] = values[COUNTRY]
    return IndicatorFile.model_validate(content)


class Auditor:
    """What all observations of a year that are printed tell of each place's people."""

    def __init__(self, records: Records, year: int) -> None:
        self._highs = highspy.Highs()
        self._highs.silent()
        self._columns: dict[tuple[str, Place], highspy.highs.highs_var] = {}
        parts = parts_of(records)
        places = [*{place: None for whole, within in parts.items() for place in (whole, *within)}]
        printed = dict(_printed(records, year))
        for name, place in product((*SERIES, "base"), places):
            known = printed.get((name, place))
            ends = (0, highspy.kHighsInf) if known is None else (known, known)
            self._columns[name, place] = self._highs.addVariable(*ends)
        for series, place in product(SERIES, places):
            self._highs.addConstr(self._columns[series, place] <= self._columns["base", place])
        for whole, within in parts.items():
            left = {name: self.difference(name, whole, *within) for name in (*SERIES, "base")}
            for series in SERIES:
                self._highs.addConstr(left[series] >= 0)
                self._highs.addConstr(left[series] <= left["base"])

    def difference(self, name: str, whole: Place, *parts: Place) -> Expression:
        """What a place has outside these parts of it."""
        columns = self._columns
        return sum((-1.0 * columns[name, part] for part in parts), 1.0 * columns[name, whole])

    def width(self, asked: Expression) -> float:
        ends = []
        for solve in (self._highs.minimize, self._highs.maximize):
            solve(asked)
            if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
                return float("inf")
            ends.append(self._highs.getInfo().objective_function_value)
        return ends[1] - ends[0]


def _printed(records: Records, year: int) -> Iterator[tuple[tuple[str, Place], int]]:
    rows = csv.DictReader(io.StringIO(ingest.TABLES["observations"](records)))
    for row in rows:
        place = (row["kind"], row["place"])
        if row["series"] in SERIES and row["year"] == str(year) and row["count"]:
            yield (row["series"], place), int(row["count"])
            yield ("base", place), int(row["base"])


Sensitive = tuple[str, str, list[Place]]
"""What the log calls a number; whom it counts; the places that it is the difference of."""


def sensitive(whole: Records, hidden: set[str], year: int) -> Iterator[Sensitive]:
    """Every number that nobody may be able to tell: hidden ones, and small ones beside parts."""
    true, parts = dict(_printed(whole, year)), parts_of(whole)
    for file in whole.indicators:
        series, about = file.indicator.id, file.indicator
        for place in {place for name, place in true if name == series}:
            count, base = true[series, place], true["base", place]
            is_hidden = called(series, *place, year) in hidden
            assert is_hidden or not [*RULE.reasons(count, base)]
            if is_hidden:
                yield called(about.counted, *place, year), series, [place]
            if base < RULE.minimum_base:
                yield called(about.population, *place, year), "base", [place]
        for place, within in parts.items() if series in SERIES else ():
            count, base = (
                true[name, place] - sum(true[name, part] for part in within)
                for name in (series, "base")
            )
            if [*RULE.reasons(count, base)]:
                where = (f"rest of {place[0]}", place[1], year)
                yield called(about.counted, *where), series, [place, *within]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("prefer", ["few", "small"])
def test_no_sum_tells_what_is_hidden_or_what_is_beside(
    programme: Records, seed: int, prefer: str
) -> None:
    whole = small(programme, seed)
    log = disclosure.decide(whole, RULE.model_copy(update={"prefer": prefer}))
    shown = disclosure_without.without(whole, log)
    narrow = {each["what"]: each["within"] for each in log["narrow"]}
    for year in YEARS:
        auditor = Auditor(shown, year)
        for called_, name, places in sensitive(whole, {*shown.suppressed}, year):
            width = auditor.width(auditor.difference(name, *places))
            assert width >= narrow.get(called_, RULE.protection) - 1e-6, called_


def test_the_auditor_tells_a_municipality_from_its_county(programme: Records) -> None:
    """Where only a municipality is hidden, its county and the others give it away."""
    whole = small(programme, 0)
    numbers, parts = dict(_printed(whole, 2020)), parts_of(whole)
    county = next(place for place in parts if place[0] == "county")
    municipality = parts[county][0]
    log = {"hidden": [{"cell": called(series, *municipality, 2020)} for series in SERIES]}
    auditor = Auditor(disclosure_without.without(whole, log), 2020)
    beside = sum(
        numbers["base", place] - sum(numbers["base", part] for part in parts[place])
        for place in (county, municipality)
    )
    assert auditor.width(auditor.difference("base", municipality)) == pytest.approx(beside)
