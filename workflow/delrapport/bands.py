"""The flow of money as bands: from payments, by the years of use, to what it was meant for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import altair as alt

from delrapport import labels, swedish, vega
from delrapport.country import Point, Ring
from delrapport.fact import FLAGS, Fact
from delrapport.flow import Band, Bar, Layout, layout
from delrapport.flow_of_money import WORDS, Columns, Node, flow_of, is_past
from delrapport.lettering import Lettering
from delrapport.panels import Align
from delrapport.records import Records

ROW = 10.5
"""Between two lines of text."""
LABEL = 2 * ROW + 3.0
"""Between the middles of two labels, at least."""
MARGIN = LABEL / 2
"""Above and below the bars."""
GAP = 18.0
"""Between two bars."""
HEIGHT = 232.0
"""Of the bars, if no more is needed."""
THICK = 8.0
"""The width of a bar."""
PADDING = 5.0
"""On both sides of what stands in the box of a year."""
ASIDE = 5.0
"""From a bar to its label."""
STEPS = 20
"""Straight pieces of a band's edge."""
FLAG, RAISED, BESIDE = 5.8, 2.6, 1.4
"""The size of a figure's flag, how far it stands above the figure's middle, and from its end."""
PAPER = "#ffffff"
FILLS = ("tint", "hair")
"""Of bands, by turns."""


def plot_flow(
    year: str,
    records: Records,
    facts: Mapping[str, Fact],
    colours: Mapping[str, str],
    fonts: Path,
) -> str:
    """An SVG of one year's money, or of all years' (`all`), with kronor as heights on one scale.

    Left stand payments, in the middle what was used year by year, right the targets of measures,
    and what was carried over or left. Raises ValueError where these aren't what was paid.
    """
    columns, links = flow_of(year, records, facts)
    height = max([HEIGHT, *(LABEL * len(column) for column in columns)])
    placed = layout([list(column) for column in columns], links, height, GAP)
    at = _across(columns, fonts)
    layers = [
        *_bands(placed, at, colours),
        *_bars(columns, placed, at, colours),
        *_labels(columns, placed, at, height, colours, Lettering(fonts, vega.SIZE)),
    ]
    return vega.draw(layers, height + 2 * MARGIN, facts, fonts, (*WORDS, *FLAGS.values()))


Across = Sequence[tuple[float, float]]
"""Left and right edge of each column's bars."""


def _across(columns: Columns, fonts: Path) -> Across:
    """Room for labels on both sides; years halfway, as wide as what stands in them."""
    lettering = Lettering(fonts, vega.SIZE)

    def room(column: Mapping[str, Node]) -> float:
        names = [_called(node) for node in column.values()]
        amounts = [node.amount.cell for node in column.values() if node.amount]
        return max(lettering.width(names), lettering.width(amounts, 600)) + BESIDE

    left = room(columns[0]) + ASIDE
    right = vega.WIDTH - room(columns[2]) - ASIDE
    middle, half = (left + right) / 2, room(columns[1]) / 2 + PADDING
    edges = ((left, left + THICK), (middle - half, middle + half), (right - THICK, right))
    return [(round(start, 1), round(end, 1)) for start, end in edges]


def _bands(placed: Layout, at: Across, colours: Mapping[str, str]) -> list[alt.Chart]:
    """Bands, small ones on large ones: sources by turns light and dark, white what isn't used."""
    layers = []
    for band in sorted(placed.bands, key=lambda each: -each.height):
        column = placed.bars[band.link.source].column
        beside = [name for name, bar in placed.bars.items() if bar.column == column]
        used = FILLS[beside.index(band.link.source) % len(FILLS)]
        fill = PAPER if is_past(band.link) else colours[used]
        layers.append(vega.shapes([[_band(band, placed, at)]], fill, colours["quiet"]))
    return layers


def _band(band: Band, placed: Layout, at: Across) -> Ring:
    """From the right edge of a bar to the left edge of another, as thick everywhere."""
    source, target = (placed.bars[name].column for name in (band.link.source, band.link.target))
    start, end = at[source][1], at[target][0]
    upper: list[Point] = []
    for step in range(STEPS + 1):
        along = step / STEPS
        eased = along * along * (3 - 2 * along)
        down = MARGIN + band.leaves + eased * (band.arrives - band.leaves)
        upper.append((round(start + along * (end - start), 2), round(down, 2)))
    return upper + [(x, round(y + band.height, 2)) for x, y in reversed(upper)]


