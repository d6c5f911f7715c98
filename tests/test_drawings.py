"""Drawings of series, moves and the flow of money, from facts that a test makes up."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from conftest import ROOT, Build
from hypothesis import given
from hypothesis import strategies as st
from test_figures import COLOURS, SVG, contrast, grey, texts

from delrapport import drawings, ingest, svg
from delrapport.activities import ActivitiesFile
from delrapport.bands import plot_flow
from delrapport.fact import Fact
from delrapport.facts import raw_facts
from delrapport.flow import Link, from_newest, layout
from delrapport.lines import plot_series
from delrapport.models import County
from delrapport.moves import plot_moves
from delrapport.problems import RawDataError
from delrapport.records import Records
from delrapport.series import scale_of
from delrapport.validate import validate

FONTS = ROOT / "templates/fonts"
DISTRICTS = ("ankeborg", "marden", "sagen", "astrand")
COUNTY = "7,2,1.2,2"
Facts = dict[str, Fact]


@pytest.fixture(scope="module")
def records() -> Records:
    read = ingest.ingest_records(ROOT / "tests/mini/data")
    used = [
        ActivitiesFile.model_construct(year=year, municipality="aby", payment=f"{year}-06")
        for year in (2021, 2020)
    ]
    return read.model_copy(update={"activities": used})


@pytest.fixture(scope="module")
def names(records: Records) -> Facts:
    return {each.id: fact(each.id, each.value, str(each.value)) for each in raw_facts(records)}


def fact(id_: str, value: int | str, cell: str, status: str = "published") -> Fact:
    return Fact(id_, value, "share", f"{cell} procent", cell, status)


def listed(*found: Fact) -> Facts:
    return {each.id: each for each in found}


# --- Series ----------------------------------------------------------------------------------

LEVELS = {
    "district.ankeborg": ("10/100", "20/100", "30/100"),
    "district.marden": ("30/100", "", "20/100"),
    "district.sagen": ("", "", "50/100"),
    "district.astrand": ("not applicable", "", ""),
    "municipality.ankeby": ("", "40/100", ""),
    "country": ("20/100", "20/100", "20/100"),
}
YEARS = (2018, 2019, 2021)


def levels() -> Facts:
    return listed(
        *(fact(f"year.lasning.{year}", year, str(year)) for year in YEARS),
        *(
            fact(f"level.lasning.{place}.{year}", value, value.partition("/")[0] or "..")
            for place, values in LEVELS.items()
            for year, value in zip(YEARS, values, strict=True)
        ),
    )


@pytest.fixture(scope="module")
def series(records: Records, names: Facts) -> ET.Element:
    (drawn,) = plot_series("lasning", records, names | levels(), COLOURS, FONTS)
    return ET.fromstring(drawn)


def dots(drawn: ET.Element, fill: str) -> list[tuple[float, float]]:
    found = []
    for path in drawn.iter(f"{SVG}path"):
        if path.get("fill") == COLOURS[fill] and (place := path.get("transform")):
            x, y = re.findall(r"-?[\d.]+", place)[:2]
            found.append((float(x), float(y)))
    return found


def test_panels_stand_in_the_programme_s_order_with_first_and_last_values(series: ET.Element):
    assert texts(series) == [
        *("Stadsdelen", "Kommunen", "Riket"),
        *("Ankeborg", "Mården", "Sågen", "Åstrand"),
        *("Ankeby", "Ankeby", "Björkvik", "Åby"),
        *["2018", "2021"] * 4,
        *("10", "30", "50"),
        *("30", "20"),
    ]


def test_every_number_and_name_is_tied_to_its_fact(series: ET.Element):
    free = [text for text in series.iter(f"{SVG}text") if not text.get("data-fact")]
    assert [text.text for text in free] == ["Stadsdelen", "Kommunen", "Riket"]


def test_the_same_value_is_as_high_in_every_panel_and_years_are_as_far_apart(series: ET.Element):
    (first, second, third), marden, sagen = (
        (points := dots(series, "deep"))[:3],
        points[3:5],
        points[5:],
    )
    assert first[1] - second[1] == pytest.approx(second[1] - third[1], abs=0.03)
    assert marden == [(pytest.approx(marden[0][0]), third[1]), (marden[1][0], second[1])]
    assert sagen[0][1] == pytest.approx(third[1] - 2 * (second[1] - third[1]), abs=0.03)
    assert third[0] - second[0] == pytest.approx(2 * (second[0] - first[0]), abs=0.03)


def lines(drawn: ET.Element, colour: str) -> str:
    found = [path.get("d", "") for path in drawn.iter(f"{SVG}path")
             if path.get("stroke") == COLOURS[colour] and not path.get("transform")]  # fmt: skip
    return max(found, key=len)


def test_a_missing_value_parts_the_line_and_one_alone_is_a_point(series: ET.Element):
    assert lines(series, "deep").count("M") == 1
    assert lines(series, "mid").count("M") == 4
    assert len(dots(series, "quiet")) == 2


def test_lines_differ_in_more_than_colour(series: ET.Element):
    styles = {
        (path.get("stroke-width"), path.get("stroke-dasharray"))
        for path in series.iter(f"{SVG}path")
        if path.get("stroke") in {COLOURS[name] for name in ("deep", "quiet", "mid")}
    }
    assert styles == {("1.7", None), ("1", "4,2"), ("1.2", "1.2,1.6")}


def test_a_county_has_a_line_of_its_own_beside_the_municipality_s(records: Records, names: Facts):
    south = County(id="south", code="25", name="Sydlän")
    programme = records.programme.model_copy(update={"counties": [south]})
    known = [fact(f"level.lasning.county.south.{year}", "30/100", "30") for year in YEARS]
    (drawn,) = plot_series(
        "lasning",
        records.model_copy(update={"programme": programme}),
        names | levels() | listed(*known),
        COLOURS,
        FONTS,
    )
    chart = ET.fromstring(drawn)
    assert texts(chart)[:4] == ["Stadsdelen", "Kommunen", "Länet", "Riket"]
    dashed = [
        path.get("d", "").count("M")
        for path in chart.iter(f"{SVG}path")
        if path.get("stroke-dasharray") == COUNTY
    ]
    assert dashed == [1, 2]  # in the legend, and in the panels of Ankeby's two districts


def test_the_scale_that_is_told_is_the_one_that_is_drawn(records: Records):
    scale = scale_of("lasning", records, levels())
    assert scale
    assert (scale.lowest.value, scale.highest.value) == ("10/100", "50/100")
    assert scale.is_broken
    assert scale_of("franvaro", records, levels()) is None


def many(records: Records, districts: int) -> Records:
    """As many districts, all in one municipality."""
    one = records.programme.municipalities[0]
    named = [one.districts[0].model_copy(update={"id": f"d{n}"}) for n in range(districts)]
    whole = one.model_copy(update={"districts": named})
    programme = records.programme.model_copy(update={"municipalities": [whole]})
    return records.model_copy(update={"programme": programme})


def test_what_does_not_fit_on_a_page_goes_on_in_another_drawing(records: Records, names: Facts):
    key = "raw.programme.programme.municipalities.0.districts"
    called = listed(*(fact(f"{key}.{n}.name", "x", f"Område {n}") for n in range(32)))
    known = names | called | levels()
    parts = plot_series("lasning", many(records, 32), known, COLOURS, FONTS)
    read = svg.read_drawings(svg.stacked(parts))
    assert [each.content.count("Område") for each in read] == [24, 8]
    assert [str(each) for each in read] == [str(svg.read_drawing(part)) for part in parts]
    assert read[0].height > read[1].height
    ET.fromstring(svg.stacked(parts))


# --- Moves -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def moves(records: Records, names: Facts) -> ET.Element:
    found = listed(*(fact(f"year.moves.{year}", year, str(year)) for year in YEARS[:2]))
    for place, district in enumerate(DISTRICTS[:3]):
        for year in YEARS[:2]:
            into, out = 20 + 10 * place, 40
            for way, value in (("in", into), ("out", out), ("net", into - out)):
                id_ = f"moves.{way}.district.{district}.{year}"
                found[id_] = fact(id_, value, f"{value:+}")
    (drawn,) = plot_moves(records, names | found, COLOURS, FONTS)
    return ET.fromstring(drawn)


def heights(drawn: ET.Element, fill: str) -> list[float]:
    """Of rectangles, but for that of the legend."""
    found = []
    for path in drawn.iter(f"{SVG}path"):
        if path.get("fill") == COLOURS[fill]:
            ys = [float(y) for y in re.findall(r"[ML][\d.]+,([\d.]+)", path.get("d", ""))]
            found.append(max(ys) - min(ys))
    return found[1:]


def test_bars_of_moves_are_as_long_as_their_numbers_on_one_scale(moves: ET.Element):
    came, left = heights(moves, "mid"), heights(moves, "tint")
    assert [each / left[0] for each in came] == pytest.approx(
        [0.5, 0.5, 0.75, 0.75, 1, 1], abs=0.01
    )
    assert left == pytest.approx([left[0]] * 6, abs=0.03)
    assert texts(moves)[-6:] == ["-20", "-10", "+0", "-20", "-10", "+0"]
    assert len(dots(moves, "deep")) == 1 + 6


# --- The flow of money -----------------------------------------------------------------------

USE = {
    2020: {"received": 900, "brought": 0, "spent": 700, "carried": 150, "unspent": 50}
    | {"target.lasning": 700, "target.franvaro": 0},
    2021: {"received": 600, "brought": 150, "spent": 720, "carried": 30, "unspent": 0}
    | {"target.lasning": 300, "target.franvaro": 420},
    "all": {"target.lasning": 1000, "target.franvaro": 420, "unspent": 50},
}


def use(**other: int) -> Facts:
    stated = {
        f"use.{year}.{what}": value for year, whats in USE.items() for what, value in whats.items()
    } | other
    years = [2020, 2021]
    return listed(
        *(fact(id_, value, f"{value} kr", "synthetic") for id_, value in stated.items()),
        *(fact(f"raw.activities.{year}.aby.year", year, str(year)) for year in years),
        *(fact(f"payment.{year}-06.month", f"{year}-06", f"juni {year}") for year in years),
    )


def test_the_flow_of_all_years_names_every_bar_with_its_amount(records: Records, names: Facts):
    drawn = ET.fromstring(plot_flow("all", records, names | use(), COLOURS, FONTS))
    assert texts(drawn) == [
        *("Juni 2020", "Juni 2021", "900 kr", "600 kr", "s", "s"),
        *("2020", "2021", "700 kr", "720 kr", "s", "s"),
        *("Frånvaro", "Läsning", "Kvar efter sista året", "Inte använt"),
        *("420 kr", "1000 kr", "30 kr", "50 kr", "s", "s", "s", "s"),
    ]
    free = [text.text for text in drawn.iter(f"{SVG}text") if not text.get("data-fact")]
    assert [text for text in free if text != "s"] == ["Kvar efter sista året", "Inte använt"]
    marks = {text.get("data-status") for text in drawn.iter(f"{SVG}text")}
    assert marks == {"synthetic", None}


def test_the_flow_of_one_year_begins_with_what_was_brought(records: Records, names: Facts):
    drawn = plot_flow("2021", records, names | use(), COLOURS, FONTS)
    first = ["Överfört från året före", "Juni 2021", "150 kr", "600 kr"]
    assert texts(ET.fromstring(drawn))[:4] == first
    assert drawn == plot_flow("2021", records, names | use(), COLOURS, FONTS)


def test_money_that_is_lost_on_its_way_is_not_drawn(records: Records, names: Facts):
    lost = use(**{"use.2021.target.franvaro": 400})
    with pytest.raises(ValueError, match="720 reach 2021, and 700 leave it"):
        plot_flow("all", records, names | lost, COLOURS, FONTS)


AMOUNTS = st.lists(st.integers(1, 10**8), min_size=1, max_size=4)


@given(AMOUNTS, AMOUNTS, st.integers(0, 30))
def test_bands_fill_their_bars_in_proportion_and_side_by_side(paid, targets, gap):
    """Payments into one pool, and out of it by the same proportions."""
    whole = sum(paid) * sum(targets)
    links = [Link(f"p{n}", "pool", each * sum(targets)) for n, each in enumerate(paid)]
    links += [Link("pool", f"t{n}", each * sum(paid)) for n, each in enumerate(targets)]
    columns = [
        [f"p{n}" for n in range(len(paid))],
        ["pool"],
        [f"t{n}" for n in range(len(targets))],
    ]
    placed = layout(columns, links, 300, gap)
    scale = placed.bars["pool"].height / whole
    for band in placed.bands:
        assert band.height == pytest.approx(scale * band.link.amount)
    for name, bar in placed.bars.items():
        assert bar.top >= -1e-6 and bar.bottom <= 300 + 1e-6
        for edge, end in (("source", "leaves"), ("target", "arrives")):
            own = [band for band in placed.bands if getattr(band.link, edge) == name]
            top = bar.top
            for band in own:
                assert getattr(band, end) == pytest.approx(top)
                top += band.height
            assert not own or top == pytest.approx(bar.bottom)


@given(st.lists(st.integers(0, 100), min_size=1, max_size=5), st.data())
def test_what_is_carried_over_is_the_newest(amounts, data):
    stock = {f"p{n}": amount for n, amount in enumerate(amounts)}
    carried = data.draw(st.integers(0, sum(amounts)))
    found = from_newest(carried, stock)
    assert sum(found.values()) == carried
    assert all(0 <= found[name] <= stock[name] for name in stock)
    left = [name for name in stock if found[name] < stock[name]]
    assert all(not found[name] for name in stock if left and name < max(left))


def test_more_can_not_be_carried_over_than_there_is():
    with pytest.raises(ValueError, match="5 are carried over of 4"):
        from_newest(5, {"a": 3, "b": 1})


# --- All of them -----------------------------------------------------------------------------


@pytest.mark.parametrize("seen", [str, grey], ids=["in colour", "in grey"])
def test_marks_contrast_three_to_one_with_what_they_lie_on(seen):
    edge, used, unused = COLOURS["quiet"], (COLOURS["tint"], COLOURS["hair"]), "#ffffff"
    for ground in (*used, unused):
        assert contrast(seen(edge), seen(ground)) >= 3
    for line in ("deep", "quiet", "mid"):
        assert contrast(seen(COLOURS[line]), seen("#ffffff")) >= 3
    for one, other in combinations(("deep", "mid", "tint"), 2):
        assert contrast(seen(COLOURS[one]), seen(COLOURS[other])) >= 3


def test_files_are_known_before_anything_is_read(tmp_path: Path):
    for name in ("indicators/b", "indicators/a", "activities/2014/x", "activities/2014/y", "moves"):
        file = tmp_path / f"{name}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    wanted = ("payments chart", "scenarios chart", *drawings.STATISTICS, *drawings.FLOW)
    found = drawings.files(wanted, ["2013-12", "2014-12"], tmp_path)
    assert [file.removeprefix("build/figures/").removesuffix(".svg") for file in found] == [
        *("payments/2013-12", "payments/2014-12", "scenarios/2014-12"),
        *("indicators/a", "indicators/b", "moves/moves", "flow/2014", "flow/all"),
    ]
    assert drawings.subject_of(found[3]) == ("indicator charts", "a", "")


def test_a_figure_without_data_is_refused_where_it_is_asked_for(programme: Build):
    (programme.folder / "data/moves.yaml").unlink(missing_ok=True)
    programme.edit("config.yaml", "figures: [payments chart, ", "figures: [moves chart, ")
    with pytest.raises(RawDataError) as raised:
        validate(Path("config.yaml"))
    (problem,) = raised.value.problems
    assert str(problem).endswith(
        "reports.delrapport-1.figures[0]: there are no data for 'moves chart'; "
        "take it out, or add data of the kind 'moves'"
    )
