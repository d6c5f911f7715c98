"""Put finished files where readers look for them, whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def publish(finished: Path, target: Path) -> None:
    """Replace `target` by the content of `finished` in one step: a reader never sees a part.

    Where anything fails, the old target stays and nothing is left beside it.
    """
    content = finished.read_bytes()
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
