"""What people type about the use of the money: the measures of one municipality in one year.

A measure that nobody can follow to a district has none; it is the municipality's as a whole. What
was paid and what was brought forward from the year before is what the measures cost, what is
carried over to the next year and what is left unspent, to the krona.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from delrapport.models import Closed, Kronor, Month, RawFile, Slug, Text, Year

Standing = Literal["new", "scaled up"]
Progress = Literal["planned", "under way", "finished", "stopped"]


class Measure(Closed):
    id: Slug
    name: Text = Field(description="As it reads in a table: Läxhjälp efter skolan.")
    district: Slug | None = Field(
        None, description="Where it takes place; none where it can't be followed to one district."
    )
    amount: Annotated[Kronor, Field(gt=0)] = Field(description="Whole kronor of the grant.")
    target: Slug = Field(description="The indicator that it is meant to move.")
    kind: Slug = Field(description="One of the codebook's kinds of measures.")
    standing: Standing = Field(description="new, or scaled up: it was there before the grant.")
    runs: Text = Field(description="Who runs it: an office or a body, never a person.")
    status: Progress
    note: Text | None = None


class ActivitiesFile(RawFile):
    schema_name: ClassVar[str] = "activities"
    year: Year = Field(description="The year in which the money was used.")
    municipality: Slug
    payment: Month = Field(description="The payment that was used this year: 2013-12.")
    measures: list[Measure] = Field(min_length=1)
    carried_over: Kronor = Field(0, description="Kept for the next year, in whole kronor.")
    unspent: Kronor = Field(0, description="Neither used nor kept, in whole kronor.")
