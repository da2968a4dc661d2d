"""How different two colours look, also to people with a colour vision deficiency.

Sources: OKLab by B. Ottosson (2020), https://bottosson.github.io/posts/oklab/; deficiencies at full
severity by G. M. Machado, M. M. Oliveira, L. A. F. Fernandes, IEEE TVCG 15 (2009) 1291-1298,
doi 10.1109/TVCG.2009.113.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from planner.model.types import Floats

VISION = {
    "normal": np.eye(3),
    "protan": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deutan": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritan": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
"""Matrices on linear RGB that show what people of each kind see."""

TO_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def linear(colours: Sequence[str]) -> Floats:
    """Return colours (#RRGGBB) as linear RGB in 0..1, shape (c, 3)."""
    coded = np.array([[int(each[i : i + 2], 16) for i in (1, 3, 5)] for each in colours]) / 255
    return np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)


def least_distances(colours: Sequence[str]) -> Floats:
    """Return for each pair the least OKLab distance any kind of vision sees, times 100, shape (c, c)."""
    rgb = linear(colours)
    least = np.full((len(rgb), len(rgb)), np.inf)
    for matrix in VISION.values():
        seen = np.clip(rgb @ matrix.T, 0, 1)
        lab = np.cbrt(np.clip(seen @ TO_CONES.T, 0, None)) @ TO_LAB.T
        least = np.minimum(least, np.linalg.norm(lab[:, None] - lab[None], axis=-1) * 100)
    return np.asarray(least)
