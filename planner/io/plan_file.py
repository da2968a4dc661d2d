"""plan.toml: what is planned, from which files, with which goals."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ValidationError

from planner.io.accounts import AccountSource
from planner.io.area_file import AreaSource
from planner.io.exceptions_table import ExceptionSource
from planner.io.plan_tables import (
    ACCOUNT_KEYS,
    REP_KEYS,
    LayerTable,
    PlanTables,
    TerritoriesTable,
)
from planner.io.region_table import RegionSource
from planner.io.reps import RepSource
from planner.io.toml_places import Place, in_words, row_of, shown, unknown_key
from planner.language import tr
from planner.model.formula import Columns, columns_of
from planner.model.goals import AccountGoals, Goals, QuotaGoals, TeamGoals, TerritoryGoals
from planner.model.issues import Issue, Severity, blocks
from planner.model.layers import BASE
from planner.model.measures import Measure
from planner.model.products import ProductLine
from planner.model.rules import BarrierGoal, Placing, TerritoryRules
from planner.model.segments import Segment
from planner.model.types import frozen_map
from planner.model.words import CLOSER
from planner.notation import plain
from planner.sales.norms import NORM_KEYS, norms_from

WORKLOAD = "workload"
"""Count of territories that follows from the work, and key of the measure that holds it."""


@dataclass(frozen=True, slots=True)
class PlanFile:
    """A plan.toml that can be used, with its files found from where it stands."""

    path: Path
    tables: PlanTables

    @property
    def regions(self) -> tuple[RegionSource, ...]:
        """The region files."""
        folder = self.path.parent
        return tuple(
            RegionSource(folder / table.file, **table.model_dump(exclude={"file"}))
            for table in self.tables.regions
        )

    @property
    def accounts(self) -> AccountSource | None:
        """The accounts file and its columns by key."""
        table, folder = self.tables.accounts, self.path.parent
        if table is None:
            return None
        own = None if table.places is None else folder / table.places
        return AccountSource(folder / table.file, frozen_map(table.columns), own, table.nearest_km)

    @property
    def reps(self) -> RepSource | None:
        """The reps file and its columns by key."""
        table = self.tables.reps
        return None if table is None else RepSource(self._at(table), _columns(table))

    @property
    def exceptions(self) -> tuple[ExceptionSource, ...]:
        """The files of named accounts and their columns by key."""
        return tuple(
            ExceptionSource(
                self.path.parent / table.file, frozen_map(table.model_dump(exclude={"file"}))
            )
            for table in self.tables.exceptions
        )

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The segments, in file order."""
        return tuple(
            Segment(table.key, table.label or table.key, table.where)
            for table in self.tables.segments
        )

    @property
    def products(self) -> tuple[ProductLine, ...]:
        """The product lines, in file order."""
        return tuple(
            ProductLine(table.key, table.label or table.key, table.where)
            for table in self.tables.products
        )

    @property
    def areas(self) -> tuple[AreaSource, ...]:
        """The drawn areas, in file order."""
        folder = self.path.parent
        return tuple(
            AreaSource(
                path=None if table.file is None else folder / table.file,
                **table.model_dump(exclude={"file"}),
            )
            for table in self.tables.areas
        )

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The measures, in file order."""
        return tuple(
            Measure(
                key=table.key,
                label=table.label or table.key,
                unit=table.unit,
                source=table.source,
                where=table.where,
                tolerance=table.tolerance,
                weight=table.weight,
                ideal=table.ideal,
                ideal_price=table.ideal_price,
                minimum=table.minimum,
                maximum=table.maximum,
            )
            for table in self.tables.measures
        )

    def goals(self, apart: str) -> Goals:
        """Return the goals; `apart` is the parent level kept apart where the file does not say."""
        tables = self.tables
        base = _territories(tables.territories, BASE, "Territories", "", apart)
        layers = [
            _territories(table, table.key, table.label or table.key, table.segment, apart)
            for table in tables.layers
        ]
        teams = None
        if tables.teams is not None:
            norms = {k: float(v) for k, v in (tables.teams.model_extra or {}).items()}
            teams = TeamGoals(tables.teams.markets, frozen_map(norms), tables.teams.staff)
        quota = None if tables.quota is None else QuotaGoals(**tables.quota.model_dump())
        return Goals((base, *layers), teams, quota, self._key_accounts)

    @property
    def _key_accounts(self) -> tuple[AccountGoals, ...]:
        return tuple(
            AccountGoals(
                label=table.label or table.key,
                disruption_weight=table.disruption.weight,
                **table.model_dump(exclude={"label", "disruption"}),
            )
            for table in self.tables.key_accounts
        )

    @property
    def counted_by_work(self) -> tuple[bool, ...]:
        """Whether the number of territories follows from the workload, layer by layer."""
        tables = (self.tables.territories, *self.tables.layers)
        return tuple(table.count == WORKLOAD for table in tables)

    def columns(self) -> Columns:
        """Return the columns that all measures and segments name."""
        parts = [columns_of(measure.source, measure.where) for measure in self.measures]
        parts += [columns_of("", segment.where) for segment in self.segments]
        parts += [columns_of("", line.where) for line in self.products]
        parts += [
            columns_of("", rule) for one in self._key_accounts for rule in (one.where, one.keep)
        ]
        return Columns(
            regions=tuple(dict.fromkeys(name for part in parts for name in part.regions)),
            levels=tuple(dict.fromkeys(name for part in parts for name in part.levels)),
            sums=tuple(dict.fromkeys(name for part in parts for name in part.sums)),
            numbers=tuple(dict.fromkeys(name for part in parts for name in part.numbers)),
            texts=tuple(dict.fromkeys(name for part in parts for name in part.texts)),
        )

    def _at(self, table: dict[str, str]) -> Path:
        return self.path.parent / table["file"]


def read_plan_file(path: Path) -> tuple[PlanFile | None, tuple[Issue, ...]]:
    """Read plan.toml; every wrong key and value is an issue with its line, all at once."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        content = tomllib.loads(text)
    except OSError as error:
        found = tr("this cannot be read ({strerror})", strerror=error.strerror)
        return None, (_error("file_unreadable", path, found, tr("Give the path of a plan.toml.")),)
    except UnicodeDecodeError:
        return None, (_error("encoding", path, tr("this is not UTF-8"), tr("Save it as UTF-8.")),)
    except (ValueError, RecursionError) as error:  # also a number of thousands of digits
        return None, (_error("toml_wrong", path, str(error), tr("Correct it at that place.")),)
    try:
        tables = PlanTables.model_validate(content)
    except ValidationError as error:
        return None, tuple(_wrong(path, text, error))
    issues = tuple(
        Issue(
            "value_wrong", Severity.ERROR, path.name, found, mend, row_of(text, place), shown(place)
        )
        for place, found, mend in _contradictions(tables)
    )
    return (None if blocks(issues) else PlanFile(path, tables)), issues


