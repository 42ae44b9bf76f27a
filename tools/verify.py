"""Run everything that holds the series to its word. `make verify` runs this, and it takes several minutes.

When one part fails the others still run. The table of environments in README is written when all of them have passed.
"""

import json
import subprocess
import sys
from typing import Any

from tools.environments import ENVIRONMENTS, fingerprint, record_file
from tools.set_up import ROOT

README = ROOT / "README.md"
BEGIN, END = "<!-- make verify writes this table -->\n", "<!-- end of the table -->\n"
TEST = [sys.executable, "-m", "pytest", "-m", "verify", "-q"]

# In this order, and make test last: it holds the new table to its word.
PARTS = {
    **{f"notebooks, {name}": [sys.executable, "-m", "tools.environments", name] for name in ENVIRONMENTS},
    "the table in README": [sys.executable, "-m", "tools.verify", "table"],
    "changes that must be caught": [*TEST, "tests/mutants"],
    "what a run stores": [*TEST, "tests/honesty"],
    "figures that differ": [*TEST, "tests/figures"],
    "networks, disks and files that fail": [*TEST, "tests/files"],
    "the fuzzer itself": [*TEST, "tests/fuzz"],
    "files changed at random": [sys.executable, "-m", "tests.fuzz", "20000"],
    "a model of bert-base-uncased's size": [*TEST, "tests/test_full_size.py"],
    "Colab, rehearsed": [*TEST, "tests/test_colab.py"],
    "other processors": [*TEST, "tests/test_processors.py"],
    "the benchmark, in small": [sys.executable, "-m", "tools.benchmark", "--quick"],
    "a real JupyterLab in a real browser": [sys.executable, "-m", "tools.browser"],
    "make test": ["make", "test"],
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
        sys.exit(f"{len(failed)} of {len(parts)} parts failed; what each said stands above, under its name.")


def write_table() -> None:
    """Write the table of environments into README, from the records of their runs."""
    records = {}
    for name, environment in ENVIRONMENTS.items():
        file = record_file(name)
        try:
            records[name] = json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            records[name] = {}
        if records[name].get("fingerprint") != fingerprint():
            sys.exit(
                f"README is left as it is: the notebooks as they are now have not passed with {environment.title}."
            )
    text = README.read_text(encoding="utf-8")
    if text.count(BEGIN) != 1 or text.count(END) != 1:
        sys.exit(f"README must hold the lines {BEGIN.strip()} and {END.strip()} once: put them back.")
    before, after = text.split(BEGIN)[0], text.split(END)[1]
    README.write_text(before + BEGIN + table(records) + END + after, encoding="utf-8", newline="\n")


def table(records: dict[str, dict[str, Any]]) -> str:
    """Return the table, and the line under it that says what it was measured on."""
    heading = ["environment", "Python", "versions", "notebooks", "cells compared", "figures compared", "date"]
    rows = [heading, ["---"] * len(heading)]
    for name, record in records.items():
        versions = ", ".join(f"{package} {version}" for package, version in record["versions"].items() if version)
        notebooks = ", ".join(file.split("_")[0].lstrip("0") for file in record["notebooks"])
        cells = f"{record['cells']}, of which {record['cells with output']} print or draw"
        figures, date = str(record["figures"]), record["date"]
        rows.append([ENVIRONMENTS[name].title, record["python"], versions, notebooks, cells, figures, date])
    lines = [f"| {' | '.join(row)} |" for row in rows]
    about = f"notebooks, helpers and pins with the fingerprint `{fingerprint()}`, a hash that `make test` compares"
    return "\n".join(lines) + f"\n\nAll this is of the {about}.\n"


if __name__ == "__main__":
    if sys.argv[1:] not in ([], ["table"]):
        sys.exit("`python -m tools.verify` runs everything; `python -m tools.verify table` writes the table alone.")
    write_table() if sys.argv[1:] else main()
