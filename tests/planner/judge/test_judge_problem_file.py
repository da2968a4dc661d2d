"""Problem files: round trip, and one line for each thing that is wrong."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from builders import grid_problem
from hypothesis import given
from strategies import problems

from planner.judge.problem import Kind, Objective, Problem
from planner.judge.problem_file import problem_from_json, problem_to_json
from planner.model.types import identical


def document(**changed: Any) -> dict[str, Any]:
    """A row of four regions and two territories, with some keys changed."""
    return json.loads(problem_to_json(grid_problem(1, 4, 2))) | changed


@given(problems())
def test_what_is_written_is_read_back(problem: Problem) -> None:
    read, wrong = problem_from_json(problem_to_json(problem))
    assert wrong == ()
    assert identical(read, problem)


def test_only_the_required_keys_are_enough() -> None:
    required = ("n", "k", "measures", "weights", "targets", "tolerance", "edges", "xy_km")
    short = {key: value for key, value in document().items() if key in required}
    problem, wrong = problem_from_json(json.dumps(short))
    assert wrong == ()
    assert problem is not None
    assert problem.objective == Objective(Kind.INERTIA)
    assert problem.contiguous


def test_seats_make_distance_the_objective() -> None:
    short = document(seats=[0, 3])
    del short["objective"]
    problem, _ = problem_from_json(json.dumps(short))
    assert problem is not None
    assert problem.objective == Objective(Kind.DISTANCE)


@pytest.mark.parametrize(
    ("changed", "line"),
    [
        ({"weights": [[1], [1], [1]]}, "weights"),
        ({"weights": [[1], [-1], [1], [1]]}, "weights"),
        ({"weights": [[1], [1e999], [1], [1]]}, "weights"),
        ({"weights": [[1], ["many"], [1], [1]]}, "weights"),
        ({"weights": [[0], [0], [0], [0]]}, "weights"),
        ({"targets": [[0.5], [0.6]]}, "targets"),
        ({"targets": [[1.0], [0.0]]}, "targets"),
        ({"targets": [0.5, 0.5]}, "targets"),
        ({"tolerance": [-0.1]}, "tolerance"),
        ({"xy_km": [[0, 0], [1, 0]]}, "xy_km"),
        ({"edges": [[0, 1], [1, 2], [2, 4]]}, "edges"),
        ({"edges": [[0, 1], [1, 2], [2, 3], [3, 3]]}, "edges"),
        ({"edges": [[0, 1], [2, 3]]}, "edges"),
        ({"edges": [[0, 1, 2]]}, "edges"),
        ({"seats": [1, 1]}, "seats"),
        ({"seats": [0, 4]}, "seats"),
        ({"seats": [0]}, "seats"),
        ({"locks": {"0": 2}}, "locks"),
        ({"locks": {"9": 0}}, "locks"),
        ({"locks": [0]}, "locks"),
        ({"current": [0, 0, 5, 1]}, "current"),
        ({"switch_cost": [1, 1, 1, -1]}, "switch_cost"),
        ({"k": 5, "targets": [[0.2]] * 5}, "k"),
        ({"n": 0}, "n and k"),
        ({"measures": []}, "measures"),
        ({"contiguous": "yes"}, "contiguous"),
        ({"objective": {"kind": "beauty"}}, "objective"),
        ({"objective": {"kind": "inertia", "measure": 3}}, "objective"),
        ({"objective": {"kind": "disruption"}}, "objective"),
        ({"objective": {"power": 2}}, "objective"),
        ({"format": 3}, "format"),
        ({"format": True}, "format"),
        ({"colour": "blue"}, "colour"),
    ],
)
def test_what_is_wrong_is_named_in_one_line(changed: dict[str, Any], line: str) -> None:
    problem, wrong = problem_from_json(json.dumps(document(**changed)))
    assert problem is None
    assert [text for text in wrong if text.startswith(line)], wrong
    assert all("\n" not in text for text in wrong)


@pytest.mark.parametrize("text", ["", "{", "[1, 2]", "3", "null"])
def test_what_is_no_problem_is_said_so(text: str) -> None:
    problem, wrong = problem_from_json(text)
    assert problem is None
    assert len(wrong) == 1


def test_everything_wrong_is_told_at_once() -> None:
    broken = document(
        weights=[[1], [-1], [1], [1]], targets=[[0.5], [0.6]], edges=[[0, 9]], seats=[1, 1]
    )
    _, wrong = problem_from_json(json.dumps(broken))
    for key in ("weights", "targets", "edges", "seats"):
        assert sum(line.startswith(key) for line in wrong) >= 1, wrong


def test_every_missing_key_is_named() -> None:
    _, wrong = problem_from_json(json.dumps({"n": 2, "k": 1}))
    assert {line.split(":")[0] for line in wrong} == {
        "measures", "weights", "targets", "tolerance", "edges", "xy_km",
    }  # fmt: skip


def test_an_unconnected_graph_is_fine_when_territories_may_fall_apart() -> None:
    problem, wrong = problem_from_json(json.dumps(document(edges=[[0, 1]], contiguous=False)))
    assert wrong == ()
    assert problem is not None


def test_a_problem_without_later_rules_is_written_in_format_1() -> None:
    assert document()["format"] == 1
    assert "minimum" not in document()


@given(problems(later_rules=True))
def test_later_rules_are_written_in_format_2_and_read_back(problem: Problem) -> None:
    text = problem_to_json(problem)
    read, wrong = problem_from_json(text)
    assert wrong == ()
    assert identical(read, problem)


def test_null_in_a_list_of_limits_means_none_is_asked() -> None:
    told = later(minimum=[[1], [None]], maximum=[[None], [3]], reach_km=[None, 2.5])
    problem, wrong = problem_from_json(json.dumps(told))
    assert wrong == ()
    assert problem is not None
    assert problem.minimum.tolist() == [[1.0], [0.0]]
    assert problem.maximum.tolist() == [[np.inf], [3.0]]
    assert problem.reach_km.tolist() == [np.inf, 2.5]


def test_keys_of_format_2_are_refused_in_format_1() -> None:
    _, wrong = problem_from_json(json.dumps(document(minimum=[[1], [1]])))
    assert wrong == ('minimum: a key of format 2; say "format": 2',)


def later(**changed: Any) -> dict[str, Any]:
    return document(format=2, **changed)


@pytest.mark.parametrize(
    ("changed", "line"),
    [
        ({"minimum": [[1]]}, "minimum"),
        ({"minimum": [[-1], [1]]}, "minimum"),
        ({"minimum": [["much"], [1]]}, "minimum"),
        ({"maximum": [[1e999], [1]]}, "maximum"),
        ({"minimum": [[3], [1]], "maximum": [[2], [1]]}, "minimum"),
        ({"ideal": [-0.1]}, "ideal"),
        ({"ideal_price": [1, 2]}, "ideal_price"),
        ({"kept_from": [[0, 2]]}, "kept_from"),
        ({"kept_from": [[4, 0]]}, "kept_from"),
        ({"kept_from": [0, 1]}, "kept_from"),
        ({"reach_km": [1]}, "reach_km"),
        ({"reach_km": [-1, 1]}, "reach_km"),
        ({"together": [0, 0, -2, 1]}, "together"),
        ({"together": [0, 0]}, "together"),
        ({"together": [0, 0.5, 1, 1]}, "together"),
        ({"most_handed_over": [[1], [1]]}, "most_handed_over"),
        ({"most_taken_over": [[1], [-1]], "current": [0, 0, 1, 1]}, "most_taken_over"),
        ({"most_moved": 2}, "most_moved"),
        ({"most_moved": 2, "current": [0, 0, 1, 1]}, "most_moved"),
        ({"most_moved": [2], "current": [0, 0, 1, 1], "switch_cost": [1] * 4}, "most_moved"),
        ({"besides": [[1], [None]]}, "besides"),
        ({"besides": [[1], [-1]]}, "besides"),
        ({"barriers": [{"name": "Rhine", "edges": [[0, 1]]}]}, "barriers"),
        ({"barriers": [{"name": "Rhine", "edges": [[0, 9]]}]}, "barriers"),
        ({"barriers": [{"name": "Rhine", "edges": [[3, 3]]}]}, "barriers"),
        ({"barriers": [{"edges": [[0, 2]]}]}, "barriers"),
        ({"barriers": {"Rhine": [[0, 2]]}}, "barriers"),
        ({"importance": [1, 1]}, "importance"),
        ({"part_of_region": [0, 0, 1, 1]}, "part_of_region"),
        ({"part_of_region": [0, 0, 1, 1], "part_of_territory": [0]}, "part_of_territory"),
        ({"colour": "blue"}, "colour"),
    ],
)
def test_what_is_wrong_with_a_later_rule_is_named_in_one_line(
    changed: dict[str, Any], line: str
) -> None:
    problem, wrong = problem_from_json(json.dumps(later(**changed)))
    assert problem is None
    assert [text for text in wrong if text.startswith(f"{line}:")], wrong
    assert len(wrong) == 1
    assert "\n" not in wrong[0]


def test_a_map_cut_by_a_barrier_is_a_rule_and_not_a_fault() -> None:
    told = later(edges=[[0, 1], [2, 3]], barriers=[{"name": "Rhine", "edges": [[1, 2]]}])
    problem, wrong = problem_from_json(json.dumps(told))
    assert wrong == ()
    assert problem is not None
    assert [(b.name, b.edges.tolist()) for b in problem.barriers] == [("Rhine", [[1, 2]])]


def test_parts_kept_apart_need_no_border_between_them() -> None:
    told = later(edges=[[0, 1], [2, 3]], part_of_region=[0, 0, 5, 5], part_of_territory=[5, 0])
    problem, wrong = problem_from_json(json.dumps(told))
    assert wrong == ()
    assert problem is not None
    assert problem.part_of_territory.tolist() == [5, 0]
