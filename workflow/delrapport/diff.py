"""`python -m delrapport.diff OLD NEW [--markdown]`: what differs between two builds, and why.

OLD and NEW are `facts.json` files, or the `build/` folders that hold them. Where a `manifest.json`
lies beside both, what the builds were made of is compared as well. The exit status is that of
diff(1): 0 where nothing differs, 1 where something does, 2 where a file can't be used. A fact
differs when what it says does; a new line of its origin, another computation or another page is no
difference.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import textwrap
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from delrapport import diff_manifest
from delrapport.problems import Mendable

SAME, DIFFERENT, TROUBLE = 0, 1, 2
CLAIM = "claim."
HEADINGS = ("Change", "Id", "Text", "Printed", "From")
# In plain text, a cell is broken into lines of at most so many signs.
WIDTH = 60

Kind = Literal["changed", "added", "removed"]
Row = tuple[str, str, str, str, str]


class FactsFileError(Mendable):
    """A facts file can't be used; the text is one line that names the file and why."""


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Printed(_Closed):
    """A place where a report prints a fact."""

    report: str
    place: str | None = None
    page: Annotated[int, Field(ge=1)] | None = None


class Entry(_Closed):
    """A fact as it stands in a facts file; None is what the file doesn't say."""

    id: Annotated[str, Field(min_length=1)]
    value: int | str | tuple[str, ...]
    unit: str
    text: str
    cell: str | None = None
    status: Literal["published", "preliminary", "synthetic", "coded"] | None = None
    origin: str | None = None
    computation: str | None = None
    inputs: tuple[str, ...] | None = None
    printed: tuple[Printed, ...] | None = None


@dataclass(frozen=True)
class Change:
    """A fact, or an input of one, before and after; an input that is no fact has neither."""

    id: str
    kind: Kind
    before: Entry | None
    after: Entry | None
    inputs: tuple[Change, ...] = ()
    """What the fact is computed from, as far as that changed; by id."""

    @property
    def printed(self) -> bool | None:
        """Whether a report prints it, before or after; None where the files don't say."""
        sides = [side.printed for side in (self.before, self.after) if side]
        if any(sides):
            return True
        return None if None in sides else False


@dataclass(frozen=True)
class Difference:
    """All that differs, by id, claims apart from figures, and what the builds are made of."""

    claims: tuple[Change, ...]
    figures: tuple[Change, ...]
    made_of: tuple[diff_manifest.Row, ...] = ()

    @property
    def changes(self) -> tuple[Change, ...]:
        return self.claims + self.figures


def read_facts(path: Path) -> dict[str, Entry]:
    """The facts of a file by id; raises `FactsFileError`."""
    try:
        entries = TypeAdapter(tuple[Entry, ...]).validate_json(path.read_bytes())
    except OSError as error:
        raise _unusable(path, f"can't be read: {error.strerror}") from error
    except ValidationError as error:
        raise _unusable(path, _malformed(error)) from error
    ids = Counter(entry.id for entry in entries)
    if twice := sorted(id_ for id_, times in ids.items() if times > 1):
        raise _unusable(path, f"two facts are called {twice[0]}")
    return {entry.id: entry for entry in entries}


def _unusable(path: Path, why: str) -> FactsFileError:
    return FactsFileError(" ".join(f"{path}: {why}".split()))


def _malformed(error: ValidationError) -> str:
    """The first error, with the number of its fact, counted from 1, and its field."""
    first = error.errors(include_url=False)[0]
    match first["loc"]:
        case (int(index), "value", *_) if first["type"] != "missing":
            return f"fact {index + 1}: value: must be a whole number, a text or a list of texts"
        case (int(index), *field):
            return ": ".join([f"fact {index + 1}", *_field(field), first["msg"]])
        case _:
            return first["msg"]


def _field(path: Iterable[int | str]) -> list[str]:
    """`printed.1.page` as the one element of a list, counted from 1; none for the fact itself."""
    steps = [str(step + 1 if isinstance(step, int) else step) for step in path]
    return [".".join(steps)] if steps else []


def compare(old: Mapping[str, Entry], new: Mapping[str, Entry]) -> Difference:
    """What differs between the facts of two files, each given by id."""
    changes = [
        Change(id_, kind, old.get(id_), new.get(id_), _inputs(id_, old, new))
        for id_ in sorted(old.keys() | new.keys())
        if (kind := _kind(old.get(id_), new.get(id_)))
    ]
    return Difference(
        claims=tuple(change for change in changes if change.id.startswith(CLAIM)),
        figures=tuple(change for change in changes if not change.id.startswith(CLAIM)),
    )


