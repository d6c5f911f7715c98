rule aggregate_tables:
    input:
        records="build/records.json",
        tables=expand("build/tables/{table}.csv", table=TABLES),
    output:
        tables=directory("build/aggregates"),
        facts="build/values.json",
    log:
        "build/logs/aggregate_tables.log",
    params:
        made_of=sources.made_of("aggregate_tables"),
    message:
        "Computing sums, ranks and counts"
    script:
        "../scripts/aggregate_tables.py"
