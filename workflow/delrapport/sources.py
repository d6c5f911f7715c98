"""What a rule depends on beyond its inputs: the content of raw files, modules, templates, fonts.

Snakemake compares time stamps and the script itself, but neither the modules that a script imports
nor a changed file with an older time stamp. A digest of content as a `param` sees both.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from modulefinder import ModuleFinder
from pathlib import Path


def digest(files: Iterable[Path], root: Path) -> str:
    """SHA-256 over the names (seen from `root`) and contents of files, whatever their order.

    Links are not followed for names: a linked file counts by the place where it is linked.
    """
    total = hashlib.sha256()
    for file in sorted(set(files)):
        name = file.absolute().relative_to(root.absolute()).as_posix()
        content = hashlib.sha256(file.read_bytes()).hexdigest()
        total.update(f"{name}\0{content}\n".encode())
    return total.hexdigest()


@cache
def modules_of(script: Path, package_root: Path) -> tuple[Path, ...]:
    """The script and every module under `package_root` that it imports, directly or not."""
    finder = ModuleFinder(path=[str(package_root)])
    finder.run_script(str(script))
    found = (vars(module).get("__file__") for module in finder.modules.values())
    return tuple(sorted({Path(file) for file in found if file}))


def files_under(folder: Path, *patterns: str) -> list[Path]:
    """The files under a folder whose names match one of the patterns, sorted."""
    return sorted(
        {path for pattern in patterns for path in folder.rglob(pattern) if path.is_file()}
    )
