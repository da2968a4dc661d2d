"""The whole planning job of a plan.toml: territories of every layer, teams, quotas."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from planner.edits.quotas import set_quotas
from planner.edits.scenarios import duplicate_scenario
from planner.edits.teams import set_teams
from planner.judge.problem import Status
from planner.language import tr
from planner.model.plan import Plan
from ui.use_cases.accounts import AccountProposal, propose_accounts, with_accounts
from ui.use_cases.quotas import set_quota_tree
from ui.use_cases.teams import compose_teams
from ui.use_cases.territories import Progress, Proposal, SolveOptions, propose, with_proposal

PLANNED = "Plan A"
"""Name of the scenario a job makes."""

StepReport = Callable[[str, Progress | None], None]
Stop = Callable[[], bool]


@dataclass(frozen=True, slots=True, eq=False)
class Planned:
    """The plan with its planned scenario, and the proposals it was made from, base layer first.

    `accounts` are those of the lists of key accounts, which were given away before.
    """

    plan: Plan
    scenario: str
    proposals: tuple[Proposal, ...]
    accounts: tuple[AccountProposal, ...] = ()

    @property
    def rules_met(self) -> bool:
        """Whether every layer and every list of key accounts meets every rule."""
        met = (Status.OPTIMAL, Status.FEASIBLE)
        solutions = [one.solution for one in self.proposals]
        solutions += [one.solution for one in self.accounts]
        return all(solution.status in met for solution in solutions)


def plan_everything(
    plan: Plan,
    options: SolveOptions | None = None,
    report: StepReport | None = None,
    stop: Stop | None = None,
) -> Planned:
    """Duplicate Today and plan it: key accounts, territories layer by layer, teams, quotas.

    Sections the plan has no goals for are left out. ValueError where a layer cannot be laid out.
    """

    def told(what: str, progress: Progress | None = None) -> None:
        if report is not None:
            report(what, progress)

    name = free_name(plan)
    planned = duplicate_scenario(plan, plan.today.name, name)
    accounts: list[AccountProposal] = []
    for names in plan.goals.key_accounts:
        told(names.label)
        named = propose_accounts(
            planned, name, names, options,
            report=lambda progress, what=names.label: told(what, progress), stop=stop,
        )  # fmt: skip
        if named is not None:
            accounts.append(named)
            planned = with_accounts(planned, named)
    proposals: list[Proposal] = []
    for goals in plan.goals.layers:
        what = tr("Territories, {layer}", layer=goals.label) if proposals else tr("Territories")
        told(what)
        proposal = propose(
            planned,
            name,
            goals.key,
            options,
            report=lambda progress, what=what: told(what, progress),
            stop=stop,
        )
        proposals.append(proposal)
        planned = with_proposal(planned, proposal)
    if plan.goals.teams is not None and plan.reps:
        told(tr("Teams"))
        planned = set_teams(planned, name, compose_teams(planned, name, stop=stop))
    if plan.goals.quota is not None:
        told(tr("Quotas"))
        planned = set_quotas(planned, name, set_quota_tree(planned, name))
    return Planned(planned, name, tuple(proposals), tuple(accounts))


def free_name(plan: Plan, wanted: str = PLANNED) -> str:
    """Return a scenario name that is not taken: Plan A, Plan B, ... then Plan 27."""
    taken = {scenario.name for scenario in plan.scenarios}
    letters = [f"Plan {chr(code)}" for code in range(ord("A"), ord("Z") + 1)]
    numbered = [f"Plan {number}" for number in range(27, 28 + len(taken))]
    return next(name for name in (wanted, *letters, *numbered) if name not in taken)
