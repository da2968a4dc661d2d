"""Gets the solver ready ahead: its loops are compiled once a machine, in a process of their own."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from threading import Lock

import platformdirs

import solvers

LOOK_EVERY_S = 0.05
MARK = "solver-ready"


class GettingReady:
    """Compiles ahead, and tells who wants to solve when it is done; safe from any thread.

    Nothing happens before `allow`: a command or a test compiles when it comes to it.

    Parameters
    ----------
    command : sequence of str
        What compiles.
    mark : Path
        Remembers for which code and libraries that was done.
    """

    def __init__(self, command: tuple[str, ...], mark: Path) -> None:
        self._command = command
        self._mark = mark
        self._allowed = False
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._key = ""

    def allow(self) -> None:
        """Let it work from now on."""
        self._allowed = True

    def begin(self) -> None:
        """Begin where that is allowed and needed; returns at once."""
        with self._lock:
            if not (self._allowed and self._command) or self._process is not None or self.is_done():
                return
            with suppress(OSError):  # then the first solve compiles for itself
                self._process = subprocess.Popen(
                    self._command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )  # fmt: skip

    def is_done(self) -> bool:
        """Whether this code with these libraries was compiled on this machine before."""
        self._key = self._key or code_key()
        with suppress(OSError):
            return self._mark.read_text(encoding="ascii") == self._key
        return False

    def wait(self, stop: Callable[[], bool], tell: Callable[[], object]) -> None:
        """Wait until it is ready or `stop` says so; `tell` is called meanwhile."""
        self.begin()
        process = self._process
        if process is None:
            return
        while process.poll() is None and not stop():
            tell()
            time.sleep(LOOK_EVERY_S)
        if process.poll() == 0:
            with suppress(OSError):
                self._mark.parent.mkdir(parents=True, exist_ok=True)
                self._mark.write_text(self._key, encoding="ascii")

    def end(self) -> None:
        """End the process where it still runs."""
        with self._lock:
            self._allowed = False
            if self._process is not None and self._process.poll() is None:
                self._process.kill()
                self._process.wait()


def code_key() -> str:
    """Return what compiled loops depend on: the solver's files, Python and the libraries."""
    found = hashlib.sha256(f"{sys.version} numba {version('numba')}".encode())
    for path in sorted(Path(solvers.__file__).parent.rglob("*.py")):
        about = path.stat()
        found.update(f"{path}:{about.st_mtime_ns}:{about.st_size}".encode())
    return found.hexdigest()


def of_this_machine() -> GettingReady:
    """Return what compiles for this user; a packed app, which has no interpreter, compiles late."""
    command = () if getattr(sys, "frozen", False) else (sys.executable, "-m", "solvers.ready")
    return GettingReady(command, platformdirs.user_cache_path("rayon") / MARK)


solver = of_this_machine()
"""The one solver of this process."""
