"""Chapters and claims of an invented programme's three reports; every figure in them is a fact."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import cycle

from delrapport import swedish
from delrapport.invented import Moving
from delrapport.models import (
    Chapter,
    ChapterFile,
    Claim,
    ClaimsFile,
    Form,
    GuidesFile,
    Municipality,
    Programme,
    Section,
    Theme,
)
from delrapport.synthetic import Files, one_of, source
from delrapport.synthetic_codebook import AFTER, ASKED

REPORTS = ("delrapport-1", "delrapport-2", "delrapport-3")
"""How money was received, what it went to, what came of it; each has a round of its own."""
PAYMENTS = ("2013-12", "2014-12")
FOREWORD = "forord"
WORK = (
    "En styrgrupp med tjänstemän från flera förvaltningar leder arbetet.",
    "Arbetet leds från kommunledningen och bygger på sådant som redan pågick.",
    "Förvaltningarna arbetar var för sig, och en samordnare håller ihop arbetet.",
    "Arbetet bedrivs ute i stadsdelarna, nära skolor och föreningar.",
)
# Which of many municipalities there are would fill pages: how many is said instead.
FORMS: tuple[Form, ...] = ("quantifier", "count")


def chapters(
    programme: Programme, indicators: Sequence[Moving], variables: Sequence[Moving], seed: int
) -> Files:
    """Path → chapter, of each report; indicators and variables have a section each."""
    received, used, came = REPORTS
    written = {
        received: [_introduction(), _answers(received)],
        used: [_summary(), _answers(used)],
        came: [_grant(), _followed(indicators), _beside(variables), _concluded(came), _method()],
    }
    written[received] += [_receiving(each, seed) for each in programme.municipalities]
    written[used] += [_using(each) for each in programme.municipalities]
    return {
        f"chapters/{report}/{chapter.id}.yaml": ChapterFile(
            source=source(seed), report=report, chapter=chapter
        )
        for report, own in written.items()
        for chapter in [_foreword(), *own]
    }


def claims(guides: Iterable[GuidesFile], seed: int) -> Files:
    """Path → claims of each report: one of every code that its round has, and who got most."""
    payments = dict(zip(REPORTS, (PAYMENTS[0], *PAYMENTS), strict=True))
    return {
        f"claims/{file.round}.yaml": ClaimsFile(
            source=source(seed),
            report=file.round,
            round=file.round,
            payment=payments[file.round],
            claims=[
                *_of_codes(file),
                Claim(id=_claim(file.round, "most"), form="extreme", level="municipality", place=1),
            ],
        )
        for file in guides
    }


def _of_codes(file: GuidesFile) -> Iterator[Claim]:
    for code, form in zip(file.codes, cycle(FORMS), strict=False):
        yield Claim(id=_claim(file.round, code), form=form, code=code, answer="yes")


def _claim(report: str, about: str) -> str:
    """Ids are distinct among all reports."""
    return f"{about}-{report[-1]}"


# --- Writing ---------------------------------------------------------------------------------


def _fact(id_: str) -> str:
    return f'{{{{ fact("{id_}") }}}}'


def _lines(*sentences: str) -> str:
    """A paragraph, a line a sentence: changes of a text are easy to see then."""
    return "".join(f"{sentence}\n" for sentence in sentences)


def _said(report: str, theme: Theme) -> str:
    """What is claimed of a theme's codes."""
    claimed = [_fact(f"claim.{_claim(report, code.id)}") for code in theme.codes]
    return _lines(*(f"{each}." for each in claimed))


def _foreword() -> Chapter:
    text = _lines(
        "Den här rapporten är påhittad, och det är allt som står i den.",
        "Den visar hur en uppföljning ser ut när ett bidrag delas mellan många.",
        f"Det omfattar {_fact('programme.districts')} stadsdelar i "
        f"{_fact('programme.municipalities')} kommuner.",
        "Varje siffra är framställd av ett datorprogram.",
    )
    return Chapter(id=FOREWORD, title="Förord", text=text)


def _answers(report: str) -> Chapter:
    """Theme by theme what the municipalities answer, in words and side by side."""
    themes = ASKED if report != REPORTS[0] else ASKED[:-1]
    return Chapter(
        id="svaren",
        title="Svaren",
        text=_lines("Avsnitten följer det som intervjuerna handlade om."),
        sections=[
            Section(heading=each.title, text=_said(report, each), insert="answers", of=each.id)
            for each in themes
        ],
    )


# --- How money was received ------------------------------------------------------------------


def _introduction() -> Chapter:
    paid, most = f"payment.{PAYMENTS[0]}", f"ranking.{PAYMENTS[0]}.district.1"
    text = _lines(
        f"I {_fact(f'{paid}.month')} fördelades {_fact(f'{paid}.pot')} mellan stadsdelarna.",
        f"Beloppen följer förändringen från {_fact(f'{paid}.first-year')} till "
        f"{_fact(f'{paid}.last-year')}.",
        f"Mest fick {_fact(f'{most}.name')}, med {_fact(f'{most}.share')} av hela beloppet.",
    )
    interviewed = _lines(
        f"Sammanlagt intervjuades {_fact(f'interviews.{REPORTS[0]}.persons')} personer under "
        f"{_fact(f'interviews.{REPORTS[0]}.weeks-year')}."
    )
    return Chapter(
        id="inledning",
        title="Inledning",
        text=text,
        sections=[
            Section(
                heading="Stadsdelarna",
                text=f"Bidraget omfattar {_fact('programme.districts')} stadsdelar i "
                f"{_fact('programme.municipalities')} kommuner.",
                insert="district list",
            ),
            Section(heading="De intervjuade", text=interviewed, insert="interviewees table"),
        ],
    )


