from delrapport.ingest import TABLES, raw_files


rule ingest_records:
    input:
        raw_files(RAW),
    output:
        records="build/records.json",
        tables=expand("build/tables/{table}.csv", table=TABLES),
    log:
        "build/logs/ingest_records.log",
    params:
        folder=lambda wildcards: str(RAW),
        declared=DECLARED,
        made_of=sources.made_of("ingest_records", raw_files(RAW)),
    message:
        "Checking the raw data in {params.folder}"
    script:
        "../scripts/ingest_records.py"
