"""A published table as its formats have it in common: cells that are named by their categories."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from delrapport.importers.mapping import Meaning
from delrapport.problems import Mendable

Key = tuple[str, ...]
"""The codes of a cell's categories, one a dimension."""
# As PxWeb writes the country, a county, a municipality, or a county of the European Union's.
CODE_AND_TEXT = re.compile(r"(\d{2}|\d{4}|SE\d{3}) \S.*")


def spaced(text: str) -> str:
    """A text with one space for each run of spaces, as messages show it and people type it."""
    return " ".join(text.split())


class NotImportedError(Mendable):
    """A table can't be used; its text is every reason that was found, a line each."""

    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons = list(dict.fromkeys(map(spaced, reasons)))
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

    def called(self, name: str) -> list[Category]:
        """The category of a code, or else those of a text: one, unless texts are alike."""
        name = spaced(name)
        by_code = [each for each in self.categories if each.code == name]
        return by_code or [each for each in self.categories if each.text == name]

    def find(self, name: str) -> Category | None:
        return next(iter(self.called(name)), None)

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
    symbols: Mapping[str, Meaning] = field(default_factory=dict)
    """What signs of the format's own mean, unless the mapping says otherwise."""

    def find(self, name: str) -> Dimension | None:
        name = spaced(name)
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
    found = tuple(Category(spaced(each.code), spaced(each.text)) for each in categories)
    [(code, times)] = Counter(each.code for each in found).most_common(1) or [("", 0)]
    if times > 1:
        wrong = f"'{code}' stands {times} times in the dimension {label}; allowed: each code once"
        raise NotImportedError([f"{file}: {wrong}"])
    return Dimension(spaced(id_), spaced(label), found)


def with_codes(table: Table, name: str) -> Table:
    """The table with codes of their own in a dimension whose cells say code and text in one.

    `0330 Knivsta` is found by `0330` then, as in formats that keep the two apart. A code that
    begins several texts tells none of them: these stay whole.
    """
    about = table.find(name)
    if about is None or any(each.code != each.text for each in about.categories):
        return table
    begin = {
        each.text: match[1] if (match := CODE_AND_TEXT.fullmatch(each.text)) else each.text
        for each in about.categories
    }
    times = Counter(begin.values())
    codes = {text: code if times[code] == 1 else text for text, code in begin.items()}
    place = table.dimensions.index(about)
    keys = {key: (*key[:place], codes[key[place]], *key[place + 1 :]) for key in table.contents}
    coded = replace(about, categories=tuple(Category(codes[text], text) for text in codes))
    return replace(
        table,
        dimensions=(*table.dimensions[:place], coded, *table.dimensions[place + 1 :]),
        contents={keys[key]: content for key, content in table.contents.items()},
        places={keys[key]: where for key, where in table.places.items()},
    )
