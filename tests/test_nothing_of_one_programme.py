"""Code and templates serve any programme: no name of this repository's own stands in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from conftest import ROOT

from delrapport import ingest
from delrapport.records import Records

SEARCHED = ("workflow", "templates", "Snakefile", "profiles")
TEXTS = {".py", ".smk", ".j2", ".css", ".txt", ".json", ".rst", ".yaml", ""}


def names(records: Records) -> Iterator[str]:
    """What would tell that a text is about the repository's programme."""
    programme = records.programme
    yield from (programme.id, programme.name, programme.grant, *programme.indicators)
    yield from programme.other_variables
    yield from (programme.agency.name, programme.agency.genitive, *programme.agency.addresses)
    yield from (decision.reference for decision in programme.decisions)
    for municipality in programme.municipalities:
        boards = [board.name for board in municipality.boards]
        for place in (municipality, *municipality.districts):
            yield from (place.id, place.name, place.genitive)
        yield from (municipality.code, *boards)
    for edition in records.editions:
        yield from (
            edition.title,
            edition.number,
            edition.dnr,
            edition.isbn.print,
            edition.isbn.pdf,
        )
        yield from (edition.signatory.name, *(author.name for author in edition.authors))
        yield from edition.interviewers
    for file in records.followed():
        yield from (file.followed.id, file.followed.name, file.followed.short)


def texts() -> Iterator[tuple[Path, str]]:
    for name in SEARCHED:
        root = ROOT / name
        for path in sorted(root.rglob("*")) if root.is_dir() else [root]:
            if path.is_file() and path.suffix in TEXTS:
                yield path, path.read_text(encoding="utf-8")


def test_no_name_of_the_repository_s_programme_stands_in_code_and_templates() -> None:
    wanted = {each for each in names(ingest.ingest_records(ROOT / "data/raw")) if each}
    either = "|".join(re.escape(each) for each in sorted(wanted, key=len, reverse=True))
    named = re.compile(rf"(?<![\wåäöÅÄÖ-])(?:{either})(?![\wåäöÅÄÖ])")
    found = {
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path, text in texts()
        for match in named.finditer(text)
    }
    assert not found
