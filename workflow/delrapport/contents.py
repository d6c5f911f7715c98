"""The headings and captions of a rendered report, for its contents: read from what is printed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from markupsafe import Markup


@dataclass
class Entry:
    """A line of the contents; `level` is 2 for a chapter, 3 for a section of it."""

    level: int
    id: str
    text: str = ""
    is_appendix: bool = False
    """Whether a number is set before it."""


@dataclass
class _Headings(HTMLParser):
    deepest: int
    unlisted: bool
    entries: list[Entry] = field(default_factory=list)
    inside: Entry | None = None

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        level = int(tag[1]) if re.fullmatch("h[2-6]", tag) else None
        names = dict(attrs)
        if level and level <= self.deepest and (self.unlisted or "data-unlisted" not in names):
            identifier = names.get("id")
            assert identifier, f"a heading <{tag}> without id can't stand in the contents"
            is_appendix = "appendix" in (names.get("class") or "").split()
            self.inside = Entry(level, identifier, is_appendix=is_appendix)
            self.entries.append(self.inside)

    def handle_endtag(self, tag: str) -> None:
        if self.inside is not None and tag == f"h{self.inside.level}":
            self.inside = None

    def handle_data(self, data: str) -> None:
        if self.inside is not None:
            self.inside.text += data


def headings(markup: str, deepest: int = 3, *, unlisted: bool = False) -> list[Entry]:
    """The headings h2 … h`deepest` of `markup` in order; those marked `data-unlisted` on demand.

    Each must have an id of its own.
    """
    parser = _Headings(deepest, unlisted)
    _feed(parser, markup, r"<(h[2-6])\b.*?</\1>")
    ids = [entry.id for entry in parser.entries]
    assert len(ids) == len(set(ids)), "two headings have the same id"
    return parser.entries


def _feed(parser: HTMLParser, markup: str, parts: str) -> None:
    """Parse only these parts of a report: the parser takes its time over each tag.

    As plain text, since every slice of Jinja's markup would be markup, and cost as much again.
    """
    for part in re.finditer(parts, str(markup), re.DOTALL):
        parser.feed(part[0])
    parser.close()


@dataclass(frozen=True)
class Caption:
    """A table or figure: the id that a list points to, and its caption as it is marked up."""

    id: str
    markup: Markup


# How certain its figures are, which a caption says and a list of captions doesn't repeat.
MARK = re.compile(r"\s*<span class=\"marked\">.*?</span>", re.DOTALL)
# What a caption captions.
CAPTIONED = {"caption": "table", "figcaption": "figure"}


@dataclass
class _Captions(HTMLParser):
    tag: str
    found: list[Caption] = field(default_factory=list)
    around: str = ""
    inside: list[str] | None = None

    def __post_init__(self) -> None:
        # References stay as they are: markup is handed on, not text.
        super().__init__(convert_charrefs=False)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.inside is not None:
            self.inside.append(self.get_starttag_text() or "")
        elif tag == CAPTIONED[self.tag]:
            self.around = dict(attrs).get("id") or ""
        elif tag == self.tag:
            assert self.around, f"a <{CAPTIONED[tag]}> with a caption needs an id"
            self.inside = []

    def handle_endtag(self, tag: str) -> None:
        if self.inside is None:
            return
        if tag == self.tag:
            markup = MARK.sub("", "".join(self.inside))
            self.found.append(Caption(self.around, Markup(markup)))
            self.inside = None
        else:
            self.inside.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if self.inside is not None:
            self.inside.append(data)

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")


def captions(markup: str, tag: str) -> list[Caption]:
    """The captions of tables (tag `caption`) or figures (`figcaption`), in order.

    What has a caption must have an id of its own.
    """
    parser = _Captions(tag)
    _feed(parser, markup, rf"<{CAPTIONED[tag]}\b[^>]*>|<{tag}\b.*?</{tag}>")
    ids = [caption.id for caption in parser.found]
    assert len(ids) == len(set(ids)), "two captioned elements have the same id"
    return parser.found
