"""Plan files of earlier formats, brought forward one format at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import apsw

from planner.io.outline_file import DRAWN
from planner.language import tr
from planner.model.plan import Plan
from planner.model.products import ProductLine
from planner.notation import plain
from planner.store.area_tables import area_columns
from planner.store.guarded_database import guard, only_read
from planner.store.newer_words import says_more
from planner.store.records import write_records
from planner.store.safe_files import StoreError
from planner.store.wide_table import write_table

FORMAT = 4
"""Format that is written. It counts up with every change of the tables; a fixture of each stays in
tests/planner/store/released."""

READABLE_FROM = 1
"""The oldest format whose readers can read a plan that says nothing they have no words for."""


def readable_from(plan: Plan) -> int:
    """Return the oldest format whose readers can read a plan."""
    return 4 if says_more(plan) else READABLE_FROM


MOST_BYTES = 4_000_000_000
"""A larger file is not taken into memory to be brought forward."""
PAGES_AT_ONCE = 20_000
"""Pages that are copied between two looks at whether to give up."""


def _who_asked(db: apsw.Connection) -> None:
    """Format 2: who asked for an exception, and whether it counts in the balance."""
    db.execute("alter table exceptions add column asked_by text not null default ''")
    db.execute("alter table exceptions add column counts boolean not null default 1")


def _own_count(db: apsw.Connection) -> None:
    """Format 3: whether the number of territories of a layer is its own."""
    db.execute("alter table layers add column own_count boolean not null default 0")


def _drawn(db: apsw.Connection) -> None:
    """Format 4: areas drawn on the map, and product lines."""
    # Another program may have given the file layers of these names: they were no part of the plan.
    db.execute(f"drop table if exists {DRAWN}; drop table if exists products")
    write_table(db, DRAWN, area_columns((), -1))
    write_records(db, "products", ProductLine, [])


STEPS: Mapping[int, Callable[[apsw.Connection], None]] = {
    1: _who_asked,
    2: _own_count,
    3: _drawn,
}
"""What brings a file of a format to the next one, by the format it is of."""


@contextmanager
def migrated(
    stored: apsw.Connection, version: int, watched: Callable[[], None] | None = None
) -> Iterator[apsw.Connection]:
    """Give a file as one of the format of now: itself, or a copy in memory brought forward.

    The copy is guarded as the file is. Raises StoreError for a file too large to be copied.
    """
    if version >= FORMAT:
        yield stored
        return
    pages, page = (int(str(stored.pragma(name))) for name in ("page_count", "page_size"))
    if pages * page > MOST_BYTES:
        found = tr(
            "it is of an earlier format and larger than {size} GB; save it anew with the Rayon "
            "that wrote it",
            size=plain(MOST_BYTES / 1e9),
        )
        raise StoreError(found)
    copy = apsw.Connection(":memory:")
    try:
        guard(copy, watched)
        with copy.backup("main", stored, "main") as backup:
            while not backup.done:
                backup.step(PAGES_AT_ONCE)
                if watched is not None:
                    watched()
        for step in range(version, FORMAT):
            STEPS[step](copy)
        only_read(copy)
        yield copy
    finally:
        copy.close()
