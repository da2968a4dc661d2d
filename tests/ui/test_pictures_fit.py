"""The pictures of the docs: in two themes, two sizes and at 200 % no text is cut and none cross."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "sample_regions" / "netherlands" / "plan.toml"
LOOKS = [
    ("light", "1440x900", 1),
    ("dark", "1440x900", 1),
    ("light", "1280x720", 1),
    ("dark", "1280x720", 1),
    ("light", "1440x900", 2),
    ("dark", "1280x720", 2),
]


@pytest.mark.parametrize(("mode", "size", "scale"), LOOKS)
def test_no_text_is_cut_and_no_labels_cross(mode: str, size: str, scale: int) -> None:
    walk = ROOT / "tests" / "picture_walk.py"
    done = subprocess.run(
        [sys.executable, str(walk), str(SAMPLE), "territories", size, mode],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": str(scale)},
        capture_output=True, text=True, check=False, timeout=150,
    )  # fmt: skip

    assert f"at {scale}x, 0 wrong" in done.stdout, done.stdout + done.stderr
    assert done.returncode == 0
