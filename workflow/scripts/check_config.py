"""Configuration and records to the configuration, known to name only what there is."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

from delrapport import config
from delrapport.records import Records
from delrapport.stage import stage

if TYPE_CHECKING:
    from snakemake.script import snakemake

with stage(snakemake):
    records = Records.model_validate_json(Path(snakemake.input.records).read_bytes())
    config.require_known(config.from_snakemake(snakemake.params.config), records)
    text = json.dumps(snakemake.params.config, ensure_ascii=False, indent=1)
    Path(snakemake.output.config).write_text(text + "\n", encoding="utf-8")
