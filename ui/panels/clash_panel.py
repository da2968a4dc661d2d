"""Why it cannot be done: the rules that clash, and repairs with what each of them gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.messages import tr
from ui.theme import theme
from ui.widgets.buttons import Button
from ui.widgets.cards import Card, numbered
from ui.widgets.inspector import Inspector
from ui.widgets.labels import label, line, pill
from ui.widgets.note import Note

SHORT = 40
"""Letters of a repair's title that fit on a card; longer ones are called by their number."""

MOST_CARDS = 8
"""Rules shown one by one; further ones are counted."""


@dataclass(frozen=True, slots=True)
class RuleFacts:
    """One rule: its title, what it means here, and the numbers of the repairs that let it give."""

    title: str
    text: str
    repairs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RepairFacts:
    """One repair: what it does, how far the furthest territory is off then, what moves; `ready` to apply.

    `worst` is "" where no plan was found yet.
    """

    title: str
    worst: str
    moved: str
    ready: bool = True


@dataclass(frozen=True, slots=True)
class ClashFacts:
    """A clash as the panel shows it; `state` says what is proven, `minimal` that none is to spare."""

    headline: str
    state: str
    proven: bool
    why: str
    rules: tuple[RuleFacts, ...]
    repairs: tuple[RepairFacts, ...]
    minimal: bool = False


