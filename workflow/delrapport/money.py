"""The flow of money as bands: from payments, by the years of use, to what it was meant for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import altair as alt

from delrapport import labels, vega
from delrapport.country import Point, Ring
from delrapport.facts import Fact
from delrapport.flow import Band, Bar, Layout, Link, from_newest, layout
from delrapport.lettering import Lettering
from delrapport.panels import Align
from delrapport.records import Records, key_of

ALL = "all"
"""The whole programme, in the place of a year."""
BROUGHT, CARRIED, UNSPENT = "Från året innan", "Överfört", "Outnyttjat"
WORDS = (BROUGHT, CARRIED, UNSPENT)
KEPT, PAST = ("carried", "unspent"), "past "
"""What never reaches a year of use, and what the way past these is called by."""
ROW = 10.5
"""Between two lines of text."""
LABEL = 2 * ROW + 3.0
"""Between the middles of two labels, at least."""
MARGIN = LABEL / 2
"""Above and below the bars."""
GAP = 18.0
"""Between two bars."""
HEIGHT = 280.0
"""Of the bars, if no more is needed."""
THICK = 8.0
"""The width of a bar."""
PADDING = 5.0
"""On both sides of what stands in the box of a year."""
ASIDE = 5.0
"""From a bar to its label."""
STEPS = 20
"""Straight pieces of a band's edge."""
PAPER = "#ffffff"
FILLS = ("tint", "hair")
"""Of bands, by turns."""


@dataclass(frozen=True)
class _Node:
    """A bar: what it is called, a fact or a word, and the fact of its amount.

    Without these it only leads a band past the bars of its column.
    """

    name: Fact | str = ""
    amount: Fact | None = None


Columns = tuple[dict[str, _Node], dict[str, _Node], dict[str, _Node]]
"""Payments, years of use, and targets with what was not used; bars by name, from above."""


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
    years = [each for each in years_of_use(records) if year in (each, ALL)]
    links = _links(years, records, facts)
    flowing = {name for link in links for name in (link.source, link.target)}
    left, middle, right = (
        {name: node for name, node in column.items() if name in flowing}
        for column in _columns(year, years, records, facts)
    )
    columns = (left, middle, right)
    height = max([HEIGHT, *(LABEL * len(column) for column in columns)])
    placed = layout([list(column) for column in columns], links, height, GAP)
    at = _across(columns, fonts)
    layers = [
        *_bands(placed, at, colours),
        *_bars(columns, placed, at, colours),
        *_labels(columns, placed, at, height, colours),
    ]
    return vega.draw(layers, height + 2 * MARGIN, facts, fonts, WORDS)


# --- What flows where ------------------------------------------------------------------------


def years_of_use(records: Records) -> dict[str, str]:
    """Year → the payment that was used in it, ascending."""
    return dict(sorted({str(file.year): file.payment for file in records.activities}.items()))


def _columns(
    year: str, years: Sequence[str], records: Records, facts: Mapping[str, Fact]
) -> Columns:
    """Every bar that there may be."""
    payments = years_of_use(records)
    spoken = {str(file.year): f"{key_of(file)}.year" for file in records.activities}
    left = {"brought": _Node(BROUGHT, facts[f"use.{years[0]}.brought"])} | {
        payments[each]: _Node(
            facts[f"payment.{payments[each]}.month"], facts[f"use.{each}.received"]
        )
        for each in years
    }
    middle = {each: _Node(facts[spoken[each]], facts[f"use.{each}.spent"]) for each in years}
    right = {
        id_: _Node(facts[f"raw.indicator.{id_}.indicator.short"], facts[f"use.{year}.target.{id_}"])
        for id_ in _targets(years, records, facts)
    }
    right["carried"] = _Node(CARRIED, facts[f"use.{years[-1]}.carried"])
    right["unspent"] = _Node(UNSPENT, facts[f"use.{year}.unspent"])
    return left, middle | {PAST + name: _Node() for name in KEPT}, right


def _targets(years: Sequence[str], records: Records, facts: Mapping[str, Fact]) -> list[str]:
    """The indicators that a measure of these years is meant to move."""
    ids = [file.indicator.id for file in records.indicators]
    return [id_ for id_ in ids if any(f"use.{year}.target.{id_}" in facts for year in years)]


