"""All raw data of a programme as one checked whole: what every later stage starts from."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import PurePosixPath

from pydantic import BaseModel, ConfigDict, field_serializer

from delrapport import withheld
from delrapport.activities import ActivitiesFile
from delrapport.models import (
    Chapter,
    ChapterFile,
    ClaimsFile,
    Codebook,
    CodebookFile,
    County,
    District,
    Edition,
    EditionsFile,
    GuidesFile,
    InterviewsFile,
    Municipality,
    PaymentFile,
    Programme,
    RawFile,
    Statement,
    StatementsFile,
    Status,
    Term,
    TermsFile,
)
from delrapport.parameters import Declaration, Parameters
from delrapport.raw import Raw, RawDocument
from delrapport.rawyaml import Path_
from delrapport.statistics import (
    FollowedFile,
    IndicatorFile,
    MovesFile,
    ReceptionFile,
    VariableFile,
)


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
    codebook: Codebook | None = None
    claims: list[ClaimsFile] = []
    terms: list[Term] = []
    indicators: list[IndicatorFile] = []
    variables: list[VariableFile] = []
    moves: MovesFile | None = None
    reception: ReceptionFile | None = None
    activities: list[ActivitiesFile] = []
    allocations: dict[str, Parameters] = {}
    """Payment id → how it is shared out, as the configuration declares it."""
    suppressed: frozenset[str] = frozenset()
    """What tables may not tell, as `series.kind.place.year`; it has no numbers here either."""
    fields: dict[str, int | str] = {}
    """Every single value of the raw files but the chapters' texts, by key (`key_of`)."""
    lines: dict[str, str] = {}
    """`file:line` of every value, list and record of the raw files, by key."""
    file_statuses: dict[str, Status] = {}

    def edition(self, report: str) -> Edition:
        return next(edition for edition in self.editions if edition.id == report)

    def payment(self, payment: str) -> PaymentFile:
        return next(file for file in self.payments if file.payment.id == payment)

    def stated(self) -> dict[str, str]:
        """A payment's fact → the key of the statement that is its source instead of its file."""
        return {
            str(fact): f"{key.removesuffix('.states')}.value"
            for key, fact in self.fields.items()
            if key.startswith("raw.statements.") and key.endswith(".states")
        }

    def followed(self) -> list[FollowedFile]:
        """All that is followed over time: indicators, then other variables."""
        return [*self.indicators, *self.variables]

    def guide_file(self, round_: str) -> GuidesFile:
        return next(file for file in self.guides if file.round == round_)

    def round(self, round_: str) -> list[InterviewsFile]:
        """One round's interviews, in the programme's order of municipalities."""
        order = {each.id: place for place, each in enumerate(self.programme.municipalities)}
        files = [file for file in self.interviews if file.round == round_]
        return sorted(files, key=lambda file: order[file.municipality])

    def file_of(self, key: str) -> str:
        """The raw file that a key's value stands in."""
        return self.lines[key].rpartition(":")[0]

    def status_of(self, record: RawFile) -> Status:
        """What the source of a raw file calls itself."""
        return self.file_statuses[self.file_of(f"{key_of(record)}.source")]

    @field_serializer("suppressed")
    def _in_order(self, suppressed: Collection[str]) -> list[str]:
        """The same bytes every time."""
        return sorted(suppressed)

    def hides(self, series: str, kind: str, place: str, year: int) -> bool:
        """Whether the rule of disclosure hides what a series tells of a place and year."""
        return ".".join((series, kind, place, str(year))) in self.suppressed

    def names(self) -> list[str]:
        """Every name of a place, board or programme that a text may mention."""
        found: list[str] = []
        for municipality in self.programme.municipalities:
            found += [municipality.name]
            found += [district.name for district in municipality.districts]
            found += [board.name for board in municipality.boards]
            found += [programme.name for programme in municipality.earlier_programmes]
        return [*found, *(county.name for county in self.programme.counties)]

    def municipalities_by_key(self) -> dict[str, Municipality]:
        """The municipalities by the key of their fields, in the programme's order."""
        each = enumerate(self.programme.municipalities)
        return {f"raw.programme.programme.municipalities.{n}": found for n, found in each}

    def county_of(self, municipality: Municipality) -> County | None:
        """The county that a municipality's code begins with; None where none is declared."""
        code = municipality.code[:2]
        return next((each for each in self.programme.counties if each.code == code), None)

    def districts(self) -> dict[str, tuple[Municipality, District]]:
        """District id → its municipality and itself, in the programme's order."""
        return {
            district.id: (municipality, district)
            for municipality in self.programme.municipalities
            for district in municipality.districts
        }


