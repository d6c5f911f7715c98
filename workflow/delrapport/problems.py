"""What is wrong in the raw data, said so that its author can mend it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

# More names than these are a wall and no help.
LONG = 20


@dataclass(frozen=True, order=True)
class Problem:
    """One error in one file; `line` and `column` count from 1."""

    file: str
    line: int
    column: int
    field: str
    wrong: str
    allowed: str = ""

    def __str__(self) -> str:
        """`file:line:column: field: what is wrong; what is allowed`, on one line."""
        said = "; ".join(part for part in (self.wrong, self.allowed) if part)
        where = f"{self.file}:{self.line}:{self.column}"
        return " ".join(f"{where}: {self.field}: {said}".split())


class Mendable(Exception):  # noqa: N818
    """Something that whoever runs the build can mend; its text says what, in plain words."""


class RawDataError(Mendable):
    """The raw data can't be used; `problems` holds every reason found, in file order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))


def one_of(wrong: str, allowed: Iterable[str]) -> str:
    """Say what may stand instead of `wrong`, the likeliest intention first; a long list is cut."""
    names = sorted(allowed)
    near = difflib.get_close_matches(wrong, names, n=5, cutoff=0.6)
    hint = f"did you mean '{near[0]}'? " if near else ""
    if len(names) > LONG:
        others = ", ".join(near[1:])
        return f"{hint}{f'or {others}; ' if others else ''}{len(names)} are allowed".strip()
    return f"{hint}allowed: {', '.join(names) or 'nothing'}"
