"""Records, facts and templates to the HTML of one report."""

from pathlib import Path
from typing import TYPE_CHECKING

from delrapport import drawings
from delrapport.config import Report, require_known
from delrapport.fact import Facts
from delrapport.records import Records
from delrapport.render_html import render_html
from delrapport.sources import TEMPLATES
from delrapport.stage import stage

if TYPE_CHECKING:
    from snakemake.script import snakemake

with stage(snakemake):
    records = Records.model_validate_json(Path(snakemake.input.records).read_bytes())
    wanted = Report.model_validate(snakemake.params.report)
    require_known({snakemake.wildcards.report: wanted}, records)
    facts = Facts(map(Path, snakemake.input.facts))
    html = render_html(
        snakemake.wildcards.report,
        wanted,
        records,
        facts,
        TEMPLATES,
        drawings.read(snakemake.input.drawings),
        snakemake.wildcards.part,
    )
    Path(snakemake.output.html).write_text(html, encoding="utf-8")
