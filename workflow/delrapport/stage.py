"""What the scripts of all stages share: the rule's log, and failing without a traceback."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from pathlib import Path

from delrapport.problems import Mendable


@contextmanager
def logged(log: str) -> Iterator[None]:
    """Write what goes wrong to the rule's log, and leave with status 1.

    What the user can mend is said in plain words; only a mistake of ours shows its traceback.
    """
    with Path(log).open("w", encoding="utf-8") as file, redirect_stderr(file):
        try:
            yield
            return
        except Mendable as error:
            print(error, file=file)
        except Exception:
            traceback.print_exc(file=file)
    sys.exit(1)
