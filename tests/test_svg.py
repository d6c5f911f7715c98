"""What becomes of the SVG that Vega draws."""

from __future__ import annotations

import pytest
from conftest import ROOT

from delrapport.fact import Fact
from delrapport.lettering import Lettering
from delrapport.svg import facts_of, read_drawing

FACTS = {"a": Fact(id="a", value=7000, unit="kronor", text="7 000 kronor", cell="7 000")}
DRAWN = """<svg xmlns="http://www.w3.org/2000/svg" version="1.1" width="90" height="30">
<g fill="none" class="mark" aria-roledescription="container"><path fill="none" d="M0,0"/>
<g><path aria-label="bar" fill="#000000" d="M1.23456,2.5684e-14h3"/></g>
<text aria-label="{fact}" role="x" fill="#000000">{text}</text></g></svg>"""


def test_only_what_is_drawn_is_left_and_texts_are_tied_to_facts():
    drawing = read_drawing(facts_of(DRAWN.format(fact="a", text="7 000"), FACTS))
    assert (drawing.width, drawing.height) == (90, 30)
    assert "".join(drawing.content.split("\n")) == (
        '<path fill="#000000" d="M1.23,0.00h3" />'
        '<text data-fact="a" value="7000" fill="#000000">7 000</text>'
    )


@pytest.mark.parametrize(("fact", "text"), [("b", "7 000"), ("", "7 000"), ("a", "7 001")])
def test_a_text_that_is_no_fact_is_not_drawn(fact, text):
    with pytest.raises(ValueError, match=f"prints '{text}' where the fact '{fact}' belongs"):
        facts_of(DRAWN.format(fact=fact, text=text), FACTS)


def test_the_longest_text_says_how_wide_a_column_is():
    lettering = Lettering(ROOT / "templates/fonts", 10)
    assert lettering.width([]) == 0
    assert lettering.width(["1", "1111", "11"]) == pytest.approx(4 * lettering.width(["1"]))
    assert lettering.width(["Malmö"], 600) > lettering.width(["Malmö"]) > lettering.width(["ö"])
