"""What the scripts of all stages share: the rule's log, and ending well or without a trace."""

from __future__ import annotations

import gc
import sys
import traceback
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from pathlib import Path
from typing import TYPE_CHECKING

from delrapport import building, seals, sources
from delrapport.problems import Mendable

if TYPE_CHECKING:
    from snakemake.script import Snakemake

WARNING = "warning: "


class ChangedSourceError(Mendable):
    """A source was edited after the build was planned: the outputs fit neither state."""


@contextmanager
def stage(job: Snakemake) -> Iterator[None]:
    """Run a job's work; whatever goes wrong is written to its log, and the status is 1.

    What the user can mend is said in plain words; only a mistake of ours shows its traceback.
    """
    # A job is a short process of many objects that all live to its end: looking for garbage among
    # them takes a third of its time and finds next to none.
    gc.disable()
    log = Path(job.log[0])
    with building.joined(), log.open("w", encoding="utf-8") as file, redirect_stderr(file):
        try:
            with _warnings():
                seals.of(log).unlink(missing_ok=True)
                yield
            _require_unchanged(job)
            seals.seal(job.output, seals.of(log))
            return
        except Mendable as error:
            print(error, file=file)
        except Exception:
            traceback.print_exc(file=file)
    sys.exit(1)


def _require_unchanged(job: Snakemake) -> None:
    files = sources.sources_among(job.input)
    began = building.began()
    if began is not None and not sources.may_have_changed(began, files):
        return
    if sources.made_of(job.rule, files) == job.params.made_of:
        return
    newest = max(files, key=lambda file: file.stat().st_mtime_ns, default=None)
    raise ChangedSourceError(
        f"{newest or 'the code'} or another source was changed while the build ran; "
        "run snakemake again"
    )


@contextmanager
def _warnings() -> Iterator[None]:
    """Warnings of Python stand in the log, a line each, where the summary counts them."""

    def show(message: Warning | str, category: type[Warning], *_: object, **__: object) -> None:
        said = f"{category.__name__}: {message}".replace("\n", " ")
        sys.stderr.write(f"{WARNING}{said}\n")

    with warnings.catch_warnings():
        warnings.showwarning = show
        yield
