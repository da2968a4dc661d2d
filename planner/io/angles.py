"""Degrees as people write them: decimal, with minutes and seconds, both in one cell."""

from __future__ import annotations

import re

ANGLE = re.compile(
    r"""\s*([NSEW])?\s*                          # N 52° 22'
    ([+\-−]?)\s*(\d{1,3}(?:[.,]\d+)?)\s*         # degrees
    (?:[°ºd:]|\s|$|(?=[NSEW]))\s*
    (?:(\d{1,2}(?:[.,]\d+)?)\s*(?:['′’m:]|\s|$|(?=[NSEW]))\s*)?
    (?:(\d{1,2}(?:[.,]\d+)?)\s*(?:"|″|”|''|’’|′′|s|$|(?=[NSEW]))\s*)?
    ([NSEW])?\s*""",
    re.VERBOSE | re.IGNORECASE,
)

POINT = re.compile(r"\s*POINT\s*\(\s*(\S+)\s+(\S+?)\s*\)\s*", re.IGNORECASE)
HALVES = re.compile(
    r"""(?P<north>.*?[NS])[\s,;/]+(?P<east>.*[EW])      # 52°22'N, 4°53'E
    |(?P<lat>[^;,/\s]+(?:,\d+)?)\s*(?:;|/)\s*(?P<lon>[^;/]+)  # 52,37; 4,89
    |(?P<a>[^,\s]+(?:,\d+)?)(?:,\s+|\s+)(?P<b>[^,\s]+(?:,\d+)?)  # 52.37, 4.89 and 52,37 4,89
    |(?P<c>[^,\s]+\.[^,\s]*|\d+),(?P<d>[^,\s]+)               # 52.37,4.89
    |(?P<e>[+\-]?\d+,\d+),(?P<f>[+\-]?\d+,\d+)                # 52,37,4,89""",
    re.VERBOSE | re.IGNORECASE,
)


LONGEST = 100
"""Letters of a coordinate; a longer cell is none."""


def angle(cell: str) -> float | None:
    """Return degrees of one angle, south and west negative; None where the cell is none."""
    match = ANGLE.fullmatch(cell) if len(cell) <= LONGEST else None
    if match is None:
        return None
    before, sign, *parts, behind = match.groups()
    if before and behind:
        return None
    degrees, minutes, seconds = (float((part or "0").replace(",", ".")) for part in parts)
    if minutes >= 60 or seconds >= 60:
        return None
    negative = sign in {"-", "−"} or (before or behind or "").upper() in {"S", "W"}
    return (-1 if negative else 1) * (degrees + minutes / 60 + seconds / 3600)


def pair(cell: str) -> tuple[float, float] | None:
    """Return latitude and longitude of a cell that holds both, None where it does not.

    Latitude comes first, as map services copy it; in POINT(4.89 52.37) longitude does.
    """
    if len(cell) > LONGEST:
        return None
    north, _, east = cell.partition(",")
    try:
        if "." in north:
            return float(north), float(east)
    except ValueError:
        pass
    point = POINT.fullmatch(cell)
    if point:
        return _both(point[2], point[1])
    halves = HALVES.fullmatch(cell.strip().strip("()[]").strip())
    if halves is None:
        return None
    first, second = (part for part in halves.groups() if part is not None)
    return _both(first, second)


def _both(north: str, east: str) -> tuple[float, float] | None:
    lat, lon = angle(north), angle(east)
    return None if lat is None or lon is None else (lat, lon)
