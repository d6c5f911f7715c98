"""The facts of indicators, other variables, moves and conclusions.

`level.employment.district.north.2012` is a level, with `.count` and `.base` behind it,
`change.….north.2011-2012` a change of it, `unit.employment` what they are told in. What is said of
all districts goes by year (`extremes.employment.2012.highest`) or by span of years
(`improved.employment.2011-2012`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from delrapport.declared import Cell, Declared
from delrapport.models import Conclusion
from delrapport.records import Records, key_of
from delrapport.spans import Span, called, local_places, places, rules, spans
from delrapport.statistics import (
    COUNTRY,
    NOT_AVAILABLE,
    REASONS,
    SUPPRESSED,
    Followed,
    FollowedFile,
    Moved,
    MovesFile,
    Observation,
    Place,
)

# What a rise and a fall are called, by what is better.
TURNS: Mapping[str, Mapping[str, str]] = {
    "more": {"improved": "rose", "declined": "fell"},
    "less": {"improved": "fell", "declined": "rose"},
    "neither": {"rose": "rose", "fell": "fell"},
}
MOVED = {"population": "population", "in": "moved_in", "out": "moved_out", "within": "moved_within"}


def of_followed(file: FollowedFile, records: Records) -> Iterator[Declared]:
    """Every fact of one indicator or variable; none before those that it is computed from."""
    about = file.followed
    keys = _keys(f"{key_of(file)}.{file.schema_name}", about)
    yield from _unit(about, keys, records)
    for year in about.years:
        yield Declared(f"year.{about.id}.{year}", "year", year, (_stated(about, keys, year),))
    for place in places(records):
        for year in about.years:
            yield from _level(about, place, year, keys)
    for year in about.years:
        yield from _spread(about, year, records)
    for span in spans(about, records):
        yield from _changes(about, span, records)
        yield from _trend(about, span, records)


def _unit(about: Followed, keys: Keys, records: Records) -> Iterator[Declared]:
    """What levels and changes are told in, for heads and captions."""
    declared = f"{keys['', '']}.unit"
    key = declared if declared in records.lines else keys["", ""]
    rule = "the unit that is declared, or per cent"
    yield Declared(f"unit.{about.id}", "text", about.unit.name, (key,), rule)
    yield Declared(f"unit.{about.id}.change", "text", about.unit.change, (key,), rule)


Keys = Mapping[Place, str]
"""Place → the key of its list of values."""


def _keys(key: str, about: Followed | MovesFile) -> Keys:
    districts = enumerate(each.district for each in about.districts)
    found: dict[Place, str] = {
        ("district", id_): f"{key}.districts.{number}.values" for number, id_ in districts
    }
    municipalities = enumerate(each.municipality for each in about.municipalities)
    return {
        **found,
        **{
            ("municipality", id_): f"{key}.municipalities.{number}.values"
            for number, id_ in municipalities
        },
        **{
            place: f"{key}.counties.{number}.values"
            for number, place in enumerate(p for p in about.series if p[0] == "county")
        },
        COUNTRY: f"{key}.country",
        # Of a place that the file doesn't speak of, the file itself says that there is nothing.
        ("", ""): key,
    }


def _at(
    series: Mapping[Place, Sequence[Observation | Moved]], keys: Keys, place: Place, year: int
) -> tuple[Observation | Moved | None, str]:
    """What is observed of a place in a year, with its key; that of its list if there is none."""
    for number, value in enumerate(series.get(place, [])):
        if value.year == year:
            return value, f"{keys[place]}.{number}"
    return None, keys[place] if series.get(place) else keys["", ""]


def _stated(about: Followed | MovesFile, keys: Keys, year: int) -> str:
    """The key of the first observation of a year."""
    found = (_at(about.series, keys, place, year) for place in about.series)
    return next(f"{key}.year" for value, key in found if value)


def _level(about: Followed, place: Place, year: int, keys: Keys) -> Iterator[Declared]:
    own = called("level", about.id, *place, year)
    value, key = _at(about.series, keys, place, year)
    for field in ("count", "base"):
        stated: int | None = getattr(value, field, None)
        if stated is None:
            missing = getattr(value, "missing", None) or ""
            why = REASONS.get(missing, missing)
            yield Declared(f"{own}.{field}", "number", why, (key,))
        else:
            yield Declared(f"{own}.{field}", "number", stated, (f"{key}.{field}",))
    cell = Cell("levels", (about.id, *place, year), "share")
    yield Declared(own, about.unit.level, cell, (f"{own}.count", f"{own}.base"), "count / base")


def _spread(about: Followed, year: int, records: Records) -> Iterator[Declared]:
    """The highest and lowest level; how many districts lie which side of their municipality."""
    own, row = f"extremes.{about.id}.{year}", (about.id, year)
    levels = _of_places("level", about, str(year), records)
    for end in ("highest", "lowest"):
        cell = Cell("spreads", row, end)
        yield Declared(f"{own}.{end}", "name", cell, levels, f"districts with the {end} level")
        cell = Cell("spreads", row, f"{end}_level")
        yield Declared(f"{own}.{end}.level", about.unit.level, cell, levels, f"{end} level")
    for side in ("lower", "higher"):
        cell, rule = Cell("spreads", row, side), f"districts {side} than their municipality"
        yield Declared(f"{own}.{side}", "count", cell, levels, rule)
    cell = Cell("spreads", row, "compared")
    yield Declared(f"{own}.compared", "count", cell, levels, "districts that can be compared")


def _of_places(what: str, about: Followed, when: str, records: Records) -> tuple[str, ...]:
    """The facts of all districts and municipalities."""
    return tuple(called(what, about.id, *place, when) for place in local_places(records))


def _changes(about: Followed, span: Span, records: Records) -> Iterator[Declared]:
    first, last = span
    when = f"{first}-{last}"
    for place in places(records):
        cell = Cell("changes", (about.id, *place, first, last), "change")
        own = called("change", about.id, *place, when)
        levels = tuple(called("level", about.id, *place, year) for year in (last, first))
        yield Declared(own, about.unit.changed, cell, levels, "last level − first level")
    for district, (municipality, _) in records.districts().items():
        cell = Cell("changes", (about.id, "district", district, first, last), "lead")
        compared = (
            f"change.{about.id}.district.{district}.{when}",
            f"change.{about.id}.municipality.{municipality.id}.{when}",
        )
        own = f"lead.{about.id}.district.{district}.{when}"
        rule = "the district's change − its municipality's, positive where that is better"
        yield Declared(own, about.unit.changed, cell, compared, rule)


def _trend(about: Followed, span: Span, records: Records) -> Iterator[Declared]:
    """How many districts changed which way, and which; and the largest rise and fall."""
    when, row = f"{span[0]}-{span[1]}", (about.id, *span)
    changes = tuple(f"change.{about.id}.district.{id_}.{when}" for id_ in records.districts())
    leads = tuple(f"lead.{about.id}.district.{id_}.{when}" for id_ in records.districts())
    turns = {**TURNS[about.better], "unchanged": "unchanged", "unknown": "unknown"}
    for name, column in turns.items():
        yield from _group(f"{name}.{about.id}.{when}", row, column, changes)
    yield from _group(f"ahead.{about.id}.{when}", row, "ahead", leads)
    cell = Cell("trends", row, "compared")
    yield Declared(
        f"compared.{about.id}.{when}", "count", cell, leads, "districts that can be compared"
    )
    for name in ("rise", "fall"):
        own = f"extremes.{about.id}.{when}.{name}"
        yield Declared(
            own, "name", Cell("trends", row, name), changes, f"districts with the largest {name}"
        )
        cell = Cell("trends", row, f"{name}_by")
        yield Declared(f"{own}.by", about.unit.by, cell, changes, f"the largest {name}")


def _group(
    name: str, row: tuple[str | int, ...], column: str, inputs: tuple[str, ...]
) -> Iterator[Declared]:
    rule = f"districts: {column}"
    yield Declared(name, "count", Cell("trends", row, column), inputs, rule)
    yield Declared(f"{name}.names", "name", Cell("trends", row, f"{column}_names"), inputs, rule)


# --- Moves -----------------------------------------------------------------------------------


def of_moves(file: MovesFile, records: Records) -> Iterator[Declared]:
    """Who moved in, out and within, as stated; the net and the share that moved."""
    keys = _keys(key_of(file), file)
    for year in file.years:
        yield Declared(f"year.moves.{year}", "year", year, (_stated(file, keys, year),))
    for place in local_places(records):
        for year in file.years:
            yield from _moved(file, place, year, keys, records)


def _moved(
    file: MovesFile, place: Place, year: int, keys: Keys, records: Records
) -> Iterator[Declared]:
    value, key = _at(file.series, keys, place, year)
    is_hidden = records.hides("moves", *place, year)
    for name, field in MOVED.items():
        own = called("moves", name, *place, year)
        if value and not is_hidden:
            yield Declared(own, "number", getattr(value, field), (f"{key}.{field}",))
        else:
            yield Declared(own, "number", SUPPRESSED if is_hidden else NOT_AVAILABLE, (key,))
    for name, unit, of, rule in (
        ("net", "signed number", ("in", "out"), "in − out"),
        ("share", "share", ("out", "within", "population"), "(out + within) / population"),
    ):
        cell = Cell("movements", (*place, year), name)
        inputs = tuple(called("moves", each, *place, year) for each in of)
        yield Declared(called("moves", name, *place, year), unit, cell, inputs, rule)


# --- Conclusions -----------------------------------------------------------------------------


def of_conclusions(records: Records) -> Iterator[Declared]:
    """What each rule of the codebook says of the districts together and one by one."""
    for number, rule in enumerate(rules(records)):
        key = f"raw.codebook.codebook.conclusions.{number}"
        own = f"conclusion.{rule.id}"
        yield Declared(f"{own}.at-least", "count", rule.at_least, (f"{key}.at_least",))
        rests = {
            id_: tuple(_rests(rule, id_, municipality.id, records))
            for id_, (municipality, _) in records.districts().items()
        }
        together = (key, *dict.fromkeys(each for inputs in rests.values() for each in inputs))
        for name, unit, column in (
            (own, "claim", "clause"),
            (f"{own}.who", "claim", "who"),
            (f"{own}.count", "count", "count"),
            (f"{own}.unknown", "count", "unknown"),
            (f"{own}.unknown.names", "name", "unknown_names"),
        ):
            cell = Cell("conclusions", (rule.id,), column)
            yield Declared(name, unit, cell, together, "districts that meet the rule")
        for id_, inputs in rests.items():
            row, about = (rule.id, id_), f"{own}.district.{id_}"
            cell = Cell("conclusions_by_district", row, "indicators")
            of = (key, *inputs)
            yield Declared(about, "number", cell, of, "indicators that meet the rule")
            cell = Cell("conclusions_by_district", row, "which")
            yield Declared(f"{about}.which", "name", cell, of, "indicators that meet the rule")


def _rests(rule: Conclusion, district: str, municipality: str, records: Records) -> Iterator[str]:
    """The changes that a rule compares; where an indicator lacks the years, its file."""
    compared: list[Place] = [("district", district)]
    if rule.than == "municipality":
        compared.append(("municipality", municipality))
    if rule.than == "country":
        compared.append(COUNTRY)
    for file in records.indicators:
        if (rule.first, rule.last) not in spans(file.indicator, records):
            yield f"{key_of(file)}.indicator"
            continue
        for place in compared:
            yield called("change", file.indicator.id, *place, f"{rule.first}-{rule.last}")
