"""`python -m delrapport.importers MAPPING [--data FOLDER] [--replace]`: import statistics.

Reads the published tables that a mapping file names and writes the indicator or variable into
FOLDER (`data/raw`): `indicators/<id>.yaml` or `variables/<id>.yaml`. A file whose source is not
synthetic is replaced only with `--replace`. Exit status: 0; 1 where nothing was written, after a
line for each reason; 2 for wrong arguments.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from delrapport import folders, ingest, rawyaml
from delrapport.importers import mapping
from delrapport.importers.indicator import Import
from delrapport.importers.mapping import MappingFile
from delrapport.importers.table import NotImportedError
from delrapport.models import Programme
from delrapport.problems import Mendable, RawDataError, one_of
from delrapport.rawyaml import Document
from delrapport.statistics import FollowedFile
from delrapport.yaml_text import yaml_text

SCHEMAS = Path(__file__).parents[2] / "schemas"
# More reasons than these have one cause.
SHOWN = 20


def main(arguments: Sequence[str]) -> int:
    options = _parser().parse_args(arguments)
    try:
        file, target = imported(options.mapping, options.data)
        allowed = "only a file whose source is synthetic is overwritten unasked; --replace"
        if not options.replace and (kept := list(folders.typed(target, allowed))):
            raise RawDataError(kept)
        target.parent.mkdir(parents=True, exist_ok=True)
        schema = os.path.relpath(SCHEMAS / f"{file.schema_name}.schema.json", target.parent)
        target.write_text(yaml_text(file, Path(schema).as_posix()), encoding="utf-8", newline="\n")
    except (Mendable, OSError) as error:
        reasons = str(error).splitlines()
        more = [f"… and {len(reasons) - SHOWN} more"] if len(reasons) > SHOWN else []
        print("\n".join([*reasons[:SHOWN], *more]), file=sys.stderr)
        return 1
    print(f"{target}: {_summary(file)}")
    return 0


def imported(path: Path, data: Path) -> tuple[FollowedFile, Path]:
    """What a mapping file gives, and where it belongs in a data folder; raises `Mendable`."""
    found, document = mapping.read(path)
    _require_known(found, document, _programme(data))
    file = Import(found, document, path.parent).file()
    folder = "indicators" if found.indicator else "variables"
    return file, data / folder / f"{file.followed.id}.yaml"


def _programme(data: Path) -> Programme:
    raw, problems = ingest.read_raw(data, [data / "programme.yaml"])
    if problems:
        raise RawDataError(problems)
    return raw.programme


def _require_known(found: MappingFile, document: Document, programme: Programme) -> None:
    """Raise `NotImportedError` where the mapping names a place that the programme hasn't got."""
    municipalities = [each.id for each in programme.municipalities]
    districts = [each.id for of in programme.municipalities for each in of.districts]
    known = {"municipalities": municipalities, "districts": districts}
    if unknown := list(_unknown(found, document, known)):
        raise NotImportedError(unknown)


def _unknown(found: MappingFile, document: Document, known: dict[str, list[str]]) -> Iterator[str]:
    for n, part in enumerate(found.tables):
        for kind, ids in known.items():
            for id_ in getattr(part, kind):
                if id_ not in ids:
                    wrong = f"the programme has no '{id_}' among its {kind}"
                    path: rawyaml.Path_ = ("tables", n, kind, id_)
                    yield str(document.problem(path, wrong, one_of(id_, ids), key=True))


def _summary(file: FollowedFile) -> str:
    """How many places and years were imported, and how many values are missing."""
    about = file.followed
    places = [f"{len(about.districts)} district{'s' * (len(about.districts) != 1)}"]
    if number := len(about.municipalities):
        places.append(f"{number} municipalit{'ies' if number != 1 else 'y'}")
    places += ["the country"] if about.country else []
    values = [value for series in about.series.values() for value in series]
    missing = sum(value.missing is not None for value in values)
    years = ", ".join(map(str, about.years))
    return f"{', '.join(places)}; {years}; {missing} of {len(values)} values missing"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m delrapport.importers",
        description="Turn published statistics into an indicator or variable of a data folder.",
    )
    parser.add_argument("mapping", type=Path, metavar="MAPPING", help="which cells are what")
    parser.add_argument("--data", type=Path, default=Path("data/raw"), metavar="FOLDER")
    parser.add_argument("--replace", action="store_true", help="overwrite what isn't synthetic")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
