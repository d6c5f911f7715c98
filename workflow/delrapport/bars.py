"""A payment's bars: what each district got, the largest amount first."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import altair as alt

from delrapport import swedish, vega
from delrapport.fact import Fact
from delrapport.lettering import Lettering
from delrapport.parting import evenly
from delrapport.records import Records

ROW, ROWS = 16.4, 30
"""The height of a row; how many fit on a page."""
BAR = 0.64
"""The part of its row that a bar fills."""
BEHIND = 3.5
"""From a bar to its amount."""

Row = dict[str, Any]


def plot_payments(
    payment: str,
    records: Records,
    facts: Mapping[str, Fact],
    colours: Mapping[str, str],
    fonts: Path,
    shown: Collection[str] | None = None,
) -> list[str]:
    """SVGs, one a page: per district its name, its municipality, a bar and the amount, in kronor.

    `shown` are the municipalities whose districts are drawn; None: all.

    All are on one scale. There is no axis, since every bar says its amount.
    """
    rows = _rows(payment, records, facts)
    width = Lettering(fonts, vega.SIZE).width
    municipalities = width(row["name"] for row in rows) + vega.GAP
    start = municipalities + width(row["municipality"] for row in rows) + vega.GAP
    end = vega.WIDTH - width(row["amount"] for row in rows) - BEHIND
    most = max([1, *(row["kronor"] for row in rows)])
    scale = alt.Scale(domain=[0, most], range=[start, end])
    kronor = alt.X("kronor:Q", axis=None, scale=scale)
    place = alt.Y("place:O", axis=None, scale=alt.Scale(paddingInner=1 - BAR, paddingOuter=0.2))
    ink, quiet = colours["ink"], colours["quiet"]

    def drawn(part: Sequence[Row]) -> str:
        chart = vega.chart(list(part)).encode(y=place)
        layers = [
            vega.written(chart, "name", ink, {"x": alt.value(0)}),
            vega.written(chart, "municipality", quiet, {"x": alt.value(municipalities)}),
            chart.mark_bar(color=colours["mid"]).encode(x=kronor),
            vega.written(chart, "amount", ink, {"x": kronor}, dx=BEHIND),
        ]
        return vega.draw(layers, ROW * len(part), facts, fonts)

    own = [row for row in rows if shown is None or row["within"] in shown]
    return [drawn(part) for part in evenly(own, ROWS)]


def _rows(payment: str, records: Records, facts: Mapping[str, Fact]) -> list[Row]:
    """A row per paid district, in the order of the chart; equal amounts in Swedish order."""
    rows: list[Row] = [
        vega.columns(
            name=facts[f"{key}.districts.{number}.name"],
            municipality=facts[f"{key}.name"],
            amount=amount,
        )
        | {"kronor": int(amount.value), "within": municipality.id}
        for key, municipality in records.municipalities_by_key().items()
        for number, district in enumerate(municipality.districts)
        if (amount := facts.get(f"payment.{payment}.{municipality.id}.{district.id}"))
    ]
    rows.sort(key=lambda row: (-row["kronor"], swedish.collation_key(row["name"])))
    return [row | {"place": place} for place, row in enumerate(rows)]
