"""Judge an owner file with our own verifier: `python -m benchmarks.judge_owner PROBLEM.json OWNER.csv`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from planner.judge.owner_file import owner_from_csv
from planner.judge.problem_file import problem_from_json
from planner.judge.verify import violations


def main(problem_path: str, owner_path: str) -> int:
    problem, wrong = problem_from_json(Path(problem_path).read_text(encoding="utf-8"))
    assert problem is not None, wrong
    text = Path(owner_path).read_text(encoding="utf-8")
    owner, wrong = owner_from_csv(text, problem.n, problem.k)
    assert owner is not None, wrong
    broken = violations(problem, owner)
    rules = sorted({violation.rule.value for violation in broken})
    print(json.dumps({"feasible": not broken, "broken": len(broken), "rules": rules}))
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
