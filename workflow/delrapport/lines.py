"""A series as lines: each district beside what it lies in, a panel for each."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import altair as alt

from delrapport import panels, vega
from delrapport.country import Point, Ring
from delrapport.fact import Fact
from delrapport.lettering import Lettering
from delrapport.panels import Panel, Part
from delrapport.records import Records
from delrapport.series import Along, Series, number, read_series

DOT = 13.0
"""The area of a point."""


PAPER = "#ffffff"
SAMPLE = 22.0
"""The length of a line in the legend."""
LOW = 0.13
"""Where the lowest value stands, so that what is written beside it has its room."""


@dataclass(frozen=True)
class Style:
    """How a place's line is told from the others, in grey too."""

    word: str
    colour: str
    width: float
    dash: tuple[float, ...] = ()


DISTRICT = Style("Stadsdelen", "deep", 1.7)
MUNICIPALITY = Style("Kommunen", "quiet", 1.0, (4, 2))
COUNTY = Style("Länet", "mid", 1.1, (7, 2, 1.2, 2))
COUNTRY = Style("Riket", "mid", 1.2, (1.2, 1.6))
STYLES = (COUNTRY, COUNTY, MUNICIPALITY, DISTRICT)
"""The first is drawn at the bottom."""


@dataclass(frozen=True)
class _Scale:
    """Years and values to parts of a panel."""

    years: tuple[int, int]
    values: tuple[Fraction, Fraction]
    inset: float

    def at(self, panel: Panel, year: int, fact: Fact) -> Point:
        first, last = self.years
        low, high = self.values
        along = (year - first) / (last - first) if last > first else 0.5
        up = float((number(fact) - low) / (high - low)) if high > low else 0.5
        return panel.across(along, self.inset), panel.up(LOW + (1 - LOW) * up)


def plot_series(
    id_: str,
    records: Records,
    facts: Mapping[str, Fact],
    colours: Mapping[str, str],
    fonts: Path,
    shown: Collection[str] | None = None,
) -> list[str]:
    """SVGs of a series, one a page: a panel per district, all on one scale.

    `shown` are the municipalities whose districts are drawn; None: all.

    The scale goes from the lowest to the highest value of any place. The district's first and last
    values are written beside their points. A missing value parts a line; a year in between that was
    not measured doesn't.
    """
    series = read_series(id_, records, facts)
    values = [number(fact) for fact in series.known()]
    cells = [fact.cell for along in series.districts.values() for fact in along.values() if fact]
    scale = _Scale(
        (min(series.years), max(series.years)),
        (values[0], values[-1]) if values else (Fraction(0), Fraction(1)),
        Lettering(fonts, vega.SMALL).width(cells) + panels.ASIDE,
    )
    words = [style.word for style in STYLES]
    drawn = []
    for part in panels.parts(records, facts, fonts, shown):
        layers = [
            *_legend(part, series, colours, fonts),
            *_frame(part, series, scale, colours),
            *_lines(part, series, scale, colours),
        ]
        drawn.append(vega.draw(layers, panels.height(part), facts, fonts, words))
    return drawn


def _legend(part: Part, series: Series, colours: Mapping[str, str], fonts: Path) -> list[alt.Chart]:
    """Those lines that any panel has, each before its word."""
    shown = [
        style
        for style in reversed(STYLES)
        if any(any(_drawn(style, panel, series).values()) for panel in part)
    ]
    starts, words = panels.legend([style.word for style in shown], SAMPLE, fonts, colours["ink"])
    samples = [
        _line(style, [[(start, panels.TITLE), (start + SAMPLE, panels.TITLE)]], colours)
        for style, start in zip(shown, starts, strict=True)
    ]
    return [*samples, words]


def _frame(
    part: Part, series: Series, scale: _Scale, colours: Mapping[str, str]
) -> list[alt.Chart]:
    """Titles, the ground, years, and the values of the districts."""
    years = list(series.years.values())
    values = [
        [
            (scale.at(panel, year, fact), fact)
            for year, fact in _drawn(DISTRICT, panel, series).items()
            if fact
        ]
        for panel in part
    ]
    return [
        *panels.titles(part, colours),
        panels.grounds(part, 0, 0, colours),
        *panels.years(part, years[0], years[-1], scale.inset, colours),
        *panels.ends(values, colours["ink"]),
    ]


def _drawn(style: Style, panel: Panel, series: Series) -> Along:
    if style is DISTRICT:
        return series.districts[panel.district]
    if style is MUNICIPALITY:
        return series.municipalities.get(panel.municipality, {})
    return series.country if style is COUNTRY else series.counties.get(panel.county or "", {})


def _lines(
    part: Part, series: Series, scale: _Scale, colours: Mapping[str, str]
) -> list[alt.Chart]:
    """The lines, and points where there is a value of the district or one with no neighbour."""
    layers = []
    for style in STYLES:
        runs = [
            [scale.at(panel, year, fact) for year, fact in run]
            for panel in part
            for run in _runs(_drawn(style, panel, series))
        ]
        if not runs:
            continue
        layers.append(_line(style, [run for run in runs if len(run) > 1], colours))
        points = [point for run in runs for point in run if style is DISTRICT or len(run) == 1]
        layers.append(panels.dots(points, colours[style.colour], PAPER, DOT))
    return layers


def _line(style: Style, lines: list[Ring], colours: Mapping[str, str]) -> alt.Chart:
    return vega.lines(lines, colours[style.colour], style.width, style.dash)


def _runs(along: Along) -> list[list[tuple[int, Fact]]]:
    """Values that follow each other with none missing between them."""
    runs: list[list[tuple[int, Fact]]] = [[]]
    for year, fact in along.items():
        if fact:
            runs[-1].append((year, fact))
        else:
            runs.append([])
    return [run for run in runs if run]
