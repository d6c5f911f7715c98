"""The facts of what interviews say: each role's answers, who agrees, and what changes over rounds.

`said.runda-2.aby.started` is a municipality's answer, `said.runda-2.aby.started.staff` a role's;
`voice.runda-2.aby.started` says in a sentence who says what, of this code and of those of its theme
of which the same roles agree as well. All of them rest on coded segments.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, groupby

from delrapport import shifts, swedish, voices
from delrapport.claims import KNOWN
from delrapport.declared import Declared
from delrapport.heard import Heard, fallbacks, hear
from delrapport.models import Answer, GuidesFile, Municipality
from delrapport.records import Records
from delrapport.shifts import DEFINITE, WRITTEN

# How a table says whether roles agree, and what is counted.
AGREEMENT = {
    "agreed": "eniga",
    "contested": "oeniga",
    "single": "en roll",
    "unclear": "oklart",
    "silent": swedish.EN_DASH,
}
VERDICTS = {
    "agreed": "codes on which several roles agree",
    "contested": "codes on which roles differ",
    "single": "codes on which one role has a known answer",
    "unclear": "codes without a known answer",
    "silent": "codes that nobody raised",
}


def of_answers(records: Records) -> Iterator[Declared]:
    """Every fact of the coded answers of all rounds; none comes before what it rests on."""
    if records.codebook is None:
        return
    rounds = [(guides, hear(records, guides)) for guides in records.guides]
    for guides, heard in rounds:
        yield from _said(guides, heard, records)
        yield from _counted(guides.round, heard, records)
        if heard.tells_who:
            yield from _voices(guides, heard, records)
            yield from _agreement(guides.round, heard, records)
    for (before, first), (after, last) in combinations(rounds, 2):
        yield from _shifts((before.round, after.round), (first, last), records)


def _said(guides: GuidesFile, heard: Heard, records: Records) -> Iterator[Declared]:
    for here, silence in fallbacks(records, guides).items():
        for code in heard.topics:
            segments = heard.segments.get((here, code), [])
            for role in ("", *(heard.roles if heard.tells_who else ())):
                keys = tuple(each.key for each in segments if role in ("", each.role))
                answer = WRITTEN[heard.answer(here, code, role)]
                name = ".".join(filter(None, (_name(guides.round, here, code), role)))
                yield Declared(name, "claim", answer, keys or (silence,), "coded answer")


def _name(round_: str, municipality: str, code: str) -> str:
    return f"said.{round_}.{municipality}.{code}"


def _counted(round_: str, heard: Heard, records: Records) -> Iterator[Declared]:
    """How many municipalities gave each answer, and which: `answers.runda-2.started.yes`."""
    municipalities = records.programme.municipalities
    for code in heard.topics:
        inputs = tuple(_name(round_, each.id, code) for each in municipalities)
        for answer in WRITTEN:
            who = [each for each in municipalities if heard.answer(each.id, code) == answer]
            name = f"answers.{round_}.{code}.{answer.replace(' ', '-')}"
            yield from _who(name, who, inputs, f"municipalities that answer {answer}")
        unknown = [each for each in municipalities if heard.answer(each.id, code) not in KNOWN]
        name = f"answers.{round_}.{code}.unknown"
        yield from _who(name, unknown, inputs, "municipalities without a known answer")


def _who(
    name: str, who: Sequence[Municipality], inputs: tuple[str, ...], rule: str
) -> Iterator[Declared]:
    """A count of municipalities, and which they are."""
    yield Declared(name, "count", len(who), inputs, f"number of {rule}")
    listed = swedish.named((each.name for each in who), "municipality") or swedish.EN_DASH
    yield Declared(f"{name}.names", "claim", listed, inputs, rule)


def _voices(guides: GuidesFile, heard: Heard, records: Records) -> Iterator[Declared]:
    """The sentences; those of a theme call the municipality by name in the first of them."""
    for place, municipality in enumerate(records.programme.municipalities):
        here, turn = municipality.id, place
        for _, codes in groupby(heard.topics, key=lambda code: heard.topics[code].theme):
            spoken = [code for code in codes if heard.speakers(here, code)]
            for number, told in enumerate(_together(here, spoken, heard)):
                definite = DEFINITE[municipality.form]
                first = definite if number else municipality.name
                subject = voices.Subject(first, voices.PRONOUN if number else definite)
                yield _voice(guides, heard, municipality, told, subject, turn)
                turn += 1


def _together(here: str, codes: Sequence[str], heard: Heard) -> list[list[str]]:
    """Codes that make one sentence, each sentence where its first code stands."""
    found: dict[object, list[str]] = {}
    for code in codes:
        alike = voices.shared(heard.topics[code].code, heard.speakers(here, code))
        found.setdefault(alike or code, []).append(code)
    return list(found.values())


def _voice(
    guides: GuidesFile,
    heard: Heard,
    municipality: Municipality,
    codes: Sequence[str],
    subject: voices.Subject,
    turn: int,
) -> Declared:
    here, first = municipality.id, heard.topics[codes[0]]
    persons = heard.persons.get(here, {})
    spoken = [(heard.topics[id_].code, heard.speakers(here, id_)) for id_ in codes]
    said_by = (
        {id_: role.called(persons.get(id_, 0)) for id_, role in heard.roles.items()},
        heard.asked(here, first.theme, guides),
        subject,
        heard.places[here, first.code.unit],
        turn,
    )
    (code, said), *more = spoken
    text = voices.joined(spoken, *said_by) if more else voices.sentence(code, said, *said_by)
    name = f"voice.{guides.round}.{here}.{codes[0]}"
    # The codebook's phrases are part of the sentence, and its status that of the sentence.
    inputs = (
        *(heard.topics[id_].key for id_ in codes),
        *(f"{_name(guides.round, here, id_)}.{role}" for id_ in codes for role in said),
    )
    return Declared(name, "claim", text, inputs, "who says what, as coded")


def _agreement(round_: str, heard: Heard, records: Records) -> Iterator[Declared]:
    """On how many codes roles agree, by municipality; and in how many municipalities, by code."""
    municipalities = records.programme.municipalities
    verdicts = {
        (each.id, code): heard.verdict(each.id, code)
        for each in municipalities
        for code in heard.topics
    }
    for each in municipalities:
        name = f"agreement.{round_}.{each.id}"
        inputs = tuple(_name(round_, each.id, code) for code in heard.topics)
        asked = len(heard.topics)
        yield Declared(f"{name}.asked", "count", asked, inputs, "number of codes")
        for verdict, rule in VERDICTS.items():
            count = sum(verdicts[each.id, code] == verdict for code in heard.topics)
            yield Declared(f"{name}.{verdict}", "count", count, inputs, f"number of {rule}")
        for code in heard.topics:
            own = (_name(round_, each.id, code),)
            written = AGREEMENT[verdicts[each.id, code]]
            yield Declared(f"{name}.{code}", "claim", written, own, "whether roles agree")
    for code in heard.topics:
        inputs = tuple(_name(round_, each.id, code) for each in municipalities)
        for verdict in VERDICTS:
            who = [each for each in municipalities if verdicts[each.id, code] == verdict]
            name = f"agreement.{round_}.code.{code}.{verdict}"
            yield from _who(name, who, inputs, f"municipalities: {verdict}")


def _shifts(
    rounds: tuple[str, str], heard: tuple[Heard, Heard], records: Records
) -> Iterator[Declared]:
    """How each code's answers went from one round to another: `shift.started.r-1.r-2.no-yes`."""
    municipalities = records.programme.municipalities
    for turn, (code, went) in enumerate(ways(*heard, municipalities).items()):
        name = f"shift.{code}.{'.'.join(rounds)}"
        inputs = tuple(_name(round_, each.id, code) for each in municipalities for round_ in rounds)
        for way in shifts.WAYS:
            rule = f"municipalities whose answer went {way}"
            yield from _who(f"{name}.{way}", went.get(way, []), inputs, rule)
        changes = {way: who for way, who in went.items() if shifts.is_change(way)}
        ids = {each.id for own in changes.values() for each in own}
        who = [each for each in municipalities if each.id in ids]
        yield from _who(f"{name}.changed", who, inputs, "municipalities with another known answer")
        if changes:
            topic = heard[1].topics[code]
            text = shifts.sentence(topic.code, changes, turn)
            yield Declared(name, "claim", text, (topic.key, *inputs), "whose answer changed")


def ways(
    first: Heard, last: Heard, municipalities: Sequence[Municipality]
) -> dict[str, Mapping[str, list[Municipality]]]:
    """Code id → way → the municipalities that went it, for the codes of both rounds."""
    found: dict[str, Mapping[str, list[Municipality]]] = {}
    for code in first.topics.keys() & last.topics.keys():
        went: dict[str, list[Municipality]] = {}
        for each in municipalities:
            answers: list[Answer] = [heard.answer(each.id, code) for heard in (first, last)]
            went.setdefault(shifts.way(*answers), []).append(each)
        found[code] = went
    return {code: found[code] for code in last.topics if code in found}
