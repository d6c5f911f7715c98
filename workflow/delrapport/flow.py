"""A flow of amounts through columns of bars: where each bar and band lies, to the krona.

Every amount has the same height everywhere, on one scale. Bands leave and reach a bar in the order
of the bars that they lead to and come from, so that none crosses another without need, and side by
side they fill it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Link:
    """An amount from a bar to one of a later column, by their names."""

    source: str
    target: str
    amount: int


@dataclass(frozen=True)
class Bar:
    """A bar from its top downwards."""

    name: str
    column: int
    top: float
    height: float

    @property
    def bottom(self) -> float:
        return self.top + self.height


@dataclass(frozen=True)
class Band:
    """A link's band: its upper edge where it leaves and where it arrives, and its height."""

    link: Link
    leaves: float
    arrives: float
    height: float


@dataclass(frozen=True)
class Layout:
    bars: dict[str, Bar]
    bands: list[Band]


def layout(
    columns: Sequence[Sequence[str]], links: Sequence[Link], height: float, gap: float
) -> Layout:
    """Bars of every column from the top, `gap` apart and each column centred, and their bands.

    `columns` name the bars in order. A bar is as high as what reaches it or leaves it; raises
    ValueError where both are there and differ, so that nothing is lost on the way.
    """
    amounts = {name: _amount(name, links) for column in columns for name in column}
    scale = min(
        (height - gap * (len(column) - 1)) / max(1, sum(amounts[name] for name in column))
        for column in columns
    )
    bars: dict[str, Bar] = {}
    for number, column in enumerate(columns):
        whole = scale * sum(amounts[name] for name in column) + gap * (len(column) - 1)
        top = (height - whole) / 2
        for name in column:
            bars[name] = Bar(name, number, top, scale * amounts[name])
            top = bars[name].bottom + gap
    return Layout(bars, _bands(bars, links, scale))


def _amount(name: str, links: Sequence[Link]) -> int:
    """What flows through a bar."""
    reaches = [link.amount for link in links if link.target == name]
    leaves = [link.amount for link in links if link.source == name]
    if reaches and leaves and sum(reaches) != sum(leaves):
        raise ValueError(f"{sum(reaches)} reach {name}, and {sum(leaves)} leave it")
    return sum(reaches or leaves)


def _bands(bars: Mapping[str, Bar], links: Sequence[Link], scale: float) -> list[Band]:
    order = {name: place for place, name in enumerate(bars)}
    leaving = {name: bar.top for name, bar in bars.items()}
    arriving = dict(leaving)
    bands = []
    # By source, then target: the next band begins where the one before ended, on either side.
    for link in sorted(links, key=lambda each: (order[each.source], order[each.target])):
        thick = scale * link.amount
        bands.append(Band(link, leaving[link.source], arriving[link.target], thick))
        leaving[link.source] += thick
        arriving[link.target] += thick
    return bands


def from_newest(carried: int, stock: Mapping[str, int]) -> dict[str, int]:
    """Of which payments the amount is that is carried over: the newest, which stands last, first.

    What was paid first is used first. Raises ValueError where more is carried than there is.
    """
    found: dict[str, int] = {}
    for payment in reversed(list(stock)):
        found[payment] = min(carried - sum(found.values()), stock[payment])
    if sum(found.values()) != carried:
        raise ValueError(f"{carried} are carried over of {sum(stock.values())}")
    return {payment: found[payment] for payment in stock}
