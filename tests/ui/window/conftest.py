"""What several tests of the window share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.theme import theme


@pytest.fixture
def styled(qtbot: QtBot) -> Iterator[None]:
    """The style sheet, which gives texts their sizes and draws the rings."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, "light")
    yield
    app.setStyleSheet("")
