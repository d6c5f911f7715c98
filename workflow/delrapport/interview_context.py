"""What templates can name of the rounds that a report rests on, and of the codebook."""

from __future__ import annotations

from typing import Any

from delrapport.config import Report
from delrapport.printing import Printer, Sourced
from delrapport.records import Records


def context(records: Records, wanted: Report, printer: Printer) -> dict[str, Any]:
    """By round id: guides, interviews, the codes that answers are coded by, and their themes."""
    guides = {round_: records.guide_file(round_) for round_ in wanted.rounds}
    codes = {round_: frozenset(file.codes) for round_, file in guides.items()}
    book = records.codebook and printer.field(records.codebook, "raw.codebook.codebook")

    def themes(round_: str) -> list[Sourced]:
        found = book.themes if book else []
        return [each for each in found if codes[round_] & {code.id for code in each.plain.codes}]

    def notable(first: str, last: str, most: int) -> list[str]:
        """The codes of both rounds whose known answers changed in most municipalities."""
        both = [
            code.id.plain
            for theme in themes(last)
            for code in theme.codes
            if code.id.plain in codes[first] & codes[last]
        ]
        changed = {code: printer.value(f"shift.{code}.{first}.{last}.changed") for code in both}
        most_first = sorted(both, key=lambda code: -int(changed[code]))
        return [code for code in most_first[:most] if changed[code]]

    return {
        "codebook": book,
        "guides_of": {id_: printer.file(file) for id_, file in guides.items()},
        "interviews_of": {
            round_: [printer.file(file) for file in records.round(round_)]
            for round_ in wanted.rounds
        },
        "codes_of": codes,
        "themes_of": {round_: themes(round_) for round_ in wanted.rounds},
        # Those of the report's own round, by id.
        "theme_of": {theme.id.plain: theme for theme in themes(wanted.round)},
        "notable_shifts": notable,
    }
