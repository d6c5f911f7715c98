"""Moves as bars: who moved to each district and who left it, year by year, a panel for each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import altair as alt

from delrapport import panels, vega
from delrapport.country import Point, Ring
from delrapport.fact import Fact
from delrapport.lettering import Lettering
from delrapport.panels import Panel, Part
from delrapport.records import Records
from delrapport.series import number, stated, years_of

WORDS = ("Inflyttade", "Utflyttade", "Netto")
BAR = 9.0
"""The width of a bar, at most."""
FILLED = 0.7
"""The part of its year that a bar fills."""
DOT = 20.0
"""The area of the dot of a net."""

Year = dict[str, Fact]
"""`in`, `out` and `net` of a district and year, in persons."""


@dataclass(frozen=True)
class _Scale:
    """Years and persons to parts of a panel."""

    years: list[int]
    most: tuple[float, float]
    """The most that left and that came."""
    inset: float

    def across(self, panel: Panel, year: int) -> float:
        """The middle of a year's bars."""
        place = self.years.index(year)
        return panel.across(place / max(1, len(self.years) - 1), self.inset)

    def part(self, persons: float) -> float:
        out, into = self.most
        return (persons + out) / (out + into)

    def up(self, panel: Panel, persons: float) -> float:
        return panel.up(self.part(persons))

    def bar(self, panel: Panel, year: int, persons: float) -> Ring:
        room = (panel.width - 2 * self.inset) / max(1, len(self.years) - 1)
        half = min(BAR, FILLED * room) / 2
        middle, zero, end = self.across(panel, year), self.up(panel, 0), self.up(panel, persons)
        left, right = round(middle - half, 2), round(middle + half, 2)
        return [(left, zero), (right, zero), (right, end), (left, end)]


def plot_moves(
    records: Records,
    facts: Mapping[str, Fact],
    colours: Mapping[str, str],
    fonts: Path,
    shown: Collection[str] | None = None,
) -> list[str]:
    """SVGs of moves, one a page: a panel per district, all on one scale of persons.

    `shown` are the municipalities whose districts are drawn; None: all.

    Bars go up for who moved in and down for who moved out; a dot is the net, written beside the
    first and the last. A year with a missing value isn't drawn.
    """
    years = years_of("moves", facts)
    moves = _moves(years, records, facts)
    known = [year for along in moves.values() for year in along.values()]
    nets = [year["net"].cell for year in known]
    most = [max((float(number(year[way])) for year in known), default=0.0) for way in ("out", "in")]
    scale = _Scale(
        list(years),
        (max(1.0, most[0]), max(1.0, most[1])),
        Lettering(fonts, vega.SMALL).width(nets) + panels.ASIDE + BAR / 2,
    )
    drawn = []
    for part in panels.parts(records, facts, fonts, shown):
        layers = [
            *_frame(part, years, scale, colours, fonts),
            *_bars(part, moves, scale, colours),
        ]
        drawn.append(vega.draw(layers, panels.height(part), facts, fonts, WORDS))
    return drawn


def _moves(
    years: Iterable[int], records: Records, facts: Mapping[str, Fact]
) -> dict[str, dict[int, Year]]:
    """District id → year → its facts, but for years with a missing one."""
    found: dict[str, dict[int, Year]] = {}
    for district in records.districts():
        found[district] = {}
        for year in years:
            named = {
                way: fact
                for way in ("in", "out", "net")
                if (fact := stated(facts.get(f"moves.{way}.district.{district}.{year}")))
            }
            if len(named) == 3:
                found[district][year] = named
    return found


def _frame(
    part: Part,
    years: Mapping[int, Fact],
    scale: _Scale,
    colours: Mapping[str, str],
    fonts: Path,
) -> list[alt.Chart]:
    """Titles, years, zero and the legend."""
    (came, left, net), words = panels.legend(WORDS, BAR, fonts, colours["ink"])
    low, high = panels.TITLE + BAR / 2, panels.TITLE - BAR / 2

    def box(at: float) -> Ring:
        return [(at, low), (at + BAR, low), (at + BAR, high), (at, high)]

    ends = list(years.values())
    return [
        words,
        *_filled([box(came)], [box(left)], colours),
        panels.dots([(net + BAR / 2, panels.TITLE)], colours["deep"], "#ffffff", DOT),
        *panels.titles(part, colours),
        *panels.years(part, ends[0], ends[-1], scale.inset, colours),
    ]


def _filled(came: list[Ring], left: list[Ring], colours: Mapping[str, str]) -> list[alt.Chart]:
    """Full bars of who came, and light ones with an edge of who left."""
    return [
        vega.shapes([[ring] for ring in came], colours["mid"], colours["mid"]),
        vega.shapes([[ring] for ring in left], colours["tint"], colours["quiet"], 0.6),
    ]


def _bars(
    part: Part,
    moves: Mapping[str, Mapping[int, Year]],
    scale: _Scale,
    colours: Mapping[str, str],
) -> list[alt.Chart]:
    """The bars and dots of all panels, and the nets that are written."""
    came: list[Ring] = []
    left: list[Ring] = []
    nets: list[Point] = []
    values: list[list[tuple[Point, Fact]]] = []
    for panel in part:
        values.append([])
        for year, named in moves[panel.district].items():
            into, out, net = (float(number(named[way])) for way in ("in", "out", "net"))
            came.append(scale.bar(panel, year, into))
            left.append(scale.bar(panel, year, -out))
            nets.append((scale.across(panel, year), scale.up(panel, net)))
            values[-1].append((nets[-1], named["net"]))
    return [
        *_filled(came, left, colours),
        panels.grounds(part, scale.part(0), scale.inset - BAR, colours),
        panels.dots(nets, colours["deep"], "#ffffff", DOT),
        *panels.ends(values, colours["ink"], aside=BAR / 2),
    ]
