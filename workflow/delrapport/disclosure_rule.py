"""The declared rule by which figures about few people are hidden."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Literal

from pydantic import Field

from delrapport.models import Closed, Text

Number = Annotated[int, Field(ge=0, le=10**6)]
Part = Literal["count", "complement", "base"]
"""What is counted, the rest of the base, and the base itself."""


class Dominance(Closed):
    """A count that few contributors make up tells of each of them."""

    largest: Annotated[int, Field(ge=1, le=5)] = Field(description="So many contributions …")
    percent: Annotated[int, Field(ge=1, le=100)] = Field(
        description="… that make up more than this part of the count hide it."
    )


class Disclosure(Closed):
    """Which figures are hidden before anything is made of them, and how well."""

    minimum_count: Number = Field(
        description="A count of fewer is hidden, and so is one that all but fewer of the base have."
    )
    minimum_base: Number = Field(description="What is counted of a smaller base is hidden.")
    zeros: Literal["shown", "hidden"] = Field(
        description="Whether nobody, or everybody, may be told: hidden counts nil as small."
    )
    protection: Annotated[int, Field(ge=1, le=10**6)] = Field(
        description="Nobody can tell a hidden figure more closely than within so many persons."
    )
    prefer: Literal["few", "small"] = Field(
        description="What else is hidden to keep a figure from being worked out: few figures, or "
        "those about few people."
    )
    dominance: Dominance | None = Field(
        None, description="Where `largest` of a value says who contributed most."
    )
    earlier: list[Text] = Field(
        [],
        description="What earlier editions printed: files like build/facts.json, seen from the "
        "working directory.",
    )
    publish_inputs: bool = Field(
        False, description="Whether all that an allocation is computed from may be told."
    )
    source: Text = Field(description="Who says so; a law, a handbook or a decision.")

    def reasons(
        self, count: int, base: int, largest: Sequence[int] = ()
    ) -> Iterator[tuple[Part, str]]:
        """Which parts of a count of a base may not be known, and why."""
        if 0 < base < self.minimum_base:
            for part in ("count", "complement", "base"):
                yield part, "small base"
            return
        if self.is_small(count, base):
            yield "count", "small count"
        elif self.dominance and self._is_dominated(self.dominance, count, largest):
            yield "count", "dominance"
        if self.is_small(base - count, base):
            yield "complement", "small complement"

    def is_small(self, number: int, of: int = 1) -> bool:
        """Whether so many may not be told; of nobody, there is nothing to tell."""
        return 0 < number < self.minimum_count or (number == 0 < of and self.zeros == "hidden")

    @staticmethod
    def _is_dominated(rule: Dominance, count: int, largest: Sequence[int]) -> bool:
        most = sorted(largest, reverse=True)[: rule.largest]
        return bool(most) and 100 * sum(most) > rule.percent * count
