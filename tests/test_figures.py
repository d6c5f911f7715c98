"""Charts and maps from outside: in their SVG, on the page, and in a build of their own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from itertools import combinations
from math import dist
from pathlib import Path
from xml.etree import ElementTree as ET

import pdfplumber
import pytest
from conftest import ROOT, Build, Page

from delrapport.palette import palette

COLOURS = palette((ROOT / "templates/css/2-variables.css").read_text(encoding="utf-8"))
SVG = "{http://www.w3.org/2000/svg}"
BARS, MAP = "build/figures/payments/2020-06.svg", "build/figures/map/2020-06.svg"


def drawing(build: Build, kind: str, payment: str = "2020-06") -> ET.Element:
    file = build.folder / f"build/figures/{kind}/{payment}.svg"
    return ET.fromstring(file.read_text(encoding="utf-8"))


def texts(svg: ET.Element) -> list[str]:
    return [(each.text or "").replace("\u00a0", " ") for each in svg.iter(f"{SVG}text")]


# --- What is drawn ---------------------------------------------------------------------------


def test_bars_stand_in_order_with_their_names_and_amounts(mini_built):
    assert texts(drawing(mini_built, "payments")) == [
        *("Sågen", "Ankeborg", "Åstrand", "Mården"),
        *("Björkvik", "Ankeby", "Åby", "Ankeby"),
        *("400 000", "250 000", "200 000", "150 000"),
    ]


def test_bars_are_as_long_as_their_amounts_and_alike(mini_built):
    bars = list(drawing(mini_built, "payments").iter(f"{SVG}path"))
    lengths = [float(re.match(r"M[\d.]+,[\d.]+h([\d.]+)v", bar.get("d"))[1]) for bar in bars]
    assert [length / lengths[0] for length in lengths] == pytest.approx(
        [1, 0.625, 0.5, 0.375], abs=0.01
    )
    assert [bar.get("fill") for bar in bars] == [COLOURS["mid"]] * 4


def test_every_text_is_tied_to_its_fact_and_set_in_the_report_s_type(real_built):
    for kind in ("payments", "map"):
        for text in drawing(real_built, kind, "2013-12").iter(f"{SVG}text"):
            assert set(text.keys()) >= {"data-fact", "value"}
            assert text.get("font-family") == "Source Sans 3"


def test_nothing_is_left_of_what_vega_says_in_english(real_built):
    for kind in ("payments", "map"):
        svg = ET.tostring(drawing(real_built, kind, "2013-12"), encoding="unicode")
        assert not re.search("aria-|role=|class=|<title|mark", svg)


def circles(svg: ET.Element) -> list[float]:
    arcs = [re.match(r"M([\d.]+),0A", path.get("d", "")) for path in svg.iter(f"{SVG}path")]
    return [float(arc[1]) for arc in arcs if arc]


def test_circles_have_areas_as_the_amounts(mini_built, real_built):
    assert [radius**2 for radius in circles(drawing(mini_built, "map"))] == pytest.approx(
        [81, 81, 40.5], rel=0.01
    )
    real = circles(drawing(real_built, "map", "2013-12"))
    assert len(real) == 9
    assert (real[-1] / real[0]) ** 2 == pytest.approx(4_800_000 / 26_209_000, rel=0.01)


def test_labels_of_the_map_stand_in_columns_from_north_to_south(real_built):
    svg = drawing(real_built, "map", "2013-12")
    assert texts(svg)[:9] == [
        *("Trollhättan", "Göteborg", "Landskrona", "Malmö"),
        *("Stockholm", "Södertälje", "Borås", "Växjö", "Kristianstad"),
    ]
    places = [each.get("transform") for each in svg.iter(f"{SVG}text")]
    at = [tuple(map(float, re.findall(r"[\d.]+", place))) for place in places]
    assert [x for x, _ in at[:4]] == [0] * 4
    for (x, y), (other_x, other_y) in combinations(at, 2):
        assert abs(x - other_x) > 20 or abs(y - other_y) > 11


def test_the_map_shows_the_country_around_what_was_paid(mini_built, real_built):
    """From Luleå to Kalmar it is twice as far as from Stockholm to Malmö."""
    long, short = drawing(mini_built, "map"), drawing(real_built, "map", "2013-12")
    assert numbers(long, "height")[0] > 1.5 * numbers(short, "height")[0]


def numbers(element: ET.Element, *names: str) -> list[float]:
    found = " ".join(element.get(name, "0") for name in names)
    return [float(each) for each in re.findall(r"-?[\d.]+", found)]


def test_no_leader_runs_under_the_circle_of_another_municipality(real_built):
    svg = drawing(real_built, "map", "2013-12")
    drawn = [path for path in svg.iter(f"{SVG}path") if re.match(r"M[\d.]+,0A", path.get("d"))]
    places = [(numbers(path, "transform"), numbers(path, "d")[0]) for path in drawn]
    for x, y, along, down in (
        numbers(line, "transform", "x2", "y2") for line in real_lines(real_built)
    ):
        points = [(x + along * step / 50, y + down * step / 50) for step in range(51)]
        own = min(places, key=lambda place: dist(place[0], points[-1]))
        for centre, radius in places:
            assert centre is own[0] or min(dist(centre, point) for point in points) > radius


@pytest.mark.parametrize(("kind", "most"), [("payments", 20_000), ("map", 60_000)])
def test_drawings_are_small(real_built, kind, most):
    assert (real_built.folder / f"build/figures/{kind}/2013-12.svg").stat().st_size < most


# --- Contrast --------------------------------------------------------------------------------


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it, from 0 to 1."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return sum(weight * each for weight, each in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def grey(colour: str) -> str:
    """The colour as a printer without colours has it (ITU-R BT.601)."""
    parts = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    shade = round(sum(w * p for w, p in zip((0.299, 0.587, 0.114), parts, strict=True)))
    return f"#{shade:02x}{shade:02x}{shade:02x}"


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted(map(luminance, (one, other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_computed_as_wcag_does():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("seen", [str, grey], ids=["in colour", "in grey"])
def test_marks_contrast_three_to_one_with_each_other_and_with_the_ground(real_built, seen):
    paper = "#ffffff"
    bars = {
        bar.get("fill") for bar in drawing(real_built, "payments", "2013-12").iter(f"{SVG}path")
    }
    for one, other in combinations(sorted({paper, *bars}), 2):
        assert contrast(seen(one), seen(other)) >= 3, (one, other)
    paths = list(drawing(real_built, "map", "2013-12").iter(f"{SVG}path"))
    land, municipality, circle = dict.fromkeys(
        path.get("fill") for path in paths if path.get("fill")
    )
    (coast,) = (path.get("stroke") for path in paths if not path.get("fill"))
    for one, other in combinations((land, municipality, circle), 2):
        assert contrast(seen(one), seen(other)) >= 3, (one, other)
    for line in (coast, *{line.get("stroke") for line in real_lines(real_built)}):
        assert min(contrast(seen(line), seen(ground)) for ground in (paper, land)) >= 3


def real_lines(build: Build) -> list[ET.Element]:
    lines = list(drawing(build, "map", "2013-12").iter(f"{SVG}line"))
    assert len(lines) == 9
    return lines


def test_letters_contrast_four_and_a_half_to_one(real_built):
    for kind in ("payments", "map"):
        for text in drawing(real_built, kind, "2013-12").iter(f"{SVG}text"):
            assert contrast(text.get("fill"), "#ffffff") >= 4.5


# --- In the report ---------------------------------------------------------------------------


def texts_of_pages(report: Path) -> list[str]:
    """What the pages say; gaps part words as they do for the eye."""
    with pdfplumber.open(report) as opened:
        return [page.extract_text(x_tolerance=1) for page in opened.pages]


def lines_near(pages: list[str], caption: str) -> list[str]:
    """The lines of the page that a caption stands on."""
    return [text.split("\n") for text in pages if re.search(rf"(?m)^{caption}", text)][-1]


def test_the_figures_stand_under_their_captions_with_their_sources(mini_built):
    pages = texts_of_pages(mini_built.report)
    lines = lines_near(
        pages,
        r"Figur 1\. Utbetalningen i juni 2020 efter stadsdel, kronor \(syntetiska uppgifter\)$",
    )
    place = next(n for n, line in enumerate(lines) if line.startswith("Figur 1."))
    assert lines[place + 1 : place + 6] == [
        "Sågen Björkvik 400 000",
        "Ankeborg Ankeby 250 000",
        "Åstrand Åby 200 000",
        "Mården Ankeby 150 000",
        "Källa: delrapport, Påhittade uppgifter för tester. Innehåller syntetiska uppgifter.",
    ]
    text = "\n".join(lines_near(pages, r"Figur 2\."))
    assert "Ankeby 400 000\nBjörkvik 400 000\nÅby 200 000" in text
    assert "Statistiska centralbyrån, öppna data (Creative Commons Zero)" in text.replace("\n", " ")
    assert "Innehåller syntetiska uppgifter." in text


def described(build: Build) -> list[str]:
    found = re.findall(r"<desc[^>]*>(.*?)</desc>", build.html, re.S)
    return [re.sub(r"<[^>]+>", "", text).replace("\u00a0", " ") for text in found]


def test_the_description_is_computed_and_names_all_that_are_largest_and_smallest(mini_built):
    bars, map_ = described(mini_built)
    assert "400 000 kronor (Sågen) och det minsta 150 000 kronor (Mården)" in bars
    assert "65,0 procent, gick till de stadsdelar som fick mest: två av fyra." in bars
    assert "400 000 kronor (Ankeby och Björkvik) och det minsta 200 000 kronor (Åby)" in map_
    assert "80,0 procent, gick till de kommuner som fick mest: två av tre." in map_


def test_lists_of_tables_and_figures_follow_the_contents(real_built, pages: list[Page]):
    listed = [
        match.groups()
        for page in pages[5:8]
        for line in page.lines
        if (match := re.fullmatch(r"((?:Tabell|Figur) \d+\. .+?) ?[. ]{3,}(\d+)", line))
    ]
    captions = len(re.findall("<(?:fig)?caption>", real_built.html))
    assert len(listed) == captions == 14
    for caption, number in listed:
        assert caption in pages[int(number) - 1].lines
    assert [page.number for page in pages if "Tabeller" in page.lines] == [7]


# --- As a target of its own ------------------------------------------------------------------


def test_a_chart_is_built_without_the_report(mini: Build):
    run = mini.snakemake(BARS)
    assert run.returncode == 0, run.stdout
    assert (mini.folder / BARS).is_file()
    assert sorted(path.name for path in (mini.folder / "build").iterdir()) == [
        *("aggregates", "allocation", "figures", "logs", "records", "seals", "tables"),
        "values",
    ]
    assert "render_" not in run.stdout
    assert "reports/delrapport-1.pdf: not built yet" in run.stdout


def test_a_municipality_that_is_not_on_the_map_is_named_with_its_place(mini: Build):
    mini.edit("data/programme.yaml", '"2380"', '"2389"')
    run = mini.snakemake(MAP)
    assert run.returncode != 0
    assert "data/programme.yaml:" in run.stdout
    assert (
        "Björkvik has the code '2389', which is not on the map; did you mean '2380'?" in run.stdout
    )
    assert "Traceback" not in run.stdout


DRAW = """
import json, sys
from pathlib import Path
from delrapport import bars, maps
from delrapport.country import Country
from delrapport.fact import Fact
from delrapport.palette import palette
from delrapport.records import Records
build, templates = Path(sys.argv[1]), Path(sys.argv[2])
facts = {f["id"]: Fact(**f) for f in json.loads((build / "values/common.json").read_bytes())}
records = Records.model_validate_json((build / "records/common.json").read_bytes())
colours = palette((templates / "css/2-variables.css").read_text("utf-8"))
country = Country(**json.loads((build / "figures/country.json").read_bytes()))
sys.stdout.reconfigure(encoding="utf-8")
print(*bars.plot_payments("2013-12", records, facts, colours, templates / "fonts"), end="")
print(maps.map_payments("2013-12", records, facts, country, colours, templates / "fonts"), end="")
"""


@pytest.mark.parametrize("seed", ["1", pytest.param("2", marks=pytest.mark.slow)])
def test_the_same_data_give_the_same_bytes_in_every_process(real_built, seed):
    command = [
        sys.executable,
        "-c",
        DRAW,
        str(real_built.folder / "build"),
        str(ROOT / "templates"),
    ]
    surroundings = os.environ | {"PYTHONHASHSEED": seed, "LC_ALL": "C", "TZ": "Asia/Tokyo"}
    run = subprocess.run(command, env=surroundings, capture_output=True, check=True)
    folder = real_built.folder / "build/figures"
    assert run.stdout == b"".join(
        (folder / kind / "2013-12.svg").read_bytes() for kind in ("payments", "map")
    )
