"""The counties of the lower 48 states, simplified together, with the people of their places."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

from sample_regions.recipe.doubled import kept_population
from sample_regions.recipe.regions import travel_hours
from sample_regions.recipe.sets import SampleSet
from sample_regions.recipe.sources import counties, places_of

TOLERANCE_DEGREES = 0.012
SMALLEST_PIECE_KM2 = 2.0
KM2 = "EPSG:5070"

CENSUS_REGIONS = {
    "Northeast": "Connecticut Maine Massachusetts New_Hampshire Rhode_Island Vermont New_Jersey "
    "New_York Pennsylvania",
    "Midwest": "Illinois Indiana Michigan Ohio Wisconsin Iowa Kansas Minnesota Missouri Nebraska "
    "North_Dakota South_Dakota",
    "South": "Delaware District_of_Columbia Florida Georgia Maryland North_Carolina South_Carolina "
    "Virginia West_Virginia Alabama Kentucky Mississippi Tennessee Arkansas Louisiana Oklahoma "
    "Texas",
    "West": "Arizona Colorado Idaho Montana Nevada New_Mexico Utah Wyoming California Oregon "
    "Washington",
}
"""The four regions of the Census Bureau, by state."""


def county_regions(sample: SampleSet) -> gpd.GeoDataFrame:
    """Return the counties with the population of the GeoNames places in them."""
    frame = counties()
    outlines = shapely.set_precision(frame.geometry.to_numpy(), sample.grid, mode="pointwise")
    outlines = shapely.coverage_simplify(_without_scraps(outlines), TOLERANCE_DEGREES)
    region_of = {
        state.replace("_", " "): region
        for region, states in CENSUS_REGIONS.items()
        for state in states.split()
    }
    regions = gpd.GeoDataFrame(
        {
            "county_id": frame["GEOID"],
            "name": frame["county"],
            "state": frame["state"],
            "us_region": frame["state"].map(region_of),
            "country": "US",
        },
        geometry=outlines,
        crs=sample.crs,
    )
    regions["population"], spots = _people(frame, outlines)
    metric = gpd.GeoSeries(outlines, crs=sample.crs).to_crs(KM2)
    regions["area_km2"] = np.round(metric.area.to_numpy() / 1e6, 3)
    regions["travel_h"] = travel_hours(
        regions["population"].to_numpy(dtype=float), regions["area_km2"].to_numpy()
    )
    regions["lat"], regions["lon"] = np.round(spots[:, 1], 5), np.round(spots[:, 0], 5)
    return regions


def _without_scraps(outlines: np.ndarray) -> np.ndarray:
    """Leave out small islets, and give small pieces of land to the county around them.

    The largest piece of a county always stays.
    """
    parts, county = shapely.get_parts(outlines, return_index=True)
    before = county.copy()
    km2 = gpd.GeoSeries(parts, crs="EPSG:4269").to_crs(KM2).area.to_numpy() / 1e6
    largest = np.maximum.reduceat(km2, np.searchsorted(county, np.arange(len(outlines))))
    scrap = (km2 < SMALLEST_PIECE_KM2) & (km2 < largest[county])
    tree = shapely.STRtree(parts[~scrap])
    for piece in np.flatnonzero(scrap):
        near = tree.query(parts[piece], predicate="intersects")
        shared = shapely.length(shapely.intersection(parts[piece], parts[~scrap][near]))
        around = shared.size > 0 and shared.max() > 0
        county[piece] = county[~scrap][near[np.argmax(shared)]] if around else -1
    whole = outlines.copy()
    for row in (set(before[scrap]) | set(county[scrap])) - {-1}:
        whole[row] = shapely.coverage_union_all(parts[county == row])
    return whole


def _people(frame: gpd.GeoDataFrame, outlines: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return people per county by point in polygon, and the place with most of them (degrees)."""
    places = [place for place in places_of(("US",)) if place.admin1 not in ("AK", "HI")]
    points = gpd.points_from_xy([p.lon for p in places], [p.lat for p in places], crs="EPSG:4326")
    shapes = frame.geometry.to_numpy()
    tree = shapely.STRtree(shapes)
    county = tree.nearest(np.asarray(points.to_crs(frame.crs)))
    kept = kept_population(places)
    people = np.bincount(county, kept, minlength=len(frame)).astype(np.int32)
    inside = shapely.point_on_surface(outlines)
    spots = np.column_stack([shapely.get_x(inside), shapely.get_y(inside)])
    for row in np.argsort(kept, kind="stable"):
        place = places[row]
        if shapely.contains_xy(outlines[county[row]], place.lon, place.lat):
            spots[county[row]] = place.lon, place.lat
    return people, spots
