"""Which encoding text is in, when nobody says so or says it wrong."""

from __future__ import annotations

import codecs
import re
import struct

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
    name = name.strip().replace("ISO 8859", "ISO8859")
    for candidate in (name, f"cp{name}", f"iso{name[:4]}-{name[4:]}"):
        try:
            return codecs.lookup(candidate).name
        except (LookupError, ValueError):
            continue
    return None


def dbf_encoding(content: bytes, declared: str | None) -> tuple[str | None, str]:
    """Decide the encoding of a dBASE table.

    Parameters
    ----------
    content : bytes
        The whole .dbf file.
    declared : str or None
        What the .cpg file says.

    Returns
    -------
    str or None, str
        Encoding to read with (None: as the file itself says) and what is worth saying about it.
    """
    body = content[_header_length(content) :]
    if body.isascii():
        return UTF_8, ""
    utf_8 = _reads_as_utf_8(body)
    if declared is None:
        if utf_8:
            return UTF_8, "no .cpg file says the encoding; the text reads as UTF-8"
        if len(content) > 29 and content[29]:
            return None, ""
        return WESTERN, "no .cpg file says the encoding and the text is not UTF-8"
    codec = known(declared)
    if codec is None:
        return (
            UTF_8 if utf_8 else WESTERN
        ), f"the .cpg file names an unknown encoding {declared!r}"
    if utf_8 != (codec == "utf-8"):
        return (UTF_8 if utf_8 else WESTERN), f"the .cpg file says {declared}, the text does not"
    return declared, ""


def _header_length(content: bytes) -> int:
    return int(struct.unpack_from("<H", content, 8)[0]) if len(content) >= 10 else 0


def _reads_as_utf_8(body: bytes) -> bool:
    """Whether nearly all of it is UTF-8: writers cut a last character in two at the field's end."""
    high = len(body) - len(body.translate(None, HIGH))
    wrong = body.decode("utf-8", errors="replace").count("\ufffd")
    return wrong * 10 <= high
