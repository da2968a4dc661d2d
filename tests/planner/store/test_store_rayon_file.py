"""The plan file: what is loaded is what was saved, others can open it, and nothing hostile gets in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import apsw
import numpy as np
import pyogrio
import pytest
from builders import grid_plan
from hypothesis import given, settings
from rich_plans import rich_plan
from strategies import grid_plans

from planner.model.issues import Severity
from planner.model.plan import Plan
from planner.model.types import floats, identical
from planner.store.folder import load_plan, save_plan
from planner.store.rayon_file import load_rayon, previous_of, save_rayon


def test_a_plan_with_everything_in_it_comes_back_exactly(tmp_path: Path) -> None:
    plan = rich_plan()
    save_rayon(plan, tmp_path / "plan.rayon")
    loaded, issues = load_rayon(tmp_path / "plan.rayon")
    assert issues == ()
    assert identical(loaded, plan)


@settings(max_examples=60, deadline=None)
@given(plan=grid_plans())
def test_any_plan_comes_back_exactly(tmp_path_factory: pytest.TempPathFactory, plan: Plan) -> None:
    path = tmp_path_factory.mktemp("plans") / "plan.rayon"
    save_rayon(plan, path)
    assert identical(load_rayon(path)[0], plan)


@settings(max_examples=20, deadline=None)
@given(plan=grid_plans())
def test_packing_and_unpacking_are_inverse(
    tmp_path_factory: pytest.TempPathFactory, plan: Plan
) -> None:
    place = tmp_path_factory.mktemp("plans")
    save_plan(plan, place / "folder")
    unpacked, _ = load_plan(place / "folder")
    assert unpacked is not None
    save_rayon(unpacked, place / "plan.rayon")
    packed, _ = load_rayon(place / "plan.rayon")
    assert packed is not None
    save_plan(packed, place / "again")
    files = sorted(p.relative_to(place / "folder") for p in (place / "folder").rglob("*.*"))
    assert files == sorted(p.relative_to(place / "again") for p in (place / "again").rglob("*.*"))
    for file in files:
        assert (place / "folder" / file).read_bytes() == (place / "again" / file).read_bytes()


def test_the_same_plan_is_saved_as_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.rayon", "b.rayon"):
        save_rayon(rich_plan(), tmp_path / name)
    assert (tmp_path / "a.rayon").read_bytes() == (tmp_path / "b.rayon").read_bytes()


def test_the_save_before_is_kept_beside(tmp_path: Path) -> None:
    path, plan = tmp_path / "plan.rayon", grid_plan(2, 2, 2)
    save_rayon(plan, path)
    save_rayon(replace(plan, seed=2), path)
    save_rayon(replace(plan, seed=3), path)
    before, _ = load_rayon(previous_of(path))
    assert before is not None
    assert before.seed == 2
    assert sorted(p.name for p in tmp_path.glob("*plan*")) == ["plan.previous.rayon", "plan.rayon"]


@pytest.mark.filterwarnings("ignore:.*non conformant file extension")
def test_other_programs_read_its_layers(tmp_path: Path) -> None:
    plan = grid_plan(3, 4, 2)
    save_rayon(plan, tmp_path / "plan.rayon")
    layers = {str(name): kind for name, kind in pyogrio.list_layers(tmp_path / "plan.rayon")}
    assert layers["regions"] == layers["territories"] == "MultiPolygon"
    assert layers["accounts"] == "Point"
    frame = pyogrio.read_dataframe(tmp_path / "plan.rayon", layer="regions")
    assert list(frame["region_id"]) == list(plan.regions.ids)
    assert np.allclose(frame.area, plan.regions.area_km2 * 1e6)
    drawn = pyogrio.read_dataframe(tmp_path / "plan.rayon", layer="territories")
    assert np.isclose(drawn.area.sum(), frame.area.sum())


@pytest.mark.filterwarnings("ignore:.*non conformant file extension")
def test_a_plan_that_another_program_wrote_into_still_opens(tmp_path: Path) -> None:
    path, plan = tmp_path / "plan.rayon", grid_plan(3, 4, 2)
    save_rayon(plan, path)
    frame = pyogrio.read_dataframe(path, layer="regions")
    pyogrio.write_dataframe(frame, path, layer="mine", driver="GPKG", append=True)
    assert "rtree_mine_geom" in path.read_bytes().decode("latin-1")
    loaded, issues = load_rayon(path)
    assert issues == ()
    assert identical(loaded, plan)


def test_its_database_is_whole(tmp_path: Path) -> None:
    save_rayon(rich_plan(), tmp_path / "plan.rayon")
    db = apsw.Connection(str(tmp_path / "plan.rayon"))
    assert db.execute("pragma integrity_check").fetchall() == [("ok",)]
    assert db.execute("pragma foreign_key_check").fetchall() == []
    db.close()


def test_a_file_cut_short_anywhere_is_told_and_the_save_before_is_opened(tmp_path: Path) -> None:
    path, plan = tmp_path / "plan.rayon", grid_plan(2, 3, 2)
    save_rayon(plan, path)
    save_rayon(replace(plan, seed=2), path)
    whole = path.read_bytes()
    for end in range(0, len(whole), 4096):
        path.write_bytes(whole[:end])
        loaded, issues = load_rayon(path)
        assert identical(loaded, plan), end
        assert [issue.code for issue in issues] == ["plan_restored"], end
    path.write_bytes(whole)
    loaded, issues = load_rayon(path)
    assert loaded is not None
    assert loaded.seed == 2
    assert issues == ()


def test_a_damaged_file_never_takes_the_place_of_the_save_before(tmp_path: Path) -> None:
    path, plan = tmp_path / "plan.rayon", grid_plan(2, 3, 2)
    save_rayon(plan, path)
    save_rayon(replace(plan, seed=2), path)
    path.write_bytes(path.read_bytes()[:10_000])
    save_rayon(replace(plan, seed=3), path)
    before, _ = load_rayon(previous_of(path))
    assert identical(before, plan)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("update rayon_meta set value = 'x' where key = 'start'", "x"),
        ("delete from rayon_meta where key = 'goals'", "goals"),
        ("drop table borders", "borders"),
        ("update regions set geom = x'4750'", "geometry"),
        ("update regions set region = x'00' where fid = 1", "region"),
        ("update regions set region_id = 'same'", "unique"),
        ("update reps set fte = 'much'", "fte"),
        ("update accounts set region_id = 'nowhere'", "nowhere"),
        ("update assignments set Today = 'nobody'", "nobody"),
        ("update layers set targets = '[[1]]'", "reshape"),
        ("update layers set targets = '{'", "quotes"),
        ("insert into locks (layer, region) values (99, 0)", "lock"),
        ("update borders set second = 1e300", "whole numbers"),
        ("update borders set second = 1.5", "whole numbers"),
        ("update borders set km = 'far' where fid = 2", "km holds something else than numbers"),
        ("update regions set x = x'00' where fid = 6", "x holds something else than numbers"),
        ("update regions set region = null where fid = 6", "region holds something else than text"),
        ("update layers set label = x'07'", "label holds something else than text"),
    ],
)
def test_a_file_whose_rows_are_no_plan_is_one_error_that_says_so(
    tmp_path: Path, change: str, said: str
) -> None:
    path = tmp_path / "plan.rayon"
    save_rayon(grid_plan(2, 3, 2), path)
    db = apsw.Connection(str(path))
    db.execute(change)
    db.close()
    plan, issues = load_rayon(path)
    assert plan is None
    assert [(issue.code, issue.severity) for issue in issues] == [("plan_broken", Severity.ERROR)]
    assert said in issues[0].found, issues[0].found


@pytest.mark.parametrize(
    "trap",
    [
        "create view segments as select 1 as fid, 'a' as key, 'b' as label, 'c' as \"where\"",
        "create table segments (fid integer primary key, key text, label text as "
        "(hex(zeroblob(100000000))), \"where\" text); insert into segments (key) values ('a')",
        'create virtual table segments using fts5(fid, key, label, "where")',
    ],
)
def test_tables_that_compute_are_refused(tmp_path: Path, trap: str) -> None:
    path = tmp_path / "plan.rayon"
    save_rayon(grid_plan(2, 3, 2), path)
    db = apsw.Connection(str(path))
    db.execute(f"drop table segments; {trap}")
    db.close()
    plan, issues = load_rayon(path)
    assert plan is None
    assert issues[0].code == "plan_broken"


def test_a_journal_of_a_stranger_beside_the_file_is_not_played_back(tmp_path: Path) -> None:
    path, plan = tmp_path / "plan.rayon", grid_plan(2, 3, 2)
    save_rayon(plan, path)
    kept = path.read_bytes()
    db = apsw.Connection(str(path))
    db.execute("begin; update rayon_meta set value = 'other' where key = 'name'")
    db.cache_flush()
    journal = path.with_name("plan.rayon-journal").read_bytes()
    db.execute("rollback")
    db.close()
    assert path.read_bytes() == kept
    path.with_name("plan.rayon-journal").write_bytes(journal)
    before = sorted(file.name for file in tmp_path.iterdir())
    assert identical(load_rayon(path)[0], plan)
    assert sorted(file.name for file in tmp_path.iterdir()) == before


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0", b"x" * 5000, b"PK\3\4"])
def test_any_bytes_are_one_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "plan.rayon"
    path.write_bytes(content)
    plan, issues = load_rayon(path)
    assert plan is None
    assert [issue.severity for issue in issues] == [Severity.ERROR]


def test_a_geopackage_of_another_program_is_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "map.rayon"
    db = apsw.Connection(str(path))
    db.execute("create table regions (fid integer primary key)")
    db.close()
    _, issues = load_rayon(path)
    assert issues[0].found == "this is no plan of Rayon"


def test_a_newer_format_is_read_as_far_as_it_is_understood(tmp_path: Path) -> None:
    path, plan = tmp_path / "plan.rayon", grid_plan(2, 3, 2)
    save_rayon(plan, path)
    db = apsw.Connection(str(path))
    db.execute("update rayon_meta set value = 99 where key = 'format'")
    db.execute("alter table reps add column mood text; create table moods (a)")
    db.close()
    loaded, issues = load_rayon(path)
    assert identical(loaded, plan)
    assert [(i.code, i.severity) for i in issues] == [("plan_newer", Severity.WARNING)]
    db = apsw.Connection(str(path))
    db.execute("update rayon_meta set value = 99 where key = 'readable_from'")
    db.close()
    loaded, issues = load_rayon(path)
    assert loaded is None
    assert "newer Rayon" in issues[0].found


@pytest.mark.parametrize("seed", [-1, 2**63, 10**30])
def test_a_seed_of_any_size_comes_back(tmp_path: Path, seed: int) -> None:
    save_rayon(replace(grid_plan(1, 2), seed=seed), tmp_path / "plan.rayon")
    loaded, _ = load_rayon(tmp_path / "plan.rayon")
    assert loaded is not None
    assert loaded.seed == seed


def test_names_that_differ_in_capitals_only_stay_apart(tmp_path: Path) -> None:
    plan = grid_plan(2, 2, 2)
    columns = {name: floats([1, 2, 3, at]) for at, name in enumerate(("fid", "Geom", "x", "X", ""))}
    plan = replace(plan, regions=replace(plan.regions, columns=columns))
    save_rayon(plan, tmp_path / "plan.rayon")
    assert identical(load_rayon(tmp_path / "plan.rayon")[0], plan)


def test_more_layers_than_one_table_holds_come_back(tmp_path: Path) -> None:
    plan = grid_plan(1, 3, 2)
    copies = tuple(replace(plan.scenarios[-1], name=f"copy {at}") for at in range(405))
    plan = replace(plan, scenarios=(*plan.scenarios, *copies))
    save_rayon(plan, tmp_path / "plan.rayon")
    assert identical(load_rayon(tmp_path / "plan.rayon")[0], plan)


@pytest.mark.parametrize("name", ["with space", "naïve 地図", "100% 'quoted' #1?"])
def test_any_path_will_do(tmp_path: Path, name: str) -> None:
    path = tmp_path / name / f"{name}.rayon"
    path.parent.mkdir()
    save_rayon(grid_plan(1, 2), path)
    plan, issues = load_rayon(path)
    assert plan is not None
    assert issues == ()
