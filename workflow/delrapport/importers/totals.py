"""Whether parts sum to their total, or as nearly as a perturbed source promises."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from delrapport.importers.cells import Amount, added
from delrapport.importers.mapping import Meaning, Total
from delrapport.importers.search import Found, Search
from delrapport.importers.table import Dimension, Key
from delrapport.rawyaml import Path_


def check(
    total: Total, found: Found, meanings: Mapping[str, Meaning], search: Search, path: Path_
) -> None:
    """Note each cell of the mapping's places and years that isn't the sum of its parts."""
    about = search.dimension(total.dimension, (*path, "dimension"))
    if about is None:
        return
    whole = search.codes(about, [total.total], (*path, "total"))
    parts = search.codes(about, total.parts, (*path, "parts"))
    if not whole or len(parts) < len(total.parts):
        return
    place = found.table.dimensions.index(about)
    for key in _keys(found, about, whole[0]):
        of = [(*key[:place], code, *key[place + 1 :]) for code in parts]
        if key in found.table.contents and all(each in found.table.contents for each in of):
            said = added(found.table, [key], meanings)
            summed = added(found.table, of, meanings)
            if _differ(said, summed) > total.tolerance:
                wrong = f"is {said}, but its parts {', '.join(total.parts)} sum to {summed}"
                allowed = f"a difference of at most {total.tolerance}, its tolerance"
                search.problems.append(f"{found.table.cell(key)}: {wrong}; allowed: {allowed}")


def _keys(found: Found, about: Dimension, whole: str) -> Iterator[Key]:
    """The cells that are totals, of the places and years that the mapping is about."""
    used = {found.region.id: [code for codes in found.places.values() for code in codes]}
    if found.time:
        used[found.time.id] = list(found.periods.values())
    used[about.id] = [whole]
    yield from product(
        *(used.get(each.id, [c.code for c in each.categories]) for each in found.table.dimensions)
    )


def _differ(said: Amount, summed: Amount) -> int:
    """By how much; nothing where one of them isn't there to compare."""
    return abs(said - summed) if isinstance(said, int) and isinstance(summed, int) else 0
