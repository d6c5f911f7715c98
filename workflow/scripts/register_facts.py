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
    volumes = [volume for report in checked for volume in report.values()]
    printed = [place for volume in volumes for place in volume["printed"]]
    scopes = (registry.lines(Path(file)) for file in snakemake.input.facts)
    lines = registry.register_facts(scopes, printed)
    registry.write(lines, Path(snakemake.output.registry))
