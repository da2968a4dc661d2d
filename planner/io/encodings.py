"""Which encoding text is in, when nobody says so or says it wrong."""

from __future__ import annotations

import codecs
import re
import struct
from collections.abc import Iterable

from planner.language import tr

UTF_8 = "UTF-8"
WESTERN = "CP1252"
"""What Windows programs of western Europe wrote before UTF-8."""

HIGH = bytes(range(0x80, 0x100))

STRANGE = re.compile(r"(?=(.?)([^\x00-\x7f])(.?))", re.DOTALL)
"""A sign beyond ASCII between its neighbours, of which it may be one itself."""


EUROPEAN = frozenset("àáâãäåæçèéêëìíîïñòóôõöøœùúûüýÿßÀÁÂÄÅÆÇÈÉÊËÍÎÏÑÓÔÖØÙÚÛÜ")
"""Letters that names of western Europe are written with."""

BETWEEN, LOW = "’‘–·", "‚„"
"""Signs that stand inside words, and that never follow a letter."""

BESIDE = ("Mac Roman", "CP850")
"""Encodings of one byte a letter that old programs wrote, likelier first."""

CODECS = {"Mac Roman": "mac_roman"}

LOOKED_AT = 1_000_000
"""Bytes that a guess is made from."""

LONGEST_NAME = 40
"""Letters of an encoding's name; what is longer is none."""

PROBE = rb"0Az\x41" + HIGH
"""Text encodings read its beginning as it stands; others fail over it or make something else of it."""


def decoded(content: bytes) -> tuple[str, str]:
    """Return text and the encoding it was in: UTF-8, UTF-16, else one of a byte a letter.

    Bytes that the encoding does not know become U+FFFD: no byte sequence is an error.
    """
    name = encoding_of(content)
    return content.decode(codec_of(name), errors="replace").removeprefix("\ufeff"), name


def encoding_of(content: bytes) -> str:
    """Return the encoding that content is in: by its mark, as UTF-8, by zero bytes, by its letters."""
    if content.startswith(codecs.BOM_UTF8):
        return UTF_8
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "UTF-16"
    wide = _unmarked_utf_16(content[:LOOKED_AT])
    if wide:
        return wide
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        if _reads_as_utf_8(content):  # but for a few bytes, as of a name that was cut
            return UTF_8
        return _of_one_byte(content[max(0, error.start - 1000) :][:LOOKED_AT])
    return UTF_8


def codec_of(name: str) -> str:
    """Return the codec that reads an encoding; a mark at the start of UTF-8 is no text."""
    return "utf-8-sig" if name == UTF_8 else CODECS.get(name, name)


def _unmarked_utf_16(content: bytes) -> str:
    """Return UTF-16 of the byte order in which nearly every second byte is zero, else ""."""
    pairs = len(content) // 2
    even, odd = content[0 : 2 * pairs : 2].count(0), content[1 : 2 * pairs : 2].count(0)
    if pairs < 2 or max(even, odd) < 0.4 * pairs or min(even, odd) > 0.05 * pairs:
        return ""
    return "UTF-16-LE" if odd > even else "UTF-16-BE"


def _of_one_byte(content: bytes) -> str:
    """Return the encoding of one byte a letter: Windows-1252, unless it cannot be and another can.

    Café of CP850 ends in a low quotation mark in Windows-1252, that of Mac Roman in a capital Z.
    """
    wrong, likely = _signs(content, WESTERN)
    if wrong == 0:
        return WESTERN
    for name in BESIDE:
        other = _signs(content, name)
        if other[0] == 0 and other[1] > likely:
            return name
    return WESTERN


def _signs(content: bytes, name: str) -> tuple[int, int]:
    """Return how many signs beyond ASCII cannot be, and how many are letters of words."""
    wrong = likely = 0
    for before, sign, after in STRANGE.findall(content.decode(codec_of(name), errors="replace")):
        inside = before.isalpha() and after.isalpha()
        wrong += (
            sign == "\ufffd"
            or (sign.isupper() and before.islower())
            or (sign.isupper() and inside and after.islower())
            or (inside and not sign.isalpha() and sign not in BETWEEN)
            or (sign in LOW and before.isalpha())
        )
        likely += sign in EUROPEAN and (before.isalpha() or after.isalpha())
    return wrong, likely


