"""How a table file is written, and the watching of a reading that may take long."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from planner.model.issues import Issue, Severity

Row = Sequence[str]
Thing = TypeVar("Thing")

Report = Callable[[str, float], None]
"""Told what is being read and how far it is, 0..1; may raise to give up."""

Stop = Callable[[], bool]
"""Whether to give up."""


@dataclass(frozen=True, slots=True)
class TableFormat:
    """How a table file is written; an empty field is found from the content.

    Attributes
    ----------
    sheet : str
        Sheet of a workbook.
    header_row : int or None
        Row with the names of the columns, as a spreadsheet counts (first = 1).
    encoding : str
        "UTF-8", "UTF-16", "CP1252", ...
    delimiter : str
        The sign between cells: ; , tab or |.
    """

    sheet: str = ""
    header_row: int | None = None
    encoding: str = ""
    delimiter: str = ""


class Stopped(Exception):
    """Raised out of a reading that was asked to stop."""


@dataclass(slots=True)
class Watch:
    """Who is told how far a reading is, and who may end it.

    Attributes
    ----------
    report, stop : callable or None
    ended : Exception or None
        What ended the reading, for those who take exceptions of others for broken files.
    """

    report: Report | None = None
    stop: Stop | None = None
    ended: Exception | None = None

    def __call__(self, what: str, done: float) -> None:
        """Tell, and raise `Stopped` where the reading is to end."""
        self.ask()
        if self.report is not None:
            try:
                self.report(what, done)
            except Exception as error:
                self.ended = error
                raise

    def ask(self) -> None:
        """Raise `Stopped` where the reading is to end."""
        if self.stop is not None and self.stop():
            self.ended = Stopped()
            raise self.ended

    def each(self, things: Iterable[Thing]) -> Iterator[Thing]:
        """Yield things, asking before each whether to go on."""
        for thing in things:
            self.ask()
            yield thing


def refused(name: str, found: str, mend: str, code: str = "file_unreadable") -> Issue:
    """Return the one error of a file that cannot be read."""
    return Issue(code, Severity.ERROR, name, found, mend)
