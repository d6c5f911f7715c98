"""What may be concluded of districts, by rules that the codebook declares; never why.

An indicator meets a rule where it improved, and by more than in what it is compared with. A
district meets it in so many indicators. What is missing makes neither a yes nor a no of itself: a
district is unknown where the missing values would decide.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from delrapport import claims
from delrapport.models import Conclusion, Municipality
from delrapport.records import Records
from delrapport.statistics import BETTER, COUNTRY, NOT_AVAILABLE, Place, Value

Changes = Mapping[tuple[str, Place], Value]
"""Indicator and place → its change over a rule's years."""
Met = Mapping[str, Mapping[str, bool | None]]
"""District → indicator → whether it meets a rule; None where it can't be told."""


@dataclass(frozen=True)
class Concluded:
    """A rule applied to all districts: which meet it, and the sentence that says so."""

    who: str
    clause: str
    met: tuple[str, ...]
    unknown: tuple[str, ...]


def met(rule: Conclusion, records: Records, changes: Changes) -> Met:
    """Which indicators meet the rule in which district."""
    return {
        id_: {
            file.indicator.id: _is_met(
                _improvement(records, changes, file.indicator.id, ("district", id_)),
                _other(rule, records, changes, file.indicator.id, municipality),
            )
            for file in records.indicators
        }
        for id_, (municipality, _) in records.districts().items()
    }


def _improvement(records: Records, changes: Changes, indicator: str, place: Place) -> Value:
    better = next(f.indicator.better for f in records.indicators if f.indicator.id == indicator)
    change = changes.get((indicator, place), NOT_AVAILABLE)
    return change if isinstance(change, str) else change * BETTER[better]


def _other(
    rule: Conclusion, records: Records, changes: Changes, indicator: str, within: Municipality
) -> Value:
    """What a district's improvement has to exceed."""
    if rule.than == "nothing":
        return Fraction(0)
    place = COUNTRY if rule.than == "country" else ("municipality", within.id)
    return _improvement(records, changes, indicator, place)


def _is_met(improvement: Value, other: Value) -> bool | None:
    if isinstance(improvement, str):
        return None
    if improvement <= 0:
        return False
    return None if isinstance(other, str) else improvement > other


def holds(at_least: int, indicators: Collection[bool | None]) -> bool | None:
    """Whether so many indicators meet a rule, whatever those that can't be told might be."""
    sure = sum(each is True for each in indicators)
    if sure >= at_least:
        return True
    return None if sure + sum(each is None for each in indicators) >= at_least else False


def conclude(rule: Conclusion, records: Records, met: Met) -> Concluded:
    """The rule's sentence: which districts meet it, and its phrase."""
    held = {id_: holds(rule.at_least, indicators.values()) for id_, indicators in met.items()}
    districts = {
        id_: claims.Place(id_, district.name, district.genitive)
        for id_, (_, district) in records.districts().items()
    }
    chosen = {id_: place for id_, place in districts.items() if held[id_]}
    others = {id_: place for id_, place in districts.items() if held[id_] is False}
    unknown = tuple(id_ for id_ in districts if held[id_] is None)
    who, plural = claims.holding(chosen, others, len(unknown), "district")
    phrase = rule.phrases.plural if plural else rule.phrases.singular
    return Concluded(who, f"{who} {phrase}", tuple(chosen), unknown)


def counted(records: Records, met: Met) -> Iterator[tuple[str, str, str]]:
    """Each district with the number of indicators that meet the rule, and which.

    The number is none where nothing is known of any indicator.
    """
    shorts = {file.indicator.id: file.indicator.short for file in records.indicators}
    for id_, indicators in met.items():
        which = [shorts[indicator] for indicator, each in indicators.items() if each]
        is_known = any(each is not None for each in indicators.values())
        yield id_, str(len(which)) if is_known else NOT_AVAILABLE, ", ".join(which)