class ClashPanel(Inspector):
    """Shows `ClashFacts`.

    Signals
    -------
    rule_shown : int
        Number of the rule to show on the map.
    repair_wanted : int
        Number of the repair to apply, and solve again.
    plan_wanted()
        The nearest plan should be shown, rules broken and all.
    closed()
    """

    rule_shown = Signal(int)
    repair_wanted = Signal(int)
    plan_wanted = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.headline = label("", "title", wrap=True)
        self.state = pill("", "bad")
        self.why = label("", "body", wrap=True)
        self.soften = label("", "small", wrap=True)
        self.cards: list[RuleCard] = []
        self.gives_title = label(tr("What each repair gives"), "title")
        self.rows: list[RepairRow] = []
        self.nothing = Note(
            "info", tr("No repair was found"), tr("Let one of the rules go by hand.")
        )
        self.unchanged = Note(
            "info", tr("Your plan has not changed"), tr("Every repair can be undone with Ctrl+Z.")
        )
        self.nearest = Button(tr("Show the nearest plan"), self.plan_wanted.emit, kind="link")
        self.body.addWidget(self.headline)
        self.body.addWidget(self.state)
        self.body.addWidget(self.why)
        self.body.addWidget(self.soften)
        self._cards_at = self.body.count()
        for widget in (
            line(), self.gives_title, self.nothing, self.unchanged, self.nearest,
        ):  # fmt: skip
            self.body.addWidget(widget)
        self.more = label("", "small")
        self.body.insertWidget(self._cards_at, self.more)
        self.body.addStretch(1)
        self.apply = Button("", self.apply_first, kind="primary", icon="rotate-ccw")
        self.add_to_footer(Button(tr("Close"), self.closed.emit, icon="x"), self.apply)
        self._chosen = -1
        self._facts: ClashFacts | None = None

    @property
    def facts(self) -> ClashFacts | None:
        """What is shown."""
        return self._facts

    def show_facts(self, facts: ClashFacts) -> None:
        """Show a clash; the first rule is not chosen yet."""
        self._facts, self._chosen = facts, -1
        self.headline.setText(facts.headline)
        self.state.setText(facts.state)
        theme.restyle(self.state, pill="bad" if facts.proven else "warn")
        self.why.setText(facts.why)
        self.soften.setText(
            tr("Letting go of any one of these makes the rest possible:")
            if facts.minimal
            else tr("Soften one of these:")
        )
        self._show_rules(facts)
        self._show_repairs(facts)
        self.gives_title.setVisible(bool(facts.repairs))
        self.nothing.setVisible(not facts.repairs)
        first = next((at for at, each in enumerate(facts.repairs) if each.ready), None)
        self.apply.setVisible(first is not None)
        if first is not None:
            self.apply.setText(tr("Apply repair {number} and solve", number=first + 1))
            self.apply.setToolTip(facts.repairs[first].title)
        self.setAccessibleDescription(facts.why)

    def apply_first(self) -> None:
        """Apply the best repair that is ready."""
        facts = self._facts
        if facts is None:
            return
        first = next((at for at, each in enumerate(facts.repairs) if each.ready), None)
        if first is not None:
            self.repair_wanted.emit(first)

    def go_to_rule(self, by: int) -> None:
        """Go to the rule so many cards on; round and round."""
        if not self.cards:
            return
        at = (self._chosen + by) % len(self.cards) if self._chosen >= 0 else 0
        self._choose(at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.apply_first()
        elif event.key() == Qt.Key.Key_Down:
            self.go_to_rule(1)
        elif event.key() == Qt.Key.Key_Up:
            self.go_to_rule(-1)
        else:
            super().keyPressEvent(event)

    def _choose(self, at: int) -> None:
        self._chosen = at
        for number, card in enumerate(self.cards):
            card.set_chosen(number == at)
        self.rule_shown.emit(at)

    def _show_repairs(self, facts: ClashFacts) -> None:
        for row in self.rows:
            self.body.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = []
        place = self.body.indexOf(self.gives_title) + 1
        for at, repair in enumerate(facts.repairs):
            row = RepairRow(at, repair)
            row.repair_wanted.connect(self.repair_wanted)
            self.body.insertWidget(place + at, row)
            self.rows.append(row)

    def _show_rules(self, facts: ClashFacts) -> None:
        for card in self.cards:
            self.body.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = []
        for at, rule in enumerate(facts.rules[:MOST_CARDS]):
            card = RuleCard(at, rule, facts.repairs)
            card.chosen.connect(self._choose)
            card.repair_wanted.connect(self.repair_wanted)
            self.body.insertWidget(self._cards_at + at, card)
            self.cards.append(card)
        left = len(facts.rules) - len(self.cards)
        self.more.setText(tr("and {count} more rules", count=left))
        self.more.setVisible(left > 0)


class RepairRow(QWidget):
    """A repair: what it does, how far the furthest territory is off then, and what moves."""

    repair_wanted = Signal(int)

    def __init__(self, at: int, repair: RepairFacts) -> None:
        super().__init__()
        self.title = label(
            tr("{number}. {title}", number=at + 1, title=repair.title),
            "strong" if at == 0 else "body",
            wrap=True,
        )
        gives = tr(
            "Then the furthest is {worst} off; {moved} move.",
            worst=repair.worst,
            moved=repair.moved,
        )
        if not repair.worst:
            gives = tr("No plan has been found yet that then meets every rule.")
        self.gives = label(gives, "small", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        column.addWidget(self.title)
        column.addWidget(self.gives)
        if not repair.ready:
            column.addWidget(label(tr("To be done by hand."), "small"))
        elif at:
            self.apply = Button(
                tr("Apply repair {number}", number=at + 1),
                lambda: self.repair_wanted.emit(at),
                kind="link",
            )
            column.addWidget(self.apply, 0, Qt.AlignmentFlag.AlignLeft)


class RuleCard(Card):
    """A rule with its number, and links to the repairs that let it give; a click chooses it."""

    chosen = Signal(int)
    repair_wanted = Signal(int)

    def __init__(self, at: int, rule: RuleFacts, repairs: Sequence[RepairFacts]) -> None:
        super().__init__("true", padding=12)
        self._at = at
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(rule.title)
        head = QHBoxLayout()
        head.setSpacing(theme.space(3))
        head.addWidget(numbered(at + 1), 0, Qt.AlignmentFlag.AlignTop)
        self.title = label(rule.title, "strong", wrap=True)
        head.addWidget(self.title, 1)
        self.body.addLayout(head)
        if rule.text:
            self.body.addWidget(label(rule.text, "small", wrap=True))
        if 0 in rule.repairs and repairs:
            self.best = pill(tr("best repair"), "good")
            self.body.addWidget(self.best)
        self.links: list[Button] = []
        for number in rule.repairs[:2]:
            if repairs[number].ready:
                self._link(number, repairs[number].title)
        self.installEventFilter(self)

    def set_chosen(self, chosen: bool) -> None:
        """Look chosen, or not."""
        theme.restyle(self, card="info" if chosen else "true")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        pressed = event.type() == QEvent.Type.MouseButtonPress
        if pressed and isinstance(event, QMouseEvent) and watched is self:
            self.chosen.emit(self._at)
        return super().eventFilter(watched, event)

    def _link(self, number: int, title: str) -> None:
        text = title if len(title) <= SHORT else tr("Apply repair {number}", number=number + 1)
        link = Button(text, lambda: self.repair_wanted.emit(number), kind="link")
        link.setToolTip(title)
        self.links.append(link)
        self.body.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
