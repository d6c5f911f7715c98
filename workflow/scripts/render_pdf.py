"""HTML and style sheets to the PDF of one report."""

from pathlib import Path
from typing import TYPE_CHECKING

from delrapport.render_pdf import render_pdf
from delrapport.stage import logged

if TYPE_CHECKING:
    from snakemake.script import snakemake

with logged(snakemake.log[0]):
    html = Path(snakemake.input.html)
    fontconfig = Path(snakemake.input.fontconfig)
    templates, build = fontconfig.parents[1], html.parents[1]
    pdf = render_pdf(
        html.read_text(encoding="utf-8"),
        [Path(sheet) for sheet in snakemake.input.stylesheets],
        base=html.parent,
        allowed=[templates, build],
        fontconfig=fontconfig,
    )
    Path(snakemake.output.pdf).write_bytes(pdf)
