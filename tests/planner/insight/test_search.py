from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.insight.search import NameIndex, folded, name_index, words_of

NAMES = ("Amsterdam", "Nieuw-Amsterdam", "Düsseldorf", "Ostrów Łódzki", "Bergen op Zoom", "Bergen")
CODES = ("GM0363", "GM0001", "05111", "PL99", "GM0748", "GM0373")
PROVINCES = ("Noord-Holland", "Drenthe", "NRW", "Łódź", "Noord-Brabant", "Noord-Holland")


def index_of(
    names: Sequence[str] = NAMES, codes: Sequence[str] = CODES, beside: Sequence[Sequence[str]] = ()
) -> NameIndex:
    made = name_index(codes, names, beside)
    assert made is not None
    return made


def found(asked: str, *, near: bool = False, most: int = 6) -> list[str]:
    return [NAMES[at] for at in index_of(beside=[PROVINCES]).find(asked, most, near=near)]


def test_a_text_is_folded_to_words_without_case_accents_and_signs() -> None:
    assert folded("Düsseldorf ÎLE") == "dusseldorf ile"
    assert words_of("Sint-Michielsgestel (NB)\nŁódź") == ["sint", "michielsgestel", "nb", "lodz"]
    assert words_of("Straße Ærø") == ["strasse", "aero"]


def test_every_typed_word_begins_a_word_in_any_order() -> None:
    assert found("zoom berg") == ["Bergen op Zoom"]
    assert found("ams") == ["Amsterdam", "Nieuw-Amsterdam"]
    assert found("dusseldorf") == ["Düsseldorf"]
    assert found("sterdam") == []


def test_codes_and_parents_are_found_and_parents_come_last() -> None:
    assert found("gm0363") == ["Amsterdam"]
    assert found("05111") == ["Düsseldorf"]
    assert found("lodz") == ["Ostrów Łódzki"]
    assert found("noord bergen") == ["Bergen", "Bergen op Zoom"]
    assert found("noord") == ["Bergen", "Amsterdam", "Bergen op Zoom"]


def test_a_whole_word_comes_before_a_longer_one_and_a_short_name_before_a_long_one() -> None:
    index = index_of(("Goesbeek", "Goes aan Zee", "Goes"), ("1", "2", "3"))
    assert index.find("goes", 3).tolist() == [2, 1, 0]


@pytest.mark.parametrize("typed", ["amstredam", "amstedam", "amsterrdam", "amstetdam", "qmsterdam"])
def test_one_typing_error_is_forgiven(typed: str) -> None:
    assert found(typed) == []
    assert found(typed, near=True) == ["Amsterdam", "Nieuw-Amsterdam"]


def test_two_errors_short_words_and_codes_are_not_guessed_at() -> None:
    assert found("amstredm", near=True) == []
    assert found("amx", near=True) == []
    assert found("gm0364", near=True) == []


def test_only_the_best_are_returned_and_nothing_typed_finds_the_first() -> None:
    assert found("gm", most=2) == ["Bergen", "Amsterdam"]
    assert found("", most=2) == list(NAMES[5:] + NAMES[:1])


def test_an_index_of_nothing_finds_nothing_and_a_stopped_one_is_none() -> None:
    assert len(index_of((), ()).find("a", 3)) == 0
    assert name_index(CODES, NAMES, (), stop=lambda: True) is None


@given(st.lists(st.text("ab é", max_size=6), max_size=30), st.text("abe ", max_size=4))
def test_the_index_finds_what_reading_every_name_finds(names: list[str], asked: str) -> None:
    codes = [str(at) for at in range(len(names))]
    read = [
        at
        for at, name in enumerate(names)
        if all(any(word.startswith(part) for word in words_of(name)) for part in words_of(asked))
    ]
    assert sorted(index_of(names, codes).find(asked, 99).tolist()) == read


def test_more_rows_than_a_chunk_keep_their_places() -> None:
    names = [f"Place {at}" for at in range(25_000)]
    index = index_of(names, [f"c{at}" for at in range(25_000)])
    for at in np.random.default_rng(1).integers(0, 25_000, 20).tolist():
        assert index.find(f"place {at}", 1).tolist() == [at]
        assert index.find(f"c{at}", 1).tolist() == [at]
