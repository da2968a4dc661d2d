"""A process that saves and dies at a chosen moment: run as a script, it forks a child for each order.

An order is one line of JSON on standard input, the answer one line: how often each kind of write
happened, what was told as done, and whether the child died.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any, Self

import apsw
from builders import grid_plan

from planner.model.plan import Plan
from planner.store import safe_files
from planner.store.journal import Journal
from planner.store.saved_plan import save_to

PLAN = grid_plan(3, 4, 2)
STAGES = ("temporary file", "flush", "rename", "journal")


def plan_of(number: int) -> Plan:
    """The plan of the save, or edit, of that number."""
    return replace(PLAN, seed=number)


@dataclass
class Death:
    """When to die: at the `at`-th write of a stage, before it, in the middle of it or after it."""

    stage: str
    at: int
    when: str
    seen: Counter[str] = field(default_factory=Counter)

    def around(self, stage: str, write: Callable[[], Any], half: Callable[[], Any]) -> Any:
        self.seen[stage] += 1
        here = stage == self.stage and self.seen[stage] == self.at
        if here and self.when != "after":
            if self.when == "middle":
                half()
            os.kill(os.getpid(), signal.SIGKILL)
        result = write()
        if here:
            os.kill(os.getpid(), signal.SIGKILL)
        return result


def nothing() -> None:
    """There is no half of a rename."""


def watch(death: Death) -> None:
    """Put the death in the way of every write there is."""

    usual = apsw.vfs_names()[0]

    class File(apsw.VFSFile):
        def __init__(self, name: Any, flags: list[int]) -> None:
            super().__init__(usual, name, flags)

        def xWrite(self, data: bytes, offset: int) -> None:
            write = super().xWrite
            half = bytes(data)[: len(data) // 2]
            death.around("temporary file", lambda: write(data, offset), lambda: write(half, offset))

    class System(apsw.VFS):
        def __init__(self) -> None:
            super().__init__("dying", usual, makedefault=True)

        def xOpen(self, name: Any, flags: list[int]) -> File:
            return File(name, flags)

    death.system = System()  # type: ignore[attr-defined]
    for name, stage in (("fsync", "flush"), ("replace", "rename"), ("rename", "rename")):
        real = getattr(os, name)
        setattr(os, name, _around(death, stage, real))
    for name in ("replace", "hardlink_to", "unlink"):
        real = getattr(Path, name)
        setattr(Path, name, _around(death, "rename", real))
    real_open, real_flushed = Path.open, safe_files.write_flushed

    def open_(self: Path, mode: str = "r", *rest: Any, **more: Any) -> IO[Any]:
        opened = real_open(self, mode, *rest, **more)
        if mode == "ab" and self.suffix == ".journal":
            return Appended(opened, death)  # type: ignore[return-value]
        return opened

    def flushed(path: Path, content: bytes) -> None:
        half = content[: len(content) // 2]
        death.around(
            "journal" if ".journal" in path.name else "temporary file",
            lambda: real_flushed(path, content),
            lambda: real_flushed(path, half),
        )

    Path.open = open_  # type: ignore[assignment,method-assign]
    safe_files.write_flushed = flushed


def _around(death: Death, stage: str, real: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *given, **named: death.around(stage, lambda: real(*given, **named), nothing)


class Appended:
    """A journal that is written to."""

    def __init__(self, opened: IO[bytes], death: Death) -> None:
        self._opened, self._death = opened, death

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._opened.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._opened, name)

    def write(self, content: bytes) -> None:
        def half() -> None:
            self._opened.write(content[: len(content) // 2])
            self._opened.flush()

        self._death.around("journal", lambda: self._opened.write(content), half)


def work(order: dict[str, Any], told: IO[str]) -> None:
    """Save, or edit and keep, until told to stop; say what is done."""
    path = Path(order["path"])
    if order.get("bytes") is not None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (order["bytes"], order["bytes"]))
    if order.get("user") is not None:
        os.setgid(order["user"])
        os.setuid(order["user"])
    death = Death(order.get("stage", ""), order.get("at", 0), order.get("when", "before"))
    watch(death)
    journal = Journal(path)
    journal.begin(PLAN)
    for number in range(order["first"], order["first"] + order["count"]):
        if order["do"] == "edit":
            journal.record(plan_of(number))
        else:
            save_to(plan_of(number), path)
        print(json.dumps({"done": number}), file=told, flush=True)
    print(json.dumps({"seen": death.seen}), file=told, flush=True)


def child(order: dict[str, Any], answer: int) -> None:
    with os.fdopen(answer, "w") as told:
        try:
            work(order, told)
        except OSError as error:
            print(json.dumps({"error": str(error)}), file=told, flush=True)
    os._exit(0)


def main() -> None:
    """Answer orders until there are none."""
    with (
        TemporaryDirectory() as folder
    ):  # what is imported late may not be readable to another user
        for name in ("plan.rayon", "plan"):
            save_to(PLAN, Path(folder) / name)
    for line in sys.stdin:
        read, write = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(read)
            child(json.loads(line), write)
        os.close(write)
        with os.fdopen(read) as told:
            said = [json.loads(one) for one in told if one.endswith("}\n")]
        status = os.waitpid(pid, 0)[1]
        answer: dict[str, Any] = {"done": 0, "error": "", "seen": {}}
        for one in said:
            answer |= one
        answer["killed"] = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        answer["status"] = status
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
