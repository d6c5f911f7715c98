"""HTML and style sheets to the PDF of one report."""

from pathlib import Path
from typing import TYPE_CHECKING

from delrapport.hyphenation import read_seams
from delrapport.render_pdf import render_pdf
from delrapport.sources import BUILD, TEMPLATES
from delrapport.stage import stage

if TYPE_CHECKING:
    from snakemake.script import snakemake

with stage(snakemake):
    html = Path(snakemake.input.html)
    pdf = render_pdf(
        html.read_text(encoding="utf-8"),
        [Path(sheet) for sheet in snakemake.input.stylesheets],
        base=html.parent,
        allowed=[TEMPLATES, BUILD],
        fontconfig=TEMPLATES / "fonts/fonts.conf",
        divided=read_seams(snakemake.input.hyphenation),
    )
    Path(snakemake.output.pdf).write_bytes(pdf)
