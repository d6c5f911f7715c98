# What every stage needs to know: the configuration, and the files that it depends on.

import os
import re
from dataclasses import asdict
from itertools import chain

from snakemake.exceptions import WorkflowError

from delrapport.parameters import about_allocation
from delrapport.problems import Mendable

CONFIG_FILES = [Path(file) for file in workflow.configfiles]

try:
    CONFIG, document = settings.from_snakemake(config, CONFIG_FILES)
    RAW = settings.data_folder(CONFIG, CONFIG_FILES[-1])
    VOLUMES = volumes.planned(CONFIG.reports, document, RAW)
    environment.require_locked(sources.LOCK)
except Mendable as error:
    raise WorkflowError(f"This can't be built:\n{error}")

if sources.ROOT != Path(workflow.basedir).resolve():
    raise WorkflowError(f"{workflow.basedir} has no set-up of its own; run make setup there.")

# Seen from the working directory, so that a moved folder is not a changed one.
ROOT = Path(os.path.relpath(sources.ROOT))
TEMPLATES = ROOT / "templates"
# Of built-in types: Snakemake forgets parameters of any other, and sees no change of them.
DECLARED = asdict(about_allocation(document))
DISCLOSURE = CONFIG.disclosure.model_dump(mode="json") if CONFIG.disclosure else {}
EARLIER = [Path(file) for file in DISCLOSURE.get("earlier", [])]
# Where the figures stand that allocations are computed from, be they hidden elsewhere.
COUNTED = "build/private/records.json" if DISCLOSURE else "build/records/common.json"
COMMON_FACTS = f"build/values/{scopes.COMMON}.json"
STYLESHEETS = sources.files_under(TEMPLATES / "css", "*.css")
FONTS = sources.files_under(TEMPLATES / "fonts", "*.otf", "*.conf")
# Words of all programmes, and those of this one.
HYPHENATION = [TEMPLATES / "hyphenation.txt", *sources.files_under(RAW, "hyphenation.txt")]
# Charts are drawn in these colours, and by that of generated text the finished PDF is checked.
COLOURS = TEMPLATES / "css/2-variables.css"
ALL_TEMPLATES = sources.files_under(TEMPLATES, "*.j2") + STYLESHEETS + FONTS + HYPHENATION
# Scope → the rounds of interviews that it reads: see scopes.py.
SCOPES = {scopes.COMMON: []} | {report: each.rounds for report, each in CONFIG.reports.items()}
RULES = [ROOT / "Snakefile", *sources.files_under(ROOT / "workflow", "*.smk")]
CODE = [*sources.files_under(ROOT / "workflow", "*.py"), *RULES, ROOT / "uv.lock"]
SUMMARY = Summary(VOLUMES, CONFIG.allocation)

if BUILDING:
    for said in seals.discard_changed(sources.digest(RULES, ROOT)):
        print(said)
    publish.withdraw_stamp()


report: "../report/workflow.rst"


wildcard_constraints:
    report="|".join(CONFIG.reports),
    part=f"({'|'.join(sorted({re.escape(each.part) for each in VOLUMES.values()}))})",
    scope="|".join(SCOPES),
    payment=r"\d{4}-\d{2}",


def read_files(wildcards):
    """The raw files of one scope."""
    return scopes.files_of(wildcards.scope, SCOPES[wildcards.scope], RAW)


def waited_for(wildcards):
    """How soon a scope comes: allocations, drawings and with them all reports wait for one.

    By falling priority: 4 what all wait for, 3 the other scopes, 2 the HTML of all reports, 1 their
    PDFs, the longest jobs; then the checks, and last the workbooks, which nothing waits for.
    """
    return 4 if wildcards.scope == scopes.COMMON else 3


def template_files(wildcards):
    """The templates of one report: its own folder and what all reports share."""
    own = CONFIG.reports[wildcards.report].template
    folders = [TEMPLATES / own, TEMPLATES / "shared"]
    return [file for folder in folders for file in sources.files_under(folder, "*.j2")]


def own_volumes(wildcards):
    """Those of one report, the main one first."""
    return [each for each in VOLUMES.values() if each.report == wildcards.report]


def drawn(wildcards):
    """The figures of one report, in the order that its configuration names them."""
    wanted = CONFIG.reports[wildcards.report]
    found = [
        drawings.files(wanted.figures, wanted.payments, RAW, volume)
        for volume in own_volumes(wildcards)
    ]
    return list(dict.fromkeys(chain.from_iterable(found)))
