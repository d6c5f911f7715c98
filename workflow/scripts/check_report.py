"""HTML and PDF of a report's volumes to the list of what they print, or to all that is wrong."""

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
    given = snakemake.input
    checked = check_report(
        zip(map(Path, given.html), map(Path, given.pdf), strict=True),
        Facts(map(Path, given.facts)),
        Records.model_validate_json(Path(given.records).read_bytes()),
        Path(given.inks).read_text(encoding="utf-8"),
    )
    written = {volume: asdict(each) for volume, each in checked.items()}
    text = json.dumps(written, ensure_ascii=False, indent=1)
    Path(snakemake.output.checked).write_text(text + "\n", encoding="utf-8")
