"""The words of the business: values and pure functions. No Qt, no solver, no threads, no printing."""
