"""The parts of the main window: top bar, rail, welcome, command palette, opening and keeping."""
