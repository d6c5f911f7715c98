"""The few lines that end a build: what it made, or what to do now."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from delrapport import sources
from delrapport.publish import REPORTS
from delrapport.stage import WARNING

LOGS = sources.BUILD / "logs"
RULE = "─" * 72


@dataclass(frozen=True)
class Summary:
    """A build of these volumes and of the workbooks of these payments, from when it began."""

    volumes: Iterable[str]
    payments: Iterable[str] = ()
    begun: float = field(default_factory=time.time)

    def succeeded(self) -> str:
        """What stands in `reports/`, how long it took, and what deserves a look."""
        pages = self._pages()
        lines = [self._report(name, pages) for name in self.volumes]
        lines += [self._workbook(payment) for payment in self.payments]
        lines += self._strangers()
        warnings = self._warnings()
        lines.append(f"{self._seconds()}, {_count(len(warnings), 'warning')}; logs in {LOGS}/")
        return _block([*lines, *warnings])

    def failed(self) -> str:
        """What is left as it was, and what to do."""
        return _block(
            [
                f"The build failed after {self._seconds()}. {REPORTS}/ is as it was.",
                f"What went wrong stands above and in {LOGS}/. Mend it and run snakemake again:",
                "what was finished is not made again.",
            ]
        )

    def _pages(self) -> dict[str, int]:
        """Volume → its pages, of the reports that are checked."""
        reports = dict.fromkeys(name.partition(".")[0] for name in self.volumes)
        files = (sources.BUILD / "checked" / f"{report}.json" for report in reports)
        checked = [json.loads(file.read_bytes()) for file in files if file.is_file()]
        return {name: each["pages"] for report in checked for name, each in report.items()}

    def _report(self, name: str, pages: Mapping[str, int]) -> str:
        report = REPORTS / f"{name}.pdf"
        if not report.is_file():
            return f"{report}: not built yet"
        size = f"{report.stat().st_size / 1e6:.1f} MB"
        return f"{report}: {pages.get(name, 'unknown')} pages, {size}, {self._made(report)}"

    def _workbook(self, payment: str) -> str:
        workbook = REPORTS / f"allocation-{payment}.xlsx"
        if not workbook.is_file():
            return f"{workbook}: not built yet"
        return f"{workbook}: {workbook.stat().st_size / 1e3:.0f} kB, {self._made(workbook)}"

    def _made(self, file: Path) -> str:
        return "built" if file.stat().st_mtime >= self.begun else "as before"

    def _strangers(self) -> list[str]:
        """Reports and workbooks that an earlier configuration built."""
        known = {REPORTS / f"{name}.pdf" for name in self.volumes}
        known |= {REPORTS / f"allocation-{payment}.xlsx" for payment in self.payments}
        return [
            f"{report}: not in this configuration; it may be out of date"
            for report in sources.files_under(REPORTS, "*.pdf", "*.xlsx")
            if report not in known
        ]

    def _warnings(self) -> list[str]:
        return [
            f"{log}: {line}"
            for log in sources.files_under(LOGS, "*.log")
            for line in log.read_text(encoding="utf-8").splitlines()
            if line.startswith(WARNING)
        ]

    def _seconds(self) -> str:
        return _count(round(time.time() - self.begun), "second")


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _block(lines: Iterable[str]) -> str:
    return "\n".join(["", RULE, *lines, RULE, ""])
