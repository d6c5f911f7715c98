"""The finished PDF to where its readers look for it."""

from pathlib import Path
from typing import TYPE_CHECKING

from delrapport.publish import publish
from delrapport.stage import logged

if TYPE_CHECKING:
    from snakemake.script import snakemake

with logged(snakemake.log[0]):
    publish(Path(snakemake.input.pdf), Path(snakemake.output.pdf))
