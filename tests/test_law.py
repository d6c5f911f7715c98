"""The law of figures: each rule on a line of HTML, then on reports that have been tampered with."""

from __future__ import annotations

import html as escaping
import json
import random
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import pytest
from conftest import facts_of

from delrapport import drawings, law
from delrapport.config import read_config
from delrapport.fact import Fact
from delrapport.law import Violation
from delrapport.models import Chapter
from delrapport.records import Records
from delrapport.render_html import render_html
from delrapport.swedish import COUNT_WORDS

ROOT = Path(__file__).parents[1]
NBSP = "\u00a0"


def fact(id_: str, text: str, value: object = None, cell: str | None = None) -> Fact:
    printed = text if value is None else value
    return Fact(id=id_, value=printed, unit="text", text=text, cell=cell or text)


FACTS = {
    each.id: each
    for each in (
        fact("districts", "femton", 15, "15"),
        fact("boras.officials", "två", 2, "2"),
        fact("malmo.officials.of.the.city", "två", 2, "2"),
        fact("pot", f"99{NBSP}000{NBSP}kronor", 99000, f"99{NBSP}000"),
        fact("nobody", "noll", 0, "–"),
        fact("claim.new", "Borås, Malmö och Växjö", ["boras", "malmo", "vaxjo"]),
        fact("claim.all-but", "alla kommuner utom Malmö"),
        fact("claim.few", "några kommuner"),
        fact("decision", "Beslut. Rapport 2013:6"),
    )
}
NAMES = {
    **{"Borås": "boras", "Malmö": "malmo", "Malmös": "malmo", "Växjö": "vaxjo", "Växjös": "vaxjo"},
    "Nya Mora": "mora",
}
TERMS = ["Urban15", "en av tre", "7–9"]


def data(id_: str, text: str | None = None, value: str | None = None) -> str:
    own = FACTS[id_].value
    joined = " ".join(own) if isinstance(own, list) else str(own)
    shown = FACTS[id_].text if text is None else text
    return f'<data data-fact="{id_}" value="{joined if value is None else value}">{shown}</data>'


def check(body: str) -> list[Violation]:
    return law.check(body, FACTS, NAMES, TERMS)


def wrongs(body: str) -> list[str]:
    return [found.wrong for found in check(body)]


# --- Inside facts ----------------------------------------------------------------------------


def test_a_synthetic_fact_must_be_marked_and_no_other_may_be():
    invented = FACTS["pot"]._replace(id="invented", status="synthetic")
    facts = FACTS | {"invented": invented}

    def wrong(id_: str, mark: str) -> list[str]:
        element = f'<data data-fact="{id_}" value="99000"{mark}>{invented.text}</data>'
        return [each.wrong for each in law.check(f"<p>{element}</p>", facts, NAMES, TERMS)]

    assert wrong("invented", ' data-status="synthetic"') == wrong("pot", "") == []
    assert wrong("invented", "") == ["the fact invented is synthetic, but marked as nothing"]
    assert wrong("invented", ' data-status="preliminary"') == [
        "the fact invented is synthetic, but marked as preliminary"
    ]
    assert wrong("pot", ' data-status="synthetic"') == [
        "the fact pot is published, but marked as synthetic"
    ]


@pytest.mark.parametrize(
    "body",
    [
        f"<p>Pengarna gick till {data('districts')} stadsdelar.</p>",
        f"<p>{data('districts', 'Femton')} stadsdelar.</p>",
        f"<table><tr><td>{data('districts', '15')}</td><th>{data('districts')}</th></tr></table>",
        f"<p>{data('pot')} till {data('claim.new')}, {data('claim.all-but')}</p>",
        f"<p>{data('pot').replace(NBSP, '&nbsp;')}</p>",
    ],
)
def test_a_fact_stands_as_it_is_written(body):
    assert wrongs(body) == []


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        (data("districts", "sexton"), "the fact districts is printed as 'sexton', but written"),
        (data("districts", "FEMTON"), "printed as 'FEMTON'"),
        (data("districts", "15"), "printed as '15', but written 'femton'"),
        (data("districts", " femton"), "printed as ' femton', but written 'femton' with other sp"),
        (data("pot", "99 000 kronor"), f"printed as '99 000 kronor', but written '99{NBSP}000"),
        (data("pot", ""), "printed as ''"),
        (data("claim.new", "Malmö, Borås och Växjö"), "printed as 'Malmö, Borås och Växjö'"),
        (data("districts", value="16"), "has the value '15', not '16'"),
        (data("claim.new", value="boras malmo"), "has the value 'boras malmo vaxjo', not"),
        ('<data data-fact="districts">femton</data>', "has the value '15', not 'None'"),
        (data("districts", "<em>femton</em>"), "the fact districts holds markup, <em>"),
        (data("districts", "fem<br>ton"), "the fact districts holds markup, <br>"),
        (data("pot", data("districts")), "the fact pot holds markup, <data>"),
        ('<data data-fact="districts" value="15">femton', "not closed by </data>"),
        ('<data data-fact="nothing" value="15">femton</data>', "there is no fact nothing"),
    ],
)
def test_a_fact_that_is_not_as_written_is_wrong(body, wrong):
    assert wrong in " | ".join(wrongs(f"<p>Det gäller {body}</p>"))


