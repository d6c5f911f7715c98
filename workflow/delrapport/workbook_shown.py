"""The workbook of an allocation some of whose inputs may not be told.

A formula needs all that it computes from; here stand the inputs that the rule of disclosure lets
through, and the amounts.
"""

from __future__ import annotations

from functools import partial

from delrapport.disclosure_inputs import Closed
from delrapport.sheets import MISSING, Column, Line, Lines, Page, Style, Table, Value
from delrapport.statistics import SUPPRESSED
from delrapport.symbols import MISSING as SIGNS
from delrapport.symbols import SYMBOLS
from delrapport.workbook_content import AMOUNTS, READ_ME, RECEPTION, Content, cited

SIGN = SIGNS[SUPPRESSED]
WHOLE = Style("stated", "whole")
WHY = (
    "Några av de uppgifter som beloppen är beräknade på får inte visas, för att inte röja något om "
    "enskilda. Här står de uppgifter som får visas och beloppen. Stegen däremellan skulle röja de "
    "övriga, och utelämnas."
)


def pages(content: Content, hidden: Closed, title: str) -> list[Page]:
    """What the workbook is, the inputs that may be told, and the amounts."""
    mark = [Line("OBSERVERA", content.mark, Style("warning"))] if content.mark else []
    signs = [Line(SIGN, f"{SYMBOLS[SIGN].meaning}."), Line(MISSING, "uppgift saknas.")]
    about = Lines("", [*mark, Line("Arbetsboken", WHY), *signs])
    return [
        Page(READ_ME, title, [], [about], cell=1, widths=(30, 112)),
        _reception(content, hidden),
        *(_counts(content, hidden, indicator) for indicator in content.counted),
        _amounts(content),
    ]


def _reception(content: Content, hidden: Closed) -> Page:
    file, given = content.records.reception, content.shared.case.reception

    def value(part: str, district: str) -> Value:
        if district in hidden.reception:
            return SIGN
        return getattr(given[district], part) if district in given else MISSING

    columns = [
        *content.names(),
        Column("received", "Mottagna", partial(value, "received"), WHOLE),
        Column("population", "Folkmängd", partial(value, "population"), WHOLE),
    ]
    notes = [file.definition, f"Källa: {cited(file.source)}"] if file else []
    table = Table("mottagande", columns, content.shared.case.districts)
    return Page(RECEPTION, "Flyktingmottagande", notes, [table])


def _counts(content: Content, hidden: Closed, id_: str) -> Page:
    described, given = content.described(id_), content.case_of(id_)
    years = content.shared.payment.years

    def value(year: str, part: str, district: str) -> Value:
        if (district, id_) in hidden.steps:
            return SIGN
        found = getattr(given, year).get(district)
        return getattr(found, part) if found else MISSING

    columns = [
        Column(
            f"{year}_{part}", f"{head} {getattr(years, year)}", partial(value, year, part), WHOLE
        )
        for year in ("first", "last")
        for part, head in (("count", "Antal"), ("base", "Bas"))
    ]
    table = Table(content.table(id_), [*content.names(), *columns], content.shared.case.districts)
    source = f"Källa: {cited(content.files[id_].source)}"
    notes = [
        described.definition,
        f"Antal: {described.counted}. Bas: {described.population}. {source}",
    ]
    return Page(content.sheets[id_], described.short, notes, [table], local=True)


def _amounts(content: Content) -> Page:
    found = content.shared.allocation.amounts
    columns = [
        *content.names(),
        Column("rounded", "Belopp", lambda d: found[d].rounded, WHOLE, width=content.kronor),
    ]
    notes = ["Beloppen är avrundade till hela enheter, som de betalas ut."]
    return Page(AMOUNTS, "Belopp", notes, [Table("belopp", columns, content.shared.case.districts)])
