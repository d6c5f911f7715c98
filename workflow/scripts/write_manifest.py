"""Everything that a build is made of, and what it made, to the build manifest."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

from delrapport.manifest import manifest
from delrapport.stage import stage

if TYPE_CHECKING:
    from snakemake.script import snakemake

with stage(snakemake):
    finished = map(Path, [*snakemake.input.pdfs, *snakemake.input.workbooks])
    content = manifest(
        {kind: list(map(Path, snakemake.input[kind])) for kind in ("data", "templates", "code")},
        snakemake.params.config,
        {file.name: file for file in finished} | {"facts.json": Path(snakemake.input.facts)},
    )
    text = json.dumps(content, ensure_ascii=False, indent=1)
    Path(snakemake.output.manifest).write_text(text + "\n", encoding="utf-8")
