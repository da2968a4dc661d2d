"""Search: an index of 65,000 regions and 250,000 accounts, and an answer at every letter typed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from benchmarks.budgets import Figure, measure
from planner.insight.search import NameIndex, name_index

REGIONS, ACCOUNTS = 65_000, 250_000
MOST = 6
KEYSTROKE = 0.050
SYLLABLES = (
    "am", "ber", "dam", "den", "dor", "ee", "gen", "haar", "hof", "ho", "kerk", "laan", "lo", "meer",
    "nieuw", "oost", "roo", "ster", "veen", "wij", "zand", "zoom", "é", "brück",
)  # fmt: skip
ASKED = (
    "a",
    "am",
    "amster",
    "nieuw am",
    "zandv",
    "gm06",
    "0018d00012",
    "amstetdam",
    "zzz",
    "café zoom",
)


def _names(count: int, seed: int) -> list[str]:
    draw = np.random.default_rng(seed)
    picked = draw.integers(0, len(SYLLABLES), (count, 4)).tolist()
    ends = draw.choice(["", " Noord", " BV", " & Zonen", "-Oost"], count).tolist()
    return [
        "".join(SYLLABLES[at] for at in row).capitalize() + end
        for row, end in zip(picked, ends, strict=True)
    ]


def _regions() -> NameIndex | None:
    codes = [f"GM{at:06d}" for at in range(REGIONS)]
    provinces = [f"Province {at % 100}" for at in range(REGIONS)]
    return name_index(codes, _names(REGIONS, 1), [provinces, ["Netherlands"] * REGIONS])


def _accounts() -> NameIndex | None:
    return name_index([f"0018d{at:08d}AAQ" for at in range(ACCOUNTS)], _names(ACCOUNTS, 2))


def figures() -> Iterator[Figure]:
    regions, accounts = _regions(), _accounts()
    assert regions is not None
    assert accounts is not None
    what = "65,000 regions, 250,000 accounts"
    yield measure(
        f"search of {what}: index, in a worker", lambda: (_regions(), _accounts()), runs=1
    )
    for asked in ASKED:
        for near in (False, True):
            said = f"search of {what}: “{asked}”{', with a typing error' if near else ''}"
            answer = partial(_answer, regions, accounts, asked, near)
            yield measure(said, answer, runs=10, budget=KEYSTROKE)


def _answer(regions: NameIndex, accounts: NameIndex, asked: str, near: bool) -> None:
    for index in (regions, accounts):
        index.find(asked, MOST, near=near)
