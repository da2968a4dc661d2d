"""The rayon command: a plan opens the app, a word is a command."""

from __future__ import annotations

import sys
from pathlib import Path

from planner.io.formats import PACKED, READABLE

OPENS = (".rayon", ".toml", PACKED, *READABLE)
"""Endings of a first argument that opens the app."""


def run() -> None:
    """Entry point of the `rayon` console script; ends the process with the exit codes of the docs."""
    sys.exit(main(sys.argv[1:]))


def main(arguments: list[str]) -> int:
    """Open the app on a plan (or on the welcome page), or run a command; return the exit code."""
    if not arguments or opens_app(arguments[0]):
        from ui.app import main as open_app

        return open_app(arguments)
    from ui.command_line.main import main as run_command

    return run_command(arguments)


def opens_app(argument: str) -> bool:
    """Whether a first argument is a plan to open rather than a command."""
    return not argument.startswith("-") and (
        argument.lower().endswith(OPENS) or Path(argument).is_dir()
    )
