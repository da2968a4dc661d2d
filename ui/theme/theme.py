"""The only place where a colour, a size or a font is read: everything else asks `T(name)`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QRectF, QStandardPaths, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QGuiApplication,
    QIcon,
    QImage,
    QPainter,
    QPalette,
    QPixmap,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QStyle, QWidget

HERE = Path(__file__).parent
MODES = ("system", "light", "dark")

_mode = "light"
_still = False
_for_paper = False


@cache
def tokens() -> dict[str, Any]:
    """Return the tokens of `tokens.json`."""
    loaded: dict[str, Any] = json.loads((HERE / "tokens.json").read_text("utf-8"))
    return loaded


def mode() -> str:
    """Return "light" or "dark", as shown now."""
    return _mode


def resolve(wanted: str) -> str:
    """Return "light" or "dark" for a wanted mode, asking the system where that is wanted."""
    if wanted in ("light", "dark"):
        return wanted
    scheme = QGuiApplication.styleHints().colorScheme()
    return "dark" if scheme is Qt.ColorScheme.Dark else "light"


def T(name: str, index: int | None = None, *, of: str | None = None) -> QColor:
    """Return the colour of a token (`index` picks one of a ramp, `of` a mode other than the shown)."""
    return QColor.fromRgba(_rgba(of or _mode, name, index))


@cache
def _rgba(mode: str, name: str, index: int | None) -> int:
    """Return a colour as 0xAARRGGBB; every frame of the map asks for hundreds."""
    value = tokens()[mode][name]
    text: str = value if index is None else value[index]
    return int(text[7:] or "FF", 16) << 24 | int(text[1:7], 16)


def ramp(name: str, *, of: str | None = None) -> list[QColor]:
    """Return all colours of a ramp: terr, seq or div."""
    return [T(name, index, of=of) for index in range(len(tokens()[of or _mode][name]))]


def size(name: str) -> int:
    """Return a size of the layout in pixels (topbar, rail, inspector, strip, status, control ...)."""
    return int(tokens()["size"][name])


def space(step: int) -> int:
    """Return step 1..9 of the spacing scale in pixels: 2 4 8 12 16 20 24 32 48."""
    return int(tokens()["space"][str(step)])


def radius(name: str) -> int:
    """Return a corner radius in pixels: control, card, float or pill."""
    return int(tokens()["radius"][name])


def font(role: str = "body", *, weight: int | None = None, figures: bool = False) -> QFont:
    """Return the font of a role; `figures` makes all digits equally wide.

    Never for text with a hyphen: Inter widens "-" too ("UTF - 8").
    """
    px, standard, _ = tokens()["type"][role]
    made = QFont([tokens()["font"]["family"], *tokens()["font"]["fallback"]])
    made.setPixelSize(px)
    made.setWeight(QFont.Weight(weight or standard))
    if _for_paper:
        made.setFeature(QFont.Tag("calt"), 0)
    elif figures:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made


@contextmanager
def on_paper() -> Iterator[None]:
    """Give out fonts whose words can be found and copied in a PDF, until the block ends.

    A feature replaces signs ("+3" has another plus than "a + b"), and Qt writes no text for the
    replaced ones.
    """
    global _for_paper
    _for_paper = True
    try:
        yield
    finally:
        _for_paper = False


def icon_pixmap(
    name: str, px: int = 16, colour: QColor | None = None, *, scale: float | None = None
) -> QPixmap:
    """Draw an icon in one colour, sharp at the scale of the screen."""
    svg = _svg(name).replace("currentColor", (colour or T("text2")).name())
    return _drawn(svg.replace('stroke-width="2"', 'stroke-width="1.75"'), px, scale)


def icon(name: str, px: int = 16, colour: str = "text2", *, gap: int = 0) -> QIcon:
    """Return an icon in a colour token, paler when disabled; `gap` adds room at its right."""
    made = QIcon(_with_gap(icon_pixmap(name, px, T(colour)), gap))
    pale = _with_gap(icon_pixmap(name, px, T("text_disabled")), gap)
    made.addPixmap(pale, QIcon.Mode.Disabled)
    return made


def _with_gap(pixmap: QPixmap, gap: int) -> QPixmap:
    """Return a pixmap with empty room at its right: a style sheet cannot space icon and text."""
    if not gap:
        return pixmap
    ratio = pixmap.devicePixelRatio()
    wider = QPixmap(pixmap.width() + round(gap * ratio), pixmap.height())
    wider.setDevicePixelRatio(ratio)
    wider.fill(Qt.GlobalColor.transparent)
    painter = QPainter(wider)
    painter.drawPixmap(0, 0, pixmap)
    painter.end()
    return wider


def mark_pixmap(px: int = 20) -> QPixmap:
    """Draw Rayon's own mark."""
    svg = (HERE / "mark.svg").read_text("utf-8").replace("currentColor", T("accent").name())
    return _drawn(svg.replace("onColor", T("surface").name()), px, None)


