"""Why the rules of a problem cannot all be met, and what would mend it."""
