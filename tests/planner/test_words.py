"""The word list against the values, and against itself."""

from __future__ import annotations

from dataclasses import fields

from builders import MEASURES, grid_accounts

from planner.model import words
from planner.model.reps import Rep
from planner.model.types import ints
from planner.sales.sizing import RAMP

NOT_NAMES = {"unit", "brick", "cluster", "district", "data", "info", "item", "helper", "utils"}


def test_every_column_of_people_is_a_field_of_a_rep() -> None:
    renamed = {"rep_id": "id", "rep": "name", "lat": "lon_lat", "lon": "lon_lat"}
    columns = {renamed.get(column, column) for column in words.REP_COLUMNS}
    assert columns == {field.name for field in fields(Rep)}


def test_columns_of_accounts_in_tests_are_known_words() -> None:
    accounts = grid_accounts(ints([0]), ["R01"])
    assert set(accounts.text) <= set(words.ACCOUNT_TEXT)
    assert set(accounts.numbers) <= set(words.ACCOUNT_NUMBERS)


def test_a_column_is_text_or_a_number_but_not_both() -> None:
    assert not set(words.ACCOUNT_TEXT) & set(words.ACCOUNT_NUMBERS)


def test_no_word_stands_twice_in_its_list() -> None:
    for name in dir(words):
        found = getattr(words, name)
        if isinstance(found, tuple):
            assert len(set(found)) == len(found), name


def test_every_file_with_columns_is_an_export() -> None:
    files = {name.split(".")[0] for name in words.EXPORTS}
    described = {
        name.removesuffix("_COLUMNS").lower()
        for name in dir(words)
        if name.endswith("_COLUMNS") and name != "REP_COLUMNS"
    }
    assert described <= files


def test_ramps_and_teams_are_of_known_roles() -> None:
    assert set(RAMP) <= set(words.TEAM_ROLES) <= set(words.ROLES)


def test_keys_are_plain_lower_case_words() -> None:
    keys = (
        *words.ROLES, *words.LEVELS, *words.STEPS, *words.ACCOUNT_TEXT, *words.ACCOUNT_NUMBERS,
        *words.REP_COLUMNS, *words.QUOTA_LEVELS, *(measure.key for measure in MEASURES),
    )  # fmt: skip
    assert all(key.replace("_", "").isalpha() and key.islower() for key in keys)
    assert not NOT_NAMES & (set(keys) - {"data"})  # the step Data keeps the name people know
