"""What people may type into `data/raw/`: one closed model per kind of file.

The JSON Schemas in `workflow/schemas/` are generated from these models (`make schemas`), and the
descriptions here are what an editor shows while a file is typed. A model only checks what can be
seen inside its own record; what holds between files is checked in `check.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

WORD = r"[a-z0-9]+(-[a-z0-9]+)*"

Slug = Annotated[str, StringConstraints(pattern=rf"^{WORD}$")]
DottedSlug = Annotated[str, StringConstraints(pattern=rf"^{WORD}(\.{WORD})*$")]
Text = Annotated[str, StringConstraints(min_length=1, pattern=r"\S")]
CountyCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{2}$")]
MunicipalityCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}$")]


def _day(text: str) -> str:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise ValueError("is no date; year, month and day: 2014-04-01")
    try:
        date.fromisoformat(text)
    except ValueError:
        raise ValueError("is no day of the calendar; year, month and day: 2014-04-01") from None
    return text


MONTH = r"^[0-9]{4}-(0[1-9]|1[0-2])$"
Month = Annotated[str, StringConstraints(pattern=MONTH)]
Day = Annotated[str, AfterValidator(_day)]
YEARS = range(1900, 2101)
"""All that data can be about."""
Year = Annotated[int, Field(ge=YEARS[0], le=YEARS[-1])]
Week = Annotated[int, Field(ge=1, le=53)]
Kronor = Annotated[int, Field(ge=0, le=10**12)]


def isbn(text: str) -> str:
    """An ISBN-13 with its hyphens, check digit verified (ISO 2108: weights 1 and 3, modulo 10)."""
    if not re.fullmatch(r"97[89]-[0-9]+-[0-9]+-[0-9]+-[0-9]", text):
        raise ValueError("is no ISBN; thirteen digits in five groups: 978-0-00-000001-9")
    digits = [int(sign) for sign in text if sign.isdigit()]
    if len(digits) != 13:
        raise ValueError(f"has {len(digits)} digits; an ISBN has 13")
    expected = -sum(digit * (3 if place % 2 else 1) for place, digit in enumerate(digits[:12])) % 10
    if digits[12] != expected:
        raise ValueError(f"has check digit {digits[12]}; its other digits give {expected}")
    return text


Isbn = Annotated[str, AfterValidator(isbn)]


class Closed(BaseModel):
    """A record with no other keys than these; values are not converted."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """As pydantic's, but without what cached properties computed of the values before."""
        copied = super().model_copy(update=update, deep=deep)
        for name in copied.__dict__.keys() - type(self).model_fields.keys():
            del copied.__dict__[name]
        return copied


def _source_date(text: str) -> str:
    _day(f"{text}-01-01"[:10])
    return text


Status = Literal["published", "preliminary", "synthetic"]


class Source(Closed):
    """Where the content of a file comes from, and what may be done with it."""

    title: Text = Field(description="The publication or register that the content is taken from.")
    publisher: Text
    date: Annotated[
        str,
        StringConstraints(pattern=r"^[0-9]{4}(-[0-9]{2}){0,2}$"),
        AfterValidator(_source_date),
    ] = Field(description="When it was published: 2014, 2014-03 or 2014-03-31.")
    licence: Text = Field(description="The terms of use; say so where the source gives none.")
    status: Status = Field(
        description="preliminary and synthetic mark everything that is computed from this file."
    )
    note: Text | None = Field(None, description="Anything a reviewer should know about the source.")


class RawFile(Closed):
    """What every raw file has."""

    schema_name: ClassVar[str]
    source: Source


# --- The programme ---------------------------------------------------------------------------


class Agency(Closed):
    """The agency that follows the programme up."""

    name: Text
    descriptor: Text = Field(description="What stands under the name on a cover.")
    genitive: Text
    place: Text = Field(description="Where forewords are dated.")
    addresses: list[Text] = Field(description="Lines of the back cover, in order.")


