"""What roles and quota levels are called on screen."""

from __future__ import annotations

from planner.model import words
from ui.messages import tr


def role_word(role: str) -> str:
    """Return the name of a role; a role of the user's own keeps its key."""
    known = {
        words.OUTBOUND: tr("Outbound"),
        words.INBOUND: tr("Inbound"),
        words.CLOSER: tr("Closer"),
        words.ACCOUNT_MANAGER: tr("Account manager"),
        words.SUPPORT: tr("Support"),
        words.MARKETING: tr("Marketing"),
        words.LEADER: tr("Leader"),
    }
    return known.get(role, role)


def level_word(level: str) -> str:
    """Return the name of a level of the quota tree."""
    known = {
        "company": tr("Company"),
        "group": tr("Group"),
        "territory": tr("Territory"),
        "rep": tr("Rep"),
    }
    return known.get(level, level)
