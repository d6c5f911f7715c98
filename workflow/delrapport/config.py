"""What `config.yaml` may say. Each key is explained in the file itself."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from delrapport import explain, rawyaml
from delrapport.activities import ActivitiesFile
from delrapport.disclosure_rule import Disclosure
from delrapport.models import (
    Appendix,
    Chapter,
    ChapterFile,
    Closed,
    EditionsFile,
    Figure,
    GuidesFile,
    Month,
    PaymentFile,
    ProgrammeFile,
    RawFile,
    Slug,
    Text,
    inserts,
)
from delrapport.parameters import Parameters
from delrapport.problems import Problem, RawDataError, one_of
from delrapport.raw import Raw
from delrapport.rawyaml import Document, Path_
from delrapport.records import Records
from delrapport.sources import TEMPLATES
from delrapport.statistics import IndicatorFile, MovesFile, VariableFile

# Where under build/figures/ each kind lies: see drawings.py.
FOLDERS: Mapping[Figure, str] = {
    "payments chart": "payments",
    "payments map": "map",
    "scenarios chart": "scenarios",
    "indicator charts": "indicators",
    "variable charts": "variables",
    "moves chart": "moves",
    "flow chart": "flow",
}
# What a folder of templates sets: a report, and what of it a county's volume holds.
MAIN, PLACES = "main.html.j2", "places.html.j2"
# The raw files without which there is nothing to draw.
NEEDED: Mapping[Figure, type[RawFile]] = {
    "indicator charts": IndicatorFile,
    "variable charts": VariableFile,
    "moves chart": MovesFile,
    "flow chart": ActivitiesFile,
}


def _each_once(names: list[str]) -> list[str]:
    for place, name in enumerate(names):
        if name in names[:place]:
            raise ValueError(f"has '{name}' twice; each only once")
    return names


class Report(Closed):
    """One report to build; its key is the id of its edition and of its folder of chapters."""

    template: Slug = Field(
        description="The folder under templates/ whose main.html.j2 orders the report."
    )
    payments: Annotated[list[Month], AfterValidator(_each_once)] = Field(
        min_length=1,
        json_schema_extra={"uniqueItems": True},
        description="The payments that the report describes, oldest first; it is about the last.",
    )
    rounds: Annotated[list[Slug], AfterValidator(_each_once)] = Field(
        min_length=1,
        json_schema_extra={"uniqueItems": True},
        description="The rounds of interviews that the report rests on, oldest first; the last is "
        "its own.",
    )
    foreword: Slug = Field(description="The chapter that stands before the contents.")
    chapters: list[Slug] = Field(
        min_length=1, description="Chapters before the municipalities' own, in order."
    )
    figures: list[Figure] = Field(
        [],
        description="What is drawn: of payments a payments chart, payments map (which knows "
        "Sweden's municipalities by code), scenarios chart; of all that is followed indicator "
        "charts, variable charts, moves chart; of the use of the money a flow chart.",
    )
    appendices: list[Appendix] = Field(
        [], description="Appendices behind the report's own: allocation."
    )
    appendix_chapters: list[Slug] = Field(
        [], description="Chapters that stand among the appendices, in order."
    )
    split_by: Literal["county"] | None = Field(
        None,
        description="county: the municipalities' chapters, and what tables and drawings say of "
        "them and their districts, are bound by county in volumes of their own; without it the "
        "report is one PDF.",
    )

    @property
    def payment(self) -> str:
        """The payment that the report is about."""
        return self.payments[-1]

    @property
    def round(self) -> str:
        """The report's own round of interviews."""
        return self.rounds[-1]


class Config(Closed):
    data: Text = Field(description="The folder of raw data, seen from the folder of this file.")
    allocation: dict[Month, Parameters] = Field(
        {}, description="How each payment is shared out; a payment without it is only reported."
    )
    disclosure: Disclosure | None = Field(
        None, description="Which figures about few people are hidden; without it none are."
    )
    reports: dict[Slug, Report] = Field(min_length=1, description="The reports to build.")


# Where Snakemake has merged files and command line, there is no line to name.
NO_FILE = Document("config", None, {(): (1, 1)}, {})