Contradiction = tuple[Place, str, str]
"""Where, what was found, what to do."""


def _contradictions(tables: PlanTables) -> Iterator[Contradiction]:
    """Yield what no single value shows: unknown keys of free tables, doubles, formulas, references."""
    accounts, reps = tables.accounts, tables.reps
    if reps is not None and "file" not in reps:
        yield ("reps",), tr("file is missing"), tr('Write file = "..."')
    for name, columns, known in (
        ("accounts", accounts.columns if accounts else {}, ACCOUNT_KEYS),
        ("reps", reps or {}, REP_KEYS),
    ):
        for key in columns:
            if key not in known:
                yield ((name, key), *unknown_key(key, known))
    for name, keys in (
        ("segments", [table.key for table in tables.segments]),
        ("areas", [table.key for table in tables.areas]),
        ("products", [table.key for table in tables.products]),
        ("measures", [table.key for table in tables.measures]),
        ("key_accounts", [table.key for table in tables.key_accounts]),
        ("layers", [BASE, *(table.key for table in tables.layers)]),
    ):
        for key, count in Counter(keys).items():
            if count > 1:
                yield (
                    (name, 0),
                    tr("the key {key} stands twice", key=key),
                    tr("Give each a key of its own."),
                )
    if tables.exceptions and (tables.accounts is None or tables.reps is None):
        mend = tr("Add [accounts] and [reps] with their files, or leave the exceptions out.")
        yield ("exceptions", 0), tr("this names accounts for reps, and the plan lacks one"), mend
    yield from _formulas(tables)
    yield from _references(tables)


