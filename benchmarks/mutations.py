"""Damage done to files: bits, blocks, lengths and words, the same for the same random source."""

from __future__ import annotations

import re
import struct
import zipfile
from collections.abc import Callable, Sequence
from io import BytesIO
from random import Random

Way = Callable[[bytes, bytes, Random], bytes]
"""A damage: the content, another file to take from, and where chance comes from."""

NUMBERS = (
    b"0", b"-1", b"1e308", b"-1e308", b"1e999", b"NaN", b"-Infinity", b"99999999999999999999",
    b"2147483648", b"-2147483649", b"0.0000000000000001", b"1e-320", b"0x10", b"1,5", b"",
)  # fmt: skip
WORDS = (
    b"null", b"true", b"{}", b"[]", b'""', b"[[[[", b"]]]]", b"}", b"{", b"\\u0000", b"\\ud800", b"\x00",
    b"\xff\xfe", b"\xef\xbb\xbf", b"<", b">", b"&#0;", b"&lt;", b"<!DOCTYPE a>", b"<![CDATA[", b"'", b'"',
    b"\n", b"\r", b",", b";", b"\t", b"=1+1", b"Polygon", b"GeometryCollection", b"Point", b"MultiPolygon",
    b"EPSG:0", b"urn:ogc:def:crs:EPSG::4326", b"\xf0\x9f\x98\x80", b"\xe2\x80\xae", b"http://127.0.0.1:9/a",
)  # fmt: skip
LENGTHS = (0, 1, 2, 127, 128, 255, 256, 32767, 65535, 65536, 2**24, 2**31 - 1, 2**31, 2**32 - 1)
NUMBER = re.compile(rb"-?\d+(\.\d+)?")
WORD = re.compile(rb'"[^"\n]*"|<[^>\n]*>|[A-Za-z_]+|[{}\[\],:;=]')


def mutated(
    content: bytes, other: bytes, random: Random, *, text: bool = False, paged: bool = False
) -> bytes:
    """Return the content with one to four damages; `other` is another file to splice from.

    Of files made of pages most damages keep the length: a shifted page is no page.
    """
    for _ in range(random.choice((1, 1, 1, 2, 3, 4))):
        ways: Sequence[Way] = TEXT_WAYS if text and random.random() < 0.7 else BINARY_WAYS
        if paged and random.random() < 0.8:
            ways = IN_PLACE
        content = random.choice(ways)(content, other, random)
    return content


def repacked(content: bytes, other: bytes, random: Random) -> bytes:
    """Return a zip file with one of its entries damaged inside, packed anew."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    victim = random.choice(sorted(entries))
    is_text = victim.endswith((".xml", ".rels", ".kml", ".prj", ".cpg"))
    entries[victim] = mutated(entries[victim], other, random, text=is_text)
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, entry in entries.items():
            archive.writestr(name, entry)
    return out.getvalue()


def _bits(content: bytes, other: bytes, random: Random) -> bytes:
    changed = bytearray(content)
    for _ in range(random.choice((1, 2, 8, 64)) if changed else 0):
        changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def _bytes(content: bytes, other: bytes, random: Random) -> bytes:
    changed = bytearray(content)
    for _ in range(random.choice((1, 2, 8)) if changed else 0):
        changed[random.randrange(len(changed))] = random.choice(
            (0, 1, 127, 128, 255, random.randrange(256))
        )
    return bytes(changed)


def _cut(content: bytes, other: bytes, random: Random) -> bytes:
    return content[: random.randrange(len(content) + 1)]


def _head_cut(content: bytes, other: bytes, random: Random) -> bytes:
    return content[random.randrange(min(len(content), 200) + 1) :]


def _spliced(content: bytes, other: bytes, random: Random) -> bytes:
    at, to = random.randrange(len(content) + 1), random.randrange(len(other) + 1)
    return content[:at] + other[to : to + random.choice((4, 64, 1024, len(other)))] + content[at:]


def _crossed(content: bytes, other: bytes, random: Random) -> bytes:
    at = random.randrange(len(content) + 1)
    return content[:at] + other[at:]


def _length(content: bytes, other: bytes, random: Random) -> bytes:
    """Overwrite a place with a number of bytes that means much or nothing, likeliest near the front."""
    form = random.choice(("<H", "<I", ">I", "<Q", "<d", ">H"))
    value: float = random.choice(LENGTHS)
    if form == "<d":
        value = random.choice((float("nan"), float("inf"), -1e308, 1e308, 1e10, 0.0))
    elif form in ("<H", ">H"):
        value = int(value) % 65536
    place = struct.pack(form, value)
    far = len(content) if random.random() < 0.5 else min(len(content), 200)
    at = random.randrange(far + 1)
    return content[:at] + place + content[at + len(place) :]


def _doubled(content: bytes, other: bytes, random: Random) -> bytes:
    at = random.randrange(len(content) + 1)
    block = content[at : at + random.choice((1, 16, 256, 4096))]
    return content[:at] + block * random.choice((2, 2, 10, 100)) + content[at:]


def _dropped(content: bytes, other: bytes, random: Random) -> bytes:
    at = random.randrange(len(content) + 1)
    return content[:at] + content[at + random.choice((1, 4, 64, 1024)) :]


def _zeroed(content: bytes, other: bytes, random: Random) -> bytes:
    at, size = random.randrange(len(content) + 1), random.choice((4, 64, 1024))
    return content[:at] + b"\x00" * len(content[at : at + size]) + content[at + size :]


def _number(content: bytes, other: bytes, random: Random) -> bytes:
    return _replaced(content, NUMBER, random.choice(NUMBERS), random)


def _word(content: bytes, other: bytes, random: Random) -> bytes:
    return _replaced(content, WORD, random.choice(WORDS), random)


def _word_of_other(content: bytes, other: bytes, random: Random) -> bytes:
    words = [match.group() for match in WORD.finditer(other[:20_000])]
    return _replaced(content, WORD, random.choice(words) if words else b"", random)


def _inserted(content: bytes, other: bytes, random: Random) -> bytes:
    at = random.randrange(len(content) + 1)
    return content[:at] + random.choice(WORDS) + content[at:]


def _nested(content: bytes, other: bytes, random: Random) -> bytes:
    at = random.randrange(len(content) + 1)
    return content[:at] + random.choice((b"[", b"{", b'{"a":', b"<a>", b"(")) * random.choice(
        (10, 500, 20_000, 100_000)
    ) + content[at:]  # fmt: skip


def _lines(content: bytes, other: bytes, random: Random) -> bytes:
    lines = content.splitlines(keepends=True)
    if len(lines) > 1:
        i, j = random.randrange(len(lines)), random.randrange(len(lines))
        lines[i], lines[j] = lines[j], lines[i]
    return b"".join(lines)


def _replaced(content: bytes, pattern: re.Pattern[bytes], by: bytes, random: Random) -> bytes:
    found = list(pattern.finditer(content[:200_000]))
    if not found:
        return content + by
    match = random.choice(found)
    return content[: match.start()] + by + content[match.end() :]


BINARY_WAYS = (
    _bits, _bytes, _cut, _head_cut, _spliced, _crossed, _length, _length, _doubled, _dropped, _zeroed,
)  # fmt: skip
IN_PLACE = (_bits, _bytes, _length, _zeroed)
TEXT_WAYS = (_number, _number, _word, _word, _word_of_other, _inserted, _nested, _lines, _doubled)
