"""Draws the import assistant: a workbook of figures with six troubles, and accounts with 300 bad rows.

    python -m benchmarks.import_screens PLAN --out FOLDER

PLAN is the Dutch sample. Each is drawn in two sizes, light and dark; the start and the result once.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.import_files import write_bad_accounts, write_figures
from ui.use_cases.read import open_plan

if TYPE_CHECKING:
    from ui.steps.import_section import ImportSection

LOOKS = [
    ("light", (1440, 900)), ("dark", (1440, 900)), ("light", (1280, 720)), ("dark", (1280, 720)),
]  # fmt: skip
PATIENCE_S = 120


def main(arguments: list[str] | None = None) -> int:
    """Draw the pictures; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.import_screens", description=__doc__
    )
    parser.add_argument("plan", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    plan, _issues = open_plan(asked.plan, lambda *_: None)
    if plan is None:
        sys.stderr.write(f"{asked.plan}: cannot be read\n")
        return 2
    asked.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        # What is remembered of columns belongs to the user, not to a picture.
        os.environ["XDG_CONFIG_HOME"] = folder
        figures, codes = Path(folder) / "woningen_2025.xlsx", Path(folder) / "codes.csv"
        accounts = Path(folder) / "crm_export.csv"
        write_figures(plan, figures, codes)
        write_bad_accounts(plan, accounts)
        _shoot(asked.plan, asked.out / "import_start.png", LOOKS[0], lambda section: None)
        for mode, size in LOOKS:
            name = f"{mode}_{size[0]}"
            look = (mode, size)
            _shoot(
                asked.plan, asked.out / f"import_figures_{name}.png", look, _figures(figures, codes)
            )
            _shoot(asked.plan, asked.out / f"import_bad_{name}.png", look, _opened(accounts))
            _shoot(asked.plan, asked.out / f"import_rows_{name}.png", look, _scrolled(accounts))
        _shoot(asked.plan, asked.out / "import_done.png", LOOKS[0], _taken(figures, codes))
    return 0


def _opened(path: Path) -> Callable[[ImportSection], None]:
    def act(section: ImportSection) -> None:
        section.open_file(path)
        _wait(lambda: section.session.is_ready)

    return act


def _scrolled(path: Path) -> Callable[[ImportSection], None]:
    def act(section: ImportSection) -> None:
        _opened(path)(section)
        section.next_open()
        section.page.inner.ensureWidgetVisible(section.page.rows)

    return act


def _figures(path: Path, codes: Path) -> Callable[[ImportSection], None]:
    def act(section: ImportSection) -> None:
        _opened(path)(section)
        section.take_codes(codes)
        _rest()
        _wait(lambda: section.session.is_ready)

    return act


def _taken(path: Path, codes: Path) -> Callable[[ImportSection], None]:
    def act(section: ImportSection) -> None:
        _figures(path, codes)(section)
        section.take()

    return act


def _shoot(
    plan: Path,
    out: Path,
    look: tuple[str, tuple[int, int]],
    act: Callable[[ImportSection], None],
) -> None:
    from PySide6.QtCore import QSize
    from PySide6.QtWidgets import QWidget

    from ui.main_window import MainWindow
    from ui.steps.data import DataStep
    from ui.steps.import_section import ImportSection
    from ui.window_shot import shoot

    def inspect(window: QWidget) -> None:
        assert isinstance(window, MainWindow)
        assert window.session is not None
        step = window.session.desk.steps["data"]
        assert isinstance(step, DataStep)
        step.go_to("import")
        section = step.sections["import"]
        assert isinstance(section, ImportSection)
        act(section)
        _rest()

    mode, size = look
    shoot(plan, "data", QSize(*size), mode, inspect=inspect).save(str(out))


def _wait(until: Callable[[], bool]) -> None:
    from PySide6.QtCore import QEventLoop, QTimer

    waiting, looking = QEventLoop(), QTimer()
    looking.setInterval(50)
    looking.timeout.connect(lambda: waiting.quit() if until() else None)
    looking.start()
    QTimer.singleShot(1000 * PATIENCE_S, waiting.quit)
    waiting.exec()
    looking.stop()


def _rest() -> None:
    from PySide6.QtCore import QEventLoop, QTimer

    waiting = QEventLoop()
    QTimer.singleShot(600, waiting.quit)
    waiting.exec()


if __name__ == "__main__":
    sys.exit(main())
