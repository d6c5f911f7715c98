"""Invented interviews for the rounds that have invented guides: roles, and what each of them says.

A municipality leans towards an answer to a code: what its measures show, where they do; otherwise
yes or no. Where it said one of them in the round before, it mostly keeps to it. Whoever is asked
mostly says what it leans towards, so that roles agree on some codes and differ on others. Nobody
has a name, a party or an office.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from delrapport.activities import ActivitiesFile
from delrapport.models import (
    Answer,
    Code,
    Codebook,
    Edition,
    GuidesFile,
    Interviewee,
    InterviewsFile,
    Municipality,
    Programme,
    Segment,
    Weeks,
)
from delrapport.problems import Mendable
from delrapport.synthetic import Files, Span, between, one_in, one_of, source
from delrapport.synthetic_shown import shown

Side = Literal["majority", "opposition"]
Mode = Literal["telephone", "visit", "video"]
Leanings = Mapping[tuple[str, str], Answer]
"""Municipality and code → the answer that it leans towards."""

SIDES: tuple[Side, ...] = ("majority", "opposition")
SECTION = "Påhittad intervju"
VISITS: Span = (14, 23)
"""The first round is visits, made so many weeks before the month of its report, the last first."""
CALLS: Span = (20, 26)
"""Later ones are calls; likewise."""
MOST = 8
"""People interviewed in a municipality, where it has no more roles."""


class RoundError(Mendable):
    """A round can't be invented; the text is one line that says why."""


@dataclass(frozen=True)
class Role:
    """A group, or one of the sides of a political group, and the codes that its answers give."""

    group: str
    side: Side | None
    codes: tuple[Code, ...]

    def __str__(self) -> str:
        return self.side or self.group


@dataclass(frozen=True)
class Round:
    """A round of interviews: the roles that are asked, by what means, and when it may be."""

    id: str
    roles: tuple[Role, ...]
    modes: tuple[Mode, ...]
    first: date
    """A Monday."""
    weeks: int


def interviews(
    programme: Programme,
    guides: Iterable[GuidesFile],
    editions: Iterable[Edition],
    codebook: Codebook | None,
    coded: Iterable[InterviewsFile],
    used: Iterable[ActivitiesFile],
    seed: int,
) -> Files:
    """A file a round and municipality; `coded` are the interviews that were made before.

    `used` says what the money goes to in the years of the interviews.

    Raises RoundError where a round is no edition's, or nothing can be coded.
    """
    files: Files = {}
    leanings = _coded(coded)
    uses = {(file.municipality, file.year): file for file in used}
    for round_ in _rounds(guides, editions, codebook):
        leanings = _leanings(round_, programme, leanings, uses, seed)
        for municipality in programme.municipalities:
            name = f"interviews/{round_.id}/{municipality.id}.yaml"
            files[name] = _file(round_, municipality, leanings, seed)
    return files


# --- Rounds ----------------------------------------------------------------------------------


def _rounds(
    guides: Iterable[GuidesFile], editions: Iterable[Edition], codebook: Codebook | None
) -> Iterator[Round]:
    """The rounds in the order of their reports."""
    months = {edition.id: edition.month for edition in editions}
    guides = list(guides)
    if codebook is None:
        raise RoundError("interviews are coded by a codebook, and there is none")
    for file in guides:
        if file.round not in months:
            raise RoundError(f"the round '{file.round}' is called like no edition")
    for number, file in enumerate(sorted(guides, key=lambda file: months[file.round])):
        visits = number == 0
        last, first = VISITS if visits else CALLS
        year, month = map(int, months[file.round].split("-"))
        begins = date(year, month, 1)
        monday = begins - timedelta(days=begins.weekday(), weeks=first)
        modes: tuple[Mode, ...] = ("visit",) if visits else ("telephone", "video")
        yield Round(file.round, tuple(_roles(file, codebook)), modes, monday, first - last + 1)


def _roles(file: GuidesFile, codebook: Codebook) -> Iterator[Role]:
    """Every role with the round's codes of the themes that its guide asks about."""
    asked = {guide.id: {question.theme for question in guide.questions} for guide in file.guides}
    for group in file.groups:
        codes = tuple(
            code
            for theme in codebook.themes
            if theme.id in asked[group.guide]
            for code in theme.codes
            if code.id in file.codes
        )
        for side in SIDES if group.political else (None,):
            yield Role(group.id, side, codes)


# --- Leanings --------------------------------------------------------------------------------


def _coded(files: Iterable[InterviewsFile]) -> Leanings:
    """What was said of municipalities before, where it was plainly yes or no."""
    said: dict[tuple[str, str], set[Answer]] = {}
    for file in files:
        for segment in file.segments:
            said.setdefault((file.municipality, segment.code), set()).add(segment.answer)
    plain: tuple[Answer, ...] = ("yes", "no")
    return {key: each for key, answers in said.items() for each in plain if answers == {each}}


