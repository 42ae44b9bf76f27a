"""Run what holds the series to its word and takes longer than `make test`. `make verify` runs this.

When one part fails the others still run. The table of environments in docs/verification.md is written when all
of them have passed.
"""

import json
import subprocess
import sys
from typing import Any

from tools.environments import ENVIRONMENTS, record_file
from tools.pages import DOCS, write_section
from tools.set_up import ROOT

PAGE = DOCS / "verification.md"
TEST = [sys.executable, "-m", "pytest", "-m", "verify", "-q"]

PARTS = {
    **{f"notebooks, {name}": [sys.executable, "-m", "tools.environments", name] for name in ENVIRONMENTS},
    "the table of environments": [sys.executable, "-m", "tools.verify", "table"],
    "changes that must be caught": [*TEST, "tests/mutants"],
    "what a run stores": [*TEST, "tests/honesty", "tests/test_other_settings.py"],
    "the notebooks to hand out": [*TEST, "tests/test_student.py"],
    "editions for other models": [*TEST, "tests/test_edition.py"],
    "figures that differ": [*TEST, "tests/figures"],
    "networks, disks and files that fail": [*TEST, "tests/loading"],
    "memory, hard rows and schemas": [*TEST, "tests/search", "tests/test_project.py"],
    "the claims of notebook 5": [*TEST, "tests/test_prose.py"],
    "a cluster that fails": [*TEST, "tests/cluster"],
    "files changed at random": [*TEST[:3], "-q", "--hypothesis-profile=search", "tests/loading/test_any_files.py"],
    "a model of bert-base-uncased's size": [*TEST, "tests/test_full_size.py"],
    "the table from WordNet": [*TEST, "-rs", "tests/test_wordnet.py"],
    "Colab, rehearsed": [*TEST, "tests/test_colab.py"],
    "other processors": [*TEST, "tests/test_processors.py"],
    "the benchmark, in small": [sys.executable, "-m", "tools.benchmark", "--quick"],
    "a real JupyterLab in a real browser": [sys.executable, "-m", "tools.browser"],
}


def main(parts: dict[str, list[str]] = PARTS) -> None:
    """Run every part, then say which failed."""
    failed = []
    for name, command in parts.items():
        print(f"\n=== {name}", flush=True)
        if subprocess.run(command, cwd=ROOT).returncode:
            failed.append(name)
    print()
    for name in parts:
        print(f"{'FAILED' if name in failed else 'passed'}  {name}")
    if failed:
        sys.exit(f"{len(failed)} of {len(parts)} parts failed; see the output above, under its name.")


def write_table() -> None:
    """Write the table of environments into docs/verification.md, from the records of their runs."""
    records = {}
    for name, environment in ENVIRONMENTS.items():
        try:
            records[name] = json.loads(record_file(name).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            sys.exit(f"The table is left as it is: there is no record of a run with {environment.title}.")
    write_section(PAGE, "make verify", table(records))


def table(records: dict[str, dict[str, Any]]) -> str:
    """Return the table: one row for each environment."""
    heading = ["environment", "Python", "versions", "notebooks", "cells compared", "figures", "date", "commit"]
    rows = [heading, ["---"] * len(heading)]
    for name, record in records.items():
        versions = ", ".join(f"{package} {version}" for package, version in record["versions"].items() if version)
        notebooks = ", ".join(file.split("_")[0].lstrip("0") for file in record["notebooks"])
        cells = f"{record['cells']}, of which {record['cells with output']} print or draw"
        made = [str(record["figures"]), record["date"], record["commit"]]
        rows.append([ENVIRONMENTS[name].title, record["python"], versions, notebooks, cells, *made])
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


if __name__ == "__main__":
    if sys.argv[1:] not in ([], ["table"]):
        sys.exit("`python -m tools.verify` runs everything; `python -m tools.verify table` writes the table alone.")
    write_table() if sys.argv[1:] else main()
