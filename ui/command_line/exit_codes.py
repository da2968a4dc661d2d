"""Exit codes of every command (docs/architecture.md, section 6)."""

OK = 0
RULES_NOT_MET = 1
BAD_INPUT = 2
INTERNAL_ERROR = 3
