"""Give key accounts to people by name: from a list in the goals to a judged solution, and back."""

from __future__ import annotations

from dataclasses import dataclass, replace

from planner.edits.accounts import name_accounts
from planner.edits.layers import lay_out
from planner.insight.clash_words import Names
from planner.judge.from_accounts import AccountProblem, account_problem_from
from planner.judge.problem import Solution
from planner.language import tr
from planner.model.goals import AccountGoals
from planner.model.layers import BASE, Proof
from planner.model.plan import Plan
from solvers.options import SolveOptions
from solvers.progress import Report, Stop
from solvers.territories.solve import solve
from ui.use_cases.territories import proof_of


@dataclass(frozen=True, slots=True, eq=False)
class AccountProposal:
    """Who should own which key account; the plan changes only when it is accepted.

    Attributes
    ----------
    scenario : str
    goals : AccountGoals
    base : Plan
        The plan it was made for, its base layer laid out.
    asked : AccountProblem
    solution : Solution
    """

    scenario: str
    goals: AccountGoals
    base: Plan
    asked: AccountProblem
    solution: Solution

    @property
    def owners(self) -> dict[str, str]:
        """Rep id by account id; empty where no plan was found."""
        if self.solution.owner is None:
            return {}
        ids, reps = self.base.accounts.ids, self.asked.reps
        owner = self.solution.owner[: len(self.asked.accounts)]
        pairs = zip(self.asked.accounts.tolist(), owner.tolist(), strict=True)
        return {str(ids[row]): str(reps[t].id) for row, t in pairs}

    @property
    def proof(self) -> Proof | None:
        """What was proven about it."""
        # A floor names a region, and here regions are accounts: what clashes tells it in words.
        solution = replace(self.solution, floors=())
        return proof_of(self.base, self.asked.problem, solution, self.names)

    @property
    def names(self) -> Names:
        """What accounts, people and measures of the problem are called."""
        problem, reps = self.asked.problem, [rep.name for rep in self.asked.reps]
        accounts = [self.base.accounts.names[row] for row in self.asked.accounts.tolist()]
        known = {measure.key: measure for measure in self.base.measures}
        labels = [known[key].label if key in known else key for key in problem.measures]
        units = [known[key].unit if key in known else "" for key in problem.measures]
        return Names(
            regions=[*accounts, *(tr("home of {name}", name=name) for name in reps)],
            territories=reps,
            measures=labels,
            units=units,
            tolerance=problem.tolerance.tolist(),
            noun=(tr("account"), tr("accounts")),
        )


def propose_accounts(
    plan: Plan,
    scenario_name: str,
    goals: AccountGoals,
    options: SolveOptions | None = None,
    report: Report | None = None,
    stop: Stop | None = None,
) -> AccountProposal | None:
    """Solve one list of key accounts; None when no account is on it.

    Raises ValueError when the base layer cannot be laid out or nobody may own the accounts.
    """
    laid = lay_out(plan, scenario_name, BASE)
    asked = account_problem_from(laid, laid.scenario(scenario_name), goals)
    if asked is None:
        return None
    solution = solve(
        asked.problem, options or SolveOptions(seed=plan.seed), report=report, stop=stop
    )
    return AccountProposal(scenario_name, goals, laid, asked, solution)


def with_accounts(plan: Plan, proposal: AccountProposal) -> Plan:
    """Return the plan with a list of key accounts given away as proposed."""
    laid = lay_out(plan, proposal.scenario, BASE)
    owners = proposal.owners
    if not owners:
        return plan
    return name_accounts(
        laid, proposal.scenario, owners, key=proposal.goals.key, proof=proposal.proof
    )
