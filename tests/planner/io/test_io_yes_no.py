"""Yes and no in cells: the same words for people, accounts and named accounts."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.io.reps import RepSource, read_reps
from planner.io.yes_no import NO, YES


@pytest.mark.parametrize("word", [*sorted(YES), "WAAR", "Vacant"])
def test_a_vacancy_is_one_in_any_word_for_yes(tmp_path: Path, word: str) -> None:
    path = tmp_path / "r.csv"
    path.write_text(f"rep_id,rep,vacancy\nr1,Jo,{word}\nr2,Bo,nee\n", encoding="utf-8")
    reps, _ = read_reps(RepSource(path))
    assert reps is not None
    assert [rep.vacancy for rep in reps] == [True, False]


def test_no_word_says_both_yes_and_no() -> None:
    assert YES.isdisjoint(NO)
    assert all(word == word.casefold() for word in YES | NO)
