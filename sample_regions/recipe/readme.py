"""The tables that the build writes into a set's README."""

from __future__ import annotations

import geopandas as gpd

from sample_regions.recipe.sets import SampleSet

BEGIN, END = "<!-- largest: written by the build -->", "<!-- end -->"


def write_largest(sample: SampleSet, frame: gpd.GeoDataFrame) -> None:
    """Put the ten largest regions and the totals between the marks of the README."""
    path = sample.path / "README.md"
    if not path.exists():
        return
    before, rest = path.read_text(encoding="utf-8").split(BEGIN)
    after = rest.split(END)[1]
    path.write_text(f"{before}{BEGIN}\n{largest(sample, frame)}\n{END}{after}", encoding="utf-8")


def largest(sample: SampleSet, frame: gpd.GeoDataFrame) -> str:
    """Return a table of totals per country and of the ten regions with most people."""
    lines = ["| country | regions | people |", "|---|---:|---:|"]
    for country in sample.countries:
        mine = frame[frame["country"] == country]
        lines.append(f"| {country} | {len(mine):,} | {int(mine['population'].sum()):,} |")
    lines += ["", f"| region | id | {sample.parent} | people |", "|---|---|---|---:|"]
    top = frame.sort_values(["population", sample.id_column], ascending=[False, True]).head(10)
    for _, row in top.iterrows():
        lines.append(
            f"| {row['name']} | {row[sample.id_column]} | {row[sample.parent]} "
            f"| {int(row['population']):,} |"
        )
    return "\n".join(lines)
