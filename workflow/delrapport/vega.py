"""What all charts share: measures of the page, texts that are facts, and the way to an SVG.

Vega-Altair says what is drawn, vl-convert draws it: without a browser, and always the same. All
lengths are points, as on paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal, TypeVar

import altair as alt
import vl_convert

from delrapport import svg
from delrapport.facts import Fact
from delrapport.lettering import FAMILY

SIZE = 8.6
"""Of letters."""
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
    align: Literal["left", "right"] = "left",
    weight: Literal[400, 600] = 400,
    dx: float = 0,
) -> alt.Chart:
    """A layer of texts, each a fact: the data have its text in `column`, its id in `column`_fact.

    `at` says where: what of `x` and `y` the chart doesn't say.
    """
    mark = chart.mark_text(
        font=FAMILY,
        fontSize=SIZE,
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


def draw(layers: Iterable[alt.Chart], height: float, facts: Mapping[str, Fact], fonts: Path) -> str:
    """The layers, the first at the bottom, as the SVG that a report sets.

    `fonts` is the folder of the reports' fonts. Raises ValueError for a text that is no fact.
    """
    whole = alt.layer(*layers).properties(width=WIDTH, height=height, padding=0, autosize="none")
    whole = whole.configure(background="transparent").configure_view(stroke="transparent")
    vl_convert.register_font_directory(str(fonts))
    return svg.facts_of(vl_convert.vegalite_to_svg(whole.to_json()), facts)
