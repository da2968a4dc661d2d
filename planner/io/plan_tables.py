"""The tables of plan.toml as pydantic models: every key, its type and its limits."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainValidator

from planner.language import tr
from planner.model.goals import MOST_MONEY, MOST_OVER
from planner.model.grammar import parse_formula, parse_rule
from planner.model.words import ACCOUNT_NUMBERS, ACCOUNT_TEXT, REP_COLUMNS

Fraction = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Above = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Key = Annotated[str, Field(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]*$", max_length=60)]
Text = Annotated[str, Field(min_length=1)]

ACCOUNT_KEYS = (
    "file", "id", "name", "lat", "lon", "region", "postcode", "place", "country",
    *ACCOUNT_TEXT, *ACCOUNT_NUMBERS, "places", "nearest_km",
)  # fmt: skip
REP_KEYS = ("file", *REP_COLUMNS)


def _read_formula(source: str) -> str:
    parse_formula(source)
    return source


def _read_rule(where: str) -> str:
    if where.strip():
        parse_rule(where)
    return where


FormulaText = Annotated[Text, AfterValidator(_read_formula)]
RuleText = Annotated[str, AfterValidator(_read_rule)]


class _Table(BaseModel):
    """A table without room for keys that nobody reads."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class PlanTable(_Table):
    """[plan]."""

    name: str = ""
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] = "EUR"
    seed: Annotated[int, Field(ge=0, lt=2**31)] = 1
    start: date | None = None
    borders_within_m: Above = 50.0


class RegionsTable(_Table):
    """[[regions]]."""

    file: Text
    layer: str = ""
    id: str = ""
    name: str = ""
    noun: tuple[Text, Text] | None = None
    country: str = ""
    parents: tuple[Text, ...] = ()
    owner: str = ""
    crs: str = ""


class AccountsTable(_Table):
    """[accounts]: a file, how its rows are placed, and which column stands for which key."""

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, str]

    file: Text
    places: Text | None = None
    nearest_km: Fraction = 0.0

    @property
    def columns(self) -> dict[str, str]:
        """The column of each key."""
        return dict(self.model_extra or {})


class SegmentTable(_Table):
    """[[segments]]."""

    key: Key
    label: str = ""
    where: Annotated[RuleText, Field(min_length=1)]


class ProductTable(SegmentTable):
    """[[products]]."""


class AreaTable(_Table):
    """[[areas]]: drawn on the map, or by hand: an outline in degrees, longitude first."""

    key: Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$", max_length=60)]
    label: str = ""
    counts: Literal["centre", "touches", "inside"] = "centre"
    file: Text | None = None
    layer: str = ""
    id: str = ""
    crs: str = ""
    outline: tuple[tuple[float, float], ...] = ()


class MeasureTable(_Table):
    """[[measures]]."""

    key: Key
    label: str = ""
    unit: str = ""
    source: FormulaText = Field(alias="from")
    where: RuleText = ""
    tolerance: Fraction = 0.05
    weight: Above = 1.0
    ideal: Fraction | None = None
    ideal_price: Fraction = 1.0
    minimum: Fraction | None = None
    maximum: Fraction | None = None


class BarrierTable(_Table):
    """[[territories.rules.barriers]]."""

    name: Text
    pairs: tuple[tuple[Text, Text], ...]


class PlacingTable(_Table):
    """[[territories.rules.held_by]] and [[territories.rules.kept_from]]."""

    rep: Text
    regions: tuple[Text, ...]


class RulesTable(_Table):
    """[territories.rules]."""

    ferries: tuple[tuple[Text, Text], ...] = ()
    barriers: tuple[BarrierTable, ...] = ()
    together: str = ""
    made_of: str = ""
    held_by: tuple[PlacingTable, ...] = ()
    kept_from: tuple[PlacingTable, ...] = ()
    skill: str = ""
    reach_km: Above | None = None
    most_handed_over: Fraction | None = None
    most_taken_over: Fraction | None = None
    most_moved: Annotated[float, Field(ge=0, le=1)] | None = None


def _read_count(value: object) -> object:
    # In one place: of a union pydantic would tell one fault for each of its members.
    counts = isinstance(value, int) and not isinstance(value, bool) and value >= 1
    if not counts and value != "workload":
        raise ValueError(tr('a whole number of at least 1, or "workload"'))
    return value


class DisruptionTable(_Table):
    """[territories.disruption]."""

    weight: Fraction = 0.0


class TerritoriesTable(_Table):
    """[territories]; also what [[layers]] share with it."""

    label: str = ""
    count: Annotated[int | Literal["workload"] | None, PlainValidator(_read_count)] = None
    one_per: str = ""
    seats: Literal["free", "homes"] = "free"
    contiguous: Literal[True, False, "ferries"] = True
    balance_to: Literal["capacity", "equal"] = "capacity"
    oversize: Literal["report", "own"] = "report"
    apart: str | None = None
    disruption: DisruptionTable = DisruptionTable()
    rules: RulesTable = RulesTable()


class LayerTable(TerritoriesTable):
    """[[layers]]."""

    key: Key
    role: str = ""
    segment: str = ""


class KeyAccountsTable(_Table):
    """[[key_accounts]]."""

    key: Key
    label: str = ""
    where: Annotated[RuleText, Field(min_length=1)]
    role: str = ""
    tolerance: Fraction | None = None
    most: Annotated[float, Field(gt=0, le=1)] = 0.5
    together: str = ""
    skill: str = ""
    keep: RuleText = ""
    disruption: DisruptionTable = DisruptionTable(weight=1.0)
    most_moved: Annotated[float, Field(ge=0, le=1)] | None = None
    reach_km: Above | None = None


class ExceptionsTable(_Table):
    """[[exceptions]]: a file of named accounts, and its columns where they are called otherwise."""

    file: Text
    account_id: str = ""
    rep_id: str = ""
    reason: str = ""
    asked_by: str = ""
    until: str = ""
    counts: str = ""


class QuotaTable(_Table):
    """[quota]."""

    total: Annotated[int, Field(ge=0, le=MOST_MONEY)]
    over_assignment: Annotated[float, Field(ge=0, le=MOST_OVER)] = 0.0
    step: Annotated[int, Field(ge=1)] = 1000
    measure: str = ""


class TeamsTable(_Table):
    """[teams]: what teams are formed around, and norms that differ from the planner's."""

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, Fraction]

    markets: Annotated[str, Field(pattern="^(segment|product|territory|parent:.+)$")] = "territory"
    staff: Annotated[int, Field(ge=1)] | None = None


class PlanTables(_Table):
    """A whole plan.toml."""

    rayon: Literal[1]
    plan: PlanTable = PlanTable()
    regions: Annotated[tuple[RegionsTable, ...], Field(min_length=1)]
    accounts: AccountsTable | None = None
    reps: dict[str, str] | None = None
    segments: tuple[SegmentTable, ...] = ()
    areas: tuple[AreaTable, ...] = ()
    products: tuple[ProductTable, ...] = ()
    measures: tuple[MeasureTable, ...] = ()
    territories: TerritoriesTable = TerritoriesTable()
    layers: tuple[LayerTable, ...] = ()
    teams: TeamsTable | None = None
    quota: QuotaTable | None = None
    key_accounts: tuple[KeyAccountsTable, ...] = ()
    exceptions: tuple[ExceptionsTable, ...] = ()
