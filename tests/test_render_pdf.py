"""A report is made of files in templates/ and build/ and of nothing else, or it is not made."""

from __future__ import annotations

import io
import logging
import warnings

import pypdf
import pytest
from conftest import SQUARE, Workshop
from PIL import Image

from delrapport import user_agent

ALLOWED = "a report is made of files in templates/ and build/"


def embedded_images(pdf: bytes) -> int:
    return sum(len(page.images) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


# How a page or a style sheet makes WeasyPrint read a file; PLACE/a.… is the file.
BODIES = {
    "img": '<img alt="x" src="PLACE/a.png">',
    "img of an SVG": '<img alt="x" src="PLACE/a.svg">',
    "object": '<object data="PLACE/a.png" type="image/png">instead</object>',
    "embed": '<embed alt="x" src="PLACE/a.png">',
    "image in an inline SVG": f'{SQUARE}<title>x</title><image href="PLACE/a.png"/></svg>',
    "image by xlink": f'{SQUARE}<title>x</title><image xlink:href="PLACE/a.png"/></svg>',
    "link to an attachment": '<p><a rel="attachment" href="PLACE/a.css">x</a></p>',
    "background of one element": '<p style="background: url(PLACE/a.png)">x</p>',
}
HEADS = {
    "attachment": '<link rel="attachment" href="PLACE/a.css">',
    "style sheet": '<link rel="stylesheet" href="PLACE/a.css">',
    "import in a style element": '<style>@import "PLACE/a.css";</style>',
}
SHEETS = {
    "import": '@import "PLACE/a.css";',
    "import by url()": "@import url(PLACE/a.css);",
    "background": "p { background: url(PLACE/a.png) }",
    "background of the page": "@page { background-image: url(PLACE/a.png) }",
    "content": "p::before { content: url(PLACE/a.png) }",
    "content of a running head": "@page { @top-left { content: url(PLACE/a.png) } }",
    "list marker": "ul { list-style-image: url(PLACE/a.png) }",
    "border": "p { border: 9px solid; border-image: url(PLACE/a.png) 1 }",
    "font": "@font-face { font-family: own; src: url(PLACE/a.otf) }",
    "font before another": (
        "@font-face { font-family: own; src: url(PLACE/a.otf), url(../a.otf) }"
    ),
    "colour profile": "@color-profile --own { src: url(PLACE/a.icc) }",
}
KINDS = [
    *(pytest.param(body, "", "", id=name) for name, body in BODIES.items()),
    *(pytest.param("", "", head, id=name) for name, head in HEADS.items()),
    *(pytest.param("<p>x</p><ul><li>x</ul>", sheet, "", id=name) for name, sheet in SHEETS.items()),
]
# Where a file may not lie, and what is said about it.
PLACES = {
    "HTTP": "nothing is read through http:",
    "ftp://127.0.0.1:9": "nothing is read through ftp:",
    "OUTSIDE": "it leads outside",
    "OUTSIDE/templates/..": "it leads outside",
    "OUTSIDE/templates/%2e%2E": "it leads outside",
    "OUTSIDE/templates/%2e%2e%2f": "it leads outside",
    "OUTSIDE/build/../templatesque": "it leads outside",
    "OUTSIDE/templates/out": "it leads outside",
    "OUTSIDE/build/missing": "there is no such file",
}


@pytest.mark.parametrize("place", ["HTTP", "OUTSIDE", "OUTSIDE/build/missing"])
@pytest.mark.parametrize(("body", "css", "head"), KINDS)
def test_whatever_refers_out_is_refused_by_name(
    workshop: Workshop, body: str, css: str, head: str, place: str
) -> None:
    parts = (part.replace("PLACE", place) for part in (body, css, head))
    first, *others = workshop.messages(*parts)
    # Beside the folders the path of the machine is left away.
    url = workshop.filled(f"{place}/a.").removeprefix(f"{workshop.folder.as_uri()}/")
    assert first.startswith(url)
    assert first.endswith(f": {PLACES[place]}; {ALLOWED}")
    assert all("own" in other for other in others), others
    assert workshop.asked == []


@pytest.mark.parametrize("place", PLACES)
def test_no_way_of_writing_it_leads_out(workshop: Workshop, place: str) -> None:
    (workshop.templates / "out").symlink_to(workshop.folder)
    (message,) = workshop.messages(f'<img alt="x" src="{place}/a.png">')
    assert message.endswith(f": {PLACES[place]}; {ALLOWED}")
    assert workshop.asked == []


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("file://localhost/etc/hostname", "it names a host, localhost"),
        ("//127.0.0.1/etc/hostname", "it names a host, 127.0.0.1"),
        ("file:///etc/hostname", "it leads outside"),
        ("file:/etc/hostname", "it leads outside"),
        ("FILE:///etc/hostname", "it leads outside"),
        ("file:etc/hostname", "it leads outside"),
        ("OUTSIDE/build", "there is no such file"),
        ("OUTSIDE/build/%00", "embedded null byte"),
        ("http://[bad", "Invalid IPv6 URL"),
        ("data:image/png;base64,iVBORw0KGgo=", "nothing is read through data:"),
        ("attachment:a.png", "nothing is read through attachment:"),
        ("/etc/hostname", "it leads outside"),
        ("link.png", "it leads outside"),
        ("loop.png", "Symlink loop"),
    ],
)
def test_odd_addresses_are_refused(workshop: Workshop, url: str, why: str) -> None:
    (workshop.html / "link.png").symlink_to(workshop.folder / "a.png")
    (workshop.html / "loop.png").symlink_to("loop.png")
    (message,) = workshop.messages(f'<img alt="x" src="{url}">')
    assert why in message
    assert message.endswith(f"; {ALLOWED}")