def test_the_first_of_two_equal_attributes_counts():
    body = '<data data-fact="districts" data-fact="nothing" value="15" value="1">femton</data>'
    assert wrongs(f"<p>{body}</p>") == []


def test_one_violation_hides_no_other():
    body = data("districts", "sexton 7", value="7") + " 8 nio Malmö, Växjö, alla kommuner"
    assert len(wrongs(f"<p>{body}</p>")) == 6
    unknown = '<p><data data-fact="nothing" value="7">sju</data> 8</p>'
    assert len(wrongs(unknown)) == 2


# --- Charts ----------------------------------------------------------------------------------


def text(id_: str, shown: str, value: object = None, tag: str = "text") -> str:
    own = FACTS[id_].value if value is None else value
    return f'<{tag} data-fact="{id_}" value="{own}" fill="#000000">{shown}</{tag}>'


@pytest.mark.parametrize(
    "body",
    [
        text("pot", f"99{NBSP}000"),
        text("pot", f"99{NBSP}000{NBSP}kronor"),
        f"<text>{text('districts', '15', tag='tspan')}</text>",
        f"<g><path d='M1,2' />{text('districts', 'femton')}</g>",
        f"<desc>De fick {data('pot')}.</desc>",
    ],
)
def test_a_text_of_a_chart_is_a_fact_with_or_without_its_unit(body):
    assert wrongs(f'<figure><svg viewBox="0 0 7 9">{body}</svg></figure>') == []


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ("<text>15</text>", "the figure 15 stands outside a fact"),
        ("<text>två</text>", "the number word 'två' stands outside a fact"),
        ("<text>Borås och Malmö</text>", "Borås and Malmö stand in one sentence"),
        ("<title>Alla kommuner</title>", "the claim 'Alla kommuner' stands outside a fact"),
        (text("districts", "16"), "the fact districts is printed as '16'"),
        (text("districts", "15", 16), "has the value '15', not '16'"),
        (text("districts", "15").replace("districts", "nothing"), "there is no fact nothing"),
        (text("districts", "15", tag="g"), "the figure 15 stands outside a fact"),
        (text("districts", "<tspan>15</tspan>"), "the fact districts holds markup, <tspan>"),
        (f"{text('districts', '15')[:-7]}", "the fact districts is not closed by </text>"),
        (f"<desc>{data('districts', '15')}</desc>", "is printed as '15', but written 'femton'"),
    ],
)
def test_a_chart_prints_nothing_else(body, wrong):
    assert wrong in " | ".join(wrongs(f"<svg>{body}</svg>"))


def test_the_elements_of_charts_are_no_facts_outside_them():
    assert wrongs(f"<p>{text('districts', '15')}</p>") == ["the figure 15 stands outside a fact"]
    assert len(wrongs(f"<svg></svg><p>{text('pot', '7', tag='tspan')}</p>")) == 1


def test_what_a_chart_prints_is_read_in_its_order_and_its_description_is_not():
    body = f"<svg><desc>{data('pot')}</desc>{text('districts', '15')}{text('nobody', '–')}</svg>"
    assert law.numbers(body) == (["15"], [])
    assert [id_ for id_, _ in law.printed(body)] == ["pot", "districts", "nobody"]


# --- Figures and number words ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "figure"),
    [
        ("<p>De fick 15 miljarder.</p>", "15"),
        (f"<p>De fick 26{NBSP}209{NBSP}000 kronor.</p>", f"26{NBSP}209{NBSP}000"),
        ("<td>4,8</td>", "4,8"),
        ("<li>2008–2012</li>", "2008–2012"),
        ("<p>Area: 3 m²</p>", "²"),
        ("<p>½</p>", "½"),
        ("<p>٣</p>", "٣"),
        ("<p>&#49;5</p>", "15"),
        ("<p>1<b>5</b></p>", "15"),
        ("<p>Text.<span class='footnote' id='n'>Se 2013:6.</span></p>", "2013:6"),
        ('<img alt="De 15 stadsdelarna">', "15"),
        ('<p title="år 2014">x</p>', "2014"),
        ('<table aria-label="Tabell 3"></table>', "3"),
        ('<div aria-description="av 9"></div>', "9"),
        ("<svg><title>Stapel 7</title></svg>", "7"),
        ("<svg><desc>Stapel 7</desc><text>x</text></svg>", "7"),
        ("<nav><a href='#x'>Bilaga 1</a></nav>", "1"),
        ('<p><data value="15">15</data></p>', "15"),
        ('<p><span data-fact="districts" value="15">15</span></p>', "15"),
        ('<p><data data-fact="districts" value="15" aria-label="16">femton</data></p>', "16"),
    ],
)
def test_no_digit_stands_outside_a_fact(body, figure):
    assert f"the figure {figure} stands outside a fact" in wrongs(body)


