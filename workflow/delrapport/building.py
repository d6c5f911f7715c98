"""One build at a time in a folder, held by locks that the kernel drops with the process.

A build that is killed leaves jobs behind that write on. Therefore each job holds a lock of its own,
shared with the other jobs, and the next build waits until the last of them has ended. A job that
wakes up after that finds another build's mark and leaves everything alone.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

FOLDER = Path(".building")
# By this variable a job knows which build it belongs to.
MARK = "DELRAPPORT_BUILD"

# An open file holds its lock; the main process keeps it until it ends.
_held: list[IO[str]] = []


def command(root: Path) -> list[str]:
    """What runs the workflow of a repository from any folder, as it runs there by default."""
    snakefile, profile = root / "Snakefile", root / "profiles/default"
    start = [sys.executable, "-m", "snakemake"]
    return [*start, "--snakefile", str(snakefile), "--workflow-profile", str(profile)]


def begin() -> None:
    """Hold the working directory for this process; waits for a build that is under way."""
    FOLDER.mkdir(exist_ok=True)
    build = (FOLDER / "build").open("a+", encoding="utf-8")
    _wait_for(build, "Another build is under way in this folder; waiting for it to end.")
    _held.append(build)
    with (FOLDER / "jobs").open("a+", encoding="utf-8") as jobs:
        _wait_for(jobs, "A build was broken off here; waiting for its last jobs to end.")
        os.environ[MARK] = secrets.token_hex(8)
        jobs.truncate(0)
        jobs.write(os.environ[MARK])


def _wait_for(file: IO[str], why: str) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        sys.stderr.write(f"{why} (Ctrl-C gives up.)\n")
        sys.stderr.flush()
        fcntl.flock(file, fcntl.LOCK_EX)


def began() -> int | None:
    """When the build that this process belongs to began, by the file system's clock (ns)."""
    return (FOLDER / "jobs").stat().st_ctime_ns if MARK in os.environ else None


@contextmanager
def joined() -> Iterator[None]:
    """Run as a job of the build that started this process; leaves with status 1 if it is gone."""
    if MARK not in os.environ:
        yield
        return
    with (FOLDER / "jobs").open(encoding="utf-8") as jobs:
        fcntl.flock(jobs, fcntl.LOCK_SH)
        if jobs.read() != os.environ[MARK]:
            sys.exit("The build that started this job has ended.")
        yield
