"""One chapter of a report by itself, to be looked at while it is being written.

It is cut out of the finished HTML, so that it says what the report will say; cover and marks stay.
What it refers to elsewhere is no link here. Tables and figures have the numbers of the report.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.parsers.expat import ParserCreate

from delrapport.problems import Mendable, one_of

# What a report consists of between its cover and its end.
PARTS = {
    ("section", "chapter"),
    ("section", "front"),
    ("section", "volumes"),
    ("nav", "contents"),
    ("footer", "back"),
}
# What is numbered throughout a report, by its counter in the style sheets.
NUMBERED = {
    "table": re.compile(r'<div class="(?:[^"]* )?table[ "]'),
    "figure": re.compile(r"<figure\b"),
    "appendix": re.compile(r'<h2 [^>]*class="appendix"'),
}
WORD = "Förhandsvisning"


class UnknownChapterError(Mendable):
    """The report has no chapter of this name."""


@dataclass
class _Part:
    start: int
    end: int = 0
    id: str = ""


class _Reader:
    """Finds the parts of a report, of which none stands in another; places are bytes."""

    def __init__(self, html: bytes) -> None:
        self.parts: list[_Part] = []
        self._open: list[str] = []
        self._parser = ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.Parse(html, True)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if self._open:
            part = self.parts[-1]
            part.id = part.id or attributes.get("id", "") if tag == "h2" else part.id
            self._open += [tag] if tag == self._open[0] else []
        elif any((tag, each) in PARTS for each in attributes.get("class", "").split()):
            self.parts.append(_Part(self._parser.CurrentByteIndex))
            self._open = [tag]

    def _end(self, tag: str) -> None:
        if self._open and tag == self._open[0]:
            self._open.pop()
            if not self._open:
                self.parts[-1].end = self._parser.CurrentByteIndex + len(f"</{tag}>")


def one_chapter(html: str, chapter: str) -> str:
    """The report with this chapter only; raises UnknownChapterError for one that it hasn't.

    `html` is XML too, as the reports' is.
    """
    written = html.encode()
    parts = _Reader(written).parts
    ids = [part.id for part in parts if part.id]
    if chapter not in ids:
        raise UnknownChapterError(f"the report has no chapter '{chapter}'; {one_of(chapter, ids)}")
    pieces, place = [], 0
    for part in parts:
        pieces.append(written[place : part.start if part.id != chapter else part.end])
        place = part.end
    kept = b"".join([*pieces, written[place:]]).decode()
    before = written[: next(part.start for part in parts if part.id == chapter)].decode()
    counters = " ".join(f"{name} {len(sign.findall(before))}" for name, sign in NUMBERED.items())
    kept = kept.replace("<body", f'<body style="counter-reset: {counters}"', 1)
    return _without_dangling(kept.replace("<title>", f"<title>{WORD}: ", 1))


def _without_dangling(html: str) -> str:
    """Links to what is not there lose their address."""
    there = set(re.findall(r'\bid="([^"]*)"', html))
    return re.sub(
        r'(<a\b[^>]*?) href="#([^"]*)"',
        lambda link: link[0] if link[2] in there else link[1],
        html,
    )
