from delrapport.ingest import raw_files

TABLES = ["districts", "payments", "interviewees"]


rule ingest_records:
    input:
        raw_files(RAW),
    output:
        records="build/records.json",
        tables=expand("build/tables/{table}.csv", table=TABLES),
    log:
        "build/logs/ingest_records.log",
    params:
        folder=str(RAW),
        made_of=sources.made_of("ingest_records", raw_files(RAW)),
    message:
        "Checking the raw data in {params.folder}"
    script:
        "../scripts/ingest_records.py"


rule check_config:
    input:
        records="build/records.json",
    output:
        config="build/config.json",
    log:
        "build/logs/check_config.log",
    params:
        config=CONFIG.model_dump(mode="json"),
        made_of=sources.made_of("check_config"),
    message:
        "Checking the configuration against the data"
    script:
        "../scripts/check_config.py"
