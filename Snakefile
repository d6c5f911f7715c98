# The table of contents: from what people type (data/raw) to what people read (reports).
#
#   ingest     raw YAML            → checked records and long tables
#   aggregate  records and tables  → sums, ranks, counts and facts
#   figures    facts               → bars and maps, as SVG
#   reports    facts and templates → HTML → PDF → checked by the law of facts → reports/

from pathlib import Path

from delrapport import config as settings
from delrapport import sources
from delrapport.ingest import raw_files

# A programme of its own (--configfile) replaces ours instead of being mixed with it.
if not workflow.overwrite_configfiles:

    configfile: "config.yaml"


include: "workflow/rules/common.smk"
include: "workflow/rules/ingest.smk"
include: "workflow/rules/aggregate.smk"
include: "workflow/rules/figures.smk"
include: "workflow/rules/reports.smk"


rule all:
    default_target: True
    input:
        expand("reports/{report}.pdf", report=CONFIG.reports),
        "build/facts.json",
