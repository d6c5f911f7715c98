"""`python -m delrapport.synthesize FOLDER [--seed N]`: write invented figures into a data folder.

With `--municipalities N`, write a whole invented programme into a new FOLDER: its `config.yaml` and
`data/`; `--indicators K` says how many it has. The same seed writes the same bytes. Exit status: 0,
or 1 where nothing could be written.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from delrapport import ingest, rawyaml, synthetic, synthetic_programme
from delrapport.config import Config
from delrapport.models import ProgrammeFile, RawFile
from delrapport.problems import Mendable, Problem, RawDataError
from delrapport.synthetic import KINDS
from delrapport.yaml_text import yaml_text


class FolderError(Mendable):
    """A folder can't be written into; the text is one line that says why."""


# --- What is written -------------------------------------------------------------------------


def into_folder(folder: Path, seed: int) -> dict[str, str]:
    """Path in a data folder → text, for the programme that the folder describes.

    Raises `RawDataError` where the programme can't be read or a file is not ours to overwrite.
    """
    raw, problems = ingest.read_raw(folder)
    if ProgrammeFile in raw.broken:
        name = (folder / "programme.yaml").as_posix()
        raise RawDataError(problem for problem in problems if problem.file == name)
    files = synthetic.statistics(raw.programme, seed)
    if kept := [problem for name in files for problem in _kept(folder / name)]:
        raise RawDataError(kept)
    return _texts(files, depth=2)


def _kept(path: Path) -> Iterator[Problem]:
    """A problem where a file exists and doesn't say that it is synthetic."""
    if not path.exists():
        return
    only = "only files whose source is synthetic are overwritten; move it away"
    document, _ = rawyaml.read(path, path.as_posix())
    match document.content if document else None:
        case {"source": {"status": "synthetic"}}:
            return
        case {"source": {"status": status}} if document:
            yield document.problem(("source", "status"), f"is '{status}'", only)
        case _:
            wrong = "does not say what it is"
            yield Problem(path.as_posix(), 1, 1, "source.status", wrong, only)


def whole_programme(municipalities: int, seed: int, indicators: int) -> dict[str, str]:
    """Path in a new folder → text; raises `Mendable` for numbers that make no programme."""
    config, files = synthetic_programme.programme(municipalities, seed, indicators)
    return _texts({"config.yaml": config}, depth=1) | _texts(
        {f"data/{name}": file for name, file in files.items()}, depth=1
    )


def _texts(files: Mapping[str, RawFile | Config], depth: int) -> dict[str, str]:
    """The files as text; `depth` is how many folders below the repository they are taken to lie."""
    return {name: yaml_text(file, _schema(name, file, depth)) for name, file in files.items()}


def _schema(name: str, file: RawFile | Config, depth: int) -> str:
    up = "../" * (depth + len(PurePosixPath(name).parent.parts))
    called = "config" if isinstance(file, Config) else file.schema_name
    return f"{up}workflow/schemas/{called}.schema.json"


# --- The command -----------------------------------------------------------------------------


def main(arguments: list[str]) -> int:
    parser = _parser()
    options = parser.parse_args(arguments)
    folder: Path = options.folder
    if options.indicators is not None and options.municipalities is None:
        parser.error("--indicators goes with --municipalities")
    try:
        if options.municipalities is None:
            files = into_folder(folder, options.seed)
        else:
            _require_new(folder)
            indicators = len(KINDS) if options.indicators is None else options.indicators
            files = whole_programme(options.municipalities, options.seed, indicators)
        _write(folder, files)
    except Mendable as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{len(files)} files are written into {folder}.")
    return 0


def _require_new(folder: Path) -> None:
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise FolderError(f"{folder}: exists and is no empty folder; name a new one")


def _write(folder: Path, files: Mapping[str, str]) -> None:
    try:
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise FolderError(f"{error.filename}: can't be written: {error.strerror}") from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m delrapport.synthesize",
        description="Write invented indicators and refugee reception into a data folder, or, with "
        "--municipalities, a whole invented programme into a new folder.",
    )
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="data folder, or new folder")
    parser.add_argument("--seed", type=int, default=synthetic.DEFAULT_SEED, metavar="N")
    parser.add_argument("--municipalities", type=int, metavar="N", help="how many to invent")
    parser.add_argument("--indicators", type=int, metavar="K", help="how many, with it; or three")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
