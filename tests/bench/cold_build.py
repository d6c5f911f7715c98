"""`make bench`: a cold build of all configured reports beside WeasyPrint alone.

Builds in a fresh folder on two cores, and then sets the finished HTML with bare WeasyPrint in two
processes, the longest report first: to the PDF that is published, tagged and PDF/A, and to a plain
one that no report is. Everything that a build does besides (reading and checking raw data,
computing, drawing, writing HTML, checking PDFs) comes on top. GOAL is what is aimed at beside the
same PDF; ends with 1 above LIMIT only, since machines are noisy: measure on one that does nothing
else.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from delrapport import building
from delrapport.render_pdf import VARIANT
from delrapport.sources import ROOT, TEMPLATES, files_under

CORES = 2
GOAL, LIMIT = 1.4, 2.0
"""How many times as long as WeasyPrint alone."""
# What a folder needs to be built in.
PARTS = ("data", "config.yaml")


def build(folder: Path) -> None:
    """A cold build in the folder, whose raw data and configuration are the repository's."""
    for part in PARTS:
        (folder / part).symlink_to(ROOT / part)
    options = ["--cores", str(CORES), "--directory", str(folder)]
    run([*building.command(ROOT), *options], {"PYTHONPATH": str(ROOT / "workflow")})


def run(command: list[str], more: Mapping[str, str]) -> None:
    """Run a command with more in its environment; if it fails, end with all that it said."""
    surroundings = os.environ | more
    done = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stdout + done.stderr)


def typeset(folder: Path, variant: str) -> None:
    """Bare WeasyPrint over the finished HTML, in as many processes as there are cores.

    `variant` is a PDF variant of WeasyPrint's, or nothing for a plain PDF.
    """
    piles: list[list[Path]] = [[] for _ in range(CORES)]
    reports = files_under(folder / "build/html", "*.html")
    for report in sorted(reports, key=_size, reverse=True):
        min(piles, key=lambda pile: sum(map(_size, pile))).append(report)
    surroundings = os.environ | {"FONTCONFIG_FILE": str(TEMPLATES / "fonts/fonts.conf")}
    running = [
        subprocess.Popen([sys.executable, __file__, variant, *map(str, pile)], env=surroundings)
        for pile in piles
        if pile
    ]
    statuses = [process.wait() for process in running]
    if any(statuses):
        sys.exit("WeasyPrint failed.")


def _size(file: Path) -> int:
    return file.stat().st_size


def set_pages(variant: str, reports: list[str]) -> None:
    """The work of one of the processes."""
    from weasyprint import HTML

    sheets = list(map(str, files_under(TEMPLATES / "css", "*.css")))
    for report in reports:
        HTML(filename=report).write_pdf(stylesheets=sheets, pdf_variant=variant or None)


def timed(what: str, work: Callable[[], None]) -> float:
    """Does the work, and says and returns how many seconds it took."""
    before, begun = _processor_time(), time.perf_counter()
    work()
    seconds, used = time.perf_counter() - begun, _processor_time() - before
    print(f"  {what:<48} {seconds:>6.1f} s {used:>9.1f} s of processors", flush=True)
    return seconds


def _processor_time() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(f"All reports on {CORES} cores")
        whole = timed("cold build", lambda: build(folder))
        bare = timed("bare WeasyPrint, to the same PDF/A", lambda: typeset(folder, VARIANT))
        plain = timed("bare WeasyPrint, to a plain PDF", lambda: typeset(folder, ""))
    ratio = whole / bare
    judged = "TOO MUCH" if ratio > LIMIT else "MORE THAN THE GOAL" if ratio > GOAL else "within"
    print(f"{ratio:.2f} times as long; the goal is {GOAL}, the limit {LIMIT}: {judged}")
    print(f"({whole / plain:.2f} times as long as to a plain PDF)")
    return 1 if ratio > LIMIT else 0


if __name__ == "__main__":
    if len(sys.argv) > 1:
        set_pages(sys.argv[1], sys.argv[2:])
    else:
        sys.exit(main())
