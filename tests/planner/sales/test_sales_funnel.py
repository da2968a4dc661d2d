import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.model.words import ACCOUNT_MANAGER, CLOSER, INBOUND, OUTBOUND, SUPPORT, TEAM_ROLES
from planner.sales.funnel import Volumes, funnel, throughput
from planner.sales.norms import NORM_KEYS, WEEKS_PER_MONTH, Norms, norms_from

W1 = Volumes(leads=240, prospects=600, customers=120)


def test_w1_gives_the_hours_counted_by_hand():
    work = funnel(W1, Norms())
    assert work.qualified == pytest.approx(72)
    assert work.wins == pytest.approx(18)
    assert dict(work.hours) == pytest.approx(
        {INBOUND: 104, OUTBOUND: 300, CLOSER: 249.6, ACCOUNT_MANAGER: 228, SUPPORT: 40}
    )


def test_w1_gives_the_full_time_contracts_counted_by_hand():
    work = funnel(W1, Norms())
    assert work.fte[INBOUND] == pytest.approx(0.6)
    assert work.fte[OUTBOUND] == pytest.approx(2.663, abs=5e-4)
    assert work.fte[CLOSER] == pytest.approx(1.44)
    assert work.fte[ACCOUNT_MANAGER] == pytest.approx(2.024, abs=5e-4)
    assert work.fte[SUPPORT] == pytest.approx(0.355, abs=5e-4)
    assert sum(work.fte.values()) == pytest.approx(7.08, abs=5e-3)


def test_eighty_leads_a_month_are_eight_hours_a_week():
    assert funnel(Volumes(80, 0, 0), Norms()).hours_week(INBOUND) == pytest.approx(8)


def test_four_hundred_leads_a_month_are_one_full_time_person():
    assert funnel(Volumes(400, 0, 0), Norms()).fte[INBOUND] == pytest.approx(1)


def test_fifty_qualified_leads_a_month_are_one_full_time_closer():
    work = funnel(Volumes(leads=250, prospects=0, customers=0), Norms())
    assert work.qualified == pytest.approx(50)
    assert work.fte[CLOSER] == pytest.approx(1)


def test_a_shorter_week_needs_more_people_for_the_same_leads():
    assert funnel(W1, Norms(full_time_hours_week=36)).fte[INBOUND] == pytest.approx(104 / 156)


def test_the_selling_share_never_touches_a_gross_norm():
    low, high = (funnel(W1, Norms(selling_share=share)) for share in (0.5, 1.0))
    for role in (INBOUND, CLOSER):
        assert low.fte[role] == high.fte[role]
    for role in (OUTBOUND, ACCOUNT_MANAGER, SUPPORT):
        assert low.fte[role] == pytest.approx(2 * high.fte[role])


def test_w2_wins_are_held_up_by_the_closers():
    staffed = {INBOUND: 0.5, OUTBOUND: 300 / (40 * WEEKS_PER_MONTH * 0.65), CLOSER: 1.0}
    done = throughput(funnel(W1, Norms()), staffed, Norms())
    assert done.pressure == pytest.approx({INBOUND: 1.2, OUTBOUND: 1.0, CLOSER: 1.44})
    assert done.qualified == pytest.approx(64)
    assert done.wins == pytest.approx(12.5)
    assert done.bottleneck == CLOSER


def test_w2_only_more_closing_time_helps():
    staffed = {INBOUND: 0.5, OUTBOUND: 2.7, CLOSER: 1.0}
    work = funnel(W1, Norms())
    assert throughput(work, staffed | {INBOUND: 0.6}, Norms()).wins == pytest.approx(12.5)
    assert throughput(work, staffed | {CLOSER: 1.28}, Norms()).wins == pytest.approx(16)


def test_a_role_that_is_needed_and_not_staffed_is_the_bottleneck():
    assert throughput(funnel(W1, Norms()), {}, Norms()).bottleneck == INBOUND
    assert throughput(funnel(W1, Norms()), {}, Norms()).wins == 0


@given(st.tuples(*[st.floats(0, 1e5)] * 3), st.floats(0, 10))
def test_work_grows_in_step_with_the_volumes(volumes, factor):
    one = funnel(Volumes(*volumes), Norms())
    more = funnel(Volumes(*(factor * volume for volume in volumes)), Norms())
    for role in TEAM_ROLES:
        assert more.fte[role] == pytest.approx(factor * one.fte[role], abs=1e-9)


def test_a_norm_can_be_overridden_by_its_key():
    assert norms_from({"win_rate": 0.5}).win_rate == 0.5
    assert funnel(W1, norms_from({"win_rate": 0.5})).wins == pytest.approx(36)


def test_an_unknown_norm_is_named():
    with pytest.raises(ValueError, match="unknown norm winrate"):
        norms_from({"winrate": 0.5})


@pytest.mark.parametrize("key", NORM_KEYS)
def test_a_negative_norm_is_refused(key):
    with pytest.raises(ValueError, match=key):
        norms_from({key: -1.0})
