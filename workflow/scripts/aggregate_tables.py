"""Records and long tables to aggregated tables and facts."""

import json
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from delrapport import aggregate, facts, ledger
from delrapport.records import Records
from delrapport.stage import stage

if TYPE_CHECKING:
    from snakemake.script import snakemake

with stage(snakemake):
    records = Records.model_validate_json(Path(snakemake.input.records).read_bytes())
    raw = aggregate.RawTables(
        *(aggregate.read_table(Path(table).read_text("utf-8")) for table in snakemake.input.tables)
    )
    tables = aggregate.aggregate_tables(raw, records)
    files = {Path(file).stem: file for file in snakemake.output.tables}
    assert files.keys() == tables.keys(), "the rule names other tables than there are"
    for name, table in tables.items():
        table.to_csv(files[name], lineterminator="\n")
    ledgers: dict[str, list[str]] = {}
    for ledger_file in map(Path, snakemake.input.ledgers):
        ledgers.setdefault(ledger_file.stem, []).append(ledger_file.read_text(encoding="utf-8"))
    known = facts.evaluate(records, partial(aggregate.lookup, tables, ledger.read(ledgers)))
    text = json.dumps([asdict(fact) for fact in known.values()], ensure_ascii=False, indent=1)
    Path(snakemake.output.facts).write_text(text + "\n", encoding="utf-8")
