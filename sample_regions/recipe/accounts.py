"""Synthetic accounts: as many as people live there, sizes lognormal, 3 % in wrong or missing places."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

import geopandas as gpd
import numpy as np
import shapely

from planner.model.words import CUSTOMER, PROSPECT
from sample_regions.recipe.draws import Draws, index_of, lognormal
from sample_regions.recipe.people import Person
from sample_regions.recipe.regions import Regions
from sample_regions.recipe.sets import START, SampleSet

COLUMNS = (
    "account_id", "account", "lat", "lon", "owner", "status", "class", "industry", "employees",
    "parent_id", "revenue_last_year", "open_pipeline", "owner_since", "renewal_date", "products",
    "potential", "visits", "visit_hours", "language", "named",
)  # fmt: skip

MISPLACED = 0.03
STRAY = 0.01  # owned by another closer than their region
LEFT_BEHIND = 0.15  # of a leaver's accounts: still under his name
UNOWNED = 0.006
TWO_OWNERS = 0.002
PROSPECTS = 0.65
BLOCK = 20
INDUSTRIES = {
    "food": 14, "manufacturing": 20, "logistics": 12, "health": 13, "retail": 16, "construction": 11,
    "services": 14,
}  # fmt: skip
SUFFIX = {
    "food": ("Foods", "Bakery", "Dairy"), "manufacturing": ("Works", "Metal", "Plastics"),
    "logistics": ("Transport", "Storage", "Freight"), "health": ("Care", "Clinics", "Pharma"),
    "retail": ("Stores", "Market", "Fashion"), "construction": ("Build", "Timber", "Roofing"),
    "services": ("Partners", "Consult", "Systems"),
}  # fmt: skip
PRODUCTS = ("Core", "Flow", "Care")
VISITS = {
    ("customer", "A"): 6, ("customer", "B"): 3, ("customer", "C"): 2,
    ("prospect", "A"): 4, ("prospect", "B"): 2, ("prospect", "C"): 1,
}  # fmt: skip
MINUTES = {"A": 90, "B": 60, "C": 45}
TRIES = 4


@dataclass(frozen=True, slots=True)
class Owners:
    """Who owns what today: closers by country, the rep of each region, leavers by their vacancy."""

    closers: dict[str, list[str]]
    of_region: list[str]
    leaver: dict[str, str]
    account_managers: dict[str, list[str]]


def owners_today(people: list[Person], of_region: list[str]) -> Owners:
    """Return who owns what: a vacancy has its accounts already, but for those left under the leaver."""
    closers: dict[str, list[str]] = {}
    for person in people:
        if person.role == "closer" and not person.vacancy and person.end is None:
            closers.setdefault(person.country, []).append(person.rep_id)
    vacancies = [person.rep_id for person in people if person.vacancy]
    leavers = [person.rep_id for person in people if person.end is not None]
    managers: dict[str, list[str]] = {}
    for person in people:
        if person.role == "account_manager":
            managers.setdefault(person.country, []).append(person.rep_id)
    return Owners(closers, of_region, dict(zip(vacancies, leavers, strict=False)), managers)


def accounts_of(
    sample: SampleSet, regions: Regions, owners: Owners, draws: Draws
) -> list[dict[str, object]]:
    """Return the rows of the accounts file."""
    cumulative = list(accumulate(regions.population.tolist()))
    region = sorted(index_of(cumulative, draws.share()) for _ in range(sample.accounts))
    where = _points(sample, regions, region, draws)
    misplaced = set(draws.order(sample.accounts)[: round(MISPLACED * sample.accounts)])
    rows: list[dict[str, object]] = []
    large: list[str] = []
    kinds = _kinds(sample.accounts, draws)
    for at, (lon, lat), kind in zip(region, where, kinds, strict=True):
        row = _account(sample, regions, at, len(rows) + 1, kind, draws)
        row["owner"] = _owner(regions, owners, at, draws)
        spoil = _misplaced if len(rows) in misplaced else _right
        row["lat"], row["lon"] = spoil(lat, lon, draws)
        if large and draws.share() < 0.05:
            row["parent_id"] = draws.one_of(large)
        elif int(str(row["employees"])) >= 400:
            large.append(str(row["account_id"]))
        rows.append(row)
    _name_accounts(sample, rows, [str(regions.country[at]) for at in region], owners)
    return rows


def _points(sample: SampleSet, regions: Regions, region: list[int], draws: Draws) -> np.ndarray:
    """Return degrees east and north around each region's place, inside the region; shape (a, 2)."""
    rows = np.array(region)
    shapes = regions.frame.geometry.to_numpy()[rows]
    centre = np.column_stack([regions.lon[rows], regions.lat[rows]])
    reach_km = np.minimum(0.25 * np.sqrt(regions.area_km2[rows]), 15.0)
    found, done = centre.copy(), np.zeros(len(rows), dtype=bool)
    for _ in range(TRIES):
        offset = np.array([(draws.normal(), draws.normal()) for _ in rows]) * reach_km[:, None]
        offset[:, 0] /= np.cos(np.radians(centre[:, 1]))
        tried = np.round(centre + offset / 111.2, 5)
        points = gpd.points_from_xy(tried[:, 0], tried[:, 1], crs="EPSG:4326").to_crs(sample.crs)
        fits = ~done & shapely.contains_xy(shapes, points.x, points.y)
        found[fits], done = tried[fits], done | fits
    return found


