"""Read `data/raw/` into checked records, and lay out the long tables that are computed from.

Everything downstream starts from `Records`: no later stage opens a raw file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath

from pydantic import ValidationError

from delrapport import check, explain, rawyaml
from delrapport.activities import ActivitiesFile
from delrapport.models import (
    ChapterFile,
    ClaimsFile,
    CodebookFile,
    EditionsFile,
    GuidesFile,
    InterviewsFile,
    PaymentFile,
    ProgrammeFile,
    RawFile,
    StatementsFile,
    TermsFile,
)
from delrapport.parameters import NOTHING, Declaration
from delrapport.problems import Problem, RawDataError
from delrapport.raw import Raw, RawDocument
from delrapport.records import Records
from delrapport.statistics import IndicatorFile, MovesFile, ReceptionFile, VariableFile
from delrapport.tables import csv_text

# Where each kind of file lies. A YAML file anywhere else is an error: it would be silently unused.
LAYOUT: dict[str, type[RawFile]] = {
    "programme.yaml": ProgrammeFile,
    "editions.yaml": EditionsFile,
    "payments/*.yaml": PaymentFile,
    "indicators/*.yaml": IndicatorFile,
    "variables/*.yaml": VariableFile,
    "moves.yaml": MovesFile,
    "refugee_reception.yaml": ReceptionFile,
    "activities/*/*.yaml": ActivitiesFile,
    "guides/*.yaml": GuidesFile,
    "interviews/*/*.yaml": InterviewsFile,
    "codebook.yaml": CodebookFile,
    "terms.yaml": TermsFile,
    "claims/*.yaml": ClaimsFile,
    "statements/*.yaml": StatementsFile,
    "chapters/*/*.yaml": ChapterFile,
}
REQUIRED = ("programme.yaml", "editions.yaml")


def raw_files(folder: Path) -> list[Path]:
    """Every YAML file under `folder`, in a fixed order."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and path.suffix.lower() in (".yaml", ".yml")
    )


def ingest_records(
    folder: Path, declaration: Declaration = NOTHING, files: Iterable[Path] | None = None
) -> Records:
    """The records of what `read_checked` reads."""
    _, records = read_checked(folder, declaration, files=files)
    return records


def read_checked(
    folder: Path,
    declaration: Declaration = NOTHING,
    also: Iterable[check.Check] = (),
    files: Iterable[Path] | None = None,
) -> tuple[Raw, Records]:
    """Read and check `files`, or everything, under `folder`, and the allocations declared for it.

    Returns the files as they are, and their records. `also` are checks beyond those of the data.
    Raises `RawDataError` with all problems of all files: a file that can't be read doesn't hide
    what is wrong in the others.
    """
    raw, problems = read_raw(folder, files)
    found, records = check.checked(raw, declaration)
    problems += found
    problems += [problem for beyond in also for problem in beyond(raw)]
    if problems:
        raise RawDataError(problems)
    assert records is not None, "nothing is wrong, and yet there are no records"
    return raw, records


def read_raw(folder: Path, files: Iterable[Path] | None = None) -> tuple[Raw, list[Problem]]:
    """Read each of `files`, or of all under `folder`, by the model of its place.

    Returns what could be read, and the problems.
    """
    documents: list[RawDocument] = []
    problems: list[Problem] = []
    broken: set[type[RawFile]] = set()
    for path in raw_files(folder) if files is None else files:
        model = model_of(path, folder)
        if model is None:
            allowed = f"allowed: {', '.join(LAYOUT)}"
            place = path.as_posix()
            problems.append(Problem(place, 1, 1, "(file)", "is no place for a raw file", allowed))
            continue
        document, found = _read_file(path, model)
        problems += found
        documents += [document] if document else []
        broken |= {model} if found else set()
    for name in REQUIRED:
        if not (folder / name).is_file():
            missing = (folder / name).as_posix()
            problems.append(Problem(missing, 1, 1, "(file)", "is missing", "the file is required"))
            broken.add(LAYOUT[name])
    return Raw(documents, frozenset(broken)), problems


def model_of(path: Path, folder: Path) -> type[RawFile] | None:
    """The model of the file at `path`, by its place under `folder`."""
    place = PurePosixPath(path.relative_to(folder).as_posix())
    for pattern, model in LAYOUT.items():
        if len(place.parts) == len(PurePosixPath(pattern).parts) and place.match(pattern):
            return model
    return None


def _read_file(path: Path, model: type[RawFile]) -> tuple[RawDocument | None, list[Problem]]:
    document, problems = rawyaml.read(path, path.as_posix())
    if document is None:
        return None, problems
    try:
        record = model.model_validate(document.content)
    except ValidationError as error:
        return None, problems + explain.problems(error, document, model)
    return RawDocument(document, record), problems


# --- Tables ----------------------------------------------------------------------------------


def districts_table(records: Records) -> str:
    """CSV, a row a district in the programme's order: municipality, code, district."""
    rows = (
        (municipality.id, municipality.code, district.id)
        for municipality in records.programme.municipalities
        for district in municipality.districts
    )
    return csv_text(("municipality", "code", "district"), rows)


def payments_table(records: Records) -> str:
    """CSV, a row a payment and district: payment, district, amount (whole kronor)."""
    rows = (
        (file.payment.id, decided.district, decided.amount)
        for file in records.payments
        for decided in file.payment.decided
    )
    return csv_text(("payment", "district", "amount"), rows)


def interviewees_table(records: Records) -> str:
    """CSV, a row a person, unnamed: round, municipality, group, side (politicians only)."""
    rows = (
        (file.round, file.municipality, person.group, person.side or "")
        for file in records.interviews
        for person in file.counted()
    )
    return csv_text(("round", "municipality", "group", "side"), rows)


def activities_table(records: Records) -> str:
    """CSV, a row a measure: year, municipality, district, measure, amount (whole kronor), …

    … target, kind, standing, status. A measure that can't be followed to a district has none.
    """
    header = ("year", "municipality", "district", "measure", "amount")
    what = ("target", "kind", "standing", "status")
    rows = (
        (
            *(file.year, file.municipality, each.district or "", each.id, each.amount),
            *(getattr(each, name) for name in what),
        )
        for file in records.activities
        for each in file.measures
    )
    return csv_text((*header, *what), rows)


def observations_table(records: Records) -> str:
    """CSV, a row an indicator's or variable's observation; kinds of places are those of facts.

    Columns: series, kind (district, municipality, country), place (none of the country), year,
    count and base, or missing and why.
    """
    rows = (
        (
            *(file.followed.id, kind, place, value.year),
            *(value.count, value.base, value.missing),
        )
        for file in records.followed()
        for (kind, place), values in file.followed.series.items()
        for value in values
    )
    return csv_text(("series", "kind", "place", "year", "count", "base", "missing"), rows)


def moves_table(records: Records) -> str:
    """CSV, a row a place and year: kind, place, year, population, moved in, out and within."""
    rows = (
        (kind, place, *value.model_dump().values())
        for (kind, place), values in (records.moves.series if records.moves else {}).items()
        for value in values
        if not records.hides("moves", kind, place, value.year)
    )
    columns = ("population", "moved_in", "moved_out", "moved_within")
    return csv_text(("kind", "place", "year", *columns), rows)


# What is computed from, by the name of its file in build/tables/.
TABLES: dict[str, Callable[[Records], str]] = {
    "districts": districts_table,
    "payments": payments_table,
    "interviewees": interviewees_table,
    "observations": observations_table,
    "moves": moves_table,
    "activities": activities_table,
}
