"""All counties' volumes of a report to the HTML of one."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

from delrapport.stage import stage

if TYPE_CHECKING:
    from snakemake.script import snakemake

with stage(snakemake):
    counties = json.loads(Path(snakemake.input.counties).read_bytes())
    html = counties[snakemake.wildcards.part]
    Path(snakemake.output.html).write_text(html, encoding="utf-8")
