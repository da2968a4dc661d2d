"""Which encoding text is in, when nobody says so or says it wrong."""

from __future__ import annotations

import codecs
import struct

UTF_8 = "UTF-8"
WESTERN = "CP1252"
"""What Windows programs of western Europe wrote before UTF-8."""

HIGH = bytes(range(0x80, 0x100))


def decoded(content: bytes) -> tuple[str, str]:
    """Return text and the encoding it was in: UTF-8, UTF-16 (by its mark), else Windows-1252.

    Bytes that Windows-1252 does not know become U+FFFD: no byte sequence is an error.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace"), "UTF-16"
    try:
        return content.decode("utf-8-sig"), UTF_8
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace"), WESTERN


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
