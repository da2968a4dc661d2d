"""The welcome page: sample plans, one's own files, plans opened before, the first ten minutes."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.actions import Act, Actions
from ui.messages import tr
from ui.settings import Settings
from ui.theme import theme
from ui.widgets.buttons import Button, PressedByEnter
from ui.widgets.cards import Card
from ui.widgets.focus import RingedArea
from ui.widgets.labels import ElidedLabel, IconLabel, key_cap, label, pill
from ui.window.samples import Outline, Sample, samples
from ui.window.welcome_side import WelcomeSide

WIDEST = 1120


class Welcome(QWidget):
    """Emits `wanted` with the path of a plan to open."""

    wanted = Signal(object)

    def __init__(self, actions: Actions, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.side = WelcomeSide(settings)
        self.side.wanted.connect(self.wanted)
        more = Button(tr("Settings"), actions[Act.SETTINGS].trigger, icon="settings", kind="link")
        self.side.body.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
        self.first: QPushButton | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(_scrolled(self._page(actions)), 1)
        row.addWidget(self.side)

    def focus_first(self) -> None:
        """Put the focus where Enter opens the first sample."""
        if self.first is not None:
            self.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _page(self, actions: Actions) -> QWidget:
        page = QWidget()
        page.setObjectName("page2")
        page.setMaximumWidth(WIDEST)
        column = QVBoxLayout(page)
        column.setContentsMargins(56, 36, 48, 32)
        column.setSpacing(theme.space(3))
        column.addWidget(label(tr("Plan territories and the team together"), "h1"))
        works = tr(
            "Rayon works on this computer only. No account, no upload. A plan is one file that you "
            "can copy, mail or open in QGIS."
        )
        column.addWidget(label(works, "muted", wrap=True))
        found = samples()
        if found:
            column.addSpacing(theme.space(4))
            column.addWidget(label(tr("Start with a sample"), "title"))
            said = tr(
                "Real regions, invented accounts and people. Change anything: your copy is separate."
            )
            column.addWidget(label(said, "small"))
            column.addLayout(self._sample_cards(found))
        column.addSpacing(theme.space(5))
        column.addWidget(label(tr("Or start with your own"), "title"))
        column.addLayout(_own_cards(actions))
        column.addStretch()
        return page

    def _sample_cards(self, found: list[Sample]) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(theme.space(5))
        for at, sample in enumerate(found):
            card, button = _sample_card(sample, primary=at == 0)
            button.clicked.connect(lambda _checked=False, path=sample.path: self.wanted.emit(path))
            self.first = self.first or button
            grid.addWidget(card, 0, at)
            grid.setColumnStretch(at, 1)
        return grid


class StartCard(PressedByEnter):
    """A card that is a button: icon, what it does, how, and its keys."""

    def __init__(self, icon: str, title: str, text: str, keys: str) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(title)
        words = QVBoxLayout()
        words.setSpacing(theme.space(1))
        words.addStretch()
        words.addWidget(label(title, "strong"))
        words.addWidget(label(text, "small", wrap=True))
        words.addStretch()
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 14, 16, 14)
        row.setSpacing(theme.space(4))
        row.addWidget(IconLabel(icon, 20, "accent_text"), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(key_cap(keys))

    def sizeHint(self) -> QSize:
        return QSize(240, 76)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 76)


def _own_cards(actions: Actions) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme.space(5))
    for act, icon, title, text in (
        (
            Act.NEW, "globe", tr("New plan from a map file"),
            tr("Shapefile, GeoPackage, GeoJSON, KML and more, also zipped, or several at once."),
        ),
        (
            Act.OPEN, "folder-open", tr("Open a plan"),
            tr("A .rayon file or a plan.toml. Or drop one anywhere on this window."),
        ),
    ):  # fmt: skip
        card = StartCard(icon, title, text, actions[act].shortcut().toString())
        card.clicked.connect(actions[act].trigger)
        row.addWidget(card, 1)
    return row


def _sample_card(sample: Sample, *, primary: bool) -> tuple[Card, Button]:
    card = Card(padding=0)
    card.body.setSpacing(0)
    card.body.addWidget(Outline(sample))
    words = QVBoxLayout()
    words.setContentsMargins(16, 14, 16, 16)
    words.setSpacing(theme.space(3))
    words.addWidget(ElidedLabel(sample.name, "title"))
    words.addWidget(label(sample.sentence, "small", wrap=True))
    pills = QHBoxLayout()
    pills.setSpacing(theme.space(2))
    for text in sample.pills:
        pills.addWidget(pill(text))
    pills.addStretch()
    words.addLayout(pills)
    words.addStretch()
    button = Button(
        tr("Open sample plan"),
        kind="primary" if primary else "secondary",
        icon="play" if primary else "",
    )
    button.setAccessibleDescription(sample.name)
    words.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
    card.body.addLayout(words, 1)
    return card, button


def _scrolled(page: QWidget) -> QScrollArea:
    scroll = RingedArea()
    scroll.setAccessibleName(tr("Welcome"))
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setWidgetResizable(True)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setWidget(page)
    return scroll
