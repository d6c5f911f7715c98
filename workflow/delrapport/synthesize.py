"""`python -m delrapport.synthesize FOLDER [--seed N]`: write invented figures into a data folder.

These are indicators and other variables, moves, and refugee reception. What rests on other data is
written instead with an option, when these are there: with `--payment ID --pot KRONOR --years FIRST
LAST` that payment, shared out by the rule that `config.yaml` declares for it (`--config` names
another file); with `--activities` the measures that the folder's payments are used for; with
`--rounds` the interviews by its synthetic guides. With `--municipalities N`, write a whole invented
programme into a new FOLDER: its `config.yaml` and `data/`; `--indicators K` says how many it has.
How indicators and variables move stands in `data/invented.yaml`; `--invented` names another file.
The same seed writes the same bytes. Exit status: 0, or 1 where nothing could be written.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from delrapport import folders, ingest, synthetic, synthetic_programme
from delrapport.activities import ActivitiesFile
from delrapport.config import Config, read_config
from delrapport.invented import OURS, Invented, read_invented
from delrapport.models import (
    Codebook,
    CodebookFile,
    EditionsFile,
    GuidesFile,
    InterviewsFile,
    PaymentFile,
    ProgrammeFile,
    RawFile,
    Years,
)
from delrapport.problems import Mendable, RawDataError
from delrapport.raw import Raw
from delrapport.statistics import IndicatorFile, ReceptionFile
from delrapport.synthetic_activities import activities
from delrapport.synthetic_indicators import statistics
from delrapport.synthetic_interviews import interviews
from delrapport.synthetic_moves import moves
from delrapport.synthetic_payment import payment
from delrapport.synthetic_variables import variables
from delrapport.yaml_text import yaml_text

KEPT = "only files whose source is synthetic are overwritten; move it away"
INVENTED_PAYMENT = " Beloppen är vad modellen ger; hur medlen verkligen fördelades står inte här."


@dataclass(frozen=True)
class Wanted:
    """A payment that is to be invented; the pot in whole kronor."""

    id: str
    pot: int
    years: Years


# --- What is written -------------------------------------------------------------------------


def into_folder(folder: Path, seed: int, invented: Invented) -> dict[str, str]:
    """Path in a data folder → text, for the programme that the folder describes.

    Raises `RawDataError` where the programme can't be read or a file is not ours to overwrite.
    """
    programme = _read(folder, ProgrammeFile).programme
    followed = variables(programme, seed, invented) | moves(programme, seed, invented.span())
    return _ours(folder, statistics(programme, seed, invented) | followed)


def use_of_payments(folder: Path, seed: int, invented: Invented) -> dict[str, str]:
    """As `into_folder`, of the measures that the folder's payments are used for."""
    raw = _read(folder, ProgrammeFile, PaymentFile, IndicatorFile, CodebookFile)
    payments = [file.payment for file in raw.records(PaymentFile)]
    targets = [file.indicator.id for file in raw.records(IndicatorFile)]
    used = activities(
        raw.programme.municipalities, payments, _codebook(raw), targets, invented.aims(), seed
    )
    return _ours(folder, used)


def rounds(folder: Path, seed: int) -> dict[str, str]:
    """As `into_folder`, of the interviews of every round whose guides are synthetic."""
    kinds = (EditionsFile, GuidesFile, CodebookFile, InterviewsFile, ActivitiesFile)
    raw = _read(folder, ProgrammeFile, *kinds)
    files = interviews(
        raw.programme,
        [file for file in raw.records(GuidesFile) if file.source.status == "synthetic"],
        [edition for file in raw.records(EditionsFile) for edition in file.editions],
        _codebook(raw),
        [file for file in raw.records(InterviewsFile) if file.source.status != "synthetic"],
        raw.records(ActivitiesFile),
        seed,
    )
    return _ours(folder, files)


def _read(folder: Path, *needed: type[RawFile]) -> Raw:
    """The folder's files; raises `RawDataError` where one that is needed can't be read."""
    raw, problems = ingest.read_raw(folder)
    if raw.broken & set(needed):
        raise RawDataError(p for p in problems if ingest.model_of(Path(p.file), folder) in needed)
    return raw


def _codebook(raw: Raw) -> Codebook | None:
    return next((file.codebook for file in raw.records(CodebookFile)), None)


def _ours(folder: Path, files: Mapping[str, RawFile]) -> dict[str, str]:
    """The files as text; raises `RawDataError` where one would take the place of real data."""
    if kept := [problem for name in files for problem in folders.typed(folder / name, KEPT)]:
        raise RawDataError(kept)
    return _texts(files, depth=2)


