"""People whom GeoNames counts twice: in a city and again in its parts.

GeoNames has no class that tells a city from its parts, so a list is proposed by distance and size,
read by a person, and committed; the build only follows the list.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from scipy.spatial import cKDTree

from sample_regions.recipe.sources import Place, counties, places_of, xy_of

LIST = Path(__file__).with_name("doubled_places.csv")
COLUMNS = ("geonameid", "name", "country", "population", "kept", "parts", "reason")

SMALLEST_CITY = {"NL": 100_000, "BE": 100_000, "DE": 100_000, "US": 400_000}
PEOPLE_PER_KM2 = 3500.0  # a city is taken as a disc of this density
LARGEST_PART = 0.35  # of the city: what is larger is a neighbouring city
LEAST_PARTS = 4
BOROUGH = 0.05  # of the city: a part so large can be a county of its own
BOROUGHS_TOGETHER = 0.8
LEAST_SHARE = 0.25  # of the city's people that its parts hold
LEAST_REST = 0.10  # a smaller rest is a difference of years
BOROUGH_COUNTIES = 4

NEIGHBOURS = {  # read by a person: cities of their own, not parts
    "Los Angeles": (
        "Glendale", "Pasadena", "Downey", "Inglewood", "Burbank", "Compton", "South Gate", "Hawthorne",
        "Alhambra", "Lynwood", "Pico Rivera", "Montebello", "Monterey Park", "Huntington Park",
        "Rosemead", "East Los Angeles", "Florence-Graham", "Bell Gardens", "San Gabriel", "Altadena",
    ),
    "Chicago": ("Cicero", "Berwyn", "Oak Park"),
    "Oakland": ("Alameda",),
    "Rotterdam": (
        "Schiedam", "Vlaardingen", "Ridderkerk", "Barendrecht", "Capelle aan den IJssel",
        "Krimpen aan den IJssel",
    ),
    "The Hague": ("Rijswijk", "Voorburg"),
    "Amsterdam": ("Amstelveen", "Diemen"),
    "Köln": ("Leverkusen", "Hürth", "Frechen"),
    "Frankfurt am Main": ("Offenbach", "Bad Vilbel", "Neu-Isenburg", "Eschborn"),
    "Düsseldorf": ("Neuss", "Meerbusch"),
    "Stuttgart": ("Fellbach", "Ostfildern", "Gerlingen", "Korntal"),
    "Dresden": ("Freital", "Radebeul"),
    "Bochum": ("Herne",),
}  # fmt: skip

QUARTERS = {  # read by a person: parts beyond the disc
    "Los Angeles": (
        "Van Nuys", "San Pedro", "Sylmar", "Woodland Hills", "Northridge", "Reseda", "Canoga Park",
        "Valley Glen", "North Hills", "Sherman Oaks", "Wilmington", "Winnetka", "Encino", "West Hills",
        "Chatsworth", "Venice", "Sawtelle", "Brentwood", "Tujunga", "Pacific Palisades",
    ),
}  # fmt: skip
QUARTERS_WITHIN = 2.5  # radii of the disc

WRONG = {  # read by a person: figures that cannot be right
    4951305: "571283 people would be nearly all of Boston: dropped, Boston keeps its own figure",
    2864072: "226851 people would be nearly all of Magdeburg: dropped, Magdeburg keeps its own figure",
}


@dataclass(frozen=True, slots=True)
class City:
    """A city and the places that are taken as its parts, as rows of a list of places."""

    row: int
    parts: tuple[int, ...]
    radius_km: float


def kept_population(places: list[Place]) -> np.ndarray:
    """Return the people counted at each place, following the committed list."""
    with LIST.open(encoding="utf-8", newline="") as file:
        kept = {int(row["geonameid"]): int(row["kept"]) for row in csv.DictReader(file)}
    return np.array([kept.get(place.geoname_id, place.population) for place in places])


def propose() -> list[dict[str, object]]:
    """Return the rows of the list as distance and size suggest them."""
    rows: list[dict[str, object]] = []
    for country in ("NL", "BE", "DE"):
        places = places_of((country,))
        kept = np.array([float(place.population) for place in places])
        for city in _cities(places, "EPSG:3035"):
            rows += _coarser_reduced(places, kept, city)
        rows += _wrong(places, kept)
    places = [place for place in places_of(("US",)) if place.admin1 not in ("AK", "HI")]
    return rows + _us_rows(places)


def write(rows: list[dict[str, object]]) -> None:
    """Write the list, largest cities first in each country."""
    rows = sorted(rows, key=lambda row: (str(row["country"]), -int(str(row["population"]))))
    with LIST.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _cities(places: list[Place], crs: str) -> list[City]:
    """Return cities with enough parts around them, smallest first."""
    xy = xy_of(places, crs) / 1000
    population = np.array([place.population for place in places])
    tree = cKDTree(xy)
    found = []
    for row in np.argsort(population, kind="stable"):
        place = places[row]
        if population[row] < SMALLEST_CITY[place.country]:
            continue
        radius = float(np.sqrt(population[row] / PEOPLE_PER_KM2 / np.pi))
        parts = [
            part
            for part in sorted(tree.query_ball_point(xy[row], radius * QUARTERS_WITHIN))
            if (
                np.hypot(*(xy[part] - xy[row])) <= radius
                or places[part].name in QUARTERS.get(place.name, ())
            )
            and 0 < population[part] <= LARGEST_PART * population[row]
            and places[part].admin1 == place.admin1
            and places[part].name not in NEIGHBOURS.get(place.name, ())
            and places[part].geoname_id not in WRONG
        ]
        if len(parts) >= LEAST_PARTS:
            found.append(City(int(row), tuple(parts), radius))
    return found


def _coarser_reduced(places: list[Place], kept: np.ndarray, city: City) -> list[dict[str, object]]:
    """Each part is a region of its own: the city keeps only the people its parts do not have."""
    population = places[city.row].population
    held = int(kept[list(city.parts)].sum())
    if held < LEAST_SHARE * population:
        return []
    rest = population - held
    kept[city.row] = rest if rest > LEAST_REST * population else 0
    reason = (
        f"{len(city.parts)} places within {city.radius_km:.1f} km, each in a region of its own, "
        f"hold {held} people: finer level kept, {'the rest stays here' if kept[city.row] else 'none here'}"
    )
    return [_row(places, kept, city, reason)]


def _us_rows(places: list[Place]) -> list[dict[str, object]]:
    """Counties are the regions: a city over several is reduced, parts in its own are dropped."""
    frame = counties().to_crs("EPSG:5070")
    county = frame.sindex.nearest(_points(places), return_all=False)[1]
    kept = np.array([float(place.population) for place in places])
    rows: list[dict[str, object]] = []
    boroughs: set[int] = set()
    for city in reversed(_cities(places, "EPSG:5070")):
        people = places[city.row].population
        outside = [part for part in city.parts if places[part].population >= BOROUGH * people]
        together = kept[outside].sum() >= BOROUGHS_TOGETHER * people
        if together and len(set(county[outside])) >= BOROUGH_COUNTIES:
            boroughs.update(outside)
            rows += _coarser_reduced(places, kept, City(city.row, tuple(outside), city.radius_km))
            continue
        inside = [part for part in city.parts if county[part] == county[city.row] and kept[part]]
        inside = [part for part in inside if part not in boroughs]
        if kept[inside].sum() < LEAST_SHARE * people:
            continue
        rows += _finer_dropped(places, kept, City(city.row, tuple(inside), city.radius_km))
    return rows + _wrong(places, kept)


def _wrong(places: list[Place], kept: np.ndarray) -> list[dict[str, object]]:
    rows = []
    for row, place in enumerate(places):
        if place.geoname_id in WRONG:
            kept[row] = 0
            rows.append(_row(places, kept, City(row, (), 0.0), WRONG[place.geoname_id]))
    return rows


def _finer_dropped(places: list[Place], kept: np.ndarray, city: City) -> list[dict[str, object]]:
    """Parts in the same region as their city add nothing: the city's own figure is kept."""
    rows = []
    for part in city.parts:
        kept[part] = 0
        whole = places[city.row]
        reason = (
            f"taken as part of {whole.name} ({whole.geoname_id}), in its county: coarser level kept"
        )
        rows.append(_row(places, kept, City(part, (), 0.0), reason))
    return rows


def _row(places: list[Place], kept: np.ndarray, city: City, reason: str) -> dict[str, object]:
    place = places[city.row]
    return {
        "geonameid": place.geoname_id,
        "name": place.name,
        "country": place.country,
        "population": place.population,
        "kept": int(kept[city.row]),
        "parts": ";".join(str(places[part].geoname_id) for part in city.parts),
        "reason": reason,
    }


def _points(places: list[Place]) -> np.ndarray:
    return np.asarray(shapely.points(xy_of(places, "EPSG:5070")))
