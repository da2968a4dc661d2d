#!/usr/bin/env bash
# Draws the pictures of the docs anew: the real window on the Netherlands, planned, in light and dark at two sizes.
set -euo pipefail
cd "$(dirname "$0")/../.."
planned=$(mktemp -d)/netherlands
trap 'rm -rf "$(dirname "$planned")"' EXIT
.venv/bin/rayon run sample_regions/netherlands/plan.toml --out "$planned-files" --save "$planned"
for theme in light dark; do
  for size in 1440x900 1280x720; do
    .venv/bin/rayon shot "$planned" --step territories --theme $theme --size $size --out "docs/pictures/territories_${theme}_$size.png"
  done
done
for step in data team quotas compare publish; do
  .venv/bin/rayon shot "$planned" --step $step --size 1440x900 --out "docs/pictures/${step}_light_1440x900.png"
done
