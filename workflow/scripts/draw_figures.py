"""Records and facts to all drawings: in one job, to start up only once."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

from delrapport.country import Country
from delrapport.draw_figures import draw_figure
from delrapport.drawings import subject_of
from delrapport.fact import Facts
from delrapport.palette import palette
from delrapport.records import Records
from delrapport.stage import stage

if TYPE_CHECKING:
    from snakemake.script import snakemake

with stage(snakemake):
    records = Records.model_validate_json(Path(snakemake.input.records).read_bytes())
    facts = Facts([Path(snakemake.input.facts)])
    country = Country(**json.loads(Path(snakemake.input.country).read_bytes()))
    colours = palette(Path(snakemake.input.colours).read_text(encoding="utf-8"))
    fonts = Path(snakemake.input.fonts[0]).parent
    for file in snakemake.output:
        drawing = draw_figure(*subject_of(file), records, facts, country, colours, fonts)
        Path(file).write_text(drawing, encoding="utf-8")
