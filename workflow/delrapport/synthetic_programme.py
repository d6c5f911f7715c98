"""A whole invented programme of any size: places, money, interviews, texts, and its configuration.

It is what a build of many municipalities is tried with. The amounts are what the model gives for
the declared rule, to the krona.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import islice

from delrapport import swedish, synthetic
from delrapport.allocate import case_of
from delrapport.allocation import allocate
from delrapport.config import Config, Report
from delrapport.models import (
    Agency,
    Author,
    Chapter,
    ChapterFile,
    Codebook,
    CodebookFile,
    Decided,
    Decision,
    District,
    Edition,
    EditionsFile,
    Group,
    Guide,
    GuidesFile,
    Interviewee,
    InterviewsFile,
    Isbns,
    Municipality,
    Payment,
    PaymentFile,
    Printing,
    Programme,
    ProgrammeFile,
    Quantifier,
    Question,
    Section,
    Signatory,
    Theme,
    Weeks,
    Years,
)
from delrapport.parameters import ASSUMPTION, Given, Parameters, Scenario
from delrapport.problems import Mendable
from delrapport.records import Records
from delrapport.statistics import IndicatorFile, ReceptionFile
from delrapport.synthetic import Files, between, source
from delrapport.synthetic_names import district_names, genitive, municipality_names, slug

REPORT = "delrapport-1"
ROUND = "runda-1"
PAYMENT = "2013-12"
COMPARED = Years(first=2011, last=2012)
RECEIVED = Years(first=2008, last=2012)
POT_A_DISTRICT = 6_600_000
"""Kronor."""
UNIT = 1_000
"""Amounts are whole multiples of so many kronor."""
DISTRICTS = (1, 1, 2, 2, 3, 3, 4, 4, 5, 6)
"""How many districts a municipality has, each as likely: about three on average."""
FIRST_CODE = 3001
"""No real municipality has a code above 2599."""


class SizeError(Mendable):
    """A programme can't be of that size; the text is one line that says why."""


def programme(municipalities: int, seed: int, indicators: int) -> tuple[Config, Files]:
    """The configuration of an invented programme, and its raw files by path in the data folder.

    Raises `Mendable` for a size that can't be had.
    """
    if municipalities < 1 or indicators < 1:
        raise SizeError("a programme has one municipality and one indicator, or more")
    described = _programme(municipalities, seed, indicators)
    statistics = synthetic.statistics(described, seed, indicators)
    rule = parameters([kind.id for kind in synthetic.kinds(indicators)])
    files: Files = {
        "programme.yaml": ProgrammeFile(source=source(seed), programme=described),
        "editions.yaml": EditionsFile(source=source(seed), editions=[_edition(described)]),
        f"payments/{PAYMENT}.yaml": PaymentFile(
            source=source(seed), payment=payment(described, statistics, rule)
        ),
        f"guides/{ROUND}.yaml": _guides(seed),
        "codebook.yaml": _codebook(seed),
    }
    config = Config(data="data", allocation={PAYMENT: rule}, reports={REPORT: _report()})
    return config, files | statistics | _interviews(described, seed) | _chapters(described, seed)


# --- Places ----------------------------------------------------------------------------------


def _programme(municipalities: int, seed: int, indicators: int) -> Programme:
    places = _municipalities(municipalities, seed)
    return Programme(
        id="paslag",
        name="Påslaget",
        grant="stadsdelsbidraget",
        first_year=2013,
        last_year=2014,
        recipient="regeringen",
        indicators=[kind.name for kind in synthetic.kinds(indicators)],
        agency=Agency(
            name="Stadsdelsverket",
            descriptor="Påhittad myndighet för utveckling av stadsdelar",
            genitive="Stadsdelsverkets",
            place=places[0].name,
            addresses=[f"Storgatan 1, {places[0].name}"],
        ),
        decisions=[
            Decision(id="assignment", reference="P2013/1", about="uppdraget att följa bidraget")
        ],
        municipalities=places,
    )


def _municipalities(number: int, seed: int) -> list[Municipality]:
    names = municipality_names(number, seed)
    sizes = [
        DISTRICTS[between(f"{seed}/{name}/districts", 0, len(DISTRICTS) - 1)] for name in names
    ]
    districts = iter(district_names(sum(sizes), seed))
    return [
        Municipality(
            id=slug(name),
            code=str(FIRST_CODE + place),
            name=name,
            form="stad" if between(f"{seed}/{name}/form", 1, 4) == 1 else "kommun",
            genitive=genitive(name),
            districts=[_district(each) for each in islice(districts, size)],
        )
        for place, (name, size) in enumerate(zip(names, sizes, strict=True))
    ]


def _district(name: str) -> District:
    return District(id=slug(name), name=name, genitive=genitive(name))


# --- Money -----------------------------------------------------------------------------------


