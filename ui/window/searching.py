"""What the open plan can be searched by, made anew when its regions, accounts or people are others."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from planner.insight.search import NameIndex, name_index
from planner.model.accounts import Accounts
from planner.model.regions import RegionSet
from planner.model.reps import Rep
from planner.model.territories import Territory
from ui.document import Document
from ui.jobs import JobRunner, Report, Stop
from ui.messages import tr

LINE = "search"
SMALL = 5_000
"""Regions and accounts that are indexed while the plan opens; more of them in the background."""


@dataclass(frozen=True, slots=True, eq=False)
class Indexed:
    """Indices of regions and accounts, and what they are indices of."""

    regions: RegionSet
    accounts: Accounts
    of_regions: NameIndex
    of_accounts: NameIndex


class Searching(QObject):
    """Keeps the indices of one document.

    Signals
    -------
    ready()
        Regions and accounts can be searched now.
    """

    ready = Signal()

    def __init__(self, document: Document, runner: JobRunner) -> None:
        super().__init__(document)
        self._document = document
        self._runner = runner
        self._made: Indexed | None = None
        self._wanted: tuple[RegionSet, Accounts] | None = None
        self._people: tuple[tuple[Rep, ...], NameIndex] | None = None
        self._territories: tuple[tuple[Territory, ...], NameIndex] | None = None
        document.changed.connect(lambda _change: self.begin())

    def begin(self) -> None:
        """Index what is not indexed yet; call it once the plan is on screen."""
        plan = self._document.plan
        wanted = (plan.regions, plan.accounts)
        if (
            self._wanted is not None
            and self._wanted[0] is wanted[0]
            and self._wanted[1] is wanted[1]
        ):
            return
        self._wanted = wanted
        if len(plan.regions) + len(plan.accounts) <= SMALL:
            self.take(indexed(*wanted))
            return

        def work(_report: Report, stop: Stop) -> Indexed | None:
            return indexed(*wanted, stop)

        job = self._runner.start(tr("Listing names for the search"), work, line=LINE)
        job.done.connect(self.take)
        self._document.destroyed.connect(job.abandon)

    @property
    def large(self) -> Indexed | None:
        """Regions and accounts as they are now; None while they are being indexed."""
        made, plan = self._made, self._document.plan
        if made is None or made.regions is not plan.regions or made.accounts is not plan.accounts:
            return None
        return made

    @property
    def people(self) -> NameIndex:
        """The people of the plan, by id, name and role."""
        reps = self._document.plan.reps
        if self._people is None or self._people[0] is not reps:
            roles = [rep.role.replace("_", " ") for rep in reps]
            self._people = (reps, _small([r.id for r in reps], [r.name for r in reps], roles))
        return self._people[1]

    @property
    def territories(self) -> NameIndex:
        """The territories of the layer that is looked at, by id, name and rep."""
        held = self._document.layer.territories
        if self._territories is None or self._territories[0] is not held:
            names = {rep.id: rep.name for rep in self._document.plan.reps}
            reps = [names.get(t.rep_id, "") if t.rep_id else "" for t in held]
            self._territories = (held, _small([t.id for t in held], [t.name for t in held], reps))
        return self._territories[1]

    def take(self, made: Indexed | None) -> None:
        """Search in these indices from now on."""
        if made is not None:
            self._made = made
            self.ready.emit()


def indexed(regions: RegionSet, accounts: Accounts, stop: Stop = lambda: False) -> Indexed | None:
    """Index regions by id, name and parents and accounts by id and name; None when stopped."""
    of_regions = name_index(regions.ids, regions.names, tuple(regions.parents.values()), stop)
    of_accounts = name_index(accounts.ids, accounts.names, (), stop)
    if of_regions is None or of_accounts is None:
        return None
    return Indexed(regions, accounts, of_regions, of_accounts)


def _small(codes: list[str], names: list[str], beside: list[str]) -> NameIndex:
    made = name_index(codes, names, [beside])
    if made is None:
        raise ValueError("nobody stops an index of a few names")
    return made
