"""The sample sets: what their READMEs promise, read from the files as they are committed."""

from __future__ import annotations

import csv
import tomllib
from functools import cache

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely

from planner.model.words import ACCOUNT_NUMBERS, ACCOUNT_TEXT, REP_COLUMNS
from sample_regions.recipe.doubled import LIST
from sample_regions.recipe.regions import read_regions, regions_of
from sample_regions.recipe.sets import NETHERLANDS, NL_BE_DE, SETS, US_COUNTIES, SampleSet
from sample_regions.recipe.synthetic import ACCOUNTS, REPS, today_of, write_synthetic

MOST_BYTES = 6_000_000
PLACE_SETS = [NETHERLANDS, NL_BE_DE]

every_set = pytest.mark.parametrize("sample", SETS.values(), ids=SETS)
place_sets = pytest.mark.parametrize("sample", PLACE_SETS, ids=["netherlands", "nl_be_de"])


@cache
def regions(sample: SampleSet) -> gpd.GeoDataFrame:
    return read_regions(sample)


@cache
def accounts(sample: SampleSet) -> pd.DataFrame:
    return pd.read_csv(sample.path / ACCOUNTS, dtype={"account_id": str, "owner": str})


@cache
def reps(sample: SampleSet) -> pd.DataFrame:
    return pd.read_csv(sample.path / REPS, dtype=str, keep_default_na=False)


def plan(sample: SampleSet, name: str = "plan.toml") -> dict:
    return tomllib.loads((sample.path / name).read_text("utf-8"))


@cache
def region_of_accounts(sample: SampleSet) -> np.ndarray:
    """Region of each account by its coordinates, -1 outside all."""
    frame, table = regions(sample), accounts(sample)
    known = np.flatnonzero(table["lat"].between(-90, 90) & table["lon"].between(-180, 180))
    points = gpd.points_from_xy(table["lon"].iloc[known], table["lat"].iloc[known], crs="EPSG:4326")
    tree = shapely.STRtree(frame.geometry.to_numpy())
    row, region = tree.query(np.asarray(points.to_crs(frame.crs)), predicate="intersects")
    found = np.full(len(table), -1)
    found[known[row]] = region
    return found


def loads(sample: SampleSet) -> dict[str, np.ndarray]:
    """The three measures per region, worked out apart from the planner."""
    frame, table, region = regions(sample), accounts(sample), region_of_accounts(sample)
    inside, n = region >= 0, len(frame)

    def total(values: np.ndarray) -> np.ndarray:
        return np.bincount(region[inside], values[inside], minlength=n)

    travel = total(table["visits"].to_numpy()) * frame["travel_h"].to_numpy()
    return {
        "prospects": total((table["status"] == "prospect").to_numpy().astype(float)),
        "workload": total(table["visit_hours"].to_numpy()) + travel,
        "potential": total(table["potential"].to_numpy()),
    }


@pytest.mark.parametrize(
    ("sample", "counts", "provinces"),
    [
        (NETHERLANDS, {"NL": 1960}, 12),
        (NL_BE_DE, {"NL": 1960, "BE": 2256, "DE": 11819}, 12 + 11 + 16),
        (US_COUNTIES, {"US": 3108}, 49),
    ],
    ids=SETS,
)
def test_a_set_has_the_regions_its_readme_says(sample, counts, provinces):
    frame = regions(sample)
    assert frame["country"].value_counts().to_dict() == counts
    assert frame[sample.parent].nunique() == provinces
    assert frame[sample.id_column].is_unique
    assert f"{len(frame):,}" in (sample.path / "README.md").read_text("utf-8")


@every_set
def test_neighbours_share_exact_vertices_within_and_across_files(sample):
    shapes = regions(sample).geometry.to_numpy()
    assert shapely.is_valid(shapes).all()
    assert not shapely.is_empty(shapes).any()
    assert shapely.coverage_is_valid(shapes)


@every_set
def test_shapefile_and_geopackage_hold_the_same(sample):
    for stem in sample.files.values():
        package = pyogrio.read_dataframe(sample.path / f"{stem}.gpkg")
        shapefile = pyogrio.read_dataframe(sample.path / f"{stem}.zip")
        assert package.crs.to_epsg() == shapefile.crs.to_epsg() == int(sample.crs.split(":")[1])
        assert list(package.columns) == list(shapefile.columns)
        assert shapely.equals(package.geometry.to_numpy(), shapefile.geometry.to_numpy()).all()
        pd.testing.assert_frame_equal(
            pd.DataFrame(package.drop(columns="geometry")),
            pd.DataFrame(shapefile.drop(columns="geometry")),
            check_dtype=False,
        )


