"""Keeps map, strip and table on one picture: the plan, a draft, progress or a proposal."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QColor

from planner.insight.consequences import Consequences, consequences
from planner.insight.extent import narrowed
from planner.insight.region_rows import region_rows
from planner.insight.scope import regions_in_scope
from planner.io.picture_colours import PictureColours
from planner.model.types import UNASSIGNED, Ints, ints
from ui.charts.balance_strip import BalanceStrip
from ui.map.content import MapContent
from ui.messages import tr
from ui.steps.colouring import colouring_of
from ui.steps.layer_words import balance_of
from ui.steps.map_colours import MapColours
from ui.steps.picture import Picture, View, picture_of
from ui.steps.scope_words import chip_words, scope_words
from ui.steps.territory_centre import TerritoryCentre
from ui.workbench import Workbench


class TerritoryDisplay:
    """Shows pictures; `now` is the plan's own, `shown` the one on screen, `draft` what a gesture does."""

    def __init__(self, bench: Workbench, centre: TerritoryCentre, strip: BalanceStrip) -> None:
        self._bench = bench
        self._centre = centre
        self._strip = strip
        self.colouring = colouring_of(bench.document)
        self.colours = MapColours(centre.colours, self.colouring)
        self.now = self._picture()
        self.shown = self.now
        self.view: View | None = None
        self.draft: Consequences | None = None
        self._title = tr("Balance")

    @property
    def measure(self) -> int:
        """The measure that strip and labels show."""
        return min(self._strip.measure, len(self.now.plan.measures) - 1)

    @property
    def has_map(self) -> bool:
        """Whether the outlines are ready."""
        return self._centre.canvas.scene is not None

    def show_plan(self) -> None:
        """Show the plan as it is."""
        self.now = self._picture()
        self._strip.set_measures([measure.label for measure in self.now.plan.measures])
        self.show(self.now, tr("Balance"))

    def show(
        self, picture: Picture, title: str, view: View | None = None, *, settled: bool = True
    ) -> None:
        """Show a picture on map, strip and table; what is not `settled` changes no colour."""
        self.shown, self.view, self._title = picture, view, title
        self.colours.follow(picture, view)
        if self.has_map:
            scope = self._bench.document.scope
            content = self.colours.content(picture, self.measure, view, scope, settled=settled)
            self._centre.canvas.taking.outside = content.outside
            self._centre.canvas.show_content(content)
            self._centre.explain_marks()
        extent = picture.extent(self._bench.document.scope)
        self._centre.show_scope(chip_words(picture.plan, extent))
        self.show_figures(picture)
        self.show_regions()
        self.show_selection()

    def show_regions(self) -> None:
        """Show the table of regions, where it is in front."""
        centre, shown = self._centre, self.shown
        noun = shown.plan.regions.called
        centre.tables.name_regions(noun[1])
        if not (centre.shows_table and centre.tables.shows_regions):
            return
        inside = shown.extent(self._bench.document.scope).regions
        rows = region_rows(shown.plan, shown.layer)
        fills = self.fills(shown)
        centre.tables.regions.show_regions(rows, inside, shown.plan.measures, noun, fills)

    def show_figures(self, picture: Picture) -> None:
        """Show the figures of a picture on strip and table; the map stays."""
        plan, summary = picture.plan, picture.summary
        extent = picture.extent(self._bench.document.scope)
        territories = extent.territories
        fills = self.fills(picture)
        fills = [fills[t] for t in territories]
        before = picture.before.summary if picture.before is not None else None
        self._strip.show_balance(
            balance_of(
                plan,
                summary,
                self.measure,
                title=self._title if extent.is_all else scope_words(plan, extent.scope),
                territories=territories,
                unassigned=narrowed(plan, summary, extent).unassigned,
                before=before,
            ),
            fills,
        )
        if self._centre.shows_table or picture is self.shown:
            rows = [summary.row(int(t)) for t in territories]
            self._centre.table.show_territories(rows, plan.measures, plan.regions.called[1], fills)

    def show_draft(self, owner: Ints | None) -> None:
        """Follow a gesture: strip and labels show what it would give; None shows the plan again."""
        shown = draft = self.shown
        self.draft = None
        if owner is not None:
            name, key = shown.scenario, shown.layer.key
            self.draft = consequences(shown.plan, name, key, shown.summary, owner)
            draft = shown.drafted(owner, self.draft.summary)
        self.show_figures(draft)
        self._centre.canvas.show_marks(
            self.colours.marks(draft, self.measure, self._bench.document.scope)
        )

    def fills(self, picture: Picture) -> list[QColor]:
        """Return the colour of each territory of a picture, the same on map, bars, tables and swatches."""
        return self.colours.fills(picture, self.measure)

    def show_again(self) -> None:
        """Show the same picture anew: another measure was chosen, or the map has come."""
        self.show(self.shown, self._title, self.view)

    def exported_colours(self, content: MapContent) -> PictureColours:
        """Return what the colours of the map mean, for a picture of it."""
        return self.colours.exported(self.shown.plan, content, self.measure)

    def show_selection(self) -> None:
        """Mark what is selected on map, strip and table."""
        selection = self._bench.selection
        k = len(self.shown.layer.territories)
        territories = tuple(t for t in selection.territories if t < k)
        here = territories
        if not here and len(selection.regions):
            owners = np.unique(self.shown.layer.owner[selection.regions])
            here = tuple(int(t) for t in owners if t != UNASSIGNED)
        self._centre.canvas.set_selection(selection.regions, territories)
        self._strip.select(here)
        self._centre.table.choose_territories(here)
        if self._centre.shows_table and self._centre.tables.shows_regions:
            regions = selection.regions
            if territories:
                regions = ints(np.flatnonzero(np.isin(self.shown.layer.owner, territories)))
            self._centre.tables.regions.choose(regions)

    def show_scope(self) -> None:
        """Bring the scope into sight."""
        document = self._bench.document
        inside = regions_in_scope(
            document.plan, document.scope, document.scenario.name, document.layer.key
        )
        if inside.all():
            self._centre.canvas.fit_all()
        else:
            self._centre.canvas.fly_to(ints(np.flatnonzero(inside)))
        self.show_again()

    def _picture(self) -> Picture:
        document = self._bench.document
        return picture_of(document.plan, document.scenario.name, document.layer.key)
