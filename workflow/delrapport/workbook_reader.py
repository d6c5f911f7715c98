"""The first sheet of a workbook, for a reader who knows nothing: the rule, the way, an example."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import partial
from string import Formatter
from typing import NamedTuple

from delrapport import swedish
from delrapport.exact import Sum
from delrapport.sheets import CUT, MISSING, Line, Lines, Page, Style, Value
from delrapport.workbook_content import (
    AMOUNTS,
    DECISIONS,
    LEFT_OUT,
    ONE_PERSON,
    PARAMETERS,
    READ_ME,
    RECEPTION,
    SCENARIOS,
    Content,
)

ABOUT = {
    PARAMETERS: "Regelns parametrar, med källa, och vad varje indikator ger.",
    RECEPTION: "Flyktingmottagandet och den flyktingfaktor som det ger.",
    AMOUNTS: "Beloppen: exakta, avrundade och avstämda mot det som fördelas.",
    DECISIONS: "De beslutade beloppen bredvid modellens, med skäl till skillnaderna.",
    SCENARIOS: "Beloppen enligt andra regler.",
    LEFT_OUT: "Beloppen när en indikator utelämnas.",
    ONE_PERSON: "Vad det betyder att antalet är ett större eller mindre.",
}
RULE = (
    ("Värde", "antal / bas, vart och ett av de två åren."),
    ("Förändring", "värdet det senare året minus värdet det tidigare."),
    ("Förbättring", "förändringen i den riktning som är bättre; en försämring räknas som noll."),
    ("Storlek", "basen det senare året, eller 1."),
    ("Flyktingfaktor",
     "(folkmängd + vikt för flyktingmottagande × mottagna flyktingar) / folkmängd."),
    ("Poäng", "förbättring × storlek × flyktingfaktor."),
    ("Andel av poängen", "stadsdelens poäng / alla stadsdelars poäng i indikatorn."),
    ("Pott", "beloppet att fördela × indikatorns vikt; vikterna har summan 1."),
    ("Kronor", "pott × andel av poängen."),
    ("Undantag", "saknas en uppgift ger indikatorn inget till stadsdelen, eller så stoppas "
     "fördelningen; har ingen stadsdel förbättrats omfördelas potten, hålls inne eller stoppar "
     "fördelningen. Vilket som gäller står på bladet Parametrar."),
    ("Belopp", "summan av kronorna över indikatorerna, avrundad till hela enheter så att de "
     "största resterna avrundas uppåt (största restens metod)."),
)  # fmt: skip
FORMULA = (
    "Belopp(d) = Σᵢ wᵢ · P · sᵢ(d) / Σ sᵢ, där poängen sᵢ(d) = max(0, ±(värde₂ − värde₁)) · "
    "storlek · (1 + ρ · mottagna / folkmängd), P är beloppet att fördela, vikterna wᵢ har summan 1 "
    "och ρ är vikten för flyktingmottagande."
)
UNALTERED = "Parametrarna i arbetsboken är rapportens."
ALTERED = "Parametrarna är ändrade: resultatet är inte rapportens. Se bladet Parametrar."
LEGEND = (
    ("input", "Uppgift", "från en källa; kan ändras för att pröva vad den betyder."),
    ("parameter", "Parameter", "kan ändras, och allt räknas om."),
    ("formula", "Formel", "ett steg i beräkningen."),
    ("result", "Resultat", "det som nästa blad hämtar, eller slutresultatet."),
    ("stated", "Återgivet", "kommer från rapportens beräkning och räknas inte om här."),
)


def page(content: Content, others: Sequence[Page]) -> Page:
    """What the workbook is, how it computes, where things stand, and one district in words."""
    mark = [Line("OBSERVERA", content.mark, Style("warning"))] if content.mark else []
    return Page(
        READ_ME,
        title(content),
        [],
        [
            Lines("", [*mark, *_about(content)]),
            Lines("Regeln", [*(Line(*each) for each in RULE), Line("Som formel", FORMULA)]),
            Lines("Blad", [_contents(content, each.name) for each in others]),
            Lines(
                "Färger och tecken",
                [
                    *(Line(label, text, Style(kind)) for kind, label, text in LEGEND),
                    Line(MISSING, "uppgift saknas."),
                ],
            ),
            Lines("En stadsdel i ord", _example(content)),
        ],
        cell=1,
        widths=(30, 112),
    )


def title(content: Content) -> str:
    grant, month = content.records.programme.grant, swedish.month(content.payment)
    return f"Modellens fördelning av {grant}, {month}"


def _about(content: Content) -> list[Line]:
    programme, paid = content.records.programme, content.shared.payment
    purpose = (
        "Arbetsboken visar varje steg från uppgifter till belopp som formler, så att en granskare "
        "kan följa, ändra och räkna om. Samma regel har räknats exakt, med bråk, i rapportens "
        "beräkning; arbetsbokens celler bär det resultatet tills de räknas om."
    )
    decided = (
        f"De beslutade beloppen står på bladet {DECISIONS} bredvid modellens. Beslutet gäller."
        if content.shared.decisions
        else "Beslutade belopp sätts inte bredvid ett resultat av påhittade tal. Besluten gäller "
        "som de är fattade och prövas inte här."
    )
    return [
        Line("Vad är det här?", purpose),
        Line("Program", f"{programme.name}, {programme.agency.name}"),
        Line("Utbetalning", f"{swedish.month(content.payment)}; jämför {paid.years.first} med "
             f"{paid.years.last}"),
        Line("Ställning", _standing(content)),
        Line("Parametrar", UNALTERED, formula=f'IF(oforandrat="Stämmer","{UNALTERED}","{ALTERED}")',
             mark='oforandrat<>"Stämmer"'),
        Line("Beslut", decided),
    ]  # fmt: skip


def _standing(content: Content) -> str:
    agency = content.records.programme.agency
    if any(edition.standing == "reconstruction" for edition in content.records.editions):
        return f"Rekonstruktion. Inte en publikation från {agency.name}."
    return f"Underlag till {agency.genitive} rapport."


def _contents(content: Content, name: str) -> Line:
    named = {sheet: content.described(i).name for i, sheet in content.sheets.items()}
    text = ABOUT.get(name) or f"Steg för steg: {named[name]}."
    return Line(name, text, link=name)


# --- One district in words -------------------------------------------------------------------


class Fetched(NamedTuple):
    """A part of a sentence: its formula, and how it reads for the first district."""

    formula: str
    text: str


def _example(content: Content) -> list[Line]:
    """A district to choose, and sentences that fetch its steps."""
    first = content.shared.case.districts[0]
    lines = [
        Line("Välj stadsdel", content.districts[first][1], Style("parameter"), "", "vald_stadsdel",
             allowed={"validate": "list", "source": "={belopp.district.all}"}),
        Line("Dess rad i tabellerna", 1, Style("position", "year"),
             f'IFERROR(MATCH(vald_stadsdel,{{belopp.district.all}},0),"{MISSING}")', "vald"),
    ]  # fmt: skip
    for id_ in content.counted:
        lines += _indicator(content, first, id_)
    return lines + _amount(content, first)


def _indicator(content: Content, district: str, id_: str) -> list[Line]:
    sentences = [*_levels(content, district, id_), *_scores(content, district, id_)]
    return _labelled(content.described(id_).short, sentences)


def _levels(content: Content, district: str, id_: str) -> Iterator[Fetched]:
    """A sentence for each year, and one for the change."""
    step = content.shared.allocation.steps[district, id_]
    years, of = content.shared.payment.years, partial(_fetched, content.table(id_))
    unit = content.described(id_).unit
    places, per = unit.step.decimals, unit.per
    for end, year, count in (("first", years.first, step.first), ("last", years.last, step.last)):
        yield _sentence(
            f"{year}: {{count}} / {{base}}, alltså {{level}} {unit.name}.",
            count=of(f"{end}_count", count.count if count else MISSING),
            base=of(f"{end}_base", count.base if count else MISSING),
            level=of(f"{end}_level", count.level if count else MISSING, places, per),
        )
    yield _sentence(
        f"Förändring: {{change}} {unit.change}. Förbättring: {{improvement}} {unit.change}.",
        change=of("change", MISSING if step.change is None else step.change, places, per),
        improvement=of("improvement", step.improvement, places, per),
    )


def _scores(content: Content, district: str, id_: str) -> Iterator[Fetched]:
    """A sentence for the score, and one for what it is worth."""
    allocation, table = content.shared.allocation, content.table(id_)
    step, of = allocation.steps[district, id_], partial(_fetched, table)
    yield _sentence(
        "Poäng = förbättring × storlek × flyktingfaktor = {improvement} × {size} × {factor} = "
        "{score}.",
        improvement=of("improvement", step.improvement, 6),
        size=of("size", step.size),
        factor=of("factor", step.factor, 6),
        score=of("score", step.score, 4),
    )
    pot = f"{{vikter.pot[{content.counted.index(id_)}]}}"
    yield _sentence(
        "Andel av poängen = {score} / {total} = {share}. "
        "Kronor = {share} × {pot} = {kronor} kronor.",
        score=of("score", step.score, 4),
        total=_shown(f"{{{table}.score.total}}", allocation.totals[id_], 4),
        share=of("share", allocation.share(district, id_), 6),
        pot=_shown(pot, allocation.pots[id_], 2),
        kronor=of("kronor", allocation.part(district, id_), 2),
    )


def _amount(content: Content, district: str) -> list[Line]:
    return _labelled("Beloppet", [_sum(content, district), *_rounding(content, district)])


def _sum(content: Content, district: str) -> Fetched:
    allocation, of = content.shared.allocation, partial(_fetched, "belopp")
    parts = {
        f"part{n}": of(f"part{n}", allocation.part(district, i), 2)
        for n, i in enumerate(content.counted)
    }
    exact = of("exact", allocation.amounts[district].exact, 2)
    summed = " + ".join(f"{{{part}}}" for part in parts)
    return _sentence(f"Exakt belopp = {summed} = {{exact}} kronor.", exact=exact, **parts)


def _rounding(content: Content, district: str) -> list[Fetched]:
    allocation, of = content.shared.allocation, partial(_fetched, "belopp")
    amount, places = allocation.amounts[district], len(allocation.amounts)
    return [
        _sentence(
            "Avrundat nedåt till hela enheter om {unit} kronor: {floor} kronor. Resten är {left}.",
            unit=_shown("enhet", content.shared.rule.unit),
            floor=of("floor", amount.floor),
            left=of("remainder", amount.exact.less(amount.floor), 2),
        ),
        _sentence(
            f"Resten är nummer {{rank}} av {places} i storlek. Så många rester avrundas uppåt: "
            "{extra}.",
            rank=of("rank", amount.rank),
            extra=_shown("overskott", allocation.extra),
        ),
        _sentence("Avrundat belopp: {rounded} kronor.", rounded=of("rounded", amount.rounded)),
    ]


def _labelled(label: str, sentences: Sequence[Fetched]) -> list[Line]:
    """Sentences below each other, a label before the first."""
    labels = [label, *[""] * (len(sentences) - 1)]
    return [
        Line(each, said.text, formula=said.formula)
        for each, said in zip(labels, sentences, strict=True)
    ]


def _fetched(table: str, column: str, value: Value, places: int = 0, times: int = 1) -> Fetched:
    """The chosen district's cell of a table."""
    return _shown(f"INDEX({{{table}.{column}.all}},vald)", value, places, times)


def _shown(cell: str, value: Value, places: int = 0, times: int = 1) -> Fetched:
    """A number as text. FIXED writes it as is usual where the workbook is read; TEXT would not."""
    scaled = cell if times == 1 else f"{times}*{cell}"
    formula = f'IF(ISNUMBER({cell}),FIXED({scaled},{places}),"{MISSING}")'
    return Fetched(formula, value if isinstance(value, str) else _fixed(value, places, times))


def _fixed(value: Sum | Fraction | int | float, places: int, times: int) -> str:
    """A number with so many decimals, halves away from zero."""
    exact = Fraction(value.decimals(CUT) if isinstance(value, Sum) else value) * times
    return swedish.decimal(exact, places).replace(swedish.MINUS, "-")


def _sentence(template: str, **parts: Fetched) -> Fetched:
    """A sentence with its parts filled in, as a formula and as text."""
    formulas = []
    for text, key, _, _ in Formatter().parse(template):
        formulas += [f'"{text}"'] if text else []
        formulas += [parts[key].formula] if key else []
    texts = {key: part.text for key, part in parts.items()}
    return Fetched("&".join(formulas), template.format_map(texts))
