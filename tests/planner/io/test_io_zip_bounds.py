"""Zip files that must not be unpacked are told before anything is unpacked."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from planner.io import zip_bounds
from planner.io.zip_bounds import zip_problem


def zipped(**parts: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        for name, part in parts.items():
            file.writestr(name, part)
    return content.getvalue()


def test_an_ordinary_zip_file_is_fine_as_bytes_and_as_a_file(tmp_path: Path) -> None:
    content = zipped(a=b"1,2\n" * 1000)
    assert zip_problem(content) == ""
    (tmp_path / "a.zip").write_bytes(content)
    assert zip_problem(tmp_path / "a.zip") == ""


def test_a_part_that_grows_a_thousandfold_is_told() -> None:
    content = zipped(bomb=b"0" * 30_000_000)
    assert len(content) < 40_000
    assert "'bomb'" in zip_problem(content)
    assert "times its size" in zip_problem(content)


def test_parts_that_together_are_too_large_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_bounds, "MOST_BYTES", 1_999_999)
    assert zip_problem(zipped(a=b"0" * 1_000_000)) == ""
    assert "more than 1 MB" in zip_problem(zipped(a=b"0" * 1_000_000, b=b"0" * 1_000_000))


def test_too_many_parts_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_bounds, "MOST_PARTS", 2)
    assert "3 parts" in zip_problem(zipped(a=b"", b=b"", c=b""))


@pytest.mark.parametrize("content", [b"", b"PK", b"PK\x03\x04" + b"\0" * 200])
def test_what_is_no_zip_file_is_told(content: bytes) -> None:
    assert "broken" in zip_problem(content)


def test_a_locked_zip_file_is_told() -> None:
    content = bytearray(zipped(a=b"1"))
    at = content.rindex(b"PK\x01\x02")
    content[at + 8] |= 1
    assert "password" in zip_problem(bytes(content))
