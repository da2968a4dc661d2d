"""Everything a scenario is exported as, but the picture of its map."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from planner.insight.extent import Extent, extent_of
from planner.io.account_lines import account_rows
from planner.io.export_tables import (
    quota_rows,
    region_rows,
    regions_columns,
    rep_rows,
    team_rows,
    territories_columns,
    territory_rows,
)
from planner.io.safe_csv import write_csv
from planner.io.summary_file import summary_text
from planner.io.territory_outlines import write_territories
from planner.language import tr
from planner.model.plan import Plan
from planner.model.scenarios import Scenario
from planner.model.types import UNASSIGNED
from planner.model.words import (
    ACCOUNTS_PLAN_COLUMNS,
    QUOTAS_COLUMNS,
    REPS_PLAN_COLUMNS,
    TEAMS_COLUMNS,
)
from planner.store.safe_files import replace_file


@dataclass(frozen=True, slots=True)
class Exported:
    """Files written, and for each one left out its name and the reason ("teams.csv: no reps")."""

    paths: tuple[Path, ...]
    left_out: tuple[str, ...]


def write_exports(
    plan: Plan, scenario_name: str, directory: Path, extent: Extent | None = None
) -> Exported:
    """Write every export of a scenario but map.png; the same plan gives the same bytes.

    Each file is written aside and renamed. Sections the plan has not got leave their file out. With
    an extent the files hold its regions, territories, accounts and people alone, and summary.json
    says of what they are the total; teams and quotas, which are of everything, are left out then.

    Raises
    ------
    OSError
        When the directory cannot be written.
    ValueError
        When there is no such scenario.
    """
    scenario = plan.scenario(scenario_name)
    directory.mkdir(parents=True, exist_ok=True)
    reach = extent or extent_of(plan, scenario_name)
    writers = _writers(plan, scenario, reach)
    absent = _absent(plan, scenario, reach)
    paths = []
    for name, write in writers.items():
        if name not in absent:
            write(directory / name)
            paths.append(directory / name)
    left_out = tuple(_said(directory / name, reason) for name, reason in absent.items())
    summary = directory / "summary.json"
    replace_file(summary, summary_text(plan, scenario, left_out, reach).encode("utf-8"))
    return Exported((*paths, summary), left_out)


def _writers(plan: Plan, scenario: Scenario, extent: Extent) -> dict[str, Callable[[Path], None]]:
    layer = scenario.layer(extent.layer)
    return {
        "regions.csv": lambda path: write_csv(
            path, regions_columns(plan), region_rows(plan, layer, extent)
        ),
        "territories.csv": lambda path: write_csv(
            path, territories_columns(plan), territory_rows(plan, scenario, layer, extent)
        ),
        "accounts_plan.csv": lambda path: write_csv(
            path, ACCOUNTS_PLAN_COLUMNS, account_rows(plan, scenario, extent)
        ),
        "reps_plan.csv": lambda path: write_csv(
            path, REPS_PLAN_COLUMNS, rep_rows(plan, scenario, extent)
        ),
        "teams.csv": lambda path: write_csv(path, TEAMS_COLUMNS, team_rows(plan, scenario)),
        "quotas.csv": lambda path: write_csv(path, QUOTAS_COLUMNS, quota_rows(scenario)),
        "territories.gpkg": lambda path: write_territories(plan, scenario, path, extent),
    }


def _absent(plan: Plan, scenario: Scenario, extent: Extent) -> dict[str, str]:
    """Return the files that cannot be, each with the reason."""
    reasons: dict[str, str] = {}
    if not len(plan.accounts):
        reasons["accounts_plan.csv"] = tr("the plan has no accounts")
    if not plan.reps:
        reasons["reps_plan.csv"] = tr("the plan has no reps")
    if not scenario.teams:
        reasons["teams.csv"] = _why(
            plan.goals.teams is None, not plan.reps, "teams", tr("no team was composed")
        )
    if not scenario.quotas:
        reasons["quotas.csv"] = _why(
            plan.goals.quota is None, False, "quota", tr("no quota was set")
        )
    if not extent.is_all:
        for name in ("teams.csv", "quotas.csv"):
            reasons.setdefault(name, tr("it is of everything, not of {extent}", extent=extent.text))
    if (scenario.layer(extent.layer).owner[extent.regions] == UNASSIGNED).all():
        reasons["territories.gpkg"] = tr("no region has a territory")
    return reasons


def _why(no_goals: bool, no_reps: bool, section: str, otherwise: str) -> str:
    if no_goals:
        return tr("the plan has no [{section}]", section=section)
    return tr("the plan has no reps") if no_reps else otherwise


def _said(path: Path, reason: str) -> str:
    if path.exists():
        return tr(
            "{file}: {reason} (a file of that name from before was left alone)",
            file=path.name, reason=reason,
        )  # fmt: skip
    return f"{path.name}: {reason}"