def _formulas(tables: PlanTables) -> Iterator[Contradiction]:
    for at, measure in enumerate(tables.measures):
        yield from _known_segments(("measures", at, "where"), measure.where, tables)
        if columns_of(measure.source).accounts and tables.accounts is None:
            mend = tr("Add [accounts] with a file, or take the measure from regions.COLUMN.")
            yield ("measures", at, "from"), tr("this counts accounts, and the plan has none"), mend
    for name, rules in (("segments", tables.segments), ("products", tables.products)):
        for at, rule in enumerate(rules):
            yield from _known_segments((name, at, "where"), rule.where, tables)
    for at, area in enumerate(tables.areas):
        if bool(area.file) == bool(area.outline):
            mend = tr("Give a file, or an outline of corners in degrees.")
            yield ("areas", at), tr("an area has a file or an outline, one of the two"), mend
    for at, list_ in enumerate(tables.key_accounts):
        yield from _known_segments(("key_accounts", at, "where"), list_.where, tables)
        yield from _known_segments(("key_accounts", at, "keep"), list_.keep, tables)
        if tables.accounts is None:
            mend = tr("Add [accounts] with a file, or leave the key accounts out.")
            yield ("key_accounts", at), tr("this names accounts, and the plan has none"), mend


def _known_segments(place: Place, where: str, tables: PlanTables) -> Iterator[Contradiction]:
    known = [table.key for table in tables.segments]
    for key in columns_of("", where).segments:
        if key not in known:
            found = tr("there is no segment {key}", key=key)
            names = ", ".join(known) or tr("none")
            yield place, found, tr("The segments are: {names}.", names=names)
    drawn = [table.key for table in tables.areas]
    for key in columns_of("", where).areas:
        if key not in drawn:
            names = ", ".join(drawn) or tr("none")
            mend = tr("The areas are: {names}.", names=names)
            yield place, tr("there is no area {key}", key=key), mend


def _references(tables: PlanTables) -> Iterator[Contradiction]:
    measures = [table.key for table in tables.measures]
    if tables.territories.rules.made_of:
        mend = tr("Say made_of on a layer that stands on this one.")
        yield ("territories", "rules", "made_of"), tr("the base layer stands on no other"), mend
    if tables.quota is not None and tables.quota.measure not in ("", *measures):
        found = tr("there is no measure {measure}", measure=tables.quota.measure)
        yield (
            ("quota", "measure"),
            found,
            tr("The measures are: {names}.", names=", ".join(measures) or tr("none")),
        )
    for at, measure in enumerate(tables.measures):
        if measure.maximum is not None and (measure.minimum or 0.0) > measure.maximum:
            found = tr(
                "minimum {minimum} is above maximum {maximum}",
                minimum=plain(measure.minimum or 0.0),
                maximum=plain(measure.maximum),
            )
            yield ("measures", at, "minimum"), found, tr("Raise the maximum or lower the minimum.")
    yield from _layer_references(tables)
    yield from _team_references(tables)


def _layer_references(tables: PlanTables) -> Iterator[Contradiction]:
    segments, lower = [table.key for table in tables.segments], [BASE]
    for at, layer in enumerate(tables.layers):
        if layer.rules.made_of not in ("", *lower):
            found = tr("there is no layer {made_of} before this one", made_of=layer.rules.made_of)
            yield (
                ("layers", at, "rules", "made_of"),
                found,
                tr("The layers are: {lower}.", lower=", ".join(lower)),
            )
        lower.append(layer.key)
        if layer.segment not in ("", *segments):
            mend = tr("The segments are: {names}.", names=", ".join(segments) or tr("none"))
            yield (
                ("layers", at, "segment"),
                tr("there is no segment {segment}", segment=layer.segment),
                mend,
            )
        if layer.role and layer.one_per and layer.role != layer.one_per:
            mend = tr("Write one of the two.")
            yield (
                ("layers", at, "role"),
                tr("role {role}, one_per {one_per}", role=layer.role, one_per=layer.one_per),
                mend,
            )


