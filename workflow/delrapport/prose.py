"""The small Markdown that chapters are written in: paragraphs, lists, emphasis, notes and facts.

A chapter knows two constructs of ours and nothing else: `{{ fact("id") }}` prints a fact, `[^id]`
calls a footnote of the same chapter. It is no template: there are no expressions to evaluate.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markupsafe import Markup

FACT = re.compile(r'\{\{\s*fact\("(?P<id>[^"\s]*)"\)\s*\}\}')
NOTE = re.compile(r"\[\^(?P<id>[^\]\s]*)\]")

# What a writer may try that the sandbox would print as it stands, and what to do instead.
REFUSED: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (re.compile(r"\{\{|\}\}"), "a template expression", 'only {{ fact("id") }}'),
    (re.compile(r"\{[%#]|[%#]\}"), "a template statement", 'only {{ fact("id") }}'),
    (re.compile(r"^\s*#{1,6}\s"), "a Markdown heading", "headings stand under `heading:`"),
    (re.compile(r"</?[A-Za-z!]"), "an HTML tag", "plain Markdown"),
    (re.compile(r"\]\("), "a link or picture", "plain text; sources stand in footnotes"),
    (re.compile(r"^\s*\||```|^ {4,}\S|\t"), "a table or code block", "paragraphs and lists"),
    (re.compile(r"\d"), "a figure", 'figures are printed with {{ fact("id") }}'),
)


@dataclass(frozen=True)
class Reference:
    """A fact or note that a text refers to; `line` counts from 0 within the text."""

    kind: Literal["fact", "note"]
    id: str
    line: int


@dataclass(frozen=True)
class Refusal:
    """Something that may not stand in a text, on a line that counts from 0."""

    line: int
    column: int
    wrong: str
    allowed: str


def references(text: str) -> Iterator[Reference]:
    """The facts and notes of a text, in reading order line by line."""
    for line, content in enumerate(text.split("\n")):
        found = [("fact", m) for m in FACT.finditer(content)]
        found += [("note", m) for m in NOTE.finditer(content)]
        for kind, match in sorted(found, key=lambda pair: pair[1].start()):
            yield Reference("fact" if kind == "fact" else "note", match["id"], line)


def refusals(text: str) -> Iterator[Refusal]:
    """What the sandbox refuses in a text; at most one refusal of each kind a line."""
    for line, content in enumerate(text.split("\n")):
        plain = NOTE.sub(_blank, FACT.sub(_blank, content))
        for pattern, wrong, allowed in REFUSED:
            if match := pattern.search(plain):
                shown = plain[match.start() : match.start() + 24].strip()
                yield Refusal(line, match.start() + 1, f"{wrong}: {shown!r}", allowed)


def _blank(match: re.Match[str]) -> str:
    return "\N{OBJECT REPLACEMENT CHARACTER}" * len(match[0])


Print = Callable[[str], Markup]


class Prose:
    """Renders chapter texts; `fact` and `note` say how a reference is printed."""

    def __init__(self, fact: Print, note: Print) -> None:
        self._markdown = MarkdownIt("zero", {"typographer": True, "quotes": "””’’"})
        self._markdown.enable(["list", "emphasis", "newline", "smartquotes", "replacements"])
        for kind, pattern, show in (("fact", FACT, fact), ("note", NOTE, note)):
            self._markdown.inline.ruler.push(kind, _inline_rule(kind, pattern))
            self._markdown.add_render_rule(kind, _render_rule(show))

    def blocks(self, text: str) -> Markup:
        """Paragraphs and lists as HTML."""
        return Markup(self._markdown.render(text))

    def inline(self, text: str) -> Markup:
        """A text without its paragraph: for footnotes."""
        return Markup(self._markdown.renderInline(text.strip()))


def _inline_rule(kind: str, pattern: re.Pattern[str]) -> Callable[[StateInline, bool], bool]:
    def rule(state: StateInline, silent: bool) -> bool:
        match = pattern.match(state.src, state.pos)
        if match is None:
            return False
        if not silent:
            state.push(kind, "", 0).content = match["id"]
        state.pos = match.end()
        return True

    return rule


def _render_rule(show: Print) -> Callable[..., str]:
    def rule(_self: object, tokens: list[Token], place: int, *_: object) -> str:
        return str(show(tokens[place].content))

    return rule