def compare_builds(old: Path, new: Path) -> Difference:
    """What differs between two builds, each a facts file or its folder; raises `Mendable`."""
    files = [path / "facts.json" if path.is_dir() else path for path in (old, new)]
    difference = compare(*map(read_facts, files))
    manifests = [file.with_name("manifest.json") for file in files]
    if not all(manifest.is_file() for manifest in manifests):
        return difference
    rows = diff_manifest.differences(*map(diff_manifest.read_manifest, manifests))
    return replace(difference, made_of=tuple(rows))


def _kind(before: Entry | None, after: Entry | None) -> Kind | None:
    """How a fact changed; None where it didn't."""
    if before and after:
        return "changed" if _says_otherwise(before, after) else None
    if before:
        return "removed"
    return "added" if after else None


def _says_otherwise(before: Entry, after: Entry) -> bool:
    """Whether a reader is told something else; what one file doesn't say is no difference."""
    if (before.value, before.unit, before.text) != (after.value, after.unit, after.text):
        return True
    optional = ((before.cell, after.cell), (before.status, after.status))
    return any(None not in pair and pair[0] != pair[1] for pair in optional)


def _inputs(id_: str, old: Mapping[str, Entry], new: Mapping[str, Entry]) -> tuple[Change, ...]:
    """The changed inputs of a fact that both files have; where one doesn't say, the other's."""
    if id_ not in old or id_ not in new:
        return ()
    before, after = old[id_].inputs, new[id_].inputs
    was = set(before if before is not None else after or ())
    is_ = set(after if after is not None else before or ())
    changes: list[Change] = []
    for each in sorted(was | is_):
        if each not in is_:
            changes.append(Change(each, "removed", old.get(each), None))
        elif each not in was:
            changes.append(Change(each, "added", None, new.get(each)))
        elif kind := _kind(old.get(each), new.get(each)):
            changes.append(Change(each, kind, old.get(each), new.get(each)))
    return tuple(changes)


def as_text(difference: Difference) -> str:
    """The difference as aligned columns."""
    return _written(difference, _text_section)


def as_markdown(difference: Difference) -> str:
    """The difference as tables of GitHub's Markdown."""
    return _written(difference, _markdown_section)


Section = Callable[[str, Sequence[str], Sequence[Sequence[str]]], str]


def _written(difference: Difference, section: Section) -> str:
    parts = []
    for title, changes in (("Claims", difference.claims), ("Figures", difference.figures)):
        if listed := [change for change in changes if change.printed is not False]:
            rows = [row for change in listed for row in _rows(change)]
            parts.append(section(title, HEADINGS, rows))
    if difference.made_of:
        parts.append(section("Made of", diff_manifest.HEADINGS, difference.made_of))
    return "\n\n".join([*parts, "\n\n".join(_summary(difference.changes))]) + "\n"


def _summary(changes: tuple[Change, ...]) -> Iterator[str]:
    """How many there are of each kind, those included that aren't listed."""
    printed = Counter(change.printed for change in changes)
    if unlisted := printed[False]:
        yield f"{unlisted} not listed: no report prints {'it' if unlisted == 1 else 'them'}."
    kinds = Counter(change.kind for change in changes)
    unknown = f", {printed[None]} perhaps" if printed[None] else ""
    counts = ", ".join(f"{kinds[kind]} {kind}" for kind in ("changed", "added", "removed"))
    yield f"{counts} ({printed[True]} of them printed{unknown})"


