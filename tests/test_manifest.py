"""The build manifest: what it holds and leaves out, and how two of them explain a difference."""

from __future__ import annotations

import getpass
import hashlib
import json
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Build

from delrapport.diff_manifest import Manifest, ManifestError, differences, read_manifest


@pytest.fixture(scope="module")
def manifest(mini_built: Build) -> dict[str, Any]:
    return json.loads((mini_built.folder / "build/manifest.json").read_bytes())


def sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def test_every_source_and_every_product_stands_with_its_digest(mini_built, manifest):
    folder, root = mini_built.folder, mini_built.root
    data = [folder / "config.yaml", *(folder / "data").rglob("*.yaml")]
    assert manifest["data"] == {str(f.relative_to(root)): sha256(f) for f in data}
    for kind, file in (
        ("templates", "templates/fonts/SourceSans3-Regular.otf"),
        ("templates", "templates/css/5-tables.css"),
        ("templates", "templates/shared/base.html.j2"),
        ("code", "workflow/delrapport/law.py"),
        ("code", "workflow/rules/reports.smk"),
        ("code", "Snakefile"),
    ):
        assert manifest[kind][file] == sha256(ROOT / file)
    assert manifest["lock"] == sha256(ROOT / "uv.lock")
    assert manifest["made"] == {
        "delrapport-1.pdf": sha256(mini_built.report),
        "allocation-2020-06.xlsx": sha256(folder / "reports/allocation-2020-06.xlsx"),
        "facts.json": sha256(folder / "build/facts.json"),
    }


def test_what_it_runs_on_stands_with_its_version(manifest):
    assert manifest["packages"]["weasyprint"] == "70.0"
    assert set(manifest["libraries"]) == {"pango", "harfbuzz"}
    assert manifest["engine"].startswith("snakemake 9.")
    assert manifest["config"]["reports"]["delrapport-1"]["payments"] == ["2020-06"]


def test_no_time_user_host_or_folder_of_this_machine_is_named(mini_built):
    text = (mini_built.folder / "build/manifest.json").read_text(encoding="utf-8")
    for word in (getpass.getuser(), socket.gethostname(), str(ROOT), str(Path.home()), "tmp"):
        assert not re.search(rf'["/]{re.escape(word)}["/]', text), word
    assert "../" not in text
    assert not re.search(r"\b2[0-9]{3}-[01][0-9]-[0-3][0-9]\b", text)


# --- Two of them -------------------------------------------------------------------------------


def changed(manifest: dict[str, Any], **changes: Any) -> Manifest:
    return Manifest.model_validate(manifest | changes)


def test_a_build_has_nothing_to_explain_of_itself(manifest):
    assert differences(changed(manifest), changed(manifest)) == []


def test_each_kind_of_difference_is_a_row_and_what_was_made_comes_last(manifest):
    packages = {name: v for name, v in manifest["packages"].items() if name != "jinja2"}
    new = changed(
        manifest,
        made=manifest["made"] | {"delrapport-1.pdf": "a" * 64},
        config={**manifest["config"], "data": "andra"},
        libraries=manifest["libraries"] | {"pango": "2.0"},
        packages=packages,
        templates=manifest["templates"] | {"templates/ny.css": "b" * 64},
        package="c" * 64,
    )
    made = manifest["made"]["delrapport-1.pdf"][:12]
    assert differences(changed(manifest), new) == [
        ("changed", "config", "data", "data → andra"),
        ("removed", "packages", "jinja2", manifest["packages"]["jinja2"]),
        ("changed", "libraries", "pango", f"{manifest['libraries']['pango']} → 2.0"),
        ("added", "templates", "templates/ny.css", "b" * 12),
        ("changed", "made", "delrapport-1.pdf", f"{made} → {'a' * 12}"),
    ]


@pytest.mark.parametrize(
    ("content", "wrong"),
    [("{}", "made: Field required"), ("[", "(file): Invalid JSON"), (None, "can't be read")],
)
def test_a_manifest_that_can_not_be_used_is_refused_in_a_line(tmp_path, content, wrong):
    file = tmp_path / "manifest.json"
    if content is not None:
        file.write_text(content)
    with pytest.raises(ManifestError, match=re.escape(f"{file}: {wrong}")) as refused:
        read_manifest(file)
    assert "\n" not in str(refused.value)


def diff(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "delrapport.diff", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_command_says_of_two_builds_what_they_were_made_of(mini_built, tmp_path):
    old, new = mini_built.folder / "build", tmp_path / "build"
    new.mkdir()
    for name in ("facts.json", "manifest.json"):
        shutil.copy(old / name, new)
    assert diff(old, new).returncode == 0
    manifest = json.loads((new / "manifest.json").read_bytes())
    manifest["libraries"]["pango"] = "2.0"
    (new / "manifest.json").write_text(json.dumps(manifest))
    for show, row in (
        ("--markdown", r"\| libraries \| pango \| .* → 2\.0 \|"),
        ("", "pango .*→ 2"),
    ):
        run = diff(old, new / "facts.json", *filter(None, [show]))
        assert run.returncode == 1
        assert "Made of" in run.stdout
        assert re.search(row, run.stdout)
