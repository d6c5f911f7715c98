"""The workflow from outside: what a run says, leaves and makes again."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from conftest import Build, read_pages

PAYMENT = "data/payments/2020-06.yaml"


def snapshot(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def text(build: Build) -> str:
    return " ".join(page.text for page in read_pages(build.report))


@pytest.fixture
def copy(mini_built: Build, tmp_path: Path) -> Build:
    """A built mini programme of its own, with Snakemake's memory of the build."""
    return mini_built.copied(tmp_path / "copy")


def test_a_second_run_has_nothing_to_do(copy: Build) -> None:
    run = copy.snakemake()
    assert run.returncode == 0
    assert "Nothing to be done" in run.stdout


def test_a_changed_amount_reaches_the_report(copy: Build) -> None:
    assert "250 000" in text(copy)
    copy.edit(PAYMENT, "ankeborg, amount: 250000", "ankeborg, amount: 260000")
    copy.edit(PAYMENT, "marden, amount: 150000", "marden, amount: 140000")
    copy.built()
    assert "260 000" in text(copy)
    assert "250 000" not in text(copy)


def test_a_change_with_an_older_time_stamp_is_seen(copy: Build) -> None:
    file = copy.folder / "data/chapters/delrapport-1/aby.yaml"
    copy.edit("data/chapters/delrapport-1/aby.yaml", "Kommunen fick", "Sammanlagt fick kommunen")
    os.utime(file, (1, 1))
    copy.built()
    assert "Sammanlagt fick kommunen" in text(copy)


def test_touching_files_without_change_reruns_nothing(copy: Build) -> None:
    for file in (copy.folder / "data").rglob("*.yaml"):
        os.utime(file)
    assert "Nothing to be done" in copy.snakemake().stdout


def test_broken_data_stop_the_build_and_leave_the_reports(copy: Build) -> None:
    before = snapshot(copy.folder / "reports")
    copy.edit(PAYMENT, "pot: 1000000", "pot: 1000001")
    run = copy.snakemake()
    assert run.returncode != 0
    assert "data/payments/2020-06.yaml:10:8: payment.pot: is 1000001" in run.stdout
    assert "Traceback" not in run.stdout
    assert snapshot(copy.folder / "reports") == before


def test_a_configuration_that_names_nothing_is_refused(copy: Build) -> None:
    copy.edit("config.yaml", "round: runda-1", "round: runda-2")
    run = copy.snakemake()
    assert run.returncode != 0
    assert "there is no round with guides 'runda-2'; did you mean 'runda-1'?" in run.stdout


def test_a_misspelt_configuration_key_is_refused_before_any_job(mini: Build) -> None:
    mini.edit("config.yaml", "    round:", "    rond:")
    run = mini.snakemake()
    assert run.returncode != 0
    assert "unknown key 'rond'; did you mean 'round'?" in run.stdout
    assert not (mini.folder / "build").exists()


def test_another_programme_replaces_the_default_one(mini: Build) -> None:
    run = mini.snakemake("--configfile", str(mini.folder / "config.yaml"), "--dry-run")
    assert run.returncode == 0, run.stdout
    assert "render_pdf" in run.stdout


def test_nothing_is_left_beside_the_report(mini_built: Build) -> None:
    assert [path.name for path in (mini_built.folder / "reports").iterdir()] == ["delrapport-1.pdf"]
