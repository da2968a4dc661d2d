"""Processes killed while they write, full disks, rights taken away: no save and no kept edit is lost."""

from __future__ import annotations

import json
import os
import pwd
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from dying import PLAN, STAGES, plan_of

from planner.model.types import identical
from planner.store.journal import Journal
from planner.store.rayon_file import load_rayon, previous_of
from planner.store.saved_plan import load_saved, save_to

Order = Callable[..., dict[str, Any]]
SAVES, EDITS = 4, 20
KILLS = 200
LEAST_EACH = 20


@pytest.fixture(scope="module")
def order() -> Iterator[Order]:
    """Give orders to a process that forks a child for each."""
    tests = Path(__file__).parents[2]
    root = tests.parent
    paths = os.pathsep.join([str(root), str(tests)])
    child = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("dying.py"))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": paths},
    )
    assert child.stdin is not None
    assert child.stdout is not None

    def give(**asked: Any) -> dict[str, Any]:
        assert child.stdin is not None
        assert child.stdout is not None
        print(json.dumps(asked), file=child.stdin, flush=True)
        answer: dict[str, Any] = json.loads(child.stdout.readline())
        return answer

    with child:
        yield give
        child.stdin.close()


def spread(count: int, most: int) -> list[int]:
    """`count` different places of 1..most, or all of them."""
    return sorted(
        {1 + at * most // count for at in range(count)} if most > count else range(1, most + 1)
    )


def check_saved(path: Path, done: int) -> None:
    """The plan is one of the saves, not older than the last that was told, and none stands half."""
    plan, issues = load_saved(path)
    assert issues == ()
    assert plan is not None
    assert plan.seed in (done, done + 1)
    assert identical(plan, plan_of(plan.seed))
    previous = previous_of(path)
    if previous.exists() and path.suffix:
        before, issues = load_rayon(previous)
        assert issues == ()
        assert identical(before, plan_of(before.seed if before else 0))
    save_to(plan_of(99), path)
    left = {one.name for one in path.parent.iterdir() if "plan" in one.name}
    assert left <= {path.name, previous.name, f"{path.name}.previous"}, left


def check_kept(path: Path, done: int) -> None:
    """The edits that were told as kept come back."""
    kept = Journal(path).recover(PLAN)
    seed = PLAN.seed if kept is None else kept[0].seed
    assert seed in (max(done, PLAN.seed), done + 1)
    assert kept is None or identical(kept[0], plan_of(seed))


def test_a_process_killed_while_it_writes_loses_no_save_and_no_kept_edit(
    order: Order, tmp_path: Path
) -> None:
    killed: Counter[str] = Counter()
    trial = 0
    for do, name in (("save", "plan.rayon"), ("save", "plan"), ("edit", "plan.rayon")):
        path = tmp_path / "dry" / do / name
        path.parent.mkdir(parents=True, exist_ok=True)
        save_to(plan_of(1), path)
        count = SAVES if do == "save" else EDITS
        seen = order(do=do, path=str(path), first=2, count=count)["seen"]
        share = {"plan.rayon": 40, "plan": 18}[name] if do == "save" else 60
        for stage in STAGES if do == "save" else STAGES[3:]:
            whens = ("before", "middle", "after") if stage != "rename" else ("before", "after")
            for when in whens:
                for at in spread(share // len(whens), seen.get(stage, 0)):
                    trial += 1
                    path = tmp_path / f"{trial}" / name
                    path.parent.mkdir()
                    save_to(plan_of(1), path)
                    told = order(
                        do=do, path=str(path), first=2, count=count, stage=stage, at=at, when=when
                    )
                    assert told["killed"], (stage, at, when, told)
                    killed[stage] += 1
                    done = told["done"] or 1
                    (check_saved if do == "save" else check_kept)(path, done)
    sys.stdout.write(f"killed {dict(killed)}\n")
    assert killed.total() >= KILLS
    assert min(killed[stage] for stage in STAGES) >= LEAST_EACH


@pytest.mark.parametrize("name", ["plan.rayon", "plan"])
def test_a_file_system_that_takes_no_more_bytes_leaves_the_save_before(
    order: Order, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    save_to(plan_of(1), path)
    for most in (0, 1000, 8192, 20_000, 60_000, 100_000):
        told = order(do="save", path=str(path), first=2, count=1, bytes=most)
        if told["done"]:
            break
        assert told["error"], told
        plan, issues = load_saved(path)
        assert issues == ()
        assert identical(plan, plan_of(1))
    assert most > 1000


@pytest.mark.parametrize("name", ["plan.rayon", "plan"])
def test_a_full_disk_leaves_the_save_before_and_is_told(
    order: Order, tmp_path: Path, name: str
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=640k", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("a small file system cannot be mounted here")
    try:
        path = disk / name
        save_to(plan_of(1), path)
        free = os.statvfs(disk)
        (disk / "other").write_bytes(b"x" * (free.f_bavail * free.f_bsize - 30_000))
        told = order(do="save", path=str(path), first=2, count=1)
        assert told["done"] == 0
        assert told["error"]
        assert identical(load_saved(path)[0], plan_of(1))
        told = order(do="edit", path=str(path), first=2, count=40)
        assert told["error"]
        check_kept(path, told["done"] or 1)
        (disk / "other").unlink()
        assert order(do="save", path=str(path), first=3, count=1)["done"] == 3
        assert identical(load_saved(path)[0], plan_of(3))
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.parametrize("name", ["plan.rayon", "plan"])
def test_rights_taken_away_are_told_and_the_save_before_stays(
    order: Order, tmp_path: Path, name: str
) -> None:
    path = tmp_path / "kept" / name
    path.parent.mkdir()
    save_to(plan_of(1), path)
    path.parent.chmod(0o555)
    user = pwd.getpwnam("nobody").pw_uid if os.getuid() == 0 else None
    for above in (path.parent, *path.parent.parents):
        if user is not None and os.access(above, os.R_OK) and above.owner() != "root":
            continue
        if user is not None and not above.stat().st_mode & 0o001:
            above.chmod(above.stat().st_mode | 0o011)
    told = order(do="save", path=str(path), first=2, count=1, user=user)
    path.parent.chmod(0o755)
    assert told["done"] == 0
    assert "ermission" in told["error"] or "unable to open" in told["error"]
    assert identical(load_saved(path)[0], plan_of(1))
