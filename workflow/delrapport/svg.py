"""From the SVG that Vega draws to one of ours: small, its texts facts, without words of its own.

Vega describes every mark to screen readers in English. A figure of ours has a title and a
description in Swedish instead, which the report gives it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from markupsafe import Markup

from delrapport.fact import MARKED, Fact
from delrapport.swedish import capitalised

SPACE = "http://www.w3.org/2000/svg"
KEPT = {
    "d", "fill", "font-family", "font-size", "font-weight", "height", "stroke",
    "stroke-dasharray", "stroke-linejoin", "stroke-width", "text-anchor", "transform", "viewBox",
    "width", "x", "x1", "x2", "y", "y1", "y2",
}  # fmt: skip
# What is so unless it is said; Vega says it all the same.
USUAL = {("fill", "none"), ("text-anchor", "start"), ("transform", "translate(0,0)")}
DECIMALS = re.compile(r"\d+\.\d{3,}(?:e-\d+)?")


def facts_of(drawing: str, facts: Mapping[str, Fact], words: Collection[str] = ()) -> str:
    """Vega's SVG with each text tied to the fact that its mark's `description` names.

    `words` are texts that need none. Raises ValueError for any other text without a fact, or other
    than its fact has it but for a capital at its beginning.
    """
    root = ET.fromstring(drawing)
    for element in root.iter():
        element.tag = element.tag.removeprefix(f"{{{SPACE}}}")
        named = element.get("aria-label", "")
        for name in set(element.attrib) - KEPT:
            del element.attrib[name]
        for name, value in element.attrib.items():
            element.set(name, DECIMALS.sub(lambda match: f"{float(match[0]):.2f}", value))
        element.attrib = {
            name: value for name, value in element.items() if (name, value) not in USUAL
        }
        if element.tag == "text" and element.text not in words:
            _tie(element, named, facts)
    _prune(root)
    root.set("xmlns", SPACE)
    root.set("fill", "none")  # as in a report: what isn't said to be filled is black otherwise
    return ET.tostring(root, encoding="unicode") + "\n"


def _tie(text: ET.Element, named: str, facts: Mapping[str, Fact]) -> None:
    fact = facts.get(named)
    if fact is None or text.text not in (fact.cell, capitalised(fact.cell)):
        raise ValueError(f"a chart prints '{text.text}' where the fact '{named}' belongs")
    tied = {"data-fact": fact.id, "value": str(fact.value)}
    tied |= {"data-status": fact.status} if fact.status in MARKED else {}
    text.attrib = tied | text.attrib


def _prune(element: ET.Element) -> None:
    """Takes out what draws nothing, and groups that only hold together."""
    for child in list(element):
        _prune(child)
        place = list(element).index(child)
        if child.tag == "g" and not child.attrib:
            element[place : place + 1] = list(child)
        elif (child.tag == "g" and not len(child)) or _is_invisible(child):
            element.remove(child)


def _is_invisible(element: ET.Element) -> bool:
    colours = {element.get("fill", "none"), element.get("stroke", "none")}
    return element.tag == "path" and colours <= {"none", "transparent"}


@dataclass(frozen=True)
class Drawing:
    """What a report sets into its own `<svg>`; the size is in points."""

    width: float
    height: float
    content: Markup


def stacked(parts: Sequence[str]) -> str:
    """Drawings as `facts_of` wrote them as one, each below the other; see `read_drawings`."""
    if len(parts) == 1:
        return parts[0]
    sizes = [read_drawing(part) for part in parts]
    placed: list[str] = []
    top = 0.0
    for part, size in zip(parts, sizes, strict=True):
        placed.append(part.replace("<svg ", f'<svg y="{top:g}" ', 1))
        top += size.height
    width = max(size.width for size in sizes)
    opening = f'<svg xmlns="{SPACE}" width="{width:g}" height="{top:g}">'
    return "\n".join([opening, *placed]) + "</svg>\n"


# None of which holds another: the whole, or its parts.
INNERMOST = re.compile(r"<svg [^>]*>(?:(?!<svg ).)*?</svg>\n", re.DOTALL)


def read_drawings(text: str) -> list[Drawing]:
    """The drawings of a file, of which it may have several."""
    return [read_drawing(part) for part in INNERMOST.findall(text)]


def read_drawing(text: str) -> Drawing:
    """A drawing as `facts_of` wrote it."""
    opening, content = text.removesuffix("</svg>\n").split(">", 1)
    size = {
        name: float(value) for name, value in re.findall(r' (width|height)="([\d.]+)"', opening)
    }
    return Drawing(size["width"], size["height"], Markup(content))
