"""One chapter of a report's HTML to a PDF of its own."""

from pathlib import Path
from typing import TYPE_CHECKING

from delrapport.preview import one_chapter
from delrapport.render_pdf import typeset
from delrapport.stage import stage

if TYPE_CHECKING:
    from snakemake.script import snakemake

with stage(snakemake):
    file, given = Path(snakemake.input.html), snakemake.input
    html = one_chapter(file.read_text(encoding="utf-8"), snakemake.wildcards.chapter)
    pdf = typeset(html, file.parent, given.stylesheets, given.hyphenation)
    Path(snakemake.output.pdf).write_bytes(pdf)
