"""All raw data of a programme as one checked whole: what every later stage starts from."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from delrapport.models import (
    Chapter,
    ChapterFile,
    District,
    Edition,
    EditionsFile,
    GuidesFile,
    InterviewsFile,
    Municipality,
    PaymentFile,
    Programme,
    Statement,
    StatementsFile,
    Status,
)
from delrapport.raw import Raw

MARKED: tuple[Status, ...] = ("preliminary", "synthetic")


class Records(BaseModel):
    """Checked records; lists keep the order of the files' names and of what stands in them."""

    model_config = ConfigDict(frozen=True)

    programme: Programme
    editions: list[Edition]
    payments: list[PaymentFile]
    guides: list[GuidesFile]
    interviews: list[InterviewsFile]
    statements: list[Statement]
    chapters: dict[str, dict[str, Chapter]]
    """Report id → chapter id → chapter."""
    statuses: list[Status]
    """What the sources call themselves, where that is not "published": it marks the reports."""

    def edition(self, report: str) -> Edition:
        return next(edition for edition in self.editions if edition.id == report)

    def payment(self, payment: str) -> PaymentFile:
        return next(file for file in self.payments if file.payment.id == payment)

    def guide_file(self, round_: str) -> GuidesFile:
        return next(file for file in self.guides if file.round == round_)

    def round(self, round_: str) -> list[InterviewsFile]:
        """One round's interviews, in the programme's order of municipalities."""
        order = {each.id: place for place, each in enumerate(self.programme.municipalities)}
        files = [file for file in self.interviews if file.round == round_]
        return sorted(files, key=lambda file: order[file.municipality])

    def names(self) -> list[str]:
        """Every name of a place, board or programme that a text may mention."""
        found: list[str] = []
        for municipality in self.programme.municipalities:
            found += [municipality.name]
            found += [district.name for district in municipality.districts]
            found += [board.name for board in municipality.boards]
            found += [programme.name for programme in municipality.earlier_programmes]
        return found

    def districts(self) -> dict[str, tuple[Municipality, District]]:
        """District id → its municipality and itself, in the programme's order."""
        return {
            district.id: (municipality, district)
            for municipality in self.programme.municipalities
            for district in municipality.districts
        }


def assemble(raw: Raw) -> Records:
    """The records of raw files that are known to fit together."""
    found = {document.record.source.status for document in raw.documents}
    chapters: dict[str, dict[str, Chapter]] = {}
    for file in raw.records(ChapterFile):
        chapters.setdefault(file.report, {})[file.chapter.id] = file.chapter
    return Records(
        programme=raw.programme,
        editions=[edition for file in raw.records(EditionsFile) for edition in file.editions],
        payments=raw.records(PaymentFile),
        guides=raw.records(GuidesFile),
        interviews=raw.records(InterviewsFile),
        statements=[each for file in raw.records(StatementsFile) for each in file.statements],
        chapters=chapters,
        statuses=[status for status in MARKED if status in found],
    )
