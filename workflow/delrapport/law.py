"""The law of figures, enforced on finished HTML: what looks like a figure is a printed fact.

Outside `<data data-fact="…">`, and texts of charts with the same attributes, stand no digit, no
number word, no sentence that lists municipalities and no claim about all of them; inside stands the
fact exactly as it is written; a sign that stands for a figure has its spoken form, and nothing else
has one. Only where signs are explained (`<dfn>`), they stand alone. Counters that CSS generates are
not in the HTML, so nothing is excepted for them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from html.parser import HTMLParser

from delrapport import swedish
from delrapport.fact import MARKED, Fact
from delrapport.prose import FACT, Refusal
from delrapport.symbols import SYMBOLS

SKIPPED = {"head", "style", "script"}
VOID = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source",
    "track", "wbr",
}  # fmt: skip
# Any other element ends a sentence.
INLINE = {
    "a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "data", "del", "dfn", "em", "i",
    "img", "ins", "kbd", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup",
    "time", "tspan", "u", "var", "wbr",
}  # fmt: skip
# The elements that tie a text to its fact; those of charts only inside <svg>.
FACTS, FACTS_OF_CHARTS = {"data"}, {"text", "tspan"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
# Parts of a report that may have no heading and are called by their class: cover, colophon.
PARTS = {"header", "section", "footer"}
SPOKEN = ("alt", "title", "aria-label", "aria-description")
# Signs that part a word for the eye or the hyphenator only.
UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
# What stands for the signs of a fact, one for one, where only what is outside facts counts.
BLANK = "\N{OBJECT REPLACEMENT CHARACTER}"

Attributes = list[tuple[str, str | None]]


@dataclass(frozen=True)
class Violation:
    """A breach of the law: where it stands, what is wrong and which facts it may have meant."""

    place: str
    source: str
    sentence: str
    wrong: str
    meant: tuple[str, ...]

    def __str__(self) -> str:
        """`raw file: place: what is wrong: "sentence"; did you mean …?`, on one line."""
        said = f'{self.source or "template"}: {self.place}: {self.wrong}: "{self.sentence}"'
        if self.meant:
            facts = " or ".join(f'{{{{ fact("{id_}") }}}}' for id_ in self.meant)
            said += f"; did you mean {facts}?"
        return _one_line(said)


def check(
    html: str, facts: Mapping[str, Fact], names: Mapping[str, str], terms: Collection[str]
) -> list[Violation]:
    """Every breach of the law in a report, in reading order.

    `names` leads from each form of a municipality's name, genitives included, to its id; `terms`
    are phrases that may stand outside facts though they hold a digit or a number word.
    """
    reader, law = _read(html), _Law(facts, names, terms)
    return [found for passage in reader.passages for found in law.judge(passage)]


def printed(html: str) -> list[tuple[str, str]]:
    """The facts that are printed, each with its place, in order of print."""
    return [(each.fact, each.passage.where(each.start)[0]) for each in _read(html).printed]


def numbers(html: str) -> tuple[list[str], list[str]]:
    """The runs of digits that a reader sees: those of the running text, those of the footnotes.

    What stands at the head or foot of pages (class "running") is left out: it is judged as any
    text, but printed once a page.
    """
    found: tuple[list[str], list[str]] = ([], [])
    for passage in _read(html).passages:
        if not (passage.spoken or passage.running):
            found[passage.footnote].extend(re.findall(r"\d+", passage.text))
    return found


def heads(html: str) -> list[tuple[str, ...]]:
    """For each number of the running text those in the head of the table whose rows it stands in.

    A table that goes on over pages repeats its head.
    """
    found: list[tuple[str, ...]] = []
    of_table: dict[int, tuple[str, ...]] = {}
    for passage in _read(html).passages:
        if passage.spoken or passage.running or passage.footnote:
            continue
        runs = tuple(re.findall(r"\d+", passage.text))
        if passage.in_head:
            of_table[passage.table] = of_table.get(passage.table, ()) + runs
        head = () if passage.in_head else of_table.get(passage.table, ())
        found += [head] * len(runs)
    return found


def shown(html: str) -> Iterator[_Passage]:
    """What is printed, once and on the pages themselves, block by block."""
    return (each for each in _read(html).passages if not (each.spoken or each.running))


def number_words(text: str, terms: Collection[str]) -> Iterator[Refusal]:
    """The number words of a chapter's text as it is typed, so that they are seen before a build."""
    term = _whole_words(terms)
    for line, content in enumerate(text.split("\n")):
        plain = term.sub(lambda match: BLANK * len(match[0]), FACT.sub(BLANK, content))
        for match in NUMBER_WORD.finditer(plain):
            allowed = 'number words are printed with {{ fact("id") }}'
            yield Refusal(line, match.start() + 1, f"the number word '{match[0]}'", allowed)


