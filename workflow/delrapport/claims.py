"""Comparisons between places, computed from coded interviews.

A claim asks one question of the material, such as "which municipalities have an organisation of
their own?", and is answered by a subject and a predicate. What nobody said counts as unknown, never
as no: "alla utom" needs every answer, and a count says how many answers it rests on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from delrapport import swedish
from delrapport.models import Answer, Claim, Code, Codebook, Phrases, Quantifier
from delrapport.problems import Mendable

KNOWN: tuple[Answer, ...] = ("yes", "no", "mixed")
PLACES = {1: "störst", 2: "näst störst", 3: "tredje störst"}


@dataclass(frozen=True)
class Place:
    """A municipality or district that a code is answered for."""

    id: str
    name: str
    genitive: str


@dataclass(frozen=True)
class Coded:
    """One segment where it stands: of which place it speaks, and what it says."""

    code: str
    municipality: str
    districts: tuple[str, ...]
    answer: Answer
    key: str
    """The key of the segment among the raw fields."""
    role: str = ""
    """Who says it: a group's id, or a political group's side; empty where the source is silent."""


@dataclass(frozen=True)
class Sentence:
    """A claim evaluated: subject and predicate, and what it was computed from."""

    who: str
    whose: str
    clause: str
    places: tuple[str, ...]
    """Ids of the places that the subject names or counts."""
    inputs: tuple[str, ...]


class EmptyClaimError(Mendable):
    """Nothing is known that the claim could be computed from."""


@dataclass(frozen=True)
class Material:
    """The coded material of a round, and the places that it may speak of."""

    codebook: Codebook
    municipalities: Mapping[str, Place]
    districts: Mapping[str, tuple[str, Place]]
    """District id → its municipality's id and itself."""
    segments: Sequence[Coded]

    def code(self, id_: str) -> Code:
        return next(
            code for theme in self.codebook.themes for code in theme.codes if code.id == id_
        )

    @cached_property
    def _by_code(self) -> Mapping[str, list[Coded]]:
        found: dict[str, list[Coded]] = {}
        for segment in self.segments:
            found.setdefault(segment.code, []).append(segment)
        return found

    @cached_property
    def _within(self) -> Mapping[str, list[str]]:
        """Municipality id → its districts."""
        found: dict[str, list[str]] = {}
        for district, (municipality, _) in self.districts.items():
            found.setdefault(municipality, []).append(district)
        return found

    def of(self, code: str) -> list[Coded]:
        return self._by_code.get(code, [])

    def places(self, code: Code) -> dict[str, Place]:
        if code.unit == "municipality":
            return dict(self.municipalities)
        return {id_: place for id_, (_, place) in self.districts.items()}

    def answers(self, code: Code) -> dict[str, Answer]:
        """Every place's answer to a code; "not raised" where the material says nothing.

        Segments that disagree about a municipality make it mixed: a part that differs is shown,
        not averaged away. A segment on a municipality as a whole speaks for its districts, but for
        those that have one of their own.
        """
        said: dict[str, set[Answer]] = {place: set() for place in self.places(code)}
        own = {
            district
            for segment in self.of(code.id)
            if segment.answer != "not raised"
            for district in segment.districts
        }
        for segment in self.of(code.id):
            for place in self._spoken_of(code, segment, own):
                said[place].add(segment.answer)
        return {place: together(answers) for place, answers in said.items()}

    def _spoken_of(self, code: Code, segment: Coded, own: Collection[str]) -> Iterable[str]:
        """The places that a segment answers for; `own` are districts that have an own answer."""
        if code.unit == "municipality":
            return [segment.municipality]
        here = self._within.get(segment.municipality, [])
        return segment.districts or [district for district in here if district not in own]


def together(answers: set[Answer]) -> Answer:
    """One answer from several segments: agreement, or mixed where they differ."""
    said = answers - {"not raised"}
    if not said:
        return "not raised"
    return said.pop() if len(said) == 1 else "mixed"


def predicate(code: Code, answer: Answer, *, plural: bool) -> str:
    """The phrase that an answer yields; that of "no" is the negated "yes" unless it has its own."""
    phrases: Phrases | None = code.answers.get(answer)
    if phrases is None:
        negated = code.answers["yes"].negated
        if answer != "no" or negated is None:
            raise EmptyClaimError(f"the code '{code.id}' has no phrase for {answer}")
        return negated
    return phrases.plural if plural else phrases.singular