def _text_section(title: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    cells = [[_wrapped(cell) for cell in row] for row in (headings, *rows)]
    columns = zip(*cells, strict=True)
    widths = [max(len(line) for cell in column for line in cell) for column in columns]
    lines = [title, ""]
    for row in cells:
        for number in range(max(map(len, row))):
            parts = [cell[number] if number < len(cell) else "" for cell in row]
            padded = [part.ljust(width) for part, width in zip(parts, widths, strict=True)]
            lines.append("  ".join(padded).rstrip(" "))
    return "\n".join(lines)


def _wrapped(cell: str) -> list[str]:
    """The lines of a cell; an id or a place, which has no spaces, is never broken."""
    inner = cell.lstrip(" ")
    indent = cell[: len(cell) - len(inner)]
    lines = textwrap.wrap(inner, WIDTH, break_long_words=False, break_on_hyphens=False)
    return [indent + line for line in lines] or [""]


def _markdown_section(title: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [headings, ("---",) * len(headings)]
    escaped = [[_escaped(cell.strip(" ")) for cell in row] for row in rows]
    table = [f"| {' | '.join(cells)} |" for cells in (*lines, *escaped)]
    return "\n".join([f"### {title}", "", *table])


def _escaped(cell: str) -> str:
    """Text that Markdown shows as it is, in one cell of a table."""
    return re.sub(r"([\\`*_\[\]<>|~&#$])", r"\\\1", cell)


def _rows(change: Change) -> Iterator[Row]:
    """A row for the fact, and one under it for each input that changed."""
    yield _row(change)
    for each in change.inputs:
        kind, id_, text, printed, source = _row(each)
        yield (f"  input {kind}", f"  ↳ {id_}", text, printed, source)


def _row(change: Change) -> Row:
    printed = _places(change.after)
    if (not change.after or not change.after.printed) and change.before and change.before.printed:
        printed = f"before: {_places(change.before)}"
    latest = change.after or change.before
    return (change.kind, _one_line(change.id), _texts(change), printed, _source(latest))


def _texts(change: Change) -> str:
    """Old text → new text, with whatever else differs where the text doesn't show it."""
    before, after = change.before, change.after
    if not before or not after:
        only = before or after
        return _one_line(only.text) if only else ""
    others: list[tuple[str, str | None, str | None]] = []
    if before.text != after.text:
        said = _arrow(before.text, after.text)
    else:
        said = _one_line(after.text)
        others += [("value", _value(before), _value(after)), ("cell", before.cell, after.cell)]
    others += [("unit", before.unit, after.unit), ("status", before.status, after.status)]
    differ = [
        f"{name} {_arrow(old, new)}"
        for name, old, new in others
        if old is not None and new is not None and old != new
    ]
    return f"{said} ({'; '.join(differ)})" if differ else said


def _value(entry: Entry) -> str:
    """The value as JSON, which tells 1 from "1"."""
    return json.dumps(entry.value, ensure_ascii=False)


def _arrow(old: str, new: str) -> str:
    """`old → new`, spelt out sign by sign where a reader can't see the difference."""
    if _looks(old) == _looks(new):
        return f"{old!a} → {new!a}"
    return f"{_one_line(old)} → {_one_line(new)}"


def _looks(text: str) -> str:
    """Text with its invisible differences undone: kinds of space, composed letters."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def _one_line(text: str) -> str:
    """Text with line breaks and control characters escaped; spaces of every width stay."""
    return "".join(
        sign
        if sign.isprintable() or unicodedata.category(sign) == "Zs"
        else sign.encode("unicode_escape").decode("ascii")
        for sign in text
    )


def _places(entry: Entry | None) -> str:
    """`first p. 3, 17; second`, in the order of reports and pages."""
    if not entry:
        return ""
    if entry.printed is None:
        return "not known"
    pages: dict[str, set[int]] = {}
    for place in entry.printed:
        pages.setdefault(place.report, set()).update([place.page] if place.page else [])
    said = [
        report + (f" p. {', '.join(map(str, sorted(numbers)))}" if numbers else "")
        for report, numbers in sorted(pages.items())
    ]
    return _one_line("; ".join(said)) or "not printed"


def _source(entry: Entry | None) -> str:
    """The file and line, or the computation with its inputs."""
    if not entry:
        return ""
    inputs = f"({', '.join(entry.inputs)})" if entry.inputs else ""
    computed = " ".join(filter(None, (entry.computation, inputs)))
    return _one_line("; ".join(filter(None, (entry.origin, computed))))


def main(arguments: list[str]) -> int:
    options = _parser().parse_args(arguments)
    try:
        difference = compare_builds(options.old, options.new)
    except Mendable as error:
        print(error, file=sys.stderr)
        return TROUBLE
    written = as_markdown(difference) if options.markdown else as_text(difference)
    # The same bytes everywhere, whatever the locale.
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    try:
        print(written, end="", flush=True)
    except OSError as error:
        # Python would otherwise try to write the rest once more when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            print(f"The difference can't be written: {error.strerror}", file=sys.stderr)
            return TROUBLE
    return DIFFERENT if difference.changes or difference.made_of else SAME


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m delrapport.diff",
        description="Show which facts and claims differ between two builds, and why.",
        epilog="Exit status: 0 where nothing differs, 1 where something does, 2 for trouble.",
    )
    parser.add_argument("old", type=Path, metavar="OLD", help="earlier build/ or its facts.json")
    parser.add_argument("new", type=Path, metavar="NEW", help="later build/ or its facts.json")
    parser.add_argument("--markdown", action="store_true", help="write Markdown tables")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