# --- Reading ---------------------------------------------------------------------------------

SENTENCE_END = re.compile(r"[.!?:;]+[\"”’»)\]]*(?=\s|$)")
# "t.ex." and its like: their last full stop ends no sentence.
ABBREVIATED = re.compile(
    r"(?<!\w)(?:\w{1,3}(?:\.\w{1,3})+|[a-zåäö]|ca|dvs|etc|jfr|kap|kl|nr|osv|resp|sid|st|tel)\.$",
    re.IGNORECASE,
)


@dataclass
class _Passage:
    """A block's text, in which `plain` has blanks where `text` has facts: both equally long.

    A footnote and a spoken attribute are passages of their own.
    """

    named: bool
    """Whether names count here: not in generated contents."""
    footnote: bool
    spoken: bool
    """Whether it is read aloud and not printed."""
    running: bool = False
    """Whether it is printed at the head or foot of every page."""
    table: int = 0
    """The place of its table among all elements; 0 outside tables."""
    in_head: bool = False
    """Whether it stands in the head of its table."""
    text: str = ""
    plain: str = ""
    printed: list[_Printed] = field(default_factory=list)
    _wheres: list[tuple[int, str, str]] = field(default_factory=list)

    def add(self, text: str, plain: str, place: str, source: str) -> None:
        self._wheres.append((len(self.text), place, source))
        self.text += text
        self.plain += plain

    def where(self, offset: int) -> tuple[str, str]:
        """The place and the source of what stands there."""
        place, source = [rest for start, *rest in self._wheres if start <= offset][-1]
        return place, source

    def sentences(self) -> Iterator[tuple[int, int]]:
        """Start and end of each sentence, parted outside facts only."""
        start = 0
        for match in SENTENCE_END.finditer(self.plain):
            if not ABBREVIATED.search(self.plain, start, match.end()):
                yield start, match.end()
                start = match.end()
        if start < len(self.plain) or not start:
            yield start, len(self.plain)

    def sentence(self, offset: int) -> str:
        """The sentence that stands there, on one line."""
        spans = [span for span in self.sentences() if span[0] <= offset]
        return _one_line(self.text[slice(*spans[-1])])


@dataclass
class _Printed:
    """A fact as it is printed, from `start` in its passage."""

    fact: str
    tag: str
    value: str | None
    status: str | None
    """How it is marked."""
    flag: str | None
    """The sign that stands at it."""
    in_cell: bool
    """Whether it may be written without its unit: in a table or a chart."""
    passage: _Passage
    start: int
    text: str = ""
    markup: list[str] = field(default_factory=list)
    spoken: list[str] = field(default_factory=list)
    """What is read aloud in place of the whole text."""
    closed: bool = False


@dataclass(frozen=True)
class _Element:
    tag: str
    order: int
    name: str
    source: str | None
    footnote: bool
    running: bool
    printed: _Printed | None


# A report is read once, whoever asks for it again.
@lru_cache(maxsize=1)
def _read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader


