"""The folders that a report is made of: nothing else is read, no network and no other file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote, urlsplit

# Of an address that holds a whole file, the beginning is enough to find it.
LONGEST = 120


class RefusalError(ValueError):
    """A resource that a report may not use; says which, why, and what it may use."""


class ReadableFolders:
    """Folders whose files may be read, wherever links, `..` or percent signs seem to lead."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self.folders = [folder.resolve() for folder in folders]

    def read(self, url: str) -> tuple[Path, bytes]:
        """The file that `url` names, and its content. Raises RefusalError."""
        try:
            path = self._path(url)
            return path, path.read_bytes()
        except (FileNotFoundError, IsADirectoryError):
            raise RefusalError(self._refusal(url, "there is no such file")) from None
        except (OSError, RuntimeError, ValueError) as error:
            raise RefusalError(self._refusal(url, str(error))) from error

    def _path(self, url: str) -> Path:
        """Where the file of `url` really lies. Raises ValueError if that is outside the folders."""
        parts = urlsplit(url)
        if parts.scheme != "file":
            raise ValueError(f"nothing is read through {parts.scheme}:")
        if parts.netloc:
            raise ValueError(f"it names a host, {parts.netloc}")
        path = Path(unquote(parts.path)).resolve()
        if not any(map(path.is_relative_to, self.folders)):
            raise ValueError("it leads outside")
        return path

    def _refusal(self, url: str, why: str) -> str:
        shown = url if len(url) <= LONGEST else f"{url[:LONGEST]}…"
        names = " and ".join(f"{folder.name}/" for folder in self.folders)
        return self.short(f"{shown}: {why}; a report is made of files in {names}")

    def short(self, text: str) -> str:
        """`text` with the folders called by their names, as they are called on every machine."""
        for folder in self.folders:
            for outer in (folder.parent.as_uri(), str(folder.parent)):
                text = text.replace(f"{outer.rstrip('/')}/", "")
        return text
