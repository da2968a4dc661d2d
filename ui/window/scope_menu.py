"""The scope menu: all, a country, a manager's people; and the layer that is looked at."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from planner.insight.scope import ScopeKind, scopes
from ui.document import Document
from ui.messages import tr
from ui.steps.scope_words import scope_words
from ui.window.top_bar import MenuButton


class ScopeMenu(QObject):
    """Fills the scope button for one document; absent where there is nothing to choose."""

    def __init__(self, button: MenuButton, document: Document) -> None:
        super().__init__(document)
        self._button = button
        self._document = document
        button.fill_with(self.fill)
        for signal in (
            document.changed, document.scope_changed, document.layer_changed,
            document.scenario_changed,
        ):  # fmt: skip
            signal.connect(self._refresh)
        self.refresh()

    def fill(self, menu: QMenu) -> None:
        """List the scopes, then the layers."""
        document = self._document
        kind = ScopeKind.ALL
        for scope in scopes(document.plan):
            if scope.kind is not kind:
                menu.addSeparator()
                kind = scope.kind
            choice = menu.addAction(scope_words(document.plan, scope))
            choice.setCheckable(True)
            choice.setChecked(scope == document.scope)
            choice.triggered.connect(lambda _checked=False, scope=scope: document.look_at(scope))
        if len(document.scenario.layers) > 1:
            menu.addSection(tr("Layer"))
            for layer in document.scenario.layers:
                choice = menu.addAction(layer.label)
                choice.setCheckable(True)
                choice.setChecked(layer.key == document.layer.key)
                choice.triggered.connect(
                    lambda _checked=False, key=layer.key: document.look_at_layer(key)
                )

    def _refresh(self, _change: object) -> None:
        self.refresh()

    def refresh(self) -> None:
        """Show what is looked at."""
        document = self._document
        layers = len(document.scenario.layers) > 1
        self._button.setVisible(layers or len(scopes(document.plan)) > 1)
        name = scope_words(document.plan, document.scope)
        if layers:
            name = tr("{scope}, {layer}", scope=name, layer=document.layer.label)
        self._button.show_name(name)
