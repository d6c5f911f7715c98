"""What all charts share: measures of the page, texts that are facts, and the way to an SVG.

Vega-Altair says what is drawn, vl-convert draws it: without a browser, and always the same. All
lengths are points, as on paper.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, TypeVar

import altair as alt
import vl_convert

from delrapport import svg
from delrapport.country import Ring
from delrapport.fact import Fact
from delrapport.lettering import FAMILY

SIZE = 8.6
"""Of letters."""
SMALL = 7.8
"""Of letters in a panel."""
WIDTH = 362.8
"""That of the text of a page: 128 mm."""
GAP = 9.0
"""Between columns."""


def chart(rows: list[dict[str, Any]]) -> alt.Chart:
    """A chart of these rows, to be given a mark."""
    return alt.Chart(alt.Data(values=rows))  # type: ignore[no-untyped-call]


def written(
    chart: alt.Chart,
    column: str,
    colour: str,
    at: Mapping[str, Any],
    *,
    align: Literal["left", "center", "right"] = "left",
    weight: Literal[400, 600] = 400,
    size: float = SIZE,
    dx: float = 0,
) -> alt.Chart:
    """A layer of texts, each a fact: the data have its text in `column`, its id in `column`_fact.

    Words that are no fact have no id; `draw` must be told of them.

    `at` says where: what of `x` and `y` the chart doesn't say.
    """
    mark = chart.mark_text(
        font=FAMILY,
        fontSize=size,
        fontWeight=weight,
        color=colour,
        baseline="middle",
        align=align,
        dx=dx,
    )
    text = alt.Text(column, type="nominal")
    layer: alt.Chart = mark.encode(text=text, description=f"{column}_fact:N", **at)
    return layer


def columns(**facts: Fact) -> dict[str, str]:
    """What `written` needs of each fact in a row of data."""
    return {name: fact.cell for name, fact in facts.items()} | {
        f"{name}_fact": fact.id for name, fact in facts.items()
    }


Axis = TypeVar("Axis", alt.X, alt.Y)


def pixels(column: str, axis: type[Axis]) -> Axis:
    """A position that the data give in points."""
    return axis(column, type="quantitative", scale=None, axis=None)


def shapes(shapes: Sequence[list[Ring]], fill: str, stroke: str, width: float = 0.45) -> alt.Chart:
    """Each shape's rings as one path, in which a ring inside another is a hole; points."""
    chart_ = chart([_feature(rings) for rings in shapes])
    mark = chart_.mark_geoshape(fill=fill, stroke=stroke, strokeWidth=width, strokeJoin="round")
    layer: alt.Chart = mark.project(type="identity", scale=1, translate=[0, 0])
    return layer


def _feature(rings: list[Ring]) -> dict[str, Any]:
    closed = [[*ring, ring[0]] for ring in rings]
    return {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": closed}}


def lines(
    lines: Sequence[Ring], colour: str, width: float = 0.45, dash: Sequence[float] = ()
) -> alt.Chart:
    """Lines as one path; `dash` is lengths of strokes and gaps."""
    geometry = {"type": "MultiLineString", "coordinates": lines}
    style: dict[str, Any] = {"strokeDash": list(dash)} if dash else {}
    mark = chart([{"type": "Feature", "geometry": geometry}]).mark_geoshape(
        filled=False, stroke=colour, strokeWidth=width, strokeJoin="round", **style
    )
    layer: alt.Chart = mark.project(type="identity", scale=1, translate=[0, 0])
    return layer


def draw(
    layers: Iterable[alt.Chart],
    height: float,
    facts: Mapping[str, Fact],
    fonts: Path,
    words: Collection[str] = (),
) -> str:
    """The layers, the first at the bottom, as the SVG that a report sets.

    `fonts` is the folder of the reports' fonts. Raises ValueError for a text that is neither a fact
    nor one of `words`, which the law reads as it reads a report's own words.
    """
    # Altair's own layering copies and compares all layers, which takes as long as all the rest; and
    # whether it is Vega-Lite vl-convert finds out faster.
    inner = {"top_level": False}
    whole = {
        "layer": [layer.to_dict(validate=False, context=inner) for layer in layers],
        "width": WIDTH,
        "height": height,
        "padding": 0,
        "autosize": "none",
        "config": {"background": "transparent", "view": {"stroke": "transparent"}},
    }
    vl_convert.register_font_directory(str(fonts))
    return svg.facts_of(vl_convert.vegalite_to_svg(json.dumps(whole)), facts, words)
