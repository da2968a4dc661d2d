"""Any value of the model in one .npz file, for caches: arrays as they are, the rest as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from planner.store.plain import from_plain, plain

WORDS = "words"


def write_value(value: object, path: Path) -> None:
    """Write a value; raises OSError, and TypeError for what no plan holds."""
    arrays: list[Any] = []
    text = json.dumps(plain(value, arrays))
    held: dict[str, Any] = {str(number): array for number, array in enumerate(arrays)}
    held[WORDS] = np.frombuffer(text.encode(), np.uint8)
    with path.open("wb") as file:
        np.savez(file, **held)


def read_value(path: Path) -> Any:
    """Read a value back; raises OSError, or ValueError for a file that is none of ours."""
    with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
        if WORDS not in file.files:
            raise ValueError(f"{path.name} holds no value")
        text = file[WORDS].tobytes().decode()
        arrays = [file[str(number)] for number in range(len(file.files) - 1)]
    for array in arrays:
        array.setflags(write=False)
    try:
        return from_plain(json.loads(text), arrays)
    except (LookupError, TypeError) as error:
        raise ValueError(f"{path.name} does not hold a value: {error}") from error
