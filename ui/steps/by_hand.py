"""Edits by hand on the territories page: each is one call of planner.edits and one undo step."""

from __future__ import annotations

from planner.edits.accounts import (
    free_account,
    free_accounts,
    keep_account,
    kept_accounts,
)
from planner.edits.assignment import assign, locked_among, outside_part
from planner.edits.locks import lock_all, lock_regions, lock_territory, unlock_all
from planner.edits.scenarios import duplicate_scenario
from planner.edits.territories import give_to_rep, rename_territory, set_seat
from planner.model.layers import Layer
from planner.model.scenarios import TODAY
from planner.model.types import UNASSIGNED, Ints, RepId, ints
from ui.messages import tr, tr_count
from ui.steps.layer_words import count_words, neighbours_of
from ui.steps.rep_words import given_words
from ui.steps.rules_edits import RuleEdits
from ui.steps.scenario_names import next_scenario_name
from ui.workbench import Workbench


class ByHand:
    """What a user does to the layer that is looked at; says what did not happen and why."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench

    @property
    def editable(self) -> bool:
        """Whether the scenario may be edited: Today may not."""
        return self._bench.document.scenario.name != TODAY

    def may_edit(self) -> bool:
        """Return whether the scenario may be edited, and say so where it may not."""
        if not self.editable:
            self._bench.messages.tell(tr("Today stays as it is. Make a copy of it to edit."))
        return self.editable

    def assign(self, regions: Ints, territory: int) -> bool:
        """Give regions to a territory; return whether anything moved."""
        if not self.may_edit() or not len(regions):
            return False
        document, layer = self._bench.document, self._bench.document.layer
        scenario = document.scenario.name
        after = assign(document.plan, scenario, layer.key, regions, territory)
        moved = int((after.scenario(scenario).layer(layer.key).owner != layer.owner).sum())
        self._say_what_stays(layer, regions, territory)
        document.edit(self._moved_words(moved, layer, territory), after)
        return moved > 0

    def neighbour(self, number: int) -> int | None:
        """Return neighbour 0..8 of what is selected, in the order of the inspector's list."""
        document, regions = self._bench.document, self._bench.selection.regions
        if not len(regions):
            return None
        options = neighbours_of(document.plan, document.layer, regions)
        if number >= len(options):
            self._bench.messages.tell(tr("There is no neighbour {number}.", number=number + 1))
            return None
        return options[number]

    def name_account(self, account: str, rep: str) -> None:
        """Give an account to a rep by name; of Today in a copy."""
        edits = RuleEdits(self._bench.document, self._bench.messages)
        if not edits.name(account, rep):
            return
        name = self._bench.document.plan.rep(rep).name
        self._bench.messages.tell(
            tr("{account} stays with {rep}.", account=edits.name_of(account), rep=name), undo=True
        )

    def toggle_account(self, row: int) -> None:
        """Keep an account with who has it, or let it follow its region again."""
        if not self.may_edit():
            return
        document, tell = self._bench.document, self._bench.messages.tell
        plan, scenario = document.plan, document.scenario
        account = plan.accounts.ids[row]
        name = plan.accounts.names[row] or str(account)
        if account in kept_accounts(plan, scenario):
            document.edit(
                tr("free {account}", account=name), free_account(plan, scenario.name, account)
            )
            tell(tr("{account} follows its region again.", account=name), undo=True)
            return
        after = keep_account(plan, scenario.name, account)
        if after is plan:
            tell(tr("{account} is with nobody, so nobody can keep it.", account=name))
            return
        document.edit(tr("keep {account}", account=name), after)
        rep = document.scenario.held_on(plan.start)[account].rep_id
        tell(tr("{account} stays with {rep}.", account=name, rep=plan.rep(rep).name), undo=True)

    def free_accounts(self) -> None:
        """Let all accounts that are kept follow their region again."""
        if not self.may_edit():
            return
        document = self._bench.document
        count = len(kept_accounts(document.plan, document.scenario))
        if not count:
            self._bench.messages.tell(tr("No account is kept with its owner."))
            return
        words = tr_count(count, "free 1 account", "free {count} accounts")
        document.edit(words, free_accounts(document.plan, document.scenario.name))

    def lock(self, regions: Ints, *, locked: bool) -> None:
        """Lock regions to their territory, or free them."""
        if not self.may_edit() or not len(regions):
            return
        document = self._bench.document
        after = lock_regions(
            document.plan, document.scenario.name, document.layer.key, regions, locked
        )
        words = self._noun(len(regions))
        text = tr("lock {what}", what=words) if locked else tr("unlock {what}", what=words)
        document.edit(text, after)

    def lock_territory(self, territory: int, *, locked: bool) -> None:
        """Lock a whole territory, or free it."""
        if not self.may_edit():
            return
        document = self._bench.document
        code = document.layer.territories[territory].id
        after = lock_territory(
            document.plan, document.scenario.name, document.layer.key, territory, locked
        )
        document.edit(
            tr("lock {what}", what=code) if locked else tr("unlock {what}", what=code), after
        )

    def toggle_lock(self) -> None:
        """Lock what is selected, or free it when all of it is locked; nothing selected, nothing done."""
        selection, layer = self._bench.selection, self._bench.document.layer
        if len(selection.regions):
            self.lock(selection.regions, locked=not bool(layer.locked[selection.regions].all()))
        elif selection.territory is not None:
            territory = selection.territory
            self.lock_territory(territory, locked=not layer.territories[territory].locked)

    def rename(self, territory: int, name: str) -> None:
        """Give a territory another name."""
        if not self.may_edit():
            return
        document = self._bench.document
        after = rename_territory(
            document.plan, document.scenario.name, document.layer.key, territory, name
        )
        document.edit(tr("rename {code}", code=document.layer.territories[territory].id), after)

    def give_to(self, territory: int, rep: str) -> None:
        """Give a territory to a rep, who changes places with whoever had it; "" leaves it open."""
        if not self.may_edit():
            return
        document, layer = self._bench.document, self._bench.document.layer
        wanted = RepId(rep) if rep else None
        after = give_to_rep(document.plan, document.scenario.name, layer.key, territory, wanted)
        code = layer.territories[territory].id
        if after is document.plan:
            if layer.territories[territory].rep_id != wanted:
                self._bench.messages.tell(tr("Locked territories keep the rep they have."))
            return
        words = tr("leave {code} open", code=code)
        if wanted is not None:
            words = tr("give {code} to {rep}", code=code, rep=document.plan.rep(wanted).name)
        document.edit(words, after)
        self._bench.messages.tell(given_words(document.plan, layer, document.layer), undo=True)

    def put_home_base(self, region: int) -> None:
        """Make a region the home base of its territory."""
        territory = int(self._bench.document.layer.owner[region])
        if territory != UNASSIGNED:
            self.place_seat(territory, region)

    def place_seat(self, territory: int, region: int | None) -> None:
        """Serve a territory from a region, or with None from its best region again."""
        if not self.may_edit():
            return
        document, layer = self._bench.document, self._bench.document.layer
        code = layer.territories[territory].id
        if layer.territories[territory].locked:
            self._bench.messages.tell(tr("{code} is locked and stays as it is.", code=code))
            return
        try:
            after = set_seat(document.plan, document.scenario.name, layer.key, territory, region)
        except ValueError as error:
            self._bench.messages.tell(str(error))
            return
        text = tr("move the home base of {code}", code=code)
        if region is None:
            text = tr("take the home base of {code} away", code=code)
        document.edit(text, after)

    def lock_all(self, *, locked: bool) -> None:
        """Lock every region that has a territory, or free everything: regions and territories."""
        if not self.may_edit():
            return
        document = self._bench.document
        change = lock_all if locked else unlock_all
        after = change(document.plan, document.scenario.name, document.layer.key)
        document.edit(tr("lock all") if locked else tr("unlock all"), after)

    def copy_today(self) -> None:
        """Make a copy of Today and look at it."""
        document = self._bench.document
        name = next_scenario_name(document.plan)
        document.edit(
            tr("copy Today as {name}", name=name), duplicate_scenario(document.plan, TODAY, name)
        )
        document.look_at_scenario(name)

    def _say_what_stays(self, layer: Layer, regions: Ints, territory: int) -> None:
        """Say which regions do not move and why: locked themselves, the target locked, or apart."""
        document = self._bench.document
        moving = ints(regions[layer.owner[regions] != territory])
        if territory != UNASSIGNED and layer.territories[territory].locked and len(moving):
            code = layer.territories[territory].id
            self._bench.messages.tell(tr("{code} is locked and takes nothing.", code=code))
            return
        locked = locked_among(document.plan, document.scenario.name, layer.key, moving)
        if len(locked):
            what = self._noun(len(locked))
            self._bench.messages.tell(tr("Locked and kept: {what}.", what=what))
            return
        apart = outside_part(document.plan, layer, moving, territory)
        if len(apart):
            what, code = self._noun(len(apart)), layer.territories[territory].id
            self._bench.messages.tell(
                tr("Outside the part that {code} must stay in: {what}.", code=code, what=what)
            )

    def _moved_words(self, moved: int, layer: Layer, territory: int) -> str:
        what = self._noun(moved)
        if territory == UNASSIGNED:
            return tr("unassign {what}", what=what)
        return tr("move {what} to {code}", what=what, code=layer.territories[territory].id)

    def _noun(self, count: int) -> str:
        return count_words(self._bench.document.plan, count)
