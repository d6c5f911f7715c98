"""What reports are made with: the packages of the lock, and what is installed."""

from __future__ import annotations

import importlib.metadata
from pathlib import Path

import pytest

from delrapport import environment, sources

LOCK = sources.LOCK


def test_the_repository_s_own_environment_is_that_of_its_lock():
    environment.require_locked(LOCK)


def edited(tmp_path: Path, old: str, new: str) -> Path:
    text = LOCK.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    lock = tmp_path / "uv.lock"
    lock.write_text(text.replace(old, new), encoding="utf-8")
    return lock


def test_another_version_than_the_lock_has_is_refused_by_name(tmp_path):
    lock = edited(
        tmp_path, 'name = "weasyprint"\nversion = "70.0"', 'name = "weasyprint"\nversion = "71.0"'
    )
    with pytest.raises(environment.NotLockedError) as refused:
        environment.require_locked(lock)
    assert "weasyprint: 70.0 is installed, uv.lock has 71.0" in str(refused.value)
    assert "make setup" in str(refused.value)


def test_a_package_that_is_missing_is_refused(tmp_path):
    text = LOCK.read_text(encoding="utf-8").replace("pydyf", "pydyff")
    lock = tmp_path / "uv.lock"
    lock.write_text(text, encoding="utf-8")
    with pytest.raises(environment.NotLockedError, match="pydyff: nothing is installed"):
        environment.require_locked(lock)


def test_packages_are_needed_through_others_and_through_extras():
    needed = environment.needed(["weasyprint"], LOCK)
    assert {"weasyprint", "pydyf", "fonttools", "brotli", "cffi", "pycparser"} <= needed
    assert "pandas" not in needed


def test_the_engine_and_the_tools_of_development_take_no_part_in_what_is_made():
    runtime = environment.runtime(LOCK)
    assert {"jinja2", "markupsafe", "pandas", "numpy", "weasyprint"} <= runtime
    assert runtime.isdisjoint({"snakemake", "pytest", "ruff", "delrapport"})


@pytest.mark.parametrize(
    ("imported", "package"),
    [("yaml", "pyyaml"), ("markdown_it", "markdown-it-py"), ("pydantic_core", "pydantic-core")],
)
def test_a_module_is_known_by_the_package_that_brings_it(imported, package):
    entries = environment.entries_for([imported], LOCK)
    assert any(f"'name': '{package}'" in entry for entry in entries)


def test_versions_are_those_that_are_installed():
    versions = environment.versions(LOCK)
    assert versions["weasyprint"] == importlib.metadata.version("weasyprint")
    assert set(versions) <= environment.runtime(LOCK)


def test_the_libraries_that_set_text_say_their_versions():
    libraries = environment.libraries()
    assert set(libraries) == {"pango", "harfbuzz"}
    assert all(version[0].isdigit() for version in libraries.values())
