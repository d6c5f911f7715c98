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


def discard_changed() -> list[str]:
    """Delete every output that is not as its stage left it; returns their names."""
    known = RECORDS.is_dir()
    changed = [
        output
        for file in sources.files_under(SEALS, "*.json")
        for output, digest in json.loads(file.read_text(encoding="utf-8")).items()
        if Path(output).exists() and not (known and sources.content(Path(output)) == digest)
    ]
    for output in map(Path, changed):
        output.unlink()
    return changed
