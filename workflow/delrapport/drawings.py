"""Which drawings there are of each kind of figure, and in which files they lie."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from delrapport.config import FOLDERS, Report
from delrapport.models import Figure
from delrapport.svg import Drawing, read_drawings
from delrapport.use_of_money import ALL
from delrapport.volumes import Volume

PAYMENTS: tuple[Figure, ...] = ("payments chart", "payments map", "scenarios chart")
STATISTICS: tuple[Figure, ...] = ("indicator charts", "variable charts", "moves chart")
FLOW: tuple[Figure, ...] = ("flow chart",)
"""What a build lists together."""
BY_DISTRICT = frozenset[Figure]((*STATISTICS, "payments chart", "scenarios chart"))
"""Those with a panel or a row for each district."""
WHOLE = Volume("")


def files(
    figures: Iterable[Figure], payments: Sequence[str], data: Path, volume: Volume = WHOLE
) -> list[str]:
    """Where the drawings of these figures lie: `build/figures/indicators/lasning.svg`.

    `payments` are those of a report, `data` is the folder of raw data. Of a county's districts
    alone, which its volume shows, is `lasning.norrbygd.svg`.
    """
    return [
        f"build/figures/{FOLDERS[figure]}/{subject}{part}.svg"
        for figure in figures
        for subject in _subjects(figure, payments, data)
        for part in _parts(figure, volume)
    ]


def files_of(
    kinds: Iterable[Figure], reports: Mapping[str, Report], volumes: Iterable[Volume], data: Path
) -> list[str]:
    """Where those drawings of some kinds lie that any of the reports' volumes shows."""
    return sorted(
        {
            file
            for volume in volumes
            for report in [reports[volume.report]]
            for file in files(set(kinds) & set(report.figures), report.payments, data, volume)
        }
    )


def _parts(figure: Figure, volume: Volume) -> list[str]:
    """What the names of its drawings in a volume end with: that of the county whose they are."""
    if figure not in BY_DISTRICT or volume.municipalities is None:
        return [""]
    return [volume.part] if volume.county else []


def _subjects(figure: Figure, payments: Sequence[str], data: Path) -> list[str]:
    """What a figure has drawings of: payments, years of use, or series by their files' names."""
    match figure:
        case "scenarios chart":
            return [payments[-1]]
        case "indicator charts" | "variable charts":
            return sorted(file.stem for file in (data / FOLDERS[figure]).glob("*.yaml"))
        case "moves chart":
            return [file.stem for file in data.glob("moves.yaml")]
        case "flow chart":
            years = sorted({file.parent.name for file in data.glob("activities/*/*.yaml")})
            return [*years, ALL] if years else []
        case _:
            return list(payments)


def subject_of(file: str) -> tuple[Figure, str, str]:
    """What a drawing shows, by where it lies, and of which county alone, if any."""
    figures: Mapping[str, Figure] = {folder: figure for figure, folder in FOLDERS.items()}
    subject, _, county = Path(file).stem.partition(".")
    return figures[Path(file).parent.name], subject, county


def read(files: Iterable[str], volume: Volume = WHOLE) -> dict[Figure, dict[str, list[Drawing]]]:
    """Figure → payment, series or year → its drawings, one a page; those that a volume shows."""
    found: dict[Figure, dict[str, list[Drawing]]] = {}
    for file in files:
        figure, subject, county = subject_of(file)
        if county in ("", volume.county):
            parts = read_drawings(Path(file).read_text(encoding="utf-8"))
            found.setdefault(figure, {})[subject] = parts
    return found
