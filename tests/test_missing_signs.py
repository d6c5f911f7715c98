"""A sign that no font of the reports has stops the build; no font of the machine steps in."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pypdf
import pytest
from conftest import ROOT, Build, Workshop
from fontTools.ttLib import TTFont

HAN = "\N{CJK UNIFIED IDEOGRAPH-4E2D}"
SANS = "* { font-family: 'Source Sans 3' }"
MISSING = "is in none of the report's fonts; "
UNFOUND = "it stands in no text of the page, so look in style sheets and images"


@pytest.mark.parametrize(
    ("body", "css", "where"),
    [
        (f"<p>ett {HAN} två", "", f'it stands in: "…ett {HAN} två…" (in no chapter)'),
        (f"<table><tr><td>1<td>{HAN}</table>", "", f'it stands in: "…1 {HAN}…" (in no chapter)'),
        ("<ul><li>x</ul>", f"ul {{ list-style: '{HAN}' }}", UNFOUND),
        ("<p>x", f"p::before {{ content: '{HAN}' }}", UNFOUND),
        ("<p>x", r"p::before { content: '\4e2d' }", UNFOUND),
        ("<p>x", f"@page {{ @top-left {{ content: '{HAN}' }} }}", UNFOUND),
        (
            f"<h2>Om {HAN}</h2><p>x",
            "h2 { string-set: h content(); visibility: hidden }"
            "@page { @top-left { content: string(h) } }",
            f'it stands in: "…Om {HAN} x…" (in no chapter)',
        ),
        (
            f"<svg width=50 height=50><title>t</title><text y=20>{HAN}</text></svg>",
            "",
            f'it stands in: "…t {HAN}…" (in no chapter)',
        ),
        (
            f'<div data-source="a.yaml"><p>x</p><div data-source="b.yaml">{HAN}</div></div>',
            "",
            f'it stands in: "…x {HAN}…" (b.yaml)',
        ),
        (
            f'<section data-source="a.yaml"><p data-source="b.yaml">x</p> {HAN}</section>',
            "",
            f'it stands in: "…x {HAN}…" (a.yaml)',
        ),
    ],
)  # fmt: skip
def test_a_missing_sign_is_told_with_its_place(
    workshop: Workshop, body: str, css: str, where: str
) -> None:
    (message,) = workshop.messages(body, f"{SANS} {css}")
    assert message == f'the sign "{HAN}" (U+4E2D) {MISSING}{where}'


@pytest.mark.parametrize(
    ("sign", "named"),
    [
        ("\N{GRINNING FACE}", '"\N{GRINNING FACE}" (U+1F600)'),
        ("\N{ARABIC LETTER BEH}", '"\N{ARABIC LETTER BEH}" (U+0628)'),
        ("\ue000", "U+E000"),
        ("\x07", "U+0007"),
        ("\N{LINE SEPARATOR}", "U+2028"),
    ],
)
def test_any_sign_is_named_even_if_it_cannot_be_seen(
    workshop: Workshop, sign: str, named: str
) -> None:
    shown = sign if sign in named else f"<{named}>"
    (message,) = workshop.messages(f"<p>a{sign}b</p>", SANS)
    assert message == f'the sign {named} {MISSING}it stands in: "…a{shown}b…" (in no chapter)'


def test_all_signs_are_told_each_with_all_its_places(workshop: Workshop) -> None:
    long = " ".join(f"ord{n}" for n in range(9))
    body = f"<p>{HAN} {HAN} {long} {HAN} {long} \N{GRINNING FACE}</p>"
    messages = workshop.messages(body, SANS)
    assert messages == [
        f'the sign "{HAN}" (U+4E2D) {MISSING}it stands in: '
        f'"…{HAN} {HAN} ord0 ord1 ord2 ord3…" (in no chapter); '
        f'"…ord4 ord5 ord6 ord7 ord8 {HAN} ord0 ord1 ord2 ord3 ord4…" (in no chapter)',
        f'the sign "\N{GRINNING FACE}" (U+1F600) {MISSING}it stands in: '
        '"…ord4 ord5 ord6 ord7 ord8 \N{GRINNING FACE}…" (in no chapter)',
    ]


def test_of_many_places_some_are_shown_and_the_others_counted(workshop: Workshop) -> None:
    body = f"{HAN} a b c d e " * 8
    (message,) = workshop.messages(f"<p>{body}</p>", SANS)
    assert message.count(HAN) == 6
    assert message.endswith("; and in 3 more places")


def test_a_sign_that_one_of_our_fonts_has_is_drawn(workshop: Workshop) -> None:
    for family in ("Source Sans 3", "Source Serif 4", "no such family"):
        body = "<p>\N{EN DASH} \N{HYPHEN} \N{MINUS SIGN} å \N{WHITE BULLET}"
        assert workshop.render(body, f"* {{ font-family: '{family}' }}")


def test_a_sign_in_a_chapter_stops_the_build_and_the_raw_file_is_named(tree: Build) -> None:
    before = tree.report.read_bytes()
    tree.edit("data/chapters/delrapport-1/aby.yaml", "Kommunen fick", f"Kommunen {HAN} fick")
    run = tree.snakemake()
    assert run.returncode != 0
    assert f'the sign "{HAN}" (U+4E2D) {MISSING}it stands in: "…' in run.stdout
    assert f"Kommunen {HAN} fick" in run.stdout
    assert "(data/chapters/delrapport-1/aby.yaml)" in run.stdout
    assert "Traceback" not in run.stdout
    assert tree.report.read_bytes() == before


# --- The fonts of the machine -----------------------------------------------------------------

TYPESET = """
import sys
from pathlib import Path
from delrapport.render_pdf import RenderError, render_pdf
target, fonts, *bodies = sys.argv[1:]
templates = Path(fonts).parents[1]
sheets = [templates / "css/1-fonts.css"] if templates.name == "templates" else []
surroundings = {"base": templates, "allowed": [templates], "fontconfig": Path(fonts)}
for body in bodies:
    try:
        pdf = render_pdf(body, sheets, **surroundings, divided={})
        Path(target).write_bytes(pdf)
    except RenderError as error:
        print(error)
