from dataclasses import replace
from datetime import date

import pytest
from builders import START, grid_reps

from planner.sales.norms import Norms
from planner.sales.workload import block_hours, capacity_hours_week

(CLOSER_REP,) = grid_reps(1, role="closer")
OUTBOUND_REP = replace(CLOSER_REP, role="outbound")


def test_contract_hours_count_whole_under_gross_norms():
    assert capacity_hours_week(CLOSER_REP, START) == 40


def test_net_norms_leave_the_selling_share():
    assert capacity_hours_week(OUTBOUND_REP, START) == pytest.approx(26)
    assert capacity_hours_week(OUTBOUND_REP, START, Norms(selling_share=0.5)) == 20


def test_somebody_new_has_fewer_net_hours():
    new = replace(OUTBOUND_REP, start=date(2026, 12, 1))
    assert capacity_hours_week(new, START) == pytest.approx(26 * 0.67)


def test_a_part_timer_has_his_contract():
    assert capacity_hours_week(replace(CLOSER_REP, contract_hours_week=24.0), START) == 24


@pytest.mark.parametrize(("role", "hours"), [("closer", 4.0), ("outbound", 2.6), ("leader", 2.6)])
def test_a_block_is_four_contract_hours(role, hours):
    assert block_hours(CLOSER_REP, role, START, Norms()) == pytest.approx(hours)
