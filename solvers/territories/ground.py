"""What the loop of the search reads and changes, as plain arrays."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.model.types import Bools, Floats, Ints
from solvers.territories.rules import Rules


class Ground(NamedTuple):
    """What the loop reads; `rules` is empty where none is asked, and the loop is compiled without them."""

    start: Ints
    neighbours: Ints
    x: Floats
    y: Floats
    mass: Floats
    heat: Floats
    weights: Floats
    low: Floats
    high: Floats
    inverse: Floats
    importance: Floats
    heavy: Floats
    movable: Bools
    current: Ints
    switch: Floats
    mode: int
    rounded: bool
    contiguous: bool
    rules: Rules | tuple[()]


class State(NamedTuple):
    """What the loop changes; everything but `owner`, `centre_*` and `random` follows from owner."""

    owner: NDArray[np.int32]
    load: Floats
    heavy: Floats
    price: Floats
    held: NDArray[np.int64]
    mass: Floats
    moment_x: Floats
    moment_y: Floats
    centre_x: Floats
    centre_y: Floats
    foreign: NDArray[np.int32]
    border: NDArray[np.int32]
    place: NDArray[np.int32]
    mark: NDArray[np.int32]
    queue: NDArray[np.int32]
    second: NDArray[np.int32]
    counters: NDArray[np.int64]  # border size, last mark
    random: NDArray[np.uint64]