@pytest.mark.parametrize(
    "word",
    re.findall(
        r"\w+",
        "två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton sexton sjutton "
        "arton nitton tjugo trettio fyrtio femtio sextio sjuttio åttio nittio hundra tusen miljon "
        "miljoner miljard miljarder tjugofem tjugoen tjugoett tvåhundra etthundra ettusen "
        "tvåhundratjugofem Två TRE tvås miljoners noll",
    ),
)
def test_no_number_word_stands_outside_a_fact(word):
    wrong = f"the number word '{word}' stands outside a fact"
    assert wrongs(f"<p>De är {word} nu.</p>") == [wrong]
    assert wrongs(f'<img alt="{word}">') == [wrong]


@pytest.mark.parametrize(
    "word",
    re.findall(
        r"\w+",
        "en ett första andra tredje fjärde femte tionde tjugonde hundrade tusende trehundrade trea "
        "sextett femma tvåan nior tresteg hundratals entré Treenigheten fest",
    ),
)
def test_ordinals_articles_and_other_words_may_stand(word):
    assert wrongs(f"<p>Det är {word} gången.</p>") == []


@pytest.mark.parametrize("word", ["t\u00adv\u00adå", "tva\u030a", "t<em>v</em>å", "t<wbr>vå"])
def test_a_number_word_is_seen_through_hyphens_accents_and_markup(word):
    assert len(wrongs(f"<p>De är {word}.</p>")) == 1


def test_a_break_parts_words_and_figures():
    assert wrongs("<p>två<br>nämnder</p>") == ["the number word 'två' stands outside a fact"]
    assert law.numbers("<p>1<br>2</p>") == (["1", "2"], [])


def test_declared_terms_may_stand_but_nothing_beside_them():
    assert wrongs("<p>I urban15 är en av\ntre klasser 7–9.</p>") == []
    assert len(wrongs("<p>Urban155, Urban15 15, två av tre, 17–9</p>")) == 5


def test_a_term_excuses_nothing_inside_a_fact():
    assert len(wrongs(f"<p>{data('districts', '7–9')}</p>")) == 1


def test_what_is_not_read_is_not_judged():
    head = "<head><title>1</title><style>p { margin: 1mm }</style><script>1</script></head>"
    assert wrongs(f'{head}<body><p id="a-1" class="x2" style="top: 3mm">x</p></body>') == []
    assert len(wrongs("<head><title>1</title><body><p>1</p>")) == 1


# --- Lists of municipalities -----------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        "<p>Borås och Växjö är nöjda.</p>",
        "<p>Även Malmös skolor, liksom Växjös, är stora.</p>",
        "<p>I Malmö, t.ex. i Växjö.</p>",
        "<p>Malmö-Växjö</p>",
        "<p>I <em>Malmö</em> och <span class='name'>Växjö</span></p>",
        "<p>Malmö<span class='footnote'>Om Borås.</span> och Växjö</p>",
        "<p>Malmö<br>Växjö</p>",
        "<p>I Nya\nMora och Malmö</p>",
        f"<p>Malmö fick {data('decision')} och Växjö inget.</p>",
        '<img alt="Malmö och Växjö">',
    ],
)
def test_no_sentence_lists_municipalities(body):
    found = wrongs(body)
    assert len(found) == 1
    assert found[0].endswith("stand in one sentence outside a fact")


@pytest.mark.parametrize(
    "body",
    [
        "<p>Malmö är stor. Växjö är liten.</p>",
        "<p>Malmö är stor; Växjö är liten: så är det! Borås?</p>",
        "<ul><li>Borås (Hässleholmen)</li><li>Malmö (Herrgården)</li></ul>",
        "<table><tr><th>Borås</th><td>Malmö</td></tr></table>",
        "<p>Malmö och Malmös skolor i Malmö</p>",
        f"<p>Malmö, liksom {data('claim.new')}</p>",
        "<nav><p>Borås och Malmö</p></nav>",
        '<p id="boras-malmo" data-x="Borås, Malmö">Text</p>',
        "<p>Malmö Växjöbor</p>",
        "<p>Malmö.<span class='footnote'>Om Borås.</span> Text.</p>",
        '<table aria-label="Borås"><caption>Malmö</caption></table>',
    ],
)
def test_one_municipality_a_sentence_may_stand(body):
    assert wrongs(body) == []


