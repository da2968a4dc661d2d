"""Size budgets of the code and the count of exemptions: prints both, exits 1 when one is over."""

from __future__ import annotations

import ast
import re
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("planner", "solvers", "ui")
FILE_MEDIAN, FILE_MOST = 150, 500
FUNCTION_MEDIAN, FUNCTION_P95 = 10, 40
MAIN_WINDOW_MOST = 250
EXEMPTIONS = {
    "bare type: ignore": re.compile(r"#\s*type:\s*ignore(?!\[)"),
    "type: ignore[code]": re.compile(r"#\s*type:\s*ignore\["),
    "ruff file exemption": re.compile(r"#\s*ruff:\s*noqa"),
}
FORBIDDEN = (
    "bare type: ignore", "ruff file exemption", "ignored imports", "per-module mypy exemptions",
)  # fmt: skip


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{line}\n")


def main() -> int:
    """Measure every tracked Python file of the three packages; return the exit code."""
    paths = [ROOT / name for name in _tracked()]
    lines = {path: path.read_text(encoding="utf-8").splitlines() for path in paths}
    sizes = sorted(len(text) for path, text in lines.items() if path.name != "__init__.py")
    functions = sorted(length for path in paths for length in _functions(path))
    p95 = functions[int(len(functions) * 0.95)]
    found = {
        name: sum(bool(pattern.search(line)) for text in lines.values() for line in text)
        for name, pattern in EXEMPTIONS.items()
    }
    config = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    found["ignored imports"] = config.count("ignore_imports")
    found["per-module mypy exemptions"] = len(
        re.findall(r"^ignore_errors|^disable_error_code", config, re.M)
    )
    say(f"files {len(sizes)}: median {statistics.median(sizes):.0f}, most {sizes[-1]} lines")
    middle = statistics.median(functions)
    say(f"functions {len(functions)}: median {middle:.0f}, p95 {p95}, most {functions[-1]}")
    say("exemptions: " + ", ".join(f"{name} {count}" for name, count in found.items()))
    over = [
        *_over("file median", statistics.median(sizes), FILE_MEDIAN),
        *_over("function median", statistics.median(functions), FUNCTION_MEDIAN),
        *_over("function 95th percentile", p95, FUNCTION_P95),
        *(
            f"{path.relative_to(ROOT)} has {len(text)} lines"
            for path, text in lines.items()
            if len(text) > FILE_MOST
        ),
        *_over("main_window.py", len(lines.get(ROOT / "ui/main_window.py", ())), MAIN_WINDOW_MOST),
        *(f"{name}: {found[name]}" for name in FORBIDDEN if found[name]),
    ]
    for line in over:
        say(f"over budget: {line}")
    return 1 if over else 0


def _tracked() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", *(f"{package}/**.py" for package in PACKAGES)],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [name for name in listed.stdout.splitlines() if (ROOT / name).exists()]


def _functions(path: Path) -> list[int]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [
        (node.end_lineno or node.lineno) - node.lineno + 1
        for node in ast.walk(tree)
        if isinstance(node, kinds)
    ]


def _over(name: str, value: float, most: float) -> list[str]:
    return [f"{name} is {value:g}, at most {most}"] if value > most else []


if __name__ == "__main__":
    sys.exit(main())
