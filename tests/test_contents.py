"""The table of contents is read from the headings that are printed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from delrapport.contents import Caption, Entry, captions, headings

REPORT = """
<h1>Rapporten</h1>
<h2 id="ankeby">Ankeby</h2><p>Text <em>om</em> Ankeby.</p>
<h3 id="ankeby-skola" class="x">Skola &amp; <em>fritid</em></h3>
<h4 id="ankeby-skola-mal">Mål</h4>
<h2 id="aby">Åby</h2>
"""


def test_chapters_and_sections_are_entries_in_their_order():
    assert headings(REPORT) == [
        Entry(2, "ankeby", "Ankeby"),
        Entry(3, "ankeby-skola", "Skola & fritid"),
        Entry(2, "aby", "Åby"),
    ]


@pytest.mark.parametrize(
    ("deepest", "levels"), [(1, []), (2, [2, 2]), (3, [2, 3, 2]), (4, [2, 3, 4, 2])]
)
def test_headings_below_the_deepest_level_are_left_out(deepest, levels):
    assert [entry.level for entry in headings(REPORT, deepest)] == levels


def test_the_report_s_own_title_is_no_entry_and_needs_no_id():
    assert headings("<h1>Rapporten</h1>") == []


def test_elements_whose_names_only_look_like_headings_are_none():
    assert headings("<header>a</header><hr><html><hgroup></hgroup></html><h0>b</h0>") == []


def test_a_heading_that_asks_to_be_left_out_is():
    markup = '<h2 data-unlisted>Innehåll</h2><h2 id="aby">Åby</h2><h3 id="x" data-unlisted>X</h3>'
    assert headings(markup) == [Entry(2, "aby", "Åby")]


@pytest.mark.parametrize("markup", ["<h2>Ankeby</h2>", '<h3 id="">Skola</h3>', "<h2 id>Åby</h2>"])
def test_a_heading_that_nothing_can_point_to_is_an_error(markup):
    with pytest.raises(AssertionError, match="without id"):
        headings(markup)


def test_a_heading_too_deep_for_the_contents_needs_no_id():
    assert headings("<h4>Mål</h4>") == []


def test_two_headings_with_one_id_are_an_error():
    with pytest.raises(AssertionError, match="same id"):
        headings('<h2 id="ankeby">Ankeby</h2><h3 id="ankeby">Skola</h3>')


titles = st.text(st.characters(exclude_categories=["C"]), min_size=1)


@given(st.lists(titles, max_size=5))
def test_every_title_comes_back_as_it_was_before_it_was_escaped(found):
    markup = "".join(
        f'<h2 id="k{place}">{escape(text)}</h2><p>text</p>' for place, text in enumerate(found)
    )
    assert [entry.text for entry in headings(markup)] == found


# --- Captions --------------------------------------------------------------------------------

CAPTIONS = """
<div><table id="a"><caption>Till <data data-fact="x" value="1">Å &amp; Ä</data> i &#49; år</caption>
<tr><td>7</td></tr></table></div><table class="people"><tr><td>8</td></tr></table>
<figure id="b"><figcaption>En <em>bild</em></figcaption><svg><title>Titel</title></svg></figure>
<table id="c"><caption>Sist</caption></table>
"""


def test_captions_keep_their_markup_and_their_order():
    assert captions(CAPTIONS, "caption") == [
        Caption("a", Markup('Till <data data-fact="x" value="1">Å &amp; Ä</data> i &#49; år')),
        Caption("c", Markup("Sist")),
    ]
    assert captions(CAPTIONS, "figcaption") == [Caption("b", Markup("En <em>bild</em>"))]


def test_what_has_a_caption_must_be_found_by_its_id():
    with pytest.raises(AssertionError, match="<table> with a caption needs an id"):
        captions("<table><caption>A</caption></table>", "caption")
    with pytest.raises(AssertionError, match="same id"):
        captions('<table id="a"><caption>A</caption></table>' * 2, "caption")
