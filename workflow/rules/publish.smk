# Nothing is published unless every report of the series prints facts and nothing else, and every
# source is still what it was when the build was planned.


# All that people type, earlier editions that the rule of disclosure heeds among it.
DATA = raw_files(RAW) + CONFIG_FILES + EARLIER
WORKBOOKS = expand("build/workbooks/allocation-{payment}.xlsx", payment=ALLOCATED)


rule register_facts:
    input:
        facts=expand("build/values/{scope}.json", scope=SCOPES),
        checked=expand("build/checked/{report}.json", report=CONFIG.reports),
    output:
        registry="build/facts.json",
    log:
        "build/logs/register_facts.log",
    params:
        made_of=sources.made_of("register_facts"),
    message:
        "Registering where each fact is printed"
    script:
        "../scripts/register_facts.py"


rule write_manifest:
    input:
        pdfs=expand("build/pdf/{volume}.pdf", volume=VOLUMES),
        workbooks=WORKBOOKS,
        facts="build/facts.json",
        data=DATA,
        templates=ALL_TEMPLATES,
        code=CODE,
    output:
        manifest="build/manifest.json",
    log:
        "build/logs/write_manifest.log",
    params:
        config=CONFIG.model_dump(mode="json"),
        libraries=environment.libraries(),
        made_of=sources.made_of("write_manifest", DATA + ALL_TEMPLATES + CODE),
    message:
        "Writing down what this build is made of"
    script:
        "../scripts/write_manifest.py"


rule publish_reports:
    input:
        pdfs=expand("build/pdf/{volume}.pdf", volume=VOLUMES),
        workbooks=WORKBOOKS,
        manifest="build/manifest.json",
        raw="build/raw.sha256",
    output:
        stamp=publish.STAMP,
    log:
        "build/logs/publish_reports.log",
    params:
        made_of=sources.made_of("publish_reports"),
    message:
        "Publishing in reports/"
    script:
        "../scripts/publish_reports.py"
