"""The words of the business: values and pure functions. No Qt, no solver, no threads, no printing."""

import os

# Read when numpy and scipy load their linear algebra. Our matrices are small: its threads cost more
# than they bring, the more so on a busy machine, and the solver shares its work out by itself.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# Read when pyproj makes its first transformation: no correction grid is fetched, whatever stands in
# the environment or in PROJ's own set-up. Said here, since several modules load pyproj late.
os.environ["PROJ_NETWORK"] = "OFF"
