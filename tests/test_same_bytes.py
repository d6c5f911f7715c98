"""The same input gives the same bytes, whatever the folder, machine and moment."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from conftest import ROOT, Build

# Another place, time and language, another order of sets, and fonts that are not ours.
ELSEWHERE = {
    "TZ": "Asia/Kathmandu",
    "LC_ALL": "C",
    "LANG": "tr_TR.UTF-8",
    "PYTHONHASHSEED": "4711",
    "COLUMNS": "40",
    # Python and Snakemake then believe it to be another year; files keep their true times.
    "LD_PRELOAD": "libfaketime.so.1",
    "FAKETIME": "@2031-02-28 23:59:30",
    "NO_FAKE_STAT": "1",
    # Waiting for a moment of the true clock would never end.
    "FAKETIME_DONT_FAKE_MONOTONIC": "1",
}


@pytest.fixture
def other_fonts(tmp_path: Path) -> dict[str, str]:
    """Surroundings in which fontconfig knows one font, of another family than it says."""
    fonts = tmp_path / "home/.fonts"
    fonts.mkdir(parents=True)
    shutil.copy(ROOT / "templates/fonts/SourceSerif4-It.otf", fonts / "SourceSans3-Regular.otf")
    conf = tmp_path / "fonts.conf"
    conf.write_text(f"<fontconfig><dir>{fonts}</dir></fontconfig>", encoding="utf-8")
    return {"FONTCONFIG_FILE": str(conf), "HOME": str(tmp_path / "home")}


@pytest.fixture
def faketime() -> dict[str, str]:
    found = sorted(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))
    assert found, "libfaketime is missing; `make test-slow` installs it"
    return {"LD_PRELOAD": str(found[0])}


@pytest.mark.slow
@pytest.mark.parametrize("programme", ["real", "appendix"])
def test_two_builds_in_different_surroundings_have_the_same_bytes(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    other_fonts: dict[str, str],
    faketime: dict[str, str],
    programme: str,
) -> None:
    first: Build = request.getfixturevalue(f"{programme}_built")
    folder = tmp_path / "a folder, ett åäö/deeper/still"
    folder.mkdir(parents=True)
    for part in ("config.yaml", "data"):
        source = first.folder / part
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / part)
    mask = os.umask(0o077)
    try:
        with Build(folder).start("--cores", "1", **ELSEWHERE | other_fonts | faketime) as build:
            said, _ = build.communicate()
    finally:
        os.umask(mask)
    assert build.returncode == 0, said
    assert Build(folder).products() == first.products()
    # The clock was another one indeed.
    assert "2031" in said
    reports = list((folder / "reports").iterdir())
    assert {report.stat().st_mode & 0o777 for report in reports} == {0o644}