def _receiving(municipality: Municipality, seed: int) -> Chapter:
    """A municipality's text: what it got, who was asked, and what was said."""
    here, paid = municipality.id, f"{PAYMENTS[0]}.{municipality.id}"
    names = [district.name for district in municipality.districts]
    called = "stadsdelen" if len(names) == 1 else "stadsdelarna"
    text = _lines(
        f"{municipality.name} deltar med {called} {swedish.listing(names)}.",
        f"I {_fact(f'payment.{PAYMENTS[0]}.month')} fick kommunen {_fact(f'payment.{paid}')}, "
        f"vilket är {_fact(f'share.{paid}')} av hela beloppet.",
    )
    received = _lines(
        f"I {municipality.name} har {_fact(f'interviews.{REPORTS[0]}.in.{here}')} personer "
        "intervjuats.",
        f"{one_of(WORK, f'{seed}/{here}/work')}[^arbetet]",
    )
    goes_on = f"said.{REPORTS[0]}.{here}.{AFTER.codes[-1].id}"
    after = _lines(
        f"På frågan om insatserna fortsätter utan bidrag är svaret ”{_fact(goes_on)}”.",
    )
    return Chapter(
        id=here,
        title=municipality.name,
        municipality=here,
        text=text,
        sections=[
            Section(heading="Hur medlen har tagits emot", text=received),
            Section(heading="På längre sikt", text=after),
        ],
        footnotes={"arbetet": "Påhittat, liksom kommunen."},
    )


# --- What it went to -------------------------------------------------------------------------


def _summary() -> Chapter:
    year = f"use.{int(PAYMENTS[0][:4]) + 1}"
    return Chapter(
        id="sammanfattning",
        title="Sammanfattning",
        text=_lines(f"Under {_fact(f'{year}.year')} användes {_fact(f'{year}.spent')}."),
        sections=[
            Section(heading="Kommun för kommun", insert="use by municipality"),
            Section(heading="Ändamål", insert="use by purpose"),
        ],
    )


def _using(municipality: Municipality) -> Chapter:
    """A municipality's measures, and who says what."""
    text = _lines(f"Här redovisas vad {municipality.genitive} pengar gick till.")
    return Chapter(
        id=municipality.id,
        title=municipality.name,
        municipality=municipality.id,
        text=text,
        sections=[
            Section(heading="Insatserna", insert="use of the money"),
            Section(heading="Vad som sägs", insert="voices"),
        ],
    )


# --- What came of it -------------------------------------------------------------------------


def _grant() -> Chapter:
    first, last = (_fact(f"payment.{payment}.month") for payment in PAYMENTS)
    most = _fact(f"claim.{_claim(REPORTS[-1], 'most')}")
    return Chapter(
        id="satsningen",
        title="Satsningen",
        text=_lines(f"Pengarna betalades ut i {first} och {last}.", f"{most}."),
        sections=[
            Section(heading="Beloppen", insert="all payments"),
            Section(heading="Användningen", insert="use by municipality"),
            Section(heading="Ändamålen", insert="use by purpose"),
        ],
    )


def _followed(indicators: Sequence[Moving]) -> Chapter:
    return Chapter(
        id="indikatorer",
        title="Indikatorerna",
        text=_lines("Avsnitten följer det som bidraget ska påverka."),
        sections=list(_series(indicators)),
    )


def _beside(variables: Sequence[Moving]) -> Chapter:
    return Chapter(
        id="forhallanden",
        title="Andra förhållanden",
        text=_lines("Avsnitten följer sådant som bidraget inte mäter."),
        sections=[*_series(variables), Section(heading="Omflyttningar", insert="moves")],
    )


def _series(followed: Sequence[Moving]) -> Iterator[Section]:
    for each in followed:
        # Variants are numbered, and no heading has a figure.
        yield Section(heading=each.short.rstrip(" 0123456789"), insert="series", of=each.id)


def _concluded(report: str) -> Chapter:
    return Chapter(
        id="slutsatser",
        title="Slutsatser",
        text="\n".join(_said(report, theme) for theme in ASKED),
        sections=[
            Section(heading="Svar som har ändrats", insert="shifts"),
            Section(heading="Stadsdelarna", insert="conclusions"),
        ],
    )


def _method() -> Chapter:
    interviewed = _fact(f"interviews.{REPORTS[-1]}.persons")
    text = _lines(
        "Allt är påhittat av ett datorprogram.",
        f"Intervjuerna gjordes med {interviewed} personer.",
        "Förändringar är räknade på oavrundade värden.",
    )
    return Chapter(id="metod", title="Metod", text=text)
