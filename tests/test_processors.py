"""Tests that other processors give the stored outputs, too: docs/changing-a-notebook.md has the rules behind it.

Settings make the libraries compute as on another processor: other kernels of OpenBLAS, which multiplies NumPy's
matrices; NumPy, PyTorch and faiss without their newest instructions; one thread or two; another hash seed.
"""

import os
import platform
import subprocess
import sys

import numpy as np
import pytest

from helpers.embeddings import TokenEmbeddings
from helpers.search import search
from helpers.tokens import token_kind
from tests.notebooks import MEASURES, ROOT, run_cell

# Kernels of OpenBLAS: an old one, and one for processors with AVX2.
CORES = {
    "x86_64": ("Nehalem", "Haswell"),
    "AMD64": ("Nehalem", "Haswell"),
    "aarch64": ("ARMV8", "NEOVERSEN1"),
}.get(platform.machine(), ())

REPORT = """
import threadpoolctl, numpy
blas = [library for library in threadpoolctl.threadpool_info() if "numpy" in library["filepath"]]
print(blas[0]["architecture"], blas[0]["num_threads"])
"""


def settings(core: str, threads: int, seed: int) -> dict[str, str]:
    """Return the environment variables that choose the kernel, the threads and the hash seed."""
    thread_settings = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), str(threads))
    others = {"OPENBLAS_CORETYPE": core, "PYTHONHASHSEED": str(seed), "KNN_MODEL": "", "HF_HUB_OFFLINE": "1"}
    return {**os.environ, **thread_settings, **others}


def without_new_instructions(environment: dict[str, str]) -> dict[str, str]:
    """Let NumPy, PyTorch and faiss use only instructions that every processor of this architecture has."""
    code = "import numpy._core._multiarray_umath as m; print(*[f for f in m.__cpu_dispatch__ if m.__cpu_features__[f]])"
    features = subprocess.check_output([sys.executable, "-c", code], text=True)
    settings = {"ATEN_CPU_CAPABILITY": "default", "FAISS_SIMD_LEVEL": "NONE"}
    return environment | settings | {"NPY_DISABLE_CPU_FEATURES": features.strip()}


@pytest.mark.verify
@pytest.mark.skipif(not CORES, reason="it isn't known which kernels OpenBLAS has for this kind of processor")
@pytest.mark.parametrize(("number", "core"), list(enumerate(CORES)))
def test_outputs_are_as_stored_on_another_processor(number: int, core: str) -> None:
    environment = settings(core, threads=1 + number % 2, seed=number)
    if number == 0:
        environment = without_new_instructions(environment)
    report = subprocess.check_output([sys.executable, "-c", REPORT], env=environment, text=True).split()
    assert report == [core, environment["OPENBLAS_NUM_THREADS"]], "the setting has no effect here"
    options = [f"--figure-differences=figure-differences/{core}", "--color=no", "-q", "-p", "no:cacheprovider"]
    command = [sys.executable, "-m", "pytest", "--nbval", *options, "notebooks"]
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout


def test_rounding_cannot_change_the_count_of_neighbors(bert: TokenEmbeddings) -> None:
    """Notebook 3 counts the words that have [MASK] among their 15 nearest tokens.

    Sums in float64 differ by about 1e-14 between processors. To change the count, a score must change by 1e-5.
    """
    vectors = bert.vectors.astype(np.float64)
    words = run_cell(MEASURES, "picked", bert=bert, token_kind=token_kind)["picked"]
    mask = bert.token_id("[MASK]")
    squares, products = (vectors**2).sum(axis=1)[:, None], vectors @ vectors[words].T
    for metric, scores in (("euclidean", squares - 2 * products), ("cosine", -products / np.sqrt(squares))):
        others = np.delete(scores, mask, axis=0)
        # [MASK] is among the 15 nearest when fewer than 16 tokens, the word itself among them, are nearer.
        sixteenth = np.partition(others, 15, axis=0)[15]
        assert np.abs(scores[mask] - sixteenth).min() > 1e-5
        found, _ = search(bert.vectors, bert.vectors[words], 16, metric, norms=bert.norms)
        assert (found == mask).any(axis=1).tolist() == (scores[mask] < sixteenth).tolist()
