"""Writing many files into a folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from delrapport.problems import Mendable


class FolderError(Mendable):
    """A folder can't be written into; the text is one line that says why."""


def require_new(folder: Path) -> None:
    """Raises FolderError where there is something already."""
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise FolderError(f"{folder}: exists and is no empty folder; name a new one")


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
