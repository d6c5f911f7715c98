"""The signs that stand for a figure in a table, as official statistics writes them.

A sign is read aloud in words: in the HTML it is an abbreviation with its spoken form, in the PDF a
text with an alternative. What the signs of a table mean is said under it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

from delrapport import swedish
from delrapport.statistics import NOT_APPLICABLE, NOT_AVAILABLE, SUPPRESSED

NIL = swedish.EN_DASH


@dataclass(frozen=True)
class Symbol:
    """How a sign is read aloud, and what is said of it under a table."""

    spoken: str
    meaning: str


LESS = Symbol("mindre än hälften av enheten", "mindre än hälften av enheten")
SYMBOLS = {
    "..": Symbol("uppgift saknas", "uppgift saknas"),
    ".": Symbol("inte tillämpligt", "uppgift kan inte förekomma"),
    # The sign of Trafikanalys: "undertryckt uppgift, på grund av röjanderisk". Others have ".." for
    # this too (Statistics Sweden), which would not tell a secret from a gap.
    "U": Symbol("undertryckt uppgift", "undertryckt, för att inte röja något om enskilda"),
    NIL: Symbol("noll", "inget att redovisa"),
    "0": LESS,
    "0,0": LESS,
    "0,00": LESS,
    "0,0000": LESS,
}
# Why a quantity has no value, as tables and `Fact.value` have it, and its sign.
MISSING: dict[int | str, str] = {
    NOT_AVAILABLE: "..",
    NOT_APPLICABLE: ".",
    SUPPRESSED: "U",
}

MARKUP = Markup('<abbr title="{}">{}</abbr>')
_MARKED = re.compile(r'<abbr title="[^"]*">([^<]*)</abbr>')


def nil_or(written: str, value: int | Fraction) -> str:
    """A quantity in a table, where nil is a dash: what is written as zero is more than nil."""
    return written if value else NIL


def marked(sign: str) -> Markup:
    """A sign with its spoken form."""
    return MARKUP.format(SYMBOLS[sign].spoken, sign)


def legend(table: Markup) -> Markup:
    """What the signs that occur in a table mean, each once; empty where there are none."""
    found = set(_MARKED.findall(table))
    said = [
        Markup("<dfn>{}</dfn> {}").format(sign, symbol.meaning)
        for sign, symbol in SYMBOLS.items()
        if sign in found
    ]
    return Markup("{}.").format(Markup("; ").join(said)) if said else Markup()
