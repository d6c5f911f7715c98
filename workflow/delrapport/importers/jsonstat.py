"""JSON-stat 2 (https://json-stat.org/full/), as PxWeb's API and others answer; checked by FAO's
jsonstat-validator. The numbers are kept as they are written, and so is the status of a cell, which
pyjstat leaves out: it tells why a value is missing.
"""

from __future__ import annotations

from itertools import product
from math import prod
from typing import Any

from delrapport.importers.table import Category, Dimension, NotImportedError, Table, dimension


def read(file: str, content: dict[str, Any]) -> Table:
    """The table of a parsed file; raises `NotImportedError`."""
    _check(file, content)
    dimensions = tuple(_dimension(file, content, id_) for id_ in content["id"])
    values = _in_order(content["value"], prod(content["size"]))
    statuses = _in_order(content.get("status"), prod(content["size"]))
    if len(values) != prod(content["size"]):
        wrong = f"has {len(values)} values, but its dimensions have {prod(content['size'])} cells"
        raise NotImportedError([f"{file}: {wrong}; allowed: a value or null for each cell"])
    keys = product(*([each.code for each in about.categories] for about in dimensions))
    contents = (
        (status or "") if value is None else str(value)
        for value, status in zip(values, statuses, strict=True)
    )
    return Table(file, dimensions, dict(zip(keys, contents, strict=True)))


def _check(file: str, content: dict[str, Any]) -> None:
    from jsonstat_validator import JSONStatValidationError, validate_jsonstat

    try:
        validate_jsonstat(content)
    except JSONStatValidationError as error:
        reasons = [line for line in error.message.splitlines() if line.startswith("Error")]
        named = [f"{file}: {line}" for line in reasons or [error.message]]
        raise NotImportedError([f"{each}; allowed: JSON-stat 2.0" for each in named]) from None
    if content.get("class") != "dataset":
        wrong = f"is a {content.get('class')} of JSON-stat"
        raise NotImportedError([f"{file}: {wrong}; allowed: class dataset"])


def _dimension(file: str, content: dict[str, Any], id_: str) -> Dimension:
    about = content["dimension"][id_]
    texts = about["category"].get("label", {})
    index = about["category"].get("index", list(texts))
    codes = sorted(index, key=index.__getitem__) if isinstance(index, dict) else index
    return dimension(
        file,
        id_,
        about.get("label", id_),
        (Category(code, texts.get(code, code)) for code in codes),
    )


def _in_order(given: Any, cells: int) -> list[Any]:
    """Values or statuses of all cells: listed, by number, the same for all, or none at all."""
    match given:
        case list() if len(given) == 1 and cells > 1:
            return given * cells
        case list():
            return given
        case dict():
            return [given.get(str(cell)) for cell in range(cells)]
        case _:
            return [given] * cells
