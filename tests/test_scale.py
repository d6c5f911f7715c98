"""The bench of growth: what it calls too fast or too large."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SMALL = 100.0
"""Megabytes."""


@pytest.mark.parametrize(
    ("stage", "working", "megabytes", "said"),
    [
        ("in proportion", lambda n: n / 30, SMALL, ""),
        ("a little faster", lambda n: (n / 30) ** 1.14, SMALL, ""),
        ("too fast", lambda n: (n / 30) ** 1.2, SMALL, "GROWS TOO FAST"),
        ("fast, and nothing", lambda n: 0.01 * (n / 30) ** 2, SMALL, ""),
        ("too large", lambda n: n / 30, 3001.0, "TOO LARGE"),
    ],
)
def test_a_stage_that_grows_too_fast_or_holds_too_much_fails_the_bench(
    stage, working, megabytes, said, monkeypatch, capsys
):
    monkeypatch.syspath_prepend(ROOT / "tests/bench")
    import scale

    def measured(municipalities, _):
        # Half a minute of starting up hides no growth.
        work = working(municipalities)
        return {stage: scale.Taken(30 + work, work, megabytes)}

    monkeypatch.setattr(scale, "measure", measured)
    assert scale.main(list(scale.SIZES)) == bool(said)
    assert said in capsys.readouterr().out.splitlines()[-1]