@pytest.mark.parametrize("place", ["OUTSIDE/templates", "OUTSIDE/build", "..", "../../templates"])
@pytest.mark.parametrize(("body", "head"), [(body, "") for body in BODIES.values()]
                         + [("", head) for head in HEADS.values()])  # fmt: skip
def test_files_of_both_folders_are_read(
    workshop: Workshop, body: str, head: str, place: str
) -> None:
    workshop.render(body.replace("PLACE", place), head=head.replace("PLACE", place))


@pytest.mark.parametrize("sheet", [s for s in SHEETS.values() if "icc" not in s])
def test_style_sheets_read_what_lies_beside_them(workshop: Workshop, sheet: str) -> None:
    workshop.render("<p>x</p><ul><li>x</ul>", sheet.replace("PLACE", ".."))


@pytest.mark.parametrize("base", ["HTTP/", "OUTSIDE/"])
def test_a_page_cannot_move_the_start_of_its_addresses_out(workshop: Workshop, base: str) -> None:
    (message,) = workshop.messages('<img alt="x" src="a.png">', head=f'<base href="{base}">')
    assert message.endswith(f": {PLACES[base.rstrip('/')]}; {ALLOWED}")
    assert workshop.asked == []


def test_an_image_is_drawn_and_a_link_to_it_inside_the_folders_too(workshop: Workshop) -> None:
    (workshop.html / "link.png").symlink_to("../../templates/a.png")
    assert embedded_images(workshop.render('<img alt="x" src="link.png">')) == 1


def test_every_refusal_is_told_once_and_in_order(workshop: Workshop) -> None:
    twice = '<img alt="x" src="no-1.png"><img alt="x" src="HTTP/x"><img alt="y" src="no-1.png">'
    messages = workshop.messages(f"{twice}<p style='colr: red'>x</p>", "p { colour: red; }")
    assert [message.partition(" at ")[0].partition("; a report")[0] for message in messages] == [
        "weasyprint: Ignored `colour: red`",
        "weasyprint: Ignored `colr: red`",
        "build/html/no-1.png: there is no such file",
        f"{workshop.server}/x: nothing is read through http:",
    ]


