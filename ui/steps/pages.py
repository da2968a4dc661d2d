"""The steps that are built, in the order of the work."""

from __future__ import annotations

from ui.steps.compare import CompareStep
from ui.steps.data import DataStep
from ui.steps.market import MarketStep
from ui.steps.publish import PublishStep
from ui.steps.quotas import QuotasStep
from ui.steps.step import Step
from ui.steps.team import TeamStep
from ui.steps.territories import TerritoriesStep
from ui.workbench import Workbench


def make_steps(bench: Workbench) -> tuple[Step, ...]:
    """Return the steps of an open plan, in the order of `planner.model.words.STEPS`."""
    return (
        DataStep(bench),
        MarketStep(bench),
        TeamStep(bench),
        TerritoriesStep(bench),
        QuotasStep(bench),
        CompareStep(bench),
        PublishStep(bench),
    )
