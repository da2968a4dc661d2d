"""SQLite files opened so that a hostile one can do no harm, and new ones written at once.

After "Defense Against The Dark Arts", https://www.sqlite.org/security.html, section 1.2: defensive,
no trusted schema, no views, triggers or extensions, small limits, cells checked, no mapping of the
file into memory; and beyond that no function is called, and only plain tables are read.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import apsw

from planner.language import tr
from planner.notation import plain
from planner.store.safe_files import StoreError, check_plain

MOST_BYTES = 8_000_000_000
"""A larger file is refused."""
MOST_CELL_BYTES = 200_000_000
MOST_COLUMNS = 2000
CHECKED_EVERY = 100_000
"""Steps of SQLite's machine between two looks at the clock."""
MOST_SECONDS = 120.0
"""A single file that keeps SQLite busy for longer is refused: it was made for that."""

_CONFIG = (
    (apsw.SQLITE_DBCONFIG_DEFENSIVE, 1),
    (apsw.SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0),
    (apsw.SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0),
    (apsw.SQLITE_DBCONFIG_ENABLE_TRIGGER, 0),
    (apsw.SQLITE_DBCONFIG_ENABLE_VIEW, 0),
    (apsw.SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0),
)
_LIMITS = (
    (apsw.SQLITE_LIMIT_LENGTH, MOST_CELL_BYTES),
    (apsw.SQLITE_LIMIT_SQL_LENGTH, 1_000_000),
    (apsw.SQLITE_LIMIT_COLUMN, MOST_COLUMNS),
    (apsw.SQLITE_LIMIT_EXPR_DEPTH, 20),
    (apsw.SQLITE_LIMIT_COMPOUND_SELECT, 3),
    (apsw.SQLITE_LIMIT_VDBE_OP, 100_000),
    (apsw.SQLITE_LIMIT_FUNCTION_ARG, 8),
    (apsw.SQLITE_LIMIT_ATTACHED, 0),
    (apsw.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 50),
    (apsw.SQLITE_LIMIT_TRIGGER_DEPTH, 1),
    (apsw.SQLITE_LIMIT_WORKER_THREADS, 0),
)
_ALLOWED = (apsw.SQLITE_SELECT, apsw.SQLITE_READ)
_OTHERS = ("gpkg_", "sqlite_", "rtree_")
_LOOKS = ("integrity_check", "table_xinfo", "page_count", "page_size")

BROKEN = (apsw.Error, UnicodeDecodeError, MemoryError)
"""What reading a file that is no whole database raises, beside ValueError and OSError."""


@contextmanager
def opened(path: Path, watched: Callable[[], None] | None = None) -> Iterator[apsw.Connection]:
    """Open a database file for reading only, whoever made it; nothing is ever written beside it.

    `watched` is called while SQLite works, and may raise to give up. Raises OSError, ValueError or
    one of `BROKEN` when the file cannot be, or should not be, read.
    """
    check_plain(path)
    if path.stat().st_size > MOST_BYTES:
        raise StoreError(tr("it is larger than {size} GB", size=plain(MOST_BYTES / 1e9)))
    flags = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
    # Immutable: no journal of a stranger beside the file is played back into it.
    db = apsw.Connection(f"file:{quote(str(path.absolute()))}?mode=ro&immutable=1", flags=flags)
    try:
        guard(db, watched)
        only_read(db)
        _check_whole(db, path.stat().st_size)
        yield db
    finally:
        db.close()


def guard(db: apsw.Connection, watched: Callable[[], None] | None) -> None:
    """Let a database compute nothing on its own, nor keep SQLite busy for ever; see `opened`."""
    for option, value in _CONFIG:
        db.config(option, value)
    for limit, value in _LIMITS:
        db.limit(limit, value)
    db.execute("pragma cell_size_check = on; pragma mmap_size = 0")
    until = time.monotonic() + MOST_SECONDS

    def too_long() -> bool:
        if watched is not None:
            watched()
        return time.monotonic() > until

    db.set_progress_handler(too_long, CHECKED_EVERY)


def only_read(db: apsw.Connection) -> None:
    """Let a database be read from now on, its plain tables only."""
    db.execute("pragma query_only = on")
    db.authorizer = _only_reading


@contextmanager
def written(path: Path, mode: int = 0o666) -> Iterator[apsw.Connection]:
    """Make a new database file in one transaction; it is on the disk only once it is flushed.

    It has the rights of `mode` from the beginning, as far as the user gives any away. Raises OSError
    when it cannot be written; a half file is then gone.
    """
    path.unlink(missing_ok=True)
    path.touch(mode)
    try:
        db = apsw.Connection(str(path.absolute()))
        try:
            # Nobody sees the file before it is renamed, so a journal would only cost time.
            db.execute(
                "pragma page_size = 8192; pragma journal_mode = off; pragma synchronous = off;"
                "pragma locking_mode = exclusive; pragma cache_size = -64000"
            )
            with db:
                yield db
        finally:
            db.close()
    except apsw.Error as error:
        path.unlink(missing_ok=True)
        raise OSError(
            tr("{name} could not be written ({error})", name=path.name, error=error)
        ) from error
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def tables(db: apsw.Connection) -> dict[str, tuple[str, ...]]:
    """Return the columns of every plain table by name: no views, no virtual or computed ones."""
    names = db.execute("select name from sqlite_schema where type = 'table' and rootpage > 0")
    found: dict[str, tuple[str, ...]] = {}
    for name in [str(row[0]) for row in names.fetchall()]:
        rows = db.execute(f"pragma table_xinfo({quoted(name)})").fetchall()
        if all(row[6] == 0 for row in rows):
            found[name] = tuple(str(row[1]) for row in rows)
    return found


def quoted(name: str) -> str:
    """Return a name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def _check_whole(db: apsw.Connection, size: int) -> None:
    """Raise ValueError when the file is cut short or the pages of its tables do not hang together.

    Tables of the container, and those that other programs compute, are not read and not looked into.
    """
    if not size:
        raise ValueError("it is empty")
    pages, page = (int(str(db.pragma(name))) for name in ("page_count", "page_size"))
    if pages * page != size:
        raise ValueError(f"it is cut short: {size:,} bytes of {pages * page:,}")
    for name in tables(db):
        if name.startswith(_OTHERS):
            continue
        said = [str(row[0]) for row in db.execute(f"pragma integrity_check({quoted(name)})")]
        if said != ["ok"]:
            raise ValueError(f"it is damaged ({said[0] if said else 'nothing in it'})")


def _only_reading(
    operation: int, first: str | None, _second: str | None, _db: str | None, _by: str | None
) -> int:
    if operation == apsw.SQLITE_FUNCTION:
        return apsw.SQLITE_DENY
    if operation == apsw.SQLITE_PRAGMA:
        return apsw.SQLITE_OK if first in _LOOKS else apsw.SQLITE_DENY
    return apsw.SQLITE_OK if operation in _ALLOWED else apsw.SQLITE_DENY
