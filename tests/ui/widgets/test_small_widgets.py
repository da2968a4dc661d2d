from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QFontMetrics
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.widgets.buttons import Button, ToolButton
from ui.widgets.cards import FigureRow, FloatBar
from ui.widgets.field import Field
from ui.widgets.inspector import Inspector
from ui.widgets.labels import ElidedLabel, IconLabel, MarkLabel, key_cap, label
from ui.widgets.note import Note
from ui.widgets.popover import NamePopover
from ui.widgets.progress import ESTIMATE_AFTER_MS, ProgressLine, remaining
from ui.widgets.rail_item import RailItem
from ui.widgets.toast import FOOT, Toast


def test_an_elided_label_is_never_wider_than_its_box(qtbot: QtBot) -> None:
    shown = ElidedLabel("Nieuwerkerk aan den IJssel en omstreken")
    qtbot.addWidget(shown)
    for width in (300, 120, 40, 12, 300):
        shown.resize(width, 20)
        shown.show()
        assert QFontMetrics(shown.font()).horizontalAdvance(shown.text()) <= max(width, 12)
    assert shown.text() == shown.whole
    assert shown.toolTip() == ""


def test_what_an_elided_label_cuts_off_stands_in_its_tooltip(qtbot: QtBot) -> None:
    shown = ElidedLabel("a rather long sentence about a territory")
    qtbot.addWidget(shown)
    shown.resize(60, 20)
    shown.show()
    assert shown.text().endswith("…")
    assert shown.toolTip() == shown.whole
    assert shown.accessibleName() == shown.whole


def test_a_button_is_never_narrower_than_its_text(qtbot: QtBot) -> None:
    button = Button("Propose territories", kind="primary", icon="sparkles")
    qtbot.addWidget(button)
    text = QFontMetrics(button.font()).horizontalAdvance(button.text())
    assert button.minimumSizeHint().width() >= text + 16


def test_a_button_does_what_it_says_once_a_click(qtbot: QtBot) -> None:
    done: list[int] = []
    button = Button("Accept", lambda: done.append(1))
    qtbot.addWidget(button)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert done == [1]
    assert button.focusPolicy() is Qt.FocusPolicy.TabFocus


