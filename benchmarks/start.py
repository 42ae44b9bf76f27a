"""How long from starting Python to the first neighbor of *beauty*, and how much memory: three ways, in fresh processes.

`python -m benchmarks.start` measures this alone.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.timing import Times, median, ratio
from helpers.embeddings import load_embeddings

OURS, LECTURE, SENTENCES = "ours", "the lecture's way", "sentence-transformers"

CODE = {
    OURS: """
from helpers.embeddings import load_embeddings
from helpers.synonyms import nearest_tokens
bert = load_embeddings("all-MiniLM-L6-v2")
print(nearest_tokens(bert, "beauty", k=1)[0].token)
""",
    # What a learner types who follows the lecture: the whole model, then all similarities, then a full sort.
    LECTURE: """
import numpy as np
from transformers import BertModel, BertTokenizer
tokenizer, model = BertTokenizer.from_pretrained(FOLDER), BertModel.from_pretrained(FOLDER)
matrix = model.embeddings.word_embeddings.weight.detach().numpy()
seed = matrix[tokenizer.encode("beauty", add_special_tokens=False)[0]]
similarities = (matrix @ seed) / (np.linalg.norm(matrix, axis=1) * np.linalg.norm(seed))
print(tokenizer.convert_ids_to_tokens(int(np.argsort(similarities)[-2])))
""",
    SENTENCES: """
from sentence_transformers import SentenceTransformer, util
model = SentenceTransformer(FOLDER)
matrix = model[0].auto_model.embeddings.word_embeddings.weight.detach()
seed = model.tokenizer.convert_tokens_to_ids("beauty")
hits = util.semantic_search(matrix[seed : seed + 1], matrix, top_k=2)[0]
print(model.tokenizer.convert_ids_to_tokens(hits[1]["corpus_id"]))
""",
}

# Peak of resident memory, and what is private and what is shared at that moment, all in bytes. Where there is no /proc
# (not on Linux) the peak alone is known.
MEMORY = """
import resource, sys
try:
    status = dict(line.split(":", 1) for line in open("/proc/self/status"))
    kilobytes = [int(status[name].split()[0]) for name in ("VmHWM", "RssAnon", "RssFile")]
    print(*(1024 * number for number in kilobytes))
except OSError:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(peak * (1 if sys.platform == "darwin" else 1024))
"""

PEAK, PRIVATE, SHARED = "peak", "private", "shared"


def measure(rounds: int) -> dict[str, Times]:
    """Return the seconds and the bytes of each way, by turns."""
    folder = load_embeddings("all-MiniLM-L6-v2").folder
    measured: dict[str, Times] = {name: {"seconds": [], PEAK: [], PRIVATE: [], SHARED: []} for name in CODE}
    for _ in range(rounds):
        for name, code in CODE.items():
            seconds, memory = run(f"FOLDER = {str(folder)!r}{code}")
            measured[name]["seconds"].append(seconds)
            for kind, size in zip((PEAK, PRIVATE, SHARED), memory, strict=False):
                measured[name][kind].append(size)
    return measured


def run(code: str) -> tuple[float, list[float]]:
    """Run code in a fresh process; return seconds, and bytes of memory."""
    environment = os.environ | {"HF_HUB_OFFLINE": "1", "KNN_MODEL": "", "PYTHONPATH": str(Path(__file__).parents[1])}
    start = time.perf_counter()
    process = subprocess.run([sys.executable, "-c", code + MEMORY], env=environment, capture_output=True, text=True)
    seconds = time.perf_counter() - start
    token, _, memory = process.stdout.partition("\n")
    if token != "beautiful":
        raise RuntimeError(f"The first neighbor should be beautiful, and is {token!r}. {process.stderr[-500:]}")
    return seconds, [float(size) for size in memory.split()]


def main() -> None:
    """Print the medians, and the ratios to the lecture's way."""
    measured = measure(rounds=3)
    print(f"{'':22} seconds   peak  private  shared, MB")
    for name, times in measured.items():
        memory = "  ".join(f"{median(times[kind]) / 1e6:5,.0f}" for kind in (PEAK, PRIVATE, SHARED) if times[kind])
        print(f"{name:22} {median(times['seconds']):7.2f}  {memory}")
    print(f"ours takes 1/{ratio(measured[LECTURE]['seconds'], measured[OURS]['seconds']):.0f} of the lecture's time")


if __name__ == "__main__":
    main()
