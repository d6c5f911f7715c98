rule render_html:
    input:
        records="build/records.json",
        facts="build/values.json",
        templates=template_files,
        drawings=drawings,
    output:
        html="build/html/{report}.html",
    log:
        "build/logs/render_html/{report}.log",
    params:
        report=lambda wildcards: CONFIG.reports[wildcards.report].model_dump(mode="json"),
        templates=lambda wildcards: content(template_files(wildcards)),
        folder=str(TEMPLATES),
        code=code("render_html.py"),
    message:
        "Writing {wildcards.report}"
    script:
        "../scripts/render_html.py"


rule render_pdf:
    input:
        html="build/html/{report}.html",
        stylesheets=STYLESHEETS,
        fonts=FONTS,
        fontconfig=TEMPLATES / "fonts/fonts.conf",
    output:
        pdf="build/pdf/{report}.pdf",
    log:
        "build/logs/render_pdf/{report}.log",
    params:
        look=content(STYLESHEETS + FONTS + [TEMPLATES / "fonts/fonts.conf"]),
        code=code("render_pdf.py"),
    message:
        "Typesetting {wildcards.report}"
    script:
        "../scripts/render_pdf.py"


rule check_report:
    input:
        html="build/html/{report}.html",
        pdf="build/pdf/{report}.pdf",
        facts="build/values.json",
        records="build/records.json",
        inks=TEMPLATES / "css/2-variables.css",
    output:
        printed="build/printed/{report}.json",
    log:
        "build/logs/check_report/{report}.log",
    params:
        code=code("check_report.py"),
    message:
        "Checking that {wildcards.report} prints facts and nothing else"
    script:
        "../scripts/check_report.py"


rule register_facts:
    input:
        facts="build/values.json",
        printed=expand("build/printed/{report}.json", report=CONFIG.reports),
    output:
        registry="build/facts.json",
    log:
        "build/logs/register_facts.log",
    params:
        code=code("register_facts.py"),
    message:
        "Registering where each fact is printed"
    script:
        "../scripts/register_facts.py"


rule publish_report:
    input:
        pdf="build/pdf/{report}.pdf",
        # Nothing is published that prints what is no fact.
        checked="build/printed/{report}.json",
    output:
        # Snakemake deletes an output before its job; `update` keeps the old report until the
        # new one replaces it in one step.
        pdf=update("reports/{report}.pdf"),
    log:
        "build/logs/publish_report/{report}.log",
    params:
        code=code("publish_report.py"),
    message:
        "Publishing {output.pdf}"
    script:
        "../scripts/publish_report.py"