class Decision(Closed):
    """A government decision or another document that the programme rests on."""

    id: Slug
    reference: Text = Field(description="Its reference number or full bibliographic title.")
    about: Text


class District(Closed):
    id: Slug
    name: Text
    genitive: Text
    board: Slug | None = Field(None, description="The id of the board that answers for it.")


class Board(Closed):
    """A district board or an area of a municipality's administration."""

    id: Slug
    name: Text
    note: Text | None = None


class EarlierProgramme(Closed):
    """Work that a municipality had under way before the grant."""

    id: Slug
    name: Text
    first_year: Year | None = None
    last_year: Year | None = None
    note: Text | None = None


class Municipality(Closed):
    id: Slug
    code: MunicipalityCode = Field(description='Statistics Sweden\'s code, in quotes: "0123".')
    name: Text
    form: Literal["kommun", "stad"] = Field(description="What it calls itself.")
    genitive: Text
    districts: list[District] = Field(min_length=1)
    boards: list[Board] = []
    earlier_programmes: list[EarlierProgramme] = []
    note: Text | None = None


class County(Closed):
    """Where municipalities lie: those whose codes begin with its own."""

    id: Slug
    code: CountyCode = Field(description='Statistics Sweden\'s code, in quotes: "01".')
    name: Text


class Programme(Closed):
    id: Slug
    name: Text
    grant: Text = Field(description="The grant's name as it reads in running text.")
    first_year: Year
    last_year: Year
    recipient: Text = Field(description="Who the reports are handed to.")
    indicators: list[Text] = Field(min_length=1)
    other_variables: list[Text] = []
    agency: Agency
    decisions: list[Decision]
    counties: list[County] = Field(
        [], description="To sum by and to split reports by; they cover every municipality."
    )
    municipalities: list[Municipality] = Field(min_length=1)

    def county_of(self, municipality: Municipality) -> County | None:
        """The county that a municipality's code begins with; None where none is declared."""
        code = municipality.code[:2]
        return next((each for each in self.counties if each.code == code), None)

    def by_county(self) -> dict[str, list[str]]:
        """County → its municipalities, all by id; in declared order, no county without any."""
        found: dict[str, list[str]] = {county.id: [] for county in self.counties}
        for municipality, county in self.counties_of().items():
            found[county].append(municipality)
        return {county: within for county, within in found.items() if within}

    def counties_of(self) -> dict[str, str]:
        """Municipality → its county, by id."""
        found = ((each.id, self.county_of(each)) for each in self.municipalities)
        return {municipality: county.id for municipality, county in found if county}


class ProgrammeFile(RawFile):
    schema_name: ClassVar[str] = "programme"
    programme: Programme


# --- The reports -----------------------------------------------------------------------------


class Author(Closed):
    name: Text
    role: Text | None = None


class Signatory(Closed):
    name: Text
    title: Text


class Isbns(Closed):
    print: Isbn
    pdf: Isbn


class Printing(Closed):
    edition: Text
    copies: Annotated[int, Field(ge=1)] | None = None
    printer: Text | None = None


class Labelled(Closed):
    label: Text
    text: Text


class Edition(Closed):
    """One report of the series, as its colophon gives it."""

    id: Slug
    standing: Literal["reconstruction", "own"] = Field(
        description="reconstruction: number, ISBN and Dnr belong to the published report that is "
        "described, and the foreword is unsigned; own: the agency's own publication."
    )
    number: Text
    title: Text
    title_page: Text | None = Field(
        None, description="Where the title page differs from the cover."
    )
    subtitle: Text = Field(description="A line of the cover: what the report follows up.")
    month: Month
    due: Day
    isbn: Isbns
    dnr: Text
    pages: Annotated[int, Field(ge=1)]
    authors: list[Author] = Field(min_length=1)
    interviewers: list[Text] = []
    signatory: Signatory
    printing: Printing
    keywords: list[Text] = []
    subject: Text
    material: Text
    ordering: list[Labelled] = Field([], description="How it is had: lines of the colophon.")
    note: Text | None = None


