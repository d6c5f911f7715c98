"""Rebuild one report, or one chapter of it, whenever a source of it is saved.

    python -m delrapport.watch delrapport-2
    python -m delrapport.watch delrapport-2 --chapter alby

What was wrong is said and the watch goes on; Ctrl-C ends it. Exit status: 0, or 1 where the
configuration can't be read as it begins.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

import watchfiles

from delrapport import building
from delrapport.config import data_folder, read_config
from delrapport.problems import RawDataError
from delrapport.sources import PACKAGES, ROOT, TEMPLATES


def targets(report: str, chapter: str | None) -> list[str]:
    """What to build: a report and the check of it, or a part, which is checked with its report."""
    if chapter:
        return [f"build/preview/{report}/{chapter}.pdf"]
    is_volume = "." in report
    return [f"build/pdf/{report}.pdf", *([] if is_volume else [f"build/checked/{report}.json"])]


def build(wanted: list[str], config: Path) -> bool:
    """Build and say how it went; jobs say only what is wrong."""
    options = ["--cores", "all", "--configfile", str(config), "--quiet", "all", "--", *wanted]
    done = subprocess.run([*building.command(ROOT), *options], check=False).returncode == 0
    print(f"{wanted[0]} is up to date." if done else f"{wanted[0]} is as it was.", flush=True)
    return done


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m delrapport.watch", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("report", help="a report of the configuration, or one volume of it")
    parser.add_argument("--chapter", help="a chapter's id: the name of its file")
    parser.add_argument("--configfile", type=Path, default=Path("config.yaml"))
    asked = parser.parse_args()
    wanted = targets(asked.report, asked.chapter)
    try:
        config, _ = read_config(asked.configfile)
    except RawDataError as error:
        print(error, file=sys.stderr)
        return 1
    build(wanted, asked.configfile)
    data = data_folder(config, asked.configfile)
    sources = (data, TEMPLATES, PACKAGES, asked.configfile)
    for _ in watchfiles.watch(*sources, raise_interrupt=False):
        build(wanted, asked.configfile)
    return 0


if __name__ == "__main__":
    sys.exit(main())
