"""What two builds were made of, as far as it differs: why their facts or their bytes do."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from delrapport.problems import Mendable

HEADINGS = ("Change", "What", "Name", "Before → after")
# Enough of a digest to tell it from another.
SHOWN = 12

Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Row = tuple[str, str, str, str]


class ManifestError(Mendable):
    """A manifest can't be used; the text is one line that names the file and why."""


class Manifest(BaseModel):
    """`build/manifest.json`, as `manifest.py` writes it."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    made: dict[str, Digest]
    config: dict[str, Any]
    data: dict[str, Digest]
    templates: dict[str, Digest]
    code: dict[str, Digest]
    package: Digest
    lock: Digest
    python: str
    engine: str
    packages: dict[str, str]
    libraries: dict[str, str]
    platform: str


def read_manifest(path: Path) -> Manifest:
    """A build's manifest; raises `ManifestError`."""
    try:
        return Manifest.model_validate_json(path.read_bytes())
    except OSError as error:
        raise ManifestError(f"{path}: can't be read: {error.strerror}") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"])) or "(file)"
        raise ManifestError(f"{path}: {place}: {first['msg']}") from error


def differences(old: Manifest, new: Manifest) -> list[Row]:
    """A row for each thing that the builds were made of, or made, that is not the same in both."""
    before, after = _flat(old), _flat(new)
    keys = [*before, *(key for key in after if key not in before)]
    # What was made comes last: the rest is why.
    return [
        _row(key, before.get(key), after.get(key))
        for key in sorted(keys, key=lambda key: key[0] == "made")
        if before.get(key) != after.get(key)
    ]


def _flat(manifest: Manifest) -> dict[tuple[str, str], str]:
    """(what, name) → version, digest or value; the package's digest only sums the code's up."""
    content = manifest.model_dump(exclude={"package"})
    flat: dict[tuple[str, str], str] = {}
    for what, value in content.items():
        for name, inner in _leaves(value):
            flat[what, name] = inner
    return flat


def _leaves(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _leaves(inner, f"{name}.{key}" if name else str(key))
    else:
        yield name, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _row(key: tuple[str, str], before: str | None, after: str | None) -> Row:
    kind = "added" if before is None else "removed" if after is None else "changed"
    sides = [_short(side) for side in (before, after) if side is not None]
    return (kind, *key, " → ".join(sides))


def _short(value: str) -> str:
    return value[:SHOWN] if len(value) == 64 and not value.strip("0123456789abcdef") else value
