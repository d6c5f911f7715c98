"""What a grant is used for in an invented programme: kinds of measures, their names, who runs them.

A name stands under what such a measure is meant to move, with those who may run it.
It says nothing of a place, so that it can stand in any. Who runs a measure is a body, never an
office of one person.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from delrapport.models import KindOfMeasure

AIMS = ("work", "support", "school")
"""What measures are meant to move: an invented indicator says which of them it is."""
COORDINATION = "coordination"
NEARBY = "i stadsdelen"
"""A body of a district; it runs nothing beyond it."""


@dataclass(frozen=True)
class Aim:
    """Measures of a kind that aim at one indicator."""

    names: tuple[str, ...]
    bodies: tuple[str, ...]
    """Who may run any of them."""


@dataclass(frozen=True)
class Pool:
    """The measures of a kind."""

    kind: KindOfMeasure
    weight: int
    """The more, the likelier is a measure to be of this kind."""
    aims: Mapping[str, Aim]

    def offers(self, aim: str | None) -> Iterator[Offer]:
        """The measures of an aim; all of them, where nobody knows it."""
        for id_, each in self.aims.items():
            if aim in (id_, None):
                yield from (Offer(name, self.kind.id, each.bodies) for name in each.names)


@dataclass(frozen=True)
class Offer:
    """A measure that may be taken."""

    name: str
    kind: str
    bodies: tuple[str, ...]

    def bodies_in(self, district: str | None) -> tuple[str, ...]:
        """Who may run it there, or in the municipality as a whole."""
        return tuple(body for body in self.bodies if district or NEARBY not in body)


def _pool(id_: str, title: str, definition: str, weight: int, **aims: Aim) -> Pool:
    kind = KindOfMeasure(id=id_, title=title, definition=definition)
    return Pool(kind, weight, aims)


EDUCATION = "Utbildningsförvaltningen"
SOCIAL = "Socialförvaltningen"
LABOUR = "Arbetsmarknadsenheten"
LEISURE = "Kultur- och fritidsförvaltningen"
HOUSING = "Det kommunala bostadsbolaget"
ADULTS = "Vuxenutbildningen"
CENTRAL = "Kommunledningskontoret"
CLUB = "En förening i stadsdelen"
CLUBS = "Föreningar i samverkan"
COMPANY = "Ett socialt företag"
SCHOOLS = "Skolorna i stadsdelen"
PRESCHOOLS = "Förskolorna i stadsdelen"
TOGETHER = f"{LABOUR} och Arbetsförmedlingen"

POOLS = (
    _pool(
        "schoolwork",
        "Skolstöd",
        "Läxhjälp, lovskola och annat som hjälper elever att nå målen.",
        6,
        school=Aim(
            (
                "Läxhjälp på biblioteket",
                "Läxhjälp efter skoldagen",
                "Lovskola för högstadiet",
                "Sommarskola i svenska och matematik",
                "Studiehandledning på modersmålet",
                "Extra lärare i matematik",
                "Mindre undervisningsgrupper i svenska",
                "Skolcoacher på högstadiet",
                "Studieverkstad på kvällstid",
                "Stöd vid övergången till högstadiet",
                "Utökad elevhälsa",
                "Mentorer från universitet och högskola",
            ),
            (EDUCATION, SCHOOLS),
        ),
    ),
    _pool(
        "language",
        "Språk",
        "Undervisning och stöd i svenska för vuxna eller barn.",
        2,
        work=Aim(
            (
                "Svenska med yrkesinriktning",
                "Språkstöd på arbetsplatsen",
                "Yrkessvenska för omvårdnad",
                "Svenska för egenföretagare",
            ),
            (ADULTS, LABOUR),
        ),
        support=Aim(
            (
                "Svenska för deltagare med kort skolgång",
                "Svenska för föräldralediga",
                "Samtalsgrupper på lätt svenska",
                "Språkcafé på kvällstid",
            ),
            (ADULTS, "Studieförbund i samverkan", CLUB),
        ),
        school=Aim(
            (
                "Språkstödjare i förskolan",
                "Läsfrämjande arbete i förskolan",
                "Svenska för nyanlända på loven",
                "Flerspråkiga bokpåsar",
            ),
            (EDUCATION,),
        ),
    ),
    _pool(
        "jobs",
        "Anställningar",
        "Tidsbegränsade anställningar och praktik för boende i stadsdelen.",
        3,
        work=Aim(
            (
                "Sommarjobb för gymnasieungdomar",
                "Feriearbete under höstlovet",
                "Trainee inom äldreomsorgen",
                "Praktikplatser i kommunens verksamheter",
                "Lärlingsplatser inom fastighetsskötsel",
                "Barnskötare under utbildning",
            ),
            (LABOUR, TOGETHER),
        ),
        support=Aim(
            (
                "Visstidsanställningar i stället för försörjningsstöd",
                "Trappvärdar med flera språk",
                "Anställningar inom park och utemiljö",
                "Arbetsträning i återbruk",
                "Anställningar i skolans kök",
            ),
            (LABOUR, TOGETHER, HOUSING, COMPANY),
        ),
    ),
    _pool(
        "guidance",
        "Vägledning",
        "Coachning, jobbsök och studievägledning för enskilda.",
        2,
        work=Aim(
            (
                "Öppen jobbverkstad",
                "Jobbsök i grupp",
                "Jobbcoacher på medborgarkontoret",
                "Matchning mot lokala arbetsgivare",
                "Startstöd för nya företagare",
                "Vägledning för unga utan studier eller arbete",
            ),
            (LABOUR, TOGETHER),
        ),
        support=Aim(
            (
                "Coachning för långtidsarbetslösa",
                "Individuella planer vid försörjningsstöd",
                "Rehabilitering med sikte på arbete",
                "Rådgivning om budget och skulder",
            ),
            (SOCIAL, f"{SOCIAL} och Arbetsförmedlingen"),
        ),
        school=Aim(
            ("Studievägledning på fritidsgården", "Framtidssamtal på högstadiet"),
            (EDUCATION, SCHOOLS),
        ),
    ),
    _pool(
        "meeting-places",
        "Mötesplatser",
        "Fritidsgårdar, föreningsliv och öppna verksamheter.",
        2,
        work=Aim(
            (
                "Mötesplats för kvinnor på väg mot arbete",
                "Föreningslots med arbetsgivarkontakter",
                "Ledarskapsutbildning för unga",
            ),
            (CLUB, CLUBS),
        ),
        support=Aim(
            (
                "Odling på gårdarna",
                "Öppet hus för daglediga",
                "Mötesplats för nyanlända familjer",
            ),
            (HOUSING, CLUB, CLUBS),
        ),
        school=Aim(
            (
                "Öppen fritidsgård på helgerna",
                "Idrott på loven",
                "Kulturskola nära hemmet",
                "Fler öppettider på biblioteket",
            ),
            (LEISURE,),
        ),
    ),
    _pool(
        "families",
        "Familjer",
        "Föräldrastöd, föräldrautbildning och arbete med hela familjer.",
        2,
        work=Aim(
            ("Jobbstöd för nyblivna föräldrar", "Barnpassning under utbildning"),
            (LABOUR, ADULTS),
        ),
        support=Aim(
            (
                "Stöd till familjer med långvarigt försörjningsstöd",
                "Familjecoacher",
                "Samordnat stöd till barnfamiljer",
                "Hembesök till nyblivna föräldrar",
            ),
            (SOCIAL,),
        ),
        school=Aim(
            (
                "Föräldrautbildning på flera språk",
                "Föräldracafé i skolan",
                "Brobyggare mellan skola och hem",
                "Öppen förskola med familjestöd",
            ),
            (EDUCATION, PRESCHOOLS),
        ),
    ),
    _pool(
        COORDINATION,
        "Samordning",
        "Projektledning, utbildning av personal och uppföljning av arbetet.",
        1,
        work=Aim(
            (
                "Projektledning för arbete och sysselsättning",
                "Nätverk med lokala arbetsgivare",
                "Information om insatserna på flera språk",
            ),
            (LABOUR, CENTRAL),
        ),
        support=Aim(
            (
                "Kartläggning av försörjningsstödet",
                "Samverkan mellan socialtjänst och Arbetsförmedling",
                "Handledning för handläggare",
            ),
            (SOCIAL,),
        ),
        school=Aim(
            (
                "Utbildning i språkutvecklande arbetssätt",
                "Kompetensutveckling för lärare",
                "Samverkan mellan skola och socialtjänst",
                "Uppföljning av elevernas resultat",
            ),
            (EDUCATION,),
        ),
    ),
)

KINDS = [pool.kind for pool in POOLS]
