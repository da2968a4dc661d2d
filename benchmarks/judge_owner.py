"""Judge an owner file with our own verifier: `python -m benchmarks.judge_owner PROBLEM.json OWNER.csv`."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

import numpy as np

from planner.judge.problem_file import problem_from_json
from planner.judge.verify import violations
from planner.model.types import UNASSIGNED, ints


def main(problem_path: str, owner_path: str) -> int:
    problem, wrong = problem_from_json(Path(problem_path).read_text(encoding="utf-8"))
    assert problem is not None, wrong
    owner = np.full(problem.n, UNASSIGNED)
    with Path(owner_path).open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            owner[int(row["region"])] = int(row["territory"])
    broken = violations(problem, ints(owner))
    rules = sorted({violation.rule.value for violation in broken})
    print(json.dumps({"feasible": not broken, "broken": len(broken), "rules": rules}))
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
