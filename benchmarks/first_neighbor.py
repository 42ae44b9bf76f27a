"""How long from starting Python to the first neighbor of *beauty*, and how much memory: the lecture's way, and ours.

Each way runs in fresh processes, by turns, and the medians are compared. Machines differ many times in speed, so it is
the ratio that means something. Run it with `python benchmarks/first_neighbor.py` in the project's environment.
"""

import os
import statistics
import subprocess
import sys
import time

ROUNDS = 3

OURS = """
from helpers.embeddings import load_embeddings
from helpers.synonyms import nearest_tokens
print(nearest_tokens(load_embeddings(), "beauty", k=1)[0].token)
"""

# What a learner types who follows the lecture: the whole model, then all distances, then a full sort.
LECTURE = """
import numpy as np
from transformers import BertModel, BertTokenizer
tokenizer, model = BertTokenizer.from_pretrained(FOLDER), BertModel.from_pretrained(FOLDER)
matrix = model.embeddings.word_embeddings.weight.detach().numpy()
seed = matrix[tokenizer.encode("beauty", add_special_tokens=False)[0]]
similarities = (matrix @ seed) / (np.linalg.norm(matrix, axis=1) * np.linalg.norm(seed))
print(tokenizer.convert_ids_to_tokens(int(np.argsort(similarities)[-2])))
"""

PEAK = """
import resource, sys
scale = 1 if sys.platform == "darwin" else 1024
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * scale)
"""


def run(code: str) -> tuple[float, float]:
    """Run code in a fresh process; return seconds and the peak of memory in MB."""
    start = time.perf_counter()
    environment = os.environ | {"HF_HUB_OFFLINE": "1", "KNN_MODEL": ""}
    process = subprocess.run(
        [sys.executable, "-c", code + PEAK], env=environment, capture_output=True, text=True, check=True
    )
    seconds = time.perf_counter() - start
    token, peak = process.stdout.split()
    if token != "beautiful":
        raise RuntimeError(f"the first neighbor should be beautiful, not {token}")
    return seconds, int(peak) / 1e6


def main() -> None:
    """Measure both ways by turns and print the medians and their ratio."""
    from helpers.embeddings import load_embeddings

    ways = {"lecture": f"FOLDER = {str(load_embeddings('all-MiniLM-L6-v2').folder)!r}{LECTURE}", "ours": OURS}
    runs: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, code in ways.items():
            runs[name].append(run(code))
    middle = {
        name: [statistics.median(values) for values in zip(*measured, strict=True)] for name, measured in runs.items()
    }
    for name, (seconds, peak) in middle.items():
        print(f"{name:8} {seconds:7.2f} s  {peak:5.0f} MB")
    print(f"ours takes 1/{middle['lecture'][0] / middle['ours'][0]:.0f} of the time")


if __name__ == "__main__":
    main()
