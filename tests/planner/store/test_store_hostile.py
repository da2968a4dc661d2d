"""Files made to do harm: outlines without end, tables that compute, pipes in the place of files."""

from __future__ import annotations

import os
import struct
import threading
from collections.abc import Callable
from pathlib import Path

import apsw
import numpy as np
import pyogrio
import pytest
import shapely
from builders import grid_plan

from planner.model.types import identical
from planner.store import migrations
from planner.store.folder import load_plan, save_plan
from planner.store.geopackage import blobs_of, shapes_from
from planner.store.journal import Journal
from planner.store.rayon_file import load_rayon, save_rayon

PLAN = grid_plan(1, 2)
HEAD = b"GP\0\1" + struct.pack("<i", 0)


def collection(kind: int, *parts: bytes) -> bytes:
    return b"\1" + struct.pack("<II", kind, len(parts)) + b"".join(parts)


def polygon(*rings: int) -> bytes:
    """A polygon of rings with that many points."""
    told = [struct.pack("<I", points) + bytes(16 * points) for points in rings]
    return collection(3, *told)


def nested(deep: int) -> bytes:
    return (b"\1" + struct.pack("<II", 7, 1)) * deep + polygon()


def changed(path: Path, sql: str, *values: object) -> Path:
    save_rayon(PLAN, path)
    db = apsw.Connection(str(path))
    db.execute(sql, values)
    db.close()
    return path


@pytest.mark.parametrize(
    "body",
    [
        nested(200_000),
        collection(6, nested(200_000)),
        collection(6, polygon(4, 4), nested(200_000)),
        collection(6, collection(6, polygon(4))),
        collection(3, b"") + nested(3)[:4],
        b"\1" + struct.pack("<II", 6, 2**32 - 1) + polygon(4),
        b"\1" + struct.pack("<III", 3, 1, 2**32 - 1),
        collection(6, b"\1" + struct.pack("<III", 3, 1, 2**32 - 1)),
        collection(4),
        collection(6)[:7],
        b"",
    ],
)
def test_an_outline_within_outlines_without_end_is_refused(body: bytes) -> None:
    with pytest.raises(ValueError, match="geometry"):
        shapes_from([HEAD + body])


def test_a_file_with_such_an_outline_is_one_error(tmp_path: Path) -> None:
    path = tmp_path / "plan.rayon"
    changed(path, "update regions set geom = ? where fid = 1", HEAD + nested(200_000))
    plan, issues = load_rayon(path)
    assert plan is None
    assert [issue.code for issue in issues] == ["plan_broken"]


@pytest.mark.parametrize("order", [0, 1])
@pytest.mark.parametrize("flavor", ["iso", "extended"])
def test_outlines_of_other_programs_are_read_in_every_writing(order: int, flavor: str) -> None:
    hole = shapely.Polygon([(0, 0), (9, 0), (9, 9)], [[(1, 1), (2, 1), (2, 2)]])
    high = shapely.Polygon([(20, 0, 5), (29, 0, 5), (29, 9, 5)])
    shapes = [
        hole, shapely.Polygon(), shapely.MultiPolygon(), shapely.MultiPolygon([hole, high]),
        high, shapely.MultiPolygon([high, shapely.Polygon([(40, 0, 1), (49, 0, 1), (49, 9, 1)])]),
    ]  # fmt: skip
    wkb = shapely.to_wkb(np.array(shapes, object), byte_order=order, flavor=flavor)
    assert shapely.equals_identical(shapes_from([HEAD + one for one in wkb]), shapes).all()
    blobs = blobs_of(np.array(shapes, object), 0)
    assert shapely.equals_identical(shapes_from(blobs), shapes).all()


def of_format_one(path: Path, more: str = "") -> Path:
    changed(path, "update rayon_meta set value = '1' where key in ('format', 'readable_from')")
    db = apsw.Connection(str(path))
    db.execute("alter table layers drop column own_count")
    db.execute("alter table exceptions drop column asked_by")
    db.execute(f"alter table exceptions drop column counts; {more}")
    db.close()
    return path


