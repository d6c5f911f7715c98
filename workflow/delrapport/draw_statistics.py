"""Drawings of what is followed, each by its kind and subject."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from delrapport import svg
from delrapport.facts import Fact
from delrapport.lines import plot_series
from delrapport.models import Figure
from delrapport.moves import plot_moves
from delrapport.records import Records


def draw_statistics(
    figure: Figure,
    subject: str,
    records: Records,
    facts: Mapping[str, Fact],
    colours: Mapping[str, str],
    fonts: Path,
) -> str:
    """The SVG of a series or of moves, as `svg.read_drawings` reads it."""
    match figure:
        case "moves chart":
            return svg.stacked(plot_moves(records, facts, colours, fonts))
        case _:
            return svg.stacked(plot_series(subject, records, facts, colours, fonts))
