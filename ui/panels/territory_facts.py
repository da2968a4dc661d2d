"""What the inspector says about a territory or a selection, without Qt."""

from __future__ import annotations

from dataclasses import dataclass

from ui.messages import tr, tr_count
from ui.widgets.figures import ABOVE, BELOW, Scale, deviation, number, percent, quantity, scale_of


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """One measure of a territory: what it holds, what it should hold, and the rule; fractions."""

    label: str
    unit: str
    value: float
    target: float
    deviation: float
    tolerance: float

    @property
    def outside(self) -> bool:
        """Whether it breaks the rule."""
        return not abs(self.deviation) <= self.tolerance + 1e-9

    @property
    def scale(self) -> Scale:
        """How value and target are written."""
        return scale_of(max(self.value, self.target), self.unit)

    @property
    def heading(self) -> str:
        """The measure with the unit of its figures."""
        return self.headed(self.scale)

    def headed(self, scale: Scale) -> str:
        """Return the measure with the unit of figures in a scale."""
        said = not scale.unit or scale.unit.casefold() == self.label.casefold()
        return self.label if said else f"{self.label}, {scale.unit}"

    @property
    def marked(self) -> str:
        """The deviation with ▲ or ▼ where it breaks the rule."""
        said = deviation(self.deviation)
        if not self.outside:
            return said
        return f"{ABOVE if self.deviation > 0 else BELOW} {said}"


@dataclass(frozen=True, slots=True)
class RepFit:
    """Why a territory has the rep it has: figures with their names, and how the next exchange would do."""

    rows: tuple[tuple[str, str], ...]
    exchange: str


@dataclass(frozen=True, slots=True)
class NamedAccounts:
    """Key accounts that a territory's rep has by name: they count here, wherever they lie.

    Attributes
    ----------
    count : int
    share : float
        Of what the territory holds of the measure they are told by.
    measure : str
        Its label.
    rows : tuple of (str, str)
        The largest accounts and what each adds to it, in `unit`.
    """

    count: int
    share: float
    measure: str
    rows: tuple[tuple[str, str], ...]
    unit: str = ""

    @property
    def heading(self) -> str:
        """The measure with the unit of the rows' figures."""
        return f"{self.measure}, {self.unit}" if self.unit else self.measure

    @property
    def sentence(self) -> str:
        """What they add up to, and how many stand in no row."""
        text = tr(
            "They count here wherever they lie: {share} of its {measure}.",
            share=percent(self.share, 0), measure=self.measure.lower(),
        )  # fmt: skip
        left = self.count - len(self.rows)
        more = tr_count(left, "One smaller account more.", "{count} smaller accounts more.")
        return f"{text} {more}" if left else text


@dataclass(frozen=True, slots=True)
class TerritoryFacts:
    """A territory as the inspector shows it.

    Attributes
    ----------
    code, name, rep : str
        `rep` is "" where nobody owns it.
    measures : tuple of MeasureLine
    regions, pieces : int
    travel_km : float or None
        Weighted mean straight-line distance to the home base.
    moved_in, moved_out : int
        Regions against Today.
    locked : bool
    noun : (str, str)
        What one and several regions are called.
    home : str
        Name of the region it is served from, or "".
    fills : float or None
        Share of the land in its convex hull that it holds; None where there are no outlines.
    ragged : str
        Why it fills so little, or "" where it fills enough.
    fit : RepFit or None
        Why this rep has it; None where there is nobody, or nothing to say.
    named : NamedAccounts or None
        Key accounts its rep has by name; None where there are none.
    rep_id : str
        "" where nobody owns it.
    people : tuple of (str, str)
        Who it can be given to: id and words; "" for nobody.
    """

    code: str
    name: str
    rep: str
    measures: tuple[MeasureLine, ...]
    regions: int
    pieces: int
    travel_km: float | None
    moved_in: int
    moved_out: int
    locked: bool
    noun: tuple[str, str]
    home: str = ""
    fills: float | None = None
    ragged: str = ""
    fit: RepFit | None = None
    named: NamedAccounts | None = None
    rep_id: str = ""
    people: tuple[tuple[str, str], ...] = ()

    def sentence(self) -> tuple[str, str, str]:
        """Return the tone, the one sentence that matters, and what stands behind it."""
        if not self.regions:
            return "warn", tr("It has no {noun} yet.", noun=self.noun[1]), ""
        if self.pieces > 1:
            text = tr("It lies in {count} pieces.", count=self.pieces)
            return "bad", text, tr("Move the cut-off {noun} to a neighbour.", noun=self.noun[1])
        outside = [line for line in self.measures if line.outside]
        if not outside:
            return "good", tr("It keeps every rule."), ""
        line = max(outside, key=lambda each: abs(each.deviation))
        fields = {
            "amount": percent(abs(line.deviation)),
            "measure": line.label,
            "rule": percent(line.tolerance, 0),
        }
        if line.deviation > 0:
            head = tr("{measure}: {amount} above target, rule is ±{rule}.", **fields)
        else:
            head = tr("{measure}: {amount} below target, rule is ±{rule}.", **fields)
        more = len(outside) - 1
        rest = tr_count(
            more, "One more measure is outside its rule.", "{count} more are outside their rules."
        )
        return "bad", head, rest if more else ""


@dataclass(frozen=True, slots=True)
class MoveOption:
    """A neighbour that the selection can move to: its deviation now and then."""

    territory: int
    code: str
    name: str
    now: float
    then: float
    tolerance: float
    locked: bool = False

    @property
    def words(self) -> str:
        """Now and then, with a mark where it would break the rule."""
        mark = ""
        if abs(self.then) > self.tolerance + 1e-9:
            mark = f" {ABOVE if self.then > 0 else BELOW}"
        return f"{deviation(self.now)} → {deviation(self.then)}{mark}"


@dataclass(frozen=True, slots=True)
class SelectionFacts:
    """Selected regions as the inspector shows them.

    Attributes
    ----------
    regions : int
    names : tuple of str
        The first few.
    sums : tuple of (label, amount, unit)
    options : tuple of MoveOption
        Neighbouring territories, the longest shared border first; keys 1..9 choose one.
    measure : str
        Label of the measure that `options` speak of.
    locked : int
        How many of the regions may not move.
    noun : (str, str)
    """

    regions: int
    names: tuple[str, ...]
    sums: tuple[tuple[str, float, str], ...]
    options: tuple[MoveOption, ...]
    measure: str
    locked: int
    noun: tuple[str, str]

    @property
    def title(self) -> str:
        """How many are selected."""
        return f"{number(self.regions)} {self.noun[0] if self.regions == 1 else self.noun[1]}"

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """Each measure with its sum and unit."""
        return tuple((label, quantity(amount, unit)) for label, amount, unit in self.sums)
