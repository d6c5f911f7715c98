# What every stage needs to know: the configuration, and what it depends on besides its inputs.

import os

from snakemake.exceptions import WorkflowError

from delrapport.problems import RawDataError

try:
    CONFIG = settings.from_snakemake(config)
except RawDataError as error:
    raise WorkflowError(f"The configuration can't be used:\n{error}")

# Seen from the working directory, so that a moved folder is not a changed one.
ROOT = Path(os.path.relpath(workflow.basedir))
TEMPLATES = ROOT / "templates"
RAW = Path(CONFIG.data)
STYLESHEETS = sources.files_under(TEMPLATES / "css", "*.css")
FONTS = sources.files_under(TEMPLATES / "fonts", "*.otf")


wildcard_constraints:
    report="|".join(CONFIG.reports),
    payment=r"\d{4}-\d{2}",


def code(script):
    """A digest of a script and of every module of ours that it imports.

    Snakemake sees the script only; with this as a parameter an edited module reruns its stages.
    """
    modules = sources.modules_of(ROOT / "workflow/scripts" / script, ROOT / "workflow")
    return sources.digest(modules, ROOT)


def content(files, root=ROOT):
    """A digest of files, so that a changed file with an older time stamp is seen too."""
    return sources.digest(files, root)


def template_files(wildcards):
    """The templates of one report: its own folder and what all reports share."""
    own = CONFIG.reports[wildcards.report].template
    folders = [TEMPLATES / own, TEMPLATES / "shared"]
    return [file for folder in folders for file in sources.files_under(folder, "*.j2")]
