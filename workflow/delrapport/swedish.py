"""How numbers, dates, names and lists are written in Swedish.

Rules: Språkrådet, *Svenska skrivregler* (4th ed.): a space groups thousands, a comma stands before
decimals, small counts are words, and a list has no comma before "och". Of Babel are the dates only:
it rounds halves to even, writes the minus that its version of CLDR has, and takes its time.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction

from babel import Locale
from babel.dates import format_date

LOCALE = Locale.parse("sv_SE")
NBSP = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
EN_DASH = "\N{EN DASH}"

COUNT_WORDS = (
    "noll", "en", "två", "tre", "fyra", "fem", "sex",
    "sju", "åtta", "nio", "tio", "elva", "tolv",
)  # fmt: skip


def number(value: int) -> str:
    """`26209000` as `26 209 000`, with no-break spaces and a real minus."""
    return _grouped(value, 0)


def kronor(value: int) -> str:
    """An amount of whole kronor with its unit."""
    return f"{number(value)}{NBSP}{'krona' if abs(value) == 1 else 'kronor'}"


def million_kronor(value: int) -> str:
    """A whole number of millions as a source states them, with no more precision than it claims."""
    return f"{number(value)}{NBSP}{'miljon' if value == 1 else 'miljoner'} kronor"


def percent(share: Fraction | int) -> str:
    """A share as a percentage with one decimal, halves rounded away from zero: `26,5 procent`."""
    return f"{percentage(share)}{NBSP}procent"


def percentage(share: Fraction | int) -> str:
    """As `percent`, without the unit: for columns whose head says it."""
    return decimal(share * 100, 1)


def decimal(number: Fraction | int, places: int) -> str:
    """A number with so many decimals, halves rounded away from zero: `46,31`."""
    # In whole numbers alone: a programme has hundreds of thousands of figures.
    scaled = abs(number.numerator) * 10**places
    rounded = (2 * scaled + number.denominator) // (2 * number.denominator)
    return _grouped(rounded if number >= 0 else -rounded, places)


def _grouped(number: int, places: int) -> str:
    """So many of the last decimal's units, by three."""
    whole, rest = divmod(abs(number), 10**places)
    sign, decimals = MINUS if number < 0 else "", f",{rest:0{places}d}" if places else ""
    return sign + f"{whole:,}".replace(",", NBSP) + decimals


def plain(number: Fraction | int) -> str:
    """A number as it would be typed: `2`, `0,5`, or `1/3` where decimals have no end."""
    for places in range(5):
        if 10**places % number.denominator == 0:
            return decimal(number, places)
    return str(number)


def signed(text: str) -> str:
    """A number that says that it is one more: `+93 000`."""
    return text if text.startswith(MINUS) or not text.strip("0,") else f"+{text}"


def count(value: int) -> str:
    """A count in running text: a word up to twelve, digits above."""
    return COUNT_WORDS[value] if 0 <= value < len(COUNT_WORDS) else number(value)


ORDINALS = (
    "nollte", "första", "andra", "tredje", "fjärde", "femte", "sjätte",
    "sjunde", "åttonde", "nionde", "tionde", "elfte", "tolfte",
)  # fmt: skip


def ordinal(value: int) -> str:
    """A place in an order: a word up to twelve, then digits with their ending (`21:a`, `14:e`)."""
    if value < len(ORDINALS):
        return ORDINALS[value]
    ending = "a" if value % 10 in (1, 2) and value % 100 not in (11, 12) else "e"
    return f"{value}:{ending}"


def month(text: str) -> str:
    """`2013-12` as `december 2013`, with a no-break space."""
    return format_date(date.fromisoformat(f"{text}-01"), f"MMMM{NBSP}y", locale=LOCALE)


def day(text: str) -> str:
    """`2014-04-01` as `1 april 2014`."""
    return format_date(date.fromisoformat(text), "d MMMM y", locale=LOCALE).replace(" ", NBSP, 1)


def weeks(first: int, last: int) -> str:
    """`vecka 2–6`, or `vecka 2` for a single week."""
    span = f"{first}" if first == last else f"{first}{EN_DASH}{last}"
    return f"vecka{NBSP}{span}"


def listing(names: Sequence[str]) -> str:
    """`Alby`, `Alby och Åby`, `Alby, Ed och Åby`; empty for no names."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} och {names[-1]}"


NOUNS = {"municipality": ("kommun", "kommuner"), "district": ("stadsdel", "stadsdelar")}
MOST_NAMED = 20
"""So many places a sentence may name: the names of more nobody reads, but how many they are."""


def named(names: Iterable[str], unit: str) -> str:
    """Places by name, in Swedish order, or how many they are: `Alby och Åby`, `112 kommuner`."""
    ordered = sorted(names, key=collation_key)
    if len(ordered) <= MOST_NAMED:
        return listing(ordered)
    return f"{number(len(ordered))} {NOUNS[unit][1]}"


def title(text: str) -> str:
    """A title in which no line begins with the dash before "delrapport 1", nor parts its number."""
    held = text.replace(f" {EN_DASH} ", f"{NBSP}{EN_DASH} ")
    return re.sub(r" (?=\d)", NBSP, held)


def capitalised(text: str) -> str:
    """The text with a capital first letter and nothing else changed."""
    return text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    """The text with a small first letter, but for an abbreviation: a heading inside a sentence."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


# PyICU would collate, but needs a compiler; Swedish names need no more than this.
_ORDER = {sign: place for place, sign in enumerate("abcdefghijklmnopqrstuvwxyzåäö")}
_PLAIN = str.maketrans("éèêëáàâüúóòôíçñøæ", "eeeeaaayuoooicnöä")


def collation_key(text: str) -> tuple[list[int], str]:
    """Sort key for Swedish: å, ä, ö last; é as e, ü as y; case, spaces and hyphens do not count."""
    plain = unicodedata.normalize("NFC", text).casefold().translate(_PLAIN)
    return [_ORDER[sign] for sign in plain if sign in _ORDER], text
