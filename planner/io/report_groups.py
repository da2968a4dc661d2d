"""Reports by group: a column says its group in the first row only, with a subtotal below each."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Mapping, Sequence
from itertools import accumulate

from planner.language import tr
from planner.model.issues import Issue, Severity


def with_groups(
    name: str, columns: Mapping[str, tuple[str, ...]], rows: Sequence[int], totals: Sequence[int]
) -> tuple[dict[str, tuple[str, ...]], tuple[Issue, ...]]:
    """Return the columns with the group in every row, and what is said of that.

    Only the first column that says anything, and only where it does so exactly in the first row and
    in the first below each total: any other empty cell is one.

    Parameters
    ----------
    name : str
        Of the file, for issues.
    columns : mapping of str to tuple of str
    rows, totals : sequence of int
        Row in the file of each record, and of each total that was left out, both rising.
    """
    made = dict(columns)
    key = next((key for key, cells in made.items() if any(cells)), "")
    if not key:
        return made, ()
    cells, above = made[key], [bisect(totals, row) for row in rows]
    firsts = [at == 0 or above[at] > above[at - 1] for at in range(len(rows))]
    if sum(firsts) < 2 or all(firsts) or firsts != list(map(bool, cells)):
        return made, ()
    made[key] = tuple(accumulate(cells, lambda group, cell: cell or group))
    found = tr(
        "{key} stands in the first row of each of {groups} groups only", key=key, groups=sum(firsts)
    )
    mend = tr("Gave every row that of its group.")
    return made, (Issue("cells_merged", Severity.NOTE, name, found, mend, column=key),)
