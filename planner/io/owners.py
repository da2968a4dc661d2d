"""Who owns what today, as files name people: by id or by name, one or several in a cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from planner.io.likeness import Likeness
from planner.language import some_of, tr, tr_count
from planner.model.accounts import Accounts
from planner.model.issues import Issue, Severity
from planner.model.reps import Rep
from planner.model.types import frozen_map

SEVERAL = ";"
"""Parts several owners in one cell; the first one counts."""

SHOWN = 5


@dataclass(frozen=True, slots=True)
class People:
    """Reps as files call them.

    Attributes
    ----------
    ids : mapping of str to Rep
        By id, as written.
    names : mapping of str to Rep
        By name, where nobody else has it.
    likely : mapping of str to Rep
        By id and name without regard to capitals and spaces, where nobody else has it.
    alike : Likeness
        Ids by name without regard to accents, signs and order: Muller, Jorg is Jörg Müller.
    """

    ids: Mapping[str, Rep]
    names: Mapping[str, Rep]
    likely: Mapping[str, Rep]
    alike: Likeness

    def find(self, written: str) -> Rep | None:
        """Return who is meant, by id first, then by name; None where nobody or several could be."""
        word = written.strip()
        found = self.ids.get(word) or self.names.get(word)
        found = found or (self.likely.get(plainly(word)) if word else None)
        return found or self.ids.get(self.alike.same(word))


def people_of(reps: Iterable[Rep]) -> People:
    """Return the people to look up."""
    reps = tuple(reps)
    exact = Counter(rep.name for rep in reps)
    meant: dict[str, set[str]] = {}
    for rep in reps:
        for word in (str(rep.id), rep.name):
            meant.setdefault(plainly(word), set()).add(str(rep.id))
    ids = {str(rep.id): rep for rep in reps}
    return People(
        ids=frozen_map(ids),
        names=frozen_map({rep.name: rep for rep in reps if exact[rep.name] == 1}),
        likely=frozen_map({word: ids[min(who)] for word, who in meant.items() if len(who) == 1}),
        alike=Likeness((rep.name, str(rep.id)) for rep in reps),
    )


def plainly(word: str) -> str:
    """Return a name without regard to capitals and spaces."""
    return " ".join(word.casefold().split())


def first_of(cell: str) -> str:
    """Return the owner that counts among those of a cell."""
    return cell.partition(SEVERAL)[0].strip()


def with_rep_ids(accounts: Accounts, reps: Sequence[Rep]) -> Accounts:
    """Return the accounts with their owners as rep ids, where the file has them by name."""
    if "owner" not in accounts.text or not reps:
        return accounts
    known = people_of(reps)
    ids = {cell: _ids_in(cell, known) for cell in set(accounts.text["owner"])}
    owner = tuple(ids[cell] for cell in accounts.text["owner"])
    return replace(accounts, text=frozen_map({**accounts.text, "owner": owner}))


def said_of_owners(
    cells: Sequence[str], reps: Sequence[Rep], *, noun: tuple[str, str], shared: bool
) -> tuple[Issue, ...]:
    """Return what owners as written call for: matched by name, several in one cell, unknown ones.

    Parameters
    ----------
    cells : sequence of str
        As the file has them.
    reps : sequence of Rep
    noun : tuple of str
        What they own, one and many.
    shared : bool
        Whether a cell may name several.
    """
    if not reps or not any(cells):
        return ()
    known, count = people_of(reps), Counter(cell for cell in cells if cell.strip())
    first = {cell: first_of(cell) if shared else cell.strip() for cell in count}
    issues: list[Issue] = []
    several = {cell: n for cell, n in count.items() if shared and len(_parts(cell)) > 1}
    if several:
        total, example = sum(several.values()), max(several, key=lambda one: (several[one], one))
        found = tr_count(
            total, "{count} {noun} names several owners, such as {example}",
            "{count} {noun} name several owners, such as {example}",
            noun=noun[total != 1], example=repr(example),
        )  # fmt: skip
        issues.append(
            Issue(
                "owner_shared", Severity.NOTE, "", found, tr("The first one named counts in Today.")
            )
        )
    by_name: Counter[str] = Counter()
    strangers: Counter[str] = Counter()
    for cell, n in count.items():
        name = first[cell]
        if name in known.ids or not name:
            continue
        rep = known.find(name)
        if rep is None:
            strangers[name] += n
        else:
            by_name[tr("{name} is {id}", name=name, id=rep.id)] += n
    if by_name:
        total = sum(by_name.values())
        found = tr_count(
            total, "{count} {noun} names its owner by name, not by id",
            "{count} {noun} name their owner by name, not by id", noun=noun[total != 1],
        )  # fmt: skip
        mend = tr("Matched with the people: {names}.", names=some_of(list(by_name), SHOWN))
        issues.append(Issue("owner_by_name", Severity.NOTE, "", found, mend))
    return (*issues, *_unknown(strangers, noun))


def _unknown(strangers: Counter[str], noun: tuple[str, str]) -> Iterable[Issue]:
    mend = tr("They have no owner in Today; add the person, or correct the owner.")
    if noun[0] != tr("account"):
        mend = tr("Their territory has no rep in Today; add the person, or correct the owner.")
    for name, n in sorted(strangers.items(), key=lambda pair: (-pair[1], pair[0])):
        found = tr_count(
            n, "{count} {noun} belongs to {name}, who is no rep",
            "{count} {noun} belong to {name}, who is no rep", noun=noun[n != 1], name=repr(name),
        )  # fmt: skip
        yield Issue("rep_unknown", Severity.WARNING, "", found, mend)


def _ids_in(cell: str, known: People) -> str:
    found = [(name, known.find(name)) for name in (part.strip() for part in cell.split(SEVERAL))]
    return SEVERAL.join(name if rep is None else str(rep.id) for name, rep in found)


def _parts(cell: str) -> list[str]:
    return [part for part in map(str.strip, cell.split(SEVERAL)) if part]
