"""The build manifest: everything that decides the bytes of the reports, and the bytes' digests.

It names no time, user, host or folder: two builds with the same manifest have the same reports.
"""

from __future__ import annotations

import platform
import sys
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from delrapport import environment, sources


def manifest(
    files: Mapping[str, Collection[Path]], config: Mapping[str, Any], made: Mapping[str, Path]
) -> dict[str, Any]:
    """What a build is made of and what it made, ready for JSON.

    `files` are the source files by kind (data, templates, code); `made` the finished files by name.
    """
    kinds = {kind: _digests(found) for kind, found in files.items()}
    return {
        "made": {name: sources.content(file) for name, file in made.items()},
        "config": config,
        **kinds,
        "package": sources.digest(files["code"], sources.ROOT, Path()),
        "lock": sources.content(sources.LOCK),
        "python": environment.python(),
        "engine": environment.engine(),
        "packages": environment.versions(sources.LOCK),
        "libraries": environment.libraries(),
        "platform": f"{sys.platform} {platform.machine()}",
    }


def _digests(files: Collection[Path]) -> dict[str, str]:
    named = {sources.name(file, (sources.ROOT, Path())): file for file in files}
    return {name: sources.content(file) for name, file in sorted(named.items())}