def _links(years: Sequence[str], records: Records, facts: Mapping[str, Fact]) -> list[Link]:
    """All amounts but nil, from bar to bar. What was paid first counts as used first."""

    def kronor(year: str, what: str) -> int:
        fact = facts.get(f"use.{year}.{what}")
        return int(fact.value) if fact else 0

    links: list[Link] = []
    stock = {"brought": kronor(years[0], "brought")}
    for year in years:
        payment = years_of_use(records)[year]
        stock[payment] = stock.get(payment, 0) + kronor(year, "received")
        carried = from_newest(kronor(year, "carried"), stock)
        stock = {name: amount - carried[name] for name, amount in stock.items()}
        unspent = from_newest(kronor(year, "unspent"), stock)
        used = {name: amount - unspent[name] for name, amount in stock.items()}
        links += [Link(name, year, amount) for name, amount in used.items()]
        links += _past("unspent", unspent)
        if year == years[-1]:
            links += _past("carried", carried)
        links += [
            Link(year, id_, kronor(year, f"target.{id_}"))
            for id_ in _targets([year], records, facts)
        ]
        stock = carried
    return _merged(links)


def _past(name: str, amounts: Mapping[str, int]) -> list[Link]:
    """From payments past the years of use."""
    links = [Link(source, PAST + name, amount) for source, amount in amounts.items()]
    return [*links, Link(PAST + name, name, sum(amounts.values()))]


def _merged(links: Sequence[Link]) -> list[Link]:
    """One link between two bars, none of nil."""
    sums: dict[tuple[str, str], int] = {}
    for link in links:
        ends = link.source, link.target
        sums[ends] = sums.get(ends, 0) + link.amount
    return [Link(*ends, amount) for ends, amount in sums.items() if amount]


# --- On the page -----------------------------------------------------------------------------


Across = Sequence[tuple[float, float]]
"""Left and right edge of each column's bars."""


def _across(columns: Columns, fonts: Path) -> Across:
    """Room for labels on both sides; years halfway, as wide as what stands in them."""
    lettering = Lettering(fonts, vega.SIZE)

    def room(column: Mapping[str, _Node]) -> float:
        names = lettering.width(_text(node.name) for node in column.values())
        amounts = (_text(node.amount) for node in column.values())
        return max(names, lettering.width(amounts, 600))

    left = room(columns[0]) + ASIDE
    right = vega.WIDTH - room(columns[2]) - ASIDE
    middle, half = (left + right) / 2, room(columns[1]) / 2 + PADDING
    edges = ((left, left + THICK), (middle - half, middle + half), (right - THICK, right))
    return [(round(start, 1), round(end, 1)) for start, end in edges]


def _text(part: Fact | str | None) -> str:
    return part.cell if isinstance(part, Fact) else part or ""


def _bands(placed: Layout, at: Across, colours: Mapping[str, str]) -> list[alt.Chart]:
    """The bands, small ones on large ones: sources by turns light and dark, white what isn't used."""
    layers = []
    for band in sorted(placed.bands, key=lambda each: -each.height):
        column = placed.bars[band.link.source].column
        beside = [name for name, bar in placed.bars.items() if bar.column == column]
        used = FILLS[beside.index(band.link.source) % len(FILLS)]
        fill = PAPER if _is_past(band.link) else colours[used]
        layers.append(vega.shapes([[_band(band, placed, at)]], fill, colours["quiet"]))
    return layers


def _is_past(link: Link) -> bool:
    return link.source.startswith(PAST) or link.target.startswith(PAST)


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
    columns: Columns, placed: Layout, at: Across, height: float, colours: Mapping[str, str]
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
    return layers


def _written(node: _Node, x: float, middle: float) -> dict[str, Any]:
    assert node.amount, "a band that goes past has no label"
    name = vega.columns(name=node.name) if isinstance(node.name, Fact) else {"name": node.name}
    lines = {"x": x, "above": middle - ROW / 2, "below": middle + ROW / 2}
    return name | vega.columns(amount=node.amount) | lines


def _texts(rows: list[dict[str, Any]], align: Align, colours: Mapping[str, str]) -> list[alt.Chart]:
    chart = vega.chart(rows).encode(x=vega.pixels("x", alt.X))
    above, below = ({"y": vega.pixels(line, alt.Y)} for line in ("above", "below"))
    return [
        vega.written(chart, "name", colours["ink"], above, align=align),
        vega.written(chart, "amount", colours["ink"], below, align=align, weight=600),
    ]
