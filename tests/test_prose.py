"""The Markdown sandbox that chapters are written in."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from markupsafe import Markup

from delrapport.prose import Prose, Reference, references, refusals

MARKDOWN_TAGS = {"p", "ul", "ol", "li", "em", "strong", "br"}
NBSP = "\u00a0"


def _fact(id_: str) -> Markup:
    return Markup("<data>{}</data>").format(id_)


def _spaced(markup: str) -> str:
    """Bound words apart again: which are bound is a matter of its own."""
    return markup.replace(NBSP, " ")


def _note(id_: str) -> Markup:
    return Markup("<sup>{}</sup>").format(id_)


@pytest.fixture(scope="module")
def prose() -> Prose:
    return Prose(_fact, _fact, _note)


# --- What is printed -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("Ett.\n\nTvå.", "<p>Ett.</p>\n<p>Två.</p>\n"),
        ("Ett\ntvå.", "<p>Ett två.</p>\n"),
        ("Ett  \ntvå.", "<p>Ett<br>\ntvå.</p>\n"),
        ("- ett\n- två", "<ul>\n<li>ett</li>\n<li>två</li>\n</ul>\n"),
        ("1. ett\n2. två", "<ol>\n<li>ett</li>\n<li>två</li>\n</ol>\n"),
        ("*ett* **två**", "<p><em>ett</em> <strong>två</strong></p>\n"),
        ("\"Ankeby\" och 'Åby'", "<p>”Ankeby” och ’Åby’</p>\n"),
        ('*"Ankeby"*', "<p><em>”Ankeby”</em></p>\n"),
    ],
    ids=["paragraphs", "lines", "break", "list", "numbered", "emphasis", "quotes", "quoted stress"],
)
def test_markdown_becomes_semantic_html(prose, text, markup):
    assert _spaced(prose.blocks(text)) == markup


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ('{{ fact("a.b") }} kom.', "<p><data>a.b</data> kom.</p>\n"),
        ('{{fact("a.b")}}', "<p><data>a.b</data></p>\n"),
        ('**{{ fact("a") }}**', "<p><strong><data>a</data></strong></p>\n"),
        ('- {{ fact("a") }} barn', "<ul>\n<li><data>a</data> barn</li>\n</ul>\n"),
        ('"{{ fact("a") }}"', "<p>”<data>a</data>”</p>\n"),
        ("Kom.[^kalla-1]", "<p>Kom.<sup>kalla-1</sup></p>\n"),
        ('{{ fact("*a*") }}', "<p><data>*a*</data></p>\n"),
    ],
    ids=["fact", "no spaces", "stressed", "in a list", "quoted", "note", "stars in an id"],
)
def test_facts_and_notes_are_printed_by_who_knows_them(prose, text, markup):
    assert _spaced(prose.blocks(text)) == markup


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        (
            'Det är {{ fact("fyra-4") }} kommuner i allt',
            'är <span class="unbroken"><data>fyra-4</data>~kommuner</span> i~allt',
        ),
        (
            'Det är {{ fact("fyra") }} kommuner tillsammans',
            '<data>fyra</data> <span class="whole">kommuner',
        ),
        ('Se rapport {{ fact("x") }} tillsammans', "rapport~<data>x</data></span> <span"),
        (
            "I kommunerna. Å andra sidan. Ö, tillsammans",
            'I~kommunerna. Å~andra sidan. <span class="whole">Ö,~tillsammans</span>',
        ),
        (
            'Det är {{ fact("fyra-4") }}\nkommuner som\när med',
            "<data>fyra-4</data>~kommuner</span>",
        ),
        ('I år {{ fact("2014") }} fick de pengar', "<data>2014</data> fick"),
        ('Se rapport\n{{ fact("x") }} tillsammans', "rapport~<data>x</data>"),
        ("Så är det.\nI\nkommunerna är det så", "det.\nI~kommunerna"),
        ("Detta gäller åt alla.\n\nDetta gäller tillsammans.", "gäller åt~alla.</p>"),
        ("Så får det bli\nför\ner.", "bli\nför~er.</p>"),
        ("- Detta gäller åt\n  dem", "gäller åt~dem</li>"),
        ("Skol-\noch barnomsorg är här", '<p><span class="unbroken">Skol- och</span> barn'),
        ("Detta gäller tillsammans.", ' <span class="whole">tillsammans.</span></p>'),
    ],
    ids=[
        "figure and noun",
        "word and noun",
        "report and number",
        "one letter",
        "figure and noun on two lines",
        "a year counts nothing",
        "report and number on two lines",
        "one letter before a new line",
        "short last word",
        "the last word alone is bound",
        "in a list",
        "suspended hyphens",
        "long last word",
    ],
)
def test_a_line_may_not_end_where_it_would_part_what_belongs_together(prose, text, printed):
    assert printed.replace("~", NBSP) in prose.blocks(text)


def test_what_a_fact_prints_is_left_as_it_is():
    # The checks on the finished report compare it with the fact, sign by sign.
    whole = Markup('<data value="Del. I Ankeby">Del. I Ankeby</data>')
    assert whole in Prose(lambda _: whole, lambda _: whole, _note).blocks(
        'Se {{ fact("x") }} tillsammans'
    )


def test_a_fact_of_several_words_is_broken_where_they_part():
    listed = Markup("<data>Ankeby och Åby</data>")
    printed = Prose(lambda _: listed, lambda _: listed, _note).blocks('I {{ fact("x") }} är det så')
    assert printed == f"<p>I{NBSP}{listed} är det{NBSP}så</p>\n"


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Ankeby, Ankebys", '<span class="name">Ankeby</span>, <span class="name">Ankebys</span>'),
        ("Norra Ankeby", '<span class="name">Norra Ankeby</span>'),
        ("Ankebybor och ankeby", "Ankebybor och ankeby"),
        ("<Åby>", '&lt;<span class="name">Åby</span>&gt;'),
    ],
    ids=["genitive", "longest", "only whole words", "escaped"],
)
def test_names_are_marked_so_that_they_are_not_hyphenated(text, printed):
    named = Prose(_fact, _fact, _note, ["Ankeby", "Norra Ankeby", "Åby"])
    assert _spaced(named.inline(text)) == printed


def test_a_footnote_is_printed_without_a_paragraph(prose):
    printed = _spaced(prose.inline(' Se "Ankeby", {{ fact("a") }}.\n'))
    assert printed == "Se ”Ankeby”, <data>a</data>."


def test_an_error_of_a_fact_s_printer_is_not_swallowed():
    def missing(id_: str) -> Markup:
        raise KeyError(id_)

    with pytest.raises(KeyError, match=r"no\.fact"):
        Prose(missing, missing, _note).blocks('{{ fact("no.fact") }}')


@given(st.text("ab <>&;/=#"))
def test_signs_of_html_are_printed_as_the_signs_they_are(prose, text):
    printed = prose.inline(text)
    assert "<" not in printed
    assert html.unescape(printed) == text.strip()


# --- What is referred to ---------------------------------------------------------------------


def test_references_are_found_in_reading_order_with_their_lines():
    text = 'Kom[^b] {{ fact("x.1") }}.\n\n- {{fact("y")}} och {{ fact("z") }}[^a]'
    assert list(references(text)) == [
        Reference("note", "b", 0),
        Reference("fact", "x.1", 0),
        Reference("fact", "y", 2),
        Reference("fact", "z", 2),
        Reference("note", "a", 2),
    ]


# Pieces that a writer would use, and pieces that would break out if anything could.
PIECES = (
    "Ankeby", "Åby", " ", "  ", "\n", "\n\n", "- ", "+ ", "* ", "1. ", "*", "**", "_", "__", '"',
    "'", '{{ fact("a.b-1") }}', '{{fact("c")}}', "[^not]", "{{", "}}", "{%", "%}", "{#", "\\", "`",
    "```", "    ", "\t", "> ", "# ", "---", "***", "===", "|", "![", "](", ")", "[x]: ", "<", "</",
    ">", "<b>", "<script>", "<!--", "-->", "<?x?>", "<![CDATA[", "&", "&lt;", "&#60;", "http://a.b",
    "\r", "\x00", "\u2028", 'onclick="x"',
)  # fmt: skip
written = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=25).map("".join)
anything = st.text() | written


class _Tags(HTMLParser):
    """What an HTML reader makes of a text: tags, their attributes, and anything that is no tag."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.found: list[tuple[str, tuple[str, ...]]] = []
        self.open: list[str] = []
        self.others: list[str] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, tuple(name for name, _ in attrs)))
        self.open += [tag] if tag != "br" else []

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_comment(self, data):
        self.others.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment

    def count(self, tag: str) -> int:
        return sum(name == tag for name, _ in self.found)