# --- Claims ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Alla kommuner är nöjda",
        "Det gäller samtliga av de deltagande stadsdelarna",
        "Inga andra kommuner har hunnit",
        "Ingen stadsdel har det",
        f"Så är det i alla {data('districts')} stadsdelar",
        "De är nöjda utom i Malmö",
        "Förutom Växjö är de nöjda",
    ],
)
def test_no_claim_about_all_stands_outside_a_fact(text):
    assert len(wrongs(f"<p>{text}.</p>")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Alla elever i kommunerna får det",
        "Alla som bor i stadsdelarna",
        "Ingen i kommunen vet",
        "Samtliga belopp finns i tabellen efter kommunkapitlen",
        "Platsen bland alla stadsdelar",
        "Platsen när samtliga stadsdelar ordnas efter belopp",
        "Inget av dem gäller kommunen",
        "Utom det är de nöjda. Malmö är stor",
        f"Så tycker {data('claim.all-but')}",
    ],
)
def test_other_uses_of_these_words_may_stand(text):
    assert wrongs(f"<p>{text}.</p>") == []


# --- What a violation says -------------------------------------------------------------------


def test_the_place_is_the_nearest_heading_or_part():
    body = """<header class="cover"><p>1</p></header>
    <section id="boras"><p>2</p><section><h3 id="boras-1">3</h3>
    <p>4<span class="footnote" id="note">5</span> 6</p></section></section>
    <footer class="back">7</footer>"""
    places = [(found.wrong.split()[2], found.place) for found in check(body)]
    assert places == [
        ("1", "cover"),
        ("2", "boras"),
        ("3", "boras-1"),
        ("4", "boras-1"),
        ("6", "boras-1"),
        ("5", "boras-1"),
        ("7", "back"),
    ]


def test_the_source_is_that_of_the_nearest_raw_file():
    body = '<div data-source="a.yaml"><p>1</p><p data-source="b.yaml">2 <b>3</b></p></div><p>4</p>'
    assert [found.source for found in check(body)] == ["a.yaml", "b.yaml", "b.yaml", ""]


def test_the_sentence_is_shown_with_its_figures():
    body = f"<p>En annan. Av\n  {data('pot')}, enligt {data('decision')}, gick 7 hit. Mer.</p>"
    sentence = f"Av 99{NBSP}000{NBSP}kronor, enligt Beslut. Rapport 2013:6, gick 7 hit."
    assert [found.sentence for found in check(body)] == [sentence]


def test_the_facts_of_the_place_come_first_then_the_shortest_ids():
    assert check('<h3 id="malmo-1">x</h3><p>två</p>')[0].meant == (
        "malmo.officials.of.the.city",
        "boras.officials",
    )
    assert check('<h3 id="vaxjo-1">x</h3><p>2 kronor</p>')[0].meant == (
        "boras.officials",
        "malmo.officials.of.the.city",
    )


def test_facts_with_the_same_words_may_have_been_meant():
    assert check(f"<p>99{NBSP}000</p>")[0].meant == ("pot",)
    assert check("<p>99 000</p>")[0].meant == ("pot",)
    assert check("<p>Växjös och Malmös</p>")[0].meant == ("claim.new",)
    assert check("<p>alla kommuner</p>")[0].meant == ("claim.all-but",)
    assert check(f"<p>{data('districts', 'två')}</p>")[0].meant[0] == "boras.officials"
    assert check("<p>88</p>")[0].meant == ()


def test_a_violation_is_one_line():
    found = Violation("boras-1", "a.yaml", "De fick\n15.", "the figure 15 stands", ("a", "b"))
    said = 'a.yaml: boras-1: the figure 15 stands: "De fick 15."'
    assert str(found) == f'{said}; did you mean {{{{ fact("a") }}}} or {{{{ fact("b") }}}}?'
    assert str(Violation("x", "", "1", "no", ())) == 'template: x: no: "1"'


def test_printed_facts_are_named_with_their_places_in_order():
    body = f'<h2 id="a">{data("pot")}</h2><p>{data("districts")}</p><h2 id="b">x</h2>{data("pot")}'
    assert law.printed(body) == [("pot", "a"), ("districts", "a"), ("pot", "b")]


def test_numbers_are_those_that_are_seen_notes_apart():
    body = (
        f"<p>{data('pot')} år 2014<span class='footnote'>Se 2013:6</span> till 15.</p>"
        '<img alt="16"><svg><title>17</title><text>18</text></svg><style>19</style>'
    )
    assert law.numbers(body) == (["99", "000", "2014", "15", "18"], ["2013", "6"])


