"""Inner loops compiled by numba, typed for the checker; imported only by modules that hold loops."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

Loop = TypeVar("Loop", bound=Callable[..., Any])


def kernel(function: Loop) -> Loop:
    """Compile a function on first use; the compiled code is cached and runs without the GIL."""
    return cast("Loop", numba.njit(cache=True, nogil=True)(function))


def inlined(function: Loop) -> Loop:
    """Compile a small function into each of its callers: passing a whole state costs more than the work."""
    return cast("Loop", numba.njit(cache=True, nogil=True, forceinline=True)(function))
