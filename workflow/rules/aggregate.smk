AGGREGATES = [
    "payments",
    "payments_by_municipality",
    "payments_by_district",
    "ranking",
    "extremes",
    "rounds",
    "interviewees_by_group",
    "interviewees_by_side",
    "interviewees_by_municipality",
    "interviewees_by_municipality_and_side",
    "interviewees_in_all",
    "use_places",
    "use_balances",
    "use_groups",
    "use_crossed",
    "use_largest",
    "use_lists",
]


rule aggregate_tables:
    input:
        records="build/records.json",
        tables=expand("build/tables/{table}.csv", table=TABLES),
        ledgers=expand("build/allocation/{payment}/{table}.csv", payment=ALLOCATED, table=LEDGER),
    output:
        tables=report(
            expand("build/aggregates/{table}.csv", table=AGGREGATES),
            category="Tables",
            caption="../report/table.rst",
        ),
        facts="build/values.json",
    log:
        "build/logs/aggregate_tables.log",
    params:
        made_of=sources.made_of("aggregate_tables"),
    message:
        "Computing sums, ranks and counts"
    script:
        "../scripts/aggregate_tables.py"
