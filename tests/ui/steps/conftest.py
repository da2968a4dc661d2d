"""Fixtures that several pages' tests share."""

from __future__ import annotations

import pytest
from page_bench import Remembering


@pytest.fixture(scope="module")
def remembering() -> Remembering:
    """A solver that answers each question of a module once."""
    from ui.use_cases.territories import propose

    return Remembering(propose)


@pytest.fixture
def solved_once(remembering: Remembering, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let pages ask that solver."""
    monkeypatch.setattr("ui.use_cases.territories.propose", remembering)
