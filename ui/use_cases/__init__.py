"""What window and command line both do. Qt-free; the only door to the solvers."""
