"""Put finished reports where readers look for them, each whole or not at all.

Snakemake never touches `reports/`: it would delete a report before making it again. It makes a
stamp in `build/` instead, a list of digests that `sha256sum --check` reads.
"""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path

from delrapport import sources

REPORTS = Path("reports")
STAMP = sources.BUILD / "published.sha256"


def publish_reports(finished: Collection[Path]) -> str:
    """Replace the reports and workbooks that differ from the finished ones; returns the stamp.

    They keep their names.
    """
    for leftover in REPORTS.glob(".*.part"):
        leftover.unlink()
    for file in finished:
        target = REPORTS / file.name
        if not target.is_file() or target.read_bytes() != file.read_bytes():
            replace(file, target)
    targets = [REPORTS / file.name for file in finished]
    return "".join(f"{sources.content(target)}  {target.as_posix()}\n" for target in targets)


def replace(finished: Path, target: Path) -> None:
    """Replace `target` by the content of `finished` in one step: a reader never sees a part.

    Where anything fails, the old target stays and nothing is left beside it.
    """
    content = finished.read_bytes()
    target.parent.mkdir(parents=True, exist_ok=True)
    # Of a fixed name, so that the next build finds what a killed one left.
    temporary = target.with_name(f".{target.name}.part")
    try:
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def withdraw_stamp() -> None:
    """Delete the stamp if a report is not what was published, so that it is published again."""
    if STAMP.is_file() and not all(map(_holds, STAMP.read_text("utf-8").splitlines())):
        STAMP.unlink()


def _holds(line: str) -> bool:
    """Whether the report of a line is what was published; not of a line that a kill cut short."""
    digest, _, report = line.partition("  ")
    return Path(report).is_file() and sources.content(Path(report)) == digest