class _Reader(HTMLParser):
    """Parts a report into passages and finds the facts that it prints."""

    def __init__(self) -> None:
        super().__init__()
        self.passages: list[_Passage] = []
        self.printed: list[_Printed] = []
        self._stack: list[_Element] = []
        # A footnote interrupts a passage that goes on behind it.
        self._open: list[_Passage | None] = [None]
        self._order = 0
        self._preceding = (0, "")

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        if tag == "body":
            self._close_to(0)
        # Of an attribute given twice, the first counts.
        attributes = {name: value or "" for name, value in reversed(attrs)}
        for fact in self._facts():
            if tag == "abbr" and attributes.keys() == {"title"} and not fact.text:
                fact.spoken.append(attributes["title"])
            else:
                fact.markup.append(tag)
        if tag not in INLINE:
            self._open[-1] = None
        elif tag in VOID and tag != "wbr" and (passage := self._open[-1]):
            passage.add("\n", "\n", *self._where())
        element = self._element(tag, attributes)
        self._stack.append(element)
        if element.footnote:
            self._open.append(None)
        if not self._skipped():
            self._speak(attributes)
        if tag in VOID:
            self._stack.pop()

    def _element(self, tag: str, attributes: Mapping[str, str]) -> _Element:
        self._order += 1
        words = attributes.get("class", "").split()
        name = attributes.get("id", "") if tag in HEADINGS | PARTS else ""
        if name:
            self._preceding = (self._order, name)
        elif tag in PARTS and words:
            name = words[-1]
        source = attributes.get("data-source")
        footnote = tag == "span" and "footnote" in words
        in_chart = tag in FACTS_OF_CHARTS and any(each.tag == "svg" for each in self._stack)
        may_be = (tag in FACTS or in_chart) and not self._skipped()
        fact = self._fact(tag, attributes) if may_be and "data-fact" in attributes else None
        return _Element(tag, self._order, name, source, footnote, "running" in words, fact)

    def _fact(self, tag: str, attributes: Mapping[str, str]) -> _Printed:
        in_table = any(element.tag in ("td", "th") for element in self._stack)
        in_cell = in_table or tag in FACTS_OF_CHARTS
        passage = self._passage()
        passage.add("", "", *self._where())
        value, status = attributes.get("value"), attributes.get("data-status")
        start = len(passage.text)
        flag, id_ = attributes.get("data-flag"), attributes["data-fact"]
        fact = _Printed(id_, tag, value, status, flag, in_cell, passage, start)
        self.printed.append(fact)
        passage.printed.append(fact)
        return fact

    def _speak(self, attributes: Mapping[str, str]) -> None:
        # What is said in place of a fact is judged with it.
        if any(attributes.get("title") in fact.spoken for fact in self._facts()):
            return
        for name in SPOKEN:
            if text := _seen(attributes.get(name, "")):
                passage = _Passage(self._named(), False, True)
                passage.add(text, text, *self._where())
                self.passages.append(passage)

    def handle_endtag(self, tag: str) -> None:
        depths = [depth for depth, element in enumerate(self._stack) if element.tag == tag]
        if not depths:
            return
        last = self._stack[-1]
        if last.tag == tag and last.printed:
            last.printed.closed = True
        self._close_to(depths[-1])
        if tag not in INLINE:
            self._open[-1] = None

    def _close_to(self, depth: int) -> None:
        for element in reversed(self._stack[depth:]):
            if element.footnote:
                self._open.pop()
        del self._stack[depth:]

    def handle_data(self, data: str) -> None:
        facts = list(self._facts())
        if self._skipped() or not (facts or self._open[-1] or data.strip()):
            return
        for fact in facts:
            fact.text += data
        text = data if facts else _seen(data)
        explained = data in SYMBOLS and self._stack[-1].tag == "dfn"
        plain = BLANK * len(text) if facts or explained else text
        self._passage().add(text, plain, *self._where())

    def _passage(self) -> _Passage:
        passage = self._open[-1]
        if passage is None:
            spoken = any(element.tag in ("title", "desc") for element in self._stack)
            running = any(element.running for element in self._stack)
            tables = [element.order for element in self._stack if element.tag == "table"]
            in_head = any(element.tag == "thead" for element in self._stack)
            table = tables[-1] if tables else 0
            in_note = len(self._open) > 1
            passage = _Passage(self._named(), in_note, spoken, running, table, in_head)
            self._open[-1] = passage
            self.passages.append(passage)
        return passage

    def _facts(self) -> Iterator[_Printed]:
        return (element.printed for element in self._stack if element.printed)

    def _skipped(self) -> bool:
        return any(element.tag in SKIPPED for element in self._stack)

    def _named(self) -> bool:
        return all(element.tag != "nav" for element in self._stack)

    def _where(self) -> tuple[str, str]:
        """The nearest heading or part, around or before; then the nearest source around."""
        named = [(element.order, element.name) for element in self._stack if element.name]
        sources = [element.source for element in self._stack if element.source is not None]
        return max([self._preceding, *named])[1], sources[-1] if sources else ""


def _seen(text: str) -> str:
    return unicodedata.normalize("NFC", UNSEEN.sub("", text))


# --- Judging ---------------------------------------------------------------------------------


