rule outline_country:
    output:
        country="build/figures/country.json",
    log:
        "build/logs/outline_country.log",
    # The drawings wait for it.
    priority: 4
    params:
        made_of=sources.made_of("outline_country"),
    message:
        "Reading the boundaries of Sweden's municipalities"
    script:
        "../scripts/outline_country.py"


# All of them in one job: what draws takes longer to start than to draw.
rule draw_figures:
    input:
        records="build/records/common.json",
        facts=COMMON_FACTS,
        country="build/figures/country.json",
        colours=COLOURS,
        fonts=FONTS,
    output:
        payments=report(
            drawings.files_of(drawings.PAYMENTS, CONFIG.reports, VOLUMES.values(), RAW),
            category="Figures",
            caption="../report/payments.rst",
        ),
        statistics=report(
            drawings.files_of(drawings.STATISTICS, CONFIG.reports, VOLUMES.values(), RAW),
            category="Figures",
            caption="../report/statistics.rst",
        ),
        flow=report(
            drawings.files_of(drawings.FLOW, CONFIG.reports, VOLUMES.values(), RAW),
            category="Figures",
            caption="../report/flow.rst",
        ),
    log:
        "build/logs/draw_figures.log",
    # Reports wait for it.
    priority: 4
    params:
        made_of=sources.made_of("draw_figures", [COLOURS, *FONTS]),
    message:
        "Drawing payments, statistics and the use of the money"
    script:
        "../scripts/draw_figures.py"
