"""HTML and style sheets to the PDF of one report."""

from pathlib import Path
from typing import TYPE_CHECKING

from delrapport.render_pdf import render_pdf
from delrapport.stage import logged

if TYPE_CHECKING:
    from snakemake.script import snakemake

with logged(snakemake.log[0]):
    fontconfig = Path(snakemake.input.fontconfig).resolve()
    pdf = render_pdf(
        Path(snakemake.input.html).read_text(encoding="utf-8"),
        [Path(sheet) for sheet in snakemake.input.stylesheets],
        allowed=fontconfig.parents[1],
        fontconfig=fontconfig,
    )
    Path(snakemake.output.pdf).write_bytes(pdf)
