"""What checking a proof found, in words, without Qt: the bound worked out anew without the solver."""

from __future__ import annotations

from planner.judge.certificate import Certificate
from planner.judge.check_bound import Verdict
from ui.messages import tr
from ui.panels.score_words import Aim


def check_words(certificate: Certificate, verdict: Verdict, aim: Aim) -> tuple[str, str]:
    """Return the tone (good or bad) and what the check found.

    Parameters
    ----------
    certificate : Certificate
        Made for the problem that was solved.
    verdict : Verdict
        Of `planner.judge.check_bound`.
    aim : Aim
        What was minimised.
    """
    if not verdict.accepted:
        return "bad", tr("The proof does not hold: {why}.", why=verdict.why)
    least = aim.words(certificate.bound)
    text = tr(
        "The proof holds. Worked out anew without the solver: {aim} cannot be under {least}.",
        aim=_low(aim.name), least=least,
    )  # fmt: skip
    if certificate.searched is not None:
        more = tr(
            "That it cannot be under {searched} was found by an exhaustive search, which is not "
            "checked here.",
            searched=aim.words(certificate.searched),
        )
        text = f"{text} {more}"
    return "good", text


def _low(name: str) -> str:
    return name[:1].lower() + name[1:]
