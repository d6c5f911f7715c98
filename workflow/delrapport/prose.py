"""The small Markdown that chapters are written in: paragraphs, lists, emphasis, notes and facts.

A chapter knows two constructs of ours and nothing else: `{{ fact("id") }}` prints a fact, `[^id]`
calls a footnote of the same chapter. It is no template: there are no expressions to evaluate.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markupsafe import Markup

from delrapport.swedish import NBSP

FACT = re.compile(r'\{\{\s*fact\("(?P<id>[^"\s]*)"\)\s*\}\}')
NOTE = re.compile(r"\[\^(?P<id>[^\]\s]*)\]")

ONLY_FACTS = 'only {{ fact("id") }}'

# What a writer may try that the sandbox would print as it stands, and what to do instead.
REFUSED: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (re.compile(r"\{\{|\}\}|\{\ufffc|\ufffc\}"), "a template expression", 'only {{ fact("id") }}'),
    (re.compile(r"\{[%#]|[%#]\}"), "a template statement", ONLY_FACTS),
    (re.compile(r"^\s*#{1,6}\s"), "a Markdown heading", "headings stand under `heading:`"),
    (re.compile(r"</?[A-Za-z!]"), "an HTML tag", "plain Markdown"),
    (re.compile(r"\]\("), "a link or picture", "plain text; sources stand in footnotes"),
    (re.compile(r"^\s*\||```|^ {4,}\S|\t"), "a table or code block", "paragraphs and lists"),
    (
        re.compile(r"[\d\u00b2\u00b3\u00b9\u00bc-\u00be\u2070-\u2189]"),
        "a figure",
        'figures are printed with {{ fact("id") }}',
    ),
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
    """Renders chapter texts; `fact`, `opening` and `note` say how a reference is printed.

    `opening` prints a fact that begins a sentence; `names` are never hyphenated.
    """

    def __init__(self, fact: Print, opening: Print, note: Print, names: Iterable[str] = ()) -> None:
        self._markdown = MarkdownIt("zero", {"typographer": True, "quotes": "””’’"})
        self._markdown.enable(["list", "emphasis", "newline", "smartquotes", "replacements"])
        self._markdown.inline.ruler.push("fact", _inline_rule("fact", FACT))
        self._markdown.inline.ruler.push("note", _inline_rule("note", NOTE))
        self._markdown.add_render_rule("fact", _fact_rule(fact, opening))
        self._markdown.add_render_rule("note", _note_rule(note))
        self._markdown.add_render_rule("text", _text_rule(names))

    def blocks(self, text: str) -> Markup:
        """Paragraphs and lists as HTML."""
        return _bound(self._markdown.render(text))

    def inline(self, text: str) -> Markup:
        """A text without its paragraph: for footnotes."""
        return _bound(self._markdown.renderInline(text.strip()))


# Where a line may not end: between a number and its noun, before a number that has a name ("rapport
# 2020:1"), after a word of one letter that opens a sentence, after the hyphen of a shortened word,
# before a last word so short that it would stand alone, and within the last word. In the source a
# line may end at any of these spaces. What a fact prints is left as it is.
DATA = re.compile(r"(<data\b.*?</data>)", re.DOTALL)
NUMBER = re.compile(r"(?<!\d{3})\d</data>$")
"""A number that counts a noun; four digits together are a year, which counts none."""
WHOLE = r'<span class="whole">\1</span>'
UNBROKEN = '<span class="unbroken">{}</span>'
BOUND: tuple[tuple[re.Pattern[str], str], ...] = (
    # No no-break space: by the rules of Unicode a line may end between a hyphen and one.
    (re.compile(r"(\w+-)[ \n]((?:och|eller|samt)\b)"), UNBROKEN.format(r"\1 \2")),
    (re.compile(r"((?:^|[.!?:][ \n]|<p>|<li>)[IÅÖ])[ \n]"), rf"\1{NBSP}"),
    (re.compile(r"(?<=[^>\s])[ \n](?=[^ \n<>]{1,11}</(?:p|li)>)"), NBSP),
    # With all that is bound to it.
    (re.compile(r"(?<=[ \n>])([^ \n<>]*[\w-]{8,}[.:!?]?)(?=</(?:p|li)>)"), WHOLE),
)


# WeasyPrint breaks lines at random where a no-break space meets the edge of an element: what is
# bound to a fact stands in one element with it, unless the fact has places of its own to break at.
SOLID = r"<data\b[^>]*>[^< ]*</data>"
TIED = re.compile(rf"[^ \n<>]+{NBSP}{SOLID}(?:{NBSP}\w+)?|{SOLID}{NBSP}\w+")


def _bound(html: str) -> Markup:
    parts = DATA.split(html)
    for place in range(0, len(parts), 2):
        for pattern, replacement in BOUND:
            parts[place] = pattern.sub(replacement, parts[place])
        if place and NUMBER.search(parts[place - 1]):
            parts[place] = re.sub(r"^[ \n](?=\w)", NBSP, parts[place])
        if place + 1 < len(parts):
            parts[place] = re.sub(r"(?<=\b[Rr]apport)[ \n]$", NBSP, parts[place])
    return Markup(TIED.sub(UNBROKEN.format(r"\g<0>"), "".join(parts)))


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


def _fact_rule(fact: Print, opening: Print) -> Callable[..., str]:
    def rule(_self: object, tokens: list[Token], place: int, *_: object) -> str:
        before = "".join(_shown(token) for token in tokens[:place]).rstrip().rstrip("”’\"')")
        show = opening if not before or before[-1] in ".!?" else fact
        return str(show(tokens[place].content))

    return rule


def _shown(token: Token) -> str:
    """What of a token a reader sees before the next one; a note's call is not part of the text."""
    if token.type in ("softbreak", "hardbreak"):
        return " "
    return "" if token.type == "note" else token.content


def _note_rule(note: Print) -> Callable[..., str]:
    def rule(_self: object, tokens: list[Token], place: int, *_: object) -> str:
        return str(note(tokens[place].content))

    return rule


# The same for each text of a report.
@lru_cache(maxsize=1)
def _any_of(names: tuple[str, ...]) -> re.Pattern[str]:
    alternatives = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"\b((?:{alternatives})s?)\b" if alternatives else r"((?!))")


def _text_rule(names: Iterable[str]) -> Callable[..., str]:
    name = _any_of(tuple(names))

    def rule(_self: object, tokens: list[Token], place: int, *_: object) -> str:
        parts = name.split(tokens[place].content)
        for odd in range(1, len(parts), 2):
            words = Markup(" ").join(map(_unbroken, parts[odd].split(" ")))
            parts[odd] = Markup('<span class="name">{}</span>').format(words)
        return str(Markup("").join(parts))

    return rule


def _unbroken(word: str) -> str | Markup:
    """A word of a name, which no line parts at its hyphen: Lill-Åby."""
    return Markup(UNBROKEN).format(word) if "-" in word else word
