"""The mark at the edge of a page stays where the page prints something marked, and only there.

CSS can set a mark at the edge of every page, or carry it on from one page to the next, but not ask
what a page holds. So every page is laid out with the mark of the report (`data-mark` of its cover),
and it is taken from those that print nothing with a `data-status`. Margins have their size whatever
stands in them: no line moves. Pages and boxes are WeasyPrint's own; it has no other way to them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from xml.etree.ElementTree import Element


def take_from_unmarked(pages: Iterable[Any], report: Element) -> None:
    """Take the report's mark from the edge of each laid out page that prints nothing marked."""
    marks = {element.get("data-mark") for element in report.iter() if element.get("data-mark")}
    for page in pages:
        box = page._page_box
        if not any(_is_marked(each) for each in box.descendants()):
            box.children = [child for child in box.children if _text(child) not in marks]


def _is_marked(box: Any) -> bool:
    """Whether a box prints something marked; what a drawing prints has no boxes of its own."""
    element = getattr(box, "element", None)
    if element is None:
        return False
    inside = element.iter() if element.tag.endswith("svg") else (element,)
    return any(each.get("data-status") for each in inside)


def _text(box: Any) -> str | None:
    """What stands in a margin; None for a box of the page itself."""
    if getattr(box, "at_keyword", None) is None:
        return None
    return "".join(_texts(box))


def _texts(box: Any) -> Iterator[str]:
    for each in box.descendants():
        if (text := getattr(each, "text", None)) is not None:
            yield text