def read_config(path: Path) -> tuple[Config, Document]:
    """A configuration file and its places; raises `RawDataError` with all that is wrong."""
    return explain.read(path, Config)


def data_folder(config: Config, file: Path) -> Path:
    """The folder of raw data that a configuration file names, seen from the working directory."""
    return Path(os.path.relpath(file.parent / config.data))


def from_snakemake(config: Mapping[str, Any], files: Sequence[Path]) -> tuple[Config, Document]:
    """The configuration that Snakemake has read from `files`, and its places.

    Where it has merged several files, or the command line, there is no line to name: everything
    stands on the first line of "config" then.
    """
    document, _ = rawyaml.read(files[0], files[0].as_posix()) if len(files) == 1 else (None, [])
    if document is None or not _same(document.content, config):
        document = _merged(dict(config))
    return explain.validated(document, Config), document


def _same(ours: Any, theirs: Any) -> bool:
    """Whether our reader and Snakemake's have read the same: theirs makes numbers of decimals."""
    match theirs:
        case Mapping():
            same_keys = isinstance(ours, dict) and ours.keys() == theirs.keys()
            return same_keys and all(_same(ours[key], value) for key, value in theirs.items())
        case list():
            same_size = isinstance(ours, list) and len(ours) == len(theirs)
            return same_size and all(map(_same, ours, theirs))
        case float():
            return _number(ours) == theirs
        case _:
            return str(ours) == str(theirs)


def _number(text: Any) -> float | None:
    try:
        return float(text)
    except (TypeError, ValueError):
        return None


def _merged(content: dict[str, Any]) -> Document:
    places: dict[Path_, tuple[int, int]] = {}
    waiting: list[tuple[Path_, Any]] = [((), content)]
    for path, value in waiting:
        places[path] = (1, 1)
        match value:
            case Mapping():
                waiting += [((*path, key), inner) for key, inner in value.items()]
            case list():
                waiting += [((*path, place), inner) for place, inner in enumerate(value)]
    return Document("config", content, places, places)


@dataclass(frozen=True)
class Known:
    """The names in the raw data that a configuration may use; None where files can't be read."""

    editions: Collection[str] | None
    payments: Collection[str] | None
    rounds: Collection[str] | None
    chapters: Mapping[str, Mapping[str, Chapter]] | None
    """Report id → chapter id → chapter."""
    allocations: Mapping[str, Parameters]
    """The payments that are shared out."""
    undrawn: Collection[Figure] = ()
    """What there is nothing to draw for."""
    counties: Collection[str] | None = None


def known_in(raw: Raw, allocations: Mapping[str, Parameters]) -> Known:
    """The names in raw files, some of which may be broken: those are not missed."""
    chapters: dict[str, dict[str, Chapter]] = {}
    for file in raw.records(ChapterFile):
        chapters.setdefault(file.report, {})[file.chapter.id] = file.chapter
    editions = [edition.id for file in raw.records(EditionsFile) for edition in file.editions]
    return Known(
        None if EditionsFile in raw.broken else editions,
        None if PaymentFile in raw.broken else [f.payment.id for f in raw.records(PaymentFile)],
        None if GuidesFile in raw.broken else [file.round for file in raw.records(GuidesFile)],
        None if ChapterFile in raw.broken else chapters,
        allocations,
        [
            figure
            for figure, kind in NEEDED.items()
            if kind not in raw.broken and not raw.records(kind)
        ],
        None if ProgrammeFile in raw.broken else [each.id for each in raw.programme.counties],
    )


def require_known(reports: Mapping[str, Report], records: Records) -> None:
    """Raises `RawDataError` with every name that the reports ask for and the records don't have."""
    known = Known(
        [edition.id for edition in records.editions],
        [file.payment.id for file in records.payments],
        [file.round for file in records.guides],
        records.chapters,
        records.allocations,
        counties=[each.id for each in records.programme.counties],
    )
    if found := list(problems(reports, NO_FILE, known)):
        raise RawDataError(found)


