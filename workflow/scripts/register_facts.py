"""All facts and what the reports print of them to the registry."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

from delrapport import registry
from delrapport.stage import stage

if TYPE_CHECKING:
    from snakemake.script import snakemake

with stage(snakemake):
    checked = [json.loads(Path(file).read_bytes()) for file in snakemake.input.checked]
    printed = [place for report in checked for place in report["printed"]]
    scopes = (registry.lines(Path(file)) for file in snakemake.input.facts)
    lines = registry.register_facts(scopes, printed)
    registry.write(lines, Path(snakemake.output.registry))
