"""Records and facts of one payment to the map of what was paid."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

from delrapport.country import Country
from delrapport.facts import read_facts
from delrapport.maps import map_payments
from delrapport.palette import palette
from delrapport.records import Records
from delrapport.stage import stage

if TYPE_CHECKING:
    from snakemake.script import snakemake

with stage(snakemake):
    facts = read_facts(Path(snakemake.input.facts).read_bytes())
    drawing = map_payments(
        snakemake.wildcards.payment,
        Records.model_validate_json(Path(snakemake.input.records).read_bytes()),
        facts,
        Country(**json.loads(Path(snakemake.input.country).read_bytes())),
        palette(Path(snakemake.input.colours).read_text(encoding="utf-8")),
        Path(snakemake.input.fonts[0]).parent,
    )
    Path(snakemake.output.drawing).write_text(drawing, encoding="utf-8")
