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
        raw=content(raw_files(RAW), RAW),
        config=CONFIG.model_dump(mode="json"),
        code=code("ingest_records.py"),
    message:
        "Checking the raw data in {RAW}"
    script:
        "../scripts/ingest_records.py"
