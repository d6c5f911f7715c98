rule render_html:
    input:
        records="build/records.json",
        facts="build/facts.json",
        templates=template_files,
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


rule publish_report:
    input:
        pdf="build/pdf/{report}.pdf",
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
