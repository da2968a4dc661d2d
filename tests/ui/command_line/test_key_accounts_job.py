"""Key accounts first, then regions: one run gives both, each with its proof."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from builders import grid_plan
from main_job_files import PLAN, write_main_job

from planner.insight.extent import extent_of
from planner.io.account_lines import account_rows
from planner.io.plan_reader import read_plan
from planner.io.summary_file import summary_text
from planner.judge.problem import Status
from planner.model.goals import Goals, TerritoryGoals
from planner.store.folder import load_plan, save_plan
from ui.use_cases.job import Planned, plan_everything
from ui.use_cases.territories import SolveOptions, propose

LIST = """
[[key_accounts]]
key = "big"
label = "Big ones"
where = "account in ('Account 0', 'Account 1', 'Account 40', 'Account 41', 'Account 77')"
most = 0.5
"""


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Planned:
    path = write_main_job(tmp_path_factory.mktemp("key_accounts"))
    path.write_text(PLAN + LIST, encoding="utf-8")
    plan, issues = read_plan(path)
    assert plan is not None, issues
    return plan_everything(plan, SolveOptions(seed=1, work=5.0))


def test_named_accounts_count_with_their_owner_and_both_proofs_are_told(planned: Planned) -> None:
    plan, scenario = planned.plan, planned.plan.scenario(planned.scenario)
    assert planned.rules_met
    (named,) = planned.accounts
    assert named.solution.status is Status.OPTIMAL
    assert len(named.owners) == 5
    # Each stays with its present owner: a change of hands costs, and there is no way from home.
    owners = dict(zip(plan.accounts.ids, plan.accounts.column("owner"), strict=True))
    assert all(owner == owners[account] for account, owner in named.owners.items())
    (regions,) = planned.proposals
    assert regions.problem.besides.sum(axis=0)[1] == pytest.approx(5 * 1000.5)
    assert np.isclose(regions.problem.total, plan.loads.sum(axis=0)).all()

    rows = [
        row
        for row in account_rows(plan, scenario, extent_of(plan, scenario.name))
        if row[8] == "named account"
    ]
    assert {row[0]: row[7] for row in rows} == named.owners

    summary = summary_text(plan, scenario, (), extent_of(plan, scenario.name))
    assert '"key_accounts"' in summary
    assert '"people"' in summary
    assert '"status": "optimal"' in summary


def test_a_plan_with_key_accounts_is_saved_and_loaded_exactly(
    planned: Planned, tmp_path: Path
) -> None:
    save_plan(planned.plan, tmp_path / "kept")
    loaded, issues = load_plan(tmp_path / "kept")
    assert loaded is not None, issues
    assert loaded.goals.key_accounts == planned.plan.goals.key_accounts
    before, after = (one.scenario(planned.scenario) for one in (planned.plan, loaded))
    assert after.exceptions == before.exceptions
    assert after.account_proofs == before.account_proofs


def test_every_part_kept_apart_has_a_proof_and_they_add_up() -> None:
    plan = grid_plan(2, 6, 4)
    goals = Goals(layers=(TerritoryGoals(count=4, apart="province"),))
    plan = replace(plan, goals=goals)
    proposal = propose(plan, "Plan A", options=SolveOptions(seed=1, work=5.0))
    proof = proposal.proof
    assert proof is not None
    assert [part[0] for part in proof.parts] == ["East", "West"]
    assert sum(part[2] for part in proof.parts) == pytest.approx(proof.score)
    assert all(part[1] in ("optimal", "feasible") for part in proof.parts)
    assert len(proposal.reasons) == 4
