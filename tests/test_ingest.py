"""Raw YAML to checked records and long tables."""

from __future__ import annotations

import csv
import io
import shutil
from collections import Counter
from pathlib import Path

import pytest

from delrapport import ingest
from delrapport.models import (
    ChapterFile,
    EditionsFile,
    GuidesFile,
    InterviewsFile,
    PaymentFile,
    ProgrammeFile,
    StatementsFile,
)
from delrapport.problems import Problem, RawDataError
from delrapport.records import Records

ROOT = Path(__file__).parents[1]


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """The raw data of the mini programme, to be spoilt."""
    return Path(shutil.copytree(ROOT / "tests/mini/data", tmp_path / "raw"))


@pytest.fixture(scope="module")
def small() -> Records:
    return ingest.ingest_records(ROOT / "tests/mini/data")


@pytest.fixture(scope="module")
def real() -> Records:
    return ingest.ingest_records(ROOT / "data/raw")


def _found(folder: Path) -> list[Problem]:
    with pytest.raises(RawDataError) as caught:
        ingest.ingest_records(folder)
    return caught.value.problems


# --- Layout ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "model"),
    [
        ("programme.yaml", ProgrammeFile),
        ("editions.yaml", EditionsFile),
        ("payments/2020-06.yaml", PaymentFile),
        ("guides/runda-1.yaml", GuidesFile),
        ("interviews/runda-1/ankeby.yaml", InterviewsFile),
        ("statements/ankeby.yaml", StatementsFile),
        ("chapters/delrapport-1/ankeby.yaml", ChapterFile),
    ],
)
def test_a_file_is_read_by_the_model_of_its_place(place, model):
    assert ingest.model_of(Path("data/raw", place), Path("data/raw")) is model


@pytest.mark.parametrize(
    "place",
    [
        "program.yaml",
        "programme.yml",
        "payments.yaml",
        "payments/old/2020-06.yaml",
        "interviews/ankeby.yaml",
        "chapters/delrapport-1/more/ankeby.yaml",
        "more/programme.yaml",
        "Payments/2020-06.yaml",
    ],
)
def test_a_file_in_a_wrong_place_is_reported_and_not_silently_unused(raw, place):
    (raw / place).parent.mkdir(parents=True, exist_ok=True)
    (raw / place).write_text("a: 1\n", encoding="utf-8")
    (problem,) = _found(raw)
    assert problem.file == (raw / place).as_posix()
    assert (problem.line, problem.column) == (1, 1)
    assert problem.wrong == "is no place for a raw file"
    assert "payments/*.yaml" in problem.allowed


@pytest.mark.parametrize("place", ["README.md", "payments/2020-06.csv", "payments/2020-06.yaml~"])
def test_files_that_are_no_yaml_may_lie_anywhere(raw, small, place):
    (raw / place).write_text("text", encoding="utf-8")
    # The records say of each value in which file it stands, and the folder is another.
    placeless = {"lines": {}, "file_statuses": {}}
    read = ingest.ingest_records(raw)
    assert read.model_copy(update=placeless) == small.model_copy(update=placeless)


@pytest.mark.parametrize("name", ["programme.yaml", "editions.yaml"])
def test_a_required_file_that_is_missing_is_reported(raw, name):
    (raw / name).unlink()
    missing = Problem((raw / name).as_posix(), 1, 1, "(file)", "is missing", "the file is required")
    assert missing in _found(raw)


def test_a_folder_that_is_not_there_misses_both_required_files(tmp_path):
    assert [Path(problem.file).name for problem in _found(tmp_path / "none")] == [
        "editions.yaml",
        "programme.yaml",
    ]


def test_a_file_that_cannot_be_read_does_not_hide_what_is_wrong_in_others(raw):
    (raw / "programme.yaml").write_text("source: [\n", encoding="utf-8")
    guides = raw / "guides/runda-1.yaml"
    text = guides.read_text(encoding="utf-8")
    guides.write_text(text.replace("wording: verbatim", "wording: loose"), encoding="utf-8")
    (raw / "lost.yaml").write_text("a: 1\n", encoding="utf-8")
    files = {Path(problem.file).relative_to(raw).as_posix() for problem in _found(raw)}
    assert files == {"programme.yaml", "guides/runda-1.yaml", "lost.yaml"}