class _Zeros(dict[int, int]):
    """For `str.translate`: every numeral of any script becomes a zero; each sign is asked once."""

    def __missing__(self, sign: int) -> int:
        numeral = unicodedata.category(chr(sign)).startswith("N")
        self[sign] = ord("0") if numeral else sign
        return self[sign]


ZEROS = _Zeros()
# A figure with what holds its parts together; every numeral has become a zero before.
FIGURE = re.compile(r"0+(?:\s000(?!0))*(?:[.,:/\N{EN DASH}-]0+)*")

ATOMS = (
    "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv", "tretton",
    "fjorton", "femton", "sexton", "sjutton", "arton", "aderton", "nitton", "tjugo", "trettio",
    "fyrtio", "femtio", "sextio", "sjuttio", "åttio", "nittio", "hundra", "tusen",
    "miljon", "miljoner", "miljonerna", "miljard", "miljarder", "miljarderna",
)  # fmt: skip
_ATOM = "|".join(ATOMS)
# "en" and "ett" are articles as well and count only inside a compound: etthundra, tjugoen.
NUMBER_WORD = re.compile(
    rf"(?<!\w)(?:noll|(?:ett?(?=hundra|tusen))?(?:{_ATOM})+(?:en|ett)?)s?(?!\w)", re.IGNORECASE
)

