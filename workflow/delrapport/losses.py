"""What WeasyPrint leaves out of a report without a word: here each of them is said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

# Elements that show something in a browser and nothing in WeasyPrint's PDF.
UNPRINTED = {
    "audio", "canvas", "feImage", "foreignObject", "frame", "iframe", "script", "source", "video",
}  # fmt: skip
# Elements that vanish when they don't say what they show.
SHOWING = {"img": "src", "embed": "src", "object": "data"}
SVG = "{http://www.w3.org/2000/svg}svg"
HREFS = ("href", "{http://www.w3.org/1999/xlink}href")
# What these name is fetched or is a link; every other reference is looked up in the drawing.
OUTWARD = {"image", "a"}
FETCHED = re.compile(r"@font-face\s*\{[^}]*\}|@import[^;]*;", re.IGNORECASE)
URL = re.compile(r"""url\(\s*["']?([^"')]*?)["']?\s*\)""", re.IGNORECASE)


def in_html(root: Element) -> Iterator[str]:
    """What is lost of a page and of the drawings in it."""
    yield from _unprinted(root)
    for drawing in _drawings(root):
        yield from _lost_references(drawing)


def in_file(content: bytes) -> Iterator[str]:
    """What is lost of an SVG file; nothing if it is another file, or one that can't be parsed."""
    try:
        drawing = ElementTree.fromstring(content)
    except ElementTree.ParseError:
        return
    if b"<?xml-stylesheet" in content:
        yield "<?xml-stylesheet?> is never read; put the style into <style>"
    yield from _unprinted(drawing)
    yield from _lost_references(drawing)


def _unprinted(root: Element) -> Iterator[str]:
    for element in root.iter():
        name = _name(element)
        if name in UNPRINTED:
            yield f"<{name}> is never printed; remove it"
        elif name in SHOWING and not element.get(SHOWING[name], "").strip():
            yield f"<{name}> shows nothing; its {SHOWING[name]} must name a file"


def _drawings(element: Element) -> Iterator[Element]:
    """The outermost <svg> elements: one inside another shares its ids."""
    if element.tag == SVG:
        yield element
        return
    for child in element:
        yield from _drawings(child)


def _lost_references(drawing: Element) -> Iterator[str]:
    own = {f"#{element.get('id')}" for element in drawing.iter()}
    for element in drawing.iter():
        for reference in _references(element):
            if reference not in own:
                where = f'<{_name(element)}> refers to "{reference}"'
                yield f"{where}, which is not drawn; a drawing refers to ids of its own only"


def _references(element: Element) -> Iterator[str]:
    if _name(element) not in OUTWARD:
        yield from (element.attrib[href] for href in HREFS if href in element.attrib)
    for value in element.attrib.values():
        yield from URL.findall(value)
    if _name(element) == "style":
        yield from URL.findall(FETCHED.sub("", element.text or ""))


def _name(element: Element) -> str:
    """The tag without its namespace; nothing for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
