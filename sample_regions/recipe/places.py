"""Region sets made of places: the Netherlands, and the Netherlands with Belgium and Germany."""

from __future__ import annotations

import csv

import geopandas as gpd
import numpy as np
import shapely

from sample_regions.recipe.cells import nearest_area, place_cells
from sample_regions.recipe.doubled import kept_population
from sample_regions.recipe.regions import travel_hours
from sample_regions.recipe.sets import SampleSet
from sample_regions.recipe.sources import Place, places_of, provinces_of, xy_of

LOOKUP = ("name", "other_names", "lat", "lon", "country", "population", "cell")
OTHER_NAMES = 3


def place_regions(sample: SampleSet) -> gpd.GeoDataFrame:
    """Build the cells of a set and write its lookup from place to cell; returns the regions."""
    places = places_of(sample.countries)
    xy = xy_of(places, sample.crs)
    areas = provinces_of(sample.countries, sample.crs)
    area = nearest_area(xy, [place.country for place in places], areas)
    cells = place_cells(xy, area, areas, sample.grid)
    cell = _cell_of(places, xy, cells)
    population = np.bincount(cell, kept_population(places), minlength=len(places))
    rows = np.flatnonzero([shape is not None for shape in cells])
    frame = gpd.GeoDataFrame(
        {
            "place_id": [str(places[row].geoname_id) for row in rows],
            "name": [places[row].name for row in rows],
            "province": areas["province"].to_numpy()[area[rows]],
            "country": [places[row].country for row in rows],
            "population": population[rows].astype(np.int32),
            "area_km2": np.round(shapely.area(cells[rows]) / 1e6, 3),
        },
        geometry=list(cells[rows]),
        crs=sample.crs,
    )
    frame["travel_h"] = travel_hours(
        frame["population"].to_numpy(dtype=float), frame["area_km2"].to_numpy()
    )
    spots = _spots([places[row] for row in rows], xy[rows], cells[rows], sample.crs)
    frame["lat"], frame["lon"] = np.round(spots[:, 1], 5), np.round(spots[:, 0], 5)
    _write_lookup(sample, places, cell)
    return frame


def _cell_of(places: list[Place], xy: np.ndarray, cells: np.ndarray) -> np.ndarray:
    """Return the cell of each place: its own, or the nearest of its country where it has none."""
    cell = np.arange(len(places))
    country = np.array([place.country for place in places])
    has_cell = np.array([shape is not None for shape in cells])
    for row in np.flatnonzero(~has_cell):
        others = np.flatnonzero(has_cell & (country == country[row]))
        cell[row] = others[np.argmin(shapely.distance(cells[others], shapely.points(xy[row])))]
    return cell


def _spots(places: list[Place], xy: np.ndarray, cells: np.ndarray, crs: str) -> np.ndarray:
    """Return degrees east and north of each place, moved into its cell where the map is coarse."""
    inside = shapely.contains_xy(cells, xy)
    moved = gpd.GeoSeries(shapely.point_on_surface(cells), crs=crs).to_crs("EPSG:4326")
    own = np.array([(place.lon, place.lat) for place in places])
    return np.where(inside[:, None], own, np.column_stack([moved.x, moved.y]))


def _write_lookup(sample: SampleSet, places: list[Place], cell: np.ndarray) -> None:
    sample.path.mkdir(parents=True, exist_ok=True)
    with (sample.path / "lookup.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(LOOKUP)
        for place, row in zip(places, cell, strict=True):
            names = [name for name in place.other_names if name != place.name][:OTHER_NAMES]
            writer.writerow(
                (place.name, ";".join(names), place.lat, place.lon, place.country,
                 place.population, places[row].geoname_id)
            )  # fmt: skip
