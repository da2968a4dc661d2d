"""Names of countries: whether two texts mean the same one, by ISO 3166 code or by name."""

from __future__ import annotations

import unicodedata

_NAMES = {
    "at": ("austria", "österreich", "oostenrijk"),
    "be": ("belgium", "belgië", "belgique", "belgien", "bel", "b"),
    "bg": ("bulgaria",),
    "ca": ("canada",),
    "ch": ("switzerland", "schweiz", "suisse", "zwitserland"),
    "cz": ("czechia", "czech republic", "tsjechië"),
    "de": ("germany", "deutschland", "duitsland", "allemagne", "deu", "ger", "d"),
    "dk": ("denmark", "danmark", "denemarken"),
    "ee": ("estonia", "estland"),
    "es": ("spain", "españa", "spanje"),
    "fi": ("finland", "suomi"),
    "fr": ("france", "frankrijk", "frankreich", "fra", "f"),
    "gb": (
        "united kingdom", "uk", "great britain", "verenigd koninkrijk", "vereinigtes königreich",
        "royaume-uni", "groot-brittannië", "großbritannien", "gbr",
    ),
    "gr": ("greece", "griekenland"),
    "hr": ("croatia", "kroatië"),
    "hu": ("hungary", "hongarije"),
    "ie": ("ireland", "ierland"),
    "it": ("italy", "italia", "italië"),
    "lt": ("lithuania", "litouwen"),
    "lu": ("luxembourg", "luxemburg", "lux", "l"),
    "lv": ("latvia", "letland"),
    "nl": (
        "netherlands", "the netherlands", "nederland", "holland", "niederlande", "pays-bas", "nld",
    ),
    "no": ("norway", "norge", "noorwegen"),
    "pl": ("poland", "polska", "polen"),
    "pt": ("portugal",),
    "ro": ("romania", "roemenië"),
    "se": ("sweden", "sverige", "zweden"),
    "si": ("slovenia", "slovenië"),
    "sk": ("slovakia", "slowakije"),
    "us": (
        "united states", "usa", "united states of america", "verenigde staten",
        "vereinigte staaten", "états-unis",
    ),
}  # fmt: skip


def _key(name: str) -> str:
    """Return a name without case, accents, spaces and signs."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign for sign in plain if sign.isalnum())


_CODE = {_key(name): code for code, names in _NAMES.items() for name in (code, *names)}


def country_code(text: str) -> str:
    """Return the lower-case ISO 3166 code of a country however it is called, else the text in lower case."""
    return _CODE.get(_key(text), text.strip().casefold())