@every_set
def test_every_file_is_small(sample):
    sizes = {path.name: path.stat().st_size for path in sample.path.iterdir()}
    assert max(sizes.values()) < MOST_BYTES
    assert sum(size for name, size in sizes.items() if name.endswith(".zip")) < MOST_BYTES


@place_sets
def test_the_lookup_names_every_place_and_a_cell_for_each(sample):
    lookup = pd.read_csv(sample.path / "lookup.csv", dtype={"cell": str})
    assert len(lookup) == {"netherlands": 1966, "nl_be_de": 1966 + 2256 + 11870}[sample.key]
    assert set(lookup["cell"]) == set(regions(sample)["place_id"])


@place_sets
def test_regions_hold_the_people_of_their_places_less_those_counted_twice(sample):
    lookup = pd.read_csv(sample.path / "lookup.csv", dtype={"cell": str})
    doubled = pd.read_csv(LIST)
    doubled = doubled[doubled["country"].isin(sample.countries)]
    twice = (doubled["population"] - doubled["kept"]).sum()
    assert regions(sample)["population"].sum() == lookup["population"].sum() - twice


def test_boroughs_keep_the_people_that_new_york_city_would_count_again():
    frame = regions(US_COUNTIES).set_index("county_id")["population"]
    doubled = pd.read_csv(LIST).set_index("name")
    assert doubled.loc["New York City", "kept"] == 0
    assert doubled.loc["New York City", "parts"].count(";") == 4
    assert frame[["36005", "36047", "36061", "36081", "36085"]].between(400_000, 3_000_000).all()


def test_every_doubled_place_has_a_reason_and_never_more_people_than_before():
    with LIST.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len({row["geonameid"] for row in rows}) == len(rows) > 0
    for row in rows:
        assert row["reason"]
        assert 0 <= int(row["kept"]) <= int(row["population"])


@every_set
def test_the_readme_shows_the_ten_largest_regions(sample):
    frame = regions(sample).sort_values("population", ascending=False)
    text = (sample.path / "README.md").read_text("utf-8")
    for _, row in frame.head(10).iterrows():
        assert f"| {row[sample.id_column]} |" in text
        assert f"{int(row['population']):,}" in text


@every_set
def test_the_plan_names_files_and_columns_that_are_there(sample):
    for path in sample.path.glob("plan*.toml"):
        job = plan(sample, path.name)
        assert job["rayon"] == 1
        columns = set(regions(sample).columns)
        for source in job["regions"]:
            assert (sample.path / source["file"]).exists()
            assert {source["id"], source["name"], source["owner"], *source["parents"]} <= columns
        assert {"account_id", "account", "lat", "lon", "owner"} <= set(accounts(sample))
        assert tuple(reps(sample)) == REP_COLUMNS


@every_set
def test_three_measures_are_balanced_at_once(sample):
    measures = plan(sample)["measures"]
    tolerances = {measure["key"]: measure["tolerance"] for measure in measures}
    assert tolerances == {"prospects": 0.05, "workload": 0.05, "potential": 0.10}


@every_set
def test_accounts_have_every_column_that_rayon_understands(sample):
    assert set(ACCOUNT_TEXT) | set(ACCOUNT_NUMBERS) <= set(accounts(sample).columns)
    assert accounts(sample)["account_id"].is_unique


@every_set
def test_three_in_a_hundred_of_at_least_5000_accounts_lie_nowhere(sample):
    region = region_of_accounts(sample)
    assert len(region) == sample.accounts >= 5000
    assert (region < 0).sum() == round(0.03 * len(region))


@every_set
def test_more_people_means_more_accounts(sample):
    region = region_of_accounts(sample)
    frame = regions(sample)[[sample.parent, "population"]].copy()
    frame["accounts"] = np.bincount(region[region >= 0], minlength=len(frame))
    by_parent = frame.groupby(sample.parent).sum()
    assert by_parent["accounts"].corr(by_parent["population"]) > 0.99


