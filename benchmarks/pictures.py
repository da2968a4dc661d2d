"""Draws planned territories small enough for the docs and prints how whole their shapes are.

    python -m benchmarks.pictures SAVED_PLAN... --out docs/pictures

Each plan is a folder that `rayon run --save` wrote; its last scenario is drawn.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

import numpy as np

from planner.insight.shape import RAGGED, hull_shares
from planner.insight.shape_reasons import ragged_territories
from planner.model.plan import Plan
from planner.store.folder import load_plan
from ui.use_cases.picture_request import write_picture_order

SIZE = (1120, 840)
COLOURS = 256


def main(arguments: list[str] | None = None) -> int:
    """Draw every plan named and print a line of Markdown for each; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pictures", description=__doc__)
    parser.add_argument("plans", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    for path in asked.plans:
        plan, _issues = load_plan(path)
        if plan is None:
            sys.stderr.write(f"{path}: cannot be read\n")
            return 2
        scenario = plan.scenarios[-1].name
        draw(plan, scenario, asked.out / f"plan_{path.name}.png")
        for line in lines(plan, scenario):
            sys.stdout.write(f"{line}\n")
    return 0


def draw(plan: Plan, scenario: str, out: Path) -> None:
    """Draw the base layer of a scenario in the 256 colours it has most of: a third of the bytes."""
    from PySide6.QtGui import QImage

    from ui.render import draw_map

    with tempfile.TemporaryDirectory() as folder:
        order = Path(folder) / "order"
        write_picture_order(plan, scenario, order)
        draw_map(order, out, SIZE, 1.0)
    image = QImage(str(out)).convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), np.uint32)
    colours, counts = np.unique(pixels, return_counts=True)
    most = colours[np.argsort(-counts, kind="stable")[:COLOURS]]
    small = image.convertToFormat(QImage.Format.Format_Indexed8, [int(one) for one in most])
    small.save(str(out), quality=0)


def lines(plan: Plan, scenario: str) -> list[str]:
    """Return a row of each layer's lowest shares, and a row of each territory under the limit."""
    told = []
    for layer in plan.scenario(scenario).layers:
        shares = hull_shares(plan.regions, layer)
        least = [int(t) for t in np.argsort(shares)[:3]]
        named = ", ".join(f"{layer.territories[t].id} {shares[t]:.2f}" for t in least)
        told.append(
            f"| {plan.name}, {layer.label.lower()} | {len(plan.regions)} {plan.regions.noun[1]} | "
            f"{len(shares)} | {named} | {np.median(shares):.2f} | {int((shares < RAGGED).sum())} |"
        )
        told += [
            f"  * {layer.territories[one.territory].id} {one.share:.2f}: {one.text}"
            for one in ragged_territories(plan, scenario, layer.key)
        ]
    return told


if __name__ == "__main__":
    sys.exit(main())