def _kinds(accounts: int, draws: Draws) -> list[tuple[str, float]]:
    """Return status and size (a share of the distribution) of each, spread evenly over neighbours.

    Every `BLOCK` of neighbours has the same mix of statuses and one account in each of as many
    equal slices of the size distribution, so that no county is rich by luck alone.
    """
    prospects = round(PROSPECTS * BLOCK)
    mix = [PROSPECT] * prospects + [CUSTOMER] * (BLOCK - prospects)
    drawn: list[tuple[str, float]] = []
    while len(drawn) < accounts:
        sizes = [(slice_ + draws.share()) / BLOCK for slice_ in draws.order(BLOCK)]
        drawn += zip([mix[at] for at in draws.order(BLOCK)], sizes, strict=True)
    return drawn[:accounts]


def _account(
    sample: SampleSet,
    regions: Regions,
    region: int,
    number: int,
    kind: tuple[str, float],
    draws: Draws,
) -> dict[str, object]:
    status, size = kind
    median = sample.median_potential
    potential = round(lognormal(size, median, 0.9, 12 * median), -2)
    grade = "A" if potential > 3 * median else "B" if potential > 1.2 * median else "C"
    customer = status == CUSTOMER
    industry = draws.one_of(tuple(INDUSTRIES), tuple(INDUSTRIES.values()))
    visits = VISITS[status, grade]
    since = date(2015, 1, 1) + timedelta(days=draws.whole(0, 4300))
    renewal = START + timedelta(days=draws.whole(0, 364))
    sold = [key for key in PRODUCTS if draws.share() < 0.5] or [PRODUCTS[0]]
    revenue = round(potential * draws.between(0.3, 0.9), -2)
    pipeline = round(potential * draws.between(0.1, 0.8), -2) if draws.share() < 0.4 else 0.0
    word = draws.one_of(SUFFIX[industry])
    return {
        "account_id": f"A{number:05d}",
        "account": f"{regions.names[region]} {word} {number}",
        "status": status,
        "class": grade,
        "industry": industry,
        "employees": max(
            1, round(lognormal(draws.share(), 30, 1.1, 3000) * (potential / median) ** 0.5)
        ),
        "parent_id": "",
        "revenue_last_year": int(revenue) if customer else 0,
        "open_pipeline": int(pipeline),
        "owner_since": since.isoformat(),
        "renewal_date": renewal.isoformat() if customer else "",
        "products": ";".join(sold) if customer else "",
        "potential": int(potential),
        "visits": visits,
        "visit_hours": visits * MINUTES[grade] / 60,
        "language": _language(regions, region, draws),
        "named": "",
    }


def _language(regions: Regions, region: int, draws: Draws) -> str:
    """Return the account's language; a few speak one that nobody in the company does."""
    if draws.share() < 0.0008:
        return "pl"
    country, province = regions.country[region], regions.parent[region]
    if country != "BE":
        return {"NL": "nl", "DE": "de", "US": "en"}[str(country)]
    if province.startswith("Brussel"):
        return "fr" if draws.share() < 0.7 else "nl"
    walloon = ("Hainaut", "Namur", "Luxembourg", "Liège", "Brabant wallon")
    return "fr" if province in walloon else "nl"


def _owner(regions: Regions, owners: Owners, region: int, draws: Draws) -> str:
    owner = owners.of_region[region]
    if draws.share() < LEFT_BEHIND:
        owner = owners.leaver.get(owner, owner)
    others = owners.closers[str(regions.country[region])]
    luck = draws.share()
    if luck < UNOWNED:
        return ""
    if luck < UNOWNED + TWO_OWNERS:
        return f"{owner};{draws.one_of([rep for rep in others if rep != owner])}"
    return draws.one_of(others) if luck < UNOWNED + TWO_OWNERS + STRAY else owner


def _right(lat: float, lon: float, draws: Draws) -> tuple[str, str]:
    return f"{lat:.5f}", f"{lon:.5f}"


def _misplaced(lat: float, lon: float, draws: Draws) -> tuple[str, str]:
    """Return coordinates that are missing, swapped, zero or far to the south."""
    kind = draws.share()
    if kind < 0.4:
        return "", ""
    if kind < 0.65:
        return _right(lon, lat, draws)
    return ("0", "0") if kind < 0.8 else _right(lat - 25, lon, draws)


def _name_accounts(
    sample: SampleSet,
    rows: list[dict[str, object]],
    country: list[str],
    owners: Owners,
) -> None:
    """Give the accounts with most potential to account managers of their country, by name."""
    order = sorted(range(len(rows)), key=lambda at: (-int(str(rows[at]["potential"])), at))
    for number, at in enumerate(order[: sample.named]):
        managers = owners.account_managers[country[at]]
        rows[at]["named"] = "yes"
        rows[at]["owner"] = managers[number % len(managers)]
