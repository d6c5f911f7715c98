"""Raw YAML, all of it, to a list of what was found to be right."""

from pathlib import Path
from typing import TYPE_CHECKING

from delrapport import ingest, sources
from delrapport.parameters import declaration
from delrapport.rawyaml import Document
from delrapport.stage import stage

if TYPE_CHECKING:
    from snakemake.script import snakemake

with stage(snakemake):
    declared = declaration(Document(**snakemake.params.declared))
    ingest.read_checked(Path(snakemake.params.folder), declared)
    digests = [f"{sources.content(Path(file))}  {file}\n" for file in snakemake.input]
    Path(snakemake.output.stamp).write_text("".join(digests), encoding="utf-8")
