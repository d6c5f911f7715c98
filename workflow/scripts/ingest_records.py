"""Raw YAML to checked records and long tables."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from delrapport import config, ingest
from delrapport.stage import logged

if TYPE_CHECKING:
    from snakemake.script import snakemake

with logged(snakemake.log[0]):
    wanted = config.from_snakemake(snakemake.params.config)
    checks = [partial(config.problems, wanted, config.NO_FILE)]
    records = ingest.ingest_records(Path(wanted.data), also=checks)
    Path(snakemake.output.records).write_text(records.model_dump_json(indent=1), encoding="utf-8")
    districts, payments, interviewees = map(Path, snakemake.output.tables)
    districts.write_text(ingest.districts_table(records), encoding="utf-8")
    payments.write_text(ingest.payments_table(records), encoding="utf-8")
    interviewees.write_text(ingest.interviewees_table(records), encoding="utf-8")
