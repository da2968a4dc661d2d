"""Reads the words and pictures of a PDF that Qt wrote, for tests: no reader of PDF is needed for that."""

from __future__ import annotations

import re
import zlib
from pathlib import Path

OBJECT = re.compile(rb"(\d+) 0 obj\s(.*?)endobj", re.S)
STREAM = re.compile(rb"stream\r?\n")
TO_UNICODE = re.compile(rb"/ToUnicode (\d+) 0 R")
FONT = re.compile(rb"/(F\d+) (\d+) 0 R")
BLOCK = re.compile(rb"\bBT\b(.*?)\bET\b", re.S)
SHOWN = re.compile(rb"/(F\d+) [\d.]+ Tf|<([0-9A-Fa-f]+)> Tj")
RANGE = re.compile(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]{4})> (?:<([0-9A-Fa-f]{4})>|\[(.*?)\])", re.S)


def pdf_words(path: Path) -> str:
    """Return all words of a PDF in the order they were drawn, a line each time, spaces as spaces."""
    objects = _objects(path)
    fonts = {name: int(number) for each in objects.values() for name, number in FONT.findall(each)}
    signs = {name: _signs(objects, number) for name, number in fonts.items()}
    lines: list[str] = []
    for content in objects.values():
        for block in BLOCK.findall(content):
            font: dict[int, str] = {}
            line = ""
            for name, shown in SHOWN.findall(block):
                if name:
                    font = signs[name]
                for at in range(0, len(shown), 4):
                    line += font.get(int(shown[at : at + 4], 16), "?")
            lines.append(line)
    return re.sub(r"[^\S\n]", " ", "\n".join(lines))


def pdf_images(path: Path) -> int:
    """Return how many pictures of pixels a PDF holds, masks of them left out."""
    images = [each for each in _objects(path).values() if b"/Subtype /Image" in each]
    return sum(b"/DeviceGray" not in each for each in images)


def _objects(path: Path) -> dict[int, bytes]:
    """Return every object of a file, its stream unpacked."""
    whole = path.read_bytes()
    found = {}
    for match in re.finditer(rb"(\d+) 0 obj\s", whole):
        end = whole.index(b"endobj", match.end())
        body = whole[match.end() : end]
        stream = STREAM.search(body)
        if stream is not None:
            packed = body[stream.end() : body.rindex(b"endstream")]
            unpacked = (
                zlib.decompressobj().decompress(packed) if b"/FlateDecode" in body else packed
            )
            body = body[: stream.start()] + unpacked
        found[int(match.group(1))] = body
    return found


def _signs(objects: dict[int, bytes], font: int) -> dict[int, str]:
    """Return the sign of each code of a font."""
    named = TO_UNICODE.search(objects[font])
    if named is None:
        return {}
    signs: dict[int, str] = {}
    for first, last, start, each in RANGE.findall(objects[int(named.group(1))]):
        codes = range(int(first, 16), int(last, 16) + 1)
        if start:
            signs |= {code: chr(int(start, 16) + at) for at, code in enumerate(codes)}
        else:
            texts = re.findall(rb"<([0-9A-Fa-f]{4})>", each)
            signs |= {code: chr(int(text, 16)) for code, text in zip(codes, texts, strict=True)}
    return signs
