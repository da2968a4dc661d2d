"""Product lines: named rules over accounts, of what they buy or could buy."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProductLine:
    """A line of products that a market may be formed around.

    Attributes
    ----------
    key : str
    label : str
    where : str
        Rule in the small grammar of `planner.model.formula` ("products has 'boilers'").
    """

    key: str
    label: str
    where: str
