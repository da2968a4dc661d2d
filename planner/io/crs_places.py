"""Where countries lie, and the reference systems their files come in."""

from __future__ import annotations

from planner.language import Phrase

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees."""

COUNTRIES: dict[str, tuple[Phrase, Box]] = {
    "NL": (Phrase("the Netherlands"), (3.31, 50.75, 7.23, 53.56)),
    "BE": (Phrase("Belgium"), (2.54, 49.49, 6.41, 51.51)),
    "LU": (Phrase("Luxembourg"), (5.73, 49.44, 6.54, 50.19)),
    "DE": (Phrase("Germany"), (5.86, 47.27, 15.05, 55.06)),
    "FR": (Phrase("France"), (-5.15, 41.33, 9.57, 51.1)),
    "GB": (Phrase("Great Britain"), (-8.65, 49.86, 1.77, 60.86)),
    "IE": (Phrase("Ireland"), (-10.67, 51.38, -5.42, 55.45)),
    "ES": (Phrase("Spain"), (-9.31, 35.94, 4.33, 43.8)),
    "PT": (Phrase("Portugal"), (-9.53, 36.96, -6.18, 42.16)),
    "IT": (Phrase("Italy"), (6.62, 35.49, 18.53, 47.1)),
    "AT": (Phrase("Austria"), (9.53, 46.37, 17.17, 49.02)),
    "CH": (Phrase("Switzerland"), (5.95, 45.81, 10.5, 47.81)),
    "DK": (Phrase("Denmark"), (8.07, 54.55, 15.2, 57.76)),
    "SE": (Phrase("Sweden"), (10.95, 55.33, 24.18, 69.07)),
    "NO": (Phrase("Norway"), (4.5, 57.95, 31.2, 71.2)),
    "FI": (Phrase("Finland"), (19.08, 59.7, 31.6, 70.1)),
    "PL": (Phrase("Poland"), (14.12, 49.0, 24.16, 54.84)),
    "CZ": (Phrase("Czechia"), (12.09, 48.55, 18.87, 51.06)),
    "SK": (Phrase("Slovakia"), (16.83, 47.73, 22.57, 49.62)),
    "HU": (Phrase("Hungary"), (16.11, 45.73, 22.9, 48.59)),
    "SI": (Phrase("Slovenia"), (13.37, 45.42, 16.61, 46.88)),
    "HR": (Phrase("Croatia"), (13.48, 42.38, 19.45, 46.56)),
    "RO": (Phrase("Romania"), (20.26, 43.61, 29.72, 48.27)),
    "BG": (Phrase("Bulgaria"), (22.35, 41.23, 28.61, 44.22)),
    "GR": (Phrase("Greece"), (19.37, 34.8, 28.25, 41.75)),
    "EE": (Phrase("Estonia"), (21.76, 57.5, 28.21, 59.7)),
    "LV": (Phrase("Latvia"), (20.97, 55.67, 28.25, 58.09)),
    "LT": (Phrase("Lithuania"), (20.93, 53.89, 26.84, 56.45)),
    "US": (Phrase("the United States"), (-124.8, 24.4, -66.9, 49.4)),
    "CA": (Phrase("Canada"), (-141.01, 41.67, -52.6, 83.12)),
    "MX": (Phrase("Mexico"), (-117.13, 14.53, -86.7, 32.72)),
}
"""By ISO code; of the United States the part between Canada and Mexico."""

PARTS_OF_THE_WORLD: tuple[tuple[Phrase, Box], ...] = (
    (Phrase("Europe"), (-25.0, 34.0, 45.0, 72.0)),
    (Phrase("North America"), (-170.0, 14.0, -52.0, 84.0)),
)
"""For sets of several countries."""

LAND: tuple[Box, ...] = (
    *(box for _, box in COUNTRIES.values()),
    *(box for _, box in PARTS_OF_THE_WORLD),
    (-180.0, 18.0, -129.0, 72.0),  # Alaska and Hawaii
    (-118.0, 7.0, -59.0, 33.0),  # Central America
    (-82.0, -56.0, -34.0, 13.0),  # South America
    (-18.5, -35.5, 52.0, 38.0),  # Africa
    (42.0, -26.5, 64.0, -10.0),  # islands east of Africa
    (25.0, 12.0, 180.0, 82.0),  # Asia
    (60.0, -11.0, 142.0, 30.0),  # its south
    (112.0, -48.0, 180.0, 0.0),  # Australia and New Zealand
    (-74.0, 59.0, -11.0, 84.0),  # Greenland and Iceland
    (-32.0, 14.0, -22.0, 40.0),  # the Azores and Cape Verde
    (130.0, 0.0, 180.0, 21.0),  # Micronesia
    (-180.0, -29.0, -124.0, 5.0),  # Polynesia
    (-178.0, -45.0, -175.0, -43.0),  # the Chatham Islands
)
"""Everywhere people live, coarsely: what lies in none of these lies in the ocean."""

GEOGRAPHIC = "EPSG:4326"
MERCATOR = "EPSG:3857"

SYSTEMS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("EPSG:28992", ("NL",)),
    ("EPSG:31370", ("BE",)),
    ("EPSG:3812", ("BE",)),
    ("EPSG:2169", ("LU",)),
    ("EPSG:25832", ("DE", "DK", "NO")),
    ("EPSG:25833", ("DE", "NO")),
    ("EPSG:31467", ("DE",)),
    ("EPSG:31468", ("DE",)),
    ("EPSG:2154", ("FR",)),
    ("EPSG:27572", ("FR",)),
    ("EPSG:27700", ("GB",)),
    ("EPSG:2157", ("IE",)),
    ("EPSG:29902", ("IE",)),
    ("EPSG:25830", ("ES",)),
    ("EPSG:25831", ("ES",)),
    ("EPSG:25829", ("ES",)),
    ("EPSG:3763", ("PT",)),
    ("EPSG:7791", ("IT",)),
    ("EPSG:3003", ("IT",)),
    ("EPSG:3004", ("IT",)),
    ("EPSG:31287", ("AT",)),
    ("EPSG:2056", ("CH",)),
    ("EPSG:21781", ("CH",)),
    ("EPSG:3006", ("SE",)),
    ("EPSG:3067", ("FI",)),
    ("EPSG:2180", ("PL",)),
    ("EPSG:5514", ("CZ", "SK")),
    ("EPSG:23700", ("HU",)),
    ("EPSG:3794", ("SI",)),
    ("EPSG:3765", ("HR",)),
    ("EPSG:3844", ("RO",)),
    ("EPSG:2100", ("GR",)),
    ("EPSG:3301", ("EE",)),
    ("EPSG:3059", ("LV",)),
    ("EPSG:3346", ("LT",)),
    ("EPSG:5070", ("US",)),
    ("EPSG:2163", ("US",)),
    ("EPSG:3347", ("CA",)),
    *((f"EPSG:{26900 + zone}", ("US", "CA")) for zone in range(10, 20)),
)
"""National grids with their countries; where two fit alike, the first is likelier."""

WIDE = ("EPSG:3035", "EPSG:3034", MERCATOR)
"""Systems of a continent or the world."""
