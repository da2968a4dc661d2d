"""Files given at once: a plan alone, maps together, parts of a map with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.io.given_files import left_aside, opened_of, together


def some(*names: str) -> tuple[Path, ...]:
    return tuple(Path("maps") / name for name in names)


@pytest.mark.parametrize(
    ("given", "meant", "aside"),
    [
        (["nl.shp"], ["nl.shp"], []),
        (["nl.csv"], ["nl.csv"], []),
        (["folder"], ["folder"], []),
        (["nl.shp", "be.gpkg"], ["be.gpkg", "nl.shp"], []),
        (["nl.shp", "nl.shp"], ["nl.shp"], []),
        (["nl.dbf", "nl.prj", "nl.shp", "nl.shp.xml", "nl.shx"], ["nl.shp"], []),
        (["NL.DBF", "nl.shp"], ["nl.shp"], []),
        (["accounts.csv", "nl.shp"], ["nl.shp"], ["accounts.csv"]),
        (["nl.csv", "nl.shp"], ["nl.shp"], ["nl.csv"]),
        (["be.dbf", "nl.shp"], ["nl.shp"], ["be.dbf"]),
        (["nl.shp", "plan.RAYON", "two.rayon"], ["plan.RAYON"], ["nl.shp", "two.rayon"]),
        (["plan.toml", "nl.shp"], ["plan.toml"], ["nl.shp"]),
        (["one", "two"], ["one"], ["two"]),
        ([], [], []),
    ],
)
def test_a_plan_is_opened_alone_and_maps_together(
    given: list[str], meant: list[str], aside: list[str]
) -> None:
    assert opened_of(some(*given)) == (some(*meant), some(*aside))


def test_a_file_of_another_folder_is_no_part_of_a_map() -> None:
    stray = Path("other") / "nl.dbf"
    assert opened_of([stray, *some("nl.shp")]) == (some("nl.shp"), (stray,))


def test_what_is_left_aside_is_told_with_where_it_belongs() -> None:
    table, plan = left_aside(some("accounts.csv", "two.rayon"), some("nl.shp"))
    assert table.line().startswith("accounts.csv")
    assert "given together with nl.shp" in table.found
    assert "page Data, Import" in table.mend
    assert plan.mend == "Open it by itself."


def test_several_maps_are_called_by_their_names() -> None:
    assert together(some("nl.shp")) == Path("maps/nl.shp")
    assert together(some("be.v2.shp", "nl.gpkg")) == Path("maps/be.v2 + nl.shp")
    assert together(some("a.shp", "b.shp", "c.shp")).stem == "a + b + c"
    assert together(some("a.shp", "b.shp", "c.shp", "d.shp")).stem == "a + b + 2 more"
    long = [f"{sign * 60}.shp" for sign in "abc"]
    assert together(some(*long)).name == f"{'a' * 60} + 2 more.shp"
