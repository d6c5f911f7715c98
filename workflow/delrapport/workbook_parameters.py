"""The sheet of a workbook that has the parameters, and what each indicator gives by them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial

from xlsxwriter.utility import quote_sheetname

from delrapport import ledger
from delrapport.sheets import (
    ASIDE,
    AT_LEAST_ONE,
    CELL,
    NOT_NEGATIVE,
    REPORTED,
    Column,
    Line,
    Lines,
    Page,
    Style,
    Table,
    one_of,
)
from delrapport.workbook_content import (
    FREE,
    MISSING_VALUES,
    PARAMETERS,
    SIZES,
    UNCHANGED,
    UNEARNED,
    WRONG,
    Content,
    cited,
    said_by,
)


def page(content: Content) -> Page:
    """What a reader may change."""
    declared = _declared(content)
    return Page(
        PARAMETERS,
        "Parametrar",
        [
            "Ändra en färgad cell, och allt räknas om utom bladen Scenarier, Utan en indikator och "
            "Minsta ändring, som återger beräkningens egna resultat.",
        ],
        [
            Lines("", [HEAD, *declared, *_given(content)]),
            Lines("", [*_checks(content), _unchanged(content, declared)]),
            Table("vikter", [*_weights(content), *_pots(content)], content.counted),
        ],
        cell=1,
        widths=(32, 19, 13, 38),
        compared=True,
    )


HEAD = Line("Parameter", "Värde", Style("head"), remarks=("Källa", "Förklaring"),
            reported="I rapporten")  # fmt: skip


def _declared(content: Content) -> list[Line]:
    """The parameters, each beside what the report has."""
    given, paid = content.parameters, content.shared.payment
    choice, whole = Style("parameter"), Style("parameter", "whole")
    source = cited(content.records.payment(content.payment).source)
    lines = [
        Line("Belopp att fördela, kronor", paid.pot, whole, "", "belopp_att_fordela",
             (source, "Delas i potter efter indikatorernas vikter."), AT_LEAST_ONE),
        Line("Stadsdelens storlek", SIZES[given.size.value], choice, "", "storlek",
             (said_by(given.size.source), "basen: storleken är basen det senare året; "
              "räknas inte: storleken är 1."), one_of([*SIZES.values()])),
        Line("Vikt för flyktingmottagande", given.refugee_weight.value,
             Style("parameter", "general"), _typed(given.refugee_weight.value), "mottagandevikt",
             (said_by(given.refugee_weight.source), "flyktingfaktor = (folkmängd + vikt × mottagna "
              "flyktingar) / folkmängd; med vikten 0 är den 1."), NOT_NEGATIVE),
        Line("Pott där ingen har förbättrats", UNEARNED[given.unearned.value], choice, "",
             "utan_forbattring", (said_by(given.unearned.source), "omfördelas till de andra "
             "indikatorerna efter deras vikter, hålls inne eller stoppar fördelningen."),
             one_of([*UNEARNED.values()])),
        Line("Uppgift som saknas", MISSING_VALUES[given.missing.value], choice, "",
             "saknade_varden", (said_by(given.missing.source), "ger noll: räknas som ingen "
             "förbättring; stoppar: inget fördelas."), one_of([*MISSING_VALUES.values()])),
        Line("Enhet, kronor", given.unit.value, whole, "", "enhet",
             (said_by(given.unit.source), "Belopp avrundas till jämna enheter."), AT_LEAST_ONE),
    ]  # fmt: skip
    mark = f"{{{{cell}}}}<>{{0}}{REPORTED}".format
    return [replace(line, reported=line.value, mark=mark(line.name)) for line in lines]


def _given(content: Content) -> list[Line]:
    """What the inputs were made by: to read, not to change."""
    given, paid = content.parameters, content.shared.payment
    source = cited(content.records.payment(content.payment).source)
    from_, to = given.refugee_years.value.first, given.refugee_years.value.last
    fixed = "Hör till uppgifterna: ändras inte här."
    return [
        Line("Jämförda år", f"{paid.years.first} och {paid.years.last}", CELL,
             remarks=(source, fixed)),
        Line("År för flyktingmottagande", f"{from_}–{to}", CELL,
             remarks=(said_by(given.refugee_years.source), fixed)),
        Line("År för folkmängd", f"{given.population_year.value}", CELL,
             remarks=(said_by(given.population_year.source), fixed)),
    ]  # fmt: skip


def _unchanged(content: Content, declared: Sequence[Line]) -> Line:
    """Whether every parameter and weight is the report's, and those that stand on other sheets."""
    same = [f"{line.name}={line.name}{REPORTED}" for line in declared]
    same += [f"nara={float(ledger.NEAR)}"]
    same += [
        f"{quote_sheetname(sheet)}!riktning={content.case_of(indicator).direction}"
        for indicator, sheet in content.sheets.items()
    ]
    weights = "SUMPRODUCT(--({vikter.weight.all}<>{vikter.reported.all}))=0"
    formula = f'IF(AND({",".join([*same, weights])}),"Stämmer","Ändrade")'
    return Line(UNCHANGED, "Stämmer", Style("result"), formula, "oforandrat",
                ("", "Ändrade: resultatet är inte rapportens."), mark=WRONG)  # fmt: skip


