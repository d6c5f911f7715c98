"""What the sheets of an auditor's workbook have in common: names, choices and columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from delrapport.allocate import Shared, status_of_inputs
from delrapport.allocation import Indicator
from delrapport.models import Source
from delrapport.parameters import ASSUMPTION, Parameters
from delrapport.records import Records
from delrapport.sheets import Column, safe_names
from delrapport.statistics import Indicator as Described
from delrapport.statistics import IndicatorFile

READ_ME, PARAMETERS, RECEPTION = "Läs mig", "Parametrar", "Mottagande"
AMOUNTS, DECISIONS = "Belopp", "Beslut"
SCENARIOS, LEFT_OUT, ONE_PERSON = "Scenarier", "Utan en indikator", "Minsta ändring"
SHEETS = (
    READ_ME, PARAMETERS, RECEPTION, AMOUNTS, DECISIONS, SCENARIOS, LEFT_OUT, ONE_PERSON,
)  # fmt: skip

# How the choices of a rule are called in the workbook.
SIZES = {"base": "basen", "none": "räknas inte"}
UNEARNED = {"redistribute": "omfördelas", "withhold": "hålls inne", "error": "stoppar"}
MISSING_VALUES = {"zero": "ger noll", "error": "stoppar"}

# A condition of formulas: nothing keeps the model from sharing out.
FREE = 'hinder="inget"'
WRONG = '{cell}<>"Stämmer"'
UNCHANGED = "Parametrarna är rapportens"

MARKS = {
    "synthetic": "Innehåller syntetiska uppgifter: talen är påhittade och säger ingenting om "
    "verkliga stadsdelar.",
    "preliminary": "Innehåller preliminära uppgifter: talen kan komma att ändras.",
}


@dataclass(frozen=True)
class Content:
    """An allocation and all that a workbook says of it."""

    shared: Shared
    records: Records

    @property
    def payment(self) -> str:
        return self.shared.payment.id

    @property
    def parameters(self) -> Parameters:
        return self.records.allocations[self.payment]

    @cached_property
    def money(self) -> int:
        """How wide a column of kronor with decimals is."""
        return max(12, len(f"{self.shared.case.pot:,.2f}") + 2)

    @cached_property
    def kronor(self) -> int:
        """How wide a column of whole kronor is."""
        return max(10, len(f"{self.shared.case.pot:,}") + 2)

    @cached_property
    def mark(self) -> str:
        """What has to stand on every sheet; empty for published figures."""
        paid = self.records.status_of(self.records.payment(self.payment))
        found = {paid, *status_of_inputs(self.records, self.payment)}
        return " ".join(text for status, text in MARKS.items() if status in found)

    # --- Districts and indicators ---

    @cached_property
    def districts(self) -> Mapping[str, tuple[str, str]]:
        """District → the names of its municipality and itself, no two districts called the same."""
        every = self.records.districts()
        names = [district.name for _, district in every.values()]
        return {
            id_: (
                municipality.name,
                district.name
                if names.count(district.name) == 1
                else f"{district.name} ({municipality.name})",
            )
            for id_, (municipality, district) in every.items()
        }

    @property
    def counted(self) -> Sequence[str]:
        """The indicators that the declared rule gives a weight."""
        return list(self.shared.allocation.weights)

    @cached_property
    def files(self) -> Mapping[str, IndicatorFile]:
        return {file.indicator.id: file for file in self.records.indicators}

    def described(self, indicator: str) -> Described:
        return self.files[indicator].indicator

    def case_of(self, indicator: str) -> Indicator:
        return next(each for each in self.shared.case.indicators if each.id == indicator)

    @cached_property
    def sheets(self) -> Mapping[str, str]:
        """Indicator → the name of its sheet."""
        shorts = [self.described(indicator).short for indicator in self.counted]
        return dict(zip(self.counted, safe_names(shorts, SHEETS), strict=True))

    def table(self, indicator: str) -> str:
        """What formulas call the table of an indicator."""
        return f"steg{self.counted.index(indicator) + 1}"

    # --- Columns ---

    def names(self) -> list[Column]:
        """The columns that every table of districts begins with."""
        rooms = [
            min(26, max(map(len, each)) + 1) for each in zip(*self.districts.values(), strict=True)
        ]
        return [
            Column("municipality", "Kommun", lambda d: self.districts[d][0], width=rooms[0]),
            Column("district", "Stadsdel", lambda d: self.districts[d][1], width=rooms[1]),
        ]


def said_by(source: str) -> str:
    """Who states a parameter."""
    return "antagande" if source == ASSUMPTION else source


def cited(source: Source) -> str:
    """A source in one line."""
    return f"{source.title}. {source.publisher}, {source.date}."
