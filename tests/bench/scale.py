"""`make bench-scale`: what each stage takes of time and memory as a programme grows to a country.

Synthetic programmes of 9, 30, 100 and 290 municipalities, or of as many as the arguments say, are
built from nothing. Of each stage are printed the seconds of processors of all its jobs, the most
memory that one held, and the exponent with which the seconds grow from 30 municipalities on: those
of its work alone, since starting Python takes as long for any size and would flatter it. Ends with
1 where a stage grows faster than GROWTH, or a job holds more than MEGABYTES.
"""

from __future__ import annotations

import json
import math
import os
import sys
import tempfile
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from cold_build import run

from delrapport import building
from delrapport.sources import ROOT

SIZES = (9, 30, 100, 290)
FIRST = 30
"""The smallest programme that growth is measured from: below, much is done once for any size."""
GROWTH, MEGABYTES = 1.15, 3000
NOTABLE = 2.0
"""Seconds: a stage that never works so long is no obstacle however it grows."""
# Python runs it at the start of each job; Snakemake calls a job's script after its stage. A job's
# work begins when it opens its log.
WATCH = """
import atexit, json, os, re, resource, sys, time

found = re.search(r"\\.(\\w+)\\.py$", sys.argv[0])
began = []

def listen(event, arguments):
    if event == "open" and not began and str(arguments[0]).endswith(".log"):
        began.append(time.process_time())

def note():
    took, used = time.process_time(), resource.getrusage(resource.RUSAGE_SELF)
    line = [found[1], took, took - began[0], used.ru_maxrss / 1024]
    with open(os.environ["DELRAPPORT_MEASURED"], "a") as file:
        file.write(json.dumps(line) + "\\n")

if found and ".snakemake" in sys.argv[0]:
    sys.addaudithook(listen)
    atexit.register(note)
"""


class Taken(NamedTuple):
    """What all jobs of a stage took together: seconds, those after the start, and …"""

    seconds: float
    working: float
    megabytes: float
    """… what the largest held."""


Measured = dict[str, Taken]


def measure(municipalities: int, folder: Path) -> Measured:
    """Build a programme of so many municipalities in an empty folder."""
    run([sys.executable, "-m", "delrapport.synthesize", str(folder / "programme"),
         "--municipalities", str(municipalities)], {})  # fmt: skip
    (folder / "watch").mkdir()
    (folder / "watch/sitecustomize.py").write_text(WATCH, encoding="utf-8")
    measured = folder / "measured"
    options = ["--cores", "2", "--directory", str(folder / "programme")]
    path = f"{folder / 'watch'}{os.pathsep}{ROOT / 'workflow'}"
    run(
        [*building.command(ROOT), *options],
        {"PYTHONPATH": path, "DELRAPPORT_MEASURED": str(measured)},
    )
    stages: dict[str, list[Taken]] = defaultdict(list)
    for line in measured.read_text(encoding="utf-8").splitlines():
        stage, *taken = json.loads(line)
        stages[stage].append(Taken(*taken))
    return {
        stage: Taken(
            sum(job.seconds for job in jobs),
            sum(job.working for job in jobs),
            max(job.megabytes for job in jobs),
        )
        for stage, jobs in stages.items()
    }


def exponent(points: Mapping[int, float]) -> float:
    """Of the power of size that fits best: the slope of a line through the logarithms."""
    logs = [(math.log(size), math.log(seconds)) for size, seconds in points.items()]
    across = sum(x for x, _ in logs) / len(logs)
    up = sum(y for _, y in logs) / len(logs)
    return sum((x - across) * (y - up) for x, y in logs) / sum((x - across) ** 2 for x, _ in logs)


def main(sizes: list[int]) -> int:
    found: dict[int, Measured] = {}
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            found[size] = measure(size, Path(name))
            print(f"{size} municipalities built", flush=True)
    large = [size for size in sizes if size >= FIRST]
    print("\nseconds of processors, and megabytes of the largest job; exponent of the work")
    print(f"{'stage':<18}" + "".join(f"{size:>15}" for size in sizes) + f"{'exponent':>10}")
    wrong = False
    for stage, last in found[sizes[-1]].items():
        # A small programme is not split, and has no job for each part.
        taken = [found[size].get(stage, Taken(0, 0, 0)) for size in sizes]
        row = "".join(f"{each.seconds:>8.1f} {each.megabytes:>4.0f} MB" for each in taken)
        growth = exponent({n: found[n][stage].working for n in large}) if large[1:] else 0.0
        too_fast = growth > GROWTH and last.working > NOTABLE
        too_much = f"{'  GROWS TOO FAST' * too_fast}{'  TOO LARGE' * (last.megabytes > MEGABYTES)}"
        wrong |= bool(too_much)
        print(f"{stage:<18}{row}{growth:>10.2f}{too_much}")
    return int(wrong)


if __name__ == "__main__":
    sys.exit(main(list(map(int, sys.argv[1:])) or list(SIZES)))
