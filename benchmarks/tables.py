"""Reading tables: 250,000 accounts with 20 columns, from the file to accounts in their regions."""

from __future__ import annotations

import resource
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.budgets import Figure, measure
from planner.io.accounts import AccountSource, read_accounts
from planner.io.region_table import RegionSource
from planner.io.regions import ReadRegions, read_regions
from planner.io.tables import read_table

ACCOUNTS = 250_000
SAMPLE = Path("sample_regions") / "us_counties" / "counties.zip"
HEADER = (
    "account_id", "account", "street", "city", "region", "lat", "lon", "phone", "industry", "class",
    "status", "employees", "revenue_last_year", "open_pipeline", "potential", "visits", "owner",
    "owner_since", "renewal_date", "notes",
)  # fmt: skip


def write_accounts(
    path: Path, codes: tuple[str, ...], *, dutch: bool, rows: int = ACCOUNTS
) -> None:
    """Write accounts as a CRM does; Dutch: semicolons, decimal commas, days first."""
    draw = np.random.default_rng(7)

    def chosen(*words: str) -> list[str]:
        return [words[at] for at in draw.integers(0, len(words), rows).tolist()]

    def money(mean: float) -> list[str]:
        amounts = np.round(draw.lognormal(mean, 1.2, rows), 2).tolist()
        if not dutch:
            return [f"{amount:.2f}" for amount in amounts]
        return [f"{amount:,.2f}".translate({44: 46, 46: 44}) for amount in amounts]

    def degrees(least: float, most: float) -> list[str]:
        written = [f"{degree:.6f}" for degree in draw.uniform(least, most, rows).tolist()]
        return [degree.replace(".", ",") for degree in written] if dutch else written

    days = np.datetime64("2015-01-01") + draw.integers(0, 4000, (2, rows))
    form = "{2}-{1}-{0}" if dutch else "{0}-{1}-{2}"
    dates = [[form.format(*day.split("-")) for day in np.datetime_as_string(one)] for one in days]
    columns = [
        [f"0018d{at:08d}AAQ" for at in range(rows)],
        [f"{word} {at}" for at, word in enumerate(chosen("Café de Boer", "Müller & Co", "Janssen", "Acme"))],
        [f"{word} {at % 300}" for at, word in enumerate(chosen("Main Street", "Kerkstraat", "High Road"))],
        chosen(*(f"Town {at}" for at in range(4000))), chosen(*codes),
        degrees(30.0, 45.0), degrees(-120.0, -80.0),
        [f"+31 20 {at:07d}" for at in draw.integers(0, 9_999_999, rows).tolist()],
        chosen("food", "retail", "health", "transport", "energy"), chosen("A", "B", "C"),
        chosen("Prospect", "Customer"), [str(at) for at in draw.integers(1, 5000, rows).tolist()],
        money(9.0), money(8.0), money(9.5), [str(at) for at in draw.integers(0, 50, rows).tolist()],
        chosen(*(f"R{at:03d}" for at in range(120))), *dates,
        chosen("", "", "", "call back", '"two\nlines"', '"he said ""no"""'),
    ]  # fmt: skip
    delimiter = ";" if dutch else ","
    lines = map(delimiter.join, zip(*columns, strict=True))
    text = "\r\n".join([delimiter.join(HEADER), *lines, ""])
    path.write_bytes(text.encode("cp1252" if dutch else "utf-8"))


def figures() -> Iterator[Figure]:
    read, _ = read_regions([RegionSource(SAMPLE)])
    assert read is not None
    with tempfile.TemporaryDirectory() as folder:
        for name, dutch in (("English UTF-8", False), ("Dutch Windows-1252", True)):
            path = Path(folder) / "accounts.csv"
            write_accounts(path, tuple(read.by_code), dutch=dutch)
            what = f"250,000 accounts, 20 columns, {name} CSV"
            yield measure(f"{what}: table", partial(read_table, path), runs=3, warm=0)
            action = partial(_accounts, path, read)
            began = time.process_time()
            yield measure(f"{what}: accounts", action, runs=3, warm=0, budget=5.0)
            # One thread: what the wall would say if nothing else ran on the machine.
            each = (time.process_time() - began) / 3
            yield Figure(f"{what}: accounts, processor time", each, each, each, 5.0)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"peak of memory {peak} MB")


def _accounts(path: Path, read: ReadRegions) -> None:
    accounts, issues = read_accounts(
        AccountSource(path), read.regions, read.by_code, sums=["potential", "visits"]
    )
    assert accounts is not None, [issue.line() for issue in issues]
    assert len(accounts) == ACCOUNTS
    assert set(accounts.numbers) >= {"potential", "visits", "revenue_last_year", "employees"}
    assert (accounts.region >= 0).all()
