"""Put finished files where readers look for them, whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def publish(finished: Path, target: Path) -> None:
    """Replace `target` by the content of `finished` in one step: a reader never sees a part."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".", delete=False) as temporary:
        temporary.write(finished.read_bytes())
        temporary.flush()
        os.fsync(temporary.fileno())
    path = Path(temporary.name)
    path.chmod(0o644)
    path.replace(target)
