"""Problems by name: the samples that come with Rayon, and the published instances."""

from __future__ import annotations

from pathlib import Path

from benchmarks.quality.instances import document, problem_of
from planner.edits.layers import lay_out
from planner.edits.scenarios import duplicate_scenario
from planner.io.plan_reader import read_plan
from planner.judge.from_plan import problem_from
from planner.judge.problem import Problem
from planner.model.plan import Plan

SAMPLES = ("netherlands", "nl_be_de", "us_counties")


def sample_named(name: str) -> Plan:
    """Return the plan of a sample with a scenario Plan A, not yet planned."""
    plan, _ = read_plan(Path("sample_regions") / name / "plan.toml")
    assert plan is not None
    return duplicate_scenario(plan, "Today", "Plan A")


def problem_named(name: str) -> Problem:
    """Return the base layer of a sample, or an instance."""
    if name not in SAMPLES:
        return problem_of(document(name))
    laid = lay_out(sample_named(name), "Plan A", "base")
    return problem_from(laid, laid.scenario("Plan A"), "base")
