"""HTML and PDF of one report to the list of what it prints, or to all that is wrong with it."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from delrapport.fact import Facts
from delrapport.records import Records
from delrapport.register import check_report
from delrapport.stage import stage

if TYPE_CHECKING:
    from snakemake.script import snakemake

with stage(snakemake):
    facts = Facts(map(Path, snakemake.input.facts))
    checked = check_report(
        snakemake.wildcards.report + snakemake.wildcards.part,
        Path(snakemake.input.html).read_text(encoding="utf-8"),
        Path(snakemake.input.pdf),
        facts,
        Records.model_validate_json(Path(snakemake.input.records).read_bytes()),
        Path(snakemake.input.inks).read_text(encoding="utf-8"),
    )
    text = json.dumps(asdict(checked), ensure_ascii=False, indent=1)
    Path(snakemake.output.checked).write_text(text + "\n", encoding="utf-8")
