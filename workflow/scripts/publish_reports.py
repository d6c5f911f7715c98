"""The finished PDFs to where their readers look for them."""

from pathlib import Path
from typing import TYPE_CHECKING

from delrapport.publish import publish_reports
from delrapport.stage import stage

if TYPE_CHECKING:
    from snakemake.script import snakemake

with stage(snakemake):
    finished = [*snakemake.input.pdfs, *snakemake.input.workbooks]
    stamp = publish_reports(list(map(Path, finished)))
    Path(snakemake.output.stamp).write_text(stamp, encoding="utf-8")
