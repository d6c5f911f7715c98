"""The declared parameters of an allocation, as `config.yaml` states them: each with its source."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BeforeValidator, Field, TypeAdapter, WithJsonSchema

from delrapport.allocation import Rule
from delrapport.models import Closed, Month, Slug, Text, Year, Years
from delrapport.rawyaml import Document, Path_

Value = TypeVar("Value")
NUMBER = re.compile(r"-?\d+(\.\d+|/[1-9]\d*)?")
ASSUMPTION = "assumption"


def _ratio(value: Any) -> Fraction:
    # Snakemake reads 0.5 as a float, our own reader as text: both mean five tenths.
    text = str(value)
    if isinstance(value, bool) or not NUMBER.fullmatch(text):
        raise ValueError("is no number; 2, 1/3 or 0.5")
    if (number := Fraction(text)) < 0:
        raise ValueError("is negative; 0 or more")
    return number


Ratio = Annotated[
    Fraction,
    BeforeValidator(_ratio),
    WithJsonSchema({"type": ["integer", "number", "string"], "pattern": rf"^{NUMBER.pattern}$"}),
]
Weights = Annotated[dict[Slug, Ratio], Field(min_length=1)]
Size = Literal["base", "none"]
Unearned = Literal["redistribute", "withhold", "error"]


class Given(Closed, Generic[Value]):
    """A value and who says so."""

    value: Value
    source: Text = Field(description='Who says so; "assumption" where nobody does.')


class Scenario(Closed):
    """Another rule to compare with: what it says replaces the declared parameters."""

    title: Text = Field(description="As it reads in a list: Utan hänsyn till folkmängd.")
    weights: Weights | None = None
    size: Size | None = None
    refugee_weight: Ratio | None = None
    unearned: Unearned | None = None


UNCHANGED = Scenario(title="the declared rule")


class Parameters(Closed):
    """How one payment is shared out; `allocation.py` has the formula."""

    weights: Given[Weights] = Field(
        Given[Weights].model_construct(value={}, source=ASSUMPTION),
        description="Indicator → weight; they are scaled to sum 1, and 0 leaves an indicator out. "
        "Without it every indicator weighs the same.",
    )
    size: Given[Size] = Field(
        description="base: an improvement counts for as many as live there; none: for one."
    )
    refugee_weight: Given[Ratio] = Field(
        description="How much refugee reception adds: 1 + weight · received / population."
    )
    refugee_years: Given[Years] = Field(description="The years of reception that are summed.")
    population_year: Given[Year] = Field(description="The year of the population in that ratio.")
    unearned: Given[Unearned] = Field(
        description="What happens to an indicator's part where no district improved."
    )
    missing: Given[Literal["error", "zero"]] = Field(
        description="A missing value: an error, or no improvement."
    )
    unit: Given[Annotated[int, Field(ge=1)]] = Field(
        description="Amounts are rounded to multiples of so many kronor."
    )
    scenarios: dict[Slug, Scenario] = Field({}, description="Other rules to compare with.")

    def rule(self, scenario: Scenario | None = None) -> Rule:
        """The rule that is declared, or that of a scenario."""
        other = scenario or UNCHANGED
        ratio = other.refugee_weight
        return Rule(
            weights=other.weights or self.weights.value,
            size=other.size or self.size.value,
            refugee_weight=self.refugee_weight.value if ratio is None else ratio,
            unearned=other.unearned or self.unearned.value,
            missing=self.missing.value,
            unit=self.unit.value,
        )

    def weighted(self, indicators: Collection[str]) -> Parameters:
        """The same, with equal weights for these indicators where none are declared."""
        if self.weights.value or not indicators:
            return self
        equal = Given[Weights](value=dict.fromkeys(indicators, Fraction(1)), source=ASSUMPTION)
        return self.model_copy(update={"weights": equal})

    def rules(self) -> list[Rule]:
        """The declared rule, then those of the scenarios."""
        return [self.rule(), *(self.rule(each) for each in self.scenarios.values())]

    def counts_reception(self) -> bool:
        """Whether refugee reception counts by any of the rules."""
        return any(rule.refugee_weight for rule in self.rules())


def weighed(rules: Iterable[Rule]) -> list[str]:
    """The indicators that any of the rules gives a weight, in the order of the weights."""
    return list({i: None for rule in rules for i, weight in rule.weights.items() if weight})


Allocations = Mapping[Month, Parameters]
ALLOCATIONS = TypeAdapter(dict[Month, Parameters])


@dataclass(frozen=True)
class Declaration:
    """The parameters of all allocations, and where each stands in the configuration.

    A value's key is `config.allocation.2013-12.unit.value`, its line `config.yaml:31`.
    """

    allocations: Allocations
    document: Document

    def weighted(self, indicators: Collection[str]) -> Declaration:
        """The same, with equal weights for these indicators where none are declared."""
        allocations = {p: each.weighted(indicators) for p, each in self.allocations.items()}
        return Declaration(allocations, self.document)

    def _keys(self) -> dict[str, Path_]:
        return {".".join(("config", *map(str, path))): path for path in self.document.places}

    def fields(self) -> dict[str, int | str]:
        """Every single value as it is typed, by key."""
        values = {key: self.document.at(path) for key, path in self._keys().items()}
        return {key: value for key, value in values.items() if isinstance(value, int | str)}

    def lines(self) -> dict[str, str]:
        """`file:line` of every value and record, by key."""
        file, places = self.document.file, self.document.places
        return {key: f"{file}:{places[path][0]}" for key, path in self._keys().items()}


NOTHING = Declaration({}, Document("config", {}, {}, {}))


def about_allocation(document: Document) -> Document:
    """Of a configuration's document what concerns allocations, so that nothing else is a change."""

    def ours(places: Mapping[Path_, tuple[int, int]]) -> dict[Path_, tuple[int, int]]:
        return {path: place for path, place in places.items() if path[:1] == ("allocation",)}

    content = {"allocation": document.content.get("allocation", {})}
    return Document(document.file, content, ours(document.places), ours(document.key_places))


def declaration(document: Document) -> Declaration:
    """What a configuration that is known to be right declares."""
    ours = about_allocation(document)
    return Declaration(ALLOCATIONS.validate_python(ours.content["allocation"]), ours)