def _typed(weight: Fraction) -> str:
    """A weight as a formula where decimals have no end: 1/3."""
    return str(weight) if 10**9 % weight.denominator else ""


def _checks(content: Content) -> list[Line]:
    decimals = min(6, 15 - len(str(content.shared.case.pot)))
    return [
        Line("Decimaler som resterna jämförs med", decimals, Style("formula", "whole"),
             "MIN(6,14-INT(LOG10(MAX(1,N(belopp_att_fordela)))))", "decimaler",
             ("", "Kalkylprogram räknar med omkring 15 siffror.")),
        Line("Hinder för fördelningen", "inget", CELL, _obstacle(content), "hinder",
             ("", "Finns ett hinder fördelas inget."), mark='{cell}<>"inget"'),
    ]  # fmt: skip


def _obstacle(content: Content) -> str:
    """The first reason for which the model would refuse to share out, or "inget"."""
    counts = "SUMPRODUCT(({{vikter.scaled.all}}>0)*({{vikter.{0}.all}}{1}))>0".format
    found = [
        ("{vikter.weight.total}<=0", "alla vikter är noll"),
        ('OR(N(mottagandevikt)<0,COUNTIF({vikter.weight.all},"<0")>0)', "en vikt är negativ"),
        ("OR(N(enhet)<1,N(enhet)>N(belopp_att_fordela),N(enhet)<>INT(N(enhet)))",
         "enheten går inte"),
        (_no_bases(content), "en bas är noll"),
        (f'AND(saknade_varden="stoppar",{counts("missing", ">0")})', "uppgifter saknas"),
        (f'AND(utan_forbattring="stoppar",{counts("score", "<=0")})', "ingen har förbättrats"),
        ("AND(mottagandevikt>0,COUNT({mottagande.ratio.all})<ROWS({mottagande.ratio.all}))",
         "mottagande saknas"),
    ]  # fmt: skip
    formula = '"inget"'
    for condition, reason in reversed(found):
        formula = f'IF({condition},"{reason}",{formula})'
    return formula


def _no_bases(content: Content) -> str:
    """Whether an indicator that counts has a base that nothing can be divided by."""
    found = [
        f"({{vikter.scaled[{number}]}}>0)"
        f"*SUMPRODUCT(ISNUMBER({{{table}.{end}_base.all}})*({{{table}.{end}_base.all}}<=0))"
        for number, table in enumerate(map(content.table, content.counted))
        for end in ("first", "last")
    ]
    return f"{'+'.join(found)}>0"


# The part of the pot that an indicator pays out.
USED = (
    f"IF(AND({{scaled}}>0,{{score}}>0,{FREE}),"
    'IF(utan_forbattring="omfördelas",{scaled}/SUMIF({score.all},">0",{scaled.all}),{scaled}),0)'
)


def _weights(content: Content) -> list[Column]:
    """What each indicator weighs, and what its districts scored."""
    allocation, declared = content.shared.allocation, content.parameters.weights

    def missing(indicator: str) -> int:
        steps = (allocation.steps[d, indicator] for d in content.shared.case.districts)
        return sum(step.change is None for step in steps)

    def of(template: str, indicator: str) -> str:
        return template.replace("steg", content.table(indicator))

    return [
        Column("indicator", "Indikator", lambda i: content.described(i).short),
        Column("weight", "Vikt", declared.value.__getitem__, Style("parameter", "general"),
               lambda i: _typed(declared.value[i]), total=True, allowed=NOT_NEGATIVE,
               mark="{weight}<>{reported}"),
        Column("reported", "I rapporten", declared.value.__getitem__, Style("stated", "general")),
        Column("source", "Källa", lambda i: said_by(declared.source), ASIDE),
        Column("scaled", "Vikt med summan 1", allocation.weights.__getitem__,
               Style("formula", "ratio"), "IF({weight.total}>0,N({weight})/{weight.total},0)",
               total=True, width=10),
        Column("missing", "Uppgift saknas, stadsdelar", missing, Style("formula", "whole"),
               partial(of, "ROWS({steg.change.all})-COUNT({steg.change.all})"), width=10),
        Column("score", "Poäng, summa", allocation.totals.__getitem__,
               Style("formula", "score"), partial(of, "{steg.score.total}"), width=11),
    ]  # fmt: skip


def _pots(content: Content) -> list[Column]:
    """What each indicator pays out, and how far that is from its weight."""
    allocation, pot = content.shared.allocation, content.shared.case.pot
    return [
        Column("used", "Del av beloppet", lambda i: allocation.pots[i] / pot,
               Style("formula", "ratio"), USED, total=True, width=10),
        Column("pot", "Pott, kronor", allocation.pots.__getitem__,
               Style("result", "hundredths"), "N(belopp_att_fordela)*{used}", total=True,
               width=content.money),
        Column("withheld", "Skillnad mot vikten, kronor",
               lambda i: allocation.pots[i] - allocation.weights[i] * pot,
               Style("formula", "hundredths"),
               f"IF({FREE},ROUND({{pot}}-belopp_att_fordela*{{scaled}},decimaler),0)",
               total=True, width=content.money),
    ]  # fmt: skip