def key_of(record: RawFile) -> str:
    """What the keys of a raw file's fields begin with: `raw.payment.2013-12`."""
    match record:
        case PaymentFile():
            name: tuple[str, ...] = (record.payment.id,)
        case GuidesFile():
            name = (record.round,)
        case InterviewsFile():
            name = (record.round, record.municipality)
        case ChapterFile():
            name = (record.report, record.chapter.id)
        case ClaimsFile():
            name = (record.report,)
        case IndicatorFile():
            name = (record.indicator.id,)
        case VariableFile():
            name = (record.variable.id,)
        case ActivitiesFile():
            name = (str(record.year), record.municipality)
        case _:
            name = ()
    return ".".join(("raw", record.schema_name, *name))


def _keys(file: RawDocument) -> Iterator[tuple[str, Path_]]:
    """The key and the path of all that stands in a file."""
    # Statements have ids of their own over all files; their files have none.
    stem = (PurePosixPath(file.name).stem,) if isinstance(file.record, StatementsFile) else ()
    start = (key_of(file.record), *stem)
    for path in file.document.places:
        yield ".".join((*start, *map(str, path))), path


def _lines(raw: Raw) -> dict[str, str]:
    return {key: file.where(path) for file in raw.documents for key, path in _keys(file)}


def _fields(raw: Raw) -> dict[str, int | str]:
    fields: dict[str, int | str] = {}
    for file in raw.documents:
        if isinstance(file.record, ChapterFile):
            continue
        for key, path in _keys(file):
            value = file.document.at(path)
            scalar = isinstance(value, int | str) and not isinstance(value, bool)
            # Who contributed how much serves the rule of disclosure and is told nowhere.
            if scalar and "largest" not in path and withheld.may_leave(file.record, path):
                fields[key] = value
    return fields


def assemble(raw: Raw, declaration: Declaration) -> Records:
    """The records of raw files and parameters that are known to fit together."""
    indicators = [file.indicator.id for file in raw.records(IndicatorFile)]
    chapters: dict[str, dict[str, Chapter]] = {}
    for file in raw.records(ChapterFile):
        chapters.setdefault(file.report, {})[file.chapter.id] = file.chapter
    return Records(
        programme=raw.programme,
        editions=[edition for file in raw.records(EditionsFile) for edition in file.editions],
        payments=raw.records(PaymentFile),
        guides=raw.records(GuidesFile),
        interviews=list(map(withheld.without, raw.records(InterviewsFile))),
        statements=[each for file in raw.records(StatementsFile) for each in file.statements],
        chapters=chapters,
        codebook=next((file.codebook for file in raw.records(CodebookFile)), None),
        claims=raw.records(ClaimsFile),
        terms=[term for file in raw.records(TermsFile) for term in file.terms],
        indicators=raw.records(IndicatorFile),
        variables=raw.records(VariableFile),
        moves=next(iter(raw.records(MovesFile)), None),
        reception=next(iter(raw.records(ReceptionFile)), None),
        activities=raw.records(ActivitiesFile),
        allocations=dict(declaration.weighted(indicators).allocations),
        fields=_fields(raw) | declaration.fields(),
        lines=_lines(raw) | declaration.lines(),
        file_statuses={file.name: file.record.source.status for file in raw.documents}
        | {declaration.document.file: "published"},
    )
