"""Drawings of payments, each by its kind and the payment."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from delrapport.bars import plot_payments
from delrapport.country import Country
from delrapport.dots import plot_scenarios
from delrapport.facts import Fact
from delrapport.maps import map_payments
from delrapport.models import Figure
from delrapport.records import Records


def draw_payments(
    figure: Figure,
    payment: str,
    records: Records,
    facts: Mapping[str, Fact],
    country: Country,
    colours: Mapping[str, str],
    fonts: Path,
) -> str:
    """The SVG of a payment's bars, map or scenarios; raises ValueError for another figure."""
    match figure:
        case "payments chart":
            return plot_payments(payment, records, facts, colours, fonts)
        case "payments map":
            return map_payments(payment, records, facts, country, colours, fonts)
        case "scenarios chart":
            return plot_scenarios(payment, records, facts, colours, fonts)
        case _:
            raise ValueError(f"a {figure} shows no payment")
