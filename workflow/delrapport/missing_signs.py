"""Signs that no font of the reports has, said so that whoever typed them finds them again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

# Words shown on each side of a sign.
AROUND = 5
# More places than these are a wall and no help.
MOST = 5
UNREAD = {"head", "style", "script"}
# Only what HTML takes for space: a rarer space may be the sign that is missing.
WORD = re.compile(r"[^ \t\n\f\r]+")


def missing(sign: str, root: Element) -> str:
    """What is wrong with a sign without glyph, and where it stands in the page `root`."""
    places = list(_places(sign, root))
    shown = "; ".join(places[:MOST])
    if not places:
        where = "it stands in no text of the page, so look in style sheets and images"
    elif len(places) > MOST:
        where = f"it stands in: {shown}; and in {len(places) - MOST} more places"
    else:
        where = f"it stands in: {shown}"
    code = f"U+{ord(sign):04X}"
    # Control signs would garble a terminal and can't be seen.
    named, said = (f'"{sign}" ({code})', sign) if sign.isprintable() else (code, f"<{code}>")
    return f"the sign {named} is in none of the report's fonts; {where.replace(sign, said)}"


def _places(sign: str, root: Element) -> Iterator[str]:
    """The words around the sign with their raw file; neighbouring signs share a place."""
    words = [(word, source) for text, source in _texts(root, "") for word in WORD.findall(text)]
    shown = -1
    for place, (word, source) in enumerate(words):
        if sign in word and place > shown:
            shown = place + AROUND
            around = " ".join(word for word, _ in words[max(0, place - AROUND) : shown + 1])
            yield f'"…{around}…" ({source or "in no chapter"})'


def _texts(element: Element, source: str) -> Iterator[tuple[str, str]]:
    """Every text under an element in order, with the raw file that is named nearest around it."""
    own = element.get("data-source", source)
    # A comment has a function for a tag.
    if isinstance(element.tag, str) and element.tag.rpartition("}")[2] not in UNREAD:
        yield element.text or "", own
        for child in element:
            yield from _texts(child, own)
    yield element.tail or "", source
