"""Records to the workbook in which an auditor follows one payment's allocation."""

from pathlib import Path
from typing import TYPE_CHECKING

from delrapport.allocate import share_out
from delrapport.records import Records
from delrapport.stage import stage
from delrapport.workbook import workbook

if TYPE_CHECKING:
    from snakemake.script import snakemake

with stage(snakemake):
    records = Records.model_validate_json(Path(snakemake.input.records).read_bytes())
    shared = share_out(records, snakemake.wildcards.payment)
    Path(snakemake.output.workbook).write_bytes(workbook(shared, records))
