"""The regions of a sample set as the synthetic part sees them, and their files."""

from __future__ import annotations

import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio

from sample_regions.recipe.sets import SampleSet

COLUMNS = ("population", "area_km2", "travel_h", "lat", "lon", "rep_today")
BUILT = "2026-11-21"
"""Date written into the files, so that a rebuild gives the same bytes."""

METRIC = {"EPSG:4269": "EPSG:5070"}
"""Metric system to measure in, where the set itself is in degrees."""


@dataclass(frozen=True, slots=True)
class Regions:
    """Columns of the region files of a set, in file order, countries one after another.

    `xy` is in kilometres, `frame` keeps the outlines.
    """

    ids: list[str]
    names: list[str]
    country: np.ndarray
    parent: list[str]
    population: np.ndarray
    lat: np.ndarray
    lon: np.ndarray
    area_km2: np.ndarray
    xy: np.ndarray
    frame: gpd.GeoDataFrame

    def rows_of(self, country: str) -> np.ndarray:
        """Return the rows of a country; all of them for ""."""
        if not country:
            return np.arange(len(self.ids))
        return np.flatnonzero(self.country == country)


def regions_of(sample: SampleSet, frame: gpd.GeoDataFrame) -> Regions:
    """Return the columns of a frame of regions."""
    points = gpd.points_from_xy(frame["lon"], frame["lat"], crs="EPSG:4326")
    points = points.to_crs(METRIC.get(sample.crs, sample.crs))
    return Regions(
        ids=frame[sample.id_column].tolist(),
        names=frame["name"].tolist(),
        country=frame["country"].to_numpy(dtype=str),
        parent=frame[sample.parent].tolist(),
        population=frame["population"].to_numpy(dtype=float),
        lat=frame["lat"].to_numpy(),
        lon=frame["lon"].to_numpy(),
        area_km2=frame["area_km2"].to_numpy(),
        xy=np.column_stack([points.x, points.y]) / 1000,
        frame=frame,
    )


def read_regions(sample: SampleSet) -> gpd.GeoDataFrame:
    """Return the regions of a set from its GeoPackages."""
    frames = [
        pyogrio.read_dataframe(sample.path / f"{sample.files[country]}.gpkg")
        for country in sample.countries
    ]
    return gpd.GeoDataFrame(pd.concat(frames, ignore_index=True), crs=frames[0].crs)


def write_regions(sample: SampleSet, frame: gpd.GeoDataFrame) -> None:
    """Write each country's GeoPackage and zipped shapefile."""
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": f"{BUILT}T00:00:00.000Z"})
    sample.path.mkdir(parents=True, exist_ok=True)
    for country, stem in sample.files.items():
        mine = frame[frame["country"] == country]
        package = sample.path / f"{stem}.gpkg"
        package.unlink(missing_ok=True)
        pyogrio.write_dataframe(
            mine, package, layer=stem, geometry_type="MultiPolygon", promote_to_multi=True
        )
        _write_zip(mine, sample.path / f"{stem}.zip", stem)


def travel_hours(population: np.ndarray, area_km2: np.ndarray) -> np.ndarray:
    """Return typical hours of travel per visit: 24 minutes, and one gap between accounts.

    A gap is the root of the area that 1,000 people have, driven at 60 km an hour; at most 0.8 hours.
    """
    gap_km = np.sqrt(area_km2 / np.maximum(population, 50.0) * 1000.0)
    return np.asarray(np.round(np.minimum(0.4 + gap_km / 60.0, 0.8), 2))


def _write_zip(frame: gpd.GeoDataFrame, target: Path, stem: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        pyogrio.write_dataframe(
            frame,
            Path(folder) / f"{stem}.shp",
            encoding="UTF-8",
            layer_options={"DBF_DATE_LAST_UPDATE": BUILT},
        )
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
            for part in sorted(Path(folder).iterdir()):
                entry = zipfile.ZipInfo(part.name, (2026, 11, 21, 0, 0, 0))
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, part.read_bytes())
