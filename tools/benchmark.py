"""Measure the search beside what else one might use. `make benchmark` runs this; it takes about six minutes.

`--quick`, which `make verify` uses, measures next to nothing and writes nothing.
"""

import os
import subprocess
import sys

from tools.extras import install_extra
from tools.set_up import ROOT


def main() -> None:
    """Install the others, then measure."""
    install_extra("benchmark", "The packages to compare with")
    command = [sys.executable, "-m", "benchmarks", *sys.argv[1:]]
    sys.exit(subprocess.run(command, cwd=ROOT, env={**os.environ, "HF_HUB_OFFLINE": "1"}).returncode)


if __name__ == "__main__":
    main()
