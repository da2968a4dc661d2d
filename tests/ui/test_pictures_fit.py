"""The pictures of the docs: in two languages, themes and sizes and at 200 % no text is cut and none cross."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "sample_regions" / "netherlands" / "plan.toml"
LOOKS = [
    ("light", "1440x900", 1, "en"),
    ("dark", "1440x900", 1, "nl"),
    ("light", "1280x720", 1, "nl"),
    ("dark", "1280x720", 1, "en"),
    ("light", "1440x900", 2, "en"),
    ("dark", "1280x720", 2, "nl"),
]
OTHER_PAGES = (
    "data", "data:import", "data:outlines", "data:rules", "market", "team", "quotas", "compare", "publish",
)  # fmt: skip


@pytest.mark.parametrize(("mode", "size", "scale", "language"), LOOKS)
def test_no_text_is_cut_and_no_labels_cross(
    mode: str, size: str, scale: int, language: str
) -> None:
    done = walked(size, mode, "territories", scale=scale, language=language)

    assert f"1 pages walked at {scale}x, 0 wrong" in done.stdout, done.stdout + done.stderr
    assert done.returncode == 0


def test_no_text_of_the_other_pages_is_cut_in_dutch() -> None:
    done = walked("1280x720", "light", *OTHER_PAGES, scale=1, language="nl")

    assert f"{len(OTHER_PAGES)} pages walked at 1x, 0 wrong" in done.stdout, (
        done.stdout + done.stderr
    )
    assert done.returncode == 0


def walked(
    size: str, mode: str, *steps: str, scale: int, language: str
) -> subprocess.CompletedProcess[str]:
    """Walk pages in a process of its own, whose scaling and language are chosen before Qt stands."""
    walk = ROOT / "tests" / "picture_walk.py"
    numbers = "point_comma" if language == "nl" else "neutral"
    own = {
        "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": str(scale),
        "RAYON_LANGUAGE": language, "RAYON_NUMBERS": numbers,
    }  # fmt: skip
    return subprocess.run(
        [sys.executable, str(walk), str(SAMPLE), size, mode, *steps],
        env=os.environ | own, capture_output=True, text=True, check=False, timeout=150,
    )  # fmt: skip
