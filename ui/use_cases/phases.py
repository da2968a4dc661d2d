"""What a solver does now, in the words of people, by the keys of its phases."""

from __future__ import annotations

from planner.language import Phrase, tr

PHASES = {
    "ready": Phrase("Getting ready on this computer: only the first time, half a minute at most"),
    "start": Phrase("Making a first plan"),
    "bound": Phrase("Working out what the best possible is"),
    "improve": Phrase("Improving the plan"),
    "polish": Phrase("Polishing the borders"),
    "exact": Phrase("Proving that nothing is better"),
    "clash": Phrase("Finding out which rules clash"),
    "mend": Phrase("Looking for the smallest change that would do"),
    "done": Phrase("Checking the result"),
}


def phase_said(key: str) -> str:
    """Return what a phase is, "Working" for one that is new here."""
    return PHASES[key]() if key in PHASES else tr("Working")
