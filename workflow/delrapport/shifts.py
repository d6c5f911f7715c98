"""How municipalities' answers to a code differ between two rounds of interviews."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import permutations

from delrapport import swedish, voices
from delrapport.claims import KNOWN
from delrapport.models import Answer, Code, Municipality

KINDS = (*KNOWN, "unknown")
SAME = "same"
# Every way that an answer may go from one round to the next; each municipality goes one of them.
WAYS = (*(f"{before}-{after}" for before, after in permutations(KINDS, 2)), SAME)
WRITTEN: Mapping[str, str] = {
    "yes": "ja",
    "no": "nej",
    "mixed": "både och",
    "unclear": "oklart",
    "not raised": swedish.EN_DASH,
}
DEFINITE = {"stad": "staden", "kommun": "kommunen"}


def way(before: Answer, after: Answer) -> str:
    """`no-yes`, or `same`; an answer that is unclear or wasn't given is unknown."""
    first, last = (answer if answer in KNOWN else "unknown" for answer in (before, after))
    return SAME if first == last else f"{first}-{last}"


def is_change(way_: str) -> bool:
    """Whether both answers are known, and differ."""
    return way_ != SAME and "unknown" not in way_


def sentence(code: Code, went: Mapping[str, Sequence[Municipality]], turn: int) -> str:
    """Whose answer has changed, from what to what; `went` has the ways that are changes."""
    first, *others = sorted(went, key=lambda way_: (-len(went[way_]), WAYS.index(way_)))
    told = _told(code, first, went[first], turn)
    rest = [f"i {_named(went[way_])} har det gått från {_from_to(way_)}" for way_ in others]
    return "; ".join([told, *rest])


def _told(code: Code, way_: str, who: Sequence[Municipality], turn: int) -> str:
    several = len(who) > 1
    subject = "de" if several else DEFINITE[who[0].form]
    after: Answer = next(answer for answer in KNOWN if way_.endswith(f"-{answer}"))
    clause = voices.clause(code, after, subject, plural=several)
    if turn % 2:
        whose = voices.clause(code, after, "som", plural=several).subordinate()
        return f"från {_from_to(way_)} har svaret gått i {_named(who)}, {whose}"
    return f"i {_named(who)} har svaret gått från {_from_to(way_)}: {clause.main()}"


def _from_to(way_: str) -> str:
    before, _, after = way_.partition("-")
    return f"”{WRITTEN[before]}” till ”{WRITTEN[after]}”"


def _named(who: Sequence[Municipality]) -> str:
    return swedish.named((each.name for each in who), "municipality")
