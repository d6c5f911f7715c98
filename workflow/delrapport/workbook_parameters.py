"""The sheet of a workbook that has the parameters, and what each indicator gives by them."""

from __future__ import annotations

from fractions import Fraction
from functools import partial

from delrapport.sheets import (
    AT_LEAST_ONE,
    CELL,
    NOT_NEGATIVE,
    Column,
    Line,
    Lines,
    Page,
    Style,
    Table,
    one_of,
)
from delrapport.workbook_content import (
    MISSING_VALUES,
    PARAMETERS,
    SIZES,
    UNEARNED,
    Content,
    cited,
    said_by,
)


def page(content: Content) -> Page:
    """What a reader may change."""
    return Page(
        PARAMETERS,
        "Parametrar",
        [
            "Ändra en färgad cell, och allt räknas om utom bladen Scenarier, Utan en indikator och "
            "En person, som återger beräkningens egna resultat.",
        ],
        [
            Lines("", [*_declared(content), *_given(content)]),
            Lines("", _checks(content)),
            Table("vikter", [*_weights(content), *_pots(content)], content.counted),
        ],
        cell=1,
        widths=(38, 18, 46),
    )


def _declared(content: Content) -> list[Line]:
    given, paid = content.parameters, content.shared.payment
    choice, whole = Style("parameter"), Style("parameter", "whole")
    source = cited(content.records.payment(content.payment).source)
    return [
        Line("Parameter", "Värde", Style("head"), remarks=("Källa", "Förklaring")),
        Line("Belopp att fördela, kronor", paid.pot, whole, "", "belopp_att_fordela",
             (source,), AT_LEAST_ONE),
        Line("Storlek", SIZES[given.size.value], choice, "", "storlek",
             (said_by(given.size.source), "befolkningen: en förbättring räknas för så många som "
              "indikatorns bas; ingen: den räknas en gång."), one_of([*SIZES.values()])),
        Line("Vikt för flyktingmottagande (ρ)", given.refugee_weight.value,
             Style("parameter", "general"), _typed(given.refugee_weight.value), "mottagandevikt",
             (said_by(given.refugee_weight.source),
              "faktor = 1 + ρ · mottagna / invånare; 0 stänger av."),
             NOT_NEGATIVE),
        Line("Belopp där ingen förbättrats", UNEARNED[given.unearned.value], choice, "",
             "utan_forbattring", (said_by(given.unearned.source), "omfördelas på övriga "
             "indikatorer, hålls inne eller stoppar fördelningen."), one_of([*UNEARNED.values()])),
        Line("Värden som saknas", MISSING_VALUES[given.missing.value], choice, "",
             "saknade_varden", (said_by(given.missing.source), "ger noll: ingen förbättring; "
             "stoppar: inget fördelas."), one_of([*MISSING_VALUES.values()])),
        Line("Enhet, kronor", given.unit.value, whole, "", "enhet",
             (said_by(given.unit.source), "Beloppen avrundas till hela enheter."), AT_LEAST_ONE),
    ]  # fmt: skip


def _given(content: Content) -> list[Line]:
    """What the inputs were made by: to read, not to change."""
    given, paid = content.parameters, content.shared.payment
    source = cited(content.records.payment(content.payment).source)
    from_, to = given.refugee_years.value.first, given.refugee_years.value.last
    fixed = "Hör till uppgifterna: ändras inte här."
    return [
        Line("Jämförda år", f"{paid.years.first} och {paid.years.last}", CELL,
             remarks=(source, fixed)),
        Line("År som mottagandet summeras över", f"{from_}–{to}", CELL,
             remarks=(said_by(given.refugee_years.source), fixed)),
        Line("År för antalet invånare", given.population_year.value, Style("formula", "year"),
             remarks=(said_by(given.population_year.source), fixed)),
    ]  # fmt: skip


def _typed(weight: Fraction) -> str:
    """A weight as a formula where decimals have no end: 1/3."""
    return str(weight) if 10**9 % weight.denominator else ""


def _checks(content: Content) -> list[Line]:
    decimals = min(6, 15 - len(str(content.shared.case.pot)))
    return [
        Line("Decimaler som resterna jämförs med", decimals, Style("formula", "whole"),
             "MIN(6,14-INT(LOG10(belopp_att_fordela)))", "decimaler",
             ("", "Kalkylprogram räknar med omkring 15 siffror.")),
        Line("Hinder för fördelningen", "inget", CELL, _obstacle(content), "hinder",
             ("", "Finns ett hinder fördelas inget.")),
    ]  # fmt: skip


def _obstacle(content: Content) -> str:
    """The first reason for which the model would refuse to share out, or "inget"."""
    counts = "SUMPRODUCT(({{vikter.scaled.all}}>0)*({{vikter.{0}.all}}{1}))>0".format
    found = [
        ("{vikter.weight.total}<=0", "alla vikter är noll"),
        ("OR(enhet<1,enhet>belopp_att_fordela,enhet<>INT(enhet))", "enheten går inte"),
        (f'AND(saknade_varden="stoppar",{counts("missing", ">0")})', "värden saknas"),
        (f'AND(utan_forbattring="stoppar",{counts("score", "<=0")})', "ingen har förbättrats"),
        ("AND(mottagandevikt>0,COUNT({mottagande.ratio.all})<ROWS({mottagande.ratio.all}))",
         "mottagande saknas"),
    ]  # fmt: skip
    formula = '"inget"'
    for condition, reason in reversed(found):
        formula = f'IF({condition},"{reason}",{formula})'
    return formula


# The part of the pot that an indicator pays out.
USED = (
    'IF(OR({scaled}<=0,{score}<=0,hinder<>"inget"),0,'
    'IF(utan_forbattring="omfördelas",{scaled}/SUMIF({score.all},">0",{scaled.all}),{scaled}))'
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
               lambda i: _typed(declared.value[i]), total=True, allowed=NOT_NEGATIVE),
        Column("source", "Källa", lambda i: said_by(declared.source)),
        Column("scaled", "Vikt med summan 1", allocation.weights.__getitem__,
               Style("formula", "ratio"), "IF({weight.total}>0,{weight}/{weight.total},0)",
               total=True, width=13),
        Column("missing", "Stadsdelar utan värde", missing, Style("formula", "whole"),
               partial(of, "ROWS({steg.change.all})-COUNT({steg.change.all})"), width=13),
        Column("score", "Poäng, alla stadsdelar", allocation.totals.__getitem__,
               Style("formula", "score"), partial(of, "{steg.score.total}"), width=content.money),
    ]  # fmt: skip


def _pots(content: Content) -> list[Column]:
    """What each indicator pays out, and how far that is from its weight."""
    allocation, pot = content.shared.allocation, content.shared.case.pot
    return [
        Column("used", "Vikt som betalas ut", lambda i: allocation.pots[i] / pot,
               Style("formula", "ratio"), USED, total=True, width=13),
        Column("pot", "Indikatorns belopp, kronor", allocation.pots.__getitem__,
               Style("result", "hundredths"), "belopp_att_fordela*{used}", total=True,
               width=content.money),
        Column("withheld", "Avvikelse från vikten, kronor",
               lambda i: allocation.pots[i] - allocation.weights[i] * pot,
               Style("formula", "hundredths"), "ROUND({pot}-belopp_att_fordela*{scaled},decimaler)",
               total=True, width=content.money),
    ]  # fmt: skip
