"""`python -m delrapport.new FOLDER`: begin a programme of one's own, which builds at once.

Writes a configuration and one file of each kind that a report needs into a new or empty folder.
All in it is invented and marked so; comments lead whoever puts their own in its place. Exit status:
0, or 1 where nothing could be written.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from pathlib import Path

from delrapport.folders import write_new
from delrapport.problems import Mendable

STARTER = Path(__file__).with_name("starter")
SCHEMAS = Path(__file__).parents[1] / "schemas"
NAMED = re.compile(r"(?<=\$schema=)\S*/(?=\w+\.schema\.json)")
NEXT = """\
{folder} has a programme that builds. Look at its files, and:
  {python} -m delrapport.validate {folder}/config.yaml
  snakemake --cores 4 --configfile {folder}/config.yaml
"""


def starter(folder: Path) -> dict[str, str]:
    """Path in the folder → text, each of which names its schema as it is seen from there."""
    files = sorted(path for path in STARTER.rglob("*.yaml"))
    return {
        path.relative_to(STARTER).as_posix(): _placed(path, folder / path.relative_to(STARTER))
        for path in files
    }


def _placed(source: Path, target: Path) -> str:
    schemas = Path(os.path.relpath(SCHEMAS, target.parent.resolve())).as_posix()
    return NAMED.sub(f"{schemas}/", source.read_text(encoding="utf-8"), count=1)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m delrapport.new", description="Begin a programme that builds at once."
    )
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="a new or empty folder")
    folder: Path = parser.parse_args(arguments).folder
    try:
        write_new(folder, starter(folder))
    except Mendable as error:
        print(error, file=sys.stderr)
        return 1
    print(NEXT.format(folder=folder, python=os.path.relpath(sys.executable)), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
