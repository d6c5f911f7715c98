"""A whole invented programme of any size: places and money, and the configuration of its report.

It is what a build of many municipalities is tried with. The amounts are what the model gives for
the declared rule, to the krona.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from itertools import islice

from delrapport import synthetic_indicators
from delrapport.config import Config, Report
from delrapport.invented import Invented
from delrapport.models import (
    Agency,
    Author,
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
from delrapport.synthetic_moves import moves
from delrapport.synthetic_names import district_names, genitive, municipality_names, slug
from delrapport.synthetic_payment import payment
from delrapport.synthetic_texts import PAYMENT, REPORT, ROUND, chapters, codebook, interviews
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
    described = _programme(municipalities, seed, [kind.name for kind in kinds])
    statistics = synthetic_indicators.statistics(described, seed, invented, indicators)
    targets = [kind.id for kind in kinds]
    compared = _compared(invented)
    rule = parameters(targets, compared, invented.reception)
    paid = _payment(described, statistics, rule, compared)
    files: Files = {
        "programme.yaml": ProgrammeFile(source=source(seed), programme=described),
        "editions.yaml": EditionsFile(source=source(seed), editions=[_edition(described)]),
        f"payments/{PAYMENT}.yaml": PaymentFile(source=source(seed), payment=paid),
    }
    config = Config(data="data", allocation={PAYMENT: rule}, reports={REPORT: _report()})
    followed = variables(described, seed, invented) | moves(described, seed, invented.span())
    themes, aims = codebook(invented), invented.aims()
    used = activities(described.municipalities, [paid], themes, targets, aims, seed)
    asked, written = interviews(described, seed, invented), chapters(described, seed)
    return config, files | statistics | followed | used | asked | written


# --- Places ----------------------------------------------------------------------------------


def _programme(municipalities: int, seed: int, indicators: list[str]) -> Programme:
    places = _municipalities(municipalities, seed)
    return Programme(
        id="paslag",
        name="Påslaget",
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


def _compared(invented: Invented) -> Years:
    """The second year and the third, or the last ones of fewer."""
    years = invented.span()[:3]
    return Years(first=years[-2], last=years[-1])


def parameters(indicators: Sequence[str], compared: Years, received: Years) -> Parameters:
    """The rule that the payment is shared out by, and two scenarios to compare with."""
    return Parameters(
        weights=Given(value=dict.fromkeys(indicators, Fraction(1)), source=ASSUMPTION),
        size=Given(value="base", source=ASSUMPTION),
        refugee_weight=Given(value=Fraction(1), source=ASSUMPTION),
        refugee_years=Given(value=received, source=ASSUMPTION),
        population_year=Given(value=compared.last, source=ASSUMPTION),
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


def _payment(programme: Programme, statistics: Files, rule: Parameters, compared: Years) -> Payment:
    """What the rule gives each district, out of a pot that grows with their number."""
    districts = sum(len(municipality.districts) for municipality in programme.municipalities)
    indicators = [file for file in statistics.values() if isinstance(file, IndicatorFile)]
    reception = next(f for f in statistics.values() if isinstance(f, ReceptionFile))
    pot = POT_A_DISTRICT * districts
    return payment(PAYMENT, pot, compared, rule, programme, indicators, reception)


# --- The report ------------------------------------------------------------------------------


def _report() -> Report:
    return Report(
        template=REPORT,
        payments=[PAYMENT],
        rounds=[ROUND],
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
