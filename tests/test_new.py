"""`python -m delrapport.new`: a programme that validates and builds at once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from conftest import ROOT, Build, read_pages

from delrapport import new, validate


@pytest.fixture
def begun(tmp_path: Path) -> Path:
    folder = tmp_path / "programme"
    assert new.main([str(folder)]) == 0
    return folder


def test_it_validates(begun: Path) -> None:
    validate.validate(begun / "config.yaml")


def test_every_file_names_its_schema_and_says_what_it_is(begun: Path) -> None:
    for path in begun.rglob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        schema, comment = text.splitlines()[:2]
        assert (path.parent / schema.partition("$schema=")[2]).resolve().is_file(), path
        assert comment.startswith("#"), path
        if path.name != "config.yaml":
            assert yaml.safe_load(text)["source"]["status"] == "synthetic"


def test_its_files_fit_the_schemas_where_they_lie_in_the_repository() -> None:
    for path in new.STARTER.rglob("*.yaml"):
        schema = path.read_text(encoding="utf-8").splitlines()[0].partition("$schema=")[2]
        assert (path.parent / schema).resolve().parent == ROOT / "workflow/schemas"


def test_it_leaves_a_folder_with_files_alone(begun: Path, capsys: pytest.CaptureFixture) -> None:
    (begun / "config.yaml").write_text("mine", encoding="utf-8")
    assert new.main([str(begun)]) == 1
    assert "exists and is no empty folder" in capsys.readouterr().err
    assert (begun / "config.yaml").read_text(encoding="utf-8") == "mine"


@pytest.mark.slow
def test_it_builds_at_once(begun: Path) -> None:
    build = Build(begun)
    run = build.snakemake("--configfile", str(begun / "config.yaml"))
    assert re.search(r"seconds, 0 warnings", run.stdout), run.stdout
    text = " ".join(page.text for page in read_pages(begun / "reports/rapport-1.pdf"))
    assert "Exempelkommun fick 1 000 000 kronor" in text
    assert "Innehåller syntetiska uppgifter" in text
