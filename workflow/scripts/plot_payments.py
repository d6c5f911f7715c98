"""Records and facts of one payment to the bars of what was paid."""

from pathlib import Path
from typing import TYPE_CHECKING

from delrapport.bars import plot_payments
from delrapport.facts import read_facts
from delrapport.palette import palette
from delrapport.records import Records
from delrapport.stage import stage

if TYPE_CHECKING:
    from snakemake.script import snakemake

with stage(snakemake):
    facts = read_facts(Path(snakemake.input.facts).read_bytes())
    drawing = plot_payments(
        snakemake.wildcards.payment,
        Records.model_validate_json(Path(snakemake.input.records).read_bytes()),
        facts,
        palette(Path(snakemake.input.colours).read_text(encoding="utf-8")),
        Path(snakemake.input.fonts[0]).parent,
    )
    Path(snakemake.output.drawing).write_text(drawing, encoding="utf-8")
