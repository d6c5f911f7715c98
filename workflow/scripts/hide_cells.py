"""All that is counted, to a log of what may not be told and why."""

from pathlib import Path
from typing import TYPE_CHECKING

from delrapport import disclosure, scopes
from delrapport.disclosure_rule import Disclosure
from delrapport.parameters import declaration
from delrapport.rawyaml import Document
from delrapport.stage import stage

if TYPE_CHECKING:
    from snakemake.script import snakemake

with stage(snakemake):
    records = scopes.read(
        scopes.COMMON,
        map(Path, snakemake.input.raw),
        Path(snakemake.params.folder),
        declaration(Document(**snakemake.params.declared)),
    )
    log = disclosure.decide(records, Disclosure.model_validate(snakemake.params.rule))
    Path(snakemake.output.log).write_text(disclosure.written(log), encoding="utf-8")
    # With all numbers, for the allocation, and which of them it may not tell.
    hidden = frozenset(each["cell"] for each in log["hidden"])
    known = records.model_copy(update={"suppressed": hidden})
    Path(snakemake.output.records).write_text(known.model_dump_json(), encoding="utf-8")
