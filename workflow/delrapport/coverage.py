"""Who was asked about what: question themes × roles × municipalities.

A role is a group of interviewees; a political group counts as two, its majority (M) and its
opposition (O), since a municipality where only one of them was heard is half heard.
"""

from __future__ import annotations

from dataclasses import dataclass

from delrapport.models import Group, GuidesFile, InterviewsFile, Theme
from delrapport.records import Records

SIDES = {"majority": "M", "opposition": "O"}
NOBODY = "\N{EN DASH}"
EVERYBODY = "\N{BULLET}"


@dataclass(frozen=True)
class Row:
    """One theme: the roles whose guide asks about it, and who of them was asked where."""

    theme: Theme
    roles: tuple[str, ...]
    asked: dict[str, tuple[str, ...]]
    """Municipality id → the roles asked there, in the order of `roles`."""

    def written(self, municipality: str) -> str:
        """Which of the theme's roles were asked in a municipality: a bullet for all, or a dash."""
        asked = self.asked[municipality]
        if asked == self.roles:
            return EVERYBODY
        return " ".join(asked) or NOBODY


def coverage(records: Records, round_: str) -> list[Row]:
    """A row for each theme that any guide of the round asks about, in the codebook's order."""
    assert records.codebook is not None
    guides = records.guide_file(round_)
    heard = {file.municipality: _heard(file, guides) for file in records.round(round_)}
    rows = []
    for theme in records.codebook.themes:
        roles = tuple(role for group in asking(theme.id, guides) for role in roles_of(group))
        asked = {
            municipality.id: tuple(r for r in roles if r in heard.get(municipality.id, set()))
            for municipality in records.programme.municipalities
        }
        if roles:
            rows.append(Row(theme, roles, asked))
    return rows


def roles_of(group: Group) -> tuple[str, ...]:
    """The letters that a group goes by in tables."""
    return tuple(SIDES.values()) if group.political else (group.short,)


def asking(theme: str, guides: GuidesFile) -> list[Group]:
    """The groups whose guide has a question on the theme."""
    having = {g.id for g in guides.guides for q in g.questions if q.theme == theme}
    return [group for group in guides.groups if group.guide in having]


def _heard(file: InterviewsFile, guides: GuidesFile) -> set[str]:
    groups = {group.id: group for group in guides.groups}
    return {
        SIDES[person.side] if person.side else groups[person.group].short
        for person in file.counted()
    }
