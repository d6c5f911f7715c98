"""What each role says in a round of interviews: code by code, municipality by municipality.

A role is a group of interviewees; a political group counts as two, its majority and its opposition.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from delrapport import answers, swedish
from delrapport.claims import KNOWN, Coded, Material, Place, together
from delrapport.coverage import SIDES, asking
from delrapport.models import Answer, Code, Group, GuidesFile, Municipality
from delrapport.records import Records, key_of

Verdict = Literal["agreed", "contested", "single", "unclear", "silent"]
POLITICIANS = {"majority": "majoritetens politiker", "opposition": "oppositionens politiker"}


@dataclass(frozen=True)
class Role:
    """Who may say something; its id is that of its group, or the side of a political one."""

    id: str
    group: Group

    def called(self, persons: int) -> str:
        """As the subject of a sentence about so many: `samordnaren`, `oppositionens politiker`."""
        if self.group.political:
            return POLITICIANS[self.id]
        if self.group.definite is None:
            return swedish.lower_first(self.group.title)
        return self.group.definite.one if persons == 1 else self.group.definite.several


@dataclass(frozen=True)
class Topic:
    """A code of the round, its theme, and its key among the raw fields."""

    code: Code
    theme: str
    key: str


@dataclass(frozen=True)
class Heard:
    """The answers of one round."""

    roles: Mapping[str, Role]
    topics: Mapping[str, Topic]
    """Code id → what the round is coded by, in the codebook's order."""
    persons: Mapping[str, Mapping[str, int]]
    """Municipality id → role id → how many were interviewed; only roles that were."""
    segments: Mapping[tuple[str, str], Sequence[Coded]]
    """(Municipality id, code id) → its segments."""
    places: Mapping[tuple[str, str], Mapping[str, Place]]
    """(Municipality id, unit) → the places that a code is answered for there."""
    _answers: Mapping[tuple[str, str], Mapping[str, Answer]]
    """(Role id, code id) → place id → answer; all roles together under an empty id."""

    @cached_property
    def tells_who(self) -> bool:
        """Whether the round's segments say whose answers they are."""
        return any(segment.role for own in self.segments.values() for segment in own)

    def answer(self, municipality: str, code: str, role: str = "") -> Answer:
        """What a municipality, or one role there, answers; mixed where its districts differ."""
        said = self._answers[role, code]
        places = self.places[municipality, self.topics[code].code.unit]
        return together({said[place] for place in places})

    def by_place(self, municipality: str, code: str, role: str = "") -> dict[str, Answer]:
        """The same for the municipality itself, or for each district where that is the unit."""
        said = self._answers[role, code]
        places = self.places[municipality, self.topics[code].code.unit]
        return {place: said[place] for place in places}

    def speakers(self, municipality: str, code: str) -> dict[str, dict[str, Answer]]:
        """Role id → its answer for each place, for the roles that touched on the code."""
        found = {role: self.by_place(municipality, code, role) for role in self.roles}
        return {role: said for role, said in found.items() if set(said.values()) != {"not raised"}}

    def asked(self, municipality: str, theme: str, guides: GuidesFile) -> list[str]:
        """The roles interviewed there whose guide has a question on the theme."""
        groups = asking(theme, guides)
        return [
            id_
            for id_, role in self.roles.items()
            if role.group in groups and id_ in self.persons.get(municipality, {})
        ]

    def verdict(self, municipality: str, code: str) -> Verdict:
        """Whether those who gave a known answer agree; `single` where only one role did."""
        speakers = self.speakers(municipality, code)
        known = [
            {place: answer for place, answer in said.items() if answer in KNOWN}
            for said in speakers.values()
        ]
        known = [said for said in known if said]
        if not known:
            return "unclear" if speakers else "silent"
        if len(known) == 1:
            return "single"
        differs = any(
            len({said[place] for said in known if place in said}) > 1
            for place in self.places[municipality, self.topics[code].code.unit]
        )
        return "contested" if differs else "agreed"


def roles_of(guides: GuidesFile) -> dict[str, Role]:
    """The roles of a round by id, in the order of its groups."""
    return {
        id_: Role(id_, group)
        for group in guides.groups
        for id_ in (SIDES if group.political else (group.id,))
    }


def hear(records: Records, guides: GuidesFile) -> Heard:
    """The answers of a round; needs a codebook."""
    said = answers.material(records, guides.round)
    roles, topics = roles_of(guides), _topics(said, guides)
    of_role = {
        role: replace(said, segments=[each for each in said.segments if each.role == role])
        for role in roles
    }
    segments: dict[tuple[str, str], list[Coded]] = {}
    for each in said.segments:
        segments.setdefault((each.municipality, each.code), []).append(each)
    return Heard(
        roles,
        topics,
        _persons(records, guides),
        segments,
        {
            (municipality.id, unit): _places(municipality, unit, said)
            for municipality in records.programme.municipalities
            for unit in ("municipality", "district")
        },
        {
            (role, id_): material.answers(topic.code)
            for role, material in {"": said, **of_role}.items()
            for id_, topic in topics.items()
        },
    )


def _topics(said: Material, guides: GuidesFile) -> dict[str, Topic]:
    key = "raw.codebook.codebook.themes"
    return {
        code.id: Topic(code, theme.id, f"{key}.{t}.codes.{c}")
        for t, theme in enumerate(said.codebook.themes)
        for c, code in enumerate(theme.codes)
        if code.id in guides.codes
    }


def _persons(records: Records, guides: GuidesFile) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for file in records.round(guides.round):
        here = found.setdefault(file.municipality, {})
        for person in file.counted():
            role = person.side or person.group
            here[role] = here.get(role, 0) + 1
    return found


def _places(municipality: Municipality, unit: str, said: Material) -> dict[str, Place]:
    if unit == "municipality":
        return {municipality.id: said.municipalities[municipality.id]}
    return {district.id: said.districts[district.id][1] for district in municipality.districts}


def fallbacks(records: Records, guides: GuidesFile) -> dict[str, str]:
    """Municipality id → what answers that nobody gave rest on: who was asked, or the guides."""
    found = {each.id: f"{key_of(guides)}.guides" for each in records.programme.municipalities}
    for file in records.round(guides.round):
        found[file.municipality] = f"{key_of(file)}.interviewees"
    return found
