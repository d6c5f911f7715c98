"""Builds that are killed: the next plain `snakemake --cores 4` ends with the same bytes.

A killed build leaves half-written outputs, Snakemake's marks of them, and, where only its main
process dies, jobs that write on. Each point in time is tried on a build that changes a report.
"""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest
from conftest import Build

POINTS = 20


@pytest.fixture(scope="module")
def edited(mini_built: Build, tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The mini programme, built and then edited."""
    build = mini_built.copied(tmp_path_factory.mktemp("kills") / "edited")
    build.edit("data/chapters/delrapport-1/aby.yaml", "Kommunen fick", "Sammanlagt fick kommunen")
    return build


@pytest.fixture(scope="module")
def whole(edited: Build, tmp_path_factory: pytest.TempPathFactory) -> tuple[Build, float]:
    """A build of the edit that nobody kills, and the seconds that it takes."""
    build = edited.copied(tmp_path_factory.mktemp("kills") / "whole")
    begun = time.monotonic()
    build.built()
    return build, time.monotonic() - begun


@pytest.mark.slow
@pytest.mark.parametrize("dies", ["the main process", "everything"])
@pytest.mark.parametrize("point", range(POINTS // 2))
def test_after_a_kill_the_next_build_makes_the_same(
    edited: Build, whole: tuple[Build, float], tmp_path: Path, point: int, dies: str
) -> None:
    finished, seconds = whole
    build = edited.copied(tmp_path / "build")
    fraction = (point + (1 if dies == "everything" else 0.5)) / (POINTS // 2)
    with build.start("--cores", "4") as running:
        time.sleep(seconds * fraction)
        if dies == "everything":
            os.killpg(running.pid, signal.SIGKILL)
        else:
            running.kill()
    assert build.report.read_bytes() in (edited.report.read_bytes(), finished.report.read_bytes())
    run = build.snakemake("--cores", "4")
    assert run.returncode == 0, run.stdout
    assert build.products() == finished.products()