def evaluate(claim: Claim, material: Material) -> Sentence:
    """A claim about a code as a sentence; raises EmptyClaimError where nothing is known."""
    assert claim.code is not None
    code = material.code(claim.code)
    if claim.form == "exception":
        return _exception(code, material)
    assert claim.answer is not None
    tally = _tally(code, claim.answer, material)
    subject = _subject(claim.form, tally, material.codebook.quantifiers)
    # "Ingen kommun" and a single name take the singular, as does "en av nio kommuner".
    clause = f"{subject.who} {predicate(code, claim.answer, plural=subject.plural)}"
    inputs = tuple(segment.key for segment in material.of(code.id))
    return Sentence(subject.who, subject.whose, clause, tuple(tally.chosen), inputs)


@dataclass(frozen=True)
class _Tally:
    """Which places gave the answer that is asked for, of how many whose answer is known."""

    chosen: Mapping[str, Place]
    others: Mapping[str, Place]
    """Known, with another answer."""
    unknown: int
    unit: str
    where: str
    """What sets those that are known apart from all."""

    @property
    def known(self) -> int:
        return len(self.chosen) + len(self.others)


@dataclass(frozen=True)
class _Subject:
    who: str
    whose: str
    plural: bool


def _tally(code: Code, answer: Answer, material: Material) -> _Tally:
    places, answers = material.places(code), material.answers(code)
    known = {id_ for id_, each in answers.items() if each in KNOWN or each == answer}
    if not known:
        raise EmptyClaimError(f"no answer to the code '{code.id}' is known")
    chosen = {id_: place for id_, place in places.items() if answers[id_] == answer}
    others = {id_: place for id_, place in places.items() if id_ in known - set(chosen)}
    where = "svaret är känt" if answer in KNOWN else "frågan togs upp"
    return _Tally(chosen, others, len(places) - len(known), code.unit, where)


def _subject(form: str, tally: _Tally, quantifiers: Sequence[Quantifier]) -> _Subject:
    match form:
        case _ if not tally.chosen:
            return _none(tally)
        case "list" if tally.others or tally.unknown:
            return _listed(tally)
        case "list" | "complement" if not tally.others and not tally.unknown:
            return _all(tally)
        case "complement" if _are_most(tally) and _can_be_named(tally.others):
            return _all_but(tally)
        case "quantifier":
            return _quantified(tally, quantifiers)
        case _:
            return _counted(tally)


def _are_most(tally: _Tally) -> bool:
    """Whether the places that are asked for are known to be more than the others."""
    return not tally.unknown and len(tally.others) < len(tally.chosen)


def _can_be_named(places: Collection[str]) -> bool:
    return len(places) <= swedish.MOST_NAMED


def _listed(tally: _Tally) -> _Subject:
    """The places by name; of too many how many they are, and of how many."""
    named = _named(tally.chosen, tally.unit)
    if _can_be_named(tally.chosen):
        return named
    return replace(_counted(tally), whose=named.whose)


def _named(places: Mapping[str, Place], unit: str) -> _Subject:
    """Places by name, or how many they are where those are too many names."""
    if _can_be_named(places):
        return _by_name(places)
    who = swedish.named((place.name for place in places.values()), unit)
    return _Subject(who, f"{who}s", plural=True)


def _by_name(places: Mapping[str, Place]) -> _Subject:
    """Places by name, however many."""
    ordered = in_order(places)
    names, genitives = [p.name for p in ordered], [p.genitive for p in ordered]
    return _Subject(swedish.listing(names), swedish.listing(genitives), len(ordered) > 1)


def in_order(places: Mapping[str, Place]) -> list[Place]:
    """Places in the Swedish order of their names."""
    return sorted(places.values(), key=lambda place: swedish.collation_key(place.name))


def _none(tally: _Tally) -> _Subject:
    singular, _ = swedish.NOUNS[tally.unit]
    if tally.unknown:
        who = f"ingen {singular} där {tally.where}"
        return _Subject(who, who, plural=False)
    return _Subject(f"ingen {singular}", f"ingen {singular}s", plural=False)


def _all(tally: _Tally) -> _Subject:
    _, plural = swedish.NOUNS[tally.unit]
    if tally.known == 1:
        return _named(tally.chosen, tally.unit)
    if tally.known == 2:
        definite = f"{plural}na"
        return _Subject(f"båda {definite}", f"båda {definite}s", plural=True)
    return _Subject(f"alla {plural}", f"alla {plural}s", plural=True)


def _all_but(tally: _Tally) -> _Subject:
    _, plural = swedish.NOUNS[tally.unit]
    who = f"alla {plural} utom {_named(tally.others, tally.unit).who}"
    return _Subject(who, who, plural=True)


