"""A strict reader for the small part of YAML that raw data need.

PyYAML's own loaders guess: `0114` becomes 76, `NO` becomes False, `12:30` becomes 750, a repeated
key wins silently, an alias can expand without bound. This one is built on PyYAML's event stream and
knows four kinds of plain scalar only: true/false, null, whole numbers without a leading zero, and
text. Whatever else YAML can do (aliases, tags, several documents) is refused where it stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from delrapport.problems import Problem

MAX_BYTES = 4_000_000
MAX_DEPTH = 32
WHOLE_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
# Signs that YAML forbids, and line ends that PyYAML counts and no editor does.
UNPRINTABLE = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)
CONSTANTS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "": None}

Path_ = tuple[str | int, ...]


@dataclass(frozen=True)
class Document:
    """A raw file as read: plain content, and for each path in it the place where it stands.

    `places` maps a path such as `("payment", "decided", 3, "amount")` to the (line, column) of its
    value, `key_places` to that of its key; both count from 1.
    """

    file: str
    content: Any
    places: dict[Path_, tuple[int, int]]
    key_places: dict[Path_, tuple[int, int]]
    blocks: frozenset[Path_] = frozenset()
    """Paths of literal blocks (`|`), whose first line stands below their place."""

    def at(self, path: Path_) -> Any:
        """The content at a path."""
        found = self.content
        for step in path:
            found = found[step]
        return found

    def problem(self, path: Path_, wrong: str, allowed: str = "", *, key: bool = False) -> Problem:
        """A problem at `path`, or at the nearest enclosing place that the file holds."""
        known = path
        places = self.key_places | {(): (1, 1)} if key else self.places
        while known not in places:
            known = known[:-1]
            places = self.places
        line, column = places[known]
        return Problem(self.file, line, column, dotted(path), wrong, allowed)


def dotted(path: Path_) -> str:
    """`("decided", 3, "amount")` as `decided[3].amount`, the way the error messages name fields."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.lstrip(".") or "(file)"


@dataclass
class _Reader:
    """Turns one file's events into content, places and problems; never recurses."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    places: dict[Path_, tuple[int, int]] = field(default_factory=dict)
    key_places: dict[Path_, tuple[int, int]] = field(default_factory=dict)
    blocks: set[Path_] = field(default_factory=set)
    root: Any = None
    lost: bool = False
    """Whether a key was no word: what follows can't be told apart from it."""
    started: bool = False
    stack: list[_Open] = field(default_factory=list)

    def refuse(self, event: Event, path: Path_, wrong: str, allowed: str) -> None:
        line, column = _place(event)
        self.problems.append(Problem(self.file, line, column, dotted(path), wrong, allowed))

    def take(self, event: Event) -> None:
        # The most frequent first: of the others there are few.
        match event:
            case ScalarEvent():
                self.scalar(event)
            case MappingStartEvent():
                self.open(event, {})
            case SequenceStartEvent():
                self.open(event, [])
            case MappingEndEvent() | SequenceEndEvent():
                self.stack.pop()
            case AliasEvent() if self.stack and self.stack[-1].wants_key:
                self.refuse(event, self.stack[-1].path, f"alias *{event.anchor}", "a word as key")
                self.lost = True
            case AliasEvent():
                path = self.place(event, None)
                self.refuse(event, path, f"alias *{event.anchor}", "write the value out")
            case DocumentStartEvent():
                if self.started:
                    self.refuse(event, (), "a second document begins here", "one document a file")
                self.started = True

    def open(self, event: MappingStartEvent | SequenceStartEvent, container: Any) -> None:
        if self.stack and self.stack[-1].wants_key:
            self.refuse(event, self.stack[-1].path, "a list or mapping as key", "a word as key")
            self.lost = True
            return
        path = self.place(event, container)
        self.check_markup(event, path)
        self.stack.append(_Open(container, path))

    def scalar(self, event: ScalarEvent) -> None:
        if self.stack and self.stack[-1].wants_key:
            self.key(event)
        else:
            path = self.place(event, _value(event))
            self.check_markup(event, path)
            if event.style == "|":
                self.blocks.add(path)

    def key(self, event: ScalarEvent) -> None:
        top = self.stack[-1]
        path = (*top.path, event.value)
        if event.value in top.container:
            first = self.key_places[path][0]
            self.refuse(
                event, path, f"the key stands twice, first on line {first}", "each key once"
            )
        else:
            self.key_places[path] = _place(event)
        self.check_markup(event, path)
        top.key = event.value

    def place(self, event: Event, value: Any) -> Path_:
        """Put a value where it belongs and remember where it stood; returns its path."""
        if not self.stack:
            path: Path_ = ()
            self.root = value
        else:
            path = self.stack[-1].add(value)
        self.places.setdefault(path, _place(event))
        return path

    def check_markup(self, event: Any, path: Path_) -> None:
        if event.tag is not None:
            self.refuse(event, path, f"tag {event.tag}", "plain values without tags")
        if event.anchor is not None:
            self.refuse(event, path, f"anchor &{event.anchor}", "plain values without anchors")


