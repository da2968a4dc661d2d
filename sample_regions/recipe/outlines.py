"""Draw the outline of each sample for the welcome page: today's territories, simplified to a few kB.

`python -m sample_regions.recipe.outlines` writes `outline.json` beside each plan.toml:
`[{"fill": 0..7, "rings": [[[x, y], ...], ...]}, ...]`, x and y in whole steps of 1/1000 of the width.
"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import geopandas as gpd
import networkx as nx
import pandas as pd
import shapely

HERE = Path(__file__).parent.parent
STEPS = 1000
SIMPLIFIED = 2.5
"""Width of detail that is left out, in steps."""
LEAST_RING = 12.0
"""Area of the smallest ring that is drawn, in square steps."""


def main() -> None:
    """Write the outlines of all samples."""
    for plan in sorted(HERE.glob("*/plan.toml")):
        areas = drawn(today(plan))
        target = plan.with_name("outline.json")
        target.write_text(json.dumps(areas, separators=(",", ":")) + "\n", "utf-8")
        print(f"{target.parent.name}: {len(areas)} areas, {target.stat().st_size // 1000} kB")


def today(plan: Path) -> gpd.GeoSeries:
    """Return the territories of today, in metres."""
    files = tomllib.loads(plan.read_text("utf-8"))["regions"]
    read = [
        gpd.read_file(plan.parent / one["file"]).rename(columns={one["owner"]: "rep"})
        for one in files
    ]
    regions = gpd.GeoDataFrame(pd.concat(read, ignore_index=True), crs=read[0].crs)
    box = regions.to_crs(4326).total_bounds
    centre = f"+proj=laea +lat_0={(box[1] + box[3]) / 2:.2f} +lon_0={(box[0] + box[2]) / 2:.2f}"
    return regions.to_crs(f"{centre} +units=m").dissolve(by="rep", sort=True).geometry


def drawn(territories: gpd.GeoSeries) -> list[dict[str, object]]:
    """Return simplified rings with a fill that differs from the neighbours'."""
    west, south, east, _ = territories.total_bounds
    scale = STEPS / (east - west)
    scaled = territories.translate(-west, -south).scale(scale, scale, origin=(0, 0))
    shapes = shapely.coverage_simplify(scaled.to_numpy(), SIMPLIFIED)
    fills = coloured(shapes)
    return [
        {"fill": fill, "rings": rings(shape)} for fill, shape in zip(fills, shapes, strict=True)
    ]


def rings(shape: shapely.Geometry) -> list[list[list[int]]]:
    """Return the outer rings of a shape that can be seen."""
    polygons = [p for p in shapely.get_parts(shape) if p.area >= LEAST_RING]
    return [[[round(x), round(y)] for x, y in polygon.exterior.coords] for polygon in polygons]


def coloured(shapes: list[shapely.Geometry]) -> list[int]:
    """Return fills 0..7 by DSATUR; shapes that touch differ."""
    graph = nx.Graph()
    graph.add_nodes_from(range(len(shapes)))
    tree = shapely.STRtree(shapes)
    pairs = tree.query(shapes, predicate="intersects")
    graph.add_edges_from((int(i), int(j)) for i, j in pairs.T if i < j)
    fills = nx.greedy_color(graph, strategy="DSATUR")
    return [fills[i] % 8 for i in range(len(shapes))]


if __name__ == "__main__":
    main()