def test_a_file_of_an_earlier_format_computes_nothing_when_it_is_brought_forward(
    tmp_path: Path,
) -> None:
    endless = (
        "drop table segments; create view segments as with recursive n (x) as "
        "(select 1 union all select x + 1 from n limit 300000) "
        "select x as fid, 'a' || x as key, 'b' as label, 'c' as \"where\" from n"
    )
    plan, issues = load_rayon(of_format_one(tmp_path / "plan.rayon", endless))
    assert plan is None
    assert [issue.code for issue in issues] == ["plan_broken"]


@pytest.mark.filterwarnings("ignore:.*non conformant file extension")
def test_a_file_of_an_earlier_format_that_another_program_wrote_into_still_opens(
    tmp_path: Path,
) -> None:
    path = of_format_one(
        tmp_path / "plan.rayon", "create view seen as select fid, geom from regions"
    )
    frame = pyogrio.read_dataframe(path, layer="regions")
    pyogrio.write_dataframe(frame, path, layer="mine", driver="GPKG", append=True)
    assert "rtree_mine_geom" in path.read_bytes().decode("latin-1")
    loaded, issues = load_rayon(path)
    assert issues == ()
    assert identical(loaded, PLAN)


def test_bringing_a_file_forward_can_be_given_up(tmp_path: Path) -> None:
    path = of_format_one(tmp_path / "plan.rayon")
    assert identical(load_rayon(path)[0], PLAN)
    stored = apsw.Connection(str(path))

    def given_up() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), migrations.migrated(stored, 1, given_up) as db:
        db.execute("pragma page_count").fetchall()
    stored.close()


def test_a_huge_file_of_an_earlier_format_is_not_taken_into_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = of_format_one(tmp_path / "plan.rayon")
    monkeypatch.setattr(migrations, "MOST_BYTES", 50_000)
    plan, issues = load_rayon(path)
    assert plan is None
    assert [issue.code for issue in issues] == ["file_unreadable"]
    assert "earlier format" in issues[0].found


@pytest.mark.parametrize("seat", [-1, 2, 99_999])
def test_a_seat_in_a_region_that_is_not_there_is_told(tmp_path: Path, seat: int) -> None:
    path = tmp_path / "plan.rayon"
    changed(path, "update layer_territories set seat = ? where fid = 1", seat)
    plan, issues = load_rayon(path)
    assert plan is None
    assert "seat" in issues[0].found


def ends(work: Callable[[], object]) -> object:
    """What a piece of work gives, that must not wait for anybody."""
    given: list[object] = []
    worker = threading.Thread(target=lambda: given.append(work()), daemon=True)
    worker.start()
    worker.join(20)
    assert given, "it waits for ever"
    return given[0]


def test_a_pipe_in_the_place_of_a_plan_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "plan.rayon"
    os.mkfifo(path)
    _, (issue,) = ends(lambda: load_rayon(path))  # type: ignore[misc]
    assert issue.code == "file_unreadable"
    assert "no plain file" in issue.found
    device, (issue,) = load_rayon(Path("/dev/null"))
    assert device is None
    assert "no plain file" in issue.found


@pytest.mark.parametrize("name", ["accounts.csv", "regions.gpkg", "plan.toml"])
def test_a_pipe_in_the_place_of_a_part_of_a_plan_folder_is_told(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "plan"
    save_plan(PLAN, folder)
    (folder / name).unlink()
    os.mkfifo(folder / name)
    _, (issue,) = ends(lambda: load_plan(folder))  # type: ignore[misc]
    assert name in issue.file
    assert "no plain file" in issue.found


def test_a_pipe_in_the_place_of_the_journal_keeps_no_one_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    path = tmp_path / "plan.rayon"
    os.mkfifo(tmp_path / "plan.rayon.journal")
    assert ends(lambda: [Journal(path).recover(PLAN)]) == [None]
    ends(lambda: [Journal(path).record(PLAN)])
    assert Journal(path).path.is_file()
