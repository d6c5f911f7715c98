"""What was changed by hand after a build is discarded, and so made again."""

from __future__ import annotations

from pathlib import Path

import pytest

from delrapport import seals

LOG = Path("build/logs/render/ett.log")
OUTPUTS = ["build/html/ett.html", "build/tables/a.csv"]
RULES = "digest of the rules"
ALL_AGAIN = "The rules have changed, or Snakemake's records are gone; all is made again."


@pytest.fixture
def build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder in which one job has left two files, and Snakemake its records."""
    monkeypatch.chdir(tmp_path)
    for folder in ("build/html", "build/tables", seals.RECORDS):
        Path(folder).mkdir(parents=True)
    Path("build/html/ett.html").write_text("ett")
    Path("build/tables/a.csv").write_text("a")
    seals.discard_changed(RULES)
    seals.seal(OUTPUTS, seals.of(LOG))


def test_each_job_has_a_seal_of_its_own():
    assert seals.of(LOG) == Path("build/seals/render/ett.json")


@pytest.mark.usefixtures("build")
def test_a_seal_that_was_being_written_when_the_build_was_killed_counts_for_nothing():
    seals.of(LOG).with_suffix(".part").write_text('{"build/html/e')
    assert seals.discard_changed(RULES) == []


@pytest.mark.usefixtures("build")
def test_what_a_build_left_stays():
    assert seals.discard_changed(RULES) == []
    assert all(Path(output).exists() for output in OUTPUTS)


@pytest.mark.usefixtures("build")
def test_what_was_changed_is_deleted_and_named():
    Path("build/tables/a.csv").write_text("ändrad")
    assert seals.discard_changed(RULES) == [
        "build/tables/a.csv is not as the build left it; it is made again."
    ]
    assert not Path("build/tables/a.csv").exists()
    assert Path("build/html/ett.html").exists()
    assert seals.discard_changed(RULES) == []


@pytest.mark.usefixtures("build")
def test_what_is_gone_is_no_longer_watched():
    Path("build/tables/a.csv").unlink()
    assert seals.discard_changed(RULES) == []


@pytest.mark.usefixtures("build")
def test_nothing_is_trusted_when_nobody_knows_what_it_was_made_of():
    seals.RECORDS.rmdir()
    assert seals.discard_changed(RULES) == [ALL_AGAIN]
    assert not any(Path(output).exists() for output in OUTPUTS)


@pytest.mark.usefixtures("build")
def test_what_other_rules_made_is_not_trusted_either():
    assert seals.discard_changed("others") == [ALL_AGAIN]
    assert not any(Path(output).exists() for output in OUTPUTS)
    assert seals.discard_changed("others") == []


@pytest.mark.usefixtures("build")
def test_what_unknown_rules_made_is_not_trusted_either():
    seals.RULES.unlink()
    assert seals.discard_changed(RULES) == [ALL_AGAIN]
