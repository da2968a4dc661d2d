"""What the market page shows of the plan: colours and legend, the table, the balance, the pointer."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from planner.insight.scope import regions_in_scope
from planner.model.plan import Plan
from planner.model.types import UNASSIGNED, Bools, floats, ints
from ui.charts.balance_strip import BalanceStrip
from ui.map.content import MapContent
from ui.messages import tr
from ui.steps.colouring import colouring_of
from ui.steps.layer_words import balance_of
from ui.steps.market_centre import MarketCentre
from ui.steps.market_words import amount_head, legend_caption
from ui.steps.picture import picture_of
from ui.tables.region_figures import RegionFigure
from ui.widgets.figures import quantity, scale_of
from ui.workbench import Workbench


class MarketDisplay:
    """Shows one measure of what is in scope; `measure` says which."""

    def __init__(
        self,
        bench: Workbench,
        page: MarketCentre,
        balance: BalanceStrip,
        measure: Callable[[], int],
    ) -> None:
        self._bench = bench
        self.page = page
        self.balance = balance
        self._measure = measure
        self._colouring = colouring_of(bench.document)

    @property
    def measure(self) -> int:
        """The measure shown."""
        return self._measure()

    @property
    def _plan(self) -> Plan:
        return self._bench.document.plan

    @property
    def among(self) -> Bools:
        """Which regions are in the scope that is looked at, shape (n,)."""
        document = self._bench.document
        return regions_in_scope(
            document.plan, document.scope, document.scenario.name, document.layer.key
        )

    def show_classes(self) -> None:
        """Colour the regions that are looked at."""
        plan, measure = self._plan, self.measure
        rule, values = plan.measures[measure], plan.loads[:, measure]
        values = floats(np.where(self.among, values, np.nan))
        classes = self.page.legend.classes.classes_of(values)
        one = plan.regions.called[0]
        title = tr("{measure} per {region}", measure=rule.label, region=one)
        self.page.legend.show_classes(classes, title, legend_caption(plan, measure), rule.unit)
        self.page.place_bars()
        if self.page.canvas.scene is not None:
            nobody = ints(np.full(len(plan.regions), UNASSIGNED))
            self.page.canvas.show_content(MapContent(nobody, (), classes=classes))

    def show_table(self) -> None:
        """Show every region that is looked at with its figure, where the table is in front."""
        if not self.page.shows_table:
            return
        plan, rule, regions = self._plan, self._plan.measures[self.measure], self._plan.regions
        values = plan.loads[:, self.measure]
        scale = scale_of(float(values.max(initial=0.0)), rule.unit)
        figures = values.tolist()
        rows = [
            RegionFigure(region, regions.ids[region], regions.names[region], figures[region])
            for region in np.flatnonzero(self.among).tolist()
        ]
        noun = regions.called[0]
        unit = amount_head(scale, rule.unit, "")
        head = tr("{measure}, {unit}", measure=rule.label, unit=unit) if unit else rule.label
        self.page.table.setAccessibleName(rule.label)
        self.page.table.show_regions(noun[:1].upper() + noun[1:], head, scale, rows)

    def go_to_row(self, row: int) -> None:
        """Select the region of a row of the table."""
        self._bench.selection.select([self.page.table.rows_model.rows[row].region])

    def show_balance(self) -> None:
        """Show the balance of the layer that is looked at."""
        document, measure = self._bench.document, self.measure
        picture = picture_of(document.plan, document.scenario.name, document.layer.key)
        territories = picture.territories(document.scope)
        fills = self._colouring.fills(document.plan, picture.layer)
        self.balance.set_measures([rule.label for rule in document.plan.measures])
        self.balance.choose_measure(measure)
        title = tr("Balance")
        shown = balance_of(
            document.plan, picture.summary, measure, title=title, territories=territories
        )
        self.balance.show_balance(shown, [fills[t] for t in territories])

    def point(self, region: int) -> None:
        """Say what is under the pointer."""
        self._bench.selection.point_at(region)
        plan = self._plan
        if region < 0:
            self._bench.messages.point("")
            return
        rule = plan.measures[self.measure]
        value = quantity(float(plan.loads[region, self.measure]), rule.unit)
        told = tr("{region}: {measure} {value}", region=plan.regions.names[region],
                  measure=rule.label, value=value)  # fmt: skip
        self._bench.messages.point(told)
