"""Words that are divided at the seams of a list, or not at all."""

from __future__ import annotations

import pyphen
import pytest

from delrapport import sources
from delrapport.hyphenation import seams, teach

LISTS = [sources.TEMPLATES / "hyphenation.txt", sources.ROOT / "data/raw/hyphenation.txt"]


def test_a_list_gives_each_word_its_places():
    listed = "# why\nföretags-etableringar\nhel\n\na-bb-ccc\n"
    assert seams(listed) == {"företagsetableringar": [8], "hel": [], "abbccc": [1, 3]}


@pytest.mark.parametrize(
    ("word", "divided"),
    [("företagsetableringar", "företags-etableringar"), ("arbetsförmedlingen",) * 2],
)
def test_a_word_is_divided_as_it_was_taught_and_others_by_the_patterns(word, divided):
    teach(seams(listed()))
    hyphenator = pyphen.Pyphen(lang="sv", left=4, right=5)
    assert hyphenator.inserted(word) == divided
    assert hyphenator.inserted("samarbetet") == "samar-betet"


def listed() -> str:
    return "\n".join(words.read_text(encoding="utf-8").strip() for words in LISTS)


def test_the_lists_have_each_word_once():
    lines = [line for line in listed().splitlines() if line[:1] != "#"]
    assert len({line.replace("-", "") for line in lines}) == len(lines)
    assert all(line == line.lower().strip() for line in lines)
