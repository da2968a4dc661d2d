"""`python -m ui.command_line` is the `rayon` command."""

from ui.command_line.main import run

run()
