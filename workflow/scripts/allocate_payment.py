"""Records to the ledger of one payment's allocation, and the proof that it accounts for the pot."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

from delrapport import disclosure_inputs, ledger
from delrapport.allocate import share_out
from delrapport.proof import proof
from delrapport.records import Records
from delrapport.stage import stage

if TYPE_CHECKING:
    from snakemake.script import snakemake

with stage(snakemake):
    records = Records.model_validate_json(Path(snakemake.input.records).read_bytes())
    shared = share_out(records, snakemake.wildcards.payment)
    closed = disclosure_inputs.closed(records, shared.payment.id)
    tables = disclosure_inputs.shown(ledger.tables(shared), closed)
    files = {Path(file).stem: Path(file) for file in snakemake.output.tables}
    assert files.keys() == tables.keys(), "the rule names other tables than there are"
    for name, table in tables.items():
        files[name].write_text(table, encoding="utf-8")
    text = json.dumps(disclosure_inputs.proven(proof(shared), closed), ensure_ascii=False, indent=1)
    Path(snakemake.output.proof).write_text(text + "\n", encoding="utf-8")
