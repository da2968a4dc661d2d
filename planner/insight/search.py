"""Things found by code or name: by the beginnings of words, without accents, with one typing error."""

from __future__ import annotations

import heapq
import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from planner.model.types import Ints, ints

Stop = Callable[[], bool]
Ranks = NDArray[np.int16]

CHUNK = 10_000
"""Rows folded at once, so that a thread that waits for this one gets its turn."""
MISS = np.int16(99)
"""Rank of what a typed word does not find."""
LEAST_NEAR = 4
"""A shorter word may hold no typing error: it would find nearly everything."""
MOST_LETTERS = 64
"""Letters tried in place of a mistyped one, the commonest of the names."""
NAME, WITHIN, BESIDE = 0, 1, 2
"""Where a word stands: a code or the first of a name, later in a name, in what is told beside it."""
LAST = "\U0010ffff"
NOT_WORD = re.compile(r"[^\w\n]+")
JOINED = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)
"""Letters that Unicode does not take apart into a plain letter and its accent."""


def folded(text: str) -> str:
    """Return a text without case and accents, for comparing."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.casefold()).translate(JOINED)
    accents = {sign for sign in set(plain) if unicodedata.combining(sign)}
    return plain.translate(dict.fromkeys(map(ord, accents)))


def words_of(text: str) -> list[str]:
    """Return the folded words of a text: "Sint-Michielsgestel (NB)" has three."""
    return NOT_WORD.sub(" ", folded(text.replace("\n", " "))).split()


@dataclass(frozen=True, slots=True, eq=False)
class NameIndex:
    """The words of n things, each with the things it stands in; made by `name_index`.

    Attributes
    ----------
    words : list of str
        Every word once, sorted.
    start : Ints, shape (w + 1,)
        Word i stands in `things[start[i]:start[i + 1]]`.
    things : Ints
    places : Ints
        NAME, WITHIN or BESIDE, one per entry of `things`.
    length : Ints, shape (n,)
        Signs in each name: of equally good hits the shorter name comes first.
    letters : str
    """

    words: list[str] = field(repr=False)
    start: Ints
    things: Ints
    places: Ints
    length: Ints
    letters: str

    def __len__(self) -> int:
        return len(self.length)

    def find(self, asked: str, most: int, *, near: bool = False) -> Ints:
        """Return the best `most` things in which every typed word begins a word.

        Codes and beginnings of names come first, whole words before longer ones, then short names.
        With `near` a typed word that nothing begins with may hold one error: a letter too many, too
        few, wrong, or two swapped. Nothing typed finds everything.
        """
        total = np.zeros(len(self), np.int16)
        found = np.ones(len(self), np.bool_)
        for part in words_of(asked):
            ranks = self._ranks(part, near=near)
            found &= ranks != MISS
            total += ranks
        hits = np.flatnonzero(found)
        # One figure to order by: rank, then length, then place; each fits its share of the bits.
        order = (total[hits].astype(np.int64) << 48) + (self.length[hits].astype(np.int64) << 32)
        order += hits
        if len(hits) > most:
            kept = np.argpartition(order, most)[:most]
            hits, order = hits[kept], order[kept]
        return ints(hits[np.argsort(order)])

    def _ranks(self, part: str, *, near: bool) -> Ranks:
        """Return how well a typed word finds each thing, shape (n,); MISS where it does not."""
        spans = [self._span(part)]
        if near and spans[0][0] == spans[0][1] and len(part) >= LEAST_NEAR and part.isalpha():
            spans = [self._span(one) for one in sorted(set(_one_off(part, self.letters)))]
        best = np.full(len(self), MISS, np.int16)
        for place in (BESIDE, WITHIN, NAME):
            for first, last in spans:
                begin, end = int(self.start[first]), int(self.start[last])
                if begin == end:
                    continue
                here = self.places[begin:end] == place
                best[self.things[begin:end][here]] = 2 * place + 1
                if self.words[first] == part:  # the whole word, sorted before all it begins
                    whole = slice(begin, int(self.start[first + 1]))
                    best[self.things[whole][self.places[whole] == place]] = 2 * place
        return best

    def _span(self, part: str) -> tuple[int, int]:
        """Return from where to where the words begin with a part."""
        return bisect_left(self.words, part), bisect_left(self.words, part + LAST)


def name_index(
    codes: Sequence[str],
    names: Sequence[str],
    beside: Sequence[Sequence[str]] = (),
    stop: Stop = lambda: False,
) -> NameIndex | None:
    """Index n things by their codes, their names and what is told beside them.

    Parameters
    ----------
    codes, names : sequence of str, n each
    beside : columns of n texts each, such as the parents of regions
    stop : asked after every chunk of rows

    Returns
    -------
    NameIndex, or None when it was stopped
    """
    number: dict[str, int] = {}
    tokens: list[int] = []
    things: list[int] = []
    places: list[int] = []
    columns = [
        (codes, NAME, NAME),
        (names, NAME, WITHIN),
        *((one, BESIDE, BESIDE) for one in beside),
    ]
    for column, first, later in columns:
        for at, words in _rows(column):
            if at % CHUNK == 0 and stop():
                return None
            tokens += [number.setdefault(word, len(number)) for word in words]
            things += [at] * len(words)
            places += [first, *[later] * (len(words) - 1)] if words else []
    parts = [list(number)[at : at + CHUNK] for at in range(0, len(number), CHUNK)]
    ordered = list(heapq.merge(*(sorted(part) for part in parts)))
    rank = np.empty(len(ordered), np.int32)
    rank[[number[word] for word in ordered]] = np.arange(len(ordered), dtype=np.int32)
    words_at = rank[np.array(tokens, np.int32)] if tokens else np.empty(0, np.int32)
    by_word = np.argsort(words_at, kind="stable")
    return NameIndex(
        words=ordered,
        start=ints(np.searchsorted(words_at[by_word], np.arange(len(ordered) + 1))),
        things=ints(np.array(things, np.int32)[by_word]),
        places=ints(np.array(places, np.int32)[by_word]),
        length=ints(np.minimum([len(name) for name in names], 255)),
        letters=_letters(ordered),
    )


def _rows(column: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield each row of a column with its folded words; folded by the thousand, which is quick."""
    for begin in range(0, len(column), CHUNK):
        rows = [text.replace("\n", " ") for text in column[begin : begin + CHUNK]]
        lines = NOT_WORD.sub(" ", folded("\n".join(rows))).split("\n")
        for at, line in enumerate(lines, begin):
            yield at, line.split()


def _letters(words: Sequence[str]) -> str:
    seen = Counter(chain.from_iterable(word for word in words[:: max(len(words) // CHUNK, 1)]))
    return "".join(letter for letter, _ in seen.most_common(MOST_LETTERS) if letter.isalpha())


def _one_off(word: str, letters: str) -> Iterator[str]:
    """Yield every beginning that becomes `word` by one error; its first letter may be wrong too."""
    for at in range(len(word)):
        before, after = word[:at], word[at + 1 :]
        yield before + after
        if after:
            yield before + after[0] + word[at] + after[1:]
        for letter in letters:
            yield before + letter + after
            yield before + letter + word[at:]
