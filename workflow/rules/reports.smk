# A volume is typeset in a job of its own; of a report that isn't split there is one, whose `part` is
# empty. One job a report writes all of them and one checks them: to read the facts of a country takes
# longer than to print those of a county.


rule render_html:
    input:
        records="build/records/{report}.json",
        facts=[COMMON_FACTS, "build/values/{report}.json"],
        templates=template_files,
        drawings=drawn,
    output:
        html="build/html/{report}.html",
        counties="build/html/{report}.zip",
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


rule part_html:
    input:
        counties="build/html/{report}.zip",
    output:
        html="build/html/{report}{part}.html",
    log:
        "build/logs/part_html/{report}{part}.log",
    # The main volume is written with the others.
    wildcard_constraints:
        part=r"\.[^/]+",
    priority: 2
    params:
        made_of=sources.made_of("part_html"),
    message:
        "Taking out {wildcards.report}{wildcards.part}"
    script:
        "../scripts/part_html.py"


rule render_pdf:
    input:
        html="build/html/{report}{part}.html",
        stylesheets=STYLESHEETS,
        fonts=FONTS,
        hyphenation=HYPHENATION,
    output:
        pdf=report(
            "build/pdf/{report}{part}.pdf", category="Reports", caption="../report/report.rst"
        ),
    log:
        "build/logs/render_pdf/{report}{part}.log",
    # The longest job of all.
    priority: 1
    params:
        made_of=sources.made_of("render_pdf", STYLESHEETS + FONTS + HYPHENATION),
        libraries=environment.libraries(),
    message:
        "Typesetting {wildcards.report}{wildcards.part}"
    script:
        "../scripts/render_pdf.py"


# Asked for by name only: `snakemake build/preview/<report>/<chapter>.pdf`. See watch.py.
rule preview_chapter:
    input:
        html="build/html/{report}{part}.html",
        stylesheets=STYLESHEETS,
        fonts=FONTS,
        hyphenation=HYPHENATION,
    output:
        pdf="build/preview/{report}{part}/{chapter}.pdf",
    log:
        "build/logs/preview_chapter/{report}{part}/{chapter}.log",
    params:
        made_of=sources.made_of("preview_chapter", STYLESHEETS + FONTS + HYPHENATION),
        libraries=environment.libraries(),
    message:
        "Typesetting {wildcards.chapter} of {wildcards.report}{wildcards.part} alone"
    script:
        "../scripts/preview_chapter.py"


rule check_report:
    input:
        html=lambda wildcards: [f"build/html/{each.name}.html" for each in own_volumes(wildcards)],
        pdf=lambda wildcards: [f"build/pdf/{each.name}.pdf" for each in own_volumes(wildcards)],
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
