"""Small multiples: a panel for each district, in the programme's order, all alike and on one scale.

Panels stand in rows, as many beside each other as their titles allow. Where there are more than fit
on a page, they are parted into several drawings. All lengths are points.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import altair as alt

from delrapport import vega
from delrapport.country import Point
from delrapport.fact import Fact
from delrapport.lettering import Lettering
from delrapport.records import Records
from delrapport.series import names_of_districts

COLUMNS, ROWS = 4, 6
"""Of one drawing, at most."""
GUTTER = 12.0
"""Between columns."""
TITLE, PLACE = 5.0, 14.0
"""From the top of a panel to the middle of its title and of its municipality's name."""
HEAD, PLOT, FOOT, SPACE = 20.0, 22.0, 9.0, 2.0
"""The parts of a panel from above: its titles, what is drawn, years, and room to the next."""
LEGEND = 16.0
"""Above the panels."""
ASIDE = 4.0
"""From a value to what it is written beside."""

Row = dict[str, Any]
Align = Literal["left", "center", "right"]


@dataclass(frozen=True)
class Panel:
    """Where a district is drawn: the upper left corner, in its part; its county, if any."""

    district: str
    municipality: str
    county: str | None
    title: Fact
    place: Fact
    left: float
    top: float
    width: float

    def across(self, part: float, inset: float) -> float:
        """From 0 to 1 between the insets to points."""
        return round(self.left + inset + part * (self.width - 2 * inset), 2)

    def up(self, part: float) -> float:
        """From 0 at the bottom of what is drawn to 1 at its top, to points."""
        return round(self.top + HEAD + PLOT * (1 - part), 2)


Part = list[Panel]
"""What one drawing holds."""


def parts(
    records: Records, facts: Mapping[str, Fact], fonts: Path, shown: Collection[str] | None
) -> list[Part]:
    """All districts' panels, or those of the districts in the `shown` municipalities."""
    names = names_of_districts(records, facts)
    places = {
        municipality.id: facts[f"{key}.name"]
        for key, municipality in records.municipalities_by_key().items()
    }
    longest = max(
        Lettering(fonts, vega.SMALL).width((fact.cell for fact in names.values()), 600),
        Lettering(fonts, vega.SMALL).width(fact.cell for fact in places.values()),
    )
    columns = max(1, min(COLUMNS, int((vega.WIDTH + GUTTER) / (longest + GUTTER))))
    width = (vega.WIDTH - GUTTER * (columns - 1)) / columns
    panels = []
    drawn = {
        district: municipality
        for district, (municipality, _) in records.districts().items()
        if shown is None or municipality.id in shown
    }
    for number, (district, municipality) in enumerate(drawn.items()):
        row, column = divmod(number % (columns * ROWS), columns)
        left = round(column * (width + GUTTER), 2)
        top = LEGEND + row * (HEAD + PLOT + FOOT + SPACE)
        county = records.programme.county_of(municipality)
        panel = Panel(
            district,
            municipality.id,
            county.id if county else None,
            names[district],
            places[municipality.id],
            left,
            top,
            width,
        )
        panels.append(panel)
    size = columns * ROWS
    return [panels[start : start + size] for start in range(0, len(panels), size)]


def height(part: Part) -> float:
    return part[-1].top + HEAD + PLOT + FOOT


def titles(part: Part, colours: Mapping[str, str]) -> list[alt.Chart]:
    """What stands above each panel."""
    rows = [
        vega.columns(title=each.title, place=each.place)
        | {"x": each.left, "first": each.top + TITLE, "second": each.top + PLACE}
        for each in part
    ]
    chart = vega.chart(rows).encode(x=vega.pixels("x", alt.X))
    first, second = ({"y": vega.pixels(line, alt.Y)} for line in ("first", "second"))
    return [
        vega.written(chart, "title", colours["ink"], first, weight=600, size=vega.SMALL),
        vega.written(chart, "place", colours["quiet"], second, size=vega.SMALL),
    ]


def years(
    part: Part, first: Fact, last: Fact, inset: float, colours: Mapping[str, str]
) -> list[alt.Chart]:
    """The first and the last year under each panel, at their places."""
    if first == last:
        return []
    chosen = [(0.0, first), (1.0, last)]
    rows = [
        _written(each.across(at, inset), each.up(0) + FOOT * 0.66, fact)
        for each in part
        for at, fact in chosen
    ]
    return [texts(rows, colours["quiet"], "center")]


def grounds(part: Part, at: float, inset: float, colours: Mapping[str, str]) -> alt.Chart:
    """A thin line across each panel."""
    ends = [[(each.across(end, inset), each.up(at)) for end in (0, 1)] for each in part]
    return vega.lines(ends, colours["hair"], 0.5)


def ends(
    values: Iterable[Sequence[tuple[Point, Fact]]], colour: str, aside: float = 0
) -> list[alt.Chart]:
    """The first of each panel's values before its point, and the last, if there is another, behind.

    Points are where the values are drawn, `aside` is half the width of what is drawn there.
    """
    firsts, lasts = [], []
    for along in values:
        firsts += [_written(x - aside - ASIDE, y, fact) for (x, y), fact in along[:1]]
        lasts += [_written(x + aside + ASIDE, y, fact) for (x, y), fact in along[1:][-1:]]
    return [texts(firsts, colour, "right"), texts(lasts, colour, "left")]


def _written(x: float, y: float, fact: Fact) -> Row:
    """A fact at a point, as `texts` takes it."""
    return vega.columns(text=fact) | {"x": x, "y": y}


def texts(rows: list[Row], colour: str, align: Align) -> alt.Chart:
    """Small texts: facts as `_written` gives them, or words with `text` alone."""
    chart = vega.chart(rows).encode(x=vega.pixels("x", alt.X))
    at = {"y": vega.pixels("y", alt.Y)}
    return vega.written(chart, "text", colour, at, align=align, size=vega.SMALL)


def dots(points: Sequence[Point], fill: str, stroke: str, area: float) -> alt.Chart:
    """A circle at each point."""
    rows = [{"x": x, "y": y} for x, y in points]
    mark = vega.chart(rows).mark_point(
        shape="circle", fill=fill, stroke=stroke, strokeWidth=0.7, size=area, opacity=1
    )
    layer: alt.Chart = mark.encode(x=vega.pixels("x", alt.X), y=vega.pixels("y", alt.Y))
    return layer


def legend(
    words: Sequence[str], sample: float, fonts: Path, colour: str
) -> tuple[list[float], alt.Chart]:
    """Words in a row at the top, and where the sample before each begins, so wide."""
    width = Lettering(fonts, vega.SMALL).width
    starts: list[float] = []
    rows: list[Row] = []
    start = 0.0
    for word in words:
        starts.append(round(start, 2))
        rows.append({"text": word, "x": start + sample + ASIDE, "y": TITLE})
        start += sample + ASIDE + width([word]) + GUTTER
    return starts, texts(rows, colour, "left")