# --- Reports ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Printed:
    """A report with the facts, names and terms that it is judged by."""

    id: str
    html: str
    facts: dict[str, Fact]
    names: dict[str, str]
    terms: list[str]
    records: Records
    folder: Path

    def check(self, html: str) -> list[Violation]:
        return law.check(html, self.facts, self.names, self.terms)

    def caught(self, html: str) -> bool:
        """Whether more is wrong than in the report itself; a changed sentence alone is nothing."""
        return bool(_summary(self.check(html)) - self.wrong)

    @cached_property
    def wrong(self) -> Counter[tuple[str, str]]:
        return _summary(self.check(self.html))


def _summary(violations: list[Violation]) -> Counter[tuple[str, str]]:
    return Counter((found.place, found.wrong) for found in violations)


def _printed(folder: Path, report: str = "delrapport-1") -> Printed:
    build = folder / "build"
    html = (build / f"html/{report}.html").read_text(encoding="utf-8")
    records = Records.model_validate_json((build / f"records/{report}.json").read_bytes())
    facts = facts_of(folder, report)
    names = {
        form: each.id
        for each in records.programme.municipalities
        for form in (each.name, each.genitive)
    }
    terms = [each.term for each in records.terms]
    return Printed(report, html, facts, names, terms, records, folder)


@pytest.fixture(scope="module")
def real(real_built) -> Printed:
    return _printed(real_built.folder)


@pytest.fixture(scope="module", params=["delrapport-2", "delrapport-3"])
def later(real_built, request: pytest.FixtureRequest) -> Printed:
    return _printed(real_built.folder, request.param)


@pytest.fixture(scope="module")
def mini(mini_built) -> Printed:
    return _printed(mini_built.folder)


def test_the_real_report_keeps_the_law(real):
    assert [str(found) for found in real.check(real.html)] == []


def test_the_mini_report_keeps_the_law(mini):
    assert [str(found) for found in mini.check(mini.html)] == []


# --- Mutations of HTML -----------------------------------------------------------------------

DATA = re.compile(
    r'<data data-fact="(?P<id>[^"]*)" value="(?P<value>[^"]*)"(?P<mark>[^>]*)>'
    r"(?P<text>[^<]*)</data>"
)
WORDS = ("noll", *COUNT_WORDS[2:])
NUMBER_WORD = re.compile(rf"\b(?:{'|'.join(WORDS)}|miljon(?:er)?)\b", re.IGNORECASE)
# A space in a paragraph or list item, outside every tag and fact.
SPACE = re.compile(r"(?<=\w) (?=\w)")
SPOKEN = ("alt", "title", "aria-label", "aria-description")
# How often a report is tampered with in each way. A real one takes four times as long to read.
TIMES, TIMES_OF_REAL = 8, 4


def _replace(html: str, match: re.Match[str], new: str) -> str:
    return html[: match.start()] + new + html[match.end() :]


def _data(id_: str, value: str, text: str, mark: str = "") -> str:
    """A fact with what has been read from HTML, or stands as it is in it."""
    return f'<data data-fact="{id_}" value="{value}"{mark}>{text}</data>'


