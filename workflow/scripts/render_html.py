"""Records, facts and templates to the HTML of one report, and of its counties' volumes."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile, ZipInfo

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
    report, wanted = snakemake.wildcards.report, Report.model_validate(snakemake.params.report)
    require_known({report: wanted}, records)
    facts = Facts(map(Path, snakemake.input.facts))
    drawn = partial(drawings.read, snakemake.input.drawings)
    volumes = render_html(report, wanted, records, facts, TEMPLATES, drawn)
    Path(snakemake.output.html).write_text(next(volumes)[1], encoding="utf-8")
    with ZipFile(snakemake.output.counties, "w") as counties:
        for volume, html in volumes:
            # Of no date, so that the same volumes are the same bytes.
            counties.writestr(ZipInfo(f"{volume.name}.html"), html)