def test_a_tool_button_follows_its_action(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    action = QAction("Brush", host)
    action.setCheckable(True)
    button = ToolButton.of(action, "brush", host)
    action.setChecked(True)
    assert button.isChecked()
    action.setEnabled(False)
    assert not button.isEnabled()
    action.setEnabled(True)
    button.click()
    assert not action.isChecked()


def test_a_figure_row_colours_the_reference_not_the_value(qtbot: QtBot) -> None:
    row = FigureRow("Prospects")
    qtbot.addWidget(row)
    row.show_figure("292", "▲ +6.9 %", tone="bad")
    assert row.reference.property("tone") == "bad"
    assert row.value.property("tone") == ""
    row.show_figure("292", tone="bad")
    assert row.value.property("tone") == "bad"
    assert row.reference.isHidden()


def test_a_note_takes_two_links_at_most(qtbot: QtBot) -> None:
    note = Note("warn", "5 dates are not dates", "They stay empty.")
    qtbot.addWidget(note)
    for text in ("Show", "Mend"):
        note.add_link(text, lambda: None)
    with pytest.raises(ValueError, match="two links"):
        note.add_link("Third", lambda: None)
    note.say("good", "Mended")
    assert note.property("card") == "good"
    assert note.text.isHidden()


def test_a_field_says_what_is_wrong_until_it_is_edited(qtbot: QtBot) -> None:
    field = Field("12 h")
    qtbot.addWidget(field)
    field.complain("Hours a year must be a number, like 1800.")
    assert field.edit.property("state") == "error"
    qtbot.keyClicks(field.edit, "1")
    assert field.edit.property("state") == ""
    assert field.trouble.isHidden()


def test_progress_appears_late_and_is_cancelled_once(qtbot: QtBot) -> None:
    cancelled: list[int] = []
    line = ProgressLine(lambda: cancelled.append(1))
    qtbot.addWidget(line)
    line.begin("Reading boundaries")
    assert line.isHidden()
    with qtbot.waitSignal(line.shown, timeout=2000):
        pass
    line.advance("Reading boundaries", 0.42)
    assert line.left.text() == "42\u00a0%"
    line.button.click()
    line.button.click()
    assert cancelled == [1]
    line.end()
    assert line.isHidden()


def test_the_time_that_is_left_is_told_after_ten_seconds() -> None:
    assert remaining(ESTIMATE_AFTER_MS - 1, 0.5) == "50\u00a0%"
    assert remaining(12_000, 0.75) == "75\u00a0%, 4\u00a0s left"


def test_a_toast_stays_inside_its_host_and_offers_undo(qtbot: QtBot) -> None:
    undone: list[int] = []
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(600, 300)
    toast = Toast(host, lambda: undone.append(1))
    host.show()
    toast.say("4 places moved to Overijssel.", undo=True)
    assert host.rect().contains(toast.geometry())
    host.resize(500, 200)
    assert host.rect().contains(toast.geometry())
    toast._undo.click()
    assert undone == [1]
    assert toast.isHidden()


def test_a_toast_leaves_the_buttons_at_the_foot_of_a_page_free(qtbot: QtBot) -> None:
    host, foot = QWidget(), QWidget()
    qtbot.addWidget(host)
    foot.setObjectName(FOOT)
    column = QVBoxLayout(host)
    column.addStretch(1)
    column.addWidget(foot)
    foot.setFixedHeight(60)
    host.resize(600, 300)
    toast = Toast(host, lambda: None)
    host.show()
    toast.say("4 places moved.")
    assert not toast.geometry().intersects(foot.geometry())
    foot.hide()
    qtbot.waitUntil(lambda: toast.geometry().bottom() > 250)
    foot.show()
    qtbot.waitUntil(lambda: not toast.geometry().intersects(foot.geometry()))


def test_an_inspector_shows_its_footer_once_it_has_buttons(qtbot: QtBot) -> None:
    inspector = Inspector()
    qtbot.addWidget(inspector)
    inspector.body.addWidget(label("New England", "title"))
    assert inspector._bottom.isHidden()
    inspector.add_to_footer(Button("Accept", kind="primary"))
    assert not inspector._bottom.isHidden()


def test_a_rail_item_is_as_wide_as_its_word(qtbot: QtBot) -> None:
    item = RailItem("map", "Vertriebsgebiete")
    qtbot.addWidget(item)
    item.show_state(done=False, open_points=120)
    assert item.sizeHint().width() > 76
    assert item.accessibleDescription() == "120"
    item.resize(item.sizeHint())
    assert not item.grab().isNull()


def test_a_float_bar_holds_widgets_in_a_row(qtbot: QtBot) -> None:
    bar = FloatBar()
    qtbot.addWidget(bar)
    one, two = Button("One"), Button("Two")
    bar.add(one)
    bar.separate()
    bar.add(two)
    bar.adjustSize()
    bar.show()
    assert one.geometry().right() < two.geometry().left()


def test_a_name_popover_stays_until_the_name_is_taken(qtbot: QtBot) -> None:
    below = QWidget()
    qtbot.addWidget(below)
    below.show()
    answers = {"": "A scenario needs a name.", "West": ""}
    popover = NamePopover(below, "Name", "Plan A", "Name it", answers.__getitem__)
    popover.open()
    popover.field.edit.setText("  ")
    qtbot.keyClick(popover.field.edit, Qt.Key.Key_Return)
    assert popover.field.trouble.text() == "A scenario needs a name."
    assert popover.isVisible()
    popover.field.edit.setText(" West ")
    with qtbot.waitSignal(popover.destroyed):
        qtbot.keyClick(popover.field.edit, Qt.Key.Key_Return)


def test_plus_alone_is_a_key_and_between_keys_it_is_a_gap(qtbot: QtBot) -> None:
    for keys, shown in (("Ctrl+K", "Ctrl K"), ("+", "+"), ("Ctrl++", "Ctrl +")):
        made = key_cap(keys)
        qtbot.addWidget(made)
        assert made.text() == shown


def test_icons_and_marks_have_the_size_that_is_asked_for(qtbot: QtBot) -> None:
    icon, mark = IconLabel("check", 16, "good"), MarkLabel(20)
    for made, px in ((icon, 16), (mark, 20)):
        qtbot.addWidget(made)
        assert made.size().toTuple() == (px, px)
    icon.set_icon("lock", "bad")
    assert icon.size().toTuple() == (16, 16)
