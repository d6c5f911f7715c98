"""The sheets of a workbook that have the amounts: exact, rounded, and what was decided.

Numbers of a spreadsheet have some fifteen digits. Where a hair decides (whole units, equal
remainders), they are rounded first to as many decimals as the size of the pot leaves: the cell
`decimaler`.
"""

from __future__ import annotations

from functools import partial

from delrapport import ledger
from delrapport.sheets import (
    ASIDE,
    COUNT,
    NOT_NEGATIVE,
    Column,
    Line,
    Lines,
    Page,
    Style,
    Table,
    Value,
    rounded,
)
from delrapport.workbook_content import (
    AMOUNTS,
    DECISIONS,
    FREE,
    UNCHANGED,
    WRONG,
    Content,
    cited,
)

INPUT = Style("input", "whole")


def pages(content: Content) -> list[Page]:
    """The amounts, and the decided ones where they may be compared."""
    found = [amounts(content)]
    return [*found, decisions(content)] if content.shared.decisions else found


def amounts(content: Content) -> Page:
    order = {d: place for place, d in enumerate(sorted(content.shared.case.districts), 1)}
    columns = [
        *content.names(),
        Column(
            "order",
            "Ordning efter beteckning",
            order.__getitem__,
            Style("stated", "whole"),
            width=8,
        ),
        *_exact(content),
        *_rounding(content),
    ]
    return Page(
        AMOUNTS,
        "Belopp",
        [
            "Varje belopp avrundas nedåt till hela enheter. De enheter som blir över går en och en "
            "till de största resterna; lika rester i ordning efter stadsdelens beteckning.",
        ],
        [
            Table("belopp", columns, content.shared.case.districts),
            Lines("Avrundning", _cut(content)),
            Lines("Avstämning", [*_balance(content), *_checks()]),
        ],
    )


# An amount rounded down to whole units.
IN_UNITS = "IF(N(enhet)>0,INT(ROUND({0},decimaler)/enhet)*enhet,0)".format
# The place of a remainder among all, the largest first; equal ones by their districts' ids.
RANK = (
    "1+SUMPRODUCT(--({remainder.all}>{remainder}))"
    "+SUMPRODUCT(({remainder.all}={remainder})*({order.all}<{order}))"
)
# Whether a remainder lies near that on the other side of the cut.
IS_NEAR = (
    'IF(OR(overskott<1,overskott>=ROWS({rank.all})),"nej",IF(IF({rank}<=overskott,'
    '{remainder}-hogsta_ned,lagsta_upp-{remainder})<nara*enhet,"ja","nej"))'
)


def _exact(content: Content) -> list[Column]:
    """What each indicator gives, and the sum."""
    found, kronor = content.shared.allocation.amounts, Style("formula", "hundredths")
    parts = [
        Column(f"part{n}", content.described(i).short, partial(_kronor, content, i), kronor,
               f"{{{content.table(i)}.kronor}}", total=True, width=content.money)
        for n, i in enumerate(content.counted)
    ]  # fmt: skip
    return [
        *parts,
        Column("exact", "Exakt belopp", lambda d: found[d].exact, kronor,
               f"SUM({{part0}}:{{part{len(parts) - 1}}})", total=True, width=content.money),
    ]  # fmt: skip


def _rounding(content: Content) -> list[Column]:
    """From the exact sum to whole units."""
    found, near = content.shared.allocation.amounts, ledger.near_ties(content.shared)
    whole = Style("formula", "whole")
    return [
        Column("floor", "Avrundat nedåt", lambda d: found[d].floor, whole,
               IN_UNITS("{exact}"), total=True, width=content.kronor),
        Column("remainder", "Rest", partial(_remainder, content), Style("formula", "hundredths"),
               "ROUND({exact}-{floor},decimaler)", total=True, width=11),
        Column("rank", "Plats efter rest", lambda d: found[d].rank, whole, RANK, width=8),
        Column("rounded", "Avrundat belopp", lambda d: found[d].rounded, Style("result", "whole"),
               "{floor}+IF({rank}<=overskott,enhet,0)", total=True, width=content.kronor),
        Column("near", "Avgjort med liten marginal", lambda d: "ja" if d in near else "nej", ASIDE,
               IS_NEAR, width=9, mark='{near}="ja"'),
    ]  # fmt: skip


def _kronor(content: Content, id_: str, district: str) -> Value:
    return content.shared.allocation.part(district, id_)


def _remainder(content: Content, district: str) -> float:
    """What rounding down takes from a district."""
    amount = content.shared.allocation.amounts[district]
    return round(rounded(amount.exact.less(amount.floor)), 6)


NEAR = f"{float(ledger.NEAR):g}".replace(".", ",")
WHOLE_UNITS = IN_UNITS("att_betala_ut")


