"""What the last build left, so that what was changed by hand since then is made again.

Snakemake takes an output for right that is there and newer than its inputs. Each stage therefore
leaves a seal, the digests of its outputs; a build begins by discarding what differs from its seal.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from delrapport import sources

SEALS = sources.BUILD / "seals"
# The digest of the rules that made all that is sealed.
RULES = SEALS / "rules.sha256"
# Without its records Snakemake doesn't know what an output was made of.
RECORDS = Path(".snakemake/metadata")


def of(log: Path) -> Path:
    """Where the seal of the job lies that writes this log: build/logs/a/b.log → build/seals/a/b."""
    return SEALS / log.relative_to(sources.BUILD / "logs").with_suffix(".json")


def seal(outputs: Iterable[str], file: Path) -> None:
    """Write the digests of a job's outputs."""
    file.parent.mkdir(parents=True, exist_ok=True)
    digests = {output: sources.content(Path(output)) for output in outputs}
    # In one step: a kill leaves the seal whole or none.
    temporary = file.with_suffix(".part")
    temporary.write_text(json.dumps(digests, indent=1) + "\n", encoding="utf-8")
    temporary.replace(file)


def discard_changed(rules: str) -> list[str]:
    """Delete every output that is not as its stage left it; returns a line about each.

    All of them go where nobody knows what they were made of: Snakemake's records are gone, or they
    are of rules whose digest was not `rules`. It takes a job whose rule got another output, of
    which there is no record, for one that it knows nothing of, and so for up to date.
    """
    known = RECORDS.is_dir() and RULES.is_file() and RULES.read_text(encoding="utf-8") == rules
    changed = [
        Path(output)
        for file in sources.files_under(SEALS, "*.json")
        for output, digest in json.loads(file.read_text(encoding="utf-8")).items()
        if Path(output).exists() and not (known and sources.content(Path(output)) == digest)
    ]
    for output in changed:
        output.unlink()
    SEALS.mkdir(parents=True, exist_ok=True)
    RULES.write_text(rules, encoding="utf-8")
    if changed and not known:
        return ["The rules have changed, or Snakemake's records are gone; all is made again."]
    return [f"{output} is not as the build left it; it is made again." for output in changed]