class Mutator:
    """Tampers with a report in one of many ways; the same seed, the same report."""

    def __init__(self, report: Printed, seed: str) -> None:
        self.report = report
        self.html = report.html
        self.random = random.Random(seed)
        self.names = [each.name for each in report.records.programme.municipalities]

    def _any(self, pattern: re.Pattern[str], wanted: Callable[[str], object]) -> re.Match[str]:
        return self.random.choice([m for m in pattern.finditer(self.html) if wanted(m[0])])

    def _fact(self, wanted: Callable[[str], object] = bool) -> re.Match[str]:
        """A printed fact whose text is as wanted."""
        return self._any(DATA, lambda element: wanted(DATA.fullmatch(element)["text"]))

    def _other(self, text: str) -> Fact:
        """A fact that is written otherwise, in a table as well."""
        plain = escaping.unescape(text).casefold()
        return self.random.choice(
            [
                each
                for each in self.report.facts.values()
                if plain not in (each.text.casefold(), each.cell.casefold())
            ]
        )

    def _retext(self, match: re.Match[str], text: str) -> str:
        return _replace(self.html, match, _data(match["id"], match["value"], text, match["mark"]))

    def _insert(self, words: str) -> str:
        """The words at a space of the running text."""
        blocks = [
            (block.start(1), DATA.sub(lambda m: "<" * len(m[0]), block[1]))
            for block in re.finditer(
                r"<(?:p|li)>((?:(?!</?(?:p|li|ul|ol|a)\b).)+)</", self.html, re.S
            )
        ]
        spaces = [
            start + space.start()
            for start, block in blocks
            for space in SPACE.finditer(re.sub(r"<[^<>]+>", lambda m: "<" * len(m[0]), block))
        ]
        place = self.random.choice(spaces)
        return f"{self.html[:place]} {words}{self.html[place:]}"

    def digit(self) -> str:
        match = self._fact(lambda text: re.search(r"\d", text))
        digit = self.random.choice(list(re.finditer(r"\d", match["text"])))
        new = self.random.choice([each for each in "0123456789" if each != digit[0]])
        return self._retext(match, _replace(match["text"], digit, new))

    def digit_more(self) -> str:
        match = self._fact(lambda text: re.search(r"\d", text))
        return self._retext(match, match["text"] + self.random.choice("0123456789"))

    def text_of_another(self) -> str:
        match = self._fact()
        return self._retext(match, escaping.escape(self._other(match["text"]).text))

    def unwrapped(self) -> str:
        match = self._fact(self.matters)
        return _replace(self.html, match, match["text"])

    def matters(self, text: str) -> bool:
        """Whether a text must not stand outside a fact.

        A single name, "en" or a title without figures is lawful text and needs no fact; a declared
        term is lawful too.
        """
        for term in self.report.terms:
            text = re.sub(rf"(?<!\w){re.escape(term)}(?!\w)", "", text, flags=re.IGNORECASE)
        listed = [name for name in self.names if re.search(rf"\b{name}\b", text)]
        # Sentences inside a text may name one municipality each.
        whole = not re.search(r"[.:;!?]\s", text)
        return bool(
            re.search(r"\d", text) or NUMBER_WORD.search(text) or (len(listed) > 1 and whole)
        )

    def value(self) -> str:
        match = self._fact()
        new = self.random.choice(["", match["value"] + "1", "x" + match["value"]])
        return _replace(self.html, match, _data(match["id"], new, match["text"], match["mark"]))

    def value_missing(self) -> str:
        match = self._fact()
        return _replace(self.html, match, f'<data data-fact="{match["id"]}">{match["text"]}</data>')

    def renamed(self) -> str:
        match = self._fact()
        other = self._other(match["text"])
        # The value goes along, so that only the text can tell.
        value = escaping.escape(str(other.value))
        return _replace(self.html, match, _data(other.id, value, match["text"], match["mark"]))

    def unknown(self) -> str:
        match = self._fact()
        new = _data(match["id"] + "-x", match["value"], match["text"], match["mark"])
        return _replace(self.html, match, new)

    def figure(self) -> str:
        return self._insert(str(self.random.randrange(10, 100_000)))

    def number_word(self) -> str:
        return self._insert(self.random.choice([*WORDS, "tjugofem", "tvåhundra", "miljoner"]))

    def two_municipalities(self) -> str:
        return self._insert(" och ".join(self.random.sample(self.names, 2)))

    def municipality_more(self) -> str:
        forms = "|".join(self.names)
        match = self._any(
            re.compile(rf"\b(?:{forms})\b(?=[^<>]*</(?:span|p|li|th|td|caption|h2)>)"), bool
        )
        other = self.random.choice([name for name in self.names if name != match[0]])
        joint = self.random.choice([" och ", ", ", " liksom "])
        return _replace(self.html, match, match[0] + joint + other)

    def swapped(self) -> str:
        match = self._fact(lambda text: " och " in text and len(set(self._names_in(text))) > 1)
        one, two = self.random.sample(sorted(set(self._names_in(match["text"]))), 2)
        swap = {one: two, two: one}
        text = re.sub(rf"\b(?:{one}|{two})\b", lambda m: swap[m[0]], match["text"])
        return self._retext(match, text)

    def name_less(self) -> str:
        listed = re.compile(rf"\b(?:{'|'.join(self.names)})(?:, | och )")
        match = self._fact(listed.search)
        name = self.random.choice(list(listed.finditer(match["text"])))
        return self._retext(match, _replace(match["text"], name, ""))

    def _names_in(self, text: str) -> list[str]:
        return [name for name in self.names if re.search(rf"\b{name}\b", text)]

    def word_of_fact(self) -> str:
        match = self._fact(NUMBER_WORD.search)
        word = self.random.choice(list(NUMBER_WORD.finditer(match["text"])))
        new = self.random.choice([each for each in WORDS if each != word[0].lower()])
        return self._retext(match, _replace(match["text"], word, new))

    def spoken(self) -> str:
        match = self._any(re.compile(r"<(?:p|table|section|li|td|data)\b"), bool)
        text = f"Tabell {self.random.randrange(10, 1000)}"
        return _replace(self.html, match, f'{match[0]} {self.random.choice(SPOKEN)}="{text}"')

    def space_of_fact(self) -> str:
        match = self._fact(lambda text: NBSP in text)
        return self._retext(match, match["text"].replace(NBSP, " ", 1))

    def markup_in_fact(self) -> str:
        match = self._fact()
        return self._retext(match, f"<em>{match['text']}</em>")

    def unclosed(self) -> str:
        match = self._fact()
        return _replace(self.html, match, match[0].removesuffix("</data>"))

    def claim(self) -> str:
        every = self.random.choice(["alla kommuner", "ingen av de andra kommunerna"])
        # "att" keeps it apart from a "bland", after which it would be lawful.
        return self._insert(f"att {every} är nöjda")

    def exception(self) -> str:
        return self._insert(f"utom {self.random.choice(self.names)}")