def known(name: str) -> str | None:
    """Return a codec's own name, or None when Python knows no such encoding ("88591" is Latin 1)."""
    name = name.strip()
    number = "".join(sign for sign in name if sign.isascii() and sign.isdigit())
    if len(name) > LONGEST_NAME:
        return None
    for candidate in (name, f"cp{number}", f"iso{number[:4]}-{number[4:]}"):
        try:
            text = PROBE.decode(candidate, errors="replace")
            codec = codecs.lookup(candidate).name
        except (LookupError, ValueError):  # of base64 and its like: these give no text
            continue
        if text.startswith("0Az") and not text.startswith("0AzA"):
            return codec
    return None


def dbf_sample(blocks: Iterable[bytes]) -> bytes:
    """Return enough of a dBASE table to tell its encoding: the header, and blocks beyond ASCII.

    Parameters
    ----------
    blocks : iterable of bytes
        The whole .dbf file, one after another; the first holds the header.
    """
    kept = bytearray()
    for block in blocks:
        if kept and block.isascii():
            continue
        kept += block
        if len(kept) > LOOKED_AT:
            break
    return bytes(kept)


def dbf_encoding(content: bytes, declared: str | None) -> tuple[str | None, str]:
    """Decide the encoding of a dBASE table.

    Parameters
    ----------
    content : bytes
        The .dbf file, or what `dbf_sample` says of it.
    declared : str or None
        What the .cpg file says.

    Returns
    -------
    str or None, str
        Encoding to read with (None: as the file itself says) and what is worth saying about it.
    """
    start = _header_length(content)
    body = _dbf_names(content[:start]) + content[start:]
    if body.isascii():
        return UTF_8, ""
    utf_8 = _reads_as_utf_8(body)
    if declared is None:
        if utf_8:
            return UTF_8, tr("no .cpg file says the encoding; the text reads as UTF-8")
        if len(content) > 29 and content[29]:
            return None, ""
        return WESTERN, tr("no .cpg file says the encoding and the text is not UTF-8")
    codec, told = known(declared), declared.strip()
    told = told if len(told) <= LONGEST_NAME else f"{told[:LONGEST_NAME]}..."
    guess = UTF_8 if utf_8 else WESTERN
    if codec is None:
        return guess, tr("the .cpg file names an unknown encoding {told}", told=repr(told))
    if utf_8 != (codec == "utf-8"):
        return guess, tr("the .cpg file says {told}, the text does not", told=told)
    return codec, ""


def text_encoding(texts: Iterable[str]) -> tuple[str, int]:
    """Return the encoding of text that was read byte by byte, and how many texts are not in it.

    A file in UTF-8 stays that where a few of its letters are damaged: as anything else all others
    would be.
    """
    cells = [text.encode("latin-1", errors="replace") for text in texts if not text.isascii()]
    if not _reads_as_utf_8(b"\n".join(cells), 2):
        return WESTERN, 0
    return UTF_8, sum("\ufffd" in cell.decode("utf-8", errors="replace") for cell in cells)


def _dbf_names(header: bytes) -> bytes:
    """Return the names of a dBASE table's columns: 11 bytes each, ended by zero, every 32 bytes."""
    fields = range(32, len(header) - 31, 32)
    return b"\n".join(header[at : at + 11].split(b"\0")[0] for at in fields) + b"\n"


def _header_length(content: bytes) -> int:
    return int(struct.unpack_from("<H", content, 8)[0]) if len(content) >= 10 else 0


def _reads_as_utf_8(body: bytes, sound: int = 10) -> bool:
    """Whether nearly all of it is UTF-8: writers cut a last character in two at the field's end.

    Of `sound` bytes beyond ASCII one may be wrong.
    """
    high = len(body) - len(body.translate(None, HIGH))
    wrong = body.decode("utf-8", errors="replace").count("\ufffd") - body.count(b"\xef\xbf\xbd")
    return wrong * sound <= high
