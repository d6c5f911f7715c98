"""The registry: the facts of all reports, and where each is printed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any


def register_facts(
    scopes: Iterable[Iterable[str]], printed: Iterable[dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    """The registry: every fact of any scope (as JSON) with the places where it is printed.

    Facts stand in the order of the scopes and within them; one that several scopes have is the same
    in each.
    """
    # As text they take a fraction of the room, and those that scopes share are read once.
    facts: dict[str, str] = {}
    known: set[str] = set()
    for line in chain.from_iterable(scopes):
        if line not in known:
            known.add(line)
            id_ = json.loads(line)["id"]
            assert id_ not in facts, f"{id_} differs between reports"
            facts[id_] = line
    places: dict[str, dict[tuple[Any, ...], dict[str, Any]]] = {}
    for each in printed:
        place = {key: value for key, value in each.items() if key != "fact"}
        places.setdefault(each["fact"], {}).setdefault(tuple(place.values()), place)
    for id_, line in facts.items():
        yield json.loads(line) | {"printed": list(places.get(id_, {}).values())}
