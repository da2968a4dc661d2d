"""What the columns of accounts are called, wherever one is chosen or shown. No Qt."""

from __future__ import annotations

from collections.abc import Mapping

from ui.messages import tr


def column_word(key: str) -> str:
    """Return what a column of accounts is called: in Rayon's words, else by its own name."""
    if key == "status":
        return tr("Status")
    return account_columns().get(key, key.replace("_", " ").capitalize())


def account_columns() -> Mapping[str, str]:
    """Return the words of the columns that Rayon knows."""
    return {
        "postcode": tr("Postcode"),
        "owner": tr("Present owner"),
        "status": tr("Prospect or customer"),
        "class": tr("Class"),
        "parent_id": tr("Parent account"),
        "industry": tr("Industry"),
        "language": tr("Language"),
        "owner_since": tr("With this owner since"),
        "renewal_date": tr("Contract renewal"),
        "products": tr("Products"),
        "employees": tr("Employees"),
        "potential": tr("Potential"),
        "revenue_last_year": tr("Revenue last year"),
        "open_pipeline": tr("Open pipeline"),
        "visits": tr("Visits a year"),
        "visit_hours": tr("Visit hours a year"),
    }
