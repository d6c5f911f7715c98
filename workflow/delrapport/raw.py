"""The raw files of one programme side by side, before they are known to fit together."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from delrapport.models import Programme, ProgrammeFile, RawFile
from delrapport.problems import Problem, one_of
from delrapport.rawyaml import Document, Path_

Kind = TypeVar("Kind", bound=RawFile)


@dataclass(frozen=True)
class RawDocument:
    """A file that is right by itself: what it says, and where in the file it says it."""

    document: Document
    record: RawFile

    @property
    def name(self) -> str:
        return self.document.file

    def where(self, path: Path_) -> str:
        """`file:line` of the value at `path`."""
        return f"{self.name}:{self.document.places[path][0]}"

    def problem(self, path: Path_, wrong: str, allowed: str = "") -> Problem:
        return self.document.problem(path, wrong, allowed)

    def problem_in(self, path: Path_, line: int, wrong: str, allowed: str) -> Problem:
        """A problem on a line of a longer text; `line` counts from 0 within the text."""
        found = self.document.problem(path, wrong, allowed)
        if path not in self.document.blocks:
            return found
        return replace(found, line=found.line + 1 + line, column=1)

    def known(
        self, path: Path_, value: str, kind: str, names: Collection[str]
    ) -> Iterator[Problem]:
        """A problem where `value`, at `path`, is none of the names."""
        if value not in names:
            allowed = filter(None, names)
            yield self.problem(path, f"there is no {kind} '{value}'", one_of(value, allowed))

    def once(self, path: Path_, value: str, seen: dict[str, str]) -> Iterator[Problem]:
        """A problem where `value` was `seen` before; otherwise remembers where it stands."""
        if value in seen:
            wrong = f"'{value}' is used twice, first in {seen[value]}"
            yield self.problem(path, wrong, "each only once")
        else:
            seen[value] = self.where(path)

    def misnamed(self, path: Path_, right: str) -> Problem:
        """The file's name and the id in it differ."""
        return self.problem(path, "and the file's name differ", f"call the file {right}.yaml")


@dataclass(frozen=True)
class Raw:
    """All files that could be read."""

    documents: list[RawDocument]
    broken: frozenset[type[RawFile]] = frozenset()
    """The kinds of which at least one file could not be read."""

    def of(self, kind: type[Kind]) -> Iterator[tuple[RawDocument, Kind]]:
        """The files of one kind, with their places."""
        for document in self.documents:
            if isinstance(document.record, kind):
                yield document, document.record

    def records(self, kind: type[Kind]) -> list[Kind]:
        return [record for _, record in self.of(kind)]

    @property
    def programme(self) -> Programme:
        return self.records(ProgrammeFile)[0].programme
