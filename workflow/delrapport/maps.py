"""A payment on the map: what each municipality got, as a circle in it and a label beside."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil, hypot, sqrt
from pathlib import Path
from typing import Any, Literal

import altair as alt

from delrapport import labels, vega
from delrapport.country import Country, Point, Ring
from delrapport.fact import Fact
from delrapport.frame import Frame, frame_of
from delrapport.lettering import Lettering
from delrapport.models import Municipality
from delrapport.problems import Mendable, one_of
from delrapport.records import Records

RADIUS = 9.0
"""That of the largest circle."""
MANY = 30
"""With more circles than these all are smaller, so as not to hide each other."""
LINE = 11.6
"""From one label to the next."""
HEIGHT = 440.0
"""That of the whole map, at most."""
ASIDE = 13.0
"""Between the country and the labels."""
NAMES: Literal[600] = 600
"""Weight of the municipalities' names."""
PAPER = "#ffffff"
BESIDE = 3.0
"""Between a label and its leader."""
MARGIN = 5.0
"""Around the country, for circles at its edge."""
AROUND = 60.0
"""Kilometres shown around the paid municipalities."""
LEAST = 300.0
"""Kilometres shown at least, so that one sees where in the country it is."""


Row = dict[str, Any]
OnPage = Callable[[list[Ring]], list[Ring]]


class UnknownMunicipality(Mendable):
    """A municipality of the programme isn't on the map."""


@dataclass(frozen=True)
class _Paid:
    """A municipality: the facts that its label prints, kronor, and its rings, middle and circle."""

    name: Fact
    amount: Fact
    kronor: int
    rings: list[Ring]
    at: Point
    radius: float = 0


def map_payments(
    payment: str,
    records: Records,
    facts: Mapping[str, Fact],
    country: Country,
    colours: Mapping[str, str],
    fonts: Path,
) -> str:
    """An SVG: the country around the paid municipalities, these, and circles as their amounts.

    Labels stand in a column on either side; where there is no room for all, the largest amounts
    have one. Raises UnknownMunicipality for a municipality that the country doesn't have.
    """
    paid = _paid(payment, records, facts, country)
    width = Lettering(fonts, vega.SIZE).width
    column = width((each.name.cell for each in paid), NAMES) + vega.GAP
    column += width(each.amount.cell for each in paid)
    frame = _frame(paid, country)
    on_page, height = _fitted(frame, vega.WIDTH - 2 * (column + ASIDE), len(paid))
    placed = _placed(paid, on_page)
    land = [ring for whole in country.outline if (ring := frame.cropped(whole))]
    shores = [line for ring in land for line in frame.shores(ring)]
    layers = [
        vega.shapes([on_page(land)], fill=colours["tint"], stroke="transparent"),
        vega.lines(on_page(shores), colours["quiet"]),
        vega.shapes([each.rings for each in placed], fill=colours["mid"], stroke=colours["tint"]),
        *_labels(placed, column, height, colours),
    ]
    return vega.draw(layers, height, facts, fonts)


def _paid(
    payment: str, records: Records, facts: Mapping[str, Fact], country: Country
) -> list[_Paid]:
    """The paid municipalities, where they lie in the country."""
    found = []
    for key, municipality in records.municipalities_by_key().items():
        amount = facts.get(f"payment.{payment}.{municipality.id}")
        if amount is None:
            continue
        rings = country.municipalities.get(municipality.code)
        if rings is None:
            raise UnknownMunicipality(_unknown(f"{key}.code", municipality, records, country))
        kronor = int(amount.value)
        found.append(_Paid(facts[f"{key}.name"], amount, kronor, rings, _middle(rings)))
    return found


def _placed(paid: Sequence[_Paid], on_page: OnPage) -> list[_Paid]:
    """The municipalities as they lie on the page with their circles, the largest amount first."""
    most = max([1, *(each.kronor for each in paid)])
    largest = RADIUS * sqrt(min(1, MANY / max(1, len(paid))))
    placed = [
        replace(
            each,
            rings=(rings := on_page(each.rings)),
            at=_middle(rings),
            radius=largest * sqrt(each.kronor / most),
        )
        for each in paid
    ]
    return sorted(placed, key=lambda each: -each.kronor)


def _unknown(key: str, municipality: Municipality, records: Records, country: Country) -> str:
    return (
        f"{records.lines[key]}: {municipality.name} has the code '{municipality.code}', which is "
        f"not on the map; {one_of(municipality.code, country.municipalities)}; "
        "or take 'payments map' out of the report's figures in the configuration"
    )


def _frame(paid: Sequence[_Paid], country: Country) -> Frame:
    """The part of the country that is shown: all of it where nobody was paid."""
    whole = [point for ring in country.outline for point in ring]
    own = [point for each in paid for ring in each.rings for point in ring]
    return frame_of(own or whole, whole, AROUND, LEAST)


