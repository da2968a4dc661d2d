"""The help of every command in the user's language: typer takes its texts when it is imported."""

from __future__ import annotations

from typing import Any, TypeVar

from planner.language import Phrase, looked_up, tr

Command = TypeVar("Command")
"""Of click, which some versions of typer bring along themselves."""

SHOW_HELP = Phrase("Show this message and exit.")
"""Click's own words."""


def in_language(command: Command) -> Command:
    """Return a command, and those below it, with their help in the user's language."""
    from typer import rich_utils

    rich_utils.OPTIONS_PANEL_TITLE = tr("Options")
    rich_utils.ARGUMENTS_PANEL_TITLE = tr("Arguments")
    rich_utils.COMMANDS_PANEL_TITLE = tr("Commands")
    _put(command)
    return command


def _put(command: Any) -> None:
    command.help = looked_up(command.help or "")
    make = command.get_help_option

    def help_option(context: Any) -> Any:
        option = make(context)
        if option is not None:
            option.help = SHOW_HELP()
        return option

    command.get_help_option = help_option
    for parameter in command.params:
        parameter.help = looked_up(getattr(parameter, "help", None) or "")
    for below in getattr(command, "commands", {}).values():
        _put(below)
