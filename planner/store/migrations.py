"""Plan files of earlier formats, brought forward one format at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import apsw

FORMAT = 1
"""Format that is written. It counts up with every change of the tables; a fixture of each stays in
tests/planner/store/released."""

READABLE_FROM = 1
"""The oldest format whose readers can read what is written now, leaving out what they do not know."""

STEPS: Mapping[int, Callable[[apsw.Connection], None]] = {}
"""What brings a file of a format to the next one, by the format it is of."""


@contextmanager
def migrated(stored: apsw.Connection, version: int) -> Iterator[apsw.Connection]:
    """Give a file as one of the format of now: itself, or a copy in memory brought forward."""
    if version >= FORMAT:
        yield stored
        return
    copy = apsw.Connection(":memory:")
    try:
        copy.config(apsw.SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0)
        with copy.backup("main", stored, "main") as backup:
            backup.step()
        for step in range(version, FORMAT):
            STEPS[step](copy)
        yield copy
    finally:
        copy.close()
