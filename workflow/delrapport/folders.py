"""Writing many files into a folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from delrapport import rawyaml
from delrapport.problems import Mendable, Problem


class FolderError(Mendable):
    """A folder can't be written into; the text is one line that says why."""


def require_new(folder: Path) -> None:
    """Raises FolderError where there is something already."""
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise FolderError(f"{folder}: exists and is no empty folder; name a new one")


def typed(path: Path, allowed: str) -> Iterator[Problem]:
    """A problem where a raw file is there that doesn't say that it is synthetic: people's work."""
    if not path.exists():
        return
    document, _ = rawyaml.read(path, path.as_posix())
    match document.content if document else None:
        case {"source": {"status": "synthetic"}}:
            return
        case {"source": {"status": status}} if document:
            yield document.problem(("source", "status"), f"is '{status}'", allowed)
        case _:
            wrong = "does not say what it is"
            yield Problem(path.as_posix(), 1, 1, "source.status", wrong, allowed)


def write(folder: Path, files: Mapping[str, str]) -> None:
    """Path in the folder → text; raises FolderError where a file can't be written."""
    try:
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise FolderError(f"{error.filename}: can't be written: {error.strerror}") from None


def write_new(folder: Path, files: Mapping[str, str]) -> None:
    """As `write`, into a folder that is new or empty."""
    require_new(folder)
    write(folder, files)
