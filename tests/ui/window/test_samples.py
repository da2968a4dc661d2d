from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from ui.window.files import plan_folder
from ui.window.samples import Outline, Sample, plan_name, samples

TOML = """
rayon = 1
[plan]
name = "Gridland 2027"
currency = "EUR"
[[regions]]
file = "grid.shp"
noun = ["place", "places"]
[territories]
count = 3
[[measures]]
key = "prospects"
label = "Prospects"
[[measures]]
key = "workload"
label = "Workload"
"""


def test_the_samples_of_the_checkout_are_found_with_their_outlines() -> None:
    found = samples()
    assert {sample.path.parent.name for sample in found} == {
        "netherlands",
        "nl_be_de",
        "us_counties",
    }
    assert all(sample.path.with_name("outline.json").is_file() for sample in found)
    assert all("prospects" in sample.sentence for sample in found)


def test_a_sample_is_told_in_a_sentence(tmp_path: Path) -> None:
    folder = tmp_path / "grid"
    folder.mkdir()
    (folder / "plan.toml").write_text(TOML, "utf-8")
    (sample,) = samples(tmp_path)
    assert sample.name == "Gridland 2027"
    assert sample.sentence == "3 territories that balance prospects and workload."
    assert sample.pills == ("Places", "EUR")


def test_without_sample_folder_there_are_none(tmp_path: Path) -> None:
    assert samples(tmp_path / "nowhere") == []


def test_an_outline_is_painted(qtbot: QtBot, tmp_path: Path) -> None:
    square = '[{"fill": 1, "rings": [[[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]]]}]'
    (tmp_path / "outline.json").write_text(square, "utf-8")
    outline = Outline(Sample(tmp_path / "plan.toml", "Square", "", ()))
    qtbot.addWidget(outline)
    outline.resize(200, 120)
    image = outline.grab().toImage()
    assert image.pixelColor(100, 60) != image.pixelColor(10, 60)


def test_a_plan_is_called_by_its_file_else_by_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "veluwe"
    folder.mkdir()
    assert plan_name(folder / "plan.toml") == "veluwe"
    (folder / "plan.toml").write_text("not toml", "utf-8")
    assert plan_name(folder / "plan.toml") == "veluwe"
    (folder / "plan.toml").write_text(TOML, "utf-8")
    assert plan_name(folder / "plan.toml") == plan_name(folder) == "Gridland 2027"
    assert plan_name(tmp_path / "map.gpkg") == "map"


def test_a_plan_is_saved_in_a_folder_of_its_own(tmp_path: Path) -> None:
    chosen = tmp_path / "plans"
    chosen.mkdir()
    assert plan_folder(chosen, "NL 2027") == chosen
    (chosen / "letter.txt").touch()
    assert plan_folder(chosen, "NL / BE: 2027") == chosen / "NL BE 2027"
    (chosen / "scenarios").mkdir()
    assert plan_folder(chosen, "NL 2027") == chosen