def one_payment(folder: Path, wanted: Wanted, config: Path, seed: int) -> dict[str, str]:
    """As `into_folder`, of one payment: what the model gives by the declared rule."""
    declared, document = read_config(config)
    rule = declared.allocation.get(wanted.id)
    if rule is None:
        allowed = f"parameters for {wanted.id}"
        problem = document.problem(("allocation",), f"has none for {wanted.id}", allowed, key=True)
        raise RawDataError([problem])
    raw, _ = ingest.read_raw(folder)
    indicators = raw.records(IndicatorFile)
    amounts = payment(
        wanted.id,
        wanted.pot,
        wanted.years,
        rule.weighted([file.indicator.id for file in indicators]),
        raw.programme,
        indicators,
        next(iter(raw.records(ReceptionFile)), None),
    )
    file = PaymentFile(source=synthetic.source(seed, INVENTED_PAYMENT), payment=amounts)
    return _ours(folder, {f"payments/{wanted.id}.yaml": file})


def whole_programme(
    municipalities: int, seed: int, indicators: int | None, invented: Invented
) -> dict[str, str]:
    """Path in a new folder → text; raises `Mendable` for numbers that make no programme."""
    config, files = synthetic_programme.programme(municipalities, seed, indicators, invented)
    return _texts({"config.yaml": config}, depth=1) | _texts(
        {f"data/{name}": file for name, file in files.items()}, depth=1
    )


def _texts(files: Mapping[str, RawFile | Config], depth: int) -> dict[str, str]:
    """The files as text; `depth` is how many folders below the repository they are taken to lie."""
    return {name: yaml_text(file, _schema(name, file, depth)) for name, file in files.items()}


def _schema(name: str, file: RawFile | Config, depth: int) -> str:
    up = "../" * (depth + len(PurePosixPath(name).parent.parts))
    called = "config" if isinstance(file, Config) else file.schema_name
    return f"{up}workflow/schemas/{called}.schema.json"


# --- The command -----------------------------------------------------------------------------


def main(arguments: list[str]) -> int:
    parser = _parser()
    options = parser.parse_args(arguments)
    folder: Path = options.folder
    if options.indicators is not None and options.municipalities is None:
        parser.error("--indicators goes with --municipalities")
    try:
        files = _files(folder, options, parser)
        folders.write(folder, files)
    except Mendable as error:
        print(error, file=sys.stderr)
        return 1
    print(
        f"{', '.join(files) if len(files) == 1 else f'{len(files)} files'} written into {folder}."
    )
    return 0


def _files(
    folder: Path, options: argparse.Namespace, parser: argparse.ArgumentParser
) -> dict[str, str]:
    """What the options ask for."""
    if options.payment is not None:
        return one_payment(folder, _wanted(options, parser), options.config, options.seed)
    if options.activities:
        return use_of_payments(folder, options.seed, read_invented(options.invented))
    if options.rounds:
        return rounds(folder, options.seed)
    invented = read_invented(options.invented)
    if options.municipalities is None:
        return into_folder(folder, options.seed, invented)
    folders.require_new(folder)
    return whole_programme(options.municipalities, options.seed, options.indicators, invented)


def _wanted(options: argparse.Namespace, parser: argparse.ArgumentParser) -> Wanted:
    if options.pot is None or options.years is None:
        parser.error("--payment goes with --pot and --years")
    first, last = options.years
    return Wanted(options.payment, options.pot, Years(first=first, last=last))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m delrapport.synthesize",
        description="Write invented statistics into a data folder, or one of the things below.",
    )
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="data folder, or new folder")
    parser.add_argument("--seed", type=int, default=synthetic.DEFAULT_SEED, metavar="N")
    one = parser.add_mutually_exclusive_group()
    one.add_argument("--payment", metavar="ID", help="write this payment: 2014-12")
    one.add_argument("--activities", action="store_true", help="write what payments are used for")
    one.add_argument("--rounds", action="store_true", help="write interviews by synthetic guides")
    one.add_argument("--municipalities", type=int, metavar="N", help="write so large a programme")
    parser.add_argument("--pot", type=int, metavar="KRONOR", help="what it shares out")
    years = ("FIRST", "LAST")
    parser.add_argument("--years", type=int, nargs=2, metavar=years, help="what it compares")
    parser.add_argument("--config", type=Path, default=Path("config.yaml"), help="with its rule")
    parser.add_argument("--indicators", type=int, metavar="K", help="how many it has")
    how = "how series move, if not as ours"
    parser.add_argument("--invented", type=Path, default=OURS, metavar="FILE", help=how)
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
