"""Where to divide words that the patterns of pyphen, which WeasyPrint asks, divide badly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import accumulate
from pathlib import Path

from pyphen import DataInt, Pyphen


def seams(listed: str) -> dict[str, list[int]]:
    """Word → the places where it may be divided, from a list of words with hyphens there."""
    words = [line for line in listed.splitlines() if line and not line.startswith("#")]
    return {word.replace("-", ""): _places(word.split("-")) for word in words}


def read_seams(lists: Iterable[str]) -> dict[str, list[int]]:
    """The seams of several lists, by their paths."""
    return seams("\n".join(Path(each).read_text(encoding="utf-8") for each in lists))


def _places(parts: list[str]) -> list[int]:
    """Where one part ends and the next begins."""
    return list(accumulate(len(part) for part in parts[:-1]))


def teach(words: Mapping[str, list[int]], language: str = "sv") -> None:
    """Let every hyphenator of the language divide these words so; the limits of CSS still hold.

    What pyphen has worked out of a word it keeps for all hyphenators of a language: there the words
    are put.
    """
    known = Pyphen(lang=language).hd.cache
    for word, places in words.items():
        known[word] = [DataInt(place) for place in places]
