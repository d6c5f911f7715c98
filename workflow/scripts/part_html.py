"""All counties' volumes of a report to the HTML of one."""

from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

from delrapport.stage import stage

if TYPE_CHECKING:
    from snakemake.script import snakemake

with stage(snakemake):
    html = Path(snakemake.output.html)
    with ZipFile(snakemake.input.counties) as counties:
        html.write_bytes(counties.read(html.name))