def _cut(content: Content) -> list[Line]:
    """How many remainders are rounded up, and which lie on the two sides of the cut."""
    allocation = content.shared.allocation
    ranked = sorted(content.shared.case.districts, key=lambda d: allocation.amounts[d].rank)
    left, extra = [_remainder(content, district) for district in ranked], allocation.extra
    up, down = (left[extra - 1], left[extra]) if 0 < extra < len(left) else (0, 0)
    kronor, whole = Style("formula", "hundredths"), Style("formula", "whole")
    at = (
        "IF(AND(overskott>0,overskott<ROWS({{belopp.rank.all}})),"
        "INDEX({{belopp.remainder.all}},MATCH({0},{{belopp.rank.all}},0)),0)"
    ).format
    return [
        Line("Enheter som blir över", extra, whole,
             f"IF(N(enhet)>0,ROUND(({WHOLE_UNITS}-{{belopp.floor.total}})/enhet,0),0)", "overskott",
             ("Går till lika många av de största resterna.",)),
        Line("Minsta rest som avrundas uppåt", up, kronor, at("overskott"), "lagsta_upp"),
        Line("Största rest som avrundas nedåt", down, kronor, at("overskott+1"), "hogsta_ned"),
        Line("Liten marginal, del av enheten", ledger.NEAR, Style("parameter", "general"), "",
             "nara", (f"Rester som skiljer mindre än så märks ut. I rapporten: {NEAR}.",),
             NOT_NEGATIVE),
    ]  # fmt: skip


def _balance(content: Content) -> list[Line]:
    """Where the pot went."""
    allocation, pot = content.shared.allocation, content.shared.case.pot
    paid = sum(amount.rounded for amount in allocation.amounts.values())
    kronor, whole = Style("formula", "hundredths"), Style("formula", "whole")
    return [
        Line("Belopp att fördela", pot, whole, "belopp_att_fordela"),
        Line("Hålls inne", pot - allocation.payable, kronor,
             f"IF({FREE},ROUND(belopp_att_fordela*(1-{{vikter.used.total}}),decimaler),0)",
             "halls_inne", ("Potter där ingen har förbättrats, om de inte omfördelas.",)),
        Line("Att betala ut", allocation.payable, kronor, "{vikter.pot.total}", "att_betala_ut"),
        Line("Avrundade belopp", paid, Style("result", "whole"), "{belopp.rounded.total}"),
        Line("Rest efter avrundning", allocation.payable - paid, kronor,
             f"ROUND(att_betala_ut-{WHOLE_UNITS},decimaler)", "avrundningsrest",
             ("Mindre än en enhet: räcker inte till någon.",)),
    ]  # fmt: skip


# What must be nothing, where something is shared out.
CHECKS = (
    ("Vikterna har summan 1", "{vikter.scaled.total}-1"),
    ("De exakta beloppen är det som betalas ut", "{belopp.exact.total}-att_betala_ut"),
    (
        "Avrundade belopp, rest och det som hålls inne är beloppet att fördela",
        "{belopp.rounded.total}+avrundningsrest+halls_inne-belopp_att_fordela",
    ),
)


def _checks() -> list[Line]:
    formula = f'IF({FREE},IF(ABS({{0}})<0.01,"Stämmer","Stämmer inte"),"Hinder")'.replace
    found = [_check(label, formula("{0}", difference)) for label, difference in CHECKS]
    return [*found, _check(UNCHANGED, "oforandrat")]


def _check(label: str, formula: str) -> Line:
    return Line("Kontroll", "Stämmer", Style("result"), formula, remarks=(label,), mark=WRONG)


# --- Decisions -------------------------------------------------------------------------------


def decisions(content: Content) -> Page:
    decided, found = content.shared.decisions, content.shared.allocation.amounts
    columns = [
        *content.names(),
        Column("model", "Modellen", lambda d: found[d].rounded, Style("formula", "whole"),
               "{belopp.rounded}", total=True, width=content.kronor),
        Column("decided", "Beslutet", lambda d: decided[d].amount, INPUT, total=True,
               width=content.kronor, allowed=COUNT),
        Column("difference", "Skillnad", lambda d: decided[d].amount - found[d].rounded,
               Style("result", "difference"), "{decided}-{model}", total=True,
               width=content.kronor),
        Column("reason", "Skäl", lambda d: decided[d].reason or "", Style("prose", "aside"),
               width=60),
    ]  # fmt: skip
    source = cited(content.records.payment(content.payment).source)
    return Page(
        DECISIONS,
        "Beslutade belopp",
        ["Skillnad = beslutat belopp minus modellens. Beslutet gäller.", f"Källa: {source}"],
        [Table("beslut", columns, content.shared.case.districts)],
    )
