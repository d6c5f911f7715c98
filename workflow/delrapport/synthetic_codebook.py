"""What an invented programme asks in its interviews, and what of the answers is coded.

Some codes are those that the use of the money answers as well, see `synthetic_shown`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from delrapport import synthetic_measures, synthetic_moves
from delrapport.invented import Invented
from delrapport.models import (
    Code,
    Codebook,
    Conclusion,
    Definite,
    Group,
    Guide,
    GuidesFile,
    Phrases,
    Quantifier,
    Question,
    Theme,
    Years,
)
from delrapport.synthetic import source

# --- What is coded ---------------------------------------------------------------------------


def _code(id_: str, yes: str, no: str, unit: str = "municipality") -> Code:
    """A code whose predicates are the same after one name and after several."""
    definition = (
        f"Ja: kommunen {yes}. Nej: den {no}. Både och: det skiljer sig åt. "
        "Oklart: frågan berörs utan svar."
    )
    phrases = Phrases(singular=yes, plural=yes, negated=no)
    return Code.model_validate(
        {"id": id_, "definition": definition, "unit": unit, "answers": {"yes": phrases}}
    )


VIEW = Theme(
    id="view",
    title="Synen på bidraget",
    codes=[
        _code("welcomed", "välkomnar bidraget", "tvekar om bidraget"),
        _code("wants-longer", "vill ha bidraget under längre tid", "godtar bidragets längd"),
    ],
)
USE = Theme(
    id="use",
    title="Vad det används till",
    codes=[
        _code("new-ideas", "prövar nya insatser", "avstår från nya insatser"),
        _code("scaling-up", "utökar det som redan finns", "låter det som redan finns vara"),
        _code(
            "use-traceable",
            "redovisar pengarna för varje stadsdel",
            "redovisar pengarna för kommunen i stort",
        ),
        _code(
            "residents-asked",
            "frågar de boende vad pengarna ska gå till",
            "bestämmer utan att fråga de boende",
            unit="district",
        ),
    ],
)
PARTNERS = Theme(
    id="partners",
    title="Vilka som deltar",
    codes=[
        _code("associations", "arbetar med föreningar", "arbetar utan föreningar"),
        _code("housing-companies", "arbetar med bostadsbolag", "arbetar utan bostadsbolag"),
    ],
)
AFTER = Theme(
    id="after",
    title="Vad som blir kvar",
    codes=[
        _code("saves-for-later", "sparar pengar till ett senare år", "använder pengarna genast"),
        _code(
            "goes-on", "fortsätter med insatserna utan bidrag", "avslutar insatserna med bidraget"
        ),
    ],
)
EFFECTS = Theme(
    id="effects",
    title="Vad som märks",
    codes=[
        _code("results-seen", "ser resultat av insatserna", "väntar på resultat"),
        _code("schools-changed", "arbetar på andra sätt i skolan", "arbetar som förut i skolan"),
    ],
)
ASKED = (VIEW, USE, PARTNERS, AFTER, EFFECTS)
# Variables and moves belong to themes that nobody is asked about.
MOVES = {synthetic_moves.THEME: synthetic_moves.TITLE}

QUANTIFIERS = [
    Quantifier(word="de flesta", at_least=3, more_than="1/2"),
    Quantifier(word="flera", at_least=3),
    Quantifier(word="några", at_least=2),
]


def codebook(invented: Invented, indicators: int, compared: Years) -> Codebook:
    """Codes, kinds of measures, and rules for what may be concluded of so many indicators."""
    followed = {each.theme: each.theme_title for each in invented.variables}
    others = [Theme(id=id_, title=title) for id_, title in (followed | MOVES).items()]
    return Codebook(
        quantifiers=QUANTIFIERS,
        themes=[*ASKED, *others],
        kinds=synthetic_measures.KINDS,
        conclusions=list(_conclusions(indicators // 2 + 1, compared)),
    )


def _conclusions(most: int, years: Years) -> Iterator[Conclusion]:
    """Rules that compare a district with itself, its municipality and the country."""
    rules = {
        "nothing": ("Egen förbättring", "förbättrats", "förbättrats"),
        "municipality": (
            "Större förbättring än kommunen",
            "förbättrats mer än sin kommun",
            "förbättrats mer än sina kommuner",
        ),
        "country": (
            "Större förbättring än riket",
            "förbättrats mer än riket",
            "förbättrats mer än riket",
        ),
    }
    for than, (title, one, several) in rules.items():
        phrases = Phrases(
            singular=f"har {one} i de flesta indikatorerna",
            plural=f"har {several} i de flesta indikatorerna",
        )
        yield Conclusion.model_validate(
            {"id": f"ahead-of-{than}", "title": title, "than": than, "at_least": most}
            | {"first": years.first, "last": years.last, "phrases": phrases}
        )


# --- What is asked ---------------------------------------------------------------------------

QUESTIONS = {
    "politicians": {
        VIEW.id: "Vad anser du om bidraget?",
        USE.id: "Vad vill du att pengarna används till?",
        AFTER.id: "Vad ska hända när bidraget upphör?",
        EFFECTS.id: "Vad har du själv sett av insatserna?",
    },
    "coordinators": {
        USE.id: "Vad går pengarna till, och var?",
        PARTNERS.id: "Vilka utanför kommunen arbetar ni med?",
        AFTER.id: "Har ni sparat något, och vad blir kvar?",
        EFFECTS.id: "Vad märks av insatserna?",
    },
    "school": {
        VIEW.id: "Räcker tiden för det ni vill göra i skolan?",
        PARTNERS.id: "Vilka hjälper skolorna?",
        EFFECTS.id: "Vad gör skolorna nu som de inte gjorde förut?",
    },
}
GROUPS = (
    Group(
        id="politicians",
        title="Politiker",
        person="Politiker",
        short="P",
        guide="politicians",
        political=True,
    ),
    Group(
        id="coordinators",
        title="Samordnare",
        person="Samordnare",
        definite=Definite(one="samordnaren", several="samordnarna"),
        short="S",
        guide="coordinators",
        political=False,
    ),
    Group(
        id="school",
        title="Företrädare för skolan",
        person="Företrädare för skolan",
        short="Sk",
        guide="school",
        political=False,
    ),
)


def guides(rounds: Sequence[str], seed: int) -> dict[str, GuidesFile]:
    """The guides of each round; what is to be seen is asked about from the second on."""
    return {
        f"guides/{round_}.yaml": _guides(round_, ASKED if place else ASKED[:-1], seed)
        for place, round_ in enumerate(rounds)
    }


def _guides(round_: str, themes: Sequence[Theme], seed: int) -> GuidesFile:
    return GuidesFile(
        source=source(seed),
        round=round_,
        wording="verbatim",
        guides=[_guide(group, themes) for group in GROUPS],
        groups=list(GROUPS),
        codes=[code.id for theme in themes for code in theme.codes],
    )


def _guide(group: Group, themes: Sequence[Theme]) -> Guide:
    """A question on each of the themes that the group is asked about."""
    asked = QUESTIONS[group.id]
    return Guide(
        id=group.guide,
        title=group.title,
        questions=[
            Question(id=f"{group.guide}-{theme.id}", theme=theme.id, text=asked[theme.id])
            for theme in themes
            if theme.id in asked
        ],
    )
