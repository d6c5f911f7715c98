"""The JSON Schemas that editors read: generated, named by every file, and true of every file."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from delrapport import ingest, rawyaml
from delrapport.schemas import main, schemas

ROOT = Path(__file__).parents[1]
SCHEMAS = ROOT / "workflow/schemas"
MODELINE = re.compile(r"# yaml-language-server: \$schema=(?P<path>\S+)")

# Each file that people write, with the name of the schema that its place asks for.
OTHERS = ("tests/mini", "tests/programmes/grannskapslyftet", "workflow/delrapport/starter")
FOLDERS = (ROOT / "data/raw", *(ROOT / other / "data" for other in OTHERS))
WRITTEN = {
    path: ingest.model_of(path, folder).schema_name
    for folder in FOLDERS
    for path in ingest.raw_files(folder)
} | {
    ROOT / "config.yaml": "config",
    ROOT / "data/invented.yaml": "invented",
    **{ROOT / other / "config.yaml": "config" for other in OTHERS},
}

each_written_file = pytest.mark.parametrize(
    ("path", "schema"),
    [pytest.param(path, name, id=str(path.relative_to(ROOT))) for path, name in WRITTEN.items()],
)


@cache
def _validator(schema: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads(schemas()[f"{schema}.schema.json"]))


def _content(path: Path) -> object:
    document, problems = rawyaml.read(path, path.name)
    assert not problems
    return document.content


def test_the_stored_schemas_are_those_of_the_models():
    stored = {path.name: path.read_text(encoding="utf-8") for path in SCHEMAS.iterdir()}
    assert stored == schemas(), "run `make schemas`"


def test_schemas_are_written_as_they_are_generated(tmp_path, capsys):
    main(tmp_path)
    written = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
    assert written == schemas()
    assert capsys.readouterr().out.split() == [str(tmp_path / name) for name in schemas()]


@pytest.mark.parametrize("name", schemas())
def test_each_schema_is_a_schema_and_is_closed(name):
    schema = json.loads(schemas()[name])
    Draft202012Validator.check_schema(schema)
    records = [schema, *schema.get("$defs", {}).values()]
    objects = [each for each in records if each["type"] == "object"]
    assert objects
    assert all(each["additionalProperties"] is False for each in objects)


@each_written_file
def test_each_file_names_its_schema_in_its_first_line(path, schema):
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    match = MODELINE.fullmatch(first)
    assert match, first
    assert not Path(match["path"]).is_absolute()
    assert (path.parent / match["path"]).resolve() == SCHEMAS / f"{schema}.schema.json"


@each_written_file
def test_each_file_is_right_by_its_schema(path, schema):
    errors = [error.message for error in _validator(schema).iter_errors(_content(path))]
    assert errors == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"pot": "1 000"}, "'1 000' is not of type 'integer'"),
        ({"pott": 1000}, "'pott' was unexpected"),
        ({"id": "2020-13"}, "'2020-13' does not match"),
        ({"decided": []}, r"\[\] should be non-empty"),
    ],
    ids=["type", "key", "pattern", "empty list"],
)
def test_an_editor_is_told_what_the_build_would_refuse(change, message):
    content = _content(ROOT / "data/raw/payments/2013-12.yaml")
    spoilt = content | {"payment": content["payment"] | change}
    (error,) = _validator("payment").iter_errors(spoilt)
    assert re.search(message, error.message)
