"""Inner loops compiled by numba, typed for the checker; imported only by modules that hold loops."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
from numba.extending import overload

Loop = TypeVar("Loop", bound=Callable[..., Any])


def kernel(function: Loop) -> Loop:
    """Compile a function on first use; the compiled code is cached and runs without the GIL."""
    return cast("Loop", numba.njit(cache=True, nogil=True)(function))


def inlined(function: Loop) -> Loop:
    """Compile a small function into each of its callers: passing a whole state costs more than the work."""
    return cast("Loop", numba.njit(cache=True, nogil=True, forceinline=True)(function))


def chosen_by_type(function: Callable[..., Any]) -> Callable[[Loop], Loop]:
    """Let the decorated function choose, from the types of the arguments, what `function` is compiled to.

    What is not asked for costs nothing then, not even room in the compiled loop.
    """
    return cast(
        "Callable[[Loop], Loop]",
        overload(function, jit_options={"forceinline": True}, strict=False),
    )
