"""What a rule depends on: digests of content, and the modules that a script imports."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from delrapport import sources

ROOT = Path(__file__).parents[1]


def _write(root: Path, files: dict[str, str]) -> list[Path]:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return [root / name for name in files]


# --- Digests ---------------------------------------------------------------------------------

FILES = {"a.yaml": "ett", "b/c.yaml": "två", "b/d.yaml": ""}


def _digest(root: Path, files: dict[str, str]) -> str:
    return sources.digest(_write(root, files), root)


@pytest.mark.parametrize(
    "changed",
    [
        FILES | {"a.yaml": "Ett"},
        FILES | {"b/d.yaml": " "},
        {"renamed.yaml": "ett", "b/c.yaml": "två", "b/d.yaml": ""},
        {"b/a.yaml": "ett", "b/c.yaml": "två", "b/d.yaml": ""},
        {"a.yaml": "två", "b/c.yaml": "ett", "b/d.yaml": ""},
        {"a.yaml": "ett", "b/c.yaml": "två"},
        FILES | {"e.yaml": ""},
        {},
    ],
    ids=["content", "space", "name", "folder", "exchange", "less", "more", "nothing"],
)
def test_the_digest_changes_with_content_and_name(tmp_path, changed):
    assert _digest(tmp_path / "one", FILES) != _digest(tmp_path / "two", changed)


def test_the_digest_is_the_same_wherever_the_folder_lies(tmp_path):
    assert _digest(tmp_path / "one", FILES) == _digest(tmp_path / "two/three", FILES)


def test_the_digest_does_not_change_with_order_repetition_or_time(tmp_path):
    files = _write(tmp_path, FILES)
    before = sources.digest(files, tmp_path)
    for file in files:
        os.utime(file, (0, 0))
    assert sources.digest([*reversed(files), *files], tmp_path) == before
    assert sources.digest(iter(files), tmp_path) == before


def test_a_file_that_is_a_link_to_elsewhere_counts_under_its_own_name(tmp_path):
    # Raw data may be linked from where several people share them.
    (shared,) = _write(tmp_path, {"shared/2020.yaml": "ett"})
    root = tmp_path / "raw"
    root.mkdir()
    (root / "a.yaml").symlink_to(shared)
    assert sources.digest([root / "a.yaml"], root) == _digest(tmp_path / "one", {"a.yaml": "ett"})


@pytest.mark.parametrize(
    ("file", "called"),
    [
        ("one/a.yaml", "a.yaml"),
        ("two/b/a.yaml", "b/a.yaml"),
        ("a.yaml", "../a.yaml"),
    ],
)
def test_a_file_is_named_as_seen_from_the_first_root_that_holds_it(tmp_path, file, called):
    (path,) = _write(tmp_path, {file: ""})
    assert sources.name(path, (tmp_path / "one", tmp_path / "two")) == called


# --- Modules ---------------------------------------------------------------------------------

PACKAGE = {
    "scripts/stage.py": "import json\nfrom kvarn import hjul\nfrom elsewhere import stage\n",
    "scripts/other.py": "from kvarn import damm\n",
    "src/kvarn/__init__.py": "",
    "src/kvarn/hjul.py": "from kvarn.axel import VARV\n",
    "src/kvarn/axel.py": "def late():\n    from kvarn import lager\n",
    "src/kvarn/lager.py": "",
    "src/kvarn/damm.py": "",
    "src/json.py.txt": "",
}


def _modules(root: Path, script: str) -> list[str]:
    found = sources.modules_of(root / "scripts" / script, root / "src")
    return [path.resolve().relative_to(root.resolve()).as_posix() for path in found]


@pytest.mark.parametrize(
    ("script", "modules"),
    [
        ("stage.py", ["axel.py", "hjul.py", "lager.py"]),
        ("other.py", ["damm.py"]),
    ],
)
def test_modules_are_found_through_others_and_unrelated_ones_are_not(tmp_path, script, modules):
    _write(tmp_path, PACKAGE)
    inside = [f"src/kvarn/{name}" for name in ["__init__.py", *modules]]
    assert _modules(tmp_path, script) == [f"scripts/{script}", *inside]


def test_a_script_that_is_edited_or_whose_module_is_has_another_digest(tmp_path):
    _write(tmp_path, PACKAGE)
    found = sources.modules_of(tmp_path / "scripts/stage.py", tmp_path / "src")
    digests = [sources.digest(found, tmp_path)]
    for name in ("scripts/stage.py", "src/kvarn/lager.py", "src/kvarn/damm.py"):
        _write(tmp_path, {name: PACKAGE[name] + "# edited\n"})
        digests.append(sources.digest(found, tmp_path))
    # The last edit is of a module that the script does not import.
    assert len(set(digests)) == 3
    assert digests[-1] == digests[-2]


def test_a_repository_behind_a_symbolic_link_has_a_digest_of_its_code(tmp_path):
    # Snakemake leaves the link in `workflow.basedir` when it is in the path of --snakefile.
    _write(tmp_path / "real", PACKAGE)
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "real", target_is_directory=True)
    found = sources.modules_of(link / "scripts/stage.py", link / "src")
    assert sources.digest(found, link)


def test_a_stage_of_ours_depends_on_what_it_imports_and_not_on_the_typesetting():
    found = sources.modules_of(ROOT / "workflow/scripts/ingest_records.py", ROOT / "workflow")
    names = {path.name for path in found}
    assert {"ingest_records.py", "ingest.py", "models.py", "rawyaml.py", "swedish.py"} <= names
    assert names.isdisjoint({"render_pdf.py", "render_html.py", "aggregate.py", "publish.py"})


def test_files_under_a_folder_are_sorted_each_once_and_only_files(tmp_path):
    _write(tmp_path, {"b/x.css": "", "a.css": "", "a.otf": "", "a.txt": ""})
    (tmp_path / "folder.css").mkdir()
    found = sources.files_under(tmp_path, "*.css", "a.*", "*.otf")
    names = [path.relative_to(tmp_path).as_posix() for path in found]
    assert names == ["a.css", "a.otf", "a.txt", "b/x.css"]
