"""The commands of `rayon`, as typer sees them; each is a few lines that call a use case."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from typer.main import get_command

from planner.language import language as current_language
from planner.language import tr
from ui.command_line.exit_codes import BAD_INPUT, INTERNAL_ERROR, OK, RULES_NOT_MET
from ui.command_line.help_said import in_language

app = typer.Typer(
    name="rayon",
    help="Rayon plans sales territories and market teams. `rayon PLAN` opens the app on a plan.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

PlanPath = Annotated[
    Path, typer.Argument(help="A plan file or folder, a plan.toml, or a region file")
]
OutFolder = Annotated[Path, typer.Option("--out", help="Folder for the files; made when absent")]


@app.command()
def run(
    plan: PlanPath,
    out: OutFolder,
    seed: Annotated[int | None, typer.Option(help="Another seed than the plan's")] = None,
    save: Annotated[
        Path | None, typer.Option(help="Also save the plan: NAME.rayon, or a folder of plain files")
    ] = None,
    time_limit: Annotated[
        float | None,
        typer.Option(help="Wall seconds at most; without it, reruns are identical"),
    ] = None,
) -> int:
    """Read a plan, propose territories, compose teams, set quotas and write every export."""
    from ui.command_line.job import run_job

    return run_job(plan, out, seed=seed, time_limit=time_limit, save=save)


@app.command()
def check(plan: PlanPath) -> int:
    """List everything wrong or doubtful in a plan or its inputs, one line each with the mend."""
    from ui.command_line.job import check_plan_file

    return check_plan_file(plan)


@app.command()
def export(
    plan: PlanPath,
    out: OutFolder,
    scenario: Annotated[str | None, typer.Option(help="Scenario; the newest when left out")] = None,
    scope: Annotated[
        str,
        typer.Option(help="all, country:NL, people:REP_ID, layer:KEY, or a layer with one of them"),
    ] = "all",
) -> int:
    """Write the files of a scenario as it stands, without solving anything."""
    from ui.command_line.job import export_plan

    return export_plan(plan, out, scenario, scope)


@app.command()
def diff(
    before: Annotated[Path, typer.Argument(help="A plan, or the save before: NAME.previous.rayon")],
    after: Annotated[Path, typer.Argument(help="Another plan")],
    everything: Annotated[bool, typer.Option("--all", help="List every difference")] = False,
) -> int:
    """Say what differs between two plans, in the words of planning; exit 1 where anything does."""
    from ui.command_line.plan_files import print_differences

    return print_differences(before, after, everything=everything)


@app.command()
def pack(
    folder: Annotated[Path, typer.Argument(help="A plan folder")],
    file: Annotated[Path, typer.Argument(help="The plan file to write, NAME.rayon")],
) -> int:
    """Write a plan folder as one plan file."""
    from ui.command_line.plan_files import copy_plan

    return copy_plan(folder, file)


@app.command()
def unpack(
    file: Annotated[Path, typer.Argument(help="A plan file, NAME.rayon")],
    folder: Annotated[Path, typer.Argument(help="The plan folder to write: plain files that diff")],
) -> int:
    """Write a plan file as a folder of plain files, for git; `pack` turns it back exactly."""
    from ui.command_line.plan_files import copy_plan

    return copy_plan(file, folder)


@app.command()
def shot(
    plan: PlanPath,
    out: Annotated[Path, typer.Option("--out", help="PNG file")],
    step: Annotated[str, typer.Option(help="Page to show")] = "territories",
    size: Annotated[str, typer.Option(help="Width x height")] = "1440x900",
    theme: Annotated[str, typer.Option(help="light or dark")] = "light",
    scale: Annotated[float, typer.Option(help="Screen scaling, 1 to 3")] = 1.0,
    language: Annotated[
        str | None, typer.Option(help="en or nl; the language of the environment when left out")
    ] = None,
) -> int:
    """Save a picture of the real window, drawn offscreen in a child process."""
    command = [
        sys.executable, "-m", "ui.render", "shot", str(plan), "--step", step, "--size", size,
        "--theme", theme, "--scale", str(scale), "--out", str(out),
        "--language", language or current_language(),
    ]  # fmt: skip
    return subprocess.run(command, check=False).returncode


def run_command(arguments: list[str]) -> int:
    """Run one command and return its exit code; nothing ends in a traceback."""
    import click

    errors = Console(stderr=True)
    command = in_language(get_command(app))
    try:
        code = command.main(args=arguments, prog_name="rayon", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return BAD_INPUT
    except (click.Abort, KeyboardInterrupt):
        errors.print(tr("Stopped."))
        return RULES_NOT_MET
    except OSError as error:
        said = {"place": error.filename or tr("file"), "why": error.strerror or error}
        errors.print(tr("{place}: {why}. Check the path and your rights.", **said))
        return BAD_INPUT
    except Exception as error:  # noqa: BLE001  # the last line of defence: one clear line, then the log
        said = {"kind": type(error).__name__, "error": error}
        errors.print(tr("Rayon met an error of its own: {kind}: {error}", **said))
        errors.print(tr("Run again with RAYON_TRACE=1 for the details of a bug report."))
        return _traced(error)
    return code if isinstance(code, int) else OK


def _traced(error: Exception) -> int:
    import os
    import traceback

    if os.environ.get("RAYON_TRACE"):
        traceback.print_exception(error)
    return INTERNAL_ERROR
