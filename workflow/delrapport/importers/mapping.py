"""The mapping file: which cells of published tables are the counts and bases of which places."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from delrapport import explain
from delrapport.models import Closed, RawFile, Slug, Text, Year
from delrapport.problems import RawDataError
from delrapport.rawyaml import Document
from delrapport.statistics import Described

Column = Annotated[str, StringConstraints(pattern=r"^[A-Z]{1,3}$")]
Row = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]*$")]
YearKey = Annotated[str, StringConstraints(pattern=r"^(19|20)[0-9]{2}$")]
Codes = Annotated[list[Text], Field(min_length=1)]
Meaning = Literal["not available", "not applicable", "nil"]
# What the signs of official statistics mean, unless the mapping says otherwise.
SYMBOLS: dict[str, Meaning] = {
    "..": "not available",
    ".": "not applicable",
    "–": "nil",
    "-": "nil",
}
# What a cell with nothing in it is called under `missing`.
EMPTY = "empty"


class Layout(Closed):
    """How a sheet or CSV file is laid out."""

    sheet: Text | None = Field(None, description="Of a workbook; the first one without it.")
    stub: dict[Column, Text] = Field(
        min_length=1, description="The columns to the left, and the dimension that each tells."
    )
    heading: dict[Row, Text] = Field(
        min_length=1,
        description='The rows above, and how they tell dimensions: "{year}", "{year} {sex}"; '
        "a column is left out where its heading is another.",
    )


class TableFile(Closed):
    """A published file, and which of its dimensions are place and time."""

    file: Text = Field(description="Seen from the mapping's folder: .px, .json, .csv or .xlsx.")
    region: Text = Field(description="The dimension whose values are places.")
    year: Text | None = Field(
        None, description="The dimension whose values are years; none: the table has one year."
    )
    layout: Layout | None = Field(None, description="Of .csv and .xlsx.")


class Quantity(Closed):
    """What is counted: the sum of the cells with these values in the table's other dimensions."""

    where: dict[Text, Codes] = Field(
        {}, description="Dimension → the codes or texts that are added up."
    )
    table: TableFile | None = Field(None, description="Where it stands in another table.")


class Count(Quantity):
    given_as: Literal["number", "percent of the base"] = Field(
        "number", description="A percentage must have the decimals that tell a whole number."
    )
    decimals: Annotated[int, Field(ge=0)] | None = Field(
        None, description="Of percentages that have lost their zeros at the end: 2 of 18.7 (18.70)."
    )


class Total(Closed):
    """Values of a dimension that others are parts of."""

    dimension: Text
    total: Text
    parts: list[Text] = Field(min_length=2)
    tolerance: Annotated[int, Field(ge=0)] = Field(
        0, description="By how much the parts may sum to another number, in perturbed sources."
    )


class Part(TableFile):
    """A table, and the places that it is used for."""

    count: Count
    base: Quantity
    periods: dict[YearKey, Text] = Field(
        {}, description='Years whose code in the table is another: "2026": 2026M04.'
    )
    country: list[Text] = Field([], description="The codes of the country.")
    municipalities: dict[Slug, Codes] = Field({}, description="Id → the codes that are added up.")
    districts: dict[Slug, Codes] = Field({}, description="Id → the codes that are added up.")
    others: Literal["refused", "left out"] = Field(
        "refused", description="Places of the table that stand under none of these."
    )
    missing: dict[Text, Meaning] = Field(
        {},
        description="Meanings of symbols beside those of .. . – and -, or instead of them; "
        f"{EMPTY} is a cell with nothing in it.",
    )
    totals: list[Total] = Field([], description="Sums that the table must contain.")


class IndicatorTexts(Described):
    better: Literal["more", "less"] = Field(description="Which way is an improvement.")


class VariableTexts(Described):
    theme: Slug = Field(description="The codebook's theme under which interviews speak of it.")


class MappingFile(RawFile):
    """What an indicator or a variable is, and where its numbers stand."""

    schema_name: ClassVar[str] = "mapping"
    indicator: IndicatorTexts | None = None
    variable: VariableTexts | None = None
    years: list[Year] = Field(min_length=1)
    tables: list[Part] = Field(min_length=1)


def read(path: Path) -> tuple[MappingFile, Document]:
    """A mapping file and its places; raises `RawDataError` with all that is wrong."""
    mapping, document = explain.read(path, MappingFile)
    if (mapping.indicator is None) == (mapping.variable is None):
        wrong = "is neither an indicator nor a variable, or both"
        raise RawDataError([document.problem((), wrong, "indicator or variable")])
    idle = [
        ("tables", n, "count", "decimals")
        for n, part in enumerate(mapping.tables)
        if part.count.decimals is not None and part.count.given_as == "number"
    ]
    if idle:
        wrong, allowed = "is said of whole numbers", "with given_as: percent of the base"
        raise RawDataError(document.problem(path, wrong, allowed) for path in idle)
    return mapping, document
