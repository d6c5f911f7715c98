"""The interviews and chapters of an invented programme: short, and every figure a fact."""

from __future__ import annotations

from collections.abc import Sequence

from delrapport import swedish, synthetic_measures, synthetic_moves
from delrapport.invented import Invented
from delrapport.models import (
    Chapter,
    ChapterFile,
    Codebook,
    CodebookFile,
    Group,
    Guide,
    GuidesFile,
    Interviewee,
    InterviewsFile,
    Municipality,
    Programme,
    Quantifier,
    Question,
    Section,
    Theme,
    Weeks,
)
from delrapport.synthetic import Files, between, source

REPORT = "delrapport-1"
ROUND = "runda-1"
PAYMENT = "2013-12"

# --- Interviews ------------------------------------------------------------------------------


THEMES = {"view": "Synen på bidraget", "use": "Vad det används till", "after": "Vad som blir kvar"}
# Nobody is asked about them; variables and moves belong to them.
MOVES = {synthetic_moves.THEME: synthetic_moves.TITLE}


def codebook(invented: Invented) -> Codebook:
    """The themes of questions and variables, and the kinds of measures; nothing is coded."""
    followed = {each.theme: each.theme_title for each in invented.variables}
    return Codebook(
        quantifiers=[Quantifier(word="flera", at_least=2)],
        themes=[Theme(id=id_, title=title) for id_, title in (THEMES | followed | MOVES).items()],
        kinds=synthetic_measures.KINDS,
    )


def _guide(id_: str, title: str, questions: dict[str, str]) -> Guide:
    """A guide with a question on each theme."""
    return Guide(
        id=id_,
        title=title,
        questions=[
            Question(id=f"{id_}-{theme}", theme=theme, text=text)
            for theme, text in questions.items()
        ],
    )


GUIDES = (
    _guide(
        "politicians",
        "Politiker",
        {"view": "Vad anser du om bidraget?", "use": "Vad vill du att pengarna används till?"},
    ),
    _guide(
        "officials",
        "Tjänstemän",
        {
            "use": "Hur arbetar ni med det som bidraget mäter?",
            "after": "Vad blir kvar när bidraget upphör?",
        },
    ),
)


def _group(id_: str, called: str, short: str, guide: str) -> Group:
    political = id_ == "politicians"
    return Group(id=id_, title=called, person=called, short=short, guide=guide, political=political)


GROUPS = (
    _group("politicians", "Politiker", "P", "politicians"),
    _group("coordinators", "Samordnare", "S", "officials"),
    _group("school", "Företrädare för skolan", "Sk", "officials"),
)


def _guides(seed: int) -> GuidesFile:
    return GuidesFile(
        source=source(seed),
        round=ROUND,
        wording="verbatim",
        guides=list(GUIDES),
        groups=list(GROUPS),
    )


MAJORITY = Interviewee(
    group="politicians",
    title="ordförande",
    organisation="kommunstyrelsen",
    party="X",
    side="majority",
)
OPPOSITION = Interviewee(
    group="politicians",
    title="vice ordförande",
    organisation="kommunstyrelsen",
    party="Y",
    side="opposition",
)
COORDINATOR = Interviewee(group="coordinators", title="samordnare", organisation="kommunledningen")
TEACHER = Interviewee(group="school", title="rektor")
# In every municipality at least two, so that "personer" is right; beyond that as it happened.
INTERVIEWED = (
    [MAJORITY, COORDINATOR],
    [MAJORITY, OPPOSITION, COORDINATOR],
    [MAJORITY, OPPOSITION, COORDINATOR, TEACHER],
    [MAJORITY, MAJORITY, OPPOSITION, COORDINATOR, TEACHER],
)


def interviews(programme: Programme, seed: int, invented: Invented) -> Files:
    """Guide and codebook, and a file a municipality; nobody has a name."""
    files: Files = {
        "codebook.yaml": CodebookFile(source=source(seed), codebook=codebook(invented)),
        f"guides/{ROUND}.yaml": _guides(seed),
    }
    return files | {
        f"interviews/{ROUND}/{each.id}.yaml": InterviewsFile(
            source=source(seed),
            round=ROUND,
            municipality=each.id,
            mode="telephone",
            weeks=Weeks(year=2014, first=2, last=6),
            publish="role",
            interviewees=INTERVIEWED[between(f"{seed}/{each.id}/interviewed", 0, 3)],
        )
        for each in programme.municipalities
    }


# --- Texts -----------------------------------------------------------------------------------

