"""What the rule of disclosure hides of a programme's records, and why."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from delrapport.disclosure_cells import Above, tables_of, web_of
from delrapport.disclosure_earlier import printed_before
from delrapport.disclosure_hide import choose
from delrapport.disclosure_inputs import compared
from delrapport.disclosure_rule import Disclosure
from delrapport.disclosure_web import Cell, Quantity, Web
from delrapport.problems import Mendable
from delrapport.records import Records
from delrapport.spans import called
from delrapport.statistics import COUNTRY, Place, Reception


class EarlierError(Mendable):
    """What an earlier edition printed can't be read."""


def above(records: Records) -> Above:
    """Each place and those that it is a part of."""
    found: dict[Place, list[Place]] = {
        ("county", each.id): [COUNTRY] for each in records.programme.counties
    }
    for each in records.programme.municipalities:
        county = records.programme.county_of(each)
        found["municipality", each.id] = [*([("county", county.id)] if county else []), COUNTRY]
    for id_, (municipality, _) in records.districts().items():
        own: Place = ("municipality", municipality.id)
        found["district", id_] = [own, *found[own]]
    return found


def decide(records: Records, rule: Disclosure) -> dict[str, Any]:
    """What is hidden and why, ready for JSON: the log, which nobody but its author may read."""
    web = web_of(tables_of(records.followed(), records.moves), above(records), rule)
    per = {file.followed.id: file.followed.unit.per for file in records.followed()}
    for edition in rule.earlier:
        printed_before(web, _read(Path(edition)), edition, per)
    if rule.publish_inputs:
        _open_inputs(web, records)
    reception = list(_small_reception(records, rule))
    _open_reception(web, records, {entry["cell"] for entry in reception})
    choice = choose(web, rule.protection, rule.prefer)
    return {
        "rule": rule.model_dump(mode="json"),
        "hidden": [
            *(_entry(web, cell) for cell in sorted(choice.hidden)),
            *reception,
        ],
        "narrow": [
            {"what": called(*quantity), "within": width, "why": _why(web, quantity)}
            for quantity, width in choice.narrow.items()
        ],
    }


def _read(file: Path) -> list[dict[str, Any]]:
    try:
        return list(json.loads(file.read_bytes()))
    except (OSError, ValueError) as error:
        raise EarlierError(f"disclosure.earlier: {file} can't be read: {error}") from None


def _entry(web: Web, cell: Cell) -> dict[str, Any]:
    why = web.primary.get(cell, "keeps another from being worked out")
    numbers = {quantity[0]: web.number(quantity) for quantity in sorted(web.printed[cell])}
    return {"cell": called(*cell), "why": why, "numbers": numbers}


def _why(web: Web, quantity: Quantity) -> str:
    """Why a quantity is told more closely than the rule wants."""
    return web.known.get(quantity, "no more can be hidden of it")


def _open_inputs(web: Web, records: Records) -> None:
    """What allocations are computed from is told by their ledgers; hiding it elsewhere is vain."""
    for cell in _inputs(records) & web.printed.keys():
        web.primary.pop(cell, None)
        for quantity in web.printed[cell]:
            web.known[quantity] = "an input of an allocation, declared public"


def _inputs(records: Records) -> set[Cell]:
    """The cells whose numbers allocations are computed from."""
    return {
        (indicator, "district", district, year)
        for payment in records.allocations
        for district, indicator, year in compared(records, payment)
    }


def _small_reception(records: Records, rule: Disclosure) -> Iterator[dict[str, Any]]:
    """Where reception tells of few people in some year: it is hidden of all years together."""
    for each in () if rule.publish_inputs else _reception(records):
        reasons = [dict(rule.reasons(v.received, v.population)) for v in each.values]
        if why := [found["count"] for found in reasons if "count" in found]:
            numbers = {str(value.year): value.received for value in each.values}
            cell = called("reception", "district", each.district)
            yield {"cell": cell, "why": ", ".join(dict.fromkeys(why)), "numbers": numbers}


def _reception(records: Records) -> list[Reception]:
    return records.reception.reception if records.reception else []


def _open_reception(web: Web, records: Records, hidden: Collection[str]) -> None:
    """What refugee reception is divided by are inhabitants, whom other tables may hide."""
    told = {
        (each.district, value.population)
        for each in _reception(records)
        if called("reception", "district", each.district) not in hidden
        for value in each.values
    }
    for cell, quantities in web.printed.items():
        for quantity in quantities - web.hides[cell]:
            if (cell[2], web.number(quantity)) in told:
                web.known[quantity] = "printed beside refugee reception"


def written(log: Mapping[str, Any]) -> str:
    """The log as JSON."""
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"