"""
BODY = (
    "<html lang=sv><title>x</title><p style=\"font-family: 'Source Serif 4'\">a</p>"
    "<p style=\"font-family: 'Source Sans 3'\">a <b>b</b> <i>c</i></p>"
    "<p style=\"font-family: 'Foreign'\">d</p><p style='font-family: monospace'>e</p>"
)
OURS = ROOT / "templates/fonts/fonts.conf"
ENVIRONMENTS: dict[str, dict[str, str]] = {
    "file": {"FONTCONFIG_FILE": "OFFER/fonts.conf"},
    "path": {"FONTCONFIG_PATH": "OFFER"},
    "root": {"FONTCONFIG_SYSROOT": "OFFER"},
    "home": {"HOME": "OFFER"},
    "data": {"XDG_DATA_HOME": "OFFER", "XDG_DATA_DIRS": "OFFER"},
    "config": {"XDG_CONFIG_HOME": "OFFER"},
    "none": {"FONTCONFIG_FILE": "/nowhere", "FONTCONFIG_PATH": "/nowhere", "HOME": "/nowhere"},
}


def typeset(bodies: list[str], target: Path, fonts: Path, environment: dict[str, str]) -> str:
    """What a run of its own says that sees `environment`.

    The PDF of the last body that can be printed is left in `target`.
    """
    run = subprocess.run(
        [sys.executable, "-c", TYPESET, str(target), str(fonts), *bodies],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout + run.stderr


def families(pdf: Path) -> set[str]:
    fonts = (page["/Resources"].get_object()["/Font"] for page in pypdf.PdfReader(pdf).pages)
    return {font["/BaseFont"].partition("+")[2] for page in fonts for font in page.values()}


@pytest.fixture(scope="module")
def offer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a font "Foreign", which has the sign that ours lack, and its configuration."""
    folder = tmp_path_factory.mktemp("offer")
    font = TTFont(ROOT / "templates/fonts/SourceSans3-Regular.otf")
    for table in font["cmap"].tables:
        if table.format in (4, 12):
            table.cmap[ord(HAN)] = "A"
    for name in font["name"].names:
        if name.nameID in (1, 3, 4, 6, 16):
            name.string = "Foreign"
    font["CFF "].cff.fontNames = ["Foreign"]
    configuration = f"<fontconfig><dir>{folder}/fonts</dir></fontconfig>"
    for place in ("fonts", ".fonts", ".local/share/fonts", "fontconfig"):
        (folder / place).mkdir(parents=True)
        font.save(folder / place / "foreign.otf")
    for place in ("fonts.conf", "fontconfig/fonts.conf"):
        (folder / place).write_text(configuration, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pdf = tmp_path_factory.mktemp("usual") / "x.pdf"
    assert typeset([BODY], pdf, OURS, {}) == ""
    return pdf


def test_the_foreign_font_would_be_used_if_it_were_known(offer: Path, tmp_path: Path) -> None:
    pdf = tmp_path / "x.pdf"
    assert typeset([f"<html lang=sv>{HAN}"], pdf, offer / "fonts.conf", {}) == ""
    assert families(pdf) == {"Foreign"}


def test_a_report_uses_the_fonts_of_the_templates(usual: Path) -> None:
    assert {name.split(",")[0][:13] for name in families(usual)} == {
        "Source-Sans-3",
        "Source-Serif-",
    }


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_the_fonts_of_the_machine_change_nothing(
    offer: Path, usual: Path, tmp_path: Path, name: str
) -> None:
    pdf = tmp_path / "x.pdf"
    environment = {
        key: value.replace("OFFER", str(offer)) for key, value in ENVIRONMENTS[name].items()
    }
    said = typeset([BODY, f"<p>{HAN}"], pdf, OURS, environment)
    assert f'"{HAN}" (U+4E2D) {MISSING}' in said
    assert said.count("The report can't be printed") == 1
    assert pdf.read_bytes() == usual.read_bytes()
