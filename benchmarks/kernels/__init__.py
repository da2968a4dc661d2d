"""Inner loops and checks, timed one by one by pytest-benchmark (`make bench`)."""