def problems(reports: Mapping[str, Report], document: Document, known: Known) -> Iterator[Problem]:
    """Names in the configured reports that neither the raw data nor the templates have."""
    for report, wanted in reports.items():
        path: Path_ = ("reports", report)
        if known.editions is None:
            continue
        if report in known.editions:
            yield from _unknown_names(wanted, path, document, known)
            yield from _undrawn_figures(wanted, path, document, known)
            yield from _unallocated(wanted, path, document, known)
            yield from unsplittable(wanted, path, document, known)
        else:
            wrong = f"there is no edition '{report}'"
            yield document.problem(path, wrong, one_of(report, known.editions), key=True)


def _unknown_names(
    wanted: Report, path: Path_, document: Document, known: Known
) -> Iterator[Problem]:
    """What one report asks for and doesn't get."""
    chapters = None if known.chapters is None else known.chapters.get(str(path[-1]), {})
    asked: list[tuple[Path_, str, str, Collection[str] | None]] = [
        (("template",), wanted.template, "template", _templates()),
        (("foreword",), wanted.foreword, "chapter", chapters),
    ]
    for listing, called, names in (
        ("payments", "payment", known.payments),
        ("rounds", "round with guides", known.rounds),
        ("chapters", "chapter", chapters),
    ):
        each = enumerate(getattr(wanted, listing))
        asked += [((listing, number), name, called, names) for number, name in each]
    for place, name, called, names in asked:
        if names is not None and name not in names:
            wrong = f"there is no {called} '{name}'"
            yield document.problem((*path, *place), wrong, one_of(name, names))


def _templates(file: str = MAIN) -> list[str]:
    """The folders of templates that have such a file."""
    return sorted(found.parent.name for found in TEMPLATES.glob(f"*/{file}"))


def _undrawn_figures(
    wanted: Report, path: Path_, document: Document, known: Known
) -> Iterator[Problem]:
    """Figures that a chapter inserts and nobody draws, and those that have nothing to draw."""
    chapters = (known.chapters or {}).get(str(path[-1]), {})
    for name, chapter in chapters.items():
        inserted = inserts(chapter.sections)
        for figure in sorted(inserted & set(FOLDERS) - set(wanted.figures)):
            wrong = f"lacks '{figure}', which the chapter '{name}' inserts"
            key = "figures" if wanted.figures else "chapters"
            yield document.problem((*path, key), wrong, "add it to figures", key=True)
    for place, figure in enumerate(wanted.figures):
        if figure in known.undrawn:
            wrong = f"there are no data for '{figure}'"
            right = f"take it out, or add data of the kind '{NEEDED[figure].schema_name}'"
            yield document.problem((*path, "figures", place), wrong, right)


def _unallocated(
    wanted: Report, path: Path_, document: Document, known: Known
) -> Iterator[Problem]:
    """An appendix or a figure of an allocation, for a payment that has none."""
    if (parameters := known.allocations.get(wanted.payment)) is not None:
        if "scenarios chart" in wanted.figures and not parameters.scenarios:
            wrong = f"the allocation of {wanted.payment} has no scenarios to draw"
            yield document.problem((*path, "figures"), wrong, "declare some under `scenarios`")
        return
    for key, name in (("appendices", "allocation"), ("figures", "scenarios chart")):
        if name in getattr(wanted, key):
            wrong = f"'{name}' shows an allocation, and {wanted.payment} has none"
            yield document.problem((*path, key), wrong, f"declare allocation.{wanted.payment}")


def unsplittable(
    wanted: Report, path: Path_, document: Document, known: Known
) -> Iterator[Problem]:
    """Why a report that is to be split by county can't be."""
    if wanted.split_by is None:
        return
    reasons = (
        (
            known.counties is not None and not known.counties,
            "the municipalities lie in no county",
            "declare `counties` in programme.yaml",
        ),
        (
            wanted.template not in _templates(PLACES),
            f"'{wanted.template}' sets nothing for a county's volume",
            f"a template with {PLACES}",
        ),
    )
    for holds, wrong, right in reasons:
        if holds:
            yield document.problem((*path, "split_by"), wrong, right)
