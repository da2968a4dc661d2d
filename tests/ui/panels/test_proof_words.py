"""Each sentence of the proof card is held against the field of the answer that it states."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.insight.room import room_above
from planner.judge.problem import Floor, Kind, Solution, Status, StoppedBy
from ui.panels.proof_words import (
    NamedFloor,
    ProofFacts,
    ProofWords,
    named_floors,
    proof_words,
)

FEASIBLE = ProofFacts(
    status=Status.FEASIBLE,
    kind=Kind.DISTANCE,
    score=102.1,
    bound=100.0,
    territories=12,
    within=12,
    rules=(("Prospects", 0.05), ("Workload", 0.05)),
)


def said(words: ProofWords) -> dict[str, str]:
    return {sentence.field: sentence.text for sentence in words.sentences}


def test_in_rule_and_bounded() -> None:
    words = proof_words(FEASIBLE)
    assert words.tone == "good"
    assert words.headline.text == "All 12 territories are within 5\u00a0%."
    assert said(words) == {
        "gap": "Travel is at most 2.1\u00a0% above the least any plan under these rules can have."
    }


def test_a_proof_around_what_was_held_says_so() -> None:
    texts = [sentence.text for sentence in proof_words(replace(FEASIBLE, narrow=True)).sentences]
    assert texts[-1] == "This holds for plans that leave the rest as it is."
    unknown = replace(FEASIBLE, narrow=True, bound=None)
    assert "rest" not in said(proof_words(unknown))["bound"]


def test_optimal() -> None:
    words = proof_words(replace(FEASIBLE, status=Status.OPTIMAL, bound=102.1))
    assert said(words) == {"status": "Under these rules nothing is better."}


def test_without_a_bound_nothing_is_claimed() -> None:
    words = proof_words(replace(FEASIBLE, bound=None))
    assert said(words) == {
        "bound": "How much better it could get is not known; more time may tell."
    }


def test_not_met_and_not_proven() -> None:
    words = proof_words(replace(FEASIBLE, status=Status.UNKNOWN, within=9, bound=90.0))
    assert words.tone == "warn"
    assert words.headline.text == "9 of 12 territories are within 5\u00a0%."
    assert said(words) == {"status": "Nobody has shown that all 12 can be."}


def test_proven_impossible_names_the_rules_that_clash() -> None:
    words = proof_words(
        replace(FEASIBLE, status=Status.INFEASIBLE, clash=("lock of T01", "±5 % of Prospects"))
    )
    assert words.tone == "bad"
    assert words.headline.text == "No plan can meet these rules."
    assert said(words) == {"clash": "These cannot hold together: lock of T01; ±5 % of Prospects."}


def test_a_floor_names_its_region() -> None:
    floors = named_floors(
        (Floor("p", 0.67, region=1),), ("Kern", "Los Angeles"), {"p": "Prospects"}
    )
    words = proof_words(
        replace(FEASIBLE, status=Status.UNKNOWN, within=11, floors=floors, noun="county")
    )
    assert said(words)["floors"] == (
        "No plan can bring Los Angeles under +67\u00a0% of Prospects: one county outweighs a territory."
    )


def test_many_floors_are_counted_not_listed() -> None:
    floors = tuple(NamedFloor("Prospects", f"County {i}", 0.5) for i in range(5))
    texts = [sentence.text for sentence in proof_words(replace(FEASIBLE, floors=floors)).sentences]
    assert texts[-1] == "2 more are like that."


@pytest.mark.parametrize(
    ("by", "text"),
    [
        (StoppedBy.USER, "You stopped the search; this is the best so far."),
        (StoppedBy.TIME, "The time limit ended the search."),
    ],
)
def test_it_says_who_stopped_it(by: StoppedBy, text: str) -> None:
    assert said(proof_words(replace(FEASIBLE, stopped_by=by)))["stopped_by"] == text


def test_no_plan_at_all() -> None:
    words = proof_words(replace(FEASIBLE, status=Status.UNKNOWN, found=False, score=None))
    assert words.headline.text == "No plan was found."
    assert words.sentences == ()


def test_tolerances_that_differ_are_all_named() -> None:
    rules = (("Prospects", 0.05), ("Workload", 0.05), ("Potential", 0.10))
    words = proof_words(replace(FEASIBLE, rules=rules))
    assert words.headline.text == "All 12 territories are within your rules."
    assert words.sentences[0].text == (
        "Within 5\u00a0% of target: Prospects, Workload; within 10\u00a0%: Potential."
    )


@given(st.floats(1, 1e12), st.floats(0, 3))
def test_the_room_above_the_bound_is_never_understated(bound: float, share: float) -> None:
    score = bound * (1 + share)
    room = room_above(score, bound)
    assert room is not None
    assert room >= score / bound - 1 - 1e-8


@given(
    st.sampled_from(Status),
    st.sampled_from(Kind),
    st.none() | st.floats(1, 1e6),
    st.none() | st.floats(1, 1e6),
    st.integers(0, 12),
    st.sampled_from(StoppedBy),
)
def test_every_sentence_states_a_field_of_the_answer(
    status: Status,
    kind: Kind,
    score: float | None,
    bound: float | None,
    within: int,
    by: StoppedBy,
) -> None:
    facts = replace(
        FEASIBLE, status=status, kind=kind, score=score, bound=bound, within=within, stopped_by=by
    )
    words = proof_words(facts)
    known = {field.name for field in fields(Solution)} | {"gap"}
    stated = {words.headline.field, *(sentence.field for sentence in words.sentences)}
    assert stated <= known
    claims_a_share = any("at most" in sentence.text for sentence in words.sentences)
    assert claims_a_share <= (bound is not None and score is not None)
