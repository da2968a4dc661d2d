"""Read a plan: a plan.toml, a plan folder, or one region file alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from planner.io.accounts import read_accounts
from planner.io.area_file import read_areas
from planner.io.exceptions_table import read_exceptions
from planner.io.formats import READABLE, is_region_name
from planner.io.given_files import together
from planner.io.loads import likely_measure, loads_of
from planner.io.owners import said_of_owners, with_rep_ids
from planner.io.plan_file import WORKLOAD, PlanFile, read_plan_file
from planner.io.region_table import RegionSource
from planner.io.regions import COUNTRY, ReadRegions, Report, read_regions
from planner.io.reps import read_reps
from planner.io.tables import read_table
from planner.io.today import nobody, present_owners, with_today
from planner.language import day, tr
from planner.model.accounts import Accounts
from planner.model.areas import Area
from planner.model.formula import Columns
from planner.model.goals import Goals, TerritoryGoals
from planner.model.issues import Issue, Severity, blocks
from planner.model.measures import Measure
from planner.model.plan import Plan
from planner.model.products import ProductLine
from planner.model.regions import RegionSet
from planner.model.reps import Rep
from planner.model.segments import Segment
from planner.model.types import Floats, frozen_map
from planner.sales.manager_parts import MANAGER, manager_parts
from planner.sales.norms import norms_from
from planner.sales.proposed_count import proposed_count

START = date(2027, 1, 1)
"""First day of a plan whose file names none; it decides who is new and who has left."""

USUAL_COUNT = 12
"""Territories of a plan that asks for no number and has nobody to own them."""

REGIONS_EACH = 3
"""Regions a territory should have at least in that case."""


def read_plan(path: Path, report: Report | None = None) -> tuple[Plan | None, tuple[Issue, ...]]:
    """Read a plan file, a plan.toml, a plan folder, or one region file, and make its scenario Today.

    Parameters
    ----------
    path : Path
        A plan file (.rayon); a file that ends in .toml; a plan folder or the plan.toml in it; or a
        region file of any format in `formats.FORMATS`, a zip file or a folder that holds one.
    report : callable or None
        Told what is being read, and how far it is, 0..1.

    Returns
    -------
    Plan or None, tuple of Issue
        None where nothing can be planned; one of the issues is then an error.
    """
    from planner.store.saved_plan import is_saved_plan, load_saved

    tell = report or (lambda what, fraction: None)
    tell(tr("Reading the plan"), 0.0)
    folder = path.parent if path.name == "plan.toml" else path
    if is_saved_plan(folder):
        return load_saved(folder)
    if path.suffix.lower() == ".toml":
        plan_file, issues = read_plan_file(path)
        return (None, issues) if plan_file is None else _from_file(plan_file, issues, tell)
    if is_region_name(path.name) or (path.is_dir() and not (path / "plan.toml").exists()):
        return plan_of_regions([RegionSource(path)], tell)
    found = (
        tr("this is no plan and no region file") if path.exists() else tr("there is no such file")
    )
    mend = tr(
        "Give a plan.toml, a plan folder, or a file that ends in {endings} or .zip.",
        endings=", ".join(READABLE),
    )
    return None, (Issue("file_unreadable", Severity.ERROR, path.name, found, mend),)


def plan_of_regions(
    sources: Sequence[RegionSource], report: Report | None = None
) -> tuple[Plan | None, tuple[Issue, ...]]:
    """Make a plan of maps: their likeliest column shared out over a usual number.

    Parameters
    ----------
    sources : sequence of RegionSource
        What they name is taken, the rest is found.
    report : callable or None
    """
    tell = report or (lambda what, fraction: None)
    path = together(list(dict.fromkeys(source.path for source in sources)))
    read, issues = read_regions(sources, report=_part(tell, 0.0, 0.9))
    if read is None:
        return None, issues
    regions, measure, note = likely_measure(read.regions)
    goals = Goals((TerritoryGoals(count=usual_count(regions)),))
    return _made(
        replace(read, regions=regions),
        (*issues, replace(note, file=path.name)),
        file=path.name,
        name=path.stem,
        goals=goals,
        measures=(measure,),
    )


def usual_count(regions: RegionSet) -> int:
    """Return the number of territories where nobody says any."""
    return max(1, min(USUAL_COUNT, len(regions) // REGIONS_EACH))


def _from_file(
    plan_file: PlanFile, issues: tuple[Issue, ...], tell: Report
) -> tuple[Plan | None, tuple[Issue, ...]]:
    tables, needs = plan_file.tables, plan_file.columns()
    apart = tables.territories.apart
    read, more = read_regions(
        plan_file.regions,
        wanted=needs.regions,
        within_m=tables.plan.borders_within_m,
        apart=COUNTRY if apart is None else "" if apart == MANAGER else apart,
        report=_part(tell, 0.0, 0.6),
    )
    issues += more
    tell(tr("Reading people"), 0.6)
    reps, more = _reps(plan_file, read)
    issues += more
    tell(tr("Reading accounts"), 0.65)
    accounts, more = _accounts(plan_file, read, needs)
    issues += more
    if read is None or reps is None or accounts is None or blocks(issues):
        return None, issues
    issues += _said_of_owners(plan_file, accounts, reps)
    accounts = with_rep_ids(accounts, reps)
    read, more = _with_managers(plan_file, read, accounts, reps)
    issues += more
    goals, more = _goals(plan_file, read.regions, reps)
    issues += more
    if blocks(issues):
        return None, issues
    measures = plan_file.measures
    if not measures:
        regions, measure, note = likely_measure(read.regions)
        read, measures = replace(read, regions=regions), (measure,)
        issues += (replace(note, file=plan_file.path.name),)
    tell(tr("Looking at today"), 0.95)
    areas, more = read_areas(plan_file.areas, read.regions.crs, plan_file.path.name)
    issues += more
    if blocks(more):
        return None, issues
    made, issues = _made(
        read,
        issues,
        counted_by_work=plan_file.counted_by_work,
        file=plan_file.path.name,
        name=tables.plan.name or plan_file.path.stem,
        currency=tables.plan.currency,
        seed=tables.plan.seed,
        start=tables.plan.start,
        goals=goals,
        measures=measures,
        accounts=accounts,
        segments=plan_file.segments,
        areas=areas,
        products=plan_file.products,
        reps=reps,
    )
    if made is None:
        return None, issues
    made, more = read_exceptions(plan_file.exceptions, made)
    return (None if blocks(more) else made), issues + more


def _reps(
    plan_file: PlanFile, read: ReadRegions | None
) -> tuple[tuple[Rep, ...] | None, tuple[Issue, ...]]:
    source, tables = plan_file.reps, plan_file.tables
    if source is None:
        return (), ()
    seated = [tables.territories.seats, *(layer.seats for layer in tables.layers)]
    regions = None if read is None else read.regions
    return read_reps(source, homes_needed="homes" in seated, regions=regions)


def _accounts(
    plan_file: PlanFile, read: ReadRegions | None, needs: Columns
) -> tuple[Accounts | None, tuple[Issue, ...]]:
    source = plan_file.accounts
    if source is None:
        return Accounts(), ()
    if read is None:  # nowhere to place them, but a broken file can be told at once
        return None, read_table(source.path)[1]
    return read_accounts(source, read.regions, read.by_code, needs.sums, needs.numbers)


def _said_of_owners(
    plan_file: PlanFile, accounts: Accounts, reps: tuple[Rep, ...]
) -> tuple[Issue, ...]:
    """Return what the owners of accounts call for, in the name of the accounts file."""
    file = "" if plan_file.accounts is None else plan_file.accounts.path.name
    noun = (tr("account"), tr("accounts"))
    said = said_of_owners(accounts.column("owner"), reps, noun=noun, shared=True)
    return tuple(replace(issue, file=file, column="owner") for issue in said)


def _goals(
    plan_file: PlanFile, regions: RegionSet, reps: tuple[Rep, ...]
) -> tuple[Goals, tuple[Issue, ...]]:
    """Return the goals, completed: territories stay inside countries where there are several."""
    countries = set(regions.parents.get(COUNTRY, ()))
    goals = plan_file.goals(COUNTRY if len(countries) > 1 else "")
    file, issues = plan_file.path.name, []
    levels = ", ".join(regions.parents) or tr("none")
    named = [("territories, apart", layer.apart) for layer in goals.layers]
    named += [("territories, rules, together", layer.rules.together) for layer in goals.layers]
    named += [("territories, rules, skill", layer.rules.skill) for layer in goals.layers]
    named += [("where", level) for level in plan_file.columns().levels]
    issues += _unknown_names(file, goals, regions, reps)
    if goals.teams is not None and goals.teams.markets.startswith("parent:"):
        named.append(("teams, markets", goals.teams.markets.removeprefix("parent:")))
    for column, level in dict.fromkeys(named):
        if level and level not in regions.parents:
            found, mend = (
                tr("regions have no parent level {level}", level=level),
                tr("The levels are: {levels}.", levels=levels),
            )
            issues.append(Issue("value_wrong", Severity.ERROR, file, found, mend, column=column))
    layers = []
    for layer, by_work in zip(goals.layers, plan_file.counted_by_work, strict=True):
        if layer.count is None and not by_work and all(rep.role != layer.one_per for rep in reps):
            count = max(usual_count(regions), len(countries))
            found = tr(
                "no number of territories is given and nobody has the role {one_per}",
                one_per=layer.one_per,
            )
            mend = tr("Took {count}; write count = ... to have another number.", count=count)
            issues.append(
                Issue("count_guessed", Severity.NOTE, file, found, mend, column=layer.key)
            )
            layer = replace(layer, count=count)
        layers.append(layer)
    return replace(goals, layers=tuple(layers)), tuple(issues)


def _unknown_names(
    file: str, goals: Goals, regions: RegionSet, reps: tuple[Rep, ...]
) -> list[Issue]:
    """Return an error for each region or rep that a rule names and nobody knows."""
    ids, people = set(map(str, regions.ids)), {str(rep.id) for rep in reps}
    issues = []
    for layer in goals.layers:
        strangers = [
            tr("a rule names the region {id}, which is not there", id=name)
            for name in layer.rules.regions()
            if name not in ids
        ]
        strangers += [
            tr("a rule names the rep {id}, who is not there", id=name)
            for name in layer.rules.reps()
            if name not in people
        ]
        for found in strangers:
            mend = tr("Correct the id.")
            column = f"{layer.key}, rules"
            issues.append(Issue("value_wrong", Severity.ERROR, file, found, mend, column=column))
    return issues


def _with_managers(
    plan_file: PlanFile, read: ReadRegions, accounts: Accounts, reps: tuple[Rep, ...]
) -> tuple[ReadRegions, tuple[Issue, ...]]:
    """Return the regions with their managers as a parent level, where the goals keep these apart."""
    tables = (plan_file.tables.territories, *plan_file.tables.layers)
    if MANAGER in read.regions.parents or all(table.apart != MANAGER for table in tables):
        return read, ()
    try:
        owners = present_owners(read.owners, accounts, reps)
        managers = manager_parts(read.regions, owners, reps)
    except ValueError as error:
        mend = tr("Give people a manager_id and regions an owner, or leave apart out.")
        file = plan_file.path.name
        return read, (
            Issue(
                "goals_wrong",
                Severity.ERROR,
                file,
                str(error),
                mend,
                column="territories, apart",
            ),
        )
    parents = frozen_map({**read.regions.parents, MANAGER: managers})
    return replace(read, regions=replace(read.regions, parents=parents)), ()


def _counted(
    goals: Goals,
    by_work: tuple[bool, ...],
    regions: RegionSet,
    measures: tuple[Measure, ...],
    loads: Floats,
    file: str,
) -> tuple[Goals, tuple[Issue, ...]]:
    """Return the goals with the numbers of territories that the workload asks for, and why."""
    keys, layers, issues = [measure.key for measure in measures], [], []
    norms = norms_from(goals.teams.norms if goals.teams else {})
    for layer, asked in zip(goals.layers, by_work, strict=True):
        if asked and WORKLOAD not in keys:
            found = tr(
                "the count follows from the workload, and no measure has the key {key}",
                key=WORKLOAD,
            )
            mend = tr(
                'Give the measure of hours a year the key "{key}", or write a number.',
                key=WORKLOAD,
            )
            issues.append(Issue("goals_wrong", Severity.ERROR, file, found, mend, column=layer.key))
        elif asked:
            hours = float(loads[:, keys.index(WORKLOAD)].sum())
            least = len(set(regions.parents.get(layer.apart, ("",))))
            proposed = proposed_count(hours, layer.one_per, norms, least)
            count = min(proposed.count, len(regions))
            mend = tr("Took {count}; write count = ... to have another number.", count=count)
            issues.append(
                Issue(
                    "count_proposed", Severity.NOTE, file, proposed.reason, mend, column=layer.key
                )
            )
            layer = replace(layer, count=count)
        layers.append(layer)
    return replace(goals, layers=tuple(layers)), tuple(issues)


def _made(
    read: ReadRegions,
    issues: tuple[Issue, ...],
    *,
    file: str,
    name: str,
    goals: Goals,
    measures: tuple[Measure, ...],
    currency: str = "EUR",
    seed: int = 1,
    start: date | None = None,
    accounts: Accounts | None = None,
    segments: tuple[Segment, ...] = (),
    areas: tuple[Area, ...] = (),
    products: tuple[ProductLine, ...] = (),
    reps: tuple[Rep, ...] = (),
    counted_by_work: tuple[bool, ...] = (),
) -> tuple[Plan | None, tuple[Issue, ...]]:
    """Put the parts together; what does not fit is an error among the issues."""
    accounts = Accounts() if accounts is None else accounts
    loads, more = loads_of(read, accounts, segments, measures, file, areas)
    issues += more
    if start is None and reps:
        mend = tr("Plans from {start}; write start = ... under [plan].", start=day(START))
        found = tr("the plan names no first day")
        issues += (Issue("start_guessed", Severity.NOTE, file, found, mend, column="plan, start"),)
    if loads is None:
        return None, issues
    if any(counted_by_work):
        goals, more = _counted(goals, counted_by_work, read.regions, measures, loads, file)
        issues += more
        if blocks(issues):
            return None, issues
    plan = Plan(
        name=name,
        currency=currency,
        seed=seed,
        start=start or START,
        regions=read.regions,
        measures=measures,
        loads=loads,
        goals=goals,
        scenarios=(nobody(goals, len(read.regions), len(measures)),),
        accounts=accounts,
        segments=segments,
        reps=reps,
        areas=areas,
        products=products,
    )
    made, more = with_today(plan, read.owners)
    return made, issues + tuple(replace(issue, file=issue.file or file) for issue in more)


def _part(tell: Report, start: float, end: float) -> Report:
    """Return a report for a part of the work, so that the whole runs from 0 to 1."""
    return lambda what, fraction: tell(what, start + fraction * (end - start))