def _drawn(svg: str, px: int, scale: float | None) -> QPixmap:
    app = QGuiApplication.instance()
    ratio = scale or (app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0)
    pixmap = QPixmap.fromImage(_image(svg, round(px * ratio)))
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


@lru_cache(1024)
def _image(svg: str, px: int) -> QImage:
    """Draw an SVG once; images, unlike pixmaps, may outlive the application."""
    image = QImage(px, px, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, px, px))
    painter.end()
    return image


@cache
def _svg(name: str) -> str:
    return (HERE / "icons" / f"{name}.svg").read_text("utf-8")


def palette() -> QPalette:
    """Return the palette, so that menus, scroll bars and native-like parts follow."""
    made = QPalette()
    role = QPalette.ColorRole
    for which, token in {
        role.Window: "window", role.Base: "surface", role.AlternateBase: "subtle",
        role.Button: "surface", role.WindowText: "text", role.Text: "text",
        role.ButtonText: "text", role.PlaceholderText: "text3", role.Highlight: "accent",
        role.HighlightedText: "on_accent", role.ToolTipBase: "text", role.ToolTipText: "surface",
        role.Link: "accent_text", role.Accent: "accent", role.Mid: "line", role.Dark: "line_strong",
    }.items():  # fmt: skip
        made.setColor(which, T(token))
    for which in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, which, T("text_disabled"))
    return made


def qss() -> str:
    """Return the style sheet with its tokens filled in."""
    shown = tokens()[_mode]
    values = {key: value[:7] for key, value in shown.items() if isinstance(value, str)}
    values |= {f"fs_{key}": f"{value[0]}px" for key, value in tokens()["type"].items()}
    values |= {f"r_{key}": f"{value}px" for key, value in tokens()["radius"].items()}
    families = [tokens()["font"]["family"], *tokens()["font"]["fallback"]]
    values["font"] = ", ".join(f'"{family}"' for family in families)
    values |= {f"icon_{key}": path.as_posix() for key, path in _indicators().items()}
    sheet = (HERE / "app.qss").read_text("utf-8")
    return re.sub(r"@([a-z_0-9]+)", lambda match: values[match.group(1)], sheet)


def _indicators() -> dict[str, Path]:
    """Draw what a style sheet can only take from files into the user's cache folder."""
    cache_dir = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.CacheLocation)
    folder = Path(cache_dir) / "theme"
    folder.mkdir(parents=True, exist_ok=True)
    drawn = {}
    for key, name, token in (
        ("chevron", "chevron-down", "text2"),
        ("chevron_up", "chevron-up", "text2"),
        ("check", "check", "on_accent"),
        ("minus", "minus", "on_accent"),
        ("tick", "check", "accent_text"),
    ):
        drawn[key] = folder / f"{key}_{_mode}.png"
        icon_pixmap(name, 14, T(token)).save(str(drawn[key]))
    return drawn


def keep_still(still: bool) -> None:
    """Say whether the user wants no motion."""
    global _still
    _still = still


def moves() -> bool:
    """Whether things may glide: not where the user, or the style of the system, wants no motion."""
    style = QApplication.style()
    return not _still and style.styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) > 0


def apply(app: QApplication, wanted: str) -> None:
    """Show the app in a mode: system, light or dark.

    The old sheet goes first: Qt puts one sheet in the place of another ten times slower than it
    takes one away and sets the other (3 s where 2,500 widgets stand).
    """
    global _mode
    _mode = resolve(wanted)
    _load_fonts()
    app.setStyleSheet("")
    if app.style().name() != "fusion":
        app.setStyle("Fusion")
    app.setPalette(palette())
    app.setFont(font("body"))
    app.setStyleSheet(qss())


@cache
def _load_fonts() -> None:
    for path in sorted((HERE / "fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(path))


def restyle(widget: QWidget, **properties: object) -> None:
    """Set dynamic properties that the style sheet reads (kind, card, pill, role, tone, state)."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
