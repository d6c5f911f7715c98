"""All facts and what the reports print of them to the registry."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

from delrapport import facts
from delrapport.registry import register_facts
from delrapport.stage import stage

if TYPE_CHECKING:
    from snakemake.script import snakemake

with stage(snakemake):
    checked = [json.loads(Path(file).read_bytes()) for file in snakemake.input.checked]
    printed = [place for report in checked for place in report["printed"]]
    scopes = (facts.lines(Path(file)) for file in snakemake.input.facts)
    facts.write(register_facts(scopes, printed), Path(snakemake.output.registry))
