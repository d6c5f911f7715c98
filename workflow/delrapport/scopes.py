"""What each report reads of the raw data, so that an edit makes no other report again.

A scope is a report, or `COMMON`: what all reports share, and allocations, workbooks and figures are
made from. A fact that two scopes have is the same in both; therefore the guides of a round go with
its interviews, for without them a count of the round would be zero.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath

from delrapport import check, ingest
from delrapport.parameters import Declaration
from delrapport.problems import Mendable, Problem, RawDataError
from delrapport.raw import Raw
from delrapport.records import Records

COMMON = "common"


class BrokenDataError(Mendable):
    """The raw data have problems that the check of all of them says."""


def is_read(place: PurePosixPath, scope: str, rounds: Collection[str]) -> bool:
    """Whether a scope that rests on these rounds reads the raw file at `place` in the folder."""
    match place.parts:
        case ("chapters", report, *_):
            return report == scope
        case ("claims", _):
            return place.stem == scope
        case ("guides", _):
            return place.stem in rounds
        case ("interviews", round_, *_):
            return round_ in rounds
    return True


def files_of(scope: str, rounds: Collection[str], folder: Path) -> list[Path]:
    """The raw files under `folder` that a scope reads, in a fixed order."""
    return [
        file
        for file in ingest.raw_files(folder)
        if is_read(PurePosixPath(file.relative_to(folder)), scope, rounds)
    ]


def read(scope: str, files: Iterable[Path], folder: Path, declaration: Declaration) -> Records:
    """The checked records of a scope's files.

    Raises `BrokenDataError` where the raw data as a whole are broken, which isn't for a scope to
    say, and `RawDataError` where only the scope lacks something.
    """
    try:
        return ingest.ingest_records(folder, declaration, files=files)
    except RawDataError as error:
        lacking = [_within(scope, problem) for problem in error.problems]
    try:
        ingest.read_checked(folder, declaration)
    except RawDataError:
        short = f"{scope} can't be read: {folder} has problems, which make validate lists."
        raise BrokenDataError(short) from None
    raise RawDataError(lacking)


def problems(
    raw: Raw, folder: Path, rounds: Mapping[str, Collection[str]], declaration: Declaration
) -> Iterator[Problem]:
    """What each report (`rounds`: report → its rounds) lacks in raw data that are right as such."""
    for scope, own in rounds.items():
        read_by_it = [
            file
            for file in raw.documents
            if is_read(PurePosixPath(file.name).relative_to(folder), scope, own)
        ]
        found, _ = check.checked(Raw(read_by_it), declaration)
        yield from (_within(scope, problem) for problem in found)


def _within(scope: str, problem: Problem) -> Problem:
    return replace(problem, wrong=f"{problem.wrong} in what {scope} reads")
