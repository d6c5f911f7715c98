"""What `config.yaml` may say. Each key is explained in the file itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from delrapport import explain, rawyaml
from delrapport.models import Closed, Month, Slug, Text
from delrapport.problems import Problem, RawDataError, one_of
from delrapport.rawyaml import Document, Path_
from delrapport.records import Records


class Report(Closed):
    """One report to build; its key is the id of its edition and of its folder of chapters."""

    template: Slug = Field(description="The folder under templates/ that sets the report.")
    payment: Month = Field(description="The payment that the report describes.")
    round: Slug = Field(description="The round of interviews that the report rests on.")
    foreword: Slug = Field(description="The chapter that stands before the contents.")
    chapters: list[Slug] = Field(
        min_length=1, description="Chapters before the municipalities' own, in order."
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


def check(config: Config, records: Records, document: Document | None = None) -> None:
    """Raise `RawDataError` for each name in the configuration that the raw data don't have."""
    if found := list(_problems(config, records, document or NO_FILE)):
        raise RawDataError(found)


def _validated(content: Any, document: Document) -> Config:
    try:
        return Config.model_validate(content)
    except ValidationError as error:
        raise RawDataError(explain.problems(error, document, Config)) from None


def _problems(config: Config, records: Records, document: Document) -> Iterator[Problem]:
    for report, wanted in config.reports.items():
        chapters = records.chapters.get(report, {})
        asked: list[tuple[str | int, str, list[str]]] = [
            ("payment", wanted.payment, [file.payment.id for file in records.payments]),
            ("round", wanted.round, [guides.round for guides in records.guides]),
            ("foreword", wanted.foreword, list(chapters)),
        ]
        path: Path_ = ("reports", report)
        editions = [edition.id for edition in records.editions]
        if report not in editions:
            wrong = f"there is no edition '{report}'"
            yield document.problem(path, wrong, one_of(report, editions), key=True)
        for key, name, known in asked:
            if name not in known:
                yield document.problem((*path, key), f"there is no '{name}'", one_of(name, known))
        for place, name in enumerate(wanted.chapters):
            if name not in chapters:
                wrong = f"there is no chapter '{name}'"
                yield document.problem((*path, "chapters", place), wrong, one_of(name, chapters))
        for municipality in records.programme.municipalities:
            if not any(each.municipality == municipality.id for each in chapters.values()):
                wrong = f"{municipality.name} has no chapter in {report}"
                yield document.problem(path, wrong, "one chapter a municipality", key=True)
