"""Who says what, as Swedish sentences: agreement, disagreement and answers that aren't clear.

A codebook's phrase is a predicate that begins with its finite verb: "följer upp insatserna". It
yields the clauses "att kommunen följer upp insatserna" and "enligt samordnarna följer kommunen upp
insatserna". Sentences begin with a small letter and have no full stop; `turn` decides their form,
so that those which follow each other begin differently.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from delrapport import claims, swedish
from delrapport.claims import Place
from delrapport.coverage import SIDES
from delrapport.models import Answer, Code

# All who were asked; and all who answered, where others who were asked say nothing.
EVERYBODY, ANSWERING = "alla som fick frågan", "alla som tar upp frågan"
# The same of several questions.
OF_SEVERAL = {EVERYBODY: "alla som fick frågorna", ANSWERING: "alla som tar upp frågorna"}
# As many roles as that aren't listed after another has been named: they are the rest, of those
# who were asked or of those who answer.
MANY = 3
OTHERS, OTHERS_ANSWERING = "de andra", "de andra som tar upp frågan"
BOTH_SIDES = "majoritetens och oppositionens politiker"
NO_CLEAR_ANSWER = "ger inget klart svar"
PRONOUN = "den"
VERBS = ("säger", "uppger", "berättar", "svarar")
# The order in which answers are told, and the adverb where the codebook has no phrase of its own.
TOLD: tuple[Answer, ...] = ("yes", "mixed", "no")
PARTLY, WHOLLY = "delvis", "helt"


@dataclass(frozen=True)
class Subject:
    """What the answers speak of: how it is called first, and once it has been named."""

    first: str
    again: str
    plural: bool = False


@dataclass(frozen=True)
class Clause:
    """A subject with its predicate, in the three orders that Swedish has for them."""

    subject: str
    verb: str
    adverb: str
    rest: str

    def main(self) -> str:
        """`kommunen följer delvis upp insatserna`."""
        return _joined(self.subject, self.verb, self.adverb, self.rest)

    def subordinate(self) -> str:
        """`kommunen delvis följer upp insatserna`, after "att", "som", "om" and "medan"."""
        return _joined(self.subject, self.adverb, self.verb, self.rest)

    def inverted(self) -> str:
        """`följer kommunen delvis upp insatserna`, after an adverbial."""
        return _joined(self.verb, self.subject, self.adverb, self.rest)


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def clause(code: Code, answer: Answer, subject: str, *, plural: bool) -> Clause:
    """What a known answer says of a subject; "both" is the yes in part, unless it has a phrase."""
    partly = answer == "mixed" and "mixed" not in code.answers
    phrase = claims.predicate(code, "yes" if partly else answer, plural=plural)
    verb, _, rest = phrase.partition(" ")
    adverb = PARTLY if partly else ""
    if rest.startswith("inte "):
        adverb, rest = _joined(adverb, "inte"), rest.removeprefix("inte ")
    return Clause(subject, verb, adverb, rest)


@dataclass(frozen=True)
class View:
    """What some roles say in the same words."""

    who: str
    clauses: tuple[Clause, ...]
    count: int

    def subordinate(self) -> str:
        return " medan ".join(each.subordinate() for each in self.clauses)

    def inverted(self) -> str:
        first, *others = self.clauses
        return " medan ".join([first.inverted(), *(each.subordinate() for each in others)])


Said = Mapping[str, Mapping[str, Answer]]
"""Role id → place id → answer."""
Answered = tuple[tuple[Answer, tuple[str, ...]], ...]
"""Known answers, each with the places that it is given for."""


def sentence(
    code: Code,
    said: Said,
    names: Mapping[str, str],
    asked: Sequence[str],
    subject: Subject,
    places: Mapping[str, Place],
    turn: int,
) -> str:
    """What the roles in `said` say of a code, in one sentence.

    `names` calls each role; `asked` are the roles that were asked, whether they answered or not.
    `subject` is the municipality: a code whose unit is the district speaks of `places` by name.
    """
    groups: dict[Answered, list[str]] = {}
    for role, by_place in said.items():
        groups.setdefault(_known(by_place), []).append(role)
    unclear = groups.pop((), [])
    ordered = sorted(groups, key=_order)
    against = len(ordered) == 2 and not unclear
    if against:
        ordered.sort(key=lambda answered: len(groups[answered]) >= MANY)
    views: list[View] = []
    for answered in ordered:
        roles = groups[answered]
        if against and views and len(roles) >= MANY:
            who = OTHERS if set(said) == set(asked) else OTHERS_ANSWERING
        else:
            who = _who(roles, names, asked if len(roles) == len(said) else None)
        own = _subjects(code, answered, subject, places, ordered[0] if views else None)
        parts = zip(answered, own, strict=True)
        clauses = [clause(code, answer, s.first, plural=s.plural) for (answer, _), s in parts]
        if views and len(clauses) == len(views[0].clauses) == 1:
            clauses = [_short(clauses[0], views[0].clauses[0])]
        views.append(View(who, tuple(clauses), len(roles)))
    if not views:
        whole = _whole(code, subject, places)
        wondered = clause(code, "yes", whole.first, plural=whole.plural)
        return _unclear(_listed(unclear, names), wondered, turn)
    alone = len(asked) > 2 and len(said) == 1
    told = _agreed(views[0], turn, alone=alone) if len(views) == 1 else _contested(views, turn)
    return f"{told}; {_listed(unclear, names)} {NO_CLEAR_ANSWER}" if unclear else told


def shared(code: Code, said: Said) -> tuple[object, ...] | None:
    """Who says one thing of which places; codes that have this in common can be `joined`.

    None where somebody differs from the others, or between districts, or has no clear answer.
    """
    answers = {_known(by_place) for by_place in said.values()}
    if len(answers) > 1 or len(known := answers.pop()) != 1:
        return None
    return (code.unit, known[0][1], *said)


def joined(
    spoken: Sequence[tuple[Code, Said]],
    names: Mapping[str, str],
    asked: Sequence[str],
    subject: Subject,
    places: Mapping[str, Place],
    turn: int,
) -> str:
    """What the same roles say of several codes, which are `shared`, in one sentence."""
    said = spoken[0][1]
    clauses = []
    for number, (code, by_role) in enumerate(spoken):
        known = _known(next(iter(by_role.values())))
        (own,) = _subjects(code, known, subject, places, known if number else None)
        called = PRONOUN if number > 1 and not own.plural else own.first
        clauses.append(clause(code, known[0][0], called, plural=own.plural))
    told = swedish.listing([f"att {each.subordinate()}" for each in clauses])
    who = _who(list(said), names, asked)
    who = OF_SEVERAL.get(who, who)
    verb = VERBS[turn // 4 % len(VERBS)]
    alone = len(said) == 1
    match turn % 4:
        case 0:
            return f"{who} {verb} {told}"
        case 1:
            return f"enligt {who} gäller {told}"
        case 2 if alone:
            raises = f"bara {who} tar upp frågorna och" if len(asked) > 2 else who
            return f"{raises} {verb} {told}"
        case 2:
            return f"{who} är överens om {told}"
        case _:
            return f"{who} {'menar' if alone else 'är eniga om'} {told}"


def _who(roles: Sequence[str], names: Mapping[str, str], asked: Sequence[str] | None) -> str:
    """The roles by name, or as all; `asked` is given where they are all that answered."""
    if asked is not None and len(roles) > 2 and set(roles) == set(asked):
        return EVERYBODY
    return ANSWERING if asked is not None and len(roles) > 3 else _listed(roles, names)


def _short(clause: Clause, first: Clause) -> Clause:
    """The clause without what it would only repeat of the first one."""
    if clause.rest != first.rest or first.adverb not in ("", PARTLY):
        return clause
    if first.adverb == PARTLY:
        same = clause.verb == first.verb and not clause.adverb
        return Clause("det", "stämmer", "", WHOLLY) if same else clause
    if clause.adverb == PARTLY and clause.verb == first.verb:
        return Clause("det", "stämmer", PARTLY, "")
    if clause.verb == "saknar":
        return Clause(clause.subject, "har" if first.verb == "har" else "gör", "inte", "det")
    return clause


def _known(by_place: Mapping[str, Answer]) -> Answered:
    found = [
        (answer, tuple(place for place, each in by_place.items() if each == answer))
        for answer in TOLD
    ]
    return tuple((answer, places) for answer, places in found if places)


def _order(answered: Answered) -> list[int]:
    return [TOLD.index(answer) for answer, _ in answered]


def _listed(roles: Sequence[str], names: Mapping[str, str]) -> str:
    called = [names[role] for role in roles]
    if set(SIDES) <= set(roles):
        place = roles.index(next(iter(SIDES)))
        called = [name for role, name in zip(roles, called, strict=True) if role not in SIDES]
        called.insert(place, BOTH_SIDES)
        if len(called) == 2:
            return " samt ".join(called)
    return swedish.listing(called)


def _subjects(
    code: Code,
    answered: Answered,
    subject: Subject,
    places: Mapping[str, Place],
    before: Answered | None,
) -> list[Subject]:
    """How each answer calls what it speaks of; `before` is what the sentence has said already."""
    if code.unit == "municipality":
        return [Subject(subject.again if before else subject.first, subject.again)]
    if before is not None and len(before) == len(answered) == 1 and before[0][1] == answered[0][1]:
        several = len(answered[0][1]) > 1
        return [Subject("de" if several else PRONOUN, "", several)]
    return [_named([places[id_] for id_ in ids]) for _, ids in answered]


def _named(places: Sequence[Place]) -> Subject:
    ordered = claims.in_order({place.id: place for place in places})
    return Subject(swedish.listing([place.name for place in ordered]), "", len(ordered) > 1)


def _whole(code: Code, subject: Subject, places: Mapping[str, Place]) -> Subject:
    return subject if code.unit == "municipality" else _named(list(places.values()))


def _agreed(view: View, turn: int, *, alone: bool) -> str:
    """One view: of one role, or of several that agree."""
    verb = VERBS[turn // 4 % len(VERBS)]
    match turn % 4:
        case 0:
            return f"{view.who} {verb} att {view.subordinate()}"
        case 1:
            return f"enligt {view.who} {view.inverted()}"
        case 2 if view.count > 1:
            return f"{view.who} är överens om att {view.subordinate()}"
        case 2 if alone:
            return f"bara {view.who} tar upp frågan och {verb} att {view.subordinate()}"
        case 2:
            return f"{view.who} menar att {view.subordinate()}"
        case _ if view.count > 1:
            return f"att {view.subordinate()} är {view.who} eniga om"
        case _:
            return f"att {view.subordinate()} {verb} {view.who}"


def _contested(views: Sequence[View], turn: int) -> str:
    """Several views, told one after the other."""
    first, second, *more = views
    verb = VERBS[turn // 4 % len(VERBS)]
    if more or any(len(view.clauses) > 1 for view in views):
        told = [f"{view.who} {verb} att {view.subordinate()}" for view in views]
        opening = "uppfattningarna skiljer sig åt" if turn % 2 else "svaren går isär"
        return f"{opening}: {'; '.join(told)}"
    match turn % 4:
        case 0:
            return (
                f"{first.who} {verb} att {first.subordinate()}, "
                f"medan {second.who} menar att {second.subordinate()}"
            )
        case 1:
            return (
                f"enligt {first.who} {first.inverted()}, "
                f"men {second.who} {verb} att {second.subordinate()}"
            )
        case 2:
            return (
                f"svaren går isär: enligt {first.who} {first.inverted()}, "
                f"enligt {second.who} {second.inverted()}"
            )
        case _:
            return (
                f"att {first.subordinate()} {verb} {first.who}, "
                f"medan {second.who} menar att {second.subordinate()}"
            )


def _unclear(who: str, wondered: Clause, turn: int) -> str:
    if turn % 2:
        return f"om {wondered.subordinate()} ger {who} inget klart svar på"
    return f"{who} {NO_CLEAR_ANSWER} på om {wondered.subordinate()}"
