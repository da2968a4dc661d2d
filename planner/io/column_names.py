"""What people and CRM programs call the columns that Rayon understands, in four languages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum

from planner.io.spelling import UNJOINED


class Kind(StrEnum):
    """What the rows of a file are."""

    ACCOUNTS = "accounts"
    PEOPLE = "people"
    FIGURES = "figures"


LEAVE_OUT = ""
"""Meaning of a column that is not taken."""
KEEP = "keep"
"""Meaning of a column that is taken under its own name: for rules, segments and measures."""
PLACE_NAME = "place_name"
"""Meaning of a column with the names of regions: for mending codes that nobody knows."""
FIGURE = "figure"
"""Meaning of a column with a figure for each region."""
REGION = "region"

YEAR = re.compile(r"\b(19|20)?\d{2}\b")
PARTS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[\W_]+")

ADDED = ("rayon row", "rayon reason")
"""Columns, bare, that Rayon itself adds to rows it gives back."""


def bare(text: str) -> str:
    """Return a name as words without capitals, accents and signs: "OwnerId__c" is "owner id".

    Letters of every script stay: a Greek or Japanese name is no empty one.
    """
    plain = unicodedata.normalize("NFKD", text.removesuffix("__c"))
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(part.lower() for part in PARTS.split(plain) if part).translate(UNJOINED)


def without_year(name: str) -> str:
    """Return a bare name without the year in it: "omzet 2025" is "omzet"."""
    return " ".join(YEAR.sub(" ", name).split())


def _names(*lines: str) -> tuple[str, ...]:
    return tuple(name.strip() for line in lines for name in line.split(","))


PLACE_NAMES: Mapping[str, tuple[str, ...]] = {
    "lat": _names(
        "lat, latitude, breedtegraad, breite, breitengrad, billing latitude, shipping latitude",
        "address1 latitude, geo lat, hs latitude, y wgs84",
    ),
    "lon": _names(
        "lon, lng, long, longitude, lengtegraad, laenge, lange, langengrad, billing longitude",
        "shipping longitude, address1 longitude, geo lon, geo lng, hs longitude, x wgs84",
    ),
}

REGION_NAMES = _names(
    "region, region id, region code, regio, regiocode, gebied, gebiedscode, gemcode",
    "gemeentecode, gm code, code, postcode, postal code, zip, zip code, zipcode, pc4, pc6, plz",
    "postleitzahl, code postal, cp, place id, county, county fips, fips, fips code, geoid, nuts",
    "nuts code, ags, gemeindeschlussel, insee, code insee, billing postal code, billing zip",
    "shipping postal code, address1 postalcode, postal cd, pstlz, placecode, plaatscode",
    "place code, municipality code, kreis, kreisschlussel, code commune, code region",
)
PLACE_NAME_NAMES = _names(
    "place, place name, plaats, plaatsnaam, gemeente, gemeentenaam, woonplaats, stad, city, town",
    "municipality, ort, stadt, gemeinde, ville, commune, localite, billing city, shipping city",
    "address1 city, ort01, name, naam, nom, region name, regionaam",
)

POSTCODE_NAMES = _names(
    "postcode, postal code, zip, zip code, zipcode, pc4, pc6, plz, postleitzahl, code postal, cp",
    "billing postal code, billing zip, shipping postal code, address1 postalcode, postal cd, pstlz",
)

WHO = _names(
    "account, customer, client, company, organization, organisation, business, business partner",
    "partner, klant, relatie, bedrijf, debiteur, kunde, kunden, firma, firmen, debitor, debitoren",
    "societe, entreprise",
)
"""What accounts are called: with "id" or "name" behind it that is what a column holds."""


def _of_account(*words: str) -> tuple[str, ...]:
    return tuple(f"{who} {word}" for who in WHO for word in words)


ACCOUNT_NAMES: Mapping[str, tuple[str, ...]] = {
    "id": (
        *_names(
            "account id, id, accountid, account number, account no, customer id, customer number",
            "customer no, klantnummer, klant id, klantnr, debiteur, debiteurnummer, debiteurnr",
            "relatienummer, kundennummer, kundennr, kunden id, kunde id, numero client, no client",
            "id client, code client, record id, hs object id, company id, kunnr, business partner",
            "partner, accountnumber, external id, crm id, nummer",
        ),
        *_of_account("id", "no", "nr", "number", "nummer", "code"),
    ),
    # Beside "Customer name" it is the number that is called "Customer": bare words come last.
    "name": (
        *_names(
            "account name, name, company name, customer name, klantnaam, naam, bedrijfsnaam",
            "firmenname, kundenname, nom client, nom, raison sociale, name1, accountname",
        ),
        *_of_account("name", "naam", "nom"),
        *_names(
            "account, company, customer, klant, bedrijf, relatie, firma, kunde, client, societe",
            "entreprise, organisation, organization, organisatie",
        ),
    ),
    "region": REGION_NAMES,
    "postcode": POSTCODE_NAMES,
    PLACE_NAME: tuple(name for name in PLACE_NAME_NAMES if name not in ("name", "naam", "nom")),
    "country": _names("country, land, pays, country code, landcode, billing country", "land1"),
    **PLACE_NAMES,
    "owner": _names(
        "owner, owner id, ownerid, account owner, account owner id, rep, rep id, sales rep",
        "salesperson, account manager, accountmanager, vertegenwoordiger, vertegenw, verkoper",
        "eigenaar, relatiebeheerder, beheerder, besitzer, vertreter, aussendienst, betreuer",
        "kundenbetreuer, verkaufer, commercial, proprietaire, responsable, hubspot owner id",
        "company owner, owning user, vrtnr, sales employee, pernr",
    ),
    "status": _names(
        "status, account status, type, account type, customer type, customertypecode",
        "lifecycle stage, lifecyclestage, klantstatus, relatietype, soort relatie, kundenstatus",
        "statut, type client, klant of prospect, relationship type, stage",
    ),
    "class": _names(
        "class, klasse, abc, abc class, abc klasse, tier, segment class, account tier, rating",
        "klassering, kundenklasse, abc kennzeichen, klabc, classe, categorie abc, classification",
        "klant klasse, klantklasse",
    ),
    "parent_id": _names(
        "parent id, parent, parent account id, parentid, parent account, parent company, moeder",
        "moederbedrijf, concern, concernnummer, hoofdkantoor, konzern, muttergesellschaft, mutter",
        "societe mere, groupe, parentaccountid, hs parent company id, konzs, parent customer",
    ),
    "industry": _names(
        "industry, branche, sector, bedrijfstak, industriezweig, secteur, secteur activite",
        "industrycode, brsch, industry key, vertical, branch, wirtschaftszweig, sbi, nace, sic",
    ),
    "language": _names(
        "language, taal, sprache, langue, spras, preferred language, voorkeurstaal, locale",
    ),
    "owner_since": _names(
        "owner since, owned since, assigned date, owner assigned date, hubspot owner assigneddate",
        "sinds, eigenaar sinds, beheerder sinds, bij rep sinds, seit, betreut seit, depuis",
        "responsable depuis, rep since, owner start",
    ),
    "renewal_date": _names(
        "renewal date, renewal, contract end, contract end date, contract renewal, contracteinde",
        "einddatum, einde contract, verlengdatum, verlenging, vertragsende, vertragsverlangerung",
        "echeance, fin de contrat, date de renouvellement, renouvellement, contract enddate",
    ),
    "products": _names(
        "products, product, producten, productlijn, product line, product lines, produkte, produkt",
        "produits, produit, assortiment, line of business, division",
    ),
    "employees": _names(
        "employees, number of employees, numberofemployees, no of employees, headcount, medewerkers",
        "aantal medewerkers, personeel, fte klant, mitarbeiter, mitarbeiterzahl, anzahl mitarbeiter",
        "effectif, nombre employes, salaries, jmzah",
    ),
    "potential": _names(
        "potential, potentieel, potenz, potenzial, potentiel, market potential, marktpotentieel",
        "kansen, umsatzpotenzial, omzetpotentieel, potential revenue, potential value, tam",
    ),
    "revenue_last_year": _names(
        "revenue last year, revenue, annual revenue, annualrevenue, sales last year, last year sales",
        "sales, turnover, omzet, omzet vorig jaar, jaaromzet, netto omzet, umsatz, umsatz vorjahr",
        "jahresumsatz, umsa1, chiffre affaires, chiffre d affaires, ca, ca annuel, ventes",
        "netwr, net revenue, total revenue, omzet klant",
    ),
    "open_pipeline": _names(
        "open pipeline, pipeline, open deals, open opportunities, openrevenue, open revenue",
        "openstaande offertes, offertes, offertewaarde, open offertes, offene angebote, angebote",
        "angebotswert, offres en cours, pipeline ouvert, pipeline value, opportunity amount",
        "open quotes, total open deal value",
    ),
    "visits": _names(
        "visits, visits a year, visits per year, visit frequency, bezoeken, bezoekfrequentie",
        "bezoeken per jaar, besuche, besuche pro jahr, besuchsfrequenz, visites, visites par an",
        "frequence visites, calls per year",
    ),
    "visit_hours": _names(
        "visit hours, hours a year, bezoekuren, uren per jaar, besuchsstunden, heures de visite",
        "service hours",
    ),
}

PEOPLE_NAMES: Mapping[str, tuple[str, ...]] = {
    "rep_id": _names(
        "rep id, id, employee id, employeeid, personeelsnummer, pernr, personalnummer, matricule",
        "user id, userid, repid, nummer, owner id, salesperson id, systemuserid",
        "vertegenwoordigernummer, vertreternummer",
    ),
    "rep": _names(
        "rep, name, rep name, full name, fullname, employee, employee name, naam, medewerker",
        "vertegenwoordiger, mitarbeiter, vertreter, nom, commercial, salesperson, owner",
        "account manager, accountmanager",
    ),
    "role": _names(
        "role, rol, function, functie, job title, title, rolle, funktion, fonction, poste, position",
    ),
    "level": _names("level, niveau, seniority, senioriteit, stufe, grade, schaal"),
    "fte": _names(
        "fte, fulltime equivalent, full time equivalent, deeltijdfactor, vzae, etp, parttime",
        "dienstverband",
    ),
    "contract_hours_week": _names(
        "contract hours week, contract hours, hours, hours a week, hours per week, contracturen",
        "uren per week, uren, wochenstunden, vertragsstunden, stunden, heures par semaine",
        "heures contrat",
    ),
    "experience_months": _names(
        "experience months, experience, months of experience, ervaring, ervaring maanden",
        "maanden ervaring, erfahrung, erfahrung monate, experience mois, anciennete",
    ),
    "start": _names(
        "start, start date, startdate, hire date, in dienst, datum in dienst, eintritt",
        "eintrittsdatum, date debut, entree",
    ),
    "end": _names(
        "end, end date, enddate, leave date, uit dienst, datum uit dienst, austritt, austrittsdatum",
        "date fin, sortie",
    ),
    "manager_id": _names(
        "manager id, manager, managerid, leidinggevende, vorgesetzter, chef, responsable, reports to",
        "leader",
    ),
    "country": _names("country, land, pays, country code, landcode, landescode"),
    "languages": _names(
        "languages, language, talen, taal, sprachen, sprache, langues, langue",
    ),
    "skills": _names("skills, vaardigheden, fahigkeiten, kenntnisse, competences, skill"),
    "lat": (*PLACE_NAMES["lat"], "home lat", "home latitude"),
    "lon": (*PLACE_NAMES["lon"], "home lon", "home longitude"),
    "cost": _names(
        "cost, monthly cost, cost a month, kosten, kosten per maand, loonkosten, kosten pro monat",
        "cout, cout mensuel, salary",
    ),
    "vacancy": _names("vacancy, vacature, vakanz, poste vacant, open, vacant"),
    "cover": _names("cover, waarnemer, vervanger, vertretung, remplacant, covered by"),
}

FIGURE_NAMES: Mapping[str, tuple[str, ...]] = {
    REGION: (*REGION_NAMES, "id"),
    PLACE_NAME: PLACE_NAME_NAMES,
}

NAMES: Mapping[Kind, Mapping[str, tuple[str, ...]]] = {
    Kind.ACCOUNTS: ACCOUNT_NAMES,
    Kind.PEOPLE: PEOPLE_NAMES,
    Kind.FIGURES: FIGURE_NAMES,
}


def meanings(kind: Kind) -> tuple[str, ...]:
    """Return what a column can mean, likeliest first; the last ones may stand for many columns."""
    own = tuple(NAMES[kind])
    more = {Kind.ACCOUNTS: (KEEP,), Kind.FIGURES: (FIGURE,), Kind.PEOPLE: ()}[kind]
    return (*own, *more, LEAVE_OUT)


MANY = (KEEP, FIGURE, LEAVE_OUT)
"""Meanings that several columns may have."""
