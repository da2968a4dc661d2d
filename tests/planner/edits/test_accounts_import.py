"""Accounts of a file put into an open plan: updated by id, and nothing else moves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from builders import grid_accounts, grid_plan
from hypothesis import given
from hypothesis import strategies as st

from planner.edits.accounts_import import Taking, import_accounts, merged
from planner.insight.account_changes import account_changes
from planner.model.accounts import Accounts
from planner.model.formula import FormulaError
from planner.model.layers import Proof
from planner.model.measures import Measure
from planner.model.plan import Plan
from planner.model.scenarios import NAMED, STRAY, AccountException
from planner.model.segments import Segment
from planner.model.types import AccountId, RepId, floats, frozen_map, identical, ints

COUNTED = (
    Measure("customers", "Customers", "accounts", "accounts.count", "status = 'customer'"),
    Measure("potential", "Potential", "EUR", "accounts.sum(potential)"),
)


def counted_plan() -> Plan:
    """2 x 2 regions, an account in each, loads of what the accounts say."""
    plan = grid_plan(2, 2, 2)
    loads = np.array([[0, 100.0], [1, 100.0], [0, 100.0], [1, 100.0]])
    plan = grid_plan(2, 2, 2, loads=loads)
    return replace(plan, measures=COUNTED)


def some(plan: Plan, rows: list[int]) -> Accounts:
    """Some accounts of a plan, as a file has them."""
    held = plan.accounts
    return Accounts(
        ids=tuple(held.ids[at] for at in rows),
        names=tuple(held.names[at] for at in rows),
        region=held.region[rows],
        lon_lat=held.lon_lat[rows],
        text={key: tuple(cells[at] for at in rows) for key, cells in held.text.items()},
        numbers={key: values[rows] for key, values in held.numbers.items()},
    )


@given(st.permutations(range(4)), st.integers(0, 4))
def test_accounts_of_the_plan_itself_change_nothing(order: list[int], count: int) -> None:
    plan = counted_plan()
    after, said = import_accounts(plan, some(plan, order[:count]))
    assert after is plan
    assert said == ()


def test_columns_of_the_file_are_updated_and_the_others_stay() -> None:
    plan = counted_plan()
    fresh = Accounts(
        ids=(AccountId("A00002"), AccountId("A00009")),
        names=("A00002", "New one"),
        region=ints([0, 3]),
        lon_lat=floats(np.full((2, 2), np.nan)),
        numbers={"potential": floats([250.0, 40.0])},
    )
    after, _ = import_accounts(plan, fresh, Taking(names=False, places=False))
    assert after.accounts.ids[-1] == "A00009"
    assert after.accounts.names[1] == "Account 2"
    assert after.accounts.region.tolist() == [0, 1, 2, 3, 3]
    assert after.accounts.numbers["potential"].tolist() == [100, 250, 100, 100, 40]
    assert after.accounts.text["industry"][1] == "metal"
    assert after.loads[:, 1].tolist() == [100, 250, 100, 140]


def test_a_file_of_codes_takes_no_point_away_from_who_stays_in_his_region() -> None:
    plan = counted_plan()
    points = floats([[5.0, 52.0]] * 4)
    plan = replace(plan, accounts=replace(plan.accounts, lon_lat=points))
    fresh = replace(some(plan, [0, 1]), lon_lat=floats(np.full((2, 2), np.nan)))
    assert import_accounts(plan, fresh)[0] is plan
    moved, _ = import_accounts(plan, replace(fresh, region=ints([3, 1])))
    assert np.isnan(moved.accounts.lon_lat[0]).all()
    assert moved.accounts.lon_lat[1].tolist() == [5.0, 52.0]


def test_those_the_file_has_not_got_stay_or_go_and_those_that_wait_stay() -> None:
    plan = counted_plan()
    fresh = some(plan, [0])
    assert len(import_accounts(plan, fresh)[0].accounts) == 4
    going = Taking(keep_vanished=False, not_taken=["A00003"])
    after, _ = import_accounts(plan, fresh, going)
    assert after.accounts.ids == ("A00001", "A00003")
    assert after.loads[:, 1].tolist() == [100, 0, 100, 0]
    changes = account_changes(plan.accounts, after.accounts, plan.regions, ["A00001", "A00003"])
    assert [id_ for id_, _ in changes.vanished] == ["A00002", "A00004"]


def test_owners_stay_exceptions_of_those_gone_are_dropped_and_said() -> None:
    plan = counted_plan()
    named = tuple(AccountException(AccountId(f"A0000{n}"), RepId("R02"), NAMED) for n in (1, 2))
    draft = replace(plan.scenarios[1], exceptions=named)
    plan = replace(plan, scenarios=(plan.today, draft))
    after, said = import_accounts(plan, some(plan, [0, 2, 3]), Taking(keep_vanished=False))
    assert [one.account_id for one in after.scenarios[1].exceptions] == ["A00001"]
    for before, now in zip(plan.scenarios, after.scenarios, strict=True):
        assert np.array_equal(before.base.owner, now.base.owner)
    assert [issue.code for issue in said] == ["import_effect"]
    assert "A00002" in said[0].found


def test_an_account_that_changes_hands_is_told_apart_from_its_region_today() -> None:
    plan = counted_plan()
    fresh = some(plan, [0])
    text = {**fresh.text, "owner": ("R02",)}
    after, _ = import_accounts(plan, replace(fresh, text=frozen_map(text)))
    assert after.today.exceptions == (AccountException(AccountId("A00001"), RepId("R02"), STRAY),)
    back, _ = import_accounts(after, fresh)
    assert back.today.exceptions == ()


def test_proofs_go_where_loads_differ_and_stay_where_they_do_not() -> None:
    plan = counted_plan()
    proof = Proof("optimal", 1.0, 1.0, 0.0, "inertia")
    layer = replace(plan.scenarios[1].base, proof=proof)
    plan = replace(plan, scenarios=(plan.today, replace(plan.scenarios[1], layers=(layer,))))
    fresh = some(plan, [0])
    renamed, _ = import_accounts(plan, replace(fresh, names=("Other",)))
    assert renamed.scenarios[1].base.proof is proof
    richer = replace(fresh, numbers={**fresh.numbers, "potential": floats([900.0])})
    assert import_accounts(plan, richer)[0].scenarios[1].base.proof is None


def test_a_column_that_holds_nothing_any_more_is_said_with_who_uses_it() -> None:
    plan = counted_plan()
    plan = replace(plan, segments=(Segment("food", "Food", "industry = 'food'"),))
    fresh = some(plan, [0, 1, 2, 3])
    emptied = replace(fresh, text={**fresh.text, "industry": ("",) * 4})
    after, said = import_accounts(plan, emptied)
    assert after.accounts.text["industry"] == ("",) * 4
    assert [(issue.column, issue.mend) for issue in said] == [("industry", "Used by Food.")]


def test_a_measure_of_a_column_that_holds_text_now_is_refused() -> None:
    plan = counted_plan()
    fresh = some(plan, [0, 1, 2, 3])
    numbers = {key: values for key, values in fresh.numbers.items() if key != "potential"}
    text = {**fresh.text, "potential": ("much",) * 4}
    with pytest.raises(FormulaError):
        import_accounts(plan, replace(fresh, text=frozen_map(text), numbers=frozen_map(numbers)))


def test_the_order_of_the_plan_stays() -> None:
    plan = counted_plan()
    made = merged(plan.accounts, some(plan, [3, 1]), Taking())
    assert identical(made, plan.accounts)


def test_changes_name_what_differs_and_count_those_that_moved() -> None:
    plan = counted_plan()
    fresh = some(plan, [0, 1])
    moved = replace(
        fresh,
        region=ints([3, 1]),
        text={**fresh.text, "owner": (fresh.text["owner"][0], "R09")},
    )
    after, _ = import_accounts(plan, moved)
    ids = [str(id_) for id_ in plan.accounts.ids]
    changes = account_changes(plan.accounts, after.accounts, plan.regions, ids)
    assert (changes.moved("region"), changes.moved("owner")) == (1, 1)
    cells = {
        change.id: [(c.column, c.before, c.after) for c in change.cells]
        for change in changes.changed
    }
    assert cells["A00001"] == [("region", "0001", "0004")]
    assert cells["A00002"][0][0] == "owner"
    assert not changes.appeared
    assert not changes.vanished


def test_accounts_of_an_empty_plan_all_appear() -> None:
    plan = replace(counted_plan(), accounts=Accounts())
    fresh = grid_accounts(ints([0, 1]), ["R01", "R02"])
    after, _ = import_accounts(plan, fresh)
    changes = account_changes(plan.accounts, after.accounts, plan.regions, map(str, fresh.ids))
    assert len(changes.appeared) == 2
    assert identical(after.accounts, fresh)


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("000100234", "100234"), ("100234", "100234.0"), ("acc-7", "ACC-7"),
        ("001aAbCdEfGhIjKAAV", "001aAbCdEfGhIjK"),
    ],
)  # fmt: skip
def test_ids_that_a_program_wrote_otherwise_are_told(before: str, now: str) -> None:
    plan = counted_plan()
    held = replace(plan.accounts, ids=(AccountId(before), *plan.accounts.ids[1:]))
    plan = replace(plan, accounts=held)
    fresh = replace(some(plan, [0, 1]), ids=(AccountId(now), held.ids[1]))
    after, said = import_accounts(plan, fresh)
    assert len(after.accounts) == len(held) + 1
    assert [issue.code for issue in said] == ["import_effect"]
    assert f"{now} in the file, {before} in the plan" in said[0].found


def test_new_accounts_beside_those_of_the_plan_are_not_doubted() -> None:
    plan = counted_plan()
    held = replace(plan.accounts, ids=tuple(map(AccountId, ("7", "07", "b", "c"))))
    fresh = replace(some(plan, [0, 1, 2]), ids=tuple(map(AccountId, ("7", "07", "d"))))
    assert import_accounts(replace(plan, accounts=held), fresh)[1] == ()
