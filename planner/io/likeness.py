"""Names and codes that are nearly the same: accents, hyphens, a slip of the keyboard."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher, get_close_matches

from planner.io.column_names import bare

LIKE = 0.8
GUESSES = 3
MOST_ASKED = 400
"""Beyond so many strangers nobody looks at guesses one by one: the rest gets none."""


class Likeness:
    """Finds the names nearest to a stranger; every stranger is looked up once.

    Names are compared only with those that begin with the same letter or have the same length and
    the same end, so that 35,000 of them are no matter.
    """

    def __init__(self, names: Mapping[str, str] | Iterable[tuple[str, str]]) -> None:
        """Take pairs of a name and what it stands for."""
        pairs = names.items() if isinstance(names, Mapping) else names
        held = [(bare(name), value) for name, value in pairs]
        count = Counter(name for name, _ in held)
        self._values = {name: value for name, value in held if count[name] == 1 and name}
        self._sorted = {_in_order(name): value for name, value in self._values.items()}
        self._near: dict[str, list[str]] = defaultdict(list)
        for name in self._values:
            for key in _keys(name):
                self._near[key].append(name)
        self._known: dict[str, tuple[str, ...]] = {}

    def same(self, stranger: str) -> str:
        """Return what a name stands for that is the same but for accents, signs and order; or ""."""
        name = bare(stranger)
        return self._values.get(name) or self._sorted.get(_in_order(name)) or ""

    def near(self, stranger: str) -> tuple[str, ...]:
        """Return what the nearest names stand for, nearest first, at most `GUESSES`."""
        name = bare(stranger)
        if not name:
            return ()
        if name not in self._known:
            few = len(self._known) < MOST_ASKED
            self._known[name] = self._guesses(name) if few else ()
        return self._known[name]

    def _guesses(self, name: str) -> tuple[str, ...]:
        around: Sequence[str] = list(
            dict.fromkeys(other for key in _keys(name) for other in self._near[key])
        )
        close = get_close_matches(name, around, n=GUESSES, cutoff=LIKE)
        close.sort(key=lambda other: -SequenceMatcher(None, name, other).ratio())
        return tuple(dict.fromkeys(self._values[other] for other in close))


def _in_order(name: str) -> str:
    return " ".join(sorted(name.split()))


def _keys(name: str) -> tuple[str, str]:
    tight = name.replace(" ", "")
    return f"<{tight[:2]}", f"{len(tight)}{tight[-2:]}>"
