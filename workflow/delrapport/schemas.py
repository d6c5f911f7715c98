"""`python -m delrapport.schemas FOLDER`: write the JSON Schemas of raw data and configuration.

Editors read them for completion and checks while a file is typed; a test fails when they drift.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from pydantic import BaseModel

from delrapport.config import Config
from delrapport.importers.mapping import MappingFile
from delrapport.ingest import LAYOUT
from delrapport.invented import Invented


def schemas() -> dict[str, str]:
    """File name → JSON Schema text, for every model of a file that people write."""
    models: dict[str, type[BaseModel]] = {each.schema_name: each for each in LAYOUT.values()}
    models |= {"mapping": MappingFile, "config": Config, "invented": Invented}
    return {
        f"{name}.schema.json": json.dumps(
            {"$schema": "https://json-schema.org/draft/2020-12/schema"} | model.model_json_schema(),
            ensure_ascii=False,
            indent=2,
        )
        + "\n"
        for name, model in models.items()
    }


def main(folder: Path) -> None:
    for name, text in schemas().items():
        (folder / name).write_text(text, encoding="utf-8")
        print(folder / name)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