class _Recording:
    """Prints like `_fact` and `_note`, and remembers what it was asked for."""

    def __init__(self) -> None:
        self.facts: list[str] = []
        self.notes: list[str] = []
        self.prose = Prose(self.fact, self.fact, self.note, ["Ankeby", "Åby"])

    def fact(self, id_: str) -> Markup:
        self.facts.append(id_)
        return _fact(id_)

    def note(self, id_: str) -> Markup:
        self.notes.append(id_)
        return _note(id_)


@given(anything)
def test_no_text_yields_a_tag_that_is_not_ours(text):
    recording = _Recording()
    for markup in (recording.prose.blocks(text), recording.prose.inline(text)):
        tags = _Tags(markup)
        assert {name for name, _ in tags.found} <= MARKDOWN_TAGS | {"data", "sup", "span"}
        # A list may start at a number of its own, and names are marked; no more has attributes.
        given = {entry for entry in tags.found if entry[1]}
        assert given <= {("ol", ("start",)), ("span", ("class",))}
        assert not tags.open
        assert not tags.others


@pytest.mark.parametrize(
    "text",
    [
        "[Ankeby](http://ankeby.example)",
        "![Ankeby](ankeby.png)",
        "<http://ankeby.example>",
        "http://ankeby.example och www.ankeby.example",
        "<b onclick='x'>Ankeby</b>",
        "<script>x</script>",
        "<!-- Ankeby -->",
        "# Ankeby",
        "Ankeby\n===",
        "***",
        "> Ankeby",
        "`Ankeby` och ~~Åby~~",
        "```\nAnkeby\n```",
        "    Ankeby",
        "| a | b |\n|---|---|\n| c | d |",
        "[a]: http://ankeby.example",
    ],
)
def test_what_markdown_could_do_besides_is_printed_as_text(prose, text):
    assert _Tags(prose.blocks(text)).found == [("p", ())]