def test_the_paths_of_the_machine_are_not_told(workshop: Workshop) -> None:
    (workshop.templates / "bad.svg").write_text("<svg", encoding="utf-8")
    messages = workshop.messages('<img alt="x" src="../../templates/bad.svg"><img src="../a.png">')
    assert "templates/bad.svg" in messages[0]
    assert not any(str(workshop.folder) in message for message in messages)


# --- Drawings ---------------------------------------------------------------------------------


def drawing(inner: str) -> str:
    return f"{SQUARE}<title>x</title>{inner}</svg>"


LOST = {
    '<use href="other.svg#x"/>': '<use> refers to "other.svg#x"',
    '<use href="OUTSIDE/a.svg#x"/>': "a.svg#x",
    '<use xlink:href="#x"/>': '<use> refers to "#x"',
    '<rect fill="url(HTTP/a.svg#x)"/>': "a.svg#x",
    "<rect style=\"fill: red; mask: url( 'other.svg#x' )\"/>": '"other.svg#x"',
    '<g filter="url(#x)"/>': '<g> refers to "#x"',
    '<linearGradient id="y" href="other.svg#x"/>': '<linearGradient> refers to "other.svg#x"',
    "<style>rect { fill: url(other.svg#x) }</style>": '<style> refers to "other.svg#x"',
    "<foreignObject/>": "<foreignObject> is never printed",
    '<script href="HTTP/a.js"/>': "<script> is never printed",
    '<feImage href="#y"/>': "<feImage> is never printed",
}
REFUSED = {
    '<image href="HTTP/a.png"/>': "nothing is read through http:",
    '<image href="OUTSIDE/a.png"/>': "it leads outside",
    '<image xlink:href="OUTSIDE/a.svg"/>': "it leads outside",
    '<image href="data:image/png;base64,iVBORw0KGgo="/>': "nothing is read through data:",
    "<style>@font-face { font-family: own; src: url(HTTP/a.otf) }</style>": "through http:",
    "<style>@font-face { font-family: own; src: url(OUTSIDE/a.otf) }</style>": "leads outside",
}
WRONG = {
    '<style>@import "OUTSIDE/a.css";</style>': "weasyprint: Failed to load ",
    '<rect transform="rotate(a)"/>': "weasyprint: Failed to render SVG image",
}


@pytest.mark.parametrize("inner", {**LOST, **REFUSED, **WRONG})
@pytest.mark.parametrize("inline", [True, False], ids=["inline", "file"])
def test_what_a_drawing_would_lose_is_told(workshop: Workshop, inner: str, inline: bool) -> None:
    filled = workshop.filled(drawing(inner))
    if not inline:
        # A file has no parser that supplies the namespace.
        declared = filled.replace("<svg ", '<svg xmlns:xlink="http://www.w3.org/1999/xlink" ')
        (workshop.html / "b.svg").write_text(declared, encoding="utf-8")
        filled = '<img alt="x" src="b.svg">'
    messages = workshop.messages(filled)
    assert {**LOST, **REFUSED, **WRONG}[inner] in " ".join(messages)
    assert workshop.asked == []


def test_a_drawing_may_refer_to_its_own_parts_and_to_images(workshop: Workshop) -> None:
    parts = '<defs><linearGradient id="g"><stop/><stop offset="1"/></linearGradient></defs>'
    used = '<rect fill="url(#g)" id="r" width="1" height="1"/><svg><use href="#r"/></svg>'
    assert workshop.render(drawing(f'{parts}{used}<image href="../a.png"/>'))


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE svg [<!ENTITY e SYSTEM "OUTSIDE/a.css">]>',
        '<!DOCTYPE svg [<!ENTITY e SYSTEM "HTTP/a.css">]>',
        '<!DOCTYPE svg SYSTEM "HTTP/a.dtd">',
        '<!DOCTYPE svg [<!ENTITY % p SYSTEM "HTTP/a.dtd"> %p;]>',
    ],
)
def test_no_entity_from_outside_is_read(workshop: Workshop, doctype: str) -> None:
    text = workshop.filled(f"{doctype}{drawing('<text>&e;</text>')}")
    (workshop.html / "b.svg").write_text(text, encoding="utf-8")
    (message,) = workshop.messages('<img alt="x" src="b.svg">')
    assert "build/html/b.svg" in message
    assert "undefined entity &e;" in message
    assert workshop.asked == []


