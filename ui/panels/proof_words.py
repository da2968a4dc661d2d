"""The proof card in words: each sentence states one field of the solver's answer, nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from planner.insight.room import room_above
from planner.judge.problem import Floor, Kind, Status, StoppedBy
from ui.messages import Phrase, tr, tr_count
from ui.widgets.figures import deviation, percent

FLOORS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class NamedFloor:
    """A deviation no plan can avoid, and the region that forces it; "" where none is named."""

    measure: str
    place: str
    deviation: float


@dataclass(frozen=True, slots=True)
class ProofFacts:
    """What a solver returned and the judge confirmed, with the names of the plan.

    Attributes
    ----------
    status, kind, stopped_by : as in `Solution` and its `Objective`
    score, bound : float or None
        In the objective's own unit.
    floors : tuple of NamedFloor
        Heaviest first.
    clash : tuple of str
    territories, within : int
        How many there are and how many keep every tolerance, counted by the judge.
    rules : tuple of (str, float)
        Label and tolerance of each measure.
    noun : str
        What one region is called.
    found : bool
        Whether there is a plan at all.
    narrow : bool
        Whether the ask held some of the plan as it is.
    """

    status: Status
    kind: Kind
    score: float | None
    bound: float | None
    territories: int
    within: int
    rules: tuple[tuple[str, float], ...]
    floors: tuple[NamedFloor, ...] = ()
    clash: tuple[str, ...] = ()
    stopped_by: StoppedBy = StoppedBy.WORK
    noun: str = "region"
    found: bool = True
    narrow: bool = False

    @property
    def rules_met(self) -> bool:
        """Whether every rule is met."""
        return self.status in (Status.OPTIMAL, Status.FEASIBLE)


@dataclass(frozen=True, slots=True)
class ProofSentence:
    """One sentence and the field of the answer it states."""

    text: str
    field: str


@dataclass(frozen=True, slots=True)
class ProofWords:
    """The card: a tone (good, warn, bad), a headline and at most a handful of sentences."""

    tone: str
    headline: ProofSentence
    sentences: tuple[ProofSentence, ...]


def proof_words(facts: ProofFacts) -> ProofWords:
    """Put an answer into words by its state; a bound is named only where it was proven."""
    body = [*_rules(facts), *_better(facts), *_floors(facts), *_clash(facts), *_stopped(facts)]
    tone = "good" if facts.rules_met else "bad" if facts.status is Status.INFEASIBLE else "warn"
    return ProofWords(tone, _headline(facts), tuple(body))


def _headline(facts: ProofFacts) -> ProofSentence:
    if facts.status is Status.INFEASIBLE:
        return ProofSentence(tr("No plan can meet these rules."), "status")
    if not facts.found:
        return ProofSentence(tr("No plan was found."), "owner")
    rule, count, within = rule_words(facts.rules), facts.territories, facts.within
    if facts.rules_met and within == count:
        text = tr_count(
            count,
            "The territory is within {rule}.",
            "All {count} territories are within {rule}.",
            rule=rule,
        )
        return ProofSentence(text, "status")
    text = tr(
        "{within} of {count} territories are within {rule}.", within=within, count=count, rule=rule
    )
    return ProofSentence(text, "owner")


def rule_words(rules: Sequence[tuple[str, float]]) -> str:
    """Return "5 %", or "your rules" where the measures have different tolerances."""
    if len({tolerance for _, tolerance in rules}) > 1:
        return tr("your rules")
    return percent(rules[0][1], _digits(rules[0][1])) if rules else percent(0, 0)


def rules_sentence(rules: Sequence[tuple[str, float]]) -> str:
    """Return "Within 5 % of target: Prospects, Workload; within 10 %: Potential."."""
    parts: list[str] = []
    for tolerance, group in groupby(rules, key=lambda rule: rule[1]):
        amount = percent(tolerance, _digits(tolerance))
        labels = ", ".join(label for label, _ in group)
        words = tr("within {amount}: {measures}", amount=amount, measures=labels)
        if not parts:
            words = tr("Within {amount} of target: {measures}", amount=amount, measures=labels)
        parts.append(words)
    return "; ".join(parts) + "."


def _rules(facts: ProofFacts) -> list[ProofSentence]:
    """Spell the rules out where the headline cannot."""
    if len({tolerance for _, tolerance in facts.rules}) <= 1 or not facts.found:
        return []
    return [ProofSentence(rules_sentence(facts.rules), "owner")]


def _better(facts: ProofFacts) -> list[ProofSentence]:
    """How much better it could get: proven best, proven within a share, or not known."""
    if facts.status is Status.OPTIMAL:
        best = ProofSentence(tr("Under these rules nothing is better."), "status")
        return [best, *_around(facts, "status")]
    if facts.status is Status.UNKNOWN and facts.found:
        text = tr("Nobody has shown that all {count} can be.", count=facts.territories)
        return [ProofSentence(text, "status")]
    if not facts.rules_met:  # proven impossible, or nothing was found
        return _around(facts, "status") if facts.status is Status.INFEASIBLE else []
    room = room_above(facts.score, facts.bound)
    if room is None:
        text = tr("How much better it could get is not known; more time may tell.")
        return [ProofSentence(text, "bound")]
    said = ProofSentence(_room_words(facts.kind)(room=percent(room)), "gap")
    return [said, *_around(facts, "bound")]


def _around(facts: ProofFacts, field: str) -> list[ProofSentence]:
    """Say what a proof holds for, where the ask held some of the plan as it is."""
    if not facts.narrow:
        return []
    return [ProofSentence(tr("This holds for plans that leave the rest as it is."), field)]


def _room_words(kind: Kind) -> Phrase:
    return {
        Kind.DISTANCE: Phrase(
            "Travel is at most {room} above the least any plan under these rules can have."
        ),
        Kind.INERTIA: Phrase(
            "Spread around the home bases is at most {room} above the least any plan under these "
            "rules can have."
        ),
        Kind.DISRUPTION: Phrase(
            "What changes hands is at most {room} above the least any plan under these rules can "
            "have."
        ),
    }[kind]


def _floors(facts: ProofFacts) -> list[ProofSentence]:
    made = [
        ProofSentence(
            tr(
                "No plan can bring {place} under {deviation} of {measure}: one {noun} outweighs a "
                "territory.",
                place=floor.place,
                deviation=deviation(floor.deviation, 0),
                measure=floor.measure,
                noun=facts.noun,
            ),
            "floors",
        )
        for floor in facts.floors[:FLOORS_SHOWN]
        if floor.place
    ]
    more = len(facts.floors) - len(made)
    if made and more:
        text = tr_count(more, "One more is like that.", "{count} more are like that.")
        made.append(ProofSentence(text, "floors"))
    return made


def _clash(facts: ProofFacts) -> list[ProofSentence]:
    if facts.status is not Status.INFEASIBLE or not facts.clash:
        return []
    text = tr("These cannot hold together: {rules}.", rules="; ".join(facts.clash))
    return [ProofSentence(text, "clash")]


def _stopped(facts: ProofFacts) -> list[ProofSentence]:
    if facts.stopped_by is StoppedBy.USER:
        return [ProofSentence(tr("You stopped the search; this is the best so far."), "stopped_by")]
    if facts.stopped_by is StoppedBy.TIME:
        return [ProofSentence(tr("The time limit ended the search."), "stopped_by")]
    return []


def named_floors(
    floors: Sequence[Floor], region_names: Sequence[str], measures: dict[str, str]
) -> tuple[NamedFloor, ...]:
    """Give floors the names of the plan; `measures` maps a key to its label."""
    return tuple(
        NamedFloor(
            measures.get(floor.measure, floor.measure),
            "" if floor.region is None else region_names[floor.region],
            float(floor.deviation),
        )
        for floor in floors
    )


def _digits(tolerance: float) -> int:
    return 0 if abs(tolerance * 100 - round(tolerance * 100)) < 1e-9 else 1
