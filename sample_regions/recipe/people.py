"""Synthetic people: names from lists, homes in the larger places, no real person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from sample_regions.recipe.draws import Draws
from sample_regions.recipe.regions import Regions
from sample_regions.recipe.sets import START, SampleSet
from sample_regions.recipe.today import split

COLUMNS = (
    "rep_id", "rep", "role", "level", "fte", "contract_hours_week", "experience_months", "start",
    "end", "manager_id", "country", "languages", "skills", "lat", "lon", "cost", "vacancy", "cover",
)  # fmt: skip

FIRST = {
    "NL": "Anouk Bram Daan Eva Femke Gijs Hanna Jeroen Lotte Maarten Noor Pieter Roos Sjoerd "
    "Tess Wouter Yara Ruben Iris Koen Sanne Thijs Marit Joris Fleur Bas",
    "BE": "Amélie Bart Céline Dries Elke Filip Greet Julie Kobe Lien Mathieu Nele",
    "DE": "Anja Bernd Carla Dirk Elke Florian Greta Heiko Ines Jonas Katrin Lukas Miriam Nils "
    "Petra Ralf Sabine Timo Ulrike Volker Wiebke Yannick Zoe Moritz Lena Anton Frieda Oskar",
    "US": "Aaron Brooke Carlos Dana Ethan Faith Grant Hailey Ivan Jade Kevin Laura Miguel Nora "
    "Owen Paige Quinn Rosa Sean Tara Umar Vera Wade Ximena Yusuf Zara Blake Chloe Derek Elena "
    "Frank Gina Henry Isla Jack Kayla Liam Maya Noah Olive Peter Riley",
}
LAST = {
    "NL": "Bakker Brouwer Dekker Dijkstra Hendriks Hoekstra Jansen Kuipers Maas Mulder Peters "
    "Postma Schouten Smit Verbeek Vink Visser Willems Zijlstra Kok Prins Bos Veenstra Blom Groen Vos",
    "BE": "Claes Declercq Dubois Goossens Jacobs Lambert Maes Mertens Peeters Simon Thys Wouters",
    "DE": "Albrecht Becker Brandt Dietrich Engel Fischer Graf Hartmann Jung Keller Lang Maurer "
    "Neumann Otto Pohl Richter Sauer Thiele Vogt Wagner Ziegler Busch Kern Roth Seidel Winter Arndt Lorenz",
    "US": "Adams Bennett Castillo Diaz Edwards Foster Garcia Hayes Iverson Jenkins Keller Lopez "
    "Morgan Nelson Ortiz Parker Quigley Ramirez Sanders Turner Underwood Vargas Walker Xiong Young "
    "Ziegler Brooks Cooper Dixon Ellis Flores Greene Hudson Irwin Jordan Knox Lawson Moore Nash Owens "
    "Price Reed",
}
LANGUAGES = {"NL": "nl;en", "BE": "nl;fr;en", "DE": "de;en", "US": "en", "": "nl;fr;de;en"}
COST = {
    "closer": 8200, "account_manager": 6900, "outbound": 5400, "inbound": 5200, "support": 4600,
    "leader": 10500, "specialist": 8800,
}  # fmt: skip
LEVEL_COST = {"junior": 0.82, "medior": 1.0, "senior": 1.22}
EXPERIENCE = {"leader": (72, 200), "specialist": (30, 140)}
SKILLS = {
    "closer": ("closer", "account_manager"), "account_manager": ("account_manager", "closer"),
    "outbound": ("outbound", "inbound"), "inbound": ("inbound", "outbound"),
    "support": ("support", "inbound"),
}  # fmt: skip


@dataclass(slots=True)
class Person:
    """A row of the reps file, being built."""

    rep_id: str
    role: str
    country: str
    region: int
    part: int = -1
    fte: float = 1.0
    level: str = "medior"
    months: int = 36
    end: date | None = None
    vacancy: bool = False
    cover: str = ""
    manager_id: str = ""
    name: str = ""

    @property
    def start(self) -> date:
        """First day in the job, from the months of experience; a vacancy is filled in spring."""
        if self.vacancy:
            return date(START.year, 4, 1)
        months = START.year * 12 - min(self.months, 168)
        return date(months // 12, months % 12 + 1, 1)

    @property
    def factor(self) -> float:
        """FTE times experience, the capacity that territories are sized by."""
        experience = 0.7 if self.months < 12 else 1.0 if self.months <= 60 else 1.2
        return self.fte * (1.0 if self.vacancy else experience)


def people_of(sample: SampleSet, regions: Regions, draws: Draws) -> list[Person]:
    """Return the closers (territory owners) by country, then everybody else."""
    people: list[Person] = []
    for country in sample.countries:
        people += _closers(regions, country, sample.closers[country], len(people))
    for country, roles in sample.others.items():
        for role, number in roles.items():
            for home in _homes(regions, country, number):
                people.append(Person(f"R{len(people) + 1:02d}", role, country, home))
    _experience(people, draws)
    _vacancies(sample, people)
    _leavers(sample, regions, people)
    _part_time(sample, people, draws)
    _managers(people)
    _names(people, draws)
    return people


def rows_of(people: list[Person], regions: Regions, draws: Draws) -> list[dict[str, object]]:
    """Return the rows of the reps file."""
    return [_row(person, regions, draws) for person in people]


def _closers(regions: Regions, country: str, number: int, before: int) -> list[Person]:
    homes = _homes(regions, country, number)
    return [
        Person(f"R{before + at + 1:02d}", "closer", country, home, part=at)
        for at, home in enumerate(homes)
    ]


def _homes(regions: Regions, country: str, number: int) -> list[int]:
    """Return the most populous region of each of `number` parts of equal population."""
    rows = regions.rows_of(country)
    part = split(regions.xy[rows], regions.population[rows] + 1.0, number)
    return [
        int(rows[part == at][np.argmax(regions.population[rows[part == at]])])
        for at in range(number)
    ]


def _experience(people: list[Person], draws: Draws) -> None:
    for person in people:
        person.months = draws.whole(*EXPERIENCE.get(person.role, (8, 110)))
        months = person.months
        person.level = "junior" if months < 18 else "medior" if months <= 60 else "senior"


def _vacancies(sample: SampleSet, people: list[Person]) -> None:
    """Make the last closers of the largest country yet to be hired; a neighbour covers."""
    country = max(sample.closers, key=lambda key: sample.closers[key])
    closers = [person for person in people if person.role == "closer" and person.country == country]
    for number, person in enumerate(closers[len(closers) - sample.vacancies :], start=1):
        person.rep_id, person.vacancy, person.level = f"V{number:02d}", True, "medior"
        person.cover = closers[len(closers) - sample.vacancies - number].rep_id


def _leavers(sample: SampleSet, regions: Regions, people: list[Person]) -> None:
    """Whoever left before the plan starts worked where there is a vacancy now."""
    vacancies = [person for person in people if person.vacancy]
    for vacancy in vacancies[: sample.leavers]:
        leaver = Person(f"R{len(people) + 1:02d}", "closer", vacancy.country, vacancy.region)
        leaver.months, leaver.level, leaver.cover = 75, "senior", vacancy.cover
        leaver.end = date(START.year - 1, 12, 31)
        people.append(leaver)


def _part_time(sample: SampleSet, people: list[Person], draws: Draws) -> None:
    """Half of the part-timers are closers, half are not."""
    there = [p for p in people if not p.vacancy and p.end is None and p.role != "leader"]
    closers = [p for p in there if p.role == "closer" and p.months >= 12]
    others = [p for p in there if p.role not in ("closer", "specialist")]
    half = sample.part_timers // 2
    chosen = [closers[at] for at in draws.order(len(closers))[:half]]
    chosen += [others[at] for at in draws.order(len(others))[: sample.part_timers - half]]
    for person in chosen:
        person.fte = draws.one_of((0.6, 0.8, 0.8))


def _managers(people: list[Person]) -> None:
    """Everybody has a leader of the own country (one of them leads the others), else the top."""
    leaders = [person for person in people if person.role == "leader"]
    top = next((p for p in leaders if p.country == ""), leaders[0])
    local = [leader for leader in leaders if leader is not top]
    for at, person in enumerate(people):
        mine = [leader for leader in local if leader.country == person.country]
        if person is not top:
            leads = mine[at % len(mine)] if mine and person.role != "leader" else top
            person.manager_id = leads.rep_id


def _names(people: list[Person], draws: Draws) -> None:
    decks: dict[tuple[str, str], list[str]] = {}
    for person in people:
        if person.vacancy:
            person.name = f"Vacancy {int(person.rep_id[1:])}"
            continue
        country = person.country or "DE"
        parts = []
        for kind, pool in (("first", FIRST), ("last", LAST)):
            deck = decks.setdefault((kind, country), [])
            if not deck:
                words = pool[country].split()
                deck += [words[i] for i in draws.order(len(words))]
            parts.append(deck.pop())
        person.name = " ".join(parts)


def _skills(person: Person, draws: Draws) -> str:
    keys = SKILLS.get(person.role)
    if keys is None:
        return ""
    if person.vacancy:
        return f"{keys[0]}:100"
    main = {"junior": 85, "medior": 100, "senior": 110}[person.level]
    return f"{keys[0]}:{main};{keys[1]}:{draws.whole(10, 16) * 5}"


def _row(person: Person, regions: Regions, draws: Draws) -> dict[str, object]:
    cost = COST[person.role] * LEVEL_COST[person.level] * person.fte
    known = not person.vacancy
    return {
        "rep_id": person.rep_id,
        "rep": person.name,
        "role": person.role,
        "level": person.level,
        "fte": person.fte,
        "contract_hours_week": round(40 * person.fte),
        "experience_months": person.months if known else "",
        "start": person.start.isoformat(),
        "end": person.end.isoformat() if person.end else "",
        "manager_id": person.manager_id,
        "country": person.country,
        "languages": LANGUAGES[person.country],
        "skills": _skills(person, draws),
        "lat": round(float(regions.lat[person.region]), 4),
        "lon": round(float(regions.lon[person.region]), 4),
        "cost": round(cost / 50) * 50,
        "vacancy": "yes" if person.vacancy else "",
        "cover": person.cover,
    }