def _fitted(frame: Frame, room: float, labelled: int) -> tuple[OnPage, float]:
    """Kilometres to points, and the height: as large as there is room, as high as the labels."""
    scale = min(room / frame.size[0], (HEIGHT - 2 * MARGIN) / frame.size[1])
    width, height = (scale * side for side in frame.size)
    whole = max(height + 2 * MARGIN, min(HEIGHT, LINE * (ceil(labelled / 2) + 1)))
    left, top = (vega.WIDTH - width) / 2, (whole - height) / 2
    west, north = frame.low

    def on_page(rings: list[Ring]) -> list[Ring]:
        # A tenth of a point is less than any printer shows.
        return [
            [
                (round(left + scale * (x - west), 1), round(top + scale * (y - north), 1))
                for x, y in ring
            ]
            for ring in rings
        ]

    return on_page, whole


def _middle(rings: list[Ring]) -> Point:
    """The centre of gravity of the largest ring."""
    area, ring = max((abs(_area(ring)), ring) for ring in rings)
    sides = list(zip(ring, [*ring[1:], ring[0]], strict=True))
    crossed = [(a, b, a[0] * b[1] - b[0] * a[1]) for a, b in sides]
    sign = 1 if _area(ring) > 0 else -1
    x, y = (sum((a[axis] + b[axis]) * cross for a, b, cross in crossed) for axis in (0, 1))
    return sign * x / (6 * area), sign * y / (6 * area)


def _area(ring: Ring) -> float:
    """Positive or negative by the ring's direction."""
    sides = zip(ring, [*ring[1:], ring[0]], strict=True)
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in sides) / 2


def _labels(
    paid: Sequence[_Paid], column: float, height: float, colours: Mapping[str, str]
) -> list[alt.Chart]:
    """Leaders, circles and labels; `paid` has the largest amount first."""
    rows = _rows(paid, column, height)
    chart = vega.chart(rows).encode(y=vega.pixels("line", alt.Y))
    leaders = chart.mark_rule(color=colours["quiet"], strokeWidth=0.5).encode(
        x=vega.pixels("leader", alt.X), x2="x:Q", y2="y:Q"
    )
    start, end = ({"x": vega.pixels(edge, alt.X)} for edge in ("start", "end"))
    ink = colours["ink"]
    return [
        leaders,
        _circles(paid, colours["deep"]),
        vega.written(chart, "name", ink, start, weight=NAMES),
        vega.written(chart, "amount", ink, end, align="right"),
    ]


def _rows(paid: Sequence[_Paid], column: float, height: float) -> list[Row]:
    """The labels in two columns, western and eastern, about as many in each.

    Of the ways to part them the one is taken in which the fewest leaders run under other circles.
    """
    each_side = labels.fitting(LINE, LINE, height - LINE)
    labelled = sorted(paid[: 2 * each_side], key=lambda each: each.at)
    right = vega.WIDTH - column

    def parted(west: int) -> list[Row]:
        return [
            *_column(labelled[:west], (0, column), column + BESIDE, height),
            *_column(labelled[west:], (right, vega.WIDTH), right - BESIDE, height),
        ]

    even = (len(labelled) + 1) // 2
    ways = [even] + [even + sign * step for step in (1, 2, 3) for sign in (-1, 1)]
    fitting = [way for way in ways if len(labelled) - each_side <= way <= each_side]
    return min(
        (parted(way) for way in fitting if 0 <= way <= len(labelled)),
        key=lambda rows: _run_under(rows, paid),
    )


def _run_under(rows: Sequence[Row], paid: Sequence[_Paid]) -> int:
    """How often a leader runs under the circle of another municipality than its own."""
    return sum(
        _distance(each.at, (row["leader"], row["line"]), (row["x"], row["y"])) < each.radius
        for row in rows
        for each in paid
        if each.amount.id != row["amount_fact"]
    )


def _distance(point: Point, start: Point, end: Point) -> float:
    """From a point to the nearest of a straight line between two others."""
    along = end[0] - start[0], end[1] - start[1]
    length = along[0] ** 2 + along[1] ** 2 or 1
    part = ((point[0] - start[0]) * along[0] + (point[1] - start[1]) * along[1]) / length
    part = min(1, max(0, part))
    return hypot(start[0] + part * along[0] - point[0], start[1] + part * along[1] - point[1])


def _column(
    paid: Sequence[_Paid], edges: tuple[float, float], leader: float, height: float
) -> list[Row]:
    """The labels of one side from north to south, each as near to its place as there is room."""
    paid = sorted(paid, key=lambda each: each.at[1])
    lines = labels.spread([each.at[1] for each in paid], LINE, LINE, height - LINE)
    places = {"start": edges[0], "end": edges[1], "leader": leader}
    return [
        vega.columns(name=each.name, amount=each.amount)
        | {"x": each.at[0], "y": each.at[1], "line": line}
        | places
        for each, line in zip(paid, lines, strict=True)
    ]


def _circles(paid: Sequence[_Paid], colour: str) -> alt.Chart:
    """Areas proportional to the amounts, small circles on large ones, each with a light edge."""
    # What Vega calls a circle's size is the area of the square around it.
    chart = vega.chart(
        [
            {"x": each.at[0], "y": each.at[1], "square": (2 * each.radius) ** 2}
            for each in paid
            if each.kronor
        ]
    )
    layer: alt.Chart = chart.mark_circle(
        color=colour, stroke=PAPER, strokeWidth=0.8, opacity=1
    ).encode(
        x=vega.pixels("x", alt.X),
        y=vega.pixels("y", alt.Y),
        size=alt.Size("square:Q", scale=None),
    )
    return layer
