"""Finished files are put where readers look, whole or not at all."""

from __future__ import annotations

import resource
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from delrapport import publish as publishing
from delrapport.publish import publish_reports, replace

OLD = b"old " * 10
NEW = b"new" * 1_000_000


@pytest.fixture
def finished(tmp_path: Path) -> Path:
    path = tmp_path / "build/report.pdf"
    path.parent.mkdir()
    path.write_bytes(NEW)
    return path


@pytest.fixture
def target(tmp_path: Path) -> Path:
    path = tmp_path / "reports/report.pdf"
    path.parent.mkdir()
    path.write_bytes(OLD)
    return path


def _beside(target: Path) -> list[str]:
    return sorted(path.name for path in target.parent.iterdir())


def test_the_target_is_replaced_and_nothing_else_is_left(finished, target):
    replace(finished, target)
    assert target.read_bytes() == NEW
    assert finished.read_bytes() == NEW
    assert _beside(target) == ["report.pdf"]


def test_a_target_that_is_not_there_is_made_with_its_folder(finished, tmp_path):
    target = tmp_path / "reports/2020/report.pdf"
    replace(finished, target)
    assert target.read_bytes() == NEW


def test_everyone_may_read_what_is_published(finished, target):
    finished.chmod(0o600)
    replace(finished, target)
    assert target.stat().st_mode & 0o777 == 0o644


def test_who_has_the_old_report_open_goes_on_reading_the_old_one(finished, target):
    with target.open("rb") as reader:
        start = reader.read(4)
        replace(finished, target)
        assert start + reader.read() == OLD
    assert target.read_bytes() == NEW


def test_a_reader_sees_the_old_or_the_new_report_and_never_a_part(finished, target):
    done = threading.Event()
    seen = set()

    def read() -> None:
        while not done.is_set():
            seen.add(target.read_bytes())

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for _ in range(20):
            replace(finished, target)
    finally:
        done.set()
        reader.join()
    assert seen
    assert seen <= {OLD, NEW}


@contextmanager
def _missing(finished: Path) -> Iterator[None]:
    finished.unlink()
    yield


@contextmanager
def _folder(finished: Path) -> Iterator[None]:
    finished.unlink()
    finished.mkdir()
    yield


@contextmanager
def _no_room(finished: Path) -> Iterator[None]:
    """Files may grow to a third of the report, as on a disk that fills up halfway."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(NEW) // 3, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("spoilt", [_missing, _folder, _no_room])
def test_when_publishing_fails_the_old_report_stays_and_nothing_else(finished, target, spoilt):
    with spoilt(finished), pytest.raises(OSError, match=r"report\.pdf|too large"):
        replace(finished, target)
    assert target.read_bytes() == OLD
    assert _beside(target) == ["report.pdf"]


def test_a_target_that_cannot_be_replaced_leaves_no_temporary_file(finished, target):
    target.unlink()
    target.mkdir()
    with pytest.raises(OSError, match=r"report\.pdf"):
        replace(finished, target)
    assert _beside(target) == ["report.pdf"]


# --- A series of reports, and the stamp that says what was published ---------------------------


@pytest.fixture
def series(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Path]:
    monkeypatch.chdir(tmp_path)
    pdfs = {name: Path(f"build/pdf/{name}.pdf") for name in ("ett", "två")}
    Path("build/pdf").mkdir(parents=True)
    for name, pdf in pdfs.items():
        pdf.write_text(name)
    return pdfs


def _publish(series: dict[str, Path]) -> None:
    publishing.STAMP.write_text(publish_reports(series.values()), encoding="utf-8")


def test_the_stamp_is_a_list_that_sha256sum_can_check(series):
    _publish(series)
    check = ["sha256sum", "--check", "--strict", str(publishing.STAMP)]
    assert subprocess.run(check, check=False, capture_output=True).returncode == 0
    Path("reports/ett.pdf").write_text("annat")
    assert subprocess.run(check, check=False, capture_output=True).returncode == 1


def test_a_report_that_is_the_same_is_left_alone(series):
    _publish(series)
    before = {path: path.stat().st_ino for path in Path("reports").iterdir()}
    series["två"].write_text("annat")
    _publish(series)
    after = {path: path.stat().st_ino for path in Path("reports").iterdir()}
    assert after[Path("reports/ett.pdf")] == before[Path("reports/ett.pdf")]
    assert Path("reports/två.pdf").read_text() == "annat"


def test_what_a_killed_build_left_half_written_is_removed(series):
    _publish(series)
    Path("reports/.ett.pdf.part").write_text("et")
    _publish(series)
    assert _beside(Path("reports/ett.pdf")) == ["ett.pdf", "två.pdf"]


def test_the_stamp_stands_while_the_reports_are_what_was_published(series):
    publishing.withdraw_stamp()
    _publish(series)
    publishing.withdraw_stamp()
    assert publishing.STAMP.is_file()


def test_a_stamp_that_was_cut_short_is_withdrawn(series):
    _publish(series)
    publishing.STAMP.write_text(publishing.STAMP.read_text()[:-50])
    publishing.withdraw_stamp()
    assert not publishing.STAMP.exists()


@pytest.mark.parametrize("spoil", [Path.unlink, lambda report: report.write_text("ändrad")])
def test_a_report_that_is_gone_or_changed_withdraws_the_stamp(series, spoil):
    _publish(series)
    spoil(Path("reports/två.pdf"))
    publishing.withdraw_stamp()
    assert not publishing.STAMP.exists()
