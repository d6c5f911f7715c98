"""The facts of a round of interviews: who was asked, when, and about what."""

from __future__ import annotations

from collections.abc import Iterator

from delrapport import swedish
from delrapport.coverage import SIDES, coverage
from delrapport.declared import Cell, Declared
from delrapport.models import GuidesFile
from delrapport.records import Records, key_of


def of_round(guides: GuidesFile, records: Records) -> Iterator[Declared]:
    round_ = guides.round
    name = f"interviews.{round_}"
    lists = {f.municipality: f"{key_of(f)}.interviewees" for f in records.round(round_)}
    key = f"{key_of(guides)}.guides"
    # Before anybody is interviewed, the guides alone say that there is a round.
    everywhere = tuple(lists.values()) or (key,)

    def count(id_: str, cell: Cell, inputs: tuple[str, ...] = everywhere) -> Declared:
        return Declared(f"{name}.{id_}", "count", cell, inputs, "number of interviewees")

    yield count("persons", Cell("rounds", (round_,), "persons"))
    yield Declared(f"{name}.guides", "count", len(guides.guides), (key,), "number of guides")
    for group in guides.groups:
        yield count(
            f"group.{group.id}", Cell("interviewees_by_group", (round_, group.id), "persons")
        )
    for side in SIDES:
        yield count(f"side.{side}", Cell("interviewees_by_side", (round_, side), "persons"))
    for municipality in records.programme.municipalities:
        here = municipality.id
        inputs = (lists[here],) if here in lists else (key,)
        yield count(f"in.{here}", Cell("interviewees_in_all", (round_, here), "persons"), inputs)
        for group in guides.groups:
            cell = Cell("interviewees_by_municipality", (round_, here, group.id), "persons")
            yield count(f"in.{here}.{group.id}", cell, inputs)
    for municipality in records.programme.municipalities:
        for side in SIDES:
            here = municipality.id
            cell = Cell("interviewees_by_municipality_and_side", (round_, here, side), "persons")
            yield count(f"in.{here}.side.{side}", cell, (lists.get(here, key),))
    yield from _weeks(records, round_)
    yield from _coverage(guides, records)


def _coverage(guides: GuidesFile, records: Records) -> Iterator[Declared]:
    """Which roles were asked about each theme: `coverage.spring.long-term.alby`."""
    if records.codebook is None:
        return
    lists = {f.municipality: f"{key_of(f)}.interviewees" for f in records.round(guides.round)}
    key = f"{key_of(guides)}.guides"
    for row in coverage(records, guides.round):
        name = f"coverage.{guides.round}.{row.theme.id}"
        roles = " ".join(row.roles)
        yield Declared(f"{name}.roles", "text", roles, (key,), "roles whose guide has the theme")
        for municipality in row.asked:
            inputs = (key, lists.get(municipality, key))
            written = row.written(municipality)
            yield Declared(f"{name}.in.{municipality}", "text", written, inputs, "roles asked")


def _weeks(records: Records, round_: str) -> Iterator[Declared]:
    """When a round's interviews were made and its texts checked, from the first to the last."""
    name = f"interviews.{round_}"
    for field in ("weeks", "checked"):
        files = [file for file in records.round(round_) if getattr(file, field)]
        if not files:
            continue
        spans = [getattr(file, field) for file in files]
        inputs = tuple(f"{key_of(file)}.{field}" for file in files)
        written = swedish.weeks(min(s.first for s in spans), max(s.last for s in spans))
        year = min(span.year for span in spans)
        yield Declared(f"{name}.{field}", "text", written, inputs, "first to last week")
        yield Declared(f"{name}.{field}-year", "year", year, inputs, "earliest year")
