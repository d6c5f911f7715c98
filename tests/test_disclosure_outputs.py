"""What the rule hides is in nothing that leaves: not as a number, not in a drawing, nowhere."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import pypdf
import pytest
from conftest import Build, evaluated
from markupsafe import Markup

from delrapport import (
    disclosure,
    disclosure_inputs,
    disclosure_without,
    ingest,
    ledger,
    symbols,
    validate,
)
from delrapport.allocate import share_out
from delrapport.config import read_config
from delrapport.declared import Cell
from delrapport.fact import Fact
from delrapport.problems import RawDataError
from delrapport.records import Records

RULE = """
disclosure:
  minimum_count: 5
  minimum_base: 20
  zeros: shown
  protection: 5
  prefer: few
  publish_inputs: true
  source: Testet
"""
VARIABLE, MOVES = "data/variables/foretag.yaml", "data/moves.yaml"
RECEPTION = "data/refugee_reception.yaml"
# Counts that can't stand anywhere by chance, in places that the rule hides.
PLANTED = ("98765", "87654", "76543")
SPACES = r"[\s.,]?"
"""What may stand between thousands."""
INSERTS = """    - heading: Företagen
      insert: series
      of: foretag
    - heading: Flyttningarna
      insert: moves
"""


def plant(build: Build) -> Build:
    """Puts recognisable numbers where few people are told of, and prints all that can be."""
    build.edit(VARIABLE, "{year: 2018, count: 2, base: 400}", "{year: 2018, count: 2, base: 98765}")
    build.edit(
        MOVES,
        "{year: 2018, population: 150, moved_in: 15, moved_out: 12, moved_within: 3}",
        "{year: 2018, population: 87654, moved_in: 76543, moved_out: 12, moved_within: 3}",
    )
    text = (build.folder / "config.yaml").read_text("utf-8") + RULE
    figures = "appendices: [allocation]\n    figures: [variable charts, moves chart, "
    text = text.replace("figures: [", figures)
    (build.folder / "config.yaml").write_text(text, "utf-8")
    build.edit(
        "data/chapters/delrapport-1/inledning.yaml", "  footnotes:", INSERTS + "  footnotes:"
    )
    return build


def shown(build: Build) -> tuple[Records, dict[str, Fact]]:
    """The records of a programme without what its rule hides, and all facts of them."""
    records = ingest.ingest_records(build.folder / "data")
    rule = read_config(build.folder / "config.yaml")[0].disclosure
    assert rule
    log = json.loads(disclosure.written(disclosure.decide(records, rule)))
    records = disclosure_without.without(records, log)
    return records, evaluated(records)


def decided(build: Build) -> dict[str, Any]:
    """The log of what a programme's rule hides."""
    rule = read_config(build.folder / "config.yaml")[0].disclosure
    _, records = validate.validate(build.folder / "config.yaml")
    assert rule
    return disclosure.decide(records, rule)


def test_hidden_numbers_are_in_no_record_table_or_fact(programme: Build) -> None:
    records, facts = shown(plant(programme))
    texts = [table(records) for table in ingest.TABLES.values()]
    texts += [records.model_dump_json(), json.dumps([fact._asdict() for fact in facts.values()])]
    assert not [number for number in PLANTED if number in "".join(texts)]


def test_what_is_hidden_and_what_follows_from_it_has_a_sign_of_its_own(programme: Build) -> None:
    _, facts = shown(plant(programme))
    for name in (
        "level.foretag.district.ankeborg.2018",
        "level.foretag.district.ankeborg.2018.count",
        "level.foretag.district.ankeborg.2018.base",
        "change.foretag.district.ankeborg.2018-2019",
        "lead.foretag.district.ankeborg.2018-2019",
        "moves.in.district.sagen.2018",
        "moves.share.district.sagen.2018",
    ):
        assert (facts[name].cell, facts[name].text) == ("U", "undertryckt uppgift"), name
        assert facts[name].is_symbol
    assert facts["level.foretag.district.sagen.2019.count"].cell == "–"
    assert facts["moves.in.municipality.ankeby.2018"].cell == "300"


def test_the_sign_is_explained_under_its_table() -> None:
    said = symbols.legend(Markup("<td>{}</td>").format(symbols.marked("U")))
    assert said == "<dfn>U</dfn> undertryckt, för att inte röja något om enskilda."


def test_a_ledger_tells_what_it_may_and_no_sum_that_gives_the_rest_away(programme: Build) -> None:
    plant(programme).edit("config.yaml", "publish_inputs: true", "publish_inputs: false")
    _, records = validate.validate(programme.folder / "config.yaml")
    hidden = frozenset(each["cell"] for each in decided(programme)["hidden"])
    known = records.model_copy(update={"suppressed": hidden})
    closed = disclosure_inputs.closed(known, "2020-06")
    tables = disclosure_inputs.shown(ledger.tables(share_out(known, "2020-06")), closed)
    cells = ledger.read(tables.items())

    def cell(table: str, column: str, *row: str) -> int | str:
        return cells[Cell(table, ("2020-06", *row), column)]

    assert cell("ledger", "last_count", "astrand", "franvaro") == "suppressed"
    assert cell("ledger", "last_count", "astrand", "lasning") == 20
    assert cell("ledger", "share", "ankeborg", "franvaro") == "suppressed"
    assert cell("indicators", "score", "franvaro") == "suppressed"
    assert cell("amounts", "exact", "ankeborg") == "suppressed"
    assert isinstance(cell("amounts", "rounded", "astrand"), int)
    assert "indicators" not in disclosure_inputs.proven({"pot": 1, "indicators": {}}, closed)


