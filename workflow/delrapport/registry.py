"""The registry: the facts of all reports, and where each is printed."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import Any


def register_facts(
    scopes: Iterable[list[dict[str, Any]]], printed: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The registry: every fact of any scope with the places where it is printed.

    Facts stand in the order of the scopes and within them; one that several scopes have is the same
    in each.
    """
    facts: dict[str, dict[str, Any]] = {}
    for fact in itertools.chain.from_iterable(scopes):
        assert facts.setdefault(fact["id"], fact) == fact, f"{fact['id']} differs between reports"
    places: dict[str, list[dict[str, Any]]] = {}
    for each in printed:
        place = {key: value for key, value in each.items() if key != "fact"}
        found = places.setdefault(each["fact"], [])
        if place not in found:
            found.append(place)
    return [fact | {"printed": places.get(fact["id"], [])} for fact in facts.values()]