VIEWS = (
    "Politikerna är på det hela taget positiva till bidraget.",
    "Politikerna välkomnar pengarna men är tveksamma till hur de delas ut.",
    "Politikerna är oeniga om bidraget, men eniga om att stadsdelarna behöver mer.",
)
WORK = (
    "En styrgrupp med tjänstemän från flera förvaltningar leder arbetet.",
    "Arbetet leds från kommunledningen och bygger på sådant som redan pågick.",
    "Förvaltningarna arbetar var för sig, och en samordnare håller ihop arbetet.",
    "Arbetet bedrivs ute i stadsdelarna, nära skolor och föreningar.",
)
AFTER = (
    "Det som har fallit väl ut ska bli en del av den ordinarie verksamheten.",
    "Vad som händer när bidraget upphör är inte bestämt.",
    "Man efterlyser ett längre tidsperspektiv, så att resultaten blir bestående.",
)


def _fact(id_: str) -> str:
    return f'{{{{ fact("{id_}") }}}}'


def _lines(*sentences: str) -> str:
    """A paragraph, a line a sentence: changes of a text are easy to see then."""
    return "".join(f"{sentence}\n" for sentence in sentences)


def chapters(programme: Programme, seed: int) -> Files:
    """Foreword, introduction and a chapter a municipality."""
    written = [
        _foreword(),
        _introduction(),
        *(_chapter(each, seed) for each in programme.municipalities),
    ]
    return {
        f"chapters/{REPORT}/{chapter.id}.yaml": ChapterFile(
            source=source(seed), report=REPORT, chapter=chapter
        )
        for chapter in written
    }


def _foreword() -> Chapter:
    text = _lines(
        "Den här rapporten är påhittad, och det är allt som står i den.",
        "Den visar hur en uppföljning ser ut när ett bidrag delas mellan många.",
        f"Det har gått till {_fact('programme.districts')} stadsdelar i "
        f"{_fact('programme.municipalities')} kommuner.",
        "Varje siffra är framställd av ett datorprogram.",
    )
    return Chapter(id="forord", title="Förord", text=text)


def _introduction() -> Chapter:
    paid, most = f"payment.{PAYMENT}", f"ranking.{PAYMENT}.district.1"
    text = _lines(
        f"I {_fact(f'{paid}.month')} fördelades {_fact(f'{paid}.pot')} mellan stadsdelarna.",
        f"Beloppen följer förändringen från {_fact(f'{paid}.first-year')} till "
        f"{_fact(f'{paid}.last-year')}.",
        f"Mest fick {_fact(f'{most}.name')}, med {_fact(f'{most}.share')} av hela beloppet.",
    )
    interviewed = _lines(
        f"Sammanlagt intervjuades {_fact(f'interviews.{ROUND}.persons')} personer under "
        f"{_fact(f'interviews.{ROUND}.weeks')}."
    )
    return Chapter(
        id="inledning",
        title="Inledning",
        text=text,
        sections=[
            Section(
                heading="Stadsdelarna",
                text="De här kommunerna är med, med stadsdelar inom parentes.",
                insert="district list",
            ),
            Section(heading="De intervjuade", text=interviewed, insert="interviewees table"),
        ],
    )


def _chapter(municipality: Municipality, seed: int) -> Chapter:
    """A municipality's text: what it got, who was asked, and what was said."""
    here, paid = municipality.id, f"{PAYMENT}.{municipality.id}"
    names = [district.name for district in municipality.districts]
    called = "stadsdelen" if len(names) == 1 else "stadsdelarna"

    def one_of(sentences: Sequence[str], what: str) -> str:
        return sentences[between(f"{seed}/{here}/{what}", 0, len(sentences) - 1)]

    text = _lines(
        f"{municipality.name} deltar med {called} {swedish.listing(names)}.",
        f"I {_fact(f'payment.{PAYMENT}.month')} fick kommunen {_fact(f'payment.{paid}')}, "
        f"vilket är {_fact(f'share.{paid}')} av hela beloppet.",
    )
    received = _lines(
        f"Av {municipality.genitive} politiker och tjänstemän har "
        f"{_fact(f'interviews.{ROUND}.in.{here}')} personer intervjuats.",
        one_of(VIEWS, "view"),
        one_of(WORK, "work"),
    )
    return Chapter(
        id=here,
        title=municipality.name,
        municipality=here,
        text=text,
        sections=[
            Section(heading="Hur medlen har tagits emot", text=received),
            Section(heading="På längre sikt", text=_lines(one_of(AFTER, "after"))),
        ],
    )
