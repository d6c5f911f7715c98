# What every stage needs to know: the configuration, and what it depends on besides its inputs.

from snakemake.exceptions import WorkflowError

from delrapport.problems import RawDataError

try:
    CONFIG = settings.from_snakemake(config)
except RawDataError as error:
    raise WorkflowError(f"The configuration can't be used:\n{error}")

ROOT = Path(workflow.basedir)
TEMPLATES = ROOT / "templates"
RAW = Path(CONFIG.data)


wildcard_constraints:
    report="|".join(CONFIG.reports),


def code(script):
    """A digest of a script and of every module of ours that it imports.

    Snakemake sees the script only; with this as a parameter an edited module reruns its stages.
    """
    return sources.digest(
        sources.modules_of(ROOT / "workflow/scripts" / script, ROOT / "workflow"), ROOT
    )


def content(files, root=ROOT):
    """A digest of files, so that a changed file with an older time stamp is seen too."""
    return sources.digest(files, root)
