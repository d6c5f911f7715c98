"""How the money flowed, as facts: from payments, by the years of use, to targets of measures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from delrapport.fact import Fact
from delrapport.flow import Link, from_newest
from delrapport.records import Records, key_of
from delrapport.use_of_money import ALL, Use

# The words of the tables.
BROUGHT, UNSPENT = "Överfört från året före", "Inte använt"
CARRIED, LEFT = "Överförs till nästa år", "Kvar efter sista året"
WORDS = (BROUGHT, CARRIED, LEFT, UNSPENT)
KEPT, PAST = ("carried", "unspent"), "past "
"""What never reaches a year of use, and what the way past these is called by."""


@dataclass(frozen=True)
class Node:
    """A bar: what it is called, by a fact or a word, and the fact of its amount.

    Without an amount it only leads a band past the bars of its column.
    """

    name: Fact | None = None
    word: str = ""
    amount: Fact | None = None


Columns = tuple[dict[str, Node], dict[str, Node], dict[str, Node]]
"""Payments, years of use, and targets with what was not used; bars by name, from above."""


def flow_of(year: str, records: Records, facts: Mapping[str, Fact]) -> tuple[Columns, list[Link]]:
    """What flows in one year, or in all years (`ALL`), and every bar that something flows through.

    Raises KeyError for a year in which nothing was used.
    """
    years = [each for each in Use(records).years if year in (each, ALL)]
    if not years:
        raise KeyError(year)
    links = _links(years, records, facts)
    flowing = {name for link in links for name in (link.source, link.target)}
    left, middle, right = (
        {name: node for name, node in column.items() if name in flowing}
        for column in _columns(year, years, records, facts)
    )
    return (left, middle, right), links


def is_past(link: Link) -> bool:
    """Whether it goes past the years of use."""
    return link.source.startswith(PAST) or link.target.startswith(PAST)


def _columns(
    year: str, years: Sequence[str], records: Records, facts: Mapping[str, Fact]
) -> Columns:
    """Every bar that there may be."""
    used = Use(records).payments
    spoken = {str(file.year): f"{key_of(file)}.year" for file in records.activities}
    left = {"brought": Node(None, BROUGHT, facts[f"use.{years[0]}.brought"])} | {
        used[each]: Node(facts[f"payment.{used[each]}.month"], amount=facts[f"use.{each}.received"])
        for each in years
    }
    middle = {each: Node(facts[spoken[each]], amount=facts[f"use.{each}.spent"]) for each in years}
    right = {
        id_: Node(
            facts[f"raw.indicator.{id_}.indicator.short"],
            amount=facts[f"use.{year}.target.{id_}"],
        )
        for id_ in _targets(years, records, facts)
    }
    left_over = LEFT if year == ALL else CARRIED
    right["carried"] = Node(None, left_over, facts[f"use.{years[-1]}.carried"])
    right["unspent"] = Node(None, UNSPENT, facts[f"use.{year}.unspent"])
    return left, middle | {PAST + name: Node() for name in KEPT}, right


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
    used_in = Use(records).payments
    stock = {"brought": kronor(years[0], "brought")}
    for year in years:
        payment = used_in[year]
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
