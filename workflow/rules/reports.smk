rule render_html:
    input:
        records="build/records/{report}.json",
        facts=[COMMON_FACTS, "build/values/{report}.json"],
        templates=template_files,
        drawings=drawn,
    output:
        html="build/html/{report}.html",
    log:
        "build/logs/render_html/{report}.log",
    # All before the first is typeset, so that the longest can be begun first.
    priority: 2
    params:
        report=lambda wildcards: CONFIG.reports[wildcards.report].model_dump(mode="json"),
        made_of=lambda wildcards: sources.made_of("render_html", template_files(wildcards)),
    message:
        "Writing {wildcards.report}"
    script:
        "../scripts/render_html.py"


rule render_pdf:
    input:
        html="build/html/{report}.html",
        stylesheets=STYLESHEETS,
        fonts=FONTS,
        hyphenation=HYPHENATION,
    output:
        pdf=report("build/pdf/{report}.pdf", category="Reports", caption="../report/report.rst"),
    log:
        "build/logs/render_pdf/{report}.log",
    # The longest job of all.
    priority: 1
    params:
        made_of=sources.made_of("render_pdf", STYLESHEETS + FONTS + HYPHENATION),
        libraries=environment.libraries(),
    message:
        "Typesetting {wildcards.report}"
    script:
        "../scripts/render_pdf.py"


# Asked for by name only: `snakemake build/preview/<report>/<chapter>.pdf`. See watch.py.
rule preview_chapter:
    input:
        html="build/html/{report}.html",
        stylesheets=STYLESHEETS,
        fonts=FONTS,
        hyphenation=HYPHENATION,
    output:
        pdf="build/preview/{report}/{chapter}.pdf",
    log:
        "build/logs/preview_chapter/{report}/{chapter}.log",
    params:
        made_of=sources.made_of("preview_chapter", STYLESHEETS + FONTS + HYPHENATION),
        libraries=environment.libraries(),
    message:
        "Typesetting {wildcards.chapter} of {wildcards.report} alone"
    script:
        "../scripts/preview_chapter.py"


rule check_report:
    input:
        html="build/html/{report}.html",
        pdf="build/pdf/{report}.pdf",
        facts=[COMMON_FACTS, "build/values/{report}.json"],
        records="build/records/{report}.json",
        inks=COLOURS,
    output:
        checked="build/checked/{report}.json",
    log:
        "build/logs/check_report/{report}.log",
    params:
        made_of=sources.made_of("check_report", [COLOURS]),
    message:
        "Checking that {wildcards.report} prints facts and nothing else"
    script:
        "../scripts/check_report.py"
