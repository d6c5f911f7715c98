"""A whole invented programme of any size: places and money, and the configuration of its reports.

It is what a build of many municipalities is tried with. The amounts are what the model gives for
the declared rules, to the krona.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from itertools import islice
from typing import Literal

from delrapport import synthetic_chapters, synthetic_codebook, synthetic_indicators
from delrapport.activities import ActivitiesFile
from delrapport.config import Config, Report
from delrapport.invented import Invented
from delrapport.models import (
    Agency,
    Author,
    CodebookFile,
    County,
    Decision,
    District,
    Edition,
    EditionsFile,
    Isbns,
    Municipality,
    Payment,
    PaymentFile,
    Printing,
    Programme,
    ProgrammeFile,
    Signatory,
    Years,
)
from delrapport.parameters import ASSUMPTION, Given, Parameters, Scenario
from delrapport.problems import Mendable
from delrapport.statistics import IndicatorFile, ReceptionFile
from delrapport.synthetic import Files, between, source
from delrapport.synthetic_activities import activities
from delrapport.synthetic_chapters import FOREWORD, PAYMENTS, REPORTS
from delrapport.synthetic_interviews import interviews
from delrapport.synthetic_moves import moves
from delrapport.synthetic_names import district_names, genitive, municipality_names, slug
from delrapport.synthetic_payment import payment
from delrapport.synthetic_variables import variables

POT_A_DISTRICT = 6_600_000
"""Kronor."""
UNIT = 1_000
"""Amounts are whole multiples of so many kronor."""
DISTRICTS = (1, 1, 2, 2, 3, 3, 4, 4, 5, 6)
"""How many districts a municipality has, each as likely: about three on average."""
IN_A_COUNTY = 14
"""So many municipalities at most, as in Sweden on average; a programme of so few has none."""
FIRST_COUNTY = 30
"""No real county has a code above 25."""


class SizeError(Mendable):
    """A programme can't be of that size; the text is one line that says why."""


def programme(
    municipalities: int, seed: int, indicators: int | None, invented: Invented
) -> tuple[Config, Files]:
    """The configuration of an invented programme, and its raw files by path in the data folder.

    Raises `Mendable` for a size that can't be had.
    """
    if municipalities < 1 or (indicators is not None and indicators < 1):
        raise SizeError("a programme has one municipality and one indicator, or more")
    kinds = synthetic_indicators.kinds(invented, indicators)
    targets = [kind.id for kind in kinds]
    described = _programme(municipalities, seed, [kind.name for kind in kinds])
    followed = synthetic_indicators.statistics(described, seed, invented, indicators)
    spans = _compared(invented)
    rules = {id_: parameters(targets, span, invented.reception) for id_, span in spans.items()}
    payments = [_payment(id_, described, followed, rules[id_], spans[id_]) for id_ in PAYMENTS]
    used, asked = _told(described, payments, targets, seed, invented)
    files: Files = {
        "programme.yaml": ProgrammeFile(source=source(seed), programme=described),
        "editions.yaml": EditionsFile(source=source(seed), editions=_editions(described)),
    }
    files |= {
        f"payments/{paid.id}.yaml": PaymentFile(source=source(seed), payment=paid)
        for paid in payments
    }
    beside = variables(described, seed, invented)
    written = synthetic_chapters.chapters(described, kinds, invented.variables, seed)
    files |= followed | beside | moves(described, seed, invented.span()) | used | asked | written
    return Config(data="data", allocation=rules, reports=_reports(described)), files


def _told(
    programme: Programme,
    payments: Sequence[Payment],
    targets: Sequence[str],
    seed: int,
    invented: Invented,
) -> tuple[Files, Files]:
    """What the money is used for; the codebook, and what each round asks, hears and claims."""
    years = Years(first=payments[-1].years.first, last=invented.years.last)
    themes = synthetic_codebook.codebook(invented, len(targets), years)
    places = programme.municipalities
    used = activities(places, payments, themes, targets, invented.aims(), seed)
    guides = synthetic_codebook.guides(REPORTS, seed)
    measures = [file for file in used.values() if isinstance(file, ActivitiesFile)]
    heard = interviews(programme, guides.values(), _editions(programme), themes, [], measures, seed)
    claims = synthetic_chapters.claims(guides.values(), seed)
    codebook = {"codebook.yaml": CodebookFile(source=source(seed), codebook=themes)}
    return used, codebook | guides | heard | claims


# --- Places ----------------------------------------------------------------------------------


def _programme(municipalities: int, seed: int, indicators: list[str]) -> Programme:
    places = _municipalities(municipalities, seed)
    return Programme(
        id="paslag",
        name="Stadsdelsbidraget",
        grant="stadsdelsbidraget",
        first_year=2013,
        last_year=2014,
        recipient="regeringen",
        indicators=indicators,
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
        counties=_counties(places),
        municipalities=places,
    )


