"""One file on its way into the plan: read, looked at, chosen for, taken. Jobs, but no widgets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from planner.io.column_names import Kind
from planner.io.finding import Choice, Found
from planner.io.tables import TableFormat
from planner.model.issues import Issue
from ui.jobs import Job, Report, Stop
from ui.messages import tr
from ui.workbench import Workbench

if TYPE_CHECKING:
    from planner.io.deciding import Import
    from planner.model.plan import Plan
    from ui.use_cases.importing import Outcome, Reading, Source

OldCodes = tuple[dict[str, str], tuple[Issue, ...]]
"""Region id by old code; and what was found while reading."""

LINE = "import"
OUTCOME_LINE = "import outcome"
REST_MS = 120
"""So long after the last choice the outcome is reckoned anew."""


@dataclass(frozen=True, slots=True)
class Working:
    """How far the work is, 0..1."""

    what: str
    share: float


class ImportSession(QObject):
    """What is known of the file so far; everything is None before it is.

    Signals
    -------
    began(str), ended()
        Work that may take long; its progress comes as advanced(Working).
    changed()
        Something else is known: ask the attributes.
    failed(Exception), stopped()
        Everything is as it was before the work began.
    """

    began = Signal(str)
    advanced = Signal(object)
    ended = Signal()
    changed = Signal()
    failed = Signal(object)
    stopped = Signal()

    def __init__(self, bench: Workbench, parent: QObject) -> None:
        super().__init__(parent)
        self._bench = bench
        bench.document.destroyed.connect(self._close)
        self._job: Job | None = None
        self._reckoning: Job | None = None
        self._is_reading = False
        self._seen: Plan | None = None
        self.reading: Reading | None = None
        self.meanings: dict[str, str] = {}
        self.found: Found | None = None
        self.choices: dict[int, Choice] = {}
        self.made: Import | None = None
        self.outcome: Outcome | None = None
        self.keep_vanished = True
        self.old_codes: dict[str, str] = {}
        self._asked = self._answered = 0
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._reckon)

    @property
    def kind(self) -> Kind:
        """What the rows are."""
        return self.reading.kind if self.reading is not None else Kind.ACCOUNTS

    @property
    def is_ready(self) -> bool:
        """Whether the outcome is that of the choices as they are now."""
        outcome = self.outcome
        return (
            outcome is not None
            and self._job is None
            and self._answered == self._asked
            and outcome.base is self._bench.document.plan
        )

    @property
    def is_reading(self) -> bool:
        """Whether another file is being read, of which nothing is known yet."""
        return self._job is not None and self._is_reading

    @property
    def is_under_way(self) -> bool:
        """Whether something comes by itself."""
        return self._job is not None or self._reckoning is not None or self._rest.isActive()

    def open(self, source: Source) -> None:
        """Read a file or a text; what was there before is dropped."""
        plan, old = self._bench.document.plan, dict(self.old_codes)

        def work(report: Report, stop: Stop) -> Reading:
            from ui.use_cases.importing import read

            return read(source, plan, old, _telling(report), stop)

        def take(reading: Reading) -> None:
            self._take_reading(reading, plan)

        self._start(tr("Reading {file}", file=source.name), work, take, reads=True)

    def open_again(self, kind: Kind | None = None, asked: TableFormat | None = None) -> None:
        """Read the same file again, as rows of another kind or in another format."""
        if self.reading is not None:
            from dataclasses import replace

            source = self.reading.source
            table = self.reading.table
            known = table.format if table is not None else source.asked
            wanted = known if asked is None else asked
            self.open(replace(source, kind=kind or self.kind, asked=wanted))

    def set_meaning(self, column: str, meaning: str) -> None:
        """Say what a column is; look at the rows again."""
        from planner.io.mapping import changed

        self.meanings = changed(self.meanings, column, meaning)
        self.look()

    def look(self, *, anew: bool = False) -> None:
        """Look for doubts; `anew` when the plan is another one now."""
        reading, meanings = self.reading, dict(self.meanings)
        if reading is None or reading.table is None:
            return
        plan, old = self._bench.document.plan, dict(self.old_codes)

        def work(report: Report, stop: Stop) -> tuple[Reading, Found]:
            from ui.use_cases.importing import look, refreshed

            fresh = refreshed(reading, plan, old) if anew else reading
            return fresh, look(fresh, meanings, _telling(report), stop)

        def take(answer: tuple[Reading, Found]) -> None:
            self._seen = plan if anew else self._seen
            self._take_found(answer)

        self._start(tr("Looking at the rows"), work, take)

    def follow(self) -> None:
        """Look at the rows for the plan as it is now; what is being read is read to its end first."""
        if not self.is_reading:
            self.look(anew=True)

    def choose(self, numbers: Iterable[int], choice: Callable[[int], Choice | None]) -> None:
        """Choose for some findings; the others keep theirs."""
        made = dict(self.choices)
        for number in numbers:
            chosen = choice(number)
            if chosen is not None:
                made[number] = chosen
        self.choices = made
        self._decide()

    def keep_those_gone(self, keep: bool) -> None:
        """Say whether those whom the file has not got stay in the plan."""
        self.keep_vanished = keep
        self._ask()

    def read_old_codes(self, path: Path) -> None:
        """Take the user's own table of codes of before."""
        plan = self._bench.document.plan

        def work(report: Report, stop: Stop) -> OldCodes:
            from ui.use_cases.importing import old_codes_of

            return old_codes_of(path, plan, _telling(report), stop)

        def take(answer: OldCodes) -> None:
            if plan.regions is not self._bench.document.plan.regions:
                self.read_old_codes(path)
            else:
                self._take_old_codes(path, *answer)

        self._start(tr("Reading {file}", file=path.name), work, take, reads=True)

    def cancel(self) -> bool:
        """Stop what is under way; return whether anything was."""
        if self._job is None:
            return False
        self._job.cancel()
        return True

    def drop(self) -> None:
        """Forget the file."""
        self.cancel()
        self._rest.stop()
        self._asked += 1
        self.reading = self.found = self.made = self.outcome = None
        self.meanings, self.choices, self.keep_vanished = {}, {}, True
        self.changed.emit()

    def save(
        self, path: Path, write: Callable[[Path, Import], object], text: str, *, asked: bool = True
    ) -> None:
        """Write a file about the import in a job; one that was asked for is told when it stands."""
        made, messages = self.made, self._bench.messages
        if made is None:
            return
        job = self._bench.runner.start(
            text, lambda _report, _stop: write(path, made), line=str(path)
        )
        job.failed.connect(
            lambda error: messages.fail(
                tr("{file} could not be written", file=path.name), how=str(error)
            )
        )
        if asked:
            job.done.connect(lambda _: messages.tell(tr("{file} is written.", file=path.name)))

    # Steps of the way

    def _take_reading(self, reading: Reading, plan: Plan) -> None:
        self.reading, self.meanings, self._seen = reading, reading.meanings, plan
        self.found = self.made = self.outcome = None
        self.choices, self.keep_vanished = {}, True
        if reading.table is None:
            self.changed.emit()
        else:
            self.look(anew=self._is_stale)

    def _take_found(self, answer: tuple[Reading, Found]) -> None:
        before = self.found
        self.reading, self.found = answer
        kept = {} if before is None else {before.findings[at]: c for at, c in self.choices.items()}
        findings = self.found.findings if kept else ()
        self.choices = {at: kept[one] for at, one in enumerate(findings) if one in kept}
        self._decide()

    def _take_old_codes(
        self, path: Path, old: Mapping[str, str], issues: tuple[Issue, ...]
    ) -> None:
        if old:
            self.old_codes = dict(old)
            self.look(anew=True)
            return
        why = issues[-1].line() if issues else ""
        self._bench.messages.fail(tr("{file} has no old codes", file=path.name), how=why)
        if self._is_stale:
            self.look(anew=True)

    def _decide(self) -> None:
        if self.found is not None:
            from planner.io.deciding import decided

            self.made = decided(self.found, self.choices)
            self._ask()

    @property
    def _is_stale(self) -> bool:
        """Whether the rows were not looked at for this plan, or not with these meanings."""
        looked = self.found is None or self.meanings == dict(self.found.meanings)
        return self._seen is not self._bench.document.plan or not looked

    def _ask(self) -> None:
        """Let the outcome be reckoned as soon as the user rests."""
        self._asked += 1
        self._rest.start()
        self.changed.emit()

    def _reckon(self) -> None:
        made, plan, keep = self.made, self._bench.document.plan, self.keep_vanished
        asked = self._asked
        if made is None:
            return

        def work(report: Report, stop: Stop) -> Outcome:
            from ui.use_cases.importing import outcome

            return outcome(made, plan, keep_vanished=keep, report=_telling(report), stop=stop)

        job = self._bench.runner.start(tr("Reckoning what changes"), work, line=OUTCOME_LINE)
        self._reckoning = job

        def end() -> None:
            if self._reckoning is job:
                self._reckoning = None

        def take(outcome: Outcome) -> None:
            end()
            self._take_outcome(asked, outcome)

        def fail(error: Exception) -> None:
            end()
            self.failed.emit(error)

        job.done.connect(take)
        job.failed.connect(fail)
        job.cancelled.connect(end)

    def _take_outcome(self, asked: int, outcome: Outcome) -> None:
        if asked == self._asked:
            self.outcome, self._answered = outcome, asked
            self.changed.emit()

    def _start(
        self,
        text: str,
        work: Callable[[Report, Stop], object],
        done: Callable[..., None],
        *,
        reads: bool = False,
    ) -> None:
        job = self._bench.runner.start(text, work, line=LINE)
        self._job, self._is_reading = job, reads

        def end() -> None:
            if self._job is job:
                self._job = None
                self.ended.emit()

        def take(value: object) -> None:
            end()
            done(value)

        def give_up(tell: Callable[[], None]) -> None:
            if not reads:
                self._bring_back()
            end()
            tell()
            if reads and self._is_stale:  # the former file is seen again, for the plan as it is now
                self.look(anew=True)

        def stop() -> None:
            if self._job is job:
                give_up(self._tell_stopped)

        job.progress.connect(self.advanced)
        job.done.connect(take)
        job.failed.connect(lambda error: give_up(lambda: self.failed.emit(error)))
        job.cancelled.connect(stop)
        self.began.emit(text)

    def _close(self) -> None:
        """Want nothing any more: who is told of it goes away with the document."""
        for job in (self._job, self._reckoning):
            if job is not None:
                job.abandon()
        self._job = self._reckoning = None

    def _bring_back(self) -> None:
        """Have the meanings and old codes that the rows were looked at with."""
        if self.found is not None:
            self.meanings = dict(self.found.meanings)
            self.old_codes = dict(self.found.known.old_codes)

    def _tell_stopped(self) -> None:
        self.stopped.emit()
        self.changed.emit()


def _telling(report: Report) -> Callable[[str, float], None]:
    return lambda what, share: report(Working(what, share))
