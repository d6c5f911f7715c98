"""What a stage is made of beyond the outputs of other stages, as a digest of content.

Snakemake compares time stamps, parameters and the set of inputs. It does not see a changed file
with an older time stamp, a module that a script imports, or a package of another version. A digest
of all of them, given to each rule as the parameter `made_of`, sees every change and nothing else.
"""

from __future__ import annotations

import ast
import hashlib
import os
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from delrapport import environment

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ROOT / "workflow"
SCRIPTS = PACKAGES / "scripts"
TEMPLATES = ROOT / "templates"
LOCK = ROOT / "uv.lock"
# Where stages write; everything else that a stage reads is a source.
BUILD = Path("build")


def made_of(stage: str, files: Iterable[Path] = ()) -> str:
    """The digest of a stage: its script, our modules, locked packages, Python, and source files.

    The stage has the name of its script. Content counts, not time, place or order.
    """
    modules, imports = _imported(SCRIPTS / f"{stage}.py", PACKAGES)
    total = hashlib.sha256(environment.python().encode())
    for entry in environment.entries_for(imports, LOCK):
        total.update(entry.encode())
    total.update(digest([*modules, *files], ROOT, Path()).encode())
    return total.hexdigest()


def sources_among(inputs: Iterable[str]) -> list[Path]:
    """The inputs of a rule that no other rule makes."""
    return [Path(each) for each in inputs if BUILD not in Path(each).parents]


def may_have_changed(since: int, files: Iterable[Path]) -> bool:
    """Whether our modules, the lock or these files were written since then (ns, as `stat` has it).

    Goes by the time of a file's last change, which no copy and no `touch` can set back. Answers in
    a hundredth of the time of `made_of`.
    """
    watched = (*files_under(PACKAGES, "*.py"), LOCK, *files)
    return any(not file.exists() or file.stat().st_ctime_ns >= since for file in watched)


def digest(files: Iterable[Path], *roots: Path) -> str:
    """SHA-256 over the names and contents of files, whatever their order.

    A file is named as seen from the first root that it lies under, or else from the last. A link
    counts by the place where it is.
    """
    named = {name(file, roots): file for file in files}
    total = hashlib.sha256()
    for seen in sorted(named):
        total.update(f"{seen}\0{content(named[seen])}\n".encode())
    return total.hexdigest()


def name(file: Path, roots: Iterable[Path]) -> str:
    """How a file is called, wherever the roots lie: see `digest`."""
    place = f"{_real(file.parent)}{os.sep}{file.name}"
    seen = ""
    for root in roots:
        seen = Path(os.path.relpath(place, _real(root))).as_posix()
        if not seen.startswith("../"):
            break
    return seen


# Asked for the same folders over and over.
_real = cache(os.path.realpath)


def content(file: Path) -> str:
    """SHA-256 of a file's content."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def modules_of(script: Path, package_root: Path) -> tuple[Path, ...]:
    """The script and every module under `package_root` that it imports, directly or not."""
    return _imported(script, package_root)[0]


@cache
def _imported(script: Path, package_root: Path) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """The files of ours that a script runs, and the names of what they import from elsewhere."""
    files: set[Path] = set()
    elsewhere: set[str] = set()
    waiting = [script]
    while waiting:
        file = waiting.pop()
        if file in files:
            continue
        files.add(file)
        for name in _named_in(file):
            found = _files_of(name, package_root)
            waiting += found
            elsewhere |= set() if found else {name.partition(".")[0]}
    return tuple(sorted(files)), tuple(sorted(elsewhere - sys.stdlib_module_names))


@cache
def _named_in(file: Path) -> tuple[str, ...]:
    """The dotted names of all that a file may import, at its top or within a function.

    Of `from a import b` both `a` and `a.b`, which may be a module. Imports are absolute here, as
    ruff sees to; the standard library's ModuleFinder would read every module again for each script.
    """
    names: list[str] = []
    for node in ast.walk(ast.parse(file.read_bytes())):
        match node:
            case ast.Import():
                names += [alias.name for alias in node.names]
            case ast.ImportFrom(module=str(module)):
                names += [module, *(f"{module}.{alias.name}" for alias in node.names)]
    return tuple(dict.fromkeys(names))


@cache
def _files_of(name: str, package_root: Path) -> list[Path]:
    """What importing a dotted name runs of ours: its packages and the module itself, if any."""
    parts = name.split(".")
    steps = [package_root.joinpath(*parts[:length]) for length in range(1, len(parts) + 1)]
    found = (file for step in steps for file in (step / "__init__.py", step.with_suffix(".py")))
    return [file for file in found if file.is_file()]


def files_under(folder: Path, *patterns: str) -> list[Path]:
    """The files under a folder whose names match one of the patterns, sorted."""
    return sorted(
        {path for pattern in patterns for path in folder.rglob(pattern) if path.is_file()}
    )
