from delrapport.ingest import TABLES, raw_files


# Begun before all else: it alone says what is wrong, in files too that no report reads.
rule check_raw:
    input:
        raw_files(RAW),
    output:
        stamp="build/raw.sha256",
    log:
        "build/logs/check_raw.log",
    priority: 2
    params:
        folder=lambda wildcards: str(RAW),
        declared=DECLARED,
        made_of=sources.made_of("check_raw", raw_files(RAW)),
    message:
        "Checking the raw data in {params.folder}"
    script:
        "../scripts/check_raw.py"


rule ingest_records:
    input:
        read_files,
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
