"""Problems by name: the samples that come with Rayon, and the published instances."""

from __future__ import annotations

from pathlib import Path

from benchmarks.quality.instances import document, problem_of
from planner.edits.layers import lay_out
from planner.edits.scenarios import duplicate_scenario
from planner.io.plan_reader import read_plan
from planner.judge.from_plan import problem_from
from planner.judge.problem import Problem

SAMPLES = ("netherlands", "nl_be_de", "us_counties")


def problem_named(name: str) -> Problem:
    """Return the base layer of a sample, or an instance."""
    if name not in SAMPLES:
        return problem_of(document(name))
    plan, _ = read_plan(Path("sample_regions") / name / "plan.toml")
    assert plan is not None
    laid = lay_out(duplicate_scenario(plan, "Today", "Plan A"), "Plan A", "base")
    return problem_from(laid, laid.scenario("Plan A"), "base")
