"""Records, facts and templates to the HTML of one report, and of its counties' volumes."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

from delrapport import drawings
from delrapport.config import Report, require_known
from delrapport.fact import Facts
from delrapport.records import Records
from delrapport.render_html import render_html
from delrapport.sources import TEMPLATES
from delrapport.stage import stage
from delrapport.volumes import by_county, volumes_of

if TYPE_CHECKING:
    from snakemake.script import snakemake

with stage(snakemake):
    records = Records.model_validate_json(Path(snakemake.input.records).read_bytes())
    report, wanted = snakemake.wildcards.report, Report.model_validate(snakemake.params.report)
    require_known({report: wanted}, records)
    facts, html = Facts(map(Path, snakemake.input.facts)), {}
    for volume in volumes_of(report, wanted, by_county(records.programme)):
        drawn = drawings.read(snakemake.input.drawings, volume)
        html[volume.part] = render_html(
            report, wanted, records, facts, TEMPLATES, drawn, volume.part
        )
    Path(snakemake.output.html).write_text(html.pop(""), encoding="utf-8")
    Path(snakemake.output.counties).write_text(json.dumps(html), encoding="utf-8")
