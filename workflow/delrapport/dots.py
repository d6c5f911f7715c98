"""An allocation's scenarios as dots: for each district its amount by every rule, on one line."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import altair as alt

from delrapport import vega
from delrapport.facts import Fact
from delrapport.lettering import Lettering
from delrapport.records import Records

ROW = 16.4
DOT, RING = 34, 26
"""Areas of the dots of the declared rule and of the others."""
INSET = 5.0
"""From the columns of text to the outermost dots."""

Row = dict[str, Any]


def plot_scenarios(
    payment: str,
    records: Records,
    facts: Mapping[str, Fact],
    colours: Mapping[str, str],
    fonts: Path,
) -> str:
    """An SVG: per district its name, a line from its smallest to its largest amount, and the swing.

    The declared rule is a full dot, every scenario a ring. Districts stand in the programme's
    order; amounts are kronor on one scale from 0.
    """
    rows = _rows(payment, records, facts)
    others = _others(payment, records, facts)
    width = Lettering(fonts, vega.SIZE).width
    start = width(row["name"] for row in rows) + vega.GAP + INSET
    end = vega.WIDTH - width(row["swing"] for row in rows) - vega.GAP - INSET
    most = max([1, *(row["largest"] for row in rows)])
    scale = alt.Scale(domain=[0, most], range=[start, end])
    place = alt.Y("place:O", axis=None, scale=alt.Scale(paddingInner=0.5, paddingOuter=0.25))
    chart, rings = (vega.chart(data).encode(y=place) for data in (rows, others))
    amount = alt.X("kronor:Q", axis=None, scale=scale)
    span = {"x": alt.X("smallest:Q", axis=None, scale=scale), "x2": "largest:Q"}
    deep, mid = colours["deep"], colours["mid"]
    layers = [
        vega.written(chart, "name", colours["ink"], {"x": alt.value(0)}),
        chart.mark_rule(color=mid, strokeWidth=1.2).encode(**span),
        rings.mark_point(
            shape="circle", fill="#ffffff", stroke=mid, strokeWidth=1.2, size=RING
        ).encode(x=amount),
        chart.mark_point(shape="circle", fill=deep, stroke=deep, size=DOT).encode(x=amount),
        vega.written(chart, "swing", colours["quiet"], {"x": alt.value(vega.WIDTH)}, align="right"),
    ]
    return vega.draw(layers, ROW * len(rows), facts, fonts)


def _rows(payment: str, records: Records, facts: Mapping[str, Fact]) -> list[Row]:
    """A row per district: what is written, and where its line begins and ends."""
    name = f"allocation.{payment}"
    rows: list[Row] = []
    for key, municipality in records.municipalities_by_key().items():
        for number, district in enumerate(municipality.districts):
            swing = f"{name}.swing.{district.id}"
            rows.append(
                vega.columns(
                    name=facts[f"{key}.districts.{number}.name"], swing=facts[f"{swing}.swing"]
                )
                | {
                    "place": len(rows),
                    "smallest": int(facts[f"{swing}.smallest"].value),
                    "largest": int(facts[f"{swing}.largest"].value),
                    "kronor": int(facts[f"{name}.amount.{district.id}.rounded"].value),
                }
            )
    return rows


def _others(payment: str, records: Records, facts: Mapping[str, Fact]) -> list[Row]:
    """A row per district and scenario."""
    name = f"allocation.{payment}.scenario"
    return [
        {"place": place, "kronor": int(facts[f"{name}.{scenario}.{district}.amount"].value)}
        for scenario in records.allocations[payment].scenarios
        for place, district in enumerate(records.districts())
    ]
