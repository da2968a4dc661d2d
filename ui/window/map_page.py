"""The page that asks about map files what only the user can know, with a picture of where they lie."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.errors import described
from ui.jobs import Job, JobRunner
from ui.messages import Messages, tr
from ui.theme import theme
from ui.widgets.buttons import Button
from ui.widgets.cards import Card
from ui.widgets.escape import keeps_escape
from ui.widgets.figures import number
from ui.widgets.labels import label
from ui.widgets.note import Note
from ui.widgets.outline_picture import OutlinePicture
from ui.window.opening import Opener

if TYPE_CHECKING:  # the readers take a fifth of the time until the window stands
    from ui.use_cases.map_file import FileLayer, MapFile, Picture, RegionSource

LINE = "map picture"


class MapPage(QWidget):
    """Shows one map file at a time, or several that become one map.

    Signals
    -------
    asked(MapPage)
        A file is asked about: time to show the page.
    """

    asked = Signal(object)

    def __init__(
        self,
        opener: Opener,
        runner: JobRunner,
        close_it: Callable[[], object],
        messages: Messages,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._opener = opener
        self._runner = runner
        self._close_it = close_it
        self._messages = messages
        self._file: MapFile | None = None
        self.title = label("", "h2")
        self.sentence = label("", "muted", wrap=True)
        self.layer = _choice(tr("Layer"))
        self.id = _choice(tr("Code of each region"))
        self.parts = label("", "small", wrap=True)
        self.name = _choice(tr("Name of each region"))
        self.crs = _choice(tr("Where it lies"))
        self.noun = (QLineEdit(tr("region")), QLineEdit(tr("regions")))
        self.noun[0].setAccessibleName(tr("What one region is called"))
        self.noun[1].setAccessibleName(tr("What several regions are called"))
        self.doubt = Note("warn", "")
        self.picture = OutlinePicture(tr("Where the map lies"))
        self.lies = label("", "small", wrap=True)
        self.make = Button(tr("Make the plan"), self._want, kind="primary", icon="check")
        self.cancel = Button(tr("Cancel"), close_it)
        self._lay_out()
        self.layer.activated.connect(self._look)
        self.id.currentIndexChanged.connect(self._tell_parts)
        self.crs.activated.connect(lambda _at: self._draw())
        opener.asked.connect(self.ask)

    def ask(self, found: MapFile) -> None:
        """Ask about a file."""
        if self._file is None or self._file.path != found.path:
            self.noun[0].setText(tr("region"))
            self.noun[1].setText(tr("regions"))
        self._file = found
        self.title.setText(_title(found))
        self.sentence.setText(_sentence(found))
        _fill(self.layer, _layers(found), found.layer)
        for widget in (self.layer, self._layer_words):
            widget.setVisible(len(found.layers) > 1)
        columns = [(f"{one.name}   {', '.join(one.first)}"[:70], one.name) for one in found.columns]
        own = [] if columns else [(tr("As each map has it"), "")]
        _fill(self.id, own or [*columns, (tr("Number them by row"), "")], found.id)
        _fill(self.name, own or [*columns, (tr("As the code"), "")], found.name)
        _fill(self.crs, _systems(found), None)
        self.doubt.setVisible(bool(found.doubts))
        if found.doubts:
            self.doubt.say("warn", tr("It may not lie where it says"), f"{found.doubts[0].found}.")
        self._draw()
        self.asked.emit(self)
        self.make.setFocus(Qt.FocusReason.OtherFocusReason)

    def sources(self) -> tuple[RegionSource, ...]:
        """Return what is chosen, of each map that is taken."""
        if self._file is None:
            return ()
        from ui.use_cases.map_file import RegionSource

        one, many = (edit.text().strip() for edit in self.noun)
        crs = self.crs.currentData() or ""
        chosen = RegionSource(
            self._file.path,
            id=self.id.currentData() or "",
            name=self.name.currentData() or "",
            noun=(one, many) if one and many else None,
            crs="" if crs == self._file.crs else crs,
            layer=self._file.layer,
            finds=False,
        )
        return self._file.sources(chosen)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._messages.point(tr("Tab moves on  ·  Enter makes the plan  ·  Esc goes back"))

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._messages.point("")

    def event(self, event: QEvent) -> bool:
        return keeps_escape(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._close_it()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.make.isEnabled():
            self._want()
        else:
            super().keyPressEvent(event)

    def _want(self) -> None:
        if self._file is not None:
            self._opener.make(self._file.path, self.sources())

    def _look(self, at: int) -> None:
        if self._file is not None and self.layer.itemData(at) != self._file.layer:
            self._opener.look(self._file.paths, self.layer.itemData(at))

    def _tell_parts(self) -> None:
        """Say what becomes of rows that have the same code."""
        columns = () if self._file is None else self._file.columns
        rows = 0 if self._file is None else self._file.rows
        chosen = next((one for one in columns if one.name == self.id.currentData()), None)
        again = chosen is not None and chosen.repeats(rows)
        self.parts.setVisible(again)
        if chosen is not None and again:
            self.parts.setText(
                tr(
                    "{rows} rows have {codes} different codes. Rows with one code and one name "
                    "become one region.",
                    rows=number(rows),
                    codes=number(chosen.different),
                )
            )

    def _draw(self) -> None:
        """Draw where the map lies under the system chosen; reckoned in a job."""
        found, crs = self._file, self.crs.currentData() or ""
        if found is None:
            return
        from ui.use_cases.map_file import pictured

        job: Job = self._runner.start(
            tr("Drawing the map"), lambda _report, _stop: pictured(found, crs), line=LINE
        )
        job.done.connect(lambda picture: self._show(found, picture))
        job.failed.connect(self._tell_undrawn)

    def _show(self, found: MapFile, picture: Picture) -> None:
        if found is not self._file:
            return
        dots = [(one.name, one.lon, one.lat) for one in picture.places]
        self.picture.show_rings(picture.corners, found.rings, dots)
        why = {guess.code: guess.why for guess in found.guesses}.get(
            self.crs.currentData() or "", ""
        )
        said = [tr("Read so, it {why}.", why=why)] if why else []
        self.lies.setText(" ".join([*said, _lies(picture)]))

    def _tell_undrawn(self, error: Exception) -> None:
        self.lies.setText("")
        self._messages.fail(
            tr("The map could not be drawn"),
            where=str(error),
            how=tr("Choose another way to read where it lies."),
            details=described(error),
        )

    def _lay_out(self) -> None:
        rows = QGridLayout()
        rows.setHorizontalSpacing(theme.space(5))
        rows.setVerticalSpacing(theme.space(3))
        noun = QHBoxLayout()
        noun.setSpacing(theme.space(3))
        for edit in self.noun:
            noun.addWidget(edit)
        named: list[tuple[str, QWidget | QHBoxLayout]] = [
            (tr("Layer"), self.layer),
            (tr("Code of each region"), self.id),
            ("", self.parts),
            (tr("Name of each region"), self.name),
            (tr("One and several are called"), noun),
            (tr("Where it lies"), self.crs),
        ]
        self._layer_words = label(tr("Layer"))
        for row, (words, widget) in enumerate(named):
            if words:
                rows.addWidget(self._layer_words if widget is self.layer else label(words), row, 0)
            if isinstance(widget, QWidget):
                rows.addWidget(widget, row, 1)
            else:
                rows.addLayout(widget, row, 1)
        rows.setColumnStretch(1, 1)
        choices, map_ = Card(), Card()
        choices.body.addLayout(rows)
        choices.body.addWidget(self.doubt)
        choices.body.addStretch(1)
        map_.body.addWidget(self.picture, 1)
        map_.body.addWidget(self.lies)
        middle = QHBoxLayout()
        middle.setSpacing(theme.space(5))
        middle.addWidget(choices, 1)
        middle.addWidget(map_, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.make)
        column = QVBoxLayout(self)
        column.setContentsMargins(56, 32, 56, 28)
        column.setSpacing(theme.space(4))
        column.addWidget(self.title)
        column.addWidget(self.sentence)
        column.addLayout(middle, 1)
        column.addLayout(foot)


def _choice(name: str) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    made.setMinimumContentsLength(12)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return made


def _fill(choice: QComboBox, entries: list[tuple[str, str]], chosen: str | None) -> None:
    choice.clear()
    for words, key in entries:
        choice.addItem(words, key)
    if chosen is not None:
        choice.setCurrentIndex(max(0, choice.findData(chosen)))
    choice.setEnabled(len(entries) > 1)


def _layers(found: MapFile) -> list[tuple[str, str]]:
    """Return the layers of a file in words, and where it has several maps, all of them together."""
    from ui.use_cases.map_file import TOGETHER

    rows = sum(one.offer.rows for one in found.maps)
    words = tr("All {maps} together: {rows} areas", maps=len(found.maps), rows=number(rows))
    every = [(words, TOGETHER)] if len(found.maps) > 1 else []
    return [*((_layer_words(one), one.key) for one in found.layers), *every]


def _layer_words(layer: FileLayer) -> str:
    kinds = {
        "polygons": tr("areas"), "lines": tr("lines"), "points": tr("points"), "mixed": tr("mixed"),
    }  # fmt: skip
    kind = kinds.get(layer.offer.kind, tr("no outlines"))
    return tr("{name}: {rows} {kind}", name=layer.name, rows=number(layer.offer.rows), kind=kind)


def _systems(found: MapFile) -> list[tuple[str, str]]:
    """Return what the map may lie in: as the file says, or another where that is in doubt."""
    if found.together and found.crs:
        return [(tr("As each map says"), found.crs)]
    proposals = [doubt.proposal for doubt in found.doubts if doubt.proposal is not None]
    guesses = {guess.code: guess for guess in (*proposals, *found.guesses)}
    entries = [
        (tr("{name} ({code})", name=one.name, code=one.code), one.code)
        for one in guesses.values()
        if one.code != found.crs
    ]
    said = [(tr("As the file says: {crs}", crs=found.crs), found.crs)] if found.crs else []
    return [*entries, *said] if found.doubts else [*said, *entries]


def _title(found: MapFile) -> str:
    if len(found.paths) > 1:
        return tr("Bring the maps {names}", names=found.path.stem)
    return tr("Bring the map {name}", name=found.path.name)


def _sentence(found: MapFile) -> str:
    if not found.crs:
        unsaid = [one.name for one in found.maps if not one.offer.crs] if found.together else []
        who = ", ".join(unsaid) or tr("The file")
        return tr(
            "{who} does not say where on earth it lies. Look whether the places on the map are "
            "where they should be; choose another way to read it if not.",
            who=who,
        )
    if found.doubts:
        return tr("Look whether the places on the map are where they should be.")
    if len(found.paths) > 1:
        return tr(
            "All maps together become one, joined along their borders; or choose one of them."
        )
    return tr("It holds several maps. Choose one, or all of them together.")


def _lies(picture: Picture) -> str:
    corners = picture.corners
    if not np.isfinite(corners).any():
        return tr("Read so, the map lies nowhere on earth.")
    west, south = np.nanmin(corners, axis=0).tolist()
    east, north = np.nanmax(corners, axis=0).tolist()
    words = tr(
        "From {south}° to {north}° north and {west}° to {east}° east.",
        south=number(south, 1), north=number(north, 1), west=number(west, 1), east=number(east, 1),
    )  # fmt: skip
    if not picture.places:
        words += " " + tr("Rayon knows no place there.")
    return words