def _team_references(tables: PlanTables) -> Iterator[Contradiction]:
    if tables.teams is None:
        return
    if tables.teams.markets == "segment" and not tables.segments:
        mend = tr('Add [[segments]], or write markets = "territory".')
        yield ("teams", "markets"), tr("teams by segment, and the plan has none"), mend
    if tables.teams.markets == "product" and not tables.products:
        mend = tr('Add [[products]], or write markets = "territory".')
        yield ("teams", "markets"), tr("teams by product line, and the plan has none"), mend
    norms = tables.teams.model_extra or {}
    for key in norms:
        if key not in NORM_KEYS:
            yield (("teams", key), *unknown_key(key, ("markets", "staff", *NORM_KEYS)))
        else:
            try:
                norms_from({key: norms[key]})
            except ValueError as error:
                yield ("teams", key), str(error), tr("Correct it, or leave it out.")


def _wrong(path: Path, text: str, error: ValidationError) -> Iterator[Issue]:
    details = error.errors(include_url=False)
    places = [tuple(detail["loc"]) for detail in details]
    for detail, place in zip(details, places, strict=True):
        shadowed = detail["type"] == "too_short" and any(
            other != place and other[: len(place)] == place for other in places
        )
        if shadowed:  # there are items; they are wrong themselves
            continue
        found, mend = in_words(detail, _keys_at(place))
        code = "key_unknown" if detail["type"] == "extra_forbidden" else "value_wrong"
        yield Issue(code, Severity.ERROR, path.name, found, mend, row_of(text, place), shown(place))


def _keys_at(place: Place) -> list[str]:
    """Return the keys that the table around a place has."""
    model: type[BaseModel] = PlanTables
    for step in place[:-1]:
        field = model.model_fields.get(str(step))
        inner = None if field is None else _model_in(field.annotation)
        model = inner or model
    return [field.alias or name for name, field in model.model_fields.items()]


def _model_in(annotation: object) -> type[BaseModel] | None:
    """Return the table model inside an annotation such as `tuple[MeasureTable, ...]`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = [_model_in(part) for part in getattr(annotation, "__args__", ())]
    return next((model for model in found if model is not None), None)


def _territories(
    table: TerritoriesTable, key: str, label: str, segment: str, apart: str
) -> TerritoryGoals:
    role = table.role if isinstance(table, LayerTable) else ""
    return TerritoryGoals(
        key=key,
        label=table.label or label,
        count=table.count if isinstance(table.count, int) else None,
        one_per=table.one_per or role or CLOSER,
        seats=table.seats,
        contiguous=table.contiguous is not False,
        balance_to=table.balance_to,
        oversize=table.oversize,
        apart=apart if table.apart is None else table.apart,
        disruption_weight=table.disruption.weight,
        segment=segment,
        rules=_rules(table),
    )


def _rules(table: TerritoriesTable) -> TerritoryRules:
    named = table.rules.model_dump(exclude={"barriers", "held_by", "kept_from"})
    return TerritoryRules(
        ferries_only=table.contiguous == "ferries",
        barriers=tuple(BarrierGoal(one.name, one.pairs) for one in table.rules.barriers),
        held_by=tuple(Placing(one.rep, one.regions) for one in table.rules.held_by),
        kept_from=tuple(Placing(one.rep, one.regions) for one in table.rules.kept_from),
        **named,
    )


def _columns(table: dict[str, str]) -> Mapping[str, str]:
    return frozen_map((key, column) for key, column in table.items() if key != "file")


def _error(code: str, path: Path, found: str, mend: str) -> Issue:
    return Issue(code, Severity.ERROR, path.name, found, mend)