class EditionsFile(RawFile):
    schema_name: ClassVar[str] = "editions"
    editions: list[Edition] = Field(min_length=1)


# --- Payments --------------------------------------------------------------------------------


class Years(Closed):
    """The two years that a payment compares."""

    first: Year
    last: Year


class Decided(Closed):
    district: Slug
    amount: Kronor = Field(description="Whole kronor.")
    difference: Text | None = Field(
        None, description="Why the amount is not what the allocation model gives, where it isn't."
    )


class StatedSum(Closed):
    municipality: Slug
    amount: Kronor = Field(description="Whole kronor.")


class Payment(Closed):
    """One payment of the grant: what was shared out, and what each district got."""

    id: Month = Field(description="The month of the payment: 2013-12.")
    pot: Kronor = Field(description="The amount that was shared out, in whole kronor.")
    years: Years
    decided: list[Decided] = Field(min_length=1)
    withheld: Kronor = Field(0, description="What of the pot was not paid out, in whole kronor.")
    stated_sums: list[StatedSum] = Field(
        [], description="Sums that the source prints; checked against the amounts."
    )


class PaymentFile(RawFile):
    schema_name: ClassVar[str] = "payment"
    payment: Payment


# --- Interviews ------------------------------------------------------------------------------


class Question(Closed):
    id: Slug
    theme: Slug = Field(description="The codebook's theme that the question belongs to.")
    text: Text


class Guide(Closed):
    id: Slug
    title: Text
    questions: list[Question] = Field(min_length=1)


class Definite(Closed):
    """What people are called in a sentence: samordnaren, samordnarna."""

    one: Text
    several: Text


class Group(Closed):
    """A group of interviewees, and the guide that they were interviewed by."""

    id: Slug
    title: Text
    person: Text = Field(description="What one of them is called where no name is published.")
    definite: Definite | None = Field(
        None, description="What they are called in sentences on who says what; else the title."
    )
    short: Annotated[str, StringConstraints(pattern=r"^[A-ZÅÄÖ][a-zåäö]?$")] = Field(
        description="One or two letters for tables; a political group has M and O by its sides."
    )
    guide: Slug
    political: bool = Field(
        description="true: majority or opposition is required, and the party of who is named."
    )


class GuidesFile(RawFile):
    schema_name: ClassVar[str] = "guides"
    round: Slug
    wording: Literal["verbatim", "reworded"] = Field(
        description="Whether the questions stand as they were put."
    )
    guides: list[Guide] = Field(min_length=1)
    groups: list[Group] = Field(min_length=1)
    codes: list[Slug] = Field([], description="What the round's answers are coded by.")


class Weeks(Closed):
    year: Year
    first: Week
    last: Week


Publish = Literal["named", "role", "aggregate", "no"]
# What each level lets out, field by field, stands in withheld.py.


class Interviewee(Closed):
    """One person interviewed, as the source names them."""

    name: Text | None = None
    group: Slug
    title: Text | None = None
    organisation: Text | None = None
    districts: list[Slug] = Field(
        [], description="Districts that the source names beside the body."
    )
    party: Annotated[str, StringConstraints(pattern=r"^[A-ZÅÄÖ]{1,3}$")] | None = None
    side: Literal["majority", "opposition"] | None = None
    note: Text | None = Field(None, description="Oddities of the source, kept and not mended.")
    publish: Publish | None = Field(None, description="Where it isn't as the file says.")


Answer = Literal["yes", "no", "mixed", "unclear", "not raised"]


