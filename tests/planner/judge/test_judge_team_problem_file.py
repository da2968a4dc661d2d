import json

import pytest

from planner.judge.team_problem_file import read_team_problem

PROBLEM = {
    "name": "two by two",
    "markets": 2,
    "reps": [
        {
            "rep_id": "r0", "level": "senior", "capacity_blocks": 10, "present_market": 1,
            "productivity_pct": {"closer": 110}, "allowed_markets": [0, 1],
        },
        {
            "rep_id": "r1", "level": "junior", "capacity_blocks": 6, "present_market": 0,
            "productivity_pct": {"inbound": 80, "support": 90}, "allowed_markets": [0],
        },
    ],
    "demand_units": [{"inbound": 300}, {"closer": 700}],
    "price_per_unit_short": {"closer": 26, "inbound": 14},
    "hire_price": {"closer": 8000, "inbound": 4800},
}  # fmt: skip


def write(folder, problem):
    path = folder / "problem.json"
    path.write_text(json.dumps(problem))
    return path


def test_a_problem_is_read_as_written(tmp_path):
    problem = read_team_problem(write(tmp_path, PROBLEM))
    assert (problem.reps, problem.levels) == (("r0", "r1"), ("senior", "junior"))
    assert problem.capacity.tolist() == [10, 6]
    assert problem.demand.tolist() == [[0, 300, 0, 0, 0], [0, 0, 700, 0, 0]]
    assert problem.productivity[0].tolist() == [[0, 0, 110, 0, 0]] * 2
    assert problem.productivity[1].tolist() == [[0, 80, 0, 0, 90], [0] * 5]
    assert problem.present.tolist() == [1, 0]
    assert problem.prices.short["closer"] == 26


@pytest.mark.parametrize("missing", ["markets", "reps", "demand_units"])
def test_a_missing_key_is_no_team_problem(tmp_path, missing):
    rest = {key: value for key, value in PROBLEM.items() if key != missing}
    with pytest.raises(ValueError, match=r"problem.json is no team problem: .*" + missing):
        read_team_problem(write(tmp_path, rest))
