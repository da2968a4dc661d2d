"""Pictures in a process of their own, so that a missing display or a crash of it costs no other file.

    python -m ui.render map REQUEST.npz --out map.png      (or map.pdf; says how far it is, 0 to 1)
    python -m ui.render shot PLAN --step territories --size 1440x900 --theme light --scale 1 --out FILE.png
    python -m ui.render start PLAN     (says "painted" when the first page stands: for measuring)

Qt paints without a display here, unless QT_QPA_PLATFORM says otherwise. Exit 0, or 2 with one line of why.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from planner.language import LANGUAGES, environment_language, tr, use_language
from planner.notation import environment_notation, use_notation


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw what the arguments ask for; return the exit code."""
    asked = _parser().parse_args(arguments)
    use_language(asked.language or environment_language())
    use_notation(environment_notation())
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    try:
        if asked.what == "map":
            draw_map(asked.request, asked.out, asked.size, asked.scale)
        else:
            show_window(asked)
    except (OSError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


def draw_map(request: Path, out: Path, size: tuple[int, int], scale: float) -> None:
    """Draw a map picture in light colours: pixels, or shapes and text where it ends in .pdf.

    Raises
    ------
    OSError
        When a file cannot be read or written.
    ValueError
        When the request is not one.
    """
    from PySide6.QtWidgets import QApplication  # late: the platform must be chosen before Qt loads

    from planner.io.picture_file import read_picture_request
    from ui.map.picture import PictureSize, draw_picture, write_pdf
    from ui.theme import theme

    order = read_picture_request(request)
    app = QApplication.instance() or QApplication([])
    if not isinstance(app, QApplication):
        raise ValueError("a picture needs a QApplication")
    theme.apply(app, "light")
    if out.suffix.casefold() == ".pdf":
        write_pdf(order, out, _tell)
    elif not draw_picture(order, PictureSize(*size, scale), _tell).save(str(out)):
        raise OSError(tr("{out} cannot be written", out=out))


def _tell(share: float) -> None:
    """Say how far the picture is, a line each time."""
    sys.stdout.write(f"{share:.2f}\n")
    sys.stdout.flush()


def show_window(asked: argparse.Namespace) -> None:
    """Open the real window and save its picture, or only say that it stands.

    Raises
    ------
    OSError
        When the picture cannot be written.
    ValueError
        When there is no such plan or page.
    """
    os.environ["QT_SCALE_FACTOR"] = str(asked.scale)
    from PySide6.QtCore import QSize

    from ui.window_shot import shoot

    if asked.out is None:
        shoot(asked.plan, asked.step, QSize(*asked.size), asked.theme, rest=1)
        sys.stdout.write("painted\n")
        return
    picture = shoot(asked.plan, asked.step, QSize(*asked.size), asked.theme)
    if not picture.save(str(asked.out)):
        raise OSError(tr("{out} cannot be written", out=asked.out))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m ui.render", description=__doc__)
    what = parser.add_subparsers(dest="what", required=True)
    picture = what.add_parser("map", help="a map picture from a request file")
    picture.add_argument("request", type=Path)
    picture.add_argument("--out", type=Path, required=True)
    picture.add_argument("--size", type=_size, default=(1600, 1200))
    picture.add_argument("--scale", type=float, default=1.5)
    shot = what.add_parser("shot", help="a picture of the real window")
    shot.add_argument("--out", type=Path, required=True)
    start = what.add_parser("start", help="open the real window and say when it is painted")
    start.set_defaults(out=None)
    for window in (shot, start):
        window.add_argument("plan", type=Path)
        window.add_argument("--step", default="territories")
        window.add_argument("--size", type=_size, default=(1440, 900))
        window.add_argument("--theme", choices=("light", "dark"), default="light")
        window.add_argument("--scale", type=_scale, default=1.0)
    for drawn in (picture, shot, start):
        drawn.add_argument("--language", choices=LANGUAGES)
    return parser


def _size(text: str) -> tuple[int, int]:
    """Read 1440x900."""
    width, separator, height = text.partition("x")
    if not (separator and width.isdigit() and height.isdigit() and int(width) and int(height)):
        raise argparse.ArgumentTypeError(f"{text} is not a size such as 1440x900")
    return int(width), int(height)


def _scale(text: str) -> float:
    """Read a screen scaling from 0.5 to 4."""
    try:
        scale = float(text)
    except ValueError:
        scale = 0.0
    if not 0.5 <= scale <= 4:
        raise argparse.ArgumentTypeError(f"{text} is not a scale from 0.5 to 4")
    return scale


if __name__ == "__main__":
    raise SystemExit(main())
