"""Which columns of other people's region files are taken as id and name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from region_files import squares, write_regions

from planner.io.likely_columns import likely_id, likely_name
from planner.io.region_table import RegionSource
from planner.io.regions import read_regions

TEXT = ("a", "b", "c")
ROWS = (1, 2, 3)
FEW = ("x", "x", "x")

PUBLISHED: dict[str, tuple[Mapping[str, tuple[Any, ...]], str, str]] = {
    "counties of the Census Bureau": (
        {"STATEFP": FEW, "COUNTYNS": TEXT, "AFFGEOID": TEXT, "GEOID": TEXT, "NAME": TEXT}, "GEOID", "NAME"
    ),
    "postcode areas of the Census Bureau": (
        {"ZCTA5CE20": TEXT, "AFFGEOID20": TEXT, "GEOID20": TEXT, "NAME20": TEXT}, "GEOID20", "NAME20"
    ),
    "districts of the ONS": (
        {"OBJECTID": ROWS, "LAD23CD": TEXT, "LAD23NM": TEXT, "GlobalID": TEXT}, "LAD23CD", "LAD23NM"
    ),
    "communes of the IGN": ({"ID": TEXT, "NOM": TEXT, "INSEE_COM": TEXT}, "INSEE_COM", "NOM"),
    "municipalities of the BKG": ({"OBJECTID": ROWS, "AGS": TEXT, "BEZ": FEW}, "AGS", ""),
    "regions of Eurostat": (
        {"NUTS_NAME": TEXT, "NUTS_ID": TEXT, "LEVL_CODE": (3, 3, 3)}, "NUTS_ID", "NUTS_NAME"
    ),
    "areas of GADM": (
        {"GID_0": FEW, "NAME_0": FEW, "GID_2": TEXT, "NAME_2": TEXT}, "GID_2", "NAME_2"
    ),
    "rows counted by ArcGIS": ({"OBJECTID": ROWS, "Postcode": (1011, 1012, 1013)}, "Postcode", ""),
    "rows counted by hand": ({"id": ROWS, "gem_code": (363, 14, 37)}, "gem_code", ""),
    "nothing but counted rows": ({"id": ROWS, "inhabitants": (7, 8, 9)}, "id", ""),
    "codes kept as decimals": ({"GEM_CODE": (363.0, 14.0, 37.0), "m": (1.0, 2.5, 3.0)}, "GEM_CODE", ""),
    "decimals that are no codes": ({"zip": (1.5, 2.0, 3.0)}, "", ""),
    "rows named by a map server": (
        {"id": ("place.1", "place.2", "place.3"), "statcode": TEXT, "statnaam": TEXT},
        "statcode", "statnaam",
    ),
    "rows numbered by a program": ({"id": ("0", "1", "2"), "statcode": TEXT}, "statcode", ""),
}  # fmt: skip


def columns_of(columns: Mapping[str, tuple[Any, ...]]) -> dict[str, Any]:
    return {
        name: np.array(values, object if isinstance(values[0], str) else None)
        for name, values in columns.items()
    }


@pytest.mark.parametrize("publisher", PUBLISHED)
def test_the_code_that_others_know_a_region_by_is_its_id(publisher: str) -> None:
    columns, id_, name = PUBLISHED[publisher]
    assert (likely_id(columns_of(columns)), likely_name(columns_of(columns))) == (id_, name)


TWENTY = tuple(f"{at:04}" for at in range(20))


@pytest.mark.parametrize(
    "codes",
    [(*TWENTY[:19], ""), (*TWENTY[:19], TWENTY[0]), (*map(float, range(100, 119)), float("nan"))],
    ids=["empty", "repeated", "empty number"],
)
def test_a_code_that_one_row_lacks_or_repeats_is_still_the_id(codes: tuple[Any, ...]) -> None:
    columns = {"OBJECTID": tuple(range(1, 21)), "name": TWENTY, "code": codes}
    assert likely_id(columns_of(columns)) == "code"


@pytest.mark.parametrize(
    "columns",
    [
        {"OBJECTID": (1, 2, 3), "gm_code": ("a", "a", "b"), "gm_name": ("A", "A", "B")},
        {"code": (7, 7, 8), "name": ("A", "A", "B"), "Shape__Area": (1.0, 2.5, 9.0)},
        {"code": (7, 7, 8), "name": ("A", "A", "B"), "st_length(shape)": (1.0, 2.5, 9.0)},
        {"postcode": ("11", "11", "12"), "people": (5.0, 5.0, 7.0), "SHAPE_Leng": (4.0, 8.0, 5.0)},
        {"nis": (1.0, 1.0, 2.0), "name": ("A", "A", "B"), "m2": (np.nan, np.nan, 3.0)},
    ],
    ids=[
        "rows numbered",
        "areas",
        "lengths",
        "postcodes without a name",
        "numbers that are not known",
    ],
)
def test_a_code_that_parts_of_a_region_repeat_is_the_id(columns: Mapping[str, Any]) -> None:
    assert likely_id(columns_of(columns)) == next(name for name in columns if name != "OBJECTID")


@pytest.mark.parametrize(
    ("columns", "id_"),
    [
        ({"gm_code": ("a", "a", "b"), "district": (1, 2, 1), "name": ("A", "A", "B")}, ""),
        ({"gm_code": ("a", "a", "b"), "name": ("A", "A", "B"), "people": (5.0, 6.0, 7.0)}, ""),
        ({"code": ("a", "a", "b"), "name": ("A", "A", "B"), "area": ("N", "S", "N")}, ""),
        ({"code": ("a", "a", "b"), "name": ("A", "A", "B"), "area_code": (1, 2, 1)}, ""),
        ({"OBJECTID": ROWS, "type_code": ("a", "a", "b"), "area": (5.0, 6.0, 7.0)}, "OBJECTID"),
        ({"OBJECTID": ROWS, "zone_id": FEW, "name": FEW}, "OBJECTID"),
        ({"wk_code": TEXT, "gm_code": ("a", "a", "b"), "name": ("A", "A", "B")}, "wk_code"),
    ],
    ids=[
        "districts",
        "figures of districts",
        "areas by name",
        "codes of areas",
        "a kind",
        "one for all",
        "a better one",
    ],
)
def test_a_code_that_different_regions_repeat_is_no_id(
    columns: Mapping[str, Any], id_: str
) -> None:
    assert likely_id(columns_of(columns)) == id_


def test_the_code_of_a_level_above_is_no_id() -> None:
    columns = {"province_code": ("a",) * 10 + ("b",) * 10, "name": TWENTY}
    assert likely_id(columns_of(columns)) == "name"


def test_ids_kept_as_decimals_are_written_whole(tmp_path: Path) -> None:
    columns = {"GEM_CODE": (363.0, 14.0), "people": (1.0, 2.0)}
    read, _ = read_regions(
        [RegionSource(write_regions(tmp_path / "a.shp", squares(1, 2), columns))]
    )
    assert read is not None
    assert read.regions.ids == ("363", "14")


@pytest.mark.parametrize("ending", [".geojson", ".geojsonl"])
@pytest.mark.parametrize("ids", [(363, 14), ("GM0363", "GM0014")])
def test_ids_beside_the_columns_of_geojson_are_ids(
    tmp_path: Path, ending: str, ids: tuple[Any, Any]
) -> None:
    rows = [
        {"type": "Feature", "id": id_, "properties": {"inhabitants": 5}, "geometry": outline}
        for id_, outline in zip(
            ids, map(shapely.geometry.mapping, squares(1, 2, 0.1, (5.0, 52.0))), strict=True
        )
    ]
    text = json.dumps({"type": "FeatureCollection", "features": rows})
    path = tmp_path / f"a{ending}"
    path.write_text(text if ending == ".geojson" else "\n".join(map(json.dumps, rows)))
    read, _ = read_regions([RegionSource(path)])
    assert read is not None
    assert read.regions.ids == tuple(map(str, ids))


def test_rows_of_geojson_without_ids_get_no_column_of_them(tmp_path: Path) -> None:
    shapes = squares(1, 2, 0.1, (5.0, 52.0))
    path = write_regions(tmp_path / "a.geojson", shapes, {"code": ("a", "b")}, "EPSG:4326")
    read, _ = read_regions([RegionSource(path)])
    assert read is not None
    assert not read.regions.columns


def test_a_column_without_a_name_is_neither_id_nor_country_nor_owner(tmp_path: Path) -> None:
    outlines = map(shapely.geometry.mapping, squares(1, 2, 0.1, (5.0, 52.0)))
    rows = [
        {"type": "Feature", "properties": {"": str(row), "code": f"GM{row}"}, "geometry": outline}
        for row, outline in enumerate(outlines)
    ]
    path = tmp_path / "a.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": rows}))
    read, issues = read_regions([RegionSource(path)])
    assert read is not None
    assert read.regions.ids == ("GM0", "GM1")
    assert not read.regions.parents
    assert read.owners == ("", "")
    assert [issue.code for issue in issues] == ["id_guessed"]