UNITS = r"(?:kommun(?:er(?:na)?)?|stadsdel(?:ar(?:na)?)?)s?"
# Words that begin another phrase: "alla elever i kommunerna" is about pupils. A place "bland alla
# stadsdelar", or when "samtliga stadsdelar ordnas", is no claim about them.
APART = r"(?:i|på|från|inom|till|för|med|som|och|om|ur|hos|mellan|vid)"
TOTAL = re.compile(
    rf"(?<!\w)(?<!bland\s)(?P<all>alla|samtliga|ingen|inga|inget)"
    rf"(?:\s+av)?(?:\s+(?:de|dessa))?"
    rf"(?:\s+(?!{APART}\s)[\w{BLANK}-]+){{0,2}}?\s+(?P<unit>{UNITS})(?!\w|\s+ordnas)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Finding:
    """What is wrong at an offset of a passage; a fact that was meant has all `words`."""

    offset: int
    wrong: str
    words: tuple[str, ...]


class _Law:
    """The rules, for the facts, names and terms of one programme."""

    def __init__(
        self, facts: Mapping[str, Fact], names: Mapping[str, str], terms: Collection[str]
    ) -> None:
        self._facts = facts
        self._names = names
        # A genitive is longer than its name.
        self._shortest = {names[form]: form for form in sorted(names, key=len, reverse=True)}
        self._name = _whole_words(names)
        self._excepted = re.compile(
            rf"(?<!\w)(?i:utom|förutom)(?:\s+\w+){{0,2}}?\s+(?P<name>{self._name.pattern})"
        )
        self._term = re.compile(_whole_words(terms).pattern, re.IGNORECASE)

    @cached_property
    def _written(self) -> dict[str, str]:
        """What facts say, to find those that were meant."""
        return {id_: _spaced(f"{fact.text}\n{fact.cell}") for id_, fact in self._facts.items()}

    def judge(self, passage: _Passage) -> Iterator[Violation]:
        findings = [found for each in passage.printed for found in self._fact(each)]
        findings += self._figures(passage.plain)
        for start, end in passage.sentences():
            findings += self._claims(passage.plain, start, end)
            if passage.named:
                findings += self._listed(passage.plain, start, end)
        for found in sorted(findings, key=lambda each: each.offset):
            place, source = passage.where(found.offset)
            sentence, meant = passage.sentence(found.offset), self._meant(found.words, place)
            yield Violation(place, source, sentence, found.wrong, meant)

    def _fact(self, each: _Printed) -> Iterator[_Finding]:
        words = (each.text,) if each.text.strip() else ()
        for wrong in self._wrong_in(each):
            yield _Finding(each.start, wrong, words)

    def _wrong_in(self, each: _Printed) -> Iterator[str]:
        for tag in each.markup:
            yield f"the fact {each.fact} holds markup, <{tag}>"
        if not each.closed:
            yield f"the fact {each.fact} is not closed by </{each.tag}>"
        fact = self._facts.get(each.fact)
        if fact is None:
            yield f"there is no fact {each.fact}"
            return
        if each.text not in _forms(fact, each.in_cell):
            yield (
                f"the fact {fact.id} is printed as '{each.text}', but written '{fact.text}'"
                + (" with other spaces" if _spaced(each.text) == _spaced(fact.text) else "")
            )
        signs = each.tag in FACTS and fact.is_symbol and each.text == fact.cell
        spoken = [SYMBOLS[fact.cell].spoken] if signs else []
        if each.spoken != spoken:
            said, wanted = " ".join(each.spoken), " ".join(spoken)
            yield f"the fact {fact.id} is read aloud as '{said}', not '{wanted}'"
        if each.status != (fact.status if fact.status in MARKED else None):
            yield f"the fact {fact.id} is {fact.status}, but marked as {each.status or 'nothing'}"
        # Charts have their mark in the caption.
        if each.flag != (fact.flag if each.tag in FACTS else None):
            yield f"the fact {fact.id} is {fact.status}, but flagged with {each.flag or 'nothing'}"
        if each.value != _value(fact):
            yield f"the fact {fact.id} has the value '{_value(fact)}', not '{each.value}'"

    def _figures(self, plain: str) -> Iterator[_Finding]:
        plain = self._term.sub(lambda match: BLANK * len(match[0]), plain)
        for match in FIGURE.finditer(plain.translate(ZEROS)):
            figure = plain[match.start() : match.end()]
            yield _Finding(match.start(), f"the figure {figure} stands outside a fact", (figure,))
        for match in NUMBER_WORD.finditer(plain):
            wrong = f"the number word '{match[0]}' stands outside a fact"
            yield _Finding(match.start(), wrong, (match[0],))

    def _listed(self, plain: str, start: int, end: int) -> Iterator[_Finding]:
        matches = self._name.finditer(plain, start, end)
        found = {self._names[_line(match[0])]: match.start() for match in matches}
        if len(found) > 1:
            words = tuple(self._shortest[municipality] for municipality in found)
            wrong = f"{' and '.join(words)} stand in one sentence outside a fact"
            yield _Finding(min(found.values()), wrong, words)

    def _claims(self, plain: str, start: int, end: int) -> Iterator[_Finding]:
        for match in TOTAL.finditer(plain, start, end):
            wrong = f"the claim '{_line(match[0])}' stands outside a fact"
            yield _Finding(match.start(), wrong, (match["all"], match["unit"]))
        for match in self._excepted.finditer(plain, start, end):
            wrong = f"the exception '{_line(match[0])}' stands outside a fact"
            yield _Finding(match.start(), wrong, (match["name"],))

    def _meant(self, words: tuple[str, ...], place: str) -> tuple[str, ...]:
        """Up to three facts with these words: first those of the place, then the shortest ids."""
        if not words:
            return ()
        patterns = [
            re.compile(rf"(?<![\w,.]){re.escape(_spaced(word))}s?(?![,.]?\w)") for word in words
        ]
        found = [
            id_
            for id_, written in self._written.items()
            # A chapter can't cite a raw field, only the facts that are made of it.
            if not id_.startswith("raw.") and all(pattern.search(written) for pattern in patterns)
        ]
        here = place.split("-", maxsplit=1)[0]
        return tuple(sorted(found, key=lambda id_: (here not in id_, len(id_), id_))[:3])


def _forms(fact: Fact, in_cell: bool) -> set[str]:
    """How a fact may be written: as running text, in a table or chart as a cell as well."""
    text = fact.text
    forms = {text, swedish.capitalised(text), swedish.lower_first(text), swedish.title(text)}
    return forms | {fact.cell} if in_cell else forms


def _value(fact: Fact) -> str:
    value: object = fact.value
    return " ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _whole_words(phrases: Collection[str]) -> re.Pattern[str]:
    """Any of the phrases, the longest that fits, however a line breaks it."""
    longest = sorted(phrases, key=len, reverse=True)
    any_ = "|".join(r"\s+".join(map(re.escape, phrase.split())) for phrase in longest)
    return re.compile(rf"(?<!\w)(?:{any_})(?!\w)" if any_ else r"(?!)")


def _spaced(text: str) -> str:
    """For comparison: without capitals and with plain spaces."""
    return _line(text.casefold())


def _line(plain: str) -> str:
    """A few words of a passage, facts left out."""
    return " ".join(plain.replace(BLANK, " ").split())


def _one_line(text: str) -> str:
    """The text on one line, no-break spaces kept."""
    return re.sub(r"[ \t\r\n]+", " ", text).strip()