class Segment(Closed):
    """What the material says of one code, coded by us: never more than its source says."""

    code: Slug
    answer: Answer
    districts: list[Slug] = Field(
        [], description="The districts it is about; none: the municipality as a whole."
    )
    group: Slug | None = Field(None, description="The group of interviewees who say it.")
    side: Literal["majority", "opposition"] | None = Field(
        None, description="Of a political group, the side that says it."
    )
    section: Text = Field(description="The section of the source that says it.")
    status: Literal["coded"]
    note: Text | None = None
    publish: Publish | None = Field(None, description="Where it isn't as the file says.")


class InterviewsFile(RawFile):
    schema_name: ClassVar[str] = "interviews"
    round: Slug
    municipality: Slug
    mode: Literal["telephone", "visit", "video"]
    weeks: Weeks
    checked: Weeks | None = Field(None, description="When the municipality checked the texts.")
    publish: Publish = Field(
        description="named: people stand by name in the report; role: by what they are; "
        "aggregate: they are only counted; no: nothing of them leaves."
    )
    interviewees: list[Interviewee] = Field(min_length=1)
    segments: list[Segment] = []

    def counted(self) -> list[Interviewee]:
        """The people who may be counted."""
        return [person for person in self.interviewees if self.level_of(person) != "no"]

    def told(self) -> list[tuple[int, Segment]]:
        """The answers that may be counted, with their places."""
        return [
            (number, segment)
            for number, segment in enumerate(self.segments)
            if self.level_of(segment) != "no"
        ]

    def level_of(self, each: Interviewee | Segment) -> Publish:
        """What may leave of a person or an answer of this file."""
        return each.publish or self.publish


# --- Codebook and claims ---------------------------------------------------------------------


class Phrases(Closed):
    """The predicate that an answer yields after a subject: "har en egen organisation"."""

    singular: Text
    plural: Text = Field(description="After two names or more; adjectives agree.")
    negated: Text | None = Field(
        None, description='Its negation, of either number; that of "yes" serves "no" as well.'
    )


class Code(Closed):
    id: Slug
    definition: Text = Field(description="When a text is coded yes, no, mixed or unclear.")
    unit: Literal["municipality", "district"]
    answers: dict[Answer, Phrases] = Field(description='What each answer yields; "yes" is needed.')


class Theme(Closed):
    id: Slug
    title: Text
    codes: list[Code] = []


class Quantifier(Closed):
    """A word such as "flera", and when it may be used; the first that fits is taken."""

    word: Text
    at_least: Annotated[int, Field(ge=2)]
    more_than: Annotated[str, StringConstraints(pattern=r"^[0-9]+/[1-9][0-9]*$")] | None = Field(
        None, description="The part of all units that must be exceeded: 1/2."
    )


class KindOfMeasure(Closed):
    """What the grant is used for, by the way of working: Läxhjälp, språkstöd."""

    id: Slug
    title: Text = Field(description="As it reads at the head of a row.")
    definition: Text = Field(description="Which measures are counted as this kind.")


class Conclusion(Closed):
    """A rule for what may be said of a district, never why: it compares shares and nothing else."""

    id: Slug
    title: Text
    first: Year = Field(description="The year that the change is counted from.")
    last: Year = Field(description="The year that it is counted to.")
    than: Literal["nothing", "municipality", "country"] = Field(
        description="nothing: the district improved; otherwise it improved by more than this."
    )
    at_least: Annotated[int, Field(ge=1)] = Field(description="In so many indicators.")
    phrases: Phrases


class Codebook(Closed):
    quantifiers: list[Quantifier] = Field(min_length=1)
    themes: list[Theme] = Field(min_length=1)
    kinds: list[KindOfMeasure] = Field([], description="Kinds of measures.")
    conclusions: list[Conclusion] = Field([], description="What may be concluded, by which rules.")


class CodebookFile(RawFile):
    schema_name: ClassVar[str] = "codebook"
    codebook: Codebook


Form = Literal["list", "count", "complement", "quantifier", "exception", "gap", "extreme"]


