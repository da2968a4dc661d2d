"""Renaming a region: its code, its name, and whatever knows it by its code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from planner.edits.earlier_codes import carried_codes
from planner.model.goals import Goals
from planner.model.layers import Layer, Proof
from planner.model.plan import Plan
from planner.model.redrawing import Refusal, Why
from planner.model.rules import Pairs, Placing, TerritoryRules
from planner.model.scenarios import Scenario
from planner.model.types import RegionId


def rename_region(plan: Plan, region: int, code: str, name: str) -> Plan | Refusal:
    """Return the plan with a region called otherwise, or why not.

    Rules and floors that name it follow; accounts, owners, locks and home bases know regions by their
    number and stay, and so does what was proven: a name is no rule. The code of before still leads to
    it (`RegionSet.earlier`). The plan itself comes back where it is called so already.

    Parameters
    ----------
    region : int
    code, name : str
        Without spaces around them; an empty name is the code.

    Raises
    ------
    ValueError
        For a region that the plan has not got.
    """
    regions = plan.regions
    if not 0 <= region < len(regions):
        raise ValueError(f"no region {region}")
    before, after = regions.ids[region], RegionId(code.strip())
    if not after:
        return Refusal(Why.NO_CODE, (before,))
    if after != before and after in regions.ids:
        return Refusal(Why.CODE_TAKEN, (after,))
    called = name.strip() or str(after)
    if (before, regions.names[region]) == (after, called):
        return plan
    ids = (*regions.ids[:region], after, *regions.ids[region + 1 :])
    names = (*regions.names[:region], called, *regions.names[region + 1 :])
    if after == before:
        return replace(plan, regions=replace(regions, names=names))
    earlier = carried_codes(regions.earlier, {before: (after,)}, ids)
    known = {str(before): str(after)}
    return replace(
        plan,
        regions=replace(regions, ids=ids, names=names, earlier=earlier),
        goals=_renamed_goals(plan.goals, known),
        scenarios=tuple(_renamed_scenario(one, known) for one in plan.scenarios),
    )


def _renamed_goals(goals: Goals, known: Mapping[str, str]) -> Goals:
    layers = tuple(
        replace(one, rules=_renamed_rules(one.rules, known))
        if not known.keys().isdisjoint(one.rules.regions())
        else one
        for one in goals.layers
    )
    return goals if layers == goals.layers else replace(goals, layers=layers)


def _renamed_rules(rules: TerritoryRules, known: Mapping[str, str]) -> TerritoryRules:
    return replace(
        rules,
        ferries=_renamed_pairs(rules.ferries, known),
        barriers=tuple(
            replace(one, pairs=_renamed_pairs(one.pairs, known)) for one in rules.barriers
        ),
        held_by=tuple(_renamed_placing(one, known) for one in rules.held_by),
        kept_from=tuple(_renamed_placing(one, known) for one in rules.kept_from),
    )


def _renamed_pairs(pairs: Pairs, known: Mapping[str, str]) -> Pairs:
    return tuple((known.get(one, one), known.get(other, other)) for one, other in pairs)


def _renamed_placing(placing: Placing, known: Mapping[str, str]) -> Placing:
    return replace(placing, regions=tuple(known.get(id_, id_) for id_ in placing.regions))


def _renamed_scenario(scenario: Scenario, known: Mapping[str, str]) -> Scenario:
    """Return a scenario whose proofs name the region by its code of now; itself where none does."""
    layers = tuple(_renamed_layer(layer, known) for layer in scenario.layers)
    proofs = tuple((key, _renamed_proof(proof, known)) for key, proof in scenario.account_proofs)
    same = all(one is other for one, other in zip(layers, scenario.layers, strict=True))
    same = same and proofs == scenario.account_proofs
    return scenario if same else replace(scenario, layers=layers, account_proofs=proofs)


def _renamed_layer(layer: Layer, known: Mapping[str, str]) -> Layer:
    if layer.proof is None:
        return layer
    proof = _renamed_proof(layer.proof, known)
    return layer if proof is layer.proof else replace(layer, proof=proof)


def _renamed_proof(proof: Proof, known: Mapping[str, str]) -> Proof:
    floors = tuple((measure, known.get(id_, id_), by) for measure, id_, by in proof.floors)
    return proof if floors == proof.floors else replace(proof, floors=floors)
