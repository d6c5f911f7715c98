"""The registry: the facts of all reports, and where each is printed.

Facts are JSON here, as `fact.written` has them: hundreds of thousands that need not be understood.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

ID = re.compile(r'\{"id": "([^"]+)"')


def register_facts(
    scopes: Iterable[Iterable[str]], printed: Iterable[Mapping[str, Any]]
) -> Iterator[str]:
    """The registry: every fact of any scope with the places where it is printed.

    They stand in the order of the scopes and within them; one that several scopes have is the same
    in each.
    """
    facts: dict[str, str] = {}
    for fact in chain.from_iterable(scopes):
        id_ = id_of(fact)
        assert facts.setdefault(id_, fact) == fact, f"{id_} differs between reports"
    places: dict[str, dict[str, None]] = {}
    for each in printed:
        place = {key: value for key, value in each.items() if key != "fact"}
        places.setdefault(each["fact"], {})[json.dumps(place, ensure_ascii=False)] = None
    for id_, fact in facts.items():
        yield f'{fact.removesuffix("}")}, "printed": [{", ".join(places.get(id_, ()))}]}}'


def id_of(fact: str) -> str:
    """The id of a fact in JSON."""
    found = ID.match(fact)
    assert found, f"no fact: {fact}"
    return found[1]


def write(lines: Iterable[str], path: Path) -> None:
    """Write facts, each JSON, a line each: found as easily as in indented text, and much faster."""
    with path.open("w", encoding="utf-8") as file:
        # One after another: all of a large programme's take more room as text than as facts.
        file.write("[")
        for number, line in enumerate(lines):
            file.write(f"{',' if number else ''}\n{line}")
        file.write("\n]\n")


def lines(path: Path) -> Iterator[str]:
    """The facts of a file that `write` wrote, each as JSON."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            if line.startswith("{"):
                yield line.rstrip(",\n")
