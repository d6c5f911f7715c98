from delrapport.ingest import TABLES, raw_files


# Begun before all else: it alone says what is wrong, in files too that no report reads.
rule check_raw:
    input:
        raw_files(RAW),
    output:
        stamp="build/raw.sha256",
    log:
        "build/logs/check_raw.log",
    priority: 4
    params:
        folder=lambda wildcards: str(RAW),
        declared=DECLARED,
        made_of=sources.made_of("check_raw", raw_files(RAW)),
    message:
        "Checking the raw data in {params.folder}"
    script:
        "../scripts/check_raw.py"


# What may not be told is taken out before anything is made of it; only the allocation still sees it.
rule hide_cells:
    input:
        raw=scopes.files_of(scopes.COMMON, [], RAW),
        earlier=EARLIER,
    output:
        log="build/disclosure.json",
        records="build/private/records.json",
    log:
        "build/logs/hide_cells.log",
    priority: 4
    params:
        folder=lambda wildcards: str(RAW),
        declared=DECLARED,
        rule=DISCLOSURE,
        made_of=lambda wildcards, input: sources.made_of("hide_cells", map(Path, input)),
    message:
        "Looking for what figures would tell of individuals"
    script:
        "../scripts/hide_cells.py"


rule ingest_records:
    input:
        raw=read_files,
        hidden=["build/disclosure.json"] if DISCLOSURE else [],
    output:
        records="build/records/{scope}.json",
        tables=expand("build/tables/{{scope}}/{table}.csv", table=TABLES),
    log:
        "build/logs/ingest_records/{scope}.log",
    priority: waited_for
    params:
        folder=lambda wildcards: str(RAW),
        declared=DECLARED,
        made_of=lambda wildcards: sources.made_of("ingest_records", read_files(wildcards)),
    message:
        "Reading the raw data of {wildcards.scope}"
    script:
        "../scripts/ingest_records.py"