@given(anything)
def test_no_text_forges_the_element_of_a_fact_or_note(text):
    recording = _Recording()
    tags = _Tags(recording.prose.blocks(text))
    assert tags.count("data") == len(recording.facts)
    assert tags.count("sup") == len(recording.notes)


@given(written)
def test_what_is_printed_is_what_was_checked(text):
    assume(not list(refusals(text)))
    recording = _Recording()
    recording.prose.blocks(text)
    checked = list(references(text))
    assert recording.facts == [each.id for each in checked if each.kind == "fact"]
    assert recording.notes == [each.id for each in checked if each.kind == "note"]


# --- What is refused -------------------------------------------------------------------------


def _refused(text: str) -> list[tuple[int, int, str]]:
    """Line, column and kind of each refusal; what follows the colon only quotes the text."""
    return [(each.line, each.column, each.wrong.partition(":")[0]) for each in refusals(text)]


@pytest.mark.parametrize(
    ("text", "place", "wrong"),
    [
        ("Se {{ x }}.", (0, 4), "a template expression"),
        ("Ett.\n\nSe x }}.", (2, 6), "a template expression"),
        ("{% for x in y %}", (0, 1), "a template statement"),
        ("Ett {# två #}", (0, 5), "a template statement"),
        ("Ett %} två", (0, 5), "a template statement"),
        ("Ett\n# Rubrik", (1, 1), "a Markdown heading"),
        ("###### Rubrik", (0, 1), "a Markdown heading"),
        ("Ett <b>två</b>", (0, 5), "an HTML tag"),
        ("Ett </b>", (0, 5), "an HTML tag"),
        ("Ett <!-- två -->", (0, 5), "an HTML tag"),
        ("Ett [två](tre)", (0, 9), "a link or picture"),
        ("![två](tre)", (0, 6), "a link or picture"),
        ("Ett\n| två |", (1, 1), "a table or code block"),
        ("```", (0, 1), "a table or code block"),
        ("Ett\n\n    två", (2, 1), "a table or code block"),
        ("Ett\ttvå", (0, 4), "a table or code block"),
        ("Ett 2", (0, 5), "a figure"),
    ],
)
def test_each_construct_is_refused_where_it_stands(text, place, wrong):
    assert _refused(text) == [(*place, wrong)]