MUTATIONS = [name for name in vars(Mutator) if not name.startswith("_") and name != "matters"]


def _with_lists(report: Printed) -> Printed:
    """The report with facts that list municipalities, whatever the programme claims so far."""
    names = [each.name for each in report.records.programme.municipalities]
    lists = {
        f"test.list.{size}": fact(
            f"test.list.{size}", ", ".join(names[: size - 1]) + f" och {names[size - 1]}"
        )
        for size in (2, 3)
    }
    lists["test.count"] = fact("test.count", f"två{NBSP}av tre kommuner")
    elements = [_data(each.id, each.text, each.text) for each in lists.values()]
    extra = "".join(f"<p>Så gör {element} sedan länge.</p>\n" for element in elements)
    html = report.html.replace("</main>", f"{extra}</main>")
    listed = replace(report, html=html, facts=report.facts | lists)
    assert listed.wrong == report.wrong
    return listed


@pytest.fixture(scope="module")
def real_listed(real: Printed) -> Printed:
    return _with_lists(real)


@pytest.fixture(scope="module")
def mini_listed(mini: Printed) -> Printed:
    return _with_lists(mini)


@pytest.fixture(scope="module")
def later_listed(later: Printed) -> Printed:
    return _with_lists(later)


@pytest.mark.parametrize("kind", MUTATIONS)
def test_every_mutation_of_the_mini_report_is_caught(mini_listed, kind):
    _mutate(mini_listed, kind, range(TIMES))


@pytest.mark.parametrize("kind", MUTATIONS)
def test_every_mutation_of_the_real_report_is_caught(real_listed, kind):
    _mutate(real_listed, kind, range(TIMES_OF_REAL))


@pytest.mark.slow
@pytest.mark.parametrize("kind", MUTATIONS)
def test_every_one_of_many_mutations_of_the_real_report_is_caught(real_listed, kind):
    _mutate(real_listed, kind, range(TIMES_OF_REAL, 12))


@pytest.mark.slow
@pytest.mark.parametrize("kind", MUTATIONS)
def test_every_mutation_of_a_later_report_is_caught(later_listed, kind):
    _mutate(later_listed, kind, range(2))


def _mutate(listed: Printed, kind: str, seeds: Iterable[int]) -> None:
    for seed in seeds:
        html = getattr(Mutator(listed, f"{kind} {seed}"), kind)()
        assert html != listed.html
        assert listed.caught(html), f"{kind} {seed} is not caught"


def test_there_are_mutations_enough():
    assert len(MUTATIONS) * (TIMES + TIMES_OF_REAL) >= 250


TEXT = re.compile(
    r'<text data-fact="(?P<id>[^"]*)" value="(?P<value>[^"]*)"(?P<rest>[^>]*)>'
    r"(?P<text>[^<]*)</text>"
)


def test_every_text_of_the_charts_is_a_fact(real):
    texts = list(TEXT.finditer(real.html))
    svgs = re.findall("<svg.*?</svg>", real.html, re.S)
    assert len(texts) == len(re.findall("<text", real.html)) == 15 * 3 + 9 * 2
    assert [len(TEXT.findall(drawing)) for drawing in svgs] == [45, 18]


@pytest.mark.parametrize(
    ("programme", "step"),
    [
        pytest.param("mini", 4, id="some"),
        pytest.param("real", 1, id="all", marks=pytest.mark.slow),
    ],
)
def test_a_text_of_a_chart_is_a_fact_that_may_not_change(request, programme, step):
    report: Printed = request.getfixturevalue(programme)
    texts = list(TEXT.finditer(report.html))[::step]
    assert len(texts) > 4
    for match in texts:
        id_, value, rest, shown = match.groups()
        other = next(each for each in report.facts.values() if each.cell not in shown)
        for changed in (
            f'<text data-fact="{id_}" value="{value}"{rest}>{shown}1</text>',
            f'<text data-fact="{id_}" value="{value}"{rest}>{other.cell}</text>',
            f'<text data-fact="{id_}" value="{value}1"{rest}>{shown}</text>',
            f'<text data-fact="{other.id}" value="{value}"{rest}>{shown}</text>',
            f'<text data-fact="{id_}"{rest}>{shown}</text>',
            f"{match[0]}<text{rest}>7</text>",
        ):
            assert report.caught(_replace(report.html, match, changed)), changed
    for match in texts:
        if re.search(r"\d", match["text"]):
            bare = f"<text{match['rest']}>{match['text']}</text>"
            assert report.caught(_replace(report.html, match, bare)), bare


