"""Raw YAML of one scope to checked records and long tables."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

from delrapport import disclosure_without, ingest, scopes
from delrapport.parameters import declaration
from delrapport.rawyaml import Document
from delrapport.stage import stage

if TYPE_CHECKING:
    from snakemake.script import snakemake

with stage(snakemake):
    records = scopes.read(
        snakemake.wildcards.scope,
        map(Path, snakemake.input.raw),
        Path(snakemake.params.folder),
        declaration(Document(**snakemake.params.declared)),
    )
    for log in map(Path, snakemake.input.hidden):
        records = disclosure_without.without(records, json.loads(log.read_bytes()))
    Path(snakemake.output.records).write_text(records.model_dump_json(indent=1), encoding="utf-8")
    for file in map(Path, snakemake.output.tables):
        file.write_text(ingest.TABLES[file.stem](records), encoding="utf-8")