def parameters(indicators: Sequence[str]) -> Parameters:
    """The rule that the payment is shared out by, and two scenarios to compare with."""
    return Parameters(
        weights=Given(value=dict.fromkeys(indicators, Fraction(1)), source=ASSUMPTION),
        size=Given(value="base", source=ASSUMPTION),
        refugee_weight=Given(value=Fraction(1), source=ASSUMPTION),
        refugee_years=Given(value=RECEIVED, source=ASSUMPTION),
        population_year=Given(value=COMPARED.last, source=ASSUMPTION),
        unearned=Given(value="redistribute", source=ASSUMPTION),
        missing=Given(value="error", source=ASSUMPTION),
        unit=Given(value=UNIT, source=ASSUMPTION),
        scenarios={
            "utan-folkmangd": Scenario(title="Utan hänsyn till folkmängd", size="none"),
            "utan-mottagande": Scenario(
                title="Utan hänsyn till flyktingmottagande", refugee_weight=Fraction(0)
            ),
        },
    )


def payment(programme: Programme, statistics: Files, rule: Parameters) -> Payment:
    """What the rule gives each district, out of a pot that grows with their number."""
    records = Records(
        programme=programme,
        editions=[],
        payments=[],
        guides=[],
        interviews=[],
        statements=[],
        chapters={},
        indicators=[file for file in statistics.values() if isinstance(file, IndicatorFile)],
        reception=next(f for f in statistics.values() if isinstance(f, ReceptionFile)),
    )
    districts = list(records.districts())
    pot = POT_A_DISTRICT * len(districts)
    undecided = [Decided(district=district, amount=0) for district in districts]
    shared = Payment(id=PAYMENT, pot=pot, years=COMPARED, decided=undecided)
    amounts = allocate(case_of(records, shared, rule), rule.rule()).amounts
    if not any(amount.rounded for amount in amounts.values()):
        raise SizeError("no district improved in anything; ask for more, or for another seed")
    decided = [Decided(district=d, amount=amounts[d].rounded) for d in districts]
    return shared.model_copy(update={"decided": decided})


# --- The report ------------------------------------------------------------------------------


def _report() -> Report:
    return Report(
        template=REPORT,
        payment=PAYMENT,
        round=ROUND,
        foreword="forord",
        # No map: it knows real municipalities only.
        figures=["payments chart"],
        chapters=["inledning"],
    )


def _edition(programme: Programme) -> Edition:
    return Edition(
        id=REPORT,
        standing="own",
        number="2014:1",
        title=f"Uppföljning av {programme.grant} – delrapport 1",
        subtitle="Så togs pengarna emot",
        month="2014-03",
        due="2014-04-01",
        isbn=Isbns(print="978-0-00-000000-2", pdf="978-0-00-000001-9"),
        dnr="1/2014",
        pages=20,
        authors=[Author(name="Påhittad utredare")],
        signatory=Signatory(name="Påhittad undertecknare", title="generaldirektör"),
        printing=Printing(edition="1"),
        keywords=["uppföljning", programme.grant, "stadsdelar"],
        subject="hur kommunerna tog emot pengarna",
        material="påhittade intervjuer",
    )


# --- Interviews ------------------------------------------------------------------------------


THEMES = {"view": "Synen på bidraget", "use": "Vad det används till", "after": "Vad som blir kvar"}


def _codebook(seed: int) -> CodebookFile:
    """The themes of the questions; nothing is coded."""
    quantifiers = [Quantifier(word="flera", at_least=2)]
    themes = [Theme(id=theme, title=title) for theme, title in THEMES.items()]
    return CodebookFile(
        source=source(seed), codebook=Codebook(quantifiers=quantifiers, themes=themes)
    )


def _guides(seed: int) -> GuidesFile:
    def asked(id_: str, theme: str, text: str) -> Question:
        return Question(id=id_, theme=theme, text=text)

    return GuidesFile(
        source=source(seed),
        round=ROUND,
        wording="verbatim",
        guides=[
            Guide(
                id="politicians",
                title="Politiker",
                questions=[
                    asked("politicians-view", "view", "Vad anser du om bidraget?"),
                    asked("politicians-use", "use", "Vad vill du att pengarna används till?"),
                ],
            ),
            Guide(
                id="officials",
                title="Tjänstemän",
                questions=[
                    asked("officials-work", "use", "Hur arbetar ni med det som bidraget mäter?"),
                    asked("officials-after", "after", "Vad blir kvar när bidraget upphör?"),
                ],
            ),
        ],
        groups=[
            Group(
                id="politicians",
                title="Politiker",
                person="Politiker",
                short="P",
                guide="politicians",
                political=True,
            ),
            *[
                Group(
                    id=id_, title=title, person=person, short=short, guide="officials",
                    political=False,
                )
                for id_, title, person, short in (
                    ("coordinators", "Samordnare", "Samordnare", "S"),
                    ("school", "Företrädare för skolan", "Företrädare för skolan", "Sk"),
                )
            ],
        ],
    )  # fmt: skip


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


def _interviews(programme: Programme, seed: int) -> Files:
    """A file a municipality; nobody has a name."""
    return {
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


def _chapters(programme: Programme, seed: int) -> Files:
    chapters = [
        _foreword(),
        _introduction(),
        *(_chapter(each, seed) for each in programme.municipalities),
    ]
    return {
        f"chapters/{REPORT}/{chapter.id}.yaml": ChapterFile(
            source=source(seed), report=REPORT, chapter=chapter
        )
        for chapter in chapters
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
