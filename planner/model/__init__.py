"""Values of a plan: built valid, frozen, compared by identity. See docs/domain.md for the words."""
