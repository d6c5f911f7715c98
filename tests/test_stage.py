"""A job's end: its seal, its log, and a status that tells Snakemake how it went."""

from __future__ import annotations

import warnings
from pathlib import Path
from types import SimpleNamespace

import pytest

from delrapport import seals, sources
from delrapport.problems import Mendable
from delrapport.stage import stage
from delrapport.summary import Summary

RULE = "publish_reports"
LOG = Path("build/logs/publish_reports.log")


@pytest.fixture
def job(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """What Snakemake tells a script of a job with one source and one output."""
    monkeypatch.chdir(tmp_path)
    LOG.parent.mkdir(parents=True)
    source = Path("raw.yaml")
    source.write_text("ett")
    Path("build/output").write_text("två")
    return SimpleNamespace(
        rule=RULE,
        input=["build/other", "raw.yaml"],
        output=["build/output"],
        log=[str(LOG)],
        params=SimpleNamespace(made_of=sources.made_of(RULE, [source])),
    )


def log() -> str:
    return LOG.read_text(encoding="utf-8")


def test_a_job_that_ends_well_leaves_a_seal_and_an_empty_log(job):
    with stage(job):
        pass
    assert log() == ""
    assert seals.of(LOG).is_file()


def test_what_a_user_can_mend_is_said_in_plain_words(job):
    with pytest.raises(SystemExit) as left, stage(job):
        raise Mendable("raw.yaml:3: mend this")
    assert left.value.code == 1
    assert log() == "raw.yaml:3: mend this\n"
    assert not seals.of(LOG).exists()


def test_a_mistake_of_ours_shows_where_it_is(job):
    with pytest.raises(SystemExit), stage(job):
        raise KeyError("oops")
    assert "Traceback" in log()
    assert "oops" in log()


def test_a_source_that_changes_meanwhile_spoils_the_job(job):
    with pytest.raises(SystemExit), stage(job):
        Path("raw.yaml").write_text("annat")
    assert log().startswith("raw.yaml or another source was changed while the build ran;")
    assert not seals.of(LOG).exists()


def test_warnings_stand_in_the_log_a_line_each_and_the_summary_shows_them(job):
    with stage(job):
        warnings.simplefilter("default")
        warnings.warn("something\nodd", stacklevel=1)
    assert log() == "warning: UserWarning: something odd\n"
    said = Summary(["ett"]).succeeded()
    assert f"{LOG}: warning: UserWarning: something odd" in said
    assert "reports/ett.pdf: not built yet" in said
