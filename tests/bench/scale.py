"""`make bench-scale`: what each stage takes of time and memory as a programme grows to a country.

Synthetic programmes of 9, 30, 100 and 290 municipalities are built from nothing. Of each stage are
printed the seconds of processors of all its jobs, the most memory that one held, and the exponent
with which the seconds grow from 30 municipalities on. Ends with 1 where a stage grows faster than
GROWTH, or a job holds more than MEGABYTES.
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

from cold_build import run

from delrapport import building
from delrapport.sources import ROOT

SIZES = (9, 30, 100, 290)
FIRST = 30
"""The smallest programme that growth is measured from: below, starting up takes most."""
GROWTH, MEGABYTES = 1.15, 3000
NOTABLE = 2.0
"""Seconds: a stage that never takes so many is no obstacle however it grows."""
# Python runs it at the start of each job; Snakemake calls a job's script after its stage.
WATCH = """
import atexit, json, os, re, resource, sys, time

def note():
    found = re.search(r"\\.(\\w+)\\.py$", sys.argv[0])
    if found and ".snakemake" in sys.argv[0]:
        used = resource.getrusage(resource.RUSAGE_SELF)
        line = [found[1], time.process_time(), used.ru_maxrss / 1024]
        with open(os.environ["DELRAPPORT_MEASURED"], "a") as file:
            file.write(json.dumps(line) + "\\n")

atexit.register(note)
"""
Measured = dict[str, tuple[float, float]]
"""Stage → seconds of its jobs together, megabytes of the largest."""


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
    stages: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for line in measured.read_text(encoding="utf-8").splitlines():
        stage, seconds, megabytes = json.loads(line)
        stages[stage].append((seconds, megabytes))
    return {
        stage: (sum(seconds for seconds, _ in jobs), max(megabytes for _, megabytes in jobs))
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
    print("\nseconds of processors, and megabytes of the largest job")
    print(f"{'stage':<18}" + "".join(f"{size:>15}" for size in sizes) + f"{'exponent':>10}")
    wrong = False
    for stage in found[sizes[-1]]:
        row = "".join(f"{s:>8.1f} {m:>4.0f} MB" for s, m in (found[size][stage] for size in sizes))
        growth = exponent({size: found[size][stage][0] for size in large}) if large[1:] else 0.0
        seconds, megabytes = found[sizes[-1]][stage]
        too_much = (growth > GROWTH and seconds > NOTABLE) or megabytes > MEGABYTES
        wrong |= too_much
        print(f"{stage:<18}{row}{growth:>10.2f}{'  TOO MUCH' if too_much else ''}")
    return int(wrong)


if __name__ == "__main__":
    sys.exit(main(list(map(int, sys.argv[1:])) or list(SIZES)))
