"""Every key, column and role, once: the same in code, screen, file and docs; a test compares."""

from __future__ import annotations

OUTBOUND = "outbound"
INBOUND = "inbound"
CLOSER = "closer"
ACCOUNT_MANAGER = "account_manager"
SUPPORT = "support"
MARKETING = "marketing"
LEADER = "leader"

ROLES = (OUTBOUND, INBOUND, CLOSER, ACCOUNT_MANAGER, SUPPORT, MARKETING, LEADER)
"""Role keys in the order of the sales process; users may add their own."""

TEAM_ROLES = (OUTBOUND, INBOUND, CLOSER, ACCOUNT_MANAGER, SUPPORT)
"""Roles that a market team is composed of."""

LEVELS = ("junior", "medior", "senior")

PROSPECT = "prospect"
CUSTOMER = "customer"

STEPS = ("data", "market", "team", "territories", "quotas", "compare", "publish")
"""Pages of the window in the order of the work; a step not built yet is absent."""

ACCOUNT_TEXT = (
    "owner", "status", "class", "parent_id", "industry", "language",
    "owner_since", "renewal_date", "products",
)  # fmt: skip
"""Text columns of accounts that Rayon understands; others may be used in rules."""

ACCOUNT_NUMBERS = (
    "employees", "potential", "revenue_last_year", "open_pipeline", "visits", "visit_hours",
)  # fmt: skip
"""Number columns of accounts that Rayon understands; visits and visit_hours are a year's."""

REP_COLUMNS = (
    "rep_id", "rep", "role", "level", "fte", "contract_hours_week", "experience_months", "start",
    "end", "manager_id", "country", "languages", "skills", "lat", "lon", "cost", "vacancy", "cover",
)  # fmt: skip

# Exported files: name -> columns before the measures, columns after. KEY, KEY_target, KEY_deviation
# stand for each measure of the plan.
REGIONS_COLUMNS = ("region_id", "region", "territory_id", "territory", "rep_id", "rep")
TERRITORIES_COLUMNS = (
    "territory_id", "territory", "rep_id", "rep", "team", "regions", "accounts",
)  # fmt: skip
TERRITORIES_COLUMNS_AFTER = ("contiguous", "travel_km", "moved_in", "moved_out")
ACCOUNTS_PLAN_COLUMNS = (
    "account_id", "account", "region_id", "layer", "market", "role", "territory_id", "rep_id",
    "why",
)  # fmt: skip
TEAMS_COLUMNS = ("team", "market", "role", "rep_id", "rep", "hours_week")
REPS_PLAN_COLUMNS = (
    "rep_id", "rep", "role", "fte", "territory_id", "capacity_hours_week", "planned_hours_week",
    "quota",
)  # fmt: skip
QUOTAS_COLUMNS = ("node", "parent", "level", "name", "quota", "over_assignment_amount")

EXPORTS = (
    "regions.csv", "territories.csv", "accounts_plan.csv", "reps_plan.csv", "teams.csv",
    "quotas.csv", "territories.gpkg", "map.png", "summary.json",
)  # fmt: skip

QUOTA_LEVELS = ("company", "group", "territory", "rep")

ISSUES = (
    # files
    "file_missing", "file_unreadable", "file_empty", "file_chosen", "file_doubtful", "part_missing",
    "sheet_chosen", "encoding", "toml_wrong", "plan_broken", "plan_newer",
    "plan_restored",
    # plan.toml
    "key_unknown", "value_wrong", "formula_wrong", "area_wrong", "goals_wrong", "count_guessed",
    "count_proposed", "start_guessed",
    # columns and cells
    "header_found", "delimiter_wrong", "rows_left_out", "quote_open", "cell_error", "cells_merged",
    "formula_empty", "column_missing", "column_double", "row_ragged", "id_missing", "id_duplicate",
    "id_guessed", "ids_prefixed", "rows_joined", "number_missing", "number_wrong", "number_doubtful",
    "date_wrong", "date_doubtful", "skill_wrong",
    # regions
    "crs_guessed", "crs_unknown", "geometry_missing", "geometry_repaired", "borders_matched",
    "borders_crowded",
    "island_linked", "outline_collapsed", "outline_twice", "outlines_overlap",
    "measure_guessed", "measure_empty", "nothing_to_balance",
    # accounts and people as read
    "place_missing", "place_wrong", "place_unknown", "place_ambiguous", "postcode_unknown",
    "coordinates_read", "coordinates_metres", "coordinates_swapped", "accounts_placed",
    "account_outside", "account_nearest", "region_unknown", "region_code",
    "rep_unknown", "home_missing", "figures_summed", "figures_missing",
    # what an import does to a plan
    "import_effect", "mapping_broken",
    # Today, as it follows from owners
    "owner_by_name", "owner_shared", "today_from_accounts", "account_stray", "account_unowned_region",
    # named accounts as read
    "account_unknown", "account_ambiguous", "rep_ambiguous", "order_guessed",
    # what `rayon check` finds in a plan
    "account_language", "account_owner_leaves", "account_owner_unknown", "account_two_owners",
    "account_without_owner", "cover_absent", "cover_loop", "cover_unknown", "manager_unknown",
    "vacancy_without_cover", "exception_ended", "exception_unknown", "family_loop", "family_split",
    "more_territories_than_regions", "parts_not_covered", "region_oversize", "regions_unassigned",
    "territories_unknown", "territory_owner_leaves", "territory_owner_unknown", "territory_ragged",
)  # fmt: skip
"""Every kind of issue."""
