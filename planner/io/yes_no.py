"""Words with which people and programs say yes and no in a cell, in four languages, casefolded."""

from __future__ import annotations

YES = frozenset({"1", "yes", "y", "ja", "j", "true", "waar", "oui", "vrai", "wahr", "x"})
NO = frozenset({"0", "no", "n", "nee", "nein", "non", "false", "onwaar", "faux", "falsch"})
