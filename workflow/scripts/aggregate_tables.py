"""Records and long tables to aggregated tables and facts."""

from pathlib import Path
from typing import TYPE_CHECKING

from delrapport import aggregate, facts, ledger, registry
from delrapport.fact import Facts, written
from delrapport.records import Records
from delrapport.stage import stage

if TYPE_CHECKING:
    from snakemake.script import snakemake

with stage(snakemake):
    records = Records.model_validate_json(Path(snakemake.input.records).read_bytes())
    read = map(Path, snakemake.input.tables)
    raw = aggregate.RawTables(
        **{file.stem: aggregate.read_table(file.read_text("utf-8")) for file in read}
    )
    tables = aggregate.aggregate_tables(raw, records)
    files = {Path(file).stem: file for file in snakemake.output.tables}
    assert files.keys() == tables.keys(), "the rule names other tables than there are"
    for name, table in tables.items():
        table.to_csv(files[name], lineterminator="\n")
    ledgers = [(Path(file).stem, Path(file).read_text("utf-8")) for file in snakemake.input.ledgers]
    steps, columns = ledger.read(ledgers), aggregate.columns(tables)
    found = facts.evaluate(
        records,
        lambda cell: steps[cell] if cell in steps else aggregate.lookup(columns, cell),
        Facts(map(Path, snakemake.input.known)),
    )
    registry.write(written(found.values()), Path(snakemake.output.facts))
