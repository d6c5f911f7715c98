"""One build at a time in a folder, also after one was killed."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

# A build that begins, says so, and lasts until its input ends; it starts a job where asked.
MAIN = """
import subprocess, sys
from delrapport import building
building.begin()
print("begun", flush=True)
if len(sys.argv) > 1:
    subprocess.Popen([sys.executable, "-c", sys.argv[1]])
sys.stdin.read()
"""
# A job that takes its time, and says when it has joined the build and when it ends.
JOB = """
import time, pathlib
time.sleep({before})
from delrapport import building
with building.joined():
    pathlib.Path("joined").touch()
    time.sleep({inside})
    pathlib.Path("ended").touch()
"""


Begin = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def begin() -> Iterator[Begin]:
    """Starts builds, and ends those that a test has left."""
    with ExitStack() as started:

        def begin(folder: Path, *arguments: str) -> subprocess.Popen[str]:
            build = subprocess.Popen(
                [sys.executable, "-c", MAIN, *arguments],
                cwd=folder,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            started.enter_context(build)
            started.callback(build.kill)
            return build

        yield begin


def said(build: subprocess.Popen[str]) -> str:
    assert build.stdout is not None
    return build.stdout.readline().strip()


def complained(build: subprocess.Popen[str]) -> str:
    assert build.stderr is not None
    return build.stderr.readline()


def until(file: Path) -> None:
    for _ in range(200):
        if file.exists():
            return
        time.sleep(0.05)
    pytest.fail(f"{file.name} did not appear")


def test_the_second_build_says_that_it_waits_and_begins_when_the_first_ends(begin, tmp_path):
    first = begin(tmp_path)
    assert said(first) == "begun"
    second = begin(tmp_path)
    assert "Another build is under way in this folder; waiting" in complained(second)
    first.communicate("")
    assert said(second) == "begun"


def test_builds_in_different_folders_do_not_wait(begin, tmp_path):
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        folder.mkdir()
    builds = [begin(folder) for folder in folders]
    assert [said(build) for build in builds] == ["begun", "begun"]


def test_a_killed_build_leaves_no_lock(begin, tmp_path):
    first = begin(tmp_path)
    assert said(first) == "begun"
    first.kill()
    first.wait()
    second = begin(tmp_path)
    assert said(second) == "begun"


def test_the_next_build_waits_for_the_jobs_of_a_killed_one(begin, tmp_path):
    first = begin(tmp_path, JOB.format(before=0, inside=1.5))
    assert said(first) == "begun"
    until(tmp_path / "joined")
    first.kill()
    second = begin(tmp_path)
    assert "waiting for its last jobs to end" in complained(second)
    assert said(second) == "begun"
    assert (tmp_path / "ended").exists()


def test_a_job_that_wakes_up_in_another_build_leaves_everything_alone(begin, tmp_path):
    first = begin(tmp_path, JOB.format(before=1.5, inside=0))
    assert said(first) == "begun"
    first.kill()
    second = begin(tmp_path)
    assert said(second) == "begun"
    time.sleep(2.5)
    assert not (tmp_path / "joined").exists()


def test_a_stage_that_runs_outside_a_build_needs_no_lock(tmp_path):
    job = JOB.format(before=0, inside=0)
    subprocess.run([sys.executable, "-c", job], cwd=tmp_path, check=True, env={"PATH": ""})
    assert (tmp_path / "ended").exists()