class Claim(Closed):
    """A comparison that is computed; chapters print it with `fact("claim.ID")`."""

    id: Slug
    form: Form
    code: Slug | None = Field(None, description="list, count, complement, quantifier, exception.")
    answer: Answer | None = Field(None, description="list, count, complement, quantifier.")
    group: Slug | None = Field(None, description="gap: the group of which nobody was interviewed.")
    side: Literal["majority", "opposition"] | None = Field(None, description="gap: of which side.")
    level: Literal["municipality", "district"] | None = Field(None, description="extreme.")
    place: Annotated[int, Field(ge=1)] | Literal["last"] | None = Field(
        None, description="extreme: 1 for the largest part of the payment, or last."
    )


class ClaimsFile(RawFile):
    schema_name: ClassVar[str] = "claims"
    report: Slug
    round: Slug = Field(description="The round of interviews that the claims are about.")
    payment: Month = Field(description="The payment that they are about.")
    claims: list[Claim] = Field(min_length=1)


class Term(Closed):
    """A word that looks like a figure and is none, and why it may stand outside facts."""

    term: Text
    reason: Text


class TermsFile(RawFile):
    schema_name: ClassVar[str] = "terms"
    terms: Annotated[list[Term], Field(max_length=39)]


# --- Statements and chapters -----------------------------------------------------------------

Unit = Literal["kronor", "million kronor", "count", "year", "month", "day", "age", "text"]


def _statement_value(value: Any) -> int | str:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise ValueError("must be a whole number or text")
    return value


class Statement(Closed):
    """A single fact that a source states; chapters print it with `fact("statement.ID")`."""

    id: DottedSlug = Field(description="municipality.what: alby.budget")
    municipality: Slug | None = None
    value: Annotated[int | str, AfterValidator(_statement_value)]
    unit: Unit = Field(description="Decides how the value is written; text is printed as it is.")
    about: Text = Field(description="What is stated, in one phrase.")
    section: Text = Field(description="The section of the source that states it.")
    note: Text | None = None
    states: Text | None = Field(
        None,
        description="The fact of a payment, its month or pot, that this is the source of "
        "where the payment's own file has another: payment.2014-12.pot",
    )


class StatementsFile(RawFile):
    schema_name: ClassVar[str] = "statements"
    statements: list[Statement] = Field(min_length=1)


Figure = Literal[
    "payments chart",
    "payments map",
    "scenarios chart",
    "indicator charts",
    "variable charts",
    "moves chart",
    "flow chart",
]
Insert = Literal[
    "district list",
    "payments table",
    "payments by county",
    "all payments",
    "interviewees table",
    "payments chart",
    "payments map",
    "use of the money",
    "voices",
    "use by municipality",
    "use by purpose",
    "answers",
    "series",
    "moves",
    "conclusions",
    "shifts",
]
Appendix = Literal["allocation"]


class Section(Closed):
    heading: Text
    text: Text | None = Field(
        None,
        description='Markdown: paragraphs, lists, *emphasis*, [^note], {{ fact("id") }}.',
    )
    insert: Insert | None = Field(
        None, description="What is computed after the text: lists, tables, figures and paragraphs."
    )
    of: Slug | None = Field(
        None,
        description="What the insert is about: for answers a theme of the codebook, for series an "
        "indicator or another variable.",
    )
    sections: list[Section] = []


def inserts(sections: Iterable[Section]) -> set[str]:
    """What sections insert, at any depth."""
    found: set[str] = set()
    for section in sections:
        found |= inserts(section.sections) | ({section.insert} if section.insert else set())
    return found


class Chapter(Closed):
    id: Slug
    title: Text
    municipality: Slug | None = None
    text: Text | None = Field(None, description="Markdown before the first section.")
    sections: list[Section] = []
    footnotes: dict[Slug, Text] = Field({}, description="Markdown of each [^note] in the chapter.")


class ChapterFile(RawFile):
    schema_name: ClassVar[str] = "chapter"
    report: Slug
    chapter: Chapter
