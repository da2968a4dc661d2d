"""The commands of `rayon` without the app: what a script or a child process calls."""

from __future__ import annotations

import sys

from planner.language import environment_language, use_language
from planner.notation import environment_notation, use_notation


def run() -> None:
    """Run the command the process was started with; ends it with the exit codes of the docs."""
    sys.exit(main(sys.argv[1:]))


def main(arguments: list[str]) -> int:
    """Run a command; return the exit code."""
    # Late, so that the app that starts from the same console script need not wait for typer.
    from ui.command_line.commands import run_command

    use_language(environment_language())
    use_notation(environment_notation())
    return run_command(arguments)
