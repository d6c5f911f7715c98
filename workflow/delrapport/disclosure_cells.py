"""The cells that indicators, other variables and moves print, and what ties them to each other.

Places sum to the places that they are parts of, as far as both are told of; what is left outside
the parts is a quantity of its own, which no table prints and everybody can subtract. Two series
that count the same people, by the words that describe them, print the same quantities.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from delrapport.disclosure_rule import Disclosure
from delrapport.disclosure_web import Cell, Quantity, Web
from delrapport.statistics import FollowedFile, MovesFile, Place

Above = Mapping[Place, Sequence[Place]]
"""Place → those that it is a part of, the smallest first."""
Numbers = Mapping[str, int]
"""Who is counted → how many."""
ONE = Fraction(1)
REST = "rest of "
"""What a whole has beside the parts that are told of, as a kind of place."""


@dataclass(frozen=True)
class Table:
    """One series: its numbers by place and year, and what they are to each other."""

    id: str
    numbers: Mapping[tuple[Place, int], Numbers]
    printed: frozenset[str]
    hides: frozenset[str]
    """What a hidden cell keeps from being told, even where it is no small number."""
    base: str
    judged: Sequence[tuple[str, str, str]]
    """A count, its complement if it has one, and the base, as the rule looks at them."""
    sums: frozenset[str]
    """Who is a whole's sum of its parts."""
    ties: Sequence[Mapping[str, int]]
    """Relations within a cell."""
    largest: Mapping[tuple[Place, int], Sequence[int]] = field(default_factory=dict)
    """The largest contributions to a count, where they are known."""
    worth: Mapping[str, int] = field(default_factory=dict)
    """What isn't counted in persons, such as kronor → how much of it a person has on average."""
    alike: Mapping[str, str] = field(default_factory=dict)
    """A name of its own → what it is called in other series, which count it otherwise."""

    def reasons(
        self, numbers: Numbers, rule: Disclosure, largest: Sequence[int] = ()
    ) -> dict[str, str]:
        """Which of these numbers may not be told, and why."""
        found: dict[str, str] = {}
        for count, complement, base in self.judged:
            if count in numbers and base in numbers:
                names = {"count": count, "complement": complement, "base": base}
                for part, why in rule.reasons(numbers[count], numbers[base], largest):
                    found.setdefault(names[part], why)
        return {name: why for name, why in found.items() if name in numbers}


def table_of(file: FollowedFile, alone: Collection[str] = ()) -> Table:
    """An indicator or variable; names that `alone` has are its own and no other series'."""
    about = file.followed
    texts = (about.counted, about.population)
    count, base = (f"{each} [{about.id}]" if each in alone else each for each in texts)
    rest = f"{base} − {count}"
    values = [(place, value) for place, values in about.series.items() for value in values]
    known = {
        (place, each.year): {count: each.count, base: each.base}
        for place, each in values
        if each.count is not None and each.base is not None
    }
    # Kronor of so many inhabitants have no complement.
    is_part = about.unit.counts_part
    each_has = sum(n[count] for n in known.values()) // (sum(n[base] for n in known.values()) or 1)
    return Table(
        about.id,
        {
            where: numbers | ({rest: numbers[base] - numbers[count]} if is_part else {})
            for where, numbers in known.items()
        },
        frozenset({count, base}),
        frozenset({count}),
        base,
        [(count, rest if is_part else "", base)],
        frozenset({count, base, rest}),
        [{count: 1, rest: 1, base: -1}] if is_part else [],
        {(place, each.year): each.largest for place, each in values if each.largest},
        {} if is_part else {count: max(1, each_has)},
        {own: text for own, text in zip((count, base), texts, strict=True) if own != text},
    )


def table_of_moves(file: MovesFile) -> Table:
    """Who moved: between districts of a municipality, they moved within the municipality."""
    names = [f"moves: {each}" for each in ("population", "in", "out", "within")]
    came, left, stayed = (f"moves: {each}" for each in ("came", "left", "stayed"))
    population, into, out, within = names
    numbers: dict[tuple[Place, int], Numbers] = {}
    for place, values in file.series.items():
        for each in values:
            stated = (each.population, each.moved_in, each.moved_out, each.moved_within)
            own = dict(zip(names, stated, strict=True))
            own |= {came: own[into] + own[within], left: own[out] + own[within]}
            numbers[place, each.year] = own | {stayed: own[population] - own[left]}
    return Table(
        "moves",
        numbers,
        frozenset(names),
        frozenset({into, out, within}),
        population,
        [
            (left, stayed, population),
            *((each, "", population) for each in (came, into, out, within)),
        ],
        # Between districts, people moved within the municipality: it has more than they together.
        frozenset({population, came, left, stayed, within}),
        [
            {into: 1, within: 1, came: -1},
            {out: 1, within: 1, left: -1},
            {left: 1, stayed: 1, population: -1},
        ],
    )


