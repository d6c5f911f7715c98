"""HTML and style sheets to the PDF of one report."""

from pathlib import Path
from typing import TYPE_CHECKING

from delrapport.render_pdf import typeset
from delrapport.stage import stage

if TYPE_CHECKING:
    from snakemake.script import snakemake

with stage(snakemake):
    file, given = Path(snakemake.input.html), snakemake.input
    html = file.read_text(encoding="utf-8")
    pdf = typeset(html, file.parent, given.stylesheets, given.hyphenation)
    Path(snakemake.output.pdf).write_bytes(pdf)
