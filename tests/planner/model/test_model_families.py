"""Families of accounts by the parent each names, hand-countable."""

from __future__ import annotations

from dataclasses import replace

from builders import grid_accounts
from hypothesis import given
from hypothesis import strategies as st

from planner.model.accounts import Accounts
from planner.model.families import below, families_of
from planner.model.types import UNASSIGNED, frozen_map, ints


def family_accounts(*parents: str) -> Accounts:
    """Accounts A00001.. in one region, each with the parent given."""
    accounts = grid_accounts(ints([0] * len(parents)), [""] * len(parents))
    return replace(accounts, text=frozen_map({**accounts.text, "parent_id": parents}))


def test_a_parent_and_everything_below_it_are_one_family() -> None:
    # 1 has 2 and 3, 2 has 4; 5 is on its own and names itself.
    accounts = family_accounts("", "A00001", "A00001", "A00002", "A00005")
    families = families_of(accounts)
    assert families.of_account.tolist() == [0, 0, 0, 0, UNASSIGNED]
    assert (families.names, families.heads.tolist()) == (("Account 1",), [0])
    assert below(accounts, 0).tolist() == [0, 1, 2, 3]
    assert below(accounts, 1).tolist() == [1, 3]


def test_children_of_a_parent_that_is_not_there_are_one_family() -> None:
    families = families_of(family_accounts("HOLD", "HOLD", "ELSE", ""))
    assert families.of_account.tolist() == [0, 0, UNASSIGNED, UNASSIGNED]
    assert (families.names, families.heads.tolist()) == (("HOLD",), [UNASSIGNED])


def test_accounts_that_are_each_others_parents_are_told_and_hang_nothing() -> None:
    # 1 -> 2 -> 3 -> 1, and 4 hangs below 2.
    accounts = family_accounts("A00002", "A00003", "A00001", "A00002")
    families = families_of(accounts)
    assert families.loops == ((0, 1, 2),)
    assert families.of_account.tolist() == [0, 0, 0, 0]
    assert below(accounts, 0).tolist() == [0, 1, 2, 3]
    assert below(accounts, 3).tolist() == [3]


def test_accounts_without_a_column_of_parents_have_no_families() -> None:
    accounts = grid_accounts(ints([0, 0]), ["", ""])
    assert families_of(accounts).of_account.tolist() == [UNASSIGNED, UNASSIGNED]


@given(parents=st.lists(st.integers(-1, 11), min_size=1, max_size=12))
def test_a_child_is_in_the_family_of_its_parent_whatever_the_loops(parents: list[int]) -> None:
    count = len(parents)
    names = [f"A{at + 1:05d}" if 0 <= at < count else "" for at in parents]
    accounts = family_accounts(*names)
    families = families_of(accounts).of_account.tolist()
    for row, parent in enumerate(parents):
        if 0 <= parent < count and parent != row:
            assert families[row] == families[parent] != UNASSIGNED
            assert row in below(accounts, parent).tolist()
    alone = [row for row in range(count) if families[row] == UNASSIGNED]
    assert not {names[row] for row in alone if names[row] != accounts.ids[row]} - {""}


def test_a_parent_may_be_named_instead_of_its_id_where_one_account_has_the_name() -> None:
    accounts = family_accounts("Account 4", "A00001", "Account 3", "", "Twin", "Twin")
    named = (*accounts.names[:3], "Account 4", "Twin", "Twin")
    families = families_of(replace(accounts, names=named))
    assert families.of_account.tolist() == [0, 0, UNASSIGNED, 0, 1, 1]
    assert families.names == ("Account 4", "Twin")
    assert families.heads.tolist() == [3, UNASSIGNED]