def tables_of(files: Iterable[FollowedFile], moves: MovesFile | None) -> list[Table]:
    """All series; those that call people the same and count them otherwise have their own names."""
    files = list(files)
    alone = _contested(map(table_of, files))
    return [*(table_of(file, alone) for file in files), *([table_of_moves(moves)] if moves else [])]


def _contested(tables: Iterable[Table]) -> set[str]:
    """Who is counted otherwise in another series."""
    seen: dict[tuple[str, tuple[Place, int]], int] = {}
    found: set[str] = set()
    for table in tables:
        for where, numbers in table.numbers.items():
            found |= {
                name
                for name, number in numbers.items()
                if seen.setdefault((name, where), number) != number
            }
    return found


def web_of(tables: Sequence[Table], above: Above, rule: Disclosure) -> Web:
    """Everything that these tables print, with what the rule protects of it."""
    web = Web()
    for table in tables:
        for name, worth in table.worth.items():
            web.worth.setdefault(name, worth)
        for (place, year), numbers in table.numbers.items():
            _add(web, table, place, year, numbers)
            why = table.reasons(numbers, rule, table.largest.get((place, year), ()))
            if why:
                web.primary[table.id, *place, year] = ", ".join(dict.fromkeys(why.values()))
            web.sensitive.update({(name, *place, year): why[name] for name in why})
    _sum(web, {name for table in tables for name in table.sums}, above)
    _liken(web, {own: text for table in tables for own, text in table.alike.items()})
    for table in tables:
        _judge_rests(web, table, rule)
    for cell, quantities in web.printed.items():
        if cell not in web.primary and quantities & web.sensitive.keys():
            web.primary[cell] = "prints what another table hides"
    return web


def _add(web: Web, table: Table, place: Place, year: int, numbers: Numbers) -> None:
    def at(name: str) -> Quantity:
        return (name, *place, year)

    cell: Cell = (table.id, *place, year)
    web.values.update(
        {at(name): Fraction(n, web.worth.get(name, 1)) for name, n in numbers.items()}
    )
    web.printed[cell] = frozenset(map(at, table.printed))
    web.hides[cell] = frozenset(map(at, table.hides))
    web.sizes[cell] = numbers[table.base]
    for tie in table.ties:
        relation = {at(name): Fraction(part) for name, part in tie.items()}
        if relation not in web.relations[-3:]:
            web.relations.append(relation)


def _sum(web: Web, names: Collection[str], above: Above) -> None:
    """Relations of parts to the smallest whole that is told of, with what is left of it."""
    parts: dict[Quantity, list[Quantity]] = {}
    for name, kind, id_, year in sorted(web.values):
        wholes = ((name, *place, year) for place in above.get((kind, id_), ()))
        whole = next((each for each in wholes if each in web.values), None)
        if name in names and whole:
            parts.setdefault(whole, []).append((name, kind, id_, year))
    for whole, found in parts.items():
        left = web.values[whole] - sum(web.values[part] for part in found)
        rest, way = (rest_of(whole), ONE) if left >= 0 else (_apart(whole, "parts"), -ONE)
        web.values[rest] = abs(left)
        web.relations.append({whole: -ONE, rest: way, **dict.fromkeys(found, ONE)})
        if left < 0:
            web.known[rest] = "a source changes its numbers by a little"


def _liken(web: Web, alike: Mapping[str, str]) -> None:
    """Numbers of the same people that series state otherwise tell of each other all the same."""
    first: dict[Quantity, Quantity] = {}
    for quantity in sorted(web.values):
        name, kind, id_, year = quantity
        other = first.setdefault((alike.get(name, name), kind, id_, year), quantity)
        if name in alike and other != quantity:
            by, apart = web.values[quantity] - web.values[other], _apart(quantity, "elsewhere")
            web.values[apart] = abs(by)
            web.known[apart] = "series of the same people differ by a little"
            web.relations.append({quantity: ONE, other: -ONE, apart: -ONE if by > 0 else ONE})


def _apart(quantity: Quantity, of: str) -> Quantity:
    """By how much numbers fail to be what they should be: taken to be known, to be safe."""
    return (f"{quantity[0]}, apart from {of}", *quantity[1:])


def rest_of(whole: Quantity) -> Quantity:
    name, kind, id_, year = whole
    return (name, f"{REST}{kind}", id_, year)


def _judge_rests(web: Web, table: Table, rule: Disclosure) -> None:
    """What is left of a whole is as sensitive as a part; where nobody is left, everybody knows."""
    for (place, year), numbers in table.numbers.items():
        rests = {name: rest_of((name, *place, year)) for name in numbers}
        left = {name: web.number(q) for name, q in rests.items() if q in web.values}
        if left.get(table.base) == 0:
            nobody = {rests[name] for name, number in left.items() if number == 0}
            web.known.update(dict.fromkeys(nobody, "nobody is left"))
        else:
            why = table.reasons(left, rule)
            web.sensitive.update({rests[name]: reason for name, reason in why.items()})
