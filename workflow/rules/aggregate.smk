AGGREGATES = [
    "payments",
    "payments_by_municipality",
    "payments_by_district",
    "payments_by_county",
    "ranking",
    "extremes",
    "rounds",
    "interviewees_by_group",
    "interviewees_by_side",
    "interviewees_by_municipality",
    "interviewees_by_municipality_and_side",
    "interviewees_in_all",
    "use_places",
    "use_counties",
    "use_balances",
    "use_groups",
    "use_crossed",
    "use_largest",
    "use_lists",
    "levels",
    "changes",
    "spreads",
    "trends",
    "movements",
    "conclusions",
    "conclusions_by_district",
]


rule aggregate_tables:
    input:
        records="build/records/{scope}.json",
        tables=expand("build/tables/{{scope}}/{table}.csv", table=TABLES),
        # A report adds to what is common.
        known=lambda wildcards: [] if wildcards.scope == scopes.COMMON else [COMMON_FACTS],
        ledgers=expand("build/allocation/{payment}/{table}.csv", payment=ALLOCATED, table=LEDGER),
    output:
        tables=report(
            expand("build/aggregates/{{scope}}/{table}.csv", table=AGGREGATES),
            category="Tables",
            subcategory="{scope}",
            caption="../report/table.rst",
        ),
        facts="build/values/{scope}.json",
    log:
        "build/logs/aggregate_tables/{scope}.log",
    priority: waited_for
    params:
        made_of=sources.made_of("aggregate_tables"),
    message:
        "Computing sums, ranks and counts of {wildcards.scope}"
    script:
        "../scripts/aggregate_tables.py"