def _counted(tally: _Tally) -> _Subject:
    """How many of how many; with unknown answers, of those that are known."""
    singular, plural = swedish.NOUNS[tally.unit]
    chosen, known = len(tally.chosen), tally.known
    if not tally.unknown and chosen == known:
        return _all(tally)
    which = f"{plural} där {tally.where}" if tally.unknown else plural
    if chosen == known == 1:
        who = f"den enda {singular} där {tally.where}"
    elif chosen == known == 2:
        who = f"båda {plural}na där {tally.where}"
    elif chosen == known:
        who = f"alla {swedish.count(known)} {which}"
    else:
        article = "de " if tally.unknown else ""
        who = f"{swedish.count(chosen)} av {article}{swedish.count(known)} {which}"
    return _Subject(who, who, plural=chosen > 1)


def _quantified(tally: _Tally, quantifiers: Sequence[Quantifier]) -> _Subject:
    """The first declared word that fits; a single place is named, all are "alla"."""
    _, plural = swedish.NOUNS[tally.unit]
    chosen, total = len(tally.chosen), tally.known + tally.unknown
    if chosen == 1:
        return _named(tally.chosen, tally.unit)
    if chosen == total:
        return _all(tally)
    for quantifier in quantifiers:
        enough = quantifier.more_than is None or Fraction(chosen, total) > Fraction(
            quantifier.more_than
        )
        if chosen >= quantifier.at_least and enough:
            who = f"{quantifier.word} {_after(quantifier.word, plural)}"
            return _Subject(who, f"{who}s", plural=True)
    return _counted(tally)


def _after(word: str, plural: str) -> str:
    """The noun's form after a quantifier: "flera kommuner", but "de flesta kommunerna"."""
    return f"{plural}na" if word.startswith("de ") else plural


def _exception(code: Code, material: Material) -> Sentence:
    """The districts whose answer differs from what is said of their municipality as a whole."""
    differing = _differing(code, material)
    if not differing:
        raise EmptyClaimError(f"no district differs from its municipality on '{code.id}'")
    answers = set(differing.values())
    if len(answers) > 1:
        several = ", ".join(sorted(answers))
        raise EmptyClaimError(f"districts differ in several ways on '{code.id}' ({several})")
    named = {district: _within(material, district) for district in differing}
    # Their number alone would not say from what they are excepted.
    subject = _by_name(named)
    clause = f"{subject.who} {predicate(code, answers.pop(), plural=subject.plural)}"
    inputs = tuple(segment.key for segment in material.of(code.id))
    return Sentence(subject.who, subject.whose, clause, tuple(named), inputs)


def _differing(code: Code, material: Material) -> dict[str, Answer]:
    """District id → its known answer, where that of its municipality is known and another."""
    whole: dict[str, set[Answer]] = {}
    parts: dict[str, set[Answer]] = {}
    for segment in material.of(code.id):
        for district in segment.districts:
            parts.setdefault(district, set()).add(segment.answer)
        if not segment.districts:
            whole.setdefault(segment.municipality, set()).add(segment.answer)
    found: dict[str, Answer] = {}
    for district, answers in parts.items():
        municipality, _ = material.districts[district]
        own, other = together(answers), together(whole.get(municipality, set()))
        if own in KNOWN and other in KNOWN and own != other:
            found[district] = own
    return found


def _within(material: Material, district: str) -> Place:
    municipality, place = material.districts[district]
    name = material.municipalities[municipality].name
    return Place(district, f"{place.name} i {name}", f"{place.genitive} i {name}")


def gap(places: Mapping[str, Place], nobody: str, inputs: Sequence[str]) -> Sentence:
    """Where nobody of a group was interviewed: "i Alby intervjuades ingen rektor"."""
    if not places:
        who = "alla kommuner"
        clause = f"i {who} intervjuades minst en {nobody}"
    else:
        who = _named(places, "municipality").who
        clause = f"i {who} intervjuades ingen {nobody}"
    return Sentence(who, who, clause, tuple(places), tuple(inputs))


def extreme(
    place: int | str, holders: Mapping[str, Place], level: str, inputs: Sequence[str]
) -> Sentence:
    """Who got the largest part, the second largest, or the smallest; several where they tie."""
    rank = (
        "minst"
        if place == "last"
        else PLACES.get(int(place), f"{swedish.ordinal(int(place))} störst")
    )
    subject = _named(holders, level)
    part = f"de {rank}a delarna, lika stora," if subject.plural else f"{rank} del"
    clause = f"{part} fick {subject.who}"
    return Sentence(subject.who, subject.whose, clause, tuple(holders), tuple(inputs))


def holding(
    chosen: Mapping[str, Place], others: Mapping[str, Place], unknown: int, unit: str
) -> tuple[str, bool]:
    """The places that something holds for as a subject, and whether it takes the plural.

    They are named, or where they are the most and all is known, those that it doesn't hold for;
    more than can be named are counted.
    """
    tally = _Tally(chosen, others, unknown, unit, "det går att avgöra")
    subject = _subject("complement" if _are_most(tally) else "list", tally, ())
    return subject.who, subject.plural
