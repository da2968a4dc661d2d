"""The plan: the document. One immutable value that an edit replaces."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from planner.model.accounts import Accounts
from planner.model.areas import Area
from planner.model.goals import Goals
from planner.model.measures import Measure
from planner.model.products import ProductLine
from planner.model.regions import RegionSet
from planner.model.reps import Rep
from planner.model.scenarios import TODAY, Scenario
from planner.model.segments import Segment
from planner.model.types import Bools, Floats, RepId, floats


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """Regions, accounts, people, goals and scenarios.

    Attributes
    ----------
    name : str
    currency : str
        Three letters ("EUR").
    seed : int
        Of every random choice.
    start : date
        First day of the period planned.
    regions : RegionSet
    accounts : Accounts
    segments : tuple of Segment
        In file order: the first that matches is an account's primary segment.
    measures : tuple of Measure
    loads : Floats, shape (n, m)
        Value of each measure in each region, finite and not negative; derived from the inputs once.
    reps : tuple of Rep
    goals : Goals
    scenarios : tuple of Scenario
        The first is Today.
    areas : tuple of Area
        Drawn on the map; a segment's rule may name them.
    products : tuple of ProductLine
        In file order: the first that matches is the line an account is counted in.
    """

    name: str
    currency: str
    seed: int
    start: date
    regions: RegionSet
    measures: tuple[Measure, ...]
    loads: Floats
    goals: Goals
    scenarios: tuple[Scenario, ...]
    accounts: Accounts = field(default_factory=Accounts)
    segments: tuple[Segment, ...] = ()
    reps: tuple[Rep, ...] = ()
    areas: tuple[Area, ...] = ()
    products: tuple[ProductLine, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "loads", floats(self.loads))
        if self.loads.shape != (len(self.regions), len(self.measures)):
            raise ValueError(
                f"loads have shape {self.loads.shape}, not {len(self.regions)} regions "
                f"x {len(self.measures)} measures"
            )
        if not (np.isfinite(self.loads).all() and (self.loads >= 0).all()):
            raise ValueError("loads must be finite and not negative")
        if not self.scenarios or self.scenarios[0].name != TODAY:
            raise ValueError(f"the first scenario must be {TODAY}")
        if len({scenario.name for scenario in self.scenarios}) != len(self.scenarios):
            raise ValueError("scenario names must be unique")
        if len({rep.id for rep in self.reps}) != len(self.reps):
            raise ValueError("rep ids must be unique")
        for name in ("segments", "areas", "products"):
            keys = [one.key for one in getattr(self, name)]
            if len(set(keys)) != len(keys):
                raise ValueError(f"keys of {name} must be unique")
        for scenario in self.scenarios:
            for layer in scenario.layers:
                if len(layer.owner) != len(self.regions):
                    raise ValueError(
                        f"layer {layer.key} of {scenario.name}: wrong number of regions"
                    )
                if layer.targets.shape[1] != len(self.measures):
                    raise ValueError(f"layer {layer.key} of {scenario.name}: targets do not fit")

    @property
    def inside(self) -> Mapping[str, Bools]:
        """Which accounts lie inside each area, shape (a,) by its key."""
        from planner.model.inside import Inside  # late: few plans have areas, and it is a library

        return Inside(self.areas, self.regions, self.accounts)

    @property
    def today(self) -> Scenario:
        """The present situation."""
        return self.scenarios[0]

    def scenario(self, name: str) -> Scenario:
        """Return a scenario by name; raises ValueError when there is none."""
        for scenario in self.scenarios:
            if scenario.name == name:
                return scenario
        raise ValueError(f"no scenario {name}")

    def rep(self, rep_id: RepId | str) -> Rep:
        """Return a rep by id; raises ValueError when there is none."""
        for rep in self.reps:
            if rep.id == rep_id:
                return rep
        raise ValueError(f"no rep {rep_id}")
