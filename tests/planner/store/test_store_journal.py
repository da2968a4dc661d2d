"""The journal: edits survive a crash, a line cut short is passed over, other inputs are left alone."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import zlib
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
import shapely
from builders import grid_plan
from hypothesis import given, settings
from hypothesis import strategies as st
from rich_plans import rich_plan
from strategies import grid_plans

from planner.edits.areas import add_area
from planner.edits.assignment import assign
from planner.edits.segments import add_segment
from planner.model.inside import outline_of
from planner.model.measures import Measure
from planner.model.plan import Plan
from planner.model.types import floats, frozen_map, identical, ints
from planner.store.folder import load_plan, save_plan
from planner.store.journal import Journal, apart
from planner.store.saved_plan import load_saved, save_to

PLAN = grid_plan(2, 3, 2)
EDITED = assign(PLAN, "Plan A", "base", ints([0, 1]), 1)


def test_an_edit_comes_back_after_a_restart(tmp_path: Path) -> None:
    Journal(tmp_path / "plan").record(EDITED)
    kept = Journal(tmp_path / "plan").recover(PLAN)
    assert kept is not None
    assert identical(kept[0], EDITED)
    assert (tmp_path / "plan.journal").exists()


def test_a_plan_with_everything_in_it_comes_back_exactly(tmp_path: Path) -> None:
    plan = rich_plan()
    edited = replace(plan, seed=9, name="other")
    Journal(tmp_path / "plan").record(edited)
    kept = Journal(tmp_path / "plan").recover(plan)
    assert kept is not None
    assert identical(kept[0], edited)


@settings(max_examples=25)
@given(grid_plans(), st.integers(0, 5))
def test_the_last_of_many_edits_counts(
    tmp_path_factory: pytest.TempPathFactory, plan: Plan, edits: int
) -> None:
    path = tmp_path_factory.mktemp("journal") / "plan"
    journal, now = Journal(path), plan
    for seed in range(edits):
        now = replace(plan, seed=seed + 2)
        journal.record(now)
    kept = Journal(path).recover(plan)
    assert (kept is None) == (edits == 0)
    assert kept is None or identical(kept[0], now)


def test_nothing_is_offered_when_nothing_was_edited_or_all_was_saved(tmp_path: Path) -> None:
    tmp_path = tmp_path / "plans"
    tmp_path.mkdir()
    journal = Journal(tmp_path / "plan")
    assert journal.recover(PLAN) is None
    journal.record(PLAN)
    assert journal.recover(PLAN) is None
    journal.record(EDITED)
    journal.clear()
    journal.clear()
    assert journal.recover(PLAN) is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("cut", [1, 10, 500])
def test_a_line_cut_short_is_passed_over_and_the_next_stands_on_its_own(
    tmp_path: Path, cut: int
) -> None:
    journal = Journal(tmp_path / "plan")
    journal.record(EDITED)
    journal.record(replace(EDITED, seed=5))
    content = journal.path.read_bytes()
    journal.path.write_bytes(content[:-cut])
    kept = Journal(tmp_path / "plan").recover(PLAN)
    assert kept is not None
    assert kept[0].seed == (5 if cut == 1 else 1)  # only the line feed is gone: the line is whole
    journal.record(replace(EDITED, seed=6))
    kept = Journal(tmp_path / "plan").recover(PLAN)
    assert kept is not None
    assert kept[0].seed == 6


@given(st.binary(max_size=200))
def test_no_bytes_are_a_traceback(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("journal") / "plan.journal"
    path.write_bytes(content)
    assert Journal(path.with_suffix("")).recover(PLAN) is None


def test_edits_of_other_inputs_are_left_alone(tmp_path: Path) -> None:
    Journal(tmp_path / "plan").record(EDITED)
    assert Journal(tmp_path / "plan").recover(replace(PLAN, loads=PLAN.loads * 2)) is None
    assert Journal(tmp_path / "plan").recover(grid_plan(3, 2, 2)) is None
    assert Journal(tmp_path / "plan").recover(PLAN) is not None


@pytest.mark.parametrize("name", ["plan", "plan.rayon"])
@pytest.mark.parametrize("odd", [-0.0, -np.nan], ids=["minus_zero", "another_nan"])
def test_numbers_that_a_file_writes_in_one_way_only_are_no_other_inputs(
    tmp_path: Path, odd: float, name: str
) -> None:
    revenue = floats([odd, 1, 2, 3, 4, 5])
    accounts = replace(PLAN.accounts, numbers=frozen_map({"revenue": revenue}))
    plan = replace(PLAN, accounts=accounts)
    save_to(plan, tmp_path / name)
    journal = Journal(tmp_path / name)
    journal.follow(tmp_path / name, plan)
    journal.record(replace(plan, name="edited"))
    opened, _ = load_saved(tmp_path / name)
    assert opened is not None
    kept = Journal(tmp_path / name).recover(opened)
    assert kept is not None
    assert kept[0].name == "edited"


@dataclass(frozen=True, slots=True)
class LaterMeasure(Measure):
    """A measure as a later version of Rayon may know it."""

    rounding: float = 0.0


def test_edits_kept_before_measures_could_say_more_come_back_after_the_update(
    tmp_path: Path,
) -> None:
    Journal(tmp_path / "plan").record(EDITED)
    later = tuple(LaterMeasure(**asdict(measure)) for measure in PLAN.measures)
    kept = Journal(tmp_path / "plan").recover(replace(PLAN, measures=later))
    assert kept is not None
    assert identical(kept[0].scenarios, EDITED.scenarios)
    said = (replace(later[0], rounding=5.0), *later[1:])
    assert Journal(tmp_path / "plan").recover(replace(PLAN, measures=said)) is None


def test_a_long_journal_is_written_anew_with_its_last_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = Journal(tmp_path / "plan")
    journal.record(EDITED)
    scenarios = journal.path.stat().st_size
    journal.record(replace(EDITED, seed=9))
    line = journal.path.stat().st_size - scenarios
    monkeypatch.setattr("planner.store.journal.MOST_BYTES", scenarios + 3 * line)
    for seed in range(8):
        journal.record(replace(EDITED, seed=seed))
        assert journal.path.stat().st_size <= scenarios + 3 * line
    kept = Journal(tmp_path / "plan").recover(PLAN)
    assert kept is not None
    assert kept[0].seed == 7


def test_the_journal_follows_a_plan_saved_elsewhere(tmp_path: Path) -> None:
    tmp_path = tmp_path / "plans"
    tmp_path.mkdir()
    journal = Journal(tmp_path / "one")
    journal.record(EDITED)
    journal.follow(tmp_path / "two", EDITED)
    journal.record(EDITED)
    assert [path.name for path in tmp_path.iterdir()] == ["two.journal"]


def test_edits_of_a_plan_that_was_overwritten_are_not_taken_for_those_of_the_new_one(
    tmp_path: Path,
) -> None:
    Journal(tmp_path / "two").record(replace(PLAN, name="edits of the one overwritten"))
    journal = Journal(tmp_path / "one")
    journal.begin(PLAN)
    journal.record(EDITED)
    journal.follow(tmp_path / "two", EDITED)
    assert Journal(tmp_path / "two").recover(EDITED) is None


def test_edits_of_inputs_come_back_too(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "plan.rayon")
    assert journal.recover(PLAN) is None
    names = ("Another", *PLAN.accounts.names[1:])
    other = replace(EDITED, accounts=replace(PLAN.accounts, names=names), loads=PLAN.loads * 2)
    journal.record(EDITED)
    journal.record(other)
    journal.record(replace(other, seed=8))
    kept = Journal(tmp_path / "plan.rayon").recover(PLAN)
    assert kept is not None
    assert identical(kept[0], replace(other, seed=8))
    journal.kept.unlink()
    kept = Journal(tmp_path / "plan.rayon").recover(PLAN)
    assert kept is not None
    assert identical(kept[0], EDITED)


def test_a_scenario_that_stays_is_written_once(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "plan")
    journal.record(EDITED)
    for seed in range(5):
        journal.record(replace(EDITED, seed=seed))
    lines = journal.path.read_text().splitlines()
    assert sum(line.startswith('{"scenario"') for line in lines) == len(EDITED.scenarios)


def test_what_a_full_disk_refused_is_written_again_with_the_next_edit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal, flush = Journal(tmp_path / "plan"), os.fsync
    journal.record(PLAN)

    def refused(_handle: int) -> None:
        os.truncate(journal.path, whole)
        raise OSError(errno.ENOSPC, "No space left on device")

    whole = journal.path.stat().st_size
    monkeypatch.setattr("planner.store.journal.os.fsync", refused)
    with pytest.raises(OSError, match="No space"):
        journal.record(EDITED)
    monkeypatch.setattr("planner.store.journal.os.fsync", flush)
    journal.record(replace(EDITED, seed=5))
    kept = Journal(tmp_path / "plan").recover(PLAN)
    assert kept is not None
    assert identical(kept[0], replace(EDITED, seed=5))


def test_a_journal_that_somebody_removed_is_written_whole_with_the_next_edit(
    tmp_path: Path,
) -> None:
    journal = Journal(tmp_path / "plan")
    journal.record(EDITED)
    journal.path.unlink()
    journal.record(replace(EDITED, seed=5))
    kept = Journal(tmp_path / "plan").recover(PLAN)
    assert kept is not None
    assert identical(kept[0], replace(EDITED, seed=5))


def test_edits_after_an_edit_of_inputs_was_undone_come_back_too(tmp_path: Path) -> None:
    once, twice = replace(PLAN, loads=PLAN.loads * 2), replace(PLAN, loads=PLAN.loads * 3)
    journal = Journal(tmp_path / "plan.rayon")
    journal.begin(PLAN)
    journal.record(once)
    journal.record(twice)
    journal.record(replace(once, name="many edits later"))
    kept = Journal(tmp_path / "plan.rayon").recover(PLAN)
    assert kept is not None
    assert identical(kept[0], replace(once, name="many edits later"))


def test_an_edit_of_inputs_that_was_undone_and_made_again_comes_back(tmp_path: Path) -> None:
    edited, journal = replace(PLAN, loads=PLAN.loads * 2), Journal(tmp_path / "plan.rayon")
    journal.begin(PLAN)
    journal.record(edited)
    journal.clear()  # as Undo does that leads back to what was saved
    journal.record(edited)
    kept = Journal(tmp_path / "plan.rayon").recover(PLAN)
    assert kept is not None
    assert identical(kept[0], edited)


def test_edits_of_a_plan_that_was_never_saved_come_back_though_its_files_changed(
    tmp_path: Path,
) -> None:
    journal = Journal(tmp_path / "map.geojson", unsaved=True)
    assert journal.recover(PLAN) is None
    journal.record(EDITED)
    journal.record(replace(EDITED, seed=8))
    names = ("Another", *PLAN.accounts.names[1:])
    read_anew = replace(PLAN, accounts=replace(PLAN.accounts, names=names))
    kept = Journal(tmp_path / "map.geojson", unsaved=True).recover(read_anew)
    assert kept is not None
    assert identical(kept[0], replace(EDITED, seed=8))


def test_a_plan_that_was_saved_is_kept_whole_no_longer(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "map.geojson", unsaved=True)
    journal.record(EDITED)
    journal.follow(tmp_path / "plan.rayon", EDITED)
    journal.record(replace(EDITED, seed=8))
    assert journal.path.exists()
    assert not list(tmp_path.glob("*.kept.rayon"))


def test_inputs_that_were_kept_whole_come_back_though_their_line_never_came(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    once, twice = replace(PLAN, loads=PLAN.loads * 2), replace(PLAN, loads=PLAN.loads * 3)
    journal = Journal(tmp_path / "plan.rayon")
    journal.begin(PLAN)
    journal.record(once)
    os.utime(journal.path, (1, 1))

    def refused(_journal: Journal, _lines: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Journal, "_append", refused)
    with pytest.raises(OSError, match="No space"):
        journal.record(twice)
    kept = Journal(tmp_path / "plan.rayon").recover(PLAN)
    assert kept is not None
    assert identical(kept[0], twice)


CHILD = """
import sys
from pathlib import Path
from planner.edits.assignment import assign
from planner.model.types import ints
from planner.store.folder import load_plan
from planner.store.journal import Journal
folder = Path(sys.argv[1])
plan, _ = load_plan(folder)
journal = Journal(folder)
edit = 0
while True:
    plan = assign(plan, "Plan A", "base", ints([edit % 6]), edit // 6 % 2)
    journal.record(plan)
    edit += 1
    print(edit, flush=True)
"""


def test_a_process_killed_in_the_middle_of_edits_loses_none_that_were_kept(tmp_path: Path) -> None:
    save_plan(PLAN, tmp_path / "plan")
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(tmp_path / "plan")], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    with child.stdout:
        while int(child.stdout.readline()) < 9:
            continue
        os.kill(child.pid, signal.SIGKILL)
        told = [int(line) for line in child.stdout]
    child.wait()
    edits = max([9, *told])
    loaded, issues = load_plan(tmp_path / "plan")
    assert issues == ()
    assert loaded is not None
    kept = Journal(tmp_path / "plan").recover(loaded)
    assert kept is not None
    owners = []
    plan = loaded
    for edit in range(edits + 1):  # the last one may have been kept and not told
        plan = assign(plan, "Plan A", "base", ints([edit % 6]), edit // 6 % 2)
        owners.append(plan.scenario("Plan A").base.owner.tolist())
    assert kept[0].scenario("Plan A").base.owner.tolist() in owners[edits - 1 :]


def test_mended_outlines_come_back_after_a_crash(tmp_path: Path) -> None:
    xy = PLAN.regions.geometry.xy + 0.25
    geometry = replace(PLAN.regions.geometry, xy=xy)
    mended = replace(EDITED, regions=replace(PLAN.regions, geometry=geometry))
    journal = Journal(tmp_path / "plan.rayon")
    journal.begin(PLAN)
    journal.record(mended)
    kept = Journal(tmp_path / "plan.rayon").recover(PLAN)
    assert kept is not None
    assert identical(kept[0], mended)


@pytest.mark.parametrize("name", ["plan.rayon", "plan", "plan.toml"])
def test_earlier_edits_get_a_plan_file_of_their_own_beside(tmp_path: Path, name: str) -> None:
    place = Journal(tmp_path / name).earlier(datetime(2027, 1, 2, 14, 2))
    assert place.parent == tmp_path
    assert place.name == f"{name.removesuffix('.rayon')} 2027-01-02 14.02.rayon"


def kept_apart_by_a_process_that_is_gone(path: Path, plan: Plan) -> None:
    code = (
        "import sys; from pathlib import Path; from planner.store.journal import apart\n"
        "print(apart(Path(sys.argv[1])))"
    )
    child = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True
    )
    journal = Journal(Path(child.stdout.strip()))
    journal.begin(PLAN)
    journal.record(plan)


def test_what_a_process_kept_apart_comes_back_once_it_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "plan.rayon"
    inputs = replace(EDITED, loads=PLAN.loads * 2)
    kept_apart_by_a_process_that_is_gone(path, inputs)
    journal = Journal(path)
    kept = journal.recover(PLAN)
    assert kept is not None
    assert identical(kept[0], inputs)
    journal.clear()
    assert Journal(path).recover(PLAN) is None
    assert not [one for one in tmp_path.iterdir() if one.is_file()]


def test_edits_of_the_plans_own_journal_come_before_those_kept_apart(tmp_path: Path) -> None:
    path = tmp_path / "plan.rayon"
    kept_apart_by_a_process_that_is_gone(path, replace(PLAN, seed=7))
    Journal(path).record(EDITED)
    for edited in (EDITED, replace(PLAN, seed=7)):
        journal = Journal(path)
        kept = journal.recover(PLAN)
        assert kept is not None
        assert identical(kept[0], edited)
        journal.clear()


def test_what_a_running_process_keeps_apart_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "plan.rayon"
    running = Journal(apart(path))
    running.record(EDITED)
    assert running.path != Journal(path.with_name("plan 2.rayon")).path
    assert Journal(path).recover(PLAN) is None
    assert running.path.exists()


def test_a_line_of_an_earlier_rayon_that_knew_no_areas_still_counts(tmp_path: Path) -> None:
    Journal(tmp_path / "plan").record(EDITED)
    lines = []
    for line in (tmp_path / "plan.journal").read_bytes().splitlines():
        content = json.loads(line.rpartition(b" ")[0])
        for name in ("areas", "products"):
            content.get("plan", {}).pop(name, None)
        if "plan" in content:
            text = json.dumps(content).encode()
            line = text + f" {zlib.crc32(text):08x}".encode()
        lines.append(line + b"\n")
    (tmp_path / "plan.journal").write_bytes(b"".join(lines))
    kept = Journal(tmp_path / "plan").recover(PLAN)
    assert kept is not None
    assert identical(kept[0], EDITED)


def test_areas_that_were_drawn_come_back(tmp_path: Path) -> None:
    square = outline_of(shapely.box(0, 0, 1000 / 3, 1000))
    drawn = add_segment(add_area(EDITED, "Pilot", square), "Pilot", "area:pilot")
    Journal(tmp_path / "plan").record(drawn)
    kept = Journal(tmp_path / "plan").recover(PLAN)
    assert kept is not None
    assert identical(kept[0], drawn)
