"""What a solver minimises, in words: its score shared out over what travels, without Qt."""

from __future__ import annotations

from dataclasses import dataclass

from planner.judge.problem import Kind
from ui.messages import tr
from ui.widgets.figures import UNKNOWN, number


@dataclass(frozen=True, slots=True)
class Aim:
    """What is minimised, and the total weight that its score is a sum over.

    A score of weight times km is shown as mean km, of weight times squared km as mean km²: the
    share between best and proven least stays as it is.
    """

    kind: Kind = Kind.DISTANCE
    weight: float = 0.0

    @property
    def name(self) -> str:
        """What is minimised."""
        return {
            Kind.DISTANCE: tr("Mean distance to the home base"),
            Kind.INERTIA: tr("Spread around the home bases (mean square of the distance)"),
            Kind.DISRUPTION: tr("What changes hands"),
        }[self.kind]

    def words(self, score: float | None) -> str:
        """Return a score as it is shown; a dash where there is none."""
        if score is None or not self.weight > 0:
            return UNKNOWN
        mean = score / self.weight
        unit = {Kind.DISTANCE: "km", Kind.INERTIA: "km²", Kind.DISRUPTION: ""}[self.kind]
        digits = 0 if mean >= 100 else 1 if mean >= 10 else 2
        said = number(mean, digits)
        return f"{said}\u00a0{unit}" if unit else said
