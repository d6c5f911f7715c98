rule outline_country:
    output:
        country="build/figures/country.json",
    log:
        "build/logs/outline_country.log",
    params:
        made_of=sources.made_of("outline_country"),
    message:
        "Reading the boundaries of Sweden's municipalities"
    script:
        "../scripts/outline_country.py"


rule draw_payments:
    input:
        records="build/records/common.json",
        facts="build/values/common.json",
        country="build/figures/country.json",
        colours=COLOURS,
        fonts=FONTS,
    output:
        report(
            drawings.files_of(drawings.PAYMENTS, CONFIG.reports.values(), RAW),
            category="Figures",
            caption="../report/payments.rst",
        ),
    log:
        "build/logs/draw_payments.log",
    # Reports wait for it.
    priority: 1
    params:
        made_of=sources.made_of("draw_payments", [COLOURS, *FONTS]),
    message:
        "Drawing the payments"
    script:
        "../scripts/draw_payments.py"


rule draw_statistics:
    input:
        records="build/records/common.json",
        facts="build/values/common.json",
        colours=COLOURS,
        fonts=FONTS,
    output:
        report(
            drawings.files_of(drawings.STATISTICS, CONFIG.reports.values(), RAW),
            category="Figures",
            caption="../report/statistics.rst",
        ),
    log:
        "build/logs/draw_statistics.log",
    # Reports wait for it.
    priority: 1
    params:
        made_of=sources.made_of("draw_statistics", [COLOURS, *FONTS]),
    message:
        "Drawing indicators, other variables and moves"
    script:
        "../scripts/draw_statistics.py"


rule draw_flow:
    input:
        records="build/records/common.json",
        facts="build/values/common.json",
        colours=COLOURS,
        fonts=FONTS,
    output:
        report(
            drawings.files_of(drawings.FLOW, CONFIG.reports.values(), RAW),
            category="Figures",
            caption="../report/flow.rst",
        ),
    log:
        "build/logs/draw_flow.log",
    # Reports wait for it.
    priority: 1
    params:
        made_of=sources.made_of("draw_flow", [COLOURS, *FONTS]),
    message:
        "Drawing the use of the money"
    script:
        "../scripts/draw_flow.py"