def _bars(
    columns: Columns, placed: Layout, at: Across, colours: Mapping[str, str]
) -> list[alt.Chart]:
    """Full bars on both sides, boxes for years, and where a band goes past these its edges."""
    rings = {name: _bar(bar, *at[bar.column]) for name, bar in placed.bars.items()}
    full = [[rings[name]] for name in (*columns[0], *columns[2])]
    boxes = [[rings[name]] for name, node in columns[1].items() if node.amount]
    past = [rings[name] for name, node in columns[1].items() if not node.amount]
    edges = [line for ring in past for line in (ring[:2], ring[2:])]
    return [
        vega.shapes([[ring] for ring in past], PAPER, PAPER),
        vega.lines(edges, colours["quiet"]),
        vega.shapes(boxes, PAPER, colours["deep"], 1.0),
        vega.shapes(full, colours["deep"], colours["deep"]),
    ]


def _bar(bar: Bar, left: float, right: float) -> Ring:
    top, bottom = round(MARGIN + bar.top, 2), round(MARGIN + bar.bottom, 2)
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def _labels(
    columns: Columns,
    placed: Layout,
    at: Across,
    height: float,
    colours: Mapping[str, str],
    lettering: Lettering,
) -> list[alt.Chart]:
    """Name and amount left of the payments, in the years, right of the targets."""
    sides: list[tuple[float, Align]] = [
        (at[0][0] - ASIDE, "right"),
        ((at[1][0] + at[1][1]) / 2, "center"),
        (at[2][1] + ASIDE, "left"),
    ]
    layers = []
    for column, (x, align) in zip(columns, sides, strict=True):
        bars = [placed.bars[name] for name in column]
        wanted = [(bar.top + bar.bottom) / 2 for bar in bars]
        middles = labels.spread(wanted, LABEL, 0, height) if align != "center" else wanted
        rows = [
            _written(node, x, MARGIN + middle)
            for node, middle in zip(column.values(), middles, strict=True)
            if node.amount
        ]
        layers += _texts(rows, align, colours)
        layers += _flags(column, rows, align, lettering, colours)
    return layers


def _written(node: Node, x: float, middle: float) -> dict[str, Any]:
    assert node.amount, "a band that goes past has no label"
    name = (vega.columns(name=node.name) if node.name else {}) | {"name": _called(node)}
    lines = {"x": x, "above": middle - ROW / 2, "below": middle + ROW / 2}
    return name | vega.columns(amount=node.amount) | lines


def _called(node: Node) -> str:
    """What its label begins with, in capitals where a month has none."""
    return swedish.capitalised(node.name.cell) if node.name else node.word


def _flags(
    column: Mapping[str, Node],
    rows: Sequence[dict[str, Any]],
    align: Align,
    lettering: Lettering,
    colours: Mapping[str, str],
) -> list[alt.Chart]:
    """Behind each amount that is not published what says so; it hangs, as in a table."""
    part = {"left": 1.0, "center": 0.5, "right": 0.0}[align]
    amounts = [node.amount for node in column.values() if node.amount]
    flagged = [
        {
            "flag": amount.flag,
            "x": round(row["x"] + part * lettering.width([amount.cell], 600) + BESIDE, 2),
            "y": round(row["below"] - RAISED, 2),
        }
        for row, amount in zip(rows, amounts, strict=True)
        if amount.flag
    ]
    if not flagged:
        return []
    chart = vega.chart(flagged).encode(x=vega.pixels("x", alt.X))
    at = {"y": vega.pixels("y", alt.Y)}
    return [vega.written(chart, "flag", colours["accent"], at, size=FLAG)]


def _texts(rows: list[dict[str, Any]], align: Align, colours: Mapping[str, str]) -> list[alt.Chart]:
    chart = vega.chart(rows).encode(x=vega.pixels("x", alt.X))
    above, below = ({"y": vega.pixels(line, alt.Y)} for line in ("above", "below"))
    return [
        vega.written(chart, "name", colours["ink"], above, align=align),
        vega.written(chart, "amount", colours["ink"], below, align=align, weight=600),
    ]
