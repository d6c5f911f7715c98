"""A published table as its formats have it in common: cells that are named by their categories."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from delrapport.problems import Mendable

Key = tuple[str, ...]
"""The codes of a cell's categories, one a dimension."""


class NotImportedError(Mendable):
    """A table can't be used; its text is every reason that was found, a line each."""

    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons = list(dict.fromkeys(" ".join(each.split()) for each in reasons))
        super().__init__("\n".join(self.reasons))


@dataclass(frozen=True)
class Category:
    """A value of a dimension, such as a region. Without a code of its own it is its text."""

    code: str
    text: str

    def __str__(self) -> str:
        return self.text if self.text.startswith(self.code) else f"{self.code} {self.text}"


@dataclass(frozen=True)
class Dimension:
    """What the cells of a table differ by; mapping files call it by its id or by its label."""

    id: str
    label: str
    categories: tuple[Category, ...]

    def find(self, name: str) -> Category | None:
        """The category of a code, or else of a text."""
        by_code = (each for each in self.categories if each.code == name)
        by_text = (each for each in self.categories if each.text == name)
        return next(by_code, None) or next(by_text, None)

    @property
    def names(self) -> list[str]:
        return [str(each) for each in self.categories]


@dataclass(frozen=True)
class Table:
    """Cells by their categories; each holds a number as it is written, or a symbol."""

    file: str
    dimensions: tuple[Dimension, ...]
    contents: Mapping[Key, str]
    places: Mapping[Key, str] = field(default_factory=dict)
    """Where a cell stands, in formats that have rows and columns."""

    def find(self, name: str) -> Dimension | None:
        by_id = (each for each in self.dimensions if each.id == name)
        by_label = (each for each in self.dimensions if each.label == name)
        return next(by_id, None) or next(by_label, None)

    def cell(self, key: Key) -> str:
        """A cell's name in messages: its file, place and categories."""
        named = [
            f"{dimension.label}={dimension.find(code) or code}"
            for dimension, code in zip(self.dimensions, key, strict=True)
        ]
        place = f"{self.places[key]}: " if key in self.places else ""
        return f"{self.file}: {place}{', '.join(named)}"


def dimension(file: str, id_: str, label: str, categories: Iterable[Category]) -> Dimension:
    """A dimension whose codes are unique; raises `NotImportedError` where they are not."""
    found = tuple(categories)
    [(code, times)] = Counter(each.code for each in found).most_common(1) or [("", 0)]
    if times > 1:
        wrong = f"'{code}' stands {times} times in the dimension {label}; allowed: each code once"
        raise NotImportedError([f"{file}: {wrong}"])
    return Dimension(id_, label, found)