def _leanings(
    round_: Round,
    programme: Programme,
    before: Leanings,
    uses: Mapping[tuple[str, int], ActivitiesFile],
    seed: int,
) -> Leanings:
    """Three in four stay as they were; of the others, and of new ones, half are yes."""
    found = dict(before)
    places = [municipality.id for municipality in programme.municipalities]
    for code in {code.id: None for role in round_.roles for code in role.codes}:
        facts = {place: shown(code, uses.get((place, round_.first.year))) for place in places}
        about = {place: f"{seed}/{round_.id}/{place}/{code}" for place in places}
        for place, fact in facts.items():
            kept = before.get((place, code))
            if fact:
                found[place, code] = fact
            elif kept is None or one_in(4, f"{about[place]}/changes"):
                found[place, code] = one_of(("yes", "no"), f"{about[place]}/leans")
        # All alike would leave nothing to compare.
        drawn = [place for place, fact in facts.items() if not fact]
        if drawn and len(places) > 1 and len({found[place, code] for place in places}) == 1:
            odd = min(drawn, key=lambda place: between(f"{about[place]}/odd", 0, 10**6))
            found[odd, code] = _opposite(found[odd, code])
    return found


# --- One municipality ------------------------------------------------------------------------


def _file(
    round_: Round, municipality: Municipality, leanings: Leanings, seed: int
) -> InterviewsFile:
    about = f"{seed}/{round_.id}/{municipality.id}"
    heard = _heard(round_.roles, about)
    return InterviewsFile(
        source=source(seed, " Ingen har intervjuats, och ingen har sagt det som står här."),
        round=round_.id,
        municipality=municipality.id,
        mode=one_of(round_.modes, f"{about}/mode"),
        weeks=_weeks(round_, about),
        publish="role",
        interviewees=list(_people(heard, about)),
        segments=[
            segment
            for role in heard
            for code in role.codes
            for segment in _segments(role, code, municipality, leanings, about)
        ],
    )


def _heard(roles: Sequence[Role], about: str) -> list[Role]:
    """Mostly all roles; in one municipality of five one of them could not be had."""
    missing = between(f"{about}/missing", 1, len(roles) - 1) if one_in(5, f"{about}/lacks") else 0
    return [role for number, role in enumerate(roles) if not missing or number != missing]


def _weeks(round_: Round, about: str) -> Weeks:
    """One week, or two that follow each other in one year."""
    start = between(f"{about}/week", 0, round_.weeks - 1)
    length = between(f"{about}/weeks", 0, min(1, round_.weeks - 1 - start))
    year, first, _ = (round_.first + timedelta(weeks=start)).isocalendar()
    other, last, _ = (round_.first + timedelta(weeks=start + length)).isocalendar()
    return Weeks(year=year, first=first, last=last if other == year else first)


def _people(heard: Sequence[Role], about: str) -> Iterator[Interviewee]:
    """One of each role heard, and a few more."""
    more = between(f"{about}/more", 0, max(0, min(3, MOST - len(heard))))
    seconds = [between(f"{about}/more/{number}", 0, len(heard) - 1) for number in range(more)]
    for place, role in enumerate(heard):
        for _ in range(1 + seconds.count(place)):
            person = Interviewee(group=role.group)
            yield person.model_copy(update={"side": role.side}) if role.side else person


def _segments(
    role: Role, code: Code, municipality: Municipality, leanings: Leanings, about: str
) -> Iterator[Segment]:
    """What a role says of a code, and of a district where it is otherwise there."""
    leaning = leanings[municipality.id, code.id]
    asked = f"{about}/{code.id}"
    answer = _answer(leaning, f"{asked}/{role}")
    yield _segment(role, code, answer)
    several = code.unit == "district" and len(municipality.districts) > 1
    if several and one_in(3, f"{asked}/differs") and one_in(2, f"{asked}/{role}/differs"):
        district = one_of(municipality.districts, f"{asked}/district")
        if answer == leaning:
            differing = _segment(role, code, _opposite(leaning))
            yield differing.model_copy(update={"districts": [district.id]})


def _answer(leaning: Answer, about: str) -> Answer:
    """In four cases of five what the municipality leans towards."""
    if not one_in(5, f"{about}/otherwise"):
        return leaning
    others: tuple[Answer, ...] = (_opposite(leaning), "mixed", "unclear", "not raised")
    return one_of([each for each in others if each != leaning], f"{about}/how")


def _opposite(answer: Answer) -> Answer:
    return "no" if answer == "yes" else "yes"


def _segment(role: Role, code: Code, answer: Answer) -> Segment:
    segment = Segment(
        code=code.id, answer=answer, group=role.group, section=SECTION, status="coded"
    )
    return segment.model_copy(update={"side": role.side}) if role.side else segment
