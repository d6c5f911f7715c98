"""PC-Axis files (`.px`), read by pyaxis. https://www.scb.se/px-fileformat describes the format."""

from __future__ import annotations

import contextlib
import io
import logging
import re
from itertools import product
from pathlib import Path
from typing import Any

from delrapport.importers.table import Category, Dimension, NotImportedError, Table, dimension

# What pyaxis takes for symbols and replaces: nothing, since each has its meaning.
NOTHING = r"(?!)"
CODEPAGE = re.compile(rb'CODEPAGE\s*=\s*"([^"]+)"')
# By the format, without CODEPAGE: Windows' signs where CHARSET says ANSI, else those of DOS.
ANSI, DOS = "cp1252", "cp850"
MOST_DOTS = 6


def read(path: Path) -> Table:
    """The table of a file in its first language; raises `NotImportedError`."""
    file = path.name
    metadata, contents = _parsed(path)
    if any(key.startswith("KEYS") for key in metadata):
        wrong = "has KEYS, so that rows of zeros are left out"
        raise NotImportedError([f"{file}: {wrong}; allowed: a file that is saved without KEYS"])
    names = [*metadata.get("STUB", []), *metadata.get("HEADING", [])]
    dimensions = tuple(_dimension(file, metadata, name) for name in names)
    keys = product(*([each.code for each in about.categories] for about in dimensions))
    symbols = _symbols(metadata)
    plain = (content.strip('"') for content in contents)
    return Table(
        file,
        dimensions,
        {key: symbols.get(each, each) for key, each in zip(keys, plain, strict=True)},
    )


def _parsed(path: Path) -> tuple[dict[str, Any], list[str]]:
    """The keywords of a file, and its cells in order."""
    # Pyaxis prints, and logs what it also raises.
    with contextlib.redirect_stdout(io.StringIO()):
        from pyaxis import pyaxis

        pyaxis.logger.setLevel(logging.CRITICAL)
        try:
            found = pyaxis.parse(str(path), _encoding(path), null_values=NOTHING, sd_values=NOTHING)
        except (ValueError, KeyError, IndexError, AttributeError, TypeError, LookupError) as error:
            wrong = f"pyaxis can't read it as PC-Axis ({error})"
            raise NotImportedError([f"{path.name}: {wrong}; allowed: a whole .px file"]) from None
    return found["METADATA"], list(found["DATA"]["DATA"])


def _encoding(path: Path) -> str:
    data = path.read_bytes()
    if data.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    if match := CODEPAGE.search(data):
        return match[1].decode("ascii", "replace")
    return ANSI if b'CHARSET="ANSI"' in data else DOS


def _dimension(file: str, metadata: dict[str, Any], name: str) -> Dimension:
    texts = metadata[f"VALUES({name})"]
    codes = metadata.get(f"CODES({name})", texts)
    if len(codes) != len(texts):
        wrong = f"the dimension {name} has {len(texts)} values and {len(codes)} codes"
        raise NotImportedError([f"{file}: {wrong}; allowed: a code for each value"])
    [id_] = metadata.get(f"VARIABLECODE({name})", [name])
    return dimension(file, id_, name, map(Category, codes, texts))


def _symbols(metadata: dict[str, Any]) -> dict[str, str]:
    """What stands in the data → what is shown for it, where the file says so."""
    said = {"." * dots: f"DATASYMBOL{dots}" for dots in range(1, MOST_DOTS + 1)}
    said["-"] = "DATASYMBOLNIL"
    return {sign: metadata[key][0] for sign, key in said.items() if key in metadata}