@dataclass
class _Open:
    """A mapping or list that is still being read."""

    container: Any
    path: Path_
    key: str | None = None

    @property
    def wants_key(self) -> bool:
        return self.key is None and isinstance(self.container, dict)

    def add(self, value: Any) -> Path_:
        if isinstance(self.container, list):
            self.container.append(value)
            return (*self.path, len(self.container) - 1)
        assert self.key is not None
        path = (*self.path, self.key)
        self.container.setdefault(self.key, value)
        self.key = None
        return path


def _place(event: Event) -> tuple[int, int]:
    mark = event.start_mark
    assert mark is not None  # yaml.parse marks every event
    return mark.line + 1, mark.column + 1


def _value(event: ScalarEvent) -> Any:
    # The C parser says "" for plain, the Python one None.
    if event.style:
        return event.value
    if event.value in CONSTANTS:
        return CONSTANTS[event.value]
    return int(event.value) if WHOLE_NUMBER.fullmatch(event.value) else event.value


def read(path: Path, name: str) -> tuple[Document | None, list[Problem]]:
    """Read one raw file; `name` is how messages call it.

    Returns the document (None where the file can't be read at all) and every problem found.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        return None, [Problem(name, 1, 1, "(file)", f"can't be read: {error.strerror}")]
    if len(data) > MAX_BYTES:
        return None, [Problem(name, 1, 1, "(file)", f"{len(data)} bytes", f"at most {MAX_BYTES}")]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return None, [Problem(name, line, 1, "(file)", "is not UTF-8", "save the file as UTF-8")]
    return parse(text.removeprefix("\ufeff"), name)


def parse(text: str, name: str) -> tuple[Document | None, list[Problem]]:
    """As `read`, for text that is already in hand."""
    reader = _Reader(name)
    if match := UNPRINTABLE.search(text):
        before = text[: match.start()]
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        wrong = f"the unprintable sign U+{ord(match[0]):04X}"
        return None, [Problem(name, line, column, "(file)", wrong, "take it out")]
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            reader.take(event)
            if reader.lost:
                return None, reader.problems
            if len(reader.stack) > MAX_DEPTH:
                reader.refuse(event, (), "nested too deeply", f"at most {MAX_DEPTH} levels")
                return None, reader.problems
    except yaml.MarkedYAMLError as error:
        return None, [*reader.problems, _syntax(error, name)]
    except yaml.YAMLError as error:
        return None, [*reader.problems, Problem(name, 1, 1, "(file)", f"{error}")]
    places = reader.places or {(): (1, 1)}
    blocks = frozenset(reader.blocks)
    return Document(name, reader.root, places, reader.key_places, blocks), reader.problems


def _syntax(error: yaml.MarkedYAMLError, name: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    wrong = "; ".join(part for part in (error.context, error.problem) if part)
    hint = "check indentation, quotes and the colon after each key"
    return Problem(name, line, column, "(syntax)", wrong, hint)
