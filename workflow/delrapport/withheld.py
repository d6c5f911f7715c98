"""What may leave of a person who was interviewed, and of an answer: the four levels of `publish`.

A file of interviews says it for all in it; a person or an answer may say otherwise of itself.

    named      everything leaves
    role       of a person group, side, title and body, but neither name nor party nor note;
               of an answer who gave it, but no note
    aggregate  a person is counted and stands in no list; an answer counts for its municipality, and
               nobody is said to have given it
    no         nothing leaves, and nothing is counted

What may not leave stops here: no later stage reads it, so that none can print it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

from delrapport.models import Interviewee, InterviewsFile, Publish, RawFile, Segment
from delrapport.raw import Raw
from delrapport.rawyaml import Path_

Person = TypeVar("Person", Interviewee, Segment)

# List → level → the fields that stay; whatever the level, the others are as if never typed.
KEPT: Mapping[str, Mapping[Publish, frozenset[str]]] = {
    "interviewees": {
        "named": frozenset(Interviewee.model_fields),
        "role": frozenset({"group", "side", "title", "organisation", "districts"}),
        "aggregate": frozenset({"group", "side"}),
        "no": frozenset({"group"}),
    },
    "segments": {
        "named": frozenset(Segment.model_fields),
        "role": frozenset(Segment.model_fields) - {"note"},
        "aggregate": frozenset({"code", "answer", "districts", "section", "status"}),
        "no": frozenset({"code", "answer", "section", "status"}),
    },
}
# What is counted needs no name; of these no single value is printed either.
UNPRINTED: frozenset[Publish] = frozenset({"aggregate", "no"})


def without(file: InterviewsFile) -> InterviewsFile:
    """The file without what may not leave; each person and answer says its own level."""
    return file.model_copy(
        update={
            "interviewees": [_without(each, "interviewees", file) for each in file.interviewees],
            "segments": [_without(each, "segments", file) for each in file.segments],
        }
    )


def _without(each: Person, name: str, file: InterviewsFile) -> Person:
    level = file.level_of(each)
    # Built anew, so that what is left out has the value of a field that nobody typed.
    said = each.model_dump(include=set(KEPT[name][level]), exclude_unset=True)
    return type(each)(**said | {"publish": level})


def may_leave(file: RawFile, path: Path_) -> bool:
    """Whether the value at `path` of a raw file may be printed as it stands."""
    if not isinstance(file, InterviewsFile):
        return True
    match path:
        case ("interviewees" | "segments" as name, int(number), str(field), *_):
            level = file.level_of(getattr(file, name)[number])
            return level not in UNPRINTED and field in KEPT[name][level]
    return True


def names(raw: Raw) -> Iterator[str]:
    """The names that may not leave, but for those that a file or another person publishes."""
    people = [
        (person, file.level_of(person))
        for file in raw.records(InterviewsFile)
        for person in file.interviewees
        if person.name
    ]
    published = {person.name for person, level in people if level == "named"}
    yield from sorted({str(person.name) for person, _ in people} - published)
