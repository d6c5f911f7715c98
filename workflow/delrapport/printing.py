"""How templates and chapters print facts, and raw fields with their source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from markupsafe import Markup, escape
from pydantic import BaseModel

from delrapport import swedish, symbols
from delrapport.fact import MARKED, Fact
from delrapport.models import Chapter, RawFile
from delrapport.prose import Prose
from delrapport.records import key_of


class Printer:
    """Prints facts by id, in templates and in chapters alike."""

    def __init__(self, facts: Mapping[str, Fact], names: Iterable[str]) -> None:
        self._facts = facts
        self._names = tuple(names)

    def running(self, id_: str) -> Markup:
        """A fact in running text, with its unit: `26 209 000 kronor`."""
        return self.data(id_, self._facts[id_].text)

    def opening(self, id_: str) -> Markup:
        """As `running`, at the start of a sentence: a claim begins with a capital there."""
        fact = self._facts[id_]
        return self.data(id_, swedish.capitalised(fact.text) if fact.unit == "claim" else fact.text)

    def capitalised(self, id_: str) -> Markup:
        """As `running`, with a capital first letter: the head of a column."""
        return self.data(id_, swedish.capitalised(self._facts[id_].text))

    def cell(self, id_: str) -> Markup:
        """A fact in a table whose head says the unit: `26 209 000`."""
        fact = self._facts[id_]
        return self.data(id_, symbols.marked(fact.cell) if fact.is_symbol else fact.cell)

    def has(self, id_: str) -> bool:
        """Whether there is such a fact, for conditions."""
        return id_ in self._facts

    def value(self, id_: str) -> int | str:
        """What a fact says, for conditions: it is not for print."""
        return self._facts[id_].value

    def has_value(self, id_: str) -> bool:
        """Whether a quantity has a value, rather than a reason why it has none."""
        return self._facts[id_].value not in symbols.MISSING

    def status(self, id_: str) -> str:
        """How certain a fact is, for the mark of a table that prints it."""
        return self._facts[id_].status

    def data(self, id_: str, text: str) -> Markup:
        """The element that ties a printed text to its fact."""
        fact = self._facts[id_]
        said = {
            "data-fact": id_,
            "value": fact.value,
            "data-status": fact.status if fact.status in MARKED else None,
            "data-flag": fact.flag,
        }
        attributes = "".join(
            f' {name}="{escape(each)}"' for name, each in said.items() if each is not None
        )
        # Markup's own format takes three times as long, and a report prints thousands of facts.
        return Markup(f"<data{attributes}>{escape(text)}</data>")

    def field(self, record: Any, key: str) -> Sourced:
        """A raw record whose fields print themselves with their source."""
        return Sourced(record, key, self)

    def file(self, record: RawFile) -> Sourced:
        """A raw file whose fields print themselves with their source."""
        return self.field(record, key_of(record))

    def blocks(self, text: str, chapter: Chapter) -> Markup:
        """A chapter's Markdown as HTML, its footnotes where they are called."""
        notes = Prose(self.running, self.opening, _no_note, self._names)

        def note(id_: str) -> Markup:
            content = notes.inline(chapter.footnotes[id_])
            return Markup('<span class="footnote" id="{}-not-{}">{}</span>').format(
                chapter.id, id_, content
            )

        return Prose(self.running, self.opening, note, self._names).blocks(text)


def _no_note(id_: str) -> Markup:
    raise KeyError(f"a footnote calls the footnote {id_}")


class Sourced:
    """A raw value in a template: printed, it carries its key, and so its file and line.

    Fields, items and iteration give further sourced values; comparisons and conditions see the
    plain ones. `plain` is for attributes, where no element can stand.
    """

    def __init__(self, value: Any, key: str, printer: Printer) -> None:
        self.plain = value
        self._key = key
        self._printer = printer

    def _at(self, value: Any, step: str | int) -> Any:
        if value is None or isinstance(value, bool):
            return value
        return Sourced(value, f"{self._key}.{step}", self._printer)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or not isinstance(self.plain, BaseModel):
            raise AttributeError(name)
        return self._at(getattr(self.plain, name), name)

    def __getitem__(self, key: str) -> Any:
        return self._at(self.plain[key], key)

    def __iter__(self) -> Iterator[Any]:
        for number, item in enumerate(self.plain):
            yield self._at(item, number)

    def __len__(self) -> int:
        return len(self.plain)

    def __bool__(self) -> bool:
        return bool(self.plain)

    def __eq__(self, other: object) -> bool:
        return bool(self.plain == (other.plain if isinstance(other, Sourced) else other))

    def __hash__(self) -> int:
        return hash(self.plain)

    def __str__(self) -> str:
        return str(self.plain)

    def __html__(self) -> Markup:
        return self._printer.running(self._key)

    @property
    def capitalised(self) -> Markup:
        """Printed with a capital first letter."""
        return self._printer.data(self._key, swedish.capitalised(str(self.plain)))

    @property
    def lowered(self) -> Markup:
        """Printed with a small first letter: a heading inside a sentence."""
        return self._printer.data(self._key, swedish.lower_first(str(self.plain)))

    @property
    def titled(self) -> Markup:
        """Printed as a title, its dash and number held to what precedes them."""
        return self._printer.data(self._key, swedish.title(str(self.plain)))
