"""What columns meant before: kept by the columns a file has, and no trouble when it is broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.store import column_memory
from planner.store.column_memory import forget, latest, memory_file, recall, remember


def test_meanings_come_back_for_files_with_the_same_columns() -> None:
    remember("accounts: id | omzet", {"id": "id", "omzet": "revenue_last_year"})
    remember("accounts: id", {"id": "id"})
    assert recall("accounts: id | omzet") == ({"id": "id", "omzet": "revenue_last_year"}, ())
    assert recall("people: id") == (None, ())


def test_of_several_the_one_kept_last_is_told() -> None:
    assert latest(["accounts: id", "people: id"]) is None
    remember("people: id", {"id": "rep_id"})
    remember("accounts: id", {"id": "id"})
    remember("figures: n", {"n": "figure"})
    assert latest(["accounts: id", "people: id"]) == "accounts: id"
    remember("people: id", {"id": "rep_id"})
    assert latest(["accounts: id", "people: id"]) == "people: id"


def test_what_is_forgotten_does_not_come_back() -> None:
    remember("accounts: id", {"id": "id"})
    forget("accounts: id")
    forget("never kept")
    assert recall("accounts: id") == (None, ())


@pytest.mark.parametrize("text", ["{", "[]", '{"a": {"id": 1}}', '{"a": "id"}', "[" * 100_000])
def test_a_broken_file_is_said_and_written_anew(text: str) -> None:
    memory_file().parent.mkdir(parents=True)
    memory_file().write_text(text, encoding="utf-8")
    kept, issues = recall("accounts: id")
    assert kept is None
    assert [issue.code for issue in issues] == ["mapping_broken"]
    remember("accounts: id", {"id": "id"})
    assert recall("accounts: id") == ({"id": "id"}, ())


def test_the_kind_used_longest_ago_is_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(column_memory, "MOST", 2)
    path = tmp_path / "columns.json"
    for name in ("a", "b", "a", "c"):
        remember(name, {"x": name}, path)
    assert [recall(name, path)[0] for name in ("a", "b", "c")] == [{"x": "a"}, None, {"x": "c"}]
