"""Answers of Kolada's API, versions 2 and 3: https://github.com/Hypergene/kolada documents them.

The dimensions are kpi, municipality (or ou, an organisational unit), period and gender.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from delrapport.importers.mapping import Meaning
from delrapport.importers.table import Category, Key, NotImportedError, Table, dimension

MORE = ("next_url", "next_page")
# The status of a value that ought to be there and isn't.
SYMBOLS: dict[str, Meaning] = {"Missing": "not available"}


def read(file: str, content: dict[str, Any]) -> Table:
    """The table of a parsed answer; raises `NotImportedError`."""
    if any(content.get(key) for key in MORE):
        wrong = "is one page of an answer that goes on"
        raise NotImportedError([f"{file}: {wrong}; allowed: all pages' values in one file"])
    contents: dict[Key, str] = {}
    try:
        place = "ou" if any("ou" in row for row in content["values"]) else "municipality"
        cells = list(_cells(content["values"], place))
    except (KeyError, TypeError) as error:
        wrong = f"is no answer with data of Kolada's API ({error!r})"
        raise NotImportedError([f"{file}: {wrong}; allowed: what /data or /oudata gives"]) from None
    for key, value in cells:
        if contents.setdefault(key, value) != value:
            wrong = f"is '{value}', but '{contents[key]}' before"
            allowed = "once, or with the same value"
            raise NotImportedError([f"{file}: {', '.join(key)}: {wrong}; allowed: {allowed}"])
    names = ("kpi", place, "period", "gender")
    codes = [dict.fromkeys(key[n] for key in contents) for n in range(len(names))]
    dimensions = (
        dimension(file, name, name, (Category(code, code) for code in each))
        for name, each in zip(names, codes, strict=True)
    )
    return Table(file, tuple(dimensions), contents, symbols=SYMBOLS)


def _cells(rows: list[dict[str, Any]], place: str) -> Iterator[tuple[Key, str]]:
    """Each value that isn't deleted; where there is none, its status is the symbol."""
    for row in rows:
        for each in row["values"]:
            if not each.get("isdeleted"):
                value = each["value"]
                key = (row["kpi"], row[place], str(row["period"]), each["gender"])
                yield key, each.get("status", "") if value is None else str(value)
