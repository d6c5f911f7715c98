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


rule plot_payments:
    input:
        records="build/records/common.json",
        facts="build/values/common.json",
        colours=COLOURS,
        fonts=FONTS,
    output:
        drawing=report(
            "build/figures/payments/{payment}.svg",
            category="Figures",
            caption="../report/bars.rst",
        ),
    log:
        "build/logs/plot_payments/{payment}.log",
    params:
        made_of=sources.made_of("plot_payments", [COLOURS, *FONTS]),
    message:
        "Drawing the bars of {wildcards.payment}"
    script:
        "../scripts/plot_payments.py"


rule map_payments:
    input:
        records="build/records/common.json",
        facts="build/values/common.json",
        country="build/figures/country.json",
        colours=COLOURS,
        fonts=FONTS,
    output:
        drawing=report(
            "build/figures/map/{payment}.svg",
            category="Figures",
            caption="../report/map.rst",
        ),
    log:
        "build/logs/map_payments/{payment}.log",
    params:
        made_of=sources.made_of("map_payments", [COLOURS, *FONTS]),
    message:
        "Drawing the map of {wildcards.payment}"
    script:
        "../scripts/map_payments.py"


rule plot_scenarios:
    input:
        records="build/records/common.json",
        facts="build/values/common.json",
        colours=COLOURS,
        fonts=FONTS,
    output:
        drawing=report(
            "build/figures/scenarios/{payment}.svg",
            category="Figures",
            caption="../report/dots.rst",
        ),
    log:
        "build/logs/plot_scenarios/{payment}.log",
    params:
        made_of=sources.made_of("plot_scenarios", [COLOURS, *FONTS]),
    message:
        "Drawing the scenarios of {wildcards.payment}"
    script:
        "../scripts/plot_scenarios.py"


rule draw_statistics:
    input:
        records="build/records/common.json",
        facts="build/values/common.json",
        colours=COLOURS,
        fonts=FONTS,
    output:
        report(
            drawings.files(drawings.STATISTICS, [], RAW),
            category="Figures",
            caption="../report/statistics.rst",
        ),
    log:
        "build/logs/draw_statistics.log",
    params:
        made_of=sources.made_of("draw_statistics", [COLOURS, *FONTS]),
    message:
        "Drawing indicators, other variables, moves and the use of the money"
    script:
        "../scripts/draw_statistics.py"
