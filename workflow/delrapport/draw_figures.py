"""Every drawing, by the kind of figure and what it is of."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from delrapport import svg
from delrapport.bands import plot_flow
from delrapport.bars import plot_payments
from delrapport.country import Country
from delrapport.dots import plot_scenarios
from delrapport.fact import Fact
from delrapport.lines import plot_series
from delrapport.maps import map_payments
from delrapport.models import Figure
from delrapport.moves import plot_moves
from delrapport.records import Records


def draw_figure(
    figure: Figure,
    subject: str,
    county: str,
    records: Records,
    facts: Mapping[str, Fact],
    country: Country,
    colours: Mapping[str, str],
    fonts: Path,
) -> str:
    """The SVG of a figure, as `svg.read_drawings` reads it.

    `subject` is what `drawings.subject_of` says: a payment, a series, or a year of use. If `county`
    names one, only its districts are drawn, on the scale of all.
    """
    shown = records.programme.by_county()[county] if county else None
    match figure:
        case "payments chart":
            return svg.stacked(plot_payments(subject, records, facts, colours, fonts, shown))
        case "payments map":
            return map_payments(subject, records, facts, country, colours, fonts)
        case "scenarios chart":
            return svg.stacked(plot_scenarios(subject, records, facts, colours, fonts, shown))
        case "indicator charts" | "variable charts":
            return svg.stacked(plot_series(subject, records, facts, colours, fonts, shown))
        case "moves chart":
            return svg.stacked(plot_moves(records, facts, colours, fonts, shown))
        case "flow chart":
            return plot_flow(subject, records, facts, colours, fonts)
