"""HiGHS in a process of its own, which can be ended at any moment: the parent keeps what it has told.

Run as ``python -m solvers.territories.exact.child``: a pickled `Task` comes in, pickled `Proof`s go out.
"""

from __future__ import annotations

import os
import pickle
import queue
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from solvers.territories.exact.program import Program
from solvers.territories.exact.rounds import Proof, prove_in_rounds

ROOT = Path(__file__).resolve().parents[3]
"""Where the packages lie."""

MODULE = "solvers.territories.exact.child"

PULSE_S = 0.05
"""Pause between two looks at the stop token."""


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """A program and the work to spend on it: nodes of each round, and rounds."""

    program: Program
    nodes: int
    rounds: int


class Child:
    """A process that is waiting for its task, or at it."""

    def __init__(self) -> None:
        path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
        self._process = subprocess.Popen(
            [sys.executable, "-m", MODULE],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": path},
        )  # fmt: skip
        self._heard: queue.SimpleQueue[Proof | None] = queue.SimpleQueue()

    @property
    def ended(self) -> bool:
        """Whether the process is gone."""
        return self._process.poll() is not None

    def prove(
        self, task: Task, *, look: Callable[[], bool], tell: Callable[[Proof], object]
    ) -> Proof:
        """Have the task done; look at the stop token all the while, and end the process on a stop."""
        proof = Proof()
        # Pickled here: others may go on with the program.
        talk = threading.Thread(target=self._talk, args=(pickle.dumps(task),), daemon=True)
        talk.start()
        try:
            while not look():
                with suppress(queue.Empty):
                    told = self._heard.get(timeout=PULSE_S)
                    if told is None:
                        break
                    proof = told
                    tell(proof)
        finally:
            self._process.kill()
            talk.join()
            self._process.wait()
        return proof

    def _talk(self, task: bytes) -> None:
        """Hand the task over and pass on what is told; ends when the process does."""
        given, heard = self._process.stdin, self._process.stdout
        assert given is not None
        assert heard is not None
        with given, heard, suppress(OSError, EOFError, pickle.UnpicklingError):
            given.write(task)
            given.flush()
            while True:
                told = pickle.load(heard)
                if isinstance(told, Proof):
                    self._heard.put(told)
        self._heard.put(None)


def main() -> None:
    """Do the task that comes in."""
    from solvers.territories.exact.highs import solve_with_highs

    heard, told = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what the solver prints is no answer
    task = pickle.load(heard)

    def follow() -> None:
        heard.read()  # nothing more comes: this returns when the parent is gone
        os._exit(0)

    threading.Thread(target=follow, daemon=True).start()

    def tell(proof: Proof) -> None:
        pickle.dump(proof, told)
        told.flush()

    prove_in_rounds(
        task.program, lambda rows: solve_with_highs(rows, nodes=task.nodes),
        rounds=task.rounds, tell=tell,
    )  # fmt: skip


if __name__ == "__main__":
    main()
