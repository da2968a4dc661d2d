"""Zip files of strangers: names that leave, links, locks, bombs; what is fine stays fine."""

from __future__ import annotations

import io
import stat
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.io import zip_bounds
from planner.io.features import read_features
from planner.io.zip_bounds import zip_problem


def packed(*names: str, content: bytes = b"x", symlink: bool = False) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            if symlink:
                entry.external_attr = (stat.S_IFLNK | 0o777) << 16
            archive.writestr(entry, content)
    return out.getvalue()


@pytest.mark.parametrize("name", ["a.shp", "deep/er/a.shp", "ümläut.shp", "a..b.shp", "dots../a"])
def test_plain_names_are_fine(name: str) -> None:
    assert zip_problem(packed(name)) == ""


@pytest.mark.parametrize(
    "name",
    ["../a.shp", "a/../../b.shp", "/etc/passwd", "C:/a.shp", "C:a.shp", "..\\a.shp", "\\\\srv\\a"],
)
def test_names_that_leave_the_folder_are_refused(name: str) -> None:
    assert "outside" in zip_problem(packed(name))


def test_links_are_refused() -> None:
    assert "link" in zip_problem(packed("a.shp", symlink=True))


def test_locked_entries_are_said_to_be_locked() -> None:
    content = bytearray(packed("a.shp"))
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.find(signature) + at] |= 1
    assert "password" in zip_problem(bytes(content))


def test_too_many_files_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_bounds, "MOST_ENTRIES", 2)
    assert zip_problem(packed("a", "b")) == ""
    assert "at most 2" in zip_problem(packed("a", "b", "c"))


def test_too_many_bytes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_bounds, "MOST_BYTES", 10)
    assert zip_problem(packed("a", content=b"0123456789")) == ""
    assert "unpacks to" in zip_problem(packed("a", content=b"0123456789+"))


def test_a_bomb_is_refused_and_blank_cells_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_bounds, "FREE_BYTES", 1_000)
    assert "times its size" in zip_problem(packed("a", content=bytes(10_000_000)))
    cells = b"".join(f"{number:>254}".encode() for number in range(20_000))
    assert zip_problem(packed("a.dbf", content=cells)) == ""


def test_a_nested_zip_is_named_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(packed("inner.zip", content=packed("a.shp")))
    features, issues = read_features(path)
    assert features is None
    assert "inner.zip" in issues[0].found


def test_nothing_leaves_the_scratch_folder(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(packed("../evil.geojson", content=b"{}"))
    features, issues = read_features(path)
    assert features is None
    assert "outside" in issues[0].found
    assert not (tmp_path.parent / "evil.geojson").exists()


@given(st.binary(max_size=300))
def test_no_bytes_raise(content: bytes) -> None:
    assert zip_problem(content)
    assert isinstance(zip_problem(b"PK\x03\x04" + content), str)


@given(st.integers(0, 200), st.integers(0, 255))
def test_no_damage_to_a_zip_file_raises(place: int, value: int) -> None:
    content = bytearray(packed("a.shp", "b.dbf"))
    content[place % len(content)] = value
    assert isinstance(zip_problem(bytes(content)), str)