def test_a_scenario_tells_of_what_it_alone_counts(programme: Build) -> None:
    """So this is closed or declared public with the rest."""
    _, records = validate.validate(programme.folder / "config.yaml")
    declared = records.allocations["2020-06"]
    weights = declared.weights.model_copy(update={"value": {"lasning": 1}})
    alone = {"2020-06": declared.model_copy(update={"weights": weights})}
    records = records.model_copy(update={"allocations": alone})
    told = {indicator for _, indicator, _ in disclosure_inputs.compared(records, "2020-06")}
    assert told == {"lasning", "franvaro"}


def test_reception_is_hidden_where_a_single_year_tells_of_few(programme: Build) -> None:
    plant(programme).edit("config.yaml", "publish_inputs: true", "publish_inputs: false")
    programme.edit(RECEPTION, "received: 15, population: 198", "received: 2, population: 198")
    programme.edit(RECEPTION, "received: 25, population: 200", "received: 38, population: 200")
    hidden = {each["cell"]: each for each in decided(programme)["hidden"]}
    assert hidden["reception.district.ankeborg"]["why"] == "small count"
    assert "reception.district.marden" not in hidden


def test_a_population_that_reception_is_divided_by_is_known(programme: Build) -> None:
    plant(programme).edit(VARIABLE, "count: 2, base: 98765", "count: 2, base: 15")
    programme.edit(RECEPTION, "received: 15, population: 198", "received: 15, population: 15")
    why = [each["why"] for each in decided(programme)["narrow"]]
    assert "printed beside refugee reception" in why


def test_a_wrong_rule_is_named_with_its_line(programme: Build) -> None:
    plant(programme).edit("config.yaml", "zeros: shown", "zeros: maybe")
    with pytest.raises(RawDataError) as raised:
        read_config(programme.folder / "config.yaml")
    assert "disclosure.zeros: is 'maybe'; allowed: hidden, shown" in str(raised.value)


def withhold(build: Build) -> Build:
    """Puts recognisable numbers where an allocation counts them, with all inputs hidden."""
    plant(build).edit("config.yaml", "publish_inputs: true", "publish_inputs: false")
    build.edit("config.yaml", "minimum_count: 5", "minimum_count: 20000")
    counted = "astrand\n      values:\n        - {year: 2018, "
    instead = f"{counted}count: {COUNTED[0]}, base: {COUNTED[1]}}}"
    build.edit("data/indicators/franvaro.yaml", counted + "count: 8, base: 40}", instead)
    # Nothing is computed from the population of this year.
    build.edit(
        RECEPTION, "received: 15, population: 198", f"received: 15, population: {COUNTED[2]}"
    )
    return build


# The same share as before, so that the amounts are what they were; and a population.
COUNTED = ("13579", "67895", "24683")


@pytest.mark.slow
@pytest.mark.parametrize("prepare", [plant, withhold])
def test_hidden_numbers_are_in_nothing_that_is_built(
    mini: Build, prepare: Callable[[Build], Build]
) -> None:
    built = prepare(mini).built()
    run = built.snakemake("--report", "build/report.zip")
    assert run.returncode == 0, run.stdout
    (built.folder / "build/said.log").write_text(run.stdout, encoding="utf-8")
    numbers = PLANTED if prepare is plant else (*PLANTED, *COUNTED)
    pattern = "|".join(f"{number[:2]}{SPACES}{number[2:]}" for number in numbers)
    # A digest may have the same digits by chance, among others.
    alone = re.compile(rf"(?<![0-9a-f])({pattern})(?![0-9a-f])")
    files = [file for file in built.folder.rglob("*") if file.is_file()]
    texts = {
        file: list(texts_in(file.read_bytes()))
        for file in files
        if "data" not in file.relative_to(built.folder).parts
    }
    found = {file for file, said in texts.items() if any(map(alone.search, said))}
    assert {file.relative_to(built.folder).as_posix() for file in found} == MAY
    # What may leave is in the summary, so that the search reads what it packs.
    assert any("Ankeborg" in said for said in texts[built.folder / "build/report.zip"])
    assert "undertryckt, för att inte röja något om enskilda" in built.html


# The log and what allocations are computed from: neither leaves the folder.
MAY = {"build/disclosure.json", "build/private/records.json"}


def texts_in(content: bytes) -> Iterator[str]:
    """A file as text: PDFs with their attachments, archives and workbooks unpacked."""
    if content.startswith(b"%PDF"):
        reader = pypdf.PdfReader(io.BytesIO(content))
        yield "\n".join(page.extract_text() for page in reader.pages)
        yield repr(reader.metadata)
        for attached in reader.attachment_list:
            yield from texts_in(attached.content)
    elif zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for part in archive.namelist():
                yield from texts_in(archive.read(part))
    else:
        yield content.decode("utf-8", "replace")
