# The table of contents: from what people type (data/raw) to what people read (reports).
#
#   ingest     raw YAML            → checked records and long tables
#   allocate   records             → each step from counts to amounts
#   aggregate  all tables          → sums, ranks, counts and facts
#   figures    facts               → bars and maps, as SVG
#   reports    facts and templates → HTML → PDF → checked by the law of facts
#   publish    all of it           → facts.json, manifest.json, reports/

import atexit
import sys
from pathlib import Path

from delrapport import building, config as settings, drawings, environment, publish
from delrapport import scopes, seals, sources, volumes
from delrapport.summary import Summary

# One build at a time, from before the first file is read. Only the build's own process: jobs read
# this file too on a cluster, and a dry run waits for nobody.
BUILDING = workflow.is_main_process and not workflow.output_settings.dryrun
if BUILDING:
    building.begin()

# A programme of its own (--configfile) replaces ours instead of being mixed with it.
if not workflow.overwrite_configfiles:

    configfile: "config.yaml"


include: "workflow/rules/common.smk"
include: "workflow/rules/ingest.smk"
include: "workflow/rules/allocate.smk"
include: "workflow/rules/aggregate.smk"
include: "workflow/rules/figures.smk"
include: "workflow/rules/reports.smk"
include: "workflow/rules/publish.smk"


rule all:
    default_target: True
    input:
        publish.STAMP,
    message:
        "All reports are published"


# What a build ends with is the last thing that it says, after Snakemake's own last words.
onsuccess:
    atexit.register(sys.stderr.write, SUMMARY.succeeded())


onerror:
    atexit.register(sys.stderr.write, SUMMARY.failed())
