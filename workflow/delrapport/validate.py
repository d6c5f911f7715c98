"""`python -m delrapport.validate [CONFIG]`: check the raw data, without building anything.

Prints every problem on a line of its own to standard error and exits with 1 where there is any.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from delrapport import config, scopes
from delrapport.ingest import raw_files, read_checked
from delrapport.parameters import declaration
from delrapport.problems import Problem, RawDataError
from delrapport.raw import Raw
from delrapport.records import Records


def validate(path: Path) -> tuple[Path, Records]:
    """The data folder and records that a configuration names; raises `RawDataError`."""
    wanted, document = config.read_config(path)
    folder = config.data_folder(wanted, path)

    def names(raw: Raw) -> Iterator[Problem]:
        return config.problems(wanted.reports, document, config.known_in(raw, wanted.allocation))

    declared = declaration(document)
    raw, records = read_checked(folder, declared, also=[names])
    rounds = {report: each.rounds for report, each in wanted.reports.items()}
    if lacking := list(scopes.problems(raw, folder, rounds, declared)):
        raise RawDataError(lacking)
    return folder, records


def main(arguments: list[str]) -> int:
    path = Path(arguments[0]) if arguments else Path("config.yaml")
    try:
        folder, _ = validate(path)
    except RawDataError as error:
        found = len(error.problems)
        print(error, file=sys.stderr)
        print(f"{found} {'problem' if found == 1 else 'problems'} found.", file=sys.stderr)
        return 1
    print(f"{path} and {len(raw_files(folder))} files in {folder} are right.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