# --- Mutations of templates and chapters -----------------------------------------------------

CALL = re.compile(r"\{\{ (?:fact|cell)\([^{}]+\) \}\}")


def _render(report: Printed, templates: Path, records: Records | None = None) -> str:
    config, _ = read_config(report.folder / "config.yaml")
    wanted = config.reports[report.id]
    files = drawings.files(wanted.figures, wanted.payments, report.folder / config.data)
    drawn = drawings.read(str(report.folder / file) for file in files)
    records = records or report.records
    volumes = render_html(report.id, wanted, records, report.facts, templates, lambda _: drawn)
    [(_, html)] = volumes
    return html


def test_the_report_is_rendered_as_it_was_built(real):
    assert _render(real, ROOT / "templates") == real.html


# The templates that print facts, each with a report that includes it.
TEMPLATES = {
    "shared/allocation.html.j2": "delrapport-3",
    "shared/colophon.html.j2": "delrapport-1",
    "shared/figures.html.j2": "delrapport-1",
    "shared/figures_of_statistics.html.j2": "delrapport-3",
    "shared/statistics.html.j2": "delrapport-3",
    "shared/tables.html.j2": "delrapport-1",
    "shared/use.html.j2": "delrapport-2",
    "shared/voices.html.j2": "delrapport-2",
}
MOST = 12


def test_every_template_that_prints_facts_is_known():
    folder = ROOT / "templates"
    files = {file.relative_to(folder).as_posix(): file for file in folder.rglob("*.j2")}
    assert {name for name, file in files.items() if CALL.search(file.read_text("utf-8"))} == {
        *TEMPLATES
    }


def _literals(report: Printed, source: str, render: Callable[[str], str]) -> dict[int, str]:
    """By the place of a call in a template: a text that it prints and that must be a fact."""
    html = render(CALL.sub(lambda call: f"{call[0]}<!-- {call.start()} -->", source))
    printed = re.findall(r">([^<]+)</data><!-- (\d+) -->", html)
    return {int(place): text for text, place in printed if Mutator(report, "").matters(text)}


@pytest.mark.slow
@pytest.mark.parametrize("file", TEMPLATES)
def test_a_fact_that_a_template_prints_as_a_literal_is_caught(real_built, tmp_path, file):
    report = _printed(real_built.folder, TEMPLATES[file])
    templates = tmp_path / "templates"
    shutil.copytree(ROOT / "templates", templates, ignore=shutil.ignore_patterns("fonts"))
    source = (templates / file).read_text(encoding="utf-8")

    def render(changed: str) -> str:
        (templates / file).write_text(changed, encoding="utf-8")
        return _render(report, templates)

    literals = _literals(report, source, render)
    calls = [call for call in CALL.finditer(source) if call.start() in literals]
    for call in random.Random(file).sample(calls, min(MOST, len(calls))):
        literal = literals[call.start()]
        assert report.caught(render(_replace(source, call, literal))), f"{call[0]} as {literal}"
    assert calls


@pytest.mark.parametrize(
    ("programme", "name", "most", "least"),
    [
        ("mini", "delrapport-1", 4, 8),
        pytest.param("real", "delrapport-1", 4, 30, marks=pytest.mark.slow),
        pytest.param("real", "delrapport-2", 1, 8, marks=pytest.mark.slow),
        pytest.param("real", "delrapport-3", 1, 5, marks=pytest.mark.slow),
    ],
)
def test_a_fact_that_a_chapter_prints_as_a_literal_is_caught(request, programme, name, most, least):
    report = _printed(request.getfixturevalue(f"{programme}_built").folder, name)
    caught = 0
    for id_, chapter in report.records.chapters[name].items():
        written = chapter.model_dump_json()
        calls = [
            call
            for call in re.finditer(r'\{\{ fact\(\\"([^"\\]+)\\"\) \}\}', written)
            if Mutator(report, "").matters(report.facts[call[1]].text)
        ]
        for call in random.Random(id_).sample(calls, min(most, len(calls))):
            literal = json.dumps(report.facts[call[1]].text, ensure_ascii=False)[1:-1]
            changed = Chapter.model_validate_json(_replace(written, call, literal))
            chapters = report.records.chapters[name] | {id_: changed}
            records = report.records.model_copy(update={"chapters": {name: chapters}})
            html = _render(report, ROOT / "templates", records)
            assert report.caught(html), f"{id_}: {call[0]} as {literal}"
            caught += 1
    assert caught >= least
