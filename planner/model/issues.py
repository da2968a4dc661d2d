"""What is wrong or doubtful in somebody's input: bad input is data, never an exception."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from planner.language import tr


class Severity(StrEnum):
    """How far an issue stands in the way."""

    NOTE = "note"  # done for the user, said so (an island linked, a ring repaired)
    WARNING = "warning"  # planned without it, listed (an account outside all regions)
    ERROR = "error"  # nothing can be planned (exit code 2)


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing found in an input: where, what, what was done about it and how to mend it.

    Attributes
    ----------
    code : str
        Stable key of the kind of issue, from `planner.model.words.ISSUES`; the words are the view's.
    severity : Severity
    file : str
        Name of the file as the user knows it, or "" where the plan itself is meant.
    row : int or None
        Row in the file, counted as a spreadsheet does (header = 1), or None.
    column : str
        Column or key, or "".
    found : str
        What was found, quoted.
    mend : str
        What was done, or what the user can do.
    """

    code: str
    severity: Severity
    file: str
    found: str
    mend: str
    row: int | None = None
    column: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "severity", Severity(self.severity))

    def line(self) -> str:
        """Return the issue as one line: file, row, column: found. Mend."""
        said = f"{self.found}. {self.mend}"
        fields = {"file": self.file, "row": self.row, "column": self.column, "said": said}
        if self.row is not None and self.column:
            return tr("{file}, row {row}, column {column}: {said}", **fields)
        if self.row is not None:
            return tr("{file}, row {row}: {said}", **fields)
        if self.column:
            return tr("{file}, column {column}: {said}", **fields)
        return f"{self.file}: {said}" if self.file else said


def blocks(issues: tuple[Issue, ...]) -> bool:
    """Whether any issue makes planning impossible."""
    return any(issue.severity is Severity.ERROR for issue in issues)