def _counties(places: Sequence[Municipality]) -> list[County]:
    """Each is called after its first municipality; none where there would be one only."""
    seats = {each.code[:2]: each for each in reversed(places)}
    return [
        County(id=seat.id, code=code, name=f"{seat.genitive} län")
        for code, seat in sorted(seats.items())
        if len(seats) > 1
    ]


def _municipalities(number: int, seed: int) -> list[Municipality]:
    names = municipality_names(number, seed)
    counties = math.ceil(number / IN_A_COUNTY)
    sizes = [
        DISTRICTS[between(f"{seed}/{name}/districts", 0, len(DISTRICTS) - 1)] for name in names
    ]
    districts = iter(district_names(sum(sizes), seed))
    return [
        Municipality(
            id=slug(name),
            code=f"{FIRST_COUNTY + place % counties}{1 + place // counties:02}",
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


def _compared(invented: Invented) -> dict[str, Years]:
    """Each payment compares a year with the next: the first the second and the third, if there are
    so many."""
    years = invented.span()
    spans = {id_: years[: 3 + place][-2:] for place, id_ in enumerate(PAYMENTS)}
    return {id_: Years(first=span[0], last=span[-1]) for id_, span in spans.items()}


def parameters(indicators: Sequence[str], compared: Years, received: Years) -> Parameters:
    """The rule that a payment is shared out by, and two scenarios to compare with."""
    return Parameters(
        weights=Given(value=dict.fromkeys(indicators, Fraction(1)), source=ASSUMPTION),
        size=Given(value="base", source=ASSUMPTION),
        refugee_weight=Given(value=Fraction(1), source=ASSUMPTION),
        refugee_years=Given(value=received, source=ASSUMPTION),
        population_year=Given(value=min(compared.last, received.last), source=ASSUMPTION),
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


def _payment(
    id_: str, programme: Programme, statistics: Files, rule: Parameters, compared: Years
) -> Payment:
    """What the rule gives each district, out of a pot that grows with their number."""
    districts = sum(len(municipality.districts) for municipality in programme.municipalities)
    indicators = [file for file in statistics.values() if isinstance(file, IndicatorFile)]
    reception = next(f for f in statistics.values() if isinstance(f, ReceptionFile))
    pot = POT_A_DISTRICT * districts
    return payment(id_, pot, compared, rule, programme, indicators, reception)


# --- The reports -----------------------------------------------------------------------------

EDITIONS = (
    ("2014-06", "Så togs pengarna emot", "hur kommunerna tog emot pengarna"),
    ("2015-03", "Så användes pengarna", "hur kommunerna använde pengarna"),
    ("2016-03", "Vad pengarna ledde till", "vad som hände i stadsdelarna"),
)
"""The month of each report, its subtitle, and what it is about."""


def _reports(programme: Programme) -> dict[str, Report]:
    """Of a programme with counties in volumes: it is too large for one."""
    split: Literal["county"] | None = "county" if programme.counties else None
    received, used, came = REPORTS
    first = list(PAYMENTS[:1])
    return {
        received: Report(
            template=received,
            split_by=split,
            payments=first,
            rounds=[received],
            foreword=FOREWORD,
            # No map: it knows real municipalities only.
            figures=["payments chart"],
            chapters=["inledning", "svaren"],
        ),
        used: Report(
            template=used,
            split_by=split,
            payments=first,
            rounds=[used],
            foreword=FOREWORD,
            figures=["flow chart"],
            chapters=["sammanfattning", "svaren"],
        ),
        came: Report(
            template=came,
            split_by=split,
            payments=list(PAYMENTS),
            rounds=list(REPORTS),
            foreword=FOREWORD,
            figures=[
                "scenarios chart",
                "indicator charts",
                "variable charts",
                "moves chart",
                "flow chart",
            ],
            appendices=["allocation"],
            chapters=["satsningen", "indikatorer", "forhallanden", "slutsatser"],
            appendix_chapters=["metod"],
        ),
    }


def _editions(programme: Programme) -> list[Edition]:
    return [_edition(number, programme, *about) for number, about in enumerate(EDITIONS, start=1)]


def _edition(number: int, programme: Programme, month: str, subtitle: str, subject: str) -> Edition:
    year = month[:4]
    return Edition(
        id=REPORTS[number - 1],
        standing="own",
        number=f"{year}:{number}",
        title=f"Uppföljning av {programme.grant} – delrapport {number}",
        subtitle=subtitle,
        month=month,
        due=f"{month}-28",
        isbn=Isbns(print="978-0-00-000000-2", pdf="978-0-00-000001-9"),
        dnr=f"{number}/{year}",
        pages=20,
        authors=[Author(name="Påhittad utredare")],
        signatory=Signatory(name="Påhittad undertecknare", title="generaldirektör"),
        printing=Printing(edition="1"),
        keywords=["uppföljning", programme.grant, "stadsdelar"],
        subject=subject,
        material="påhittade intervjuer",
    )