@every_set
def test_accounts_and_people_are_the_same_bytes_from_the_same_seed(sample, tmp_path):
    for path in write_synthetic(sample, tmp_path):
        assert path.read_bytes() == (sample.path / path.name).read_bytes()


@every_set
def test_today_in_the_regions_is_what_the_seed_gives(sample):
    frame = regions(sample)
    assert today_of(sample, regions_of(sample, frame))[1] == frame["rep_today"].tolist()


@every_set
def test_every_territory_has_a_closer_or_a_vacancy_in_its_country(sample):
    table = reps(sample)
    closers = table[(table["role"] == "closer") & (table["end"] == "")]
    assert closers["country"].value_counts().to_dict() == dict(sample.closers)
    assert len(closers) == plan(sample)["territories"]["count"]
    assert (closers["vacancy"] == "yes").sum() == sample.vacancies
    assert set(regions(sample)["rep_today"]) == set(closers["rep_id"])


@every_set
def test_managers_and_covers_are_people_of_the_set(sample):
    table = reps(sample)
    leaders = set(table.loc[table["role"] == "leader", "rep_id"])
    assert set(table["manager_id"]) - {""} <= leaders
    assert (table["manager_id"] == "").sum() == 1
    assert set(table["cover"]) - {""} <= set(table["rep_id"])


def test_the_season_has_the_people_that_the_readme_lists():
    table = reps(NL_BE_DE)
    there = table[table["vacancy"] == ""]
    assert len(there) == 40
    assert (table["vacancy"] == "yes").sum() == 2
    assert (there["fte"].astype(float) < 1).sum() == 6
    assert (there["end"] != "").sum() == 1
    assert (there["role"] == "specialist").sum() == plan(NL_BE_DE)["layers"][0]["count"] == 3
    assert {"nl", "fr", "de", "en"} == set(";".join(there["languages"]).split(";"))


def test_25_named_accounts_are_owned_apart_from_their_region():
    table, region = accounts(NL_BE_DE), region_of_accounts(NL_BE_DE)
    named = (table["named"] == "yes").to_numpy()
    here = regions(NL_BE_DE)["rep_today"].to_numpy()[region]
    assert named.sum() == 25
    assert (table["owner"].to_numpy()[named] != here[named]).all()


def worst_today(sample: SampleSet, country: str) -> float:
    """How far the worst territory of a country is off its share of potential by capacity."""
    table = reps(sample)
    closers = table[(table["role"] == "closer") & (table["country"] == country)]
    closers = closers[closers["end"] == ""]
    months = pd.to_numeric(closers["experience_months"]).fillna(36).to_numpy()
    experience = np.select([months < 12, months <= 60], [0.7, 1.0], 1.2)
    capacity = closers["fte"].to_numpy(dtype=float) * experience
    held = loads(sample)["potential"] * (regions(sample)["country"] == country).to_numpy()
    owner = regions(sample)["rep_today"].to_numpy()
    got = np.array([held[owner == rep].sum() for rep in closers["rep_id"]])
    return float(np.abs(got / got.sum() / (capacity / capacity.sum()) - 1).max())


@pytest.mark.parametrize("country", NL_BE_DE.countries)
def test_the_season_starts_about_30_percent_off(country):
    assert 0.25 < worst_today(NL_BE_DE, country) < 0.36


@pytest.mark.parametrize("sample", [NETHERLANDS, US_COUNTIES], ids=["netherlands", "us_counties"])
def test_today_has_drifted_from_its_fair_shares(sample):
    assert 0.2 < worst_today(sample, sample.countries[0]) < 0.45


@every_set
def test_no_region_outweighs_a_territory_of_the_plan(sample):
    frame = regions(sample)
    for held in loads(sample).values():
        for country, territories in sample.closers.items():
            mine = held[(frame["country"] == country).to_numpy()]
            assert mine.max() < mine.sum() / territories


def test_los_angeles_outweighs_one_of_50_territories():
    job = plan(US_COUNTIES, "plan_50.toml")["territories"]
    assert (job["count"], job["oversize"]) == (50, "own")
    tolerance = plan(US_COUNTIES, "plan_50.toml")["measures"][2]["tolerance"]
    held = loads(US_COUNTIES)["potential"]
    largest = int(np.argmax(held))
    assert regions(US_COUNTIES)["name"][largest] == "Los Angeles"
    assert held[largest] > (1 + tolerance) * 1.2 * held.sum() / 50  # 1.2: the most able rep
