"""Saves the view of the map as a picture: asks where, draws in the background, says how far it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from planner.io.picture_file import PictureRequest
from ui.jobs import Job, Report, Stop
from ui.messages import tr
from ui.theme import theme
from ui.widgets.cards import FloatBar
from ui.widgets.progress import ProgressLine
from ui.workbench import Workbench

LINE = "picture"
WIDTH = 460
FOLDER = "picture_folder"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its words in the dialog, its ending, and pixels a logical pixel."""

    words: str
    suffix: str
    scale: float = 1.0


def kinds() -> tuple[Kind, ...]:
    """Return the kinds of files a view can be saved as, the usual one first."""
    return (
        Kind(tr("Picture, twice as sharp as the screen (*.png)"), ".png", 2.0),
        Kind(tr("Picture, as sharp as the screen (*.png)"), ".png", 1.0),
        Kind(tr("Picture, three times as sharp (*.png)"), ".png", 3.0),
        Kind(tr("PDF, sharp at any size (*.pdf)"), ".pdf"),
    )


class ViewSaver:
    """Asks for a file and draws what `request` returns; one at a time."""

    def __init__(
        self, bench: Workbench, host: QWidget, request: Callable[[], PictureRequest | None]
    ) -> None:
        self._bench = bench
        self._host = host
        self._request = request
        self._job: Job | None = None
        self.card = FloatBar(host)
        self.line = ProgressLine(self.cancel)
        self.card.row.addWidget(self.line, 1)
        self.card.setFixedSize(WIDTH, theme.size("topbar"))
        self.line.shown.connect(self._appear)
        self.card.hide()

    @property
    def is_busy(self) -> bool:
        """Whether a picture is being drawn."""
        return self._job is not None

    def ask(self) -> None:
        """Ask where the picture goes, and draw it."""
        request = self._request()
        if request is None or self.is_busy:
            return
        chosen = self._ask_for_file(request.title)
        if chosen is not None:
            self.save(request, *chosen)

    def save(self, request: PictureRequest, target: Path, scale: float) -> None:
        """Draw a picture into a file in the background."""

        def work(report: Report, stop: Stop) -> str:
            from ui.use_cases.picture_child import draw_picture

            return draw_picture(request, target, scale, report, stop)

        words = tr("Drawing {name}", name=target.name)
        job = self._job = self._bench.runner.start(words, work, line=LINE)
        self.line.begin(words)
        job.progress.connect(lambda share: self.line.advance(words, share))
        job.done.connect(lambda failure: self._finish(target, failure))
        job.failed.connect(lambda error: self._finish(target, str(error)))
        job.cancelled.connect(self._end)
        self._bench.document.destroyed.connect(job.abandon)

    def cancel(self) -> bool:
        """Stop drawing; return whether there was anything to stop."""
        if self._job is None:
            return False
        self._job.cancel()
        return True

    def _ask_for_file(self, name: str) -> tuple[Path, float] | None:
        settings, offered = self._bench.settings, kinds()
        folder = Path(settings.text(FOLDER, str(Path.home())))
        plain = "".join("_" if sign in '\\/:*?"<>|' else sign for sign in name).strip() or "map"
        chosen, words = QFileDialog.getSaveFileName(
            self._host,
            tr("Save this view as a picture"),
            str(folder / f"{plain}{offered[0].suffix}"),
            ";;".join(kind.words for kind in offered),
        )
        if not chosen:
            return None
        target = Path(chosen)
        kind = next((each for each in offered if each.words == words), offered[0])
        if target.suffix.casefold() not in (".png", ".pdf"):
            target = target.with_name(f"{target.name}{kind.suffix}")
        settings.keep(FOLDER, str(target.parent))
        return target, kind.scale

    def _finish(self, target: Path, failure: str) -> None:
        self._end()
        if failure:
            self._bench.messages.fail(
                tr("The picture could not be saved"), where=str(target), details=failure
            )
        else:
            self._bench.messages.tell(tr("{name} is saved.", name=target.name))

    def _end(self) -> None:
        self._job = None
        self.line.end()

    def _appear(self, shown: bool) -> None:
        left = max(0, (self._host.width() - self.card.width()) // 2)
        self.card.move(left, self._host.height() - self.card.height() - theme.space(5))
        self.card.setVisible(shown)
        self.card.raise_()