def test_raw_files_are_listed_in_a_fixed_order_with_what_only_looks_like_yaml(raw):
    (raw / "a.yml").write_text("", encoding="utf-8")
    (raw / "folder.yaml").mkdir()
    found = [path.relative_to(raw) for path in ingest.raw_files(raw)]
    assert found == sorted(found)
    assert Path("a.yml") in found
    assert Path("folder.yaml") not in found
    assert Path("README.md") not in found


# --- Tables ----------------------------------------------------------------------------------


def test_districts_are_laid_out_in_the_programmes_order_with_codes_as_typed(small):
    assert ingest.districts_table(small) == (
        "municipality,code,district\n"
        "ankeby,2580,ankeborg\n"
        "ankeby,2580,marden\n"
        "bjorkvik,2380,sagen\n"
        "aby,0880,astrand\n"
    )


def test_payments_are_laid_out_in_whole_kronor(small):
    assert ingest.payments_table(small) == (
        "payment,district,amount\n"
        "2020-06,ankeborg,250000\n"
        "2020-06,marden,150000\n"
        "2020-06,sagen,400000\n"
        "2020-06,astrand,200000\n"
    )


def test_interviewees_are_laid_out_without_names_and_only_politicians_have_a_side(small):
    assert ingest.interviewees_table(small) == (
        "round,municipality,group,side\n"
        "runda-1,aby,politicians,majority\n"
        "runda-1,ankeby,politicians,majority\n"
        "runda-1,ankeby,politicians,opposition\n"
        "runda-1,ankeby,staff,\n"
        "runda-1,bjorkvik,staff,\n"
    )


def test_tables_without_rows_still_have_their_heads(small):
    nothing = small.model_copy(update={"payments": [], "interviews": []})
    assert ingest.payments_table(nothing) == "payment,district,amount\n"
    assert ingest.interviewees_table(nothing) == "round,municipality,group,side\n"


# --- The programme of this repository --------------------------------------------------------


def _rows(table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(table)))


def test_the_programme_has_nine_municipalities_and_fifteen_districts(real):
    rows = _rows(ingest.districts_table(real))
    assert len(rows) == len({row["district"] for row in rows}) == 15
    assert len({row["municipality"] for row in rows}) == len(real.programme.municipalities) == 9
    assert [row["district"] for row in rows] == list(real.districts())


def test_municipal_codes_keep_their_leading_zero(real):
    codes = {row["municipality"]: row["code"] for row in _rows(ingest.districts_table(real))}
    assert codes == {
        "boras": "1490",
        "goteborg": "1480",
        "kristianstad": "1290",
        "landskrona": "1282",
        "malmo": "1280",
        "stockholm": "0180",
        "sodertalje": "0181",
        "trollhattan": "1488",
        "vaxjo": "0780",
    }


def test_sixty_one_persons_were_interviewed_in_four_groups(real):
    rows = [r for r in _rows(ingest.interviewees_table(real)) if r["round"] == "delrapport-1"]
    groups = Counter(row["group"] for row in rows)
    assert groups == {"politicians": 26, "coordinators": 10, "school": 9, "labour-social": 16}
    assert groups.total() == 61


def test_politicians_and_only_they_have_a_side(real):
    for row in _rows(ingest.interviewees_table(real)):
        assert bool(row["side"]) == (row["group"] == "politicians")


@pytest.mark.parametrize("payment", ["2013-12", "2014-12"])
def test_every_district_is_paid_once_and_together_they_get_the_pot(real, payment):
    rows = [row for row in _rows(ingest.payments_table(real)) if row["payment"] == payment]
    assert Counter(row["district"] for row in rows) == Counter(list(real.districts()))
    assert sum(int(row["amount"]) for row in rows) == 99_000_000


def test_records_come_back_from_json_as_they_were(real):
    assert Records.model_validate_json(real.model_dump_json()) == real
