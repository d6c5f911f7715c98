"""Records and facts to the drawings of how the money flowed, in each year of use and in all."""

from pathlib import Path
from typing import TYPE_CHECKING

from delrapport.bands import plot_flow
from delrapport.drawings import subject_of
from delrapport.facts import read_facts
from delrapport.palette import palette
from delrapport.records import Records
from delrapport.stage import stage

if TYPE_CHECKING:
    from snakemake.script import snakemake

with stage(snakemake):
    records = Records.model_validate_json(Path(snakemake.input.records).read_bytes())
    facts = read_facts(Path(snakemake.input.facts).read_bytes())
    colours = palette(Path(snakemake.input.colours).read_text(encoding="utf-8"))
    fonts = Path(snakemake.input.fonts[0]).parent
    for file in snakemake.output:
        _, year = subject_of(file)
        drawing = plot_flow(year, records, facts, colours, fonts)
        Path(file).write_text(drawing, encoding="utf-8")
