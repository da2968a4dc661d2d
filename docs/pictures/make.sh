#!/usr/bin/env bash
# Draws the pictures of the docs anew: the real window on the Netherlands, planned, in light and dark at two
# sizes, while it proposes and where rules clash; then the plans of all samples and, where the shared regions
# lie beside the checkout, of the Dutch municipalities and postcodes. Prints how whole the territories are, for
# README.md beside this file.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
plan() {
  # 1: not every rule is met; the best plan is saved and drawn all the same.
  .venv/bin/rayon run "$1" --out "$work/$2-files" --save "$work/$2" || [ $? -eq 1 ]
}
for name in netherlands us_counties nl_be_de; do
  plan "sample_regions/$name/plan.toml" "$name"
done
plans=("$work/netherlands" "$work/us_counties" "$work/nl_be_de")
if [ -d ../shared/regions ]; then
  for name in nl_municipalities nl_postcodes; do
    plan "benchmarks/plans/$name.toml" "$name"
    plans+=("$work/$name")
  done
fi
for theme in light dark; do
  for size in 1440x900 1280x720; do
    .venv/bin/rayon shot "$work/netherlands" --step territories --theme $theme --size $size --out "docs/pictures/territories_${theme}_$size.png"
  done
done
# Each tool at work: light and dark, at both sizes, and at 200 %.
rm -rf docs/pictures/tools
.venv/bin/python -m benchmarks.tool_screens "$work/netherlands" --out docs/pictures/tools
.venv/bin/python -m benchmarks.tool_screens "$work/netherlands" --out docs/pictures/tools --size 1280x720 --theme light --scale 2
.venv/bin/python -m benchmarks.import_screens sample_regions/netherlands/plan.toml --out "$work/import"
for name in figures_light_1440 bad_light_1440 rows_dark_1280; do
  cp "$work/import/import_$name.png" docs/pictures
done
.venv/bin/rayon shot "$work/netherlands" --step market --size 1440x900 --out docs/pictures/market.png
.venv/bin/rayon shot sample_regions/nl_be_de/plan.toml --step data:rules --size 1440x900 --out docs/pictures/named_accounts.png
if [ -d ../shared/regions ]; then
  .venv/bin/rayon shot ../shared/regions/nl_postcode4_raw_messy/nl_postcode4_raw_messy_shp.zip --step data:outlines --size 1440x900 --out docs/pictures/outlines.png
fi
.venv/bin/python -m benchmarks.screens sample_regions/netherlands/plan.toml --out docs/pictures
.venv/bin/python -m benchmarks.pictures "${plans[@]}" --out docs/pictures
