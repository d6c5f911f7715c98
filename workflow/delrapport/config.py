"""What `config.yaml` may say. Each key is explained in the file itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from delrapport import explain, rawyaml
from delrapport.models import (
    ChapterFile,
    Closed,
    EditionsFile,
    Figure,
    GuidesFile,
    Month,
    PaymentFile,
    RawFile,
    Section,
    Slug,
    Text,
)
from delrapport.problems import Problem, RawDataError, one_of
from delrapport.raw import Raw
from delrapport.rawyaml import Document, Path_

# Where under build/figures/ each kind lies, a drawing per payment.
FOLDERS: Mapping[Figure, str] = {"payments chart": "payments", "payments map": "map"}


class Report(Closed):
    """One report to build; its key is the id of its edition and of its folder of chapters."""

    template: Slug = Field(description="The folder under templates/ that sets the report.")
    payment: Month = Field(description="The payment that the report describes.")
    round: Slug = Field(description="The round of interviews that the report rests on.")
    foreword: Slug = Field(description="The chapter that stands before the contents.")
    chapters: list[Slug] = Field(
        min_length=1, description="Chapters before the municipalities' own, in order."
    )
    figures: list[Figure] = Field(
        [],
        description="What is drawn of the payment: payments chart, payments map. The map knows "
        "Sweden's municipalities by code.",
    )


class Config(Closed):
    data: Text = Field(description="The folder of raw data, seen from the working directory.")
    reports: dict[Slug, Report] = Field(min_length=1, description="The reports to build.")


# Where Snakemake has merged files and command line, there is no line to name.
NO_FILE = Document("config", None, {(): (1, 1)}, {})


def read_config(path: Path) -> tuple[Config, Document]:
    """A configuration file and its places; raises `RawDataError` with all that is wrong."""
    document, problems = rawyaml.read(path, path.as_posix())
    if document is None or problems:
        raise RawDataError(problems)
    return _validated(document.content, document), document


def from_snakemake(config: Mapping[str, Any]) -> Config:
    """The configuration that Snakemake has merged; it knows no lines, so messages name fields."""
    return _validated(dict(config), NO_FILE)


def _validated(content: Any, document: Document) -> Config:
    try:
        return Config.model_validate(content)
    except ValidationError as error:
        raise RawDataError(explain.problems(error, document, Config)) from None


def problems(config: Config, document: Document, raw: Raw) -> Iterator[Problem]:
    """Names in the configuration that the raw data don't have."""
    editions = [edition.id for file in raw.records(EditionsFile) for edition in file.editions]
    for report, wanted in config.reports.items():
        path: Path_ = ("reports", report)
        if report in editions:
            yield from _unknown_names(wanted, path, document, raw)
            yield from _undrawn_figures(wanted, path, document, raw)
        elif EditionsFile not in raw.broken:
            wrong = f"there is no edition '{report}'"
            yield document.problem(path, wrong, one_of(report, editions), key=True)


def _unknown_names(wanted: Report, path: Path_, document: Document, raw: Raw) -> Iterator[Problem]:
    """What one report asks for and doesn't get; files that can't be read are not missed here."""
    of_report = [file for file in raw.records(ChapterFile) if file.report == path[-1]]
    chapters = [file.chapter.id for file in of_report]
    payments = [file.payment.id for file in raw.records(PaymentFile)]
    rounds = [file.round for file in raw.records(GuidesFile)]
    asked: list[tuple[Path_, str, type[RawFile], str, list[str]]] = [
        (("payment",), wanted.payment, PaymentFile, "payment", payments),
        (("round",), wanted.round, GuidesFile, "round with guides", rounds),
        (("foreword",), wanted.foreword, ChapterFile, "chapter", chapters),
        *(
            (("chapters", place), name, ChapterFile, "chapter", chapters)
            for place, name in enumerate(wanted.chapters)
        ),
    ]
    for key, name, kind, called, known in asked:
        if kind not in raw.broken and name not in known:
            wrong = f"there is no {called} '{name}'"
            yield document.problem((*path, *key), wrong, one_of(name, known))


def _undrawn_figures(
    wanted: Report, path: Path_, document: Document, raw: Raw
) -> Iterator[Problem]:
    """Figures that a chapter of the report inserts and the configuration doesn't draw."""
    for file in raw.records(ChapterFile):
        inserted = _inserts(file.chapter.sections) if file.report == path[-1] else set()
        for figure in sorted(inserted & set(FOLDERS) - set(wanted.figures)):
            wrong = f"lacks '{figure}', which the chapter '{file.chapter.id}' inserts"
            key = "figures" if wanted.figures else "chapters"
            yield document.problem((*path, key), wrong, "add it to figures", key=True)


def _inserts(sections: Iterable[Section]) -> set[str]:
    """What sections insert, at any depth."""
    found: set[str] = set()
    for section in sections:
        found |= _inserts(section.sections) | ({section.insert} if section.insert else set())
    return found
