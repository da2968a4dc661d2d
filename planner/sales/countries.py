"""Names of countries: whether two texts mean the same one, by ISO 3166 code or by name."""

from __future__ import annotations

_NAMES = {
    "at": ("austria", "österreich", "oostenrijk"),
    "be": ("belgium", "belgië", "belgique", "belgien"),
    "bg": ("bulgaria",),
    "ca": ("canada",),
    "ch": ("switzerland", "schweiz", "suisse", "zwitserland"),
    "cz": ("czechia", "czech republic", "tsjechië"),
    "de": ("germany", "deutschland", "duitsland"),
    "dk": ("denmark", "danmark", "denemarken"),
    "ee": ("estonia", "estland"),
    "es": ("spain", "españa", "spanje"),
    "fi": ("finland", "suomi"),
    "fr": ("france", "frankrijk"),
    "gb": ("united kingdom", "uk", "great britain", "verenigd koninkrijk"),
    "gr": ("greece", "griekenland"),
    "hr": ("croatia", "kroatië"),
    "hu": ("hungary", "hongarije"),
    "ie": ("ireland", "ierland"),
    "it": ("italy", "italia", "italië"),
    "lt": ("lithuania", "litouwen"),
    "lu": ("luxembourg", "luxemburg"),
    "lv": ("latvia", "letland"),
    "nl": ("netherlands", "the netherlands", "nederland", "holland"),
    "no": ("norway", "norge", "noorwegen"),
    "pl": ("poland", "polska", "polen"),
    "pt": ("portugal",),
    "ro": ("romania", "roemenië"),
    "se": ("sweden", "sverige", "zweden"),
    "si": ("slovenia", "slovenië"),
    "sk": ("slovakia", "slowakije"),
    "us": ("united states", "usa", "united states of america", "verenigde staten"),
}
_CODE = {name: code for code, names in _NAMES.items() for name in names}


def country_code(text: str) -> str:
    """Return the lower-case ISO 3166 code of a country known by name, else the text in lower case."""
    plain = text.strip().casefold()
    return _CODE.get(plain, plain)
