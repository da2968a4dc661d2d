"""Propose territories: from the plan to a problem, to a judged solution, to a proposal."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

import numpy as np

from planner.edits.layers import accept_owner, lay_out
from planner.insight.clash_words import Names, names_of, rule_title
from planner.judge.certificate import Certificate
from planner.judge.certificate_file import certificate_to_json
from planner.judge.from_plan import problem_from
from planner.judge.problem import Problem, Solution, Status
from planner.judge.verify import judged, score, violations
from planner.judge.within import divided_among, judged_within
from planner.language import for_programs, tr
from planner.model.layers import Layer, Proof
from planner.model.plan import Plan
from planner.model.types import Ints, ints
from planner.sales.matching import matching_of, reason_text, reasons_of, renumbered
from planner.sales.slots import part_names
from solvers.matching import match
from solvers.options import SolveOptions
from solvers.progress import Progress, Report, Stop
from solvers.territories.clash.explain import Effort, mended
from solvers.territories.selection import solve_some, solve_within
from solvers.territories.solve import solve
from ui.use_cases.wishes import Wishes, chosen_territories, with_wishes

__all__ = [
    "Progress", "Proposal", "Report", "SolveOptions", "Stop", "Wishes", "propose", "with_proposal",
]  # fmt: skip

WORKERS = 2
"""Threads that window and command line let a solver use; the plan is the same on one."""


@dataclass(frozen=True, slots=True, eq=False)
class Proposal:
    """What a solver proposes for a layer; the plan changes only when it is accepted.

    Attributes
    ----------
    scenario, layer_key : str
    base : Plan
        The plan it was made for, its layer laid out by the goals.
    problem : Problem
    solution : Solution
    among : Ints or None
        The territories that it is about, where only these gave and took.
    """

    scenario: str
    layer_key: str
    base: Plan
    problem: Problem
    solution: Solution
    among: Ints | None = None

    @property
    def owner(self) -> Ints | None:
        """Territory of each region, or None where no plan was found."""
        return self.solution.owner

    @property
    def proof(self) -> Proof | None:
        """What was proven about it."""
        told = proof_of(self.base, self.problem, self.solution, self.names)
        return None if told is None else replace(told, parts=self._parts)

    @property
    def _parts(self) -> tuple[tuple[str, str, float, float | None], ...]:
        """What was proven of each part kept apart, by name; a locked territory is a part of its own."""
        goals = self.base.goals.layer(self.layer_key)
        names = part_names(self.base.regions, goals)
        layer = self.base.scenario(self.scenario).layer(self.layer_key)
        found = []
        for one in self.solution.parts:
            closed = int(np.argmax(self.problem.part_of_territory == one.part))
            name = names[one.part] if one.part < len(names) else layer.territories[closed].name
            found.append((name, one.status.value, one.score, one.bound))
        return tuple(found)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why each territory has the person it has, one sentence each; none where no plan was found."""
        if self.owner is None:
            return ()
        layer = self.base.scenario(self.scenario).layer(self.layer_key)
        matching = matching_of(self.base, layer, self.problem, self.owner, layer.owner)
        return tuple(reason_text(self.base, layer, one) for one in reasons_of(matching))

    @property
    def names(self) -> Names:
        """What regions, territories and measures of the problem are called."""
        layer = self.base.scenario(self.scenario).layer(self.layer_key)
        return names_of(self.base, layer, self.problem.measures)


def propose(
    plan: Plan,
    scenario_name: str,
    layer_key: str = "base",
    options: SolveOptions | None = None,
    report: Report | None = None,
    stop: Stop | None = None,
    wishes: Wishes | None = None,
) -> Proposal:
    """Solve a layer of a scenario; raises ValueError when the layer cannot be laid out.

    `wishes` hold for this ask alone. People are matched anew where everything may move: else each
    territory is somebody's.
    """
    laid = lay_out(plan, scenario_name, layer_key)
    layer = laid.scenario(scenario_name).layer(layer_key)
    problem = problem_from(laid, laid.scenario(scenario_name), layer_key)
    asked = wishes or Wishes()
    chosen = options or SolveOptions(seed=plan.seed, workers=WORKERS)
    if asked.among is not None:
        solution = _solved_among(problem, layer.owner, asked, asked.among, chosen, report, stop)
        return Proposal(scenario_name, layer_key, laid, problem, solution, asked.among)
    some = chosen_territories(problem, layer.owner, asked)
    if some is not None:
        solution = solve_some(problem, layer.owner, some, chosen, report=report, stop=stop)
        solution = replace(solution, clash=())  # it is told in the numbers of the part
        return Proposal(scenario_name, layer_key, laid, problem, solution)
    problem = with_wishes(problem, layer.owner, asked)
    solution = solve(problem, chosen, report=report, stop=stop, start=asked.start)
    if asked.movable is None:
        solution = _with_people(laid, layer, problem, solution)
    solution = _mended(problem, solution, chosen, report, stop)
    return Proposal(scenario_name, layer_key, laid, problem, solution)


