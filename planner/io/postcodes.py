"""Postcodes as people write them, and the shorter codes that they lie in."""

from __future__ import annotations

import re

BEFORE = re.compile(r"^(?:NL|BE|B|DE|D|FR|F|LU|L|GB|UK|US|USA)[ -]+(?=\d)")
"""D-12345."""

DECIMALS = re.compile(r"(\d+)[.,]00?")
"""1002.0, as programs write codes that they took for numbers; 10.000 has a mark between thousands."""

SIGNS = re.compile(r"[^0-9A-Z]")
BRITISH = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}")
DUTCH = re.compile(r"(\d{4})[A-Z]{2}")
ZIP_PLUS_4 = re.compile(r"(\d{5})\d{4}")

DIGITS = {"DE": 5, "FR": 5, "US": 5, "BE": 4, "NL": 4, "LU": 4}
"""Digits that postcodes have where a spreadsheet may have taken the zeros in front away."""


def without_decimals(code: str) -> str:
    """Return a code without the decimals of a number that is whole: "363" of "363.0"."""
    number = DECIMALS.fullmatch(code)
    return number[1] if number else code


def bare_postcode(cell: str) -> str:
    """Return a postcode in capitals without spaces, signs and the letter of a country: "1012AB"."""
    return SIGNS.sub("", without_decimals(BEFORE.sub("", cell.strip().upper())))


def postcodes_around(cell: str, country: str) -> list[str]:
    """Return a bare postcode and the codes that it lies in, narrowest first.

    1012 AB lies in 1012, SW1A 1AA in the sector SW1A1 and the district SW1A, 90210-1234 in 90210;
    501 of the United States is 00501.
    """
    code = bare_postcode(cell)
    if not code:
        return []
    codes = [code]
    dutch, plus = DUTCH.fullmatch(code), ZIP_PLUS_4.fullmatch(code)
    if dutch and country in ("", "NL"):
        codes.append(dutch[1])
    if plus and country in ("", "US"):
        codes.append(plus[1])
    if BRITISH.fullmatch(code) and country in ("", "GB"):
        codes += [code[:-2], code[:-3]]
    if code.isdigit() and len(code) < DIGITS.get(country, 0):
        codes.append(code.zfill(DIGITS[country]))
    return codes