def test_a_refusal_quotes_what_stands_there_and_says_what_may():
    (refusal,) = refusals("Se [Ankeby](plats)")
    assert refusal.wrong == "a link or picture: '](plats)'"
    assert refusal.allowed == "plain text; sources stand in footnotes"


def test_a_line_with_several_kinds_of_wrong_gets_one_refusal_for_each():
    assert _refused("<b>{{ a }} {{ b }} 2") == [
        (0, 4, "a template expression"),
        (0, 1, "an HTML tag"),
        (0, 20, "a figure"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        'Ankeby fick {{ fact("payment.2020-06.ankeby") }} i {{ fact("m.1") }}.[^not-1]',
        "- *ett*\n- **två**\n\n  tre",
        'Kommunen "Åby" – med & och < och > i texten',
        "Ett # två, en [parentes], 'citat' och hundratal",
    ],
)
def test_what_a_writer_needs_is_not_refused(text):
    assert _refused(text) == []


@pytest.mark.parametrize(
    "expression",
    [
        "{{ 7*7 }}",
        '{{ fact("x").y }}',
        '{{ fact("x") | upper }}',
        '{{ fact("x") }}}}',
        "{{ fact('x') }}",
        '{{ fact("x", "y") }}',
        '{{ facts("x") }}',
        '{{ cell("x") }}',
        "{{ fact }}",
        '{{ fact("x" }}',
        '{{ fact("a b") }}',
        '{{- fact("x") -}}',
        '{{ {{ fact("x") }} }}',
        '{{\nfact("x") }}',
        '{{{ fact("x") }}}',
        "{% for a in b %}",
        '{% include "x" %}',
        "{# not #}",
    ],
)
def test_anything_but_a_plain_fact_is_refused(expression):
    assert _refused(f"Ankeby {expression} Åby")


@given(st.text())
def test_no_expression_passes_but_the_one_call_that_is_allowed(expression):
    assume(not re.fullmatch(r'\s*fact\("[^"\s]*"\)\s*', expression))
    assert "a template expression" in [wrong for *_, wrong in _refused(f"{{{{{expression}}}}}")]


@pytest.mark.parametrize("sign", ["0", "9", "\u0663", "\u00b2", "\u00bd", "\u2167"])
def test_no_sign_for_a_number_stands_outside_a_fact(sign):
    # An Arabic three, a raised two, a half and a Roman eight are figures to the reader as well.
    assert (0, 8, "a figure") in _refused(f"Ankeby {sign}")


word = st.from_regex(r"[a-z0-9]+([.-][a-z0-9]+)*", fullmatch=True)


@given(word, word, st.integers(0, 9))
def test_digits_stand_in_names_of_facts_and_notes_and_nowhere_else(fact, note, digit):
    text = f'{{{{ fact("{fact}") }}}} barn[^{note}]'
    assert _refused(text) == []
    assert _refused(f"Ankeby\n{text} {digit}") == [(1, len(text) + 2, "a figure")]
