"""Ids that a program wrote otherwise than the plan has them, so that they seem to be new."""

from __future__ import annotations

import re
from collections.abc import Sequence

from planner.language import tr, tr_count
from planner.model.issues import Issue, Severity

SALESFORCE = re.compile(r"[0-9A-Za-z]{15}[A-Z0-5]{3}")
"""A long id of Salesforce; reports show the first 15 signs."""


def said_of_ids(
    old: Sequence[str], fresh: Sequence[str], noun: tuple[str, str]
) -> tuple[Issue, ...]:
    """Say which ids of a file are likely of the plan, where these are not in the file themselves."""
    known, in_file = set(old), set(fresh)
    left = {_plain(id_): id_ for id_ in old if id_ not in in_file}
    likely = {id_: left.get(_plain(id_), "") for id_ in fresh if id_ not in known}
    same = [(id_, before) for id_, before in likely.items() if before]
    if not same:
        return ()
    found = tr_count(
        len(same),
        "{count} new {noun} is probably in the plan already, under another spelling "
        "({new} in the file, {old} in the plan)",
        "{count} new {noun} are probably in the plan already, under another spelling "
        "({new} in the file, {old} in the plan)",
        noun=noun[len(same) != 1], new=same[0][0], old=same[0][1],
    )  # fmt: skip
    mend = tr(
        "Write the ids as the plan has them; else they are taken for other {nouns}.", nouns=noun[1]
    )
    return (Issue("import_effect", Severity.WARNING, "", found, mend),)


def _plain(id_: str) -> str:
    """Return an id without what is lost on the way: zeros in front, .0, three signs of Salesforce."""
    bare = id_[:15] if SALESFORCE.fullmatch(id_) else id_
    return bare.casefold().removesuffix(".0").lstrip("0")