def _solved_among(
    problem: Problem, owner: Ints, wishes: Wishes, among: Ints, options: SolveOptions,
    report: Report | None, stop: Stop | None,
) -> Solution:  # fmt: skip
    """Return the answer of what some territories divide; the problem is that of the whole layer."""
    movable = ints([]) if wishes.movable is None else wishes.movable
    regions = divided_among(problem, owner, among, movable)
    if not len(movable) or not len(among) or len(regions) < len(among):
        raise ValueError(
            tr("Nobody has a territory there that could move. Look at everything, and ask again.")
        )
    moves = np.zeros(problem.n, np.bool_)
    moves[movable] = True

    def kept(found: Ints) -> Ints:
        """Put back what may not move: no lock holds a region where it must not be."""
        return ints(np.where(moves, found, owner))

    def tell(progress: Progress) -> None:
        if report is not None:
            shown = None if progress.owner is None else kept(progress.owner)
            report(replace(progress, owner=shown))

    asked = with_wishes(problem, owner, wishes)
    solution = solve_within(asked, owner, among, regions, options, tell, stop, wishes.start)
    solution = replace(solution, clash=())  # it is told in the numbers of the part
    if solution.owner is None or np.array_equal(kept(solution.owner), solution.owner):
        return solution
    plan = kept(solution.owner)
    back = replace(
        solution, owner=plan, score=score(asked, plan), status=Status.UNKNOWN, bound=None
    )
    return judged_within(asked, back, among, regions)


def _with_people(plan: Plan, layer: Layer, problem: Problem, solution: Solution) -> Solution:
    """Return the solution with people matched to its territories."""
    if solution.owner is None:
        return solution
    matching = matching_of(plan, layer, problem, solution.owner, layer.owner)
    owner = renumbered(solution.owner, match(matching.price, matching.may))
    return judged(problem, replace(solution, owner=owner, score=score(problem, owner)))


def _mended(
    problem: Problem, solution: Solution, options: SolveOptions, report: Report | None,
    stop: Stop | None,
) -> Solution:  # fmt: skip
    """Return the answer with repairs beside its clash."""
    if not solution.clash or (stop is not None and stop()):
        return solution
    if report is not None:
        report(_mending(problem, solution))
    effort = Effort(seed=options.seed, work=options.work)
    return replace(solution, clash=mended(problem, solution.clash, solution.owner, effort, stop))


def _mending(problem: Problem, solution: Solution) -> Progress:
    """Return the progress while repairs are sought: the plan that breaks least, and what it breaks."""
    broken = () if solution.owner is None else violations(problem, solution.owner)
    amounts: dict[str, float] = {}
    for one in broken:
        amounts[one.rule.value] = amounts.get(one.rule.value, 0.0) + one.amount
    return Progress(
        "mend", best=solution.score, owner=solution.owner, violations=len(broken),
        violation=sum(amounts.values()), violation_by_rule=amounts, clash=solution.clash,
    )  # fmt: skip


def with_proposal(plan: Plan, proposal: Proposal) -> Plan:
    """Return the plan with a proposal accepted in whole; the same plan when there is nothing in it."""
    if proposal.owner is None:
        return plan
    laid = lay_out(plan, proposal.scenario, proposal.layer_key)
    return accept_owner(laid, proposal.scenario, proposal.layer_key, proposal.owner, proposal.proof)


def proof_of(plan: Plan, problem: Problem, solution: Solution, names: Names) -> Proof | None:
    """Return the proof that stands beside an accepted solution; None where no plan was found."""
    if solution.owner is None or solution.score is None:
        return None
    floors = tuple(
        (
            floor.measure,
            "" if floor.region is None else plan.regions.ids[floor.region],
            floor.deviation,
        )
        for floor in solution.floors
    )
    with for_programs():  # kept in the plan and in summary.json
        titles = tuple(rule_title(names, rule) for one in solution.clash for rule in one.demands)
    return Proof(
        status=solution.status.value,
        score=solution.score,
        bound=solution.bound,
        gap=solution.gap,
        objective=problem.objective.kind.value,
        floors=floors,
        stopped_by=solution.stopped_by.value,
        seed=solution.seed,
        runtime_s=solution.runtime_s,
        versions=solution.versions,
        certificate=certificate_digest(solution.certificate),
        clash=titles,
    )


def certificate_digest(certificate: Certificate | None) -> str:
    """Return the SHA-256 of a certificate's file, by which it is known again; "" without one."""
    if certificate is None:
        return ""
    return hashlib.sha256(certificate_to_json(certificate).encode()).hexdigest()
