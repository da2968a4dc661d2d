"""What the import says: kinds, meanings of columns, doubts, repairs and counts. No Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from planner.io.column_looks import Look
from planner.io.column_names import FIGURE, KEEP, LEAVE_OUT, PLACE_NAME, REGION, Kind
from planner.io.deciding import PLACE_FLAWS, State
from planner.io.finding import Action, Choice, Finding, Flaw
from planner.model.issues import Issue
from planner.model.plan import Plan
from planner.model.types import Ints
from ui.messages import CountPhrase, tr, tr_count
from ui.steps.column_words import account_columns
from ui.widgets.figures import number, percent

FULL = 0.995
LONGEST_NAMES = 36
"""Characters of two names that a button has room for in the smallest window."""


def kind_word(kind: Kind, plan: Plan) -> str:
    """Return what the rows of a file are called."""
    if kind is Kind.FIGURES:
        return tr("Figures of {places}", places=plan.regions.called[1])
    return {Kind.ACCOUNTS: tr("Accounts"), Kind.PEOPLE: tr("People")}[kind]


def things(kind: Kind, count: int, plan: Plan) -> str:
    """Return "340 accounts", "1 person", "340 places"."""
    shown = number(count)
    if kind is Kind.ACCOUNTS:
        return tr_count(count, "{n} account", "{n} accounts", n=shown)
    if kind is Kind.PEOPLE:
        return tr_count(count, "{n} person", "{n} people", n=shown)
    return f"{shown} {plan.regions.called[count != 1]}"


def figures_word(names: Sequence[str]) -> str:
    """Return the names of one or two figures; more, and what is too long, are counted."""
    whole = ", ".join(names)
    if len(names) < 2 or (len(names) == 2 and len(whole) <= LONGEST_NAMES):
        return whole
    return tr("{n} figures", n=number(len(names)))


def meaning_word(meaning: str, kind: Kind, plan: Plan) -> str:
    """Return what a column is in Rayon."""
    place = plan.regions.called[0].capitalize()
    if meaning == REGION:
        return tr("{place} code", place=place)
    if meaning == PLACE_NAME:
        return tr("{place} name", place=place)
    return _meanings(kind).get(meaning, meaning.replace("_", " ").capitalize())


def _meanings(kind: Kind) -> Mapping[str, str]:
    account = kind is Kind.ACCOUNTS
    return {
        LEAVE_OUT: tr("Leave out"),
        KEEP: tr("Keep under this name"),
        FIGURE: tr("Figure to import"),
        "id": tr("Account id"),
        "name": tr("Account name"),
        "lat": tr("Latitude") if account else tr("Latitude of the home"),
        "lon": tr("Longitude") if account else tr("Longitude of the home"),
        **account_columns(),
        "rep_id": tr("Person id"),
        "rep": tr("Name"),
        "role": tr("Role"),
        "level": tr("Level"),
        "fte": tr("FTE"),
        "contract_hours_week": tr("Contract hours a week"),
        "experience_months": tr("Months of experience"),
        "start": tr("First day"),
        "end": tr("Last day"),
        "manager_id": tr("Manager"),
        "country": tr("Country"),
        "languages": tr("Languages"),
        "skills": tr("Skills"),
        "cost": tr("Cost a month"),
        "vacancy": tr("Vacancy"),
        "cover": tr("Cover"),
    }


def absent_words(absent: tuple[str, ...], kind: Kind, plan: Plan) -> str:
    """Return what has to be chosen before anything can be imported; "" when nothing."""
    if not absent:
        return ""
    words = [meaning_word(meaning, kind, plan) for meaning in absent]
    return tr("No column is the {what} yet. Choose it under In Rayon.", what=", ".join(words))


def check_words(
    look: Look, meaning: str, doubts: int, rows: int, unmatched: int
) -> tuple[str, str]:
    """Return the check of a column, and its tone; "" says nothing."""
    if meaning == LEAVE_OUT:
        return "", "neutral"
    if meaning == REGION:
        tone = "good" if not unmatched else "warn"
        words = tr("{n} of {rows} match", n=number(rows - unmatched), rows=number(rows))
        return words, tone
    if meaning == PLACE_NAME:
        return tr("used for mending"), "neutral"
    if doubts:
        words = tr_count(doubts, "{n} row to look at", "{n} rows to look at", n=number(doubts))
        return words, "warn"
    if meaning in ("id", "rep_id"):
        return tr("each once"), "good"
    if meaning in ("class", "status", "industry", "role", "level", "language") and look.values:
        if look.values > 12:
            return tr("more than 12 values"), "good"
        return tr_count(look.values, "{count} value", "{count} values"), "good"
    return _type_word(look), "good"


def _type_word(look: Look) -> str:
    """Return what the cells of a column are."""
    if look.money >= 0.5:
        return tr("money")
    if look.comma >= 0.5:
        return tr("comma decimals")
    if look.dates >= 0.5:
        return tr("dates")
    return tr("numbers") if look.numbers >= 0.5 else tr("text")


def filled_words(look: Look) -> str:
    """Return how much of a column is filled."""
    return percent(look.filled, 0 if look.filled >= FULL or look.filled == 0 else 1)


def flaw_word(flaw: Flaw) -> str:
    """Return what a kind of doubt is called."""
    return {
        Flaw.ID_MISSING: tr("No id"),
        Flaw.TWICE: tr("Twice in the file"),
        Flaw.REGION_UNKNOWN: tr("Unknown code"),
        Flaw.NAME_DIFFERS: tr("Name differs by a sign"),
        Flaw.PLACE_MISSING: tr("No place known"),
        Flaw.PLACE_OUTSIDE: tr("Outside the map"),
        Flaw.NUMBER_WRONG: tr("No number"),
        Flaw.NUMBER_COMMA: tr("Decimal mark"),
        Flaw.NUMBER_NEGATIVE: tr("Too small"),
        Flaw.NUMBER_MISSING: tr("Empty"),
        Flaw.DATE_WRONG: tr("No date"),
        Flaw.OWNER_UNKNOWN: tr("Unknown person"),
    }[flaw]


def choice_word(finding: Finding, choice: Choice, plan: Plan, names: Mapping[str, str]) -> str:
    """Return what a choice does about a finding; `names` are those of regions and people by id."""
    if choice.action is Action.MEND:
        return _mend_word(finding, choice.value, names)
    if choice.action is Action.AS_IS:
        return _as_is_word(finding)
    return {
        Action.FIRST: tr("Keep the first row"),
        Action.LATER: tr("Keep the later row"),
        Action.TOGETHER: tr("Add them up"),
        Action.LEAVE: tr("Leave the row out"),
        Action.WAIT: tr("Choose…"),
        Action.STOP: tr("Stop the import"),
    }[choice.action]


def _mend_word(finding: Finding, value: str, names: Mapping[str, str]) -> str:
    if finding.flaw in PLACE_FLAWS or finding.flaw is Flaw.OWNER_UNKNOWN:
        parts = [names.get(part, part) for part in value.split(";")]
        return ", ".join(dict.fromkeys(parts)) or tr("Nobody")
    if finding.flaw is Flaw.ID_MISSING:
        return tr("Give it the id {id}", id=value)
    return value


def _as_is_word(finding: Finding) -> str:
    if finding.flaw in PLACE_FLAWS:
        return tr("Take it without a place")
    if finding.flaw is Flaw.OWNER_UNKNOWN:
        return tr("Keep it as written")
    return tr("Take it as unknown")


def state_word(state: State) -> tuple[str, str]:
    """Return what has become of a finding, and its tone."""
    return {
        State.MENDED: (tr("mended"), "good"),
        State.AS_IS: (tr("taken as it is"), "neutral"),
        State.TO_CHOOSE: (tr("your choice"), "warn"),
        State.LEFT_OUT: (tr("left out"), "bad"),
        State.STOPS: (tr("stops"), "bad"),
    }[state]


def pills_of(states: Mapping[State, int]) -> list[tuple[str, str]]:
    """Return how many findings are mended, to choose, left out: text and tone of each pill."""
    told = [
        (State.MENDED, CountPhrase("{count} mended", "{count} mended"), "good"),
        (State.TO_CHOOSE, CountPhrase("{count} to choose", "{count} to choose"), "warn"),
        (State.LEFT_OUT, CountPhrase("{count} left out", "{count} left out"), "bad"),
        (State.STOPS, CountPhrase("{count} stops the import", "{count} stop the import"), "bad"),
        (
            State.AS_IS,
            CountPhrase("{count} taken as it is", "{count} taken as they are"),
            "neutral",
        ),
    ]
    return [(say(states[state]), tone) for state, say, tone in told if states.get(state)]


def footer_words(waiting: int, stops: bool, absent: str) -> str:
    """Return what is open before the import."""
    if absent:
        return absent
    if stops:
        return tr("A choice says stop. Nothing is imported until you choose otherwise.")
    if waiting:
        return tr_count(
            waiting,
            "{n} choice is open. You can import now and choose later.",
            "{n} choices are open. You can import now and choose later.",
            n=number(waiting),
        )
    return tr("Nothing is open. Undo takes the import back.")


def region_counts(fate: Ints) -> tuple[int, int, int, int]:
    """Return how many regions have no row, were matched, mended, or wait."""
    counts = [int((fate == each).sum()) for each in range(4)]
    return counts[0], counts[1], counts[2], counts[3]


def issue_words(issue: Issue) -> str:
    """Return an issue as a sentence, with its row and column where it has them."""
    place = tr("Row {row}: ", row=issue.row) if issue.row is not None else ""
    found = issue.found if place else issue.found[:1].upper() + issue.found[1:]
    return f"{place}{found}. {issue.mend}"
