"""An allocation's scenarios as dots: for each district its amount by every rule, on one line."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import cycle
from pathlib import Path
from typing import Any

import altair as alt

from delrapport import vega
from delrapport.disclosure_inputs import closed
from delrapport.fact import Fact
from delrapport.lettering import Lettering
from delrapport.parting import evenly
from delrapport.problems import Mendable
from delrapport.records import Records

ROW, ROWS = 13.6, 34
"""The height of a row; how many fit on a page above the legend."""
DOT, SIGN = 34, 30
"""Areas of the dots of the chosen rule and of the signs of the others."""
INSET = 5.0
"""From the columns of text to the outermost dots, and from a sign to its title."""
SIGNS = ("circle", "square", "triangle-up", "diamond", "triangle-down", "cross")

Row = dict[str, Any]


class HiddenAmountsError(Mendable):
    """Amounts by other rules that would give hidden inputs away."""


def plot_scenarios(
    payment: str,
    records: Records,
    facts: Mapping[str, Fact],
    colours: Mapping[str, str],
    fonts: Path,
    shown: Collection[str] | None = None,
) -> list[str]:
    """SVGs, one a page: per district its name, amount by the chosen rule, a line of all, the swing.

    `shown` are the municipalities whose districts are drawn; None: all.

    The chosen rule is a full dot, every scenario a sign of its own, explained below. Districts
    stand in the programme's order; amounts are kronor on one scale from 0.
    """
    if closed(records, payment):
        raise HiddenAmountsError(
            f"The scenarios chart of {payment} would tell what may not be told; take it out of "
            "the reports' figures, or declare publish_inputs."
        )
    rows = _rows(payment, records, facts)
    legend = _legend(payment, records, facts)
    width = Lettering(fonts, vega.SIZE).width
    amounts = width(row["name"] for row in rows) + vega.GAP + width(row["amount"] for row in rows)
    start = amounts + vega.GAP + INSET
    end = vega.WIDTH - width(row["swing"] for row in rows) - vega.GAP - INSET
    scale = alt.Scale(domain=[0, max([1, *(row["largest"] for row in rows)])], range=[start, end])

    def along(column: str) -> alt.X:
        return alt.X(f"{column}:Q", axis=None, scale=scale)

    def signs(data: list[Row], at: Any) -> alt.Chart:
        shape = alt.Shape("sign:N", scale=None, legend=None)
        mark = vega.chart(data).mark_point(
            fill="#ffffff", stroke=colours["mid"], strokeWidth=1.1, size=SIGN
        )
        layer: alt.Chart = mark.encode(y=vega.pixels("down", alt.Y), x=at, shape=shape)
        return layer

    ink, quiet, deep, mid = (colours[name] for name in ("ink", "quiet", "deep", "mid"))
    right = alt.value(vega.WIDTH)

    def drawn(part: Sequence[Row]) -> str:
        placed = _placed(part, 0.5)
        others = [
            {"down": row["down"], **row["others"][scenario]}
            for scenario in range(len(legend))
            for row in placed
        ]
        below = _placed(legend, len(part) + 1)
        chart = vega.chart(placed).encode(y=vega.pixels("down", alt.Y))
        titles = vega.chart(below).encode(y=vega.pixels("down", alt.Y))
        layers = [
            vega.written(chart, "name", ink, {"x": alt.value(0)}),
            vega.written(chart, "amount", ink, {"x": alt.value(amounts)}, align="right"),
            chart.mark_rule(color=mid, strokeWidth=1.2).encode(x=along("smallest"), x2="largest:Q"),
            signs(others, along("kronor")),
            chart.mark_point(shape="circle", fill=deep, stroke=deep, size=DOT).encode(
                x=along("kronor")
            ),
            vega.written(chart, "swing", quiet, {"x": right}, align="right"),
            signs(below, alt.value(start)),
            vega.written(titles, "title", ink, {"x": alt.value(start)}, dx=2 * INSET),
        ]
        return vega.draw(layers, ROW * (len(part) + len(legend) + 0.5), facts, fonts)

    own = [row for row in rows if shown is None or row["municipality"] in shown]
    return [drawn(part) for part in evenly(own, ROWS)]


def _placed(rows: Iterable[Row], first: float) -> list[Row]:
    """Rows below each other, the middle of the first so many rows from the top."""
    return [row | {"down": ROW * (first + place)} for place, row in enumerate(rows)]


def _rows(payment: str, records: Records, facts: Mapping[str, Fact]) -> list[Row]:
    """A row per district: what is written, where its line begins and ends, and each scenario."""
    name = f"allocation.{payment}"
    signs = _signs(payment, records)
    rows: list[Row] = []
    for key, municipality in records.municipalities_by_key().items():
        for number, district in enumerate(municipality.districts):
            swing = f"{name}.swing.{district.id}"
            rows.append(
                vega.columns(
                    name=facts[f"{key}.districts.{number}.name"],
                    amount=facts[f"{name}.amount.{district.id}.rounded"],
                    swing=facts[f"{swing}.swing"],
                )
                | {
                    "municipality": municipality.id,
                    "smallest": int(facts[f"{swing}.smallest"].value),
                    "largest": int(facts[f"{swing}.largest"].value),
                    "kronor": int(facts[f"{name}.amount.{district.id}.rounded"].value),
                    "others": [
                        {
                            "kronor": int(
                                facts[f"{name}.scenario.{scenario}.{district.id}.amount"].value
                            ),
                            "sign": sign,
                        }
                        for scenario, sign in signs.items()
                    ],
                }
            )
    return rows


def _signs(payment: str, records: Records) -> dict[str, str]:
    """Scenario → its sign."""
    return dict(zip(records.allocations[payment].scenarios, cycle(SIGNS), strict=False))


def _legend(payment: str, records: Records, facts: Mapping[str, Fact]) -> list[Row]:
    """A row per scenario: its title and its sign."""
    key = f"config.allocation.{payment}.scenarios"
    return [
        vega.columns(title=facts[f"{key}.{scenario}.title"]) | {"sign": sign}
        for scenario, sign in _signs(payment, records).items()
    ]
