"""What reports are made with besides our own code: locked packages, system libraries, Python."""

from __future__ import annotations

import ctypes
import importlib.metadata
import platform
import tomllib
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from delrapport.problems import Mendable

# The workflow engine runs the stages and takes no part in what they make.
ENGINE = "snakemake"

# What WeasyPrint draws with, by its file's name on Linux and macOS, and the function that says
# which version it is.
LIBRARIES = {
    "pango": (("libpango-1.0.so.0", "libpango-1.0.dylib"), "pango_version_string"),
    "harfbuzz": (("libharfbuzz.so.0", "libharfbuzz.dylib"), "hb_version_string"),
}


class NotLockedError(Mendable):
    """What is installed is not what uv.lock says."""


@cache
def locked(lock: Path) -> Mapping[str, tuple[dict[str, Any], ...]]:
    """Package name → its entries in uv.lock: several where markers choose between versions."""
    entries: dict[str, list[dict[str, Any]]] = {}
    for entry in tomllib.loads(lock.read_text(encoding="utf-8"))["package"]:
        entries.setdefault(entry["name"], []).append(entry)
    return {name: tuple(found) for name, found in entries.items()}


def needed(roots: Collection[str], lock: Path) -> set[str]:
    """The packages in the lock that `roots` need, directly or not, themselves included."""
    packages = locked(lock)
    found: set[tuple[str, tuple[str, ...]]] = set()
    waiting: list[tuple[str, tuple[str, ...]]] = [(name, ()) for name in roots]
    while waiting:
        name, extras = waiting.pop()
        if (name, extras) in found or name not in packages:
            continue
        found.add((name, extras))
        for needs in (each for entry in packages[name] for each in _needs(entry, extras)):
            waiting.append((needs["name"], tuple(needs.get("extra", ()))))
    return {name for name, _ in found}


def _needs(entry: Mapping[str, Any], extras: Collection[str] = ()) -> Iterator[dict[str, Any]]:
    yield from entry.get("dependencies", ())
    for extra in extras:
        yield from entry.get("optional-dependencies", {}).get(extra, ())


def runtime(lock: Path) -> set[str]:
    """Every package but ourselves and the engine that the pipeline runs with."""
    direct = (needs["name"] for needs in locked(lock)["delrapport"][0]["dependencies"])
    return needed([name for name in direct if name != ENGINE], lock)


def entries_for(imports: Collection[str], lock: Path) -> list[str]:
    """The lock's entries of all packages behind the modules that are imported by these names."""
    providers = _providers(lock)
    distributions = [name for each in imports for name in providers.get(each, ())]
    used = needed([name for name in distributions if name != ENGINE], lock)
    return [repr(locked(lock)[name]) for name in sorted(used)]


@cache
def _providers(lock: Path) -> Mapping[str, set[str]]:
    """Name of an importable module → the installed packages of the pipeline that bring it.

    `importlib.metadata.packages_distributions` says the same of every installed package, ten times
    slower.
    """
    found: dict[str, set[str]] = {}
    for name in versions(lock):
        record = importlib.metadata.distribution(name).read_text("RECORD") or ""
        for top in {line.split(",")[0].split("/")[0] for line in record.splitlines()}:
            found.setdefault(top.split(".")[0], set()).add(name)
    return found


def require_locked(lock: Path) -> None:
    """Raise NotLockedError unless the installed packages are those of the lock."""
    wrong = [
        f"  {name}: {installed or 'nothing'} is installed, uv.lock has {' or '.join(versions)}"
        for name, versions, installed in _compared(lock)
        if installed not in versions
    ]
    if wrong:
        listed = "\n".join(wrong)
        raise NotLockedError(
            f"What is installed is not what uv.lock says; run make setup:\n{listed}"
        )


def _compared(lock: Path) -> Iterator[tuple[str, list[str], str | None]]:
    installed = versions(lock)
    for name in sorted(runtime(lock)):
        entries = locked(lock)[name]
        # A package for another system only is not missed here.
        conditional = any("marker" in needs for needs in _asking_for(name, lock))
        if name in installed or not conditional:
            yield name, [entry["version"] for entry in entries], installed.get(name)


def _asking_for(name: str, lock: Path) -> Iterator[dict[str, Any]]:
    """Each place in the lock where another package asks for this one."""
    for entries in locked(lock).values():
        for entry in entries:
            every = _needs(entry, entry.get("optional-dependencies", ()))
            yield from (needs for needs in every if needs["name"] == name)


@cache
def versions(lock: Path) -> dict[str, str]:
    """Version of each installed package that the pipeline runs with, by name."""
    found = {}
    for name in sorted(runtime(lock)):
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


@cache
def libraries() -> dict[str, str]:
    """Version of each system library that sets text; a missing one is called so."""
    return {name: _version(files, function) for name, (files, function) in LIBRARIES.items()}


def _version(files: Collection[str], function: str) -> str:
    for file in files:
        try:
            said = getattr(ctypes.CDLL(file), function)
        except OSError:
            continue
        said.restype = ctypes.c_char_p
        return bytes(said()).decode()
    return "missing"


def engine() -> str:
    """`snakemake 9.27.1`"""
    return f"{ENGINE} {importlib.metadata.version(ENGINE)}"


def python() -> str:
    """`CPython 3.11.7`"""
    return f"{platform.python_implementation()} {platform.python_version()}"