def test_a_style_sheet_of_an_svg_file_is_told(workshop: Workshop) -> None:
    text = f'<?xml-stylesheet href="{workshop.server}/a.css"?>{drawing("")}'
    (workshop.html / "b.svg").write_text(text, encoding="utf-8")
    (message,) = workshop.messages('<img alt="x" src="b.svg">')
    assert message.startswith("build/html/b.svg: <?xml-stylesheet?> is never read")


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ('<iframe src="HTTP"></iframe>', "<iframe> is never printed"),
        ('<video src="HTTP"></video>', "<video> is never printed"),
        ('<script src="HTTP"></script>', "<script> is never printed"),
        ('<img alt="x">', "<img> shows nothing"),
        ('<img alt="x" src=" ">', "<img> shows nothing"),
        ("<object>x</object>", "<object> shows nothing"),
    ],
)
def test_what_a_page_would_lose_is_told(workshop: Workshop, body: str, wrong: str) -> None:
    (message,) = workshop.messages(body)
    assert message.startswith(wrong)


# --- Warnings ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "css", "message"),
    [
        ("<p>x</p>", "p { colr: red; }", "Ignored `colr: red` at 1:5, unknown property."),
        ("<p>x</p>", "p >> b { color: red }", "Invalid or unsupported selector"),
        ('<p id="a">x</p><p id="a">x</p>', "", "Anchor defined twice: 'a'"),
        ('<p><a href="#a">x</a></p>', "", "No anchor #a for internal URI reference"),
        ('<img src="../a.png">', "", "has no required alt description"),
        ('<img alt="x" src="../a.css">', "", "Failed to load image at 'build/a.css'"),
        ("<p>x</p>", "@font-face { font-family: own; src: url(../a.png) }", "Failed to load font"),
        ("<p>x</p>", "@font-face { font-family: own; src: local(Arial) }", "local font 'Arial'"),
    ],
)
def test_any_warning_fails_the_build(workshop: Workshop, body: str, css: str, message: str) -> None:
    assert message in workshop.messages(body, css)[0]


def test_what_broke_a_drawing_is_told(workshop: Workshop) -> None:
    (message,) = workshop.messages(drawing('<rect transform="rotate(a)"/>'))
    assert message.startswith("weasyprint: Failed to render SVG image")
    assert "(ValueError: " in message


def test_warnings_of_the_libraries_fail_the_build(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 9)
    (message,) = workshop.messages('<img alt="x" src="../a.png">')
    assert "decompression bomb" in message


def test_nothing_goes_on_listening(workshop: Workshop, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL, "weasyprint")
    weasyprint, root = logging.getLogger("weasyprint"), logging.getLogger()
    before = weasyprint.level, list(root.handlers), warnings.showwarning
    workshop.messages("<img>")
    assert (weasyprint.level, root.handlers, warnings.showwarning) == before
    workshop.render("<p>x</p>")


# --- WeasyPrint's own style sheet ------------------------------------------------------------


def test_pages_are_those_of_weasyprint_s_own_style_sheet(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = """<ol><li>ett</li></ol><ul><li>två<ul><li>tre</li></ul></li></ul>
    <p>Text<span class="footnote">En not.</span> <q>ord</q></p>"""
    css = ".footnote { float: footnote } li::marker { color: red }"
    ours = workshop.render(body, css)
    # Only now: WeasyPrint looks for fonts when it is first imported.
    from weasyprint.html import UA_STYLESHEET

    monkeypatch.setattr(user_agent, "sheets", lambda forms: [UA_STYLESHEET])
    assert workshop.render(body, css) == ours
