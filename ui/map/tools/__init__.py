"""Tools: each mouse gesture is an object with press, move, release and cancel."""
