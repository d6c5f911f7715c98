# A payment for which config.yaml declares parameters is shared out anew by the model.

ALLOCATED = list(CONFIG.allocation)
LEDGER = [
    "ledger",
    "factors",
    "indicators",
    "amounts",
    "totals",
    "scenarios",
    "left_out",
    "swings",
    "one_person",
]


rule allocate_payment:
    input:
        records=COUNTED,
    output:
        tables=report(
            expand("build/allocation/{{payment}}/{table}.csv", table=LEDGER),
            category="Allocation",
            caption="../report/ledger.rst",
        ),
        proof="build/allocation/{payment}/proof.json",
    log:
        "build/logs/allocate_payment/{payment}.log",
    # Every scope's facts wait for it.
    priority: 4
    params:
        made_of=sources.made_of("allocate_payment"),
    message:
        "Sharing out the payment of {wildcards.payment}"
    script:
        "../scripts/allocate_payment.py"


rule write_workbook:
    input:
        records=COUNTED,
    output:
        workbook="build/workbooks/allocation-{payment}.xlsx",
    log:
        "build/logs/write_workbook/{payment}.log",
    # No report waits for it.
    priority: -1
    params:
        made_of=sources.made_of("write_workbook"),
    message:
        "Writing the workbook of the payment of {wildcards.payment}"
    script:
        "../scripts/write_workbook.py"
