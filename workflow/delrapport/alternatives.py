"""What is said to readers who don't see the pages: the alternative texts of pictures and signs.

In the HTML a drawing has a title and a description, in which facts are marked. A PDF has one plain
text for each, and WeasyPrint takes it from the title alone.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from xml.etree.ElementTree import Element

SPACE = "{http://www.w3.org/2000/svg}"
PARTS = ("title", "desc")
# What has an alternative text in the HTML.
SPEAKING = re.compile(r"<svg\b.*?</svg>|<(?:img|abbr)\b[^>]*>", re.DOTALL)


def flatten(report: Element) -> None:
    """Give each drawing of a parsed report a title that says all that its description says."""
    for drawing in report.iter(f"{SPACE}svg"):
        parts = [part for name in PARTS for part in drawing.findall(SPACE + name)]
        text = _one_line(" ".join("".join(part.itertext()) for part in parts))
        for part in parts:
            drawing.remove(part)
        title = Element(f"{SPACE}title")
        title.text = text
        drawing.insert(0, title)


def of_html(html: str) -> list[str]:
    """The alternative texts of a report's drawings, pictures and signs, in order."""
    reader = _Alternatives()
    for part in SPEAKING.finditer(html):
        reader.feed(part[0])
    reader.close()
    return [_one_line(text) for text in reader.found]


class _Alternatives(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "svg":
            self.found.append("")
        elif tag == "img":
            self.found.append(dict(attrs).get("alt") or "")
        elif tag == "abbr" and not self._inside:
            self.found.append(dict(attrs).get("title") or "")
        if self._inside or tag == "svg":
            self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._inside:
            while self._inside.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if any(part in self._inside for part in PARTS):
            self.found[-1] += data
        elif self._inside[-1:] == ["svg"]:
            self.found[-1] += " "


def _one_line(text: str) -> str:
    return re.sub(r"[ \t\r\n]+", " ", text).strip()
