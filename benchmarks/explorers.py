"""How long the explorers take to follow a control, and which part of it is computing: both measured inside a kernel.

Computing is what the helpers do: search, distances, votes. Drawing is all the rest from the change of a control to the
last message that leaves for the page: the picture and its PNG, the HTML, the widgets. What the browser does afterwards
is not in it. In notebook 1 that is little: the kernel draws, and computing should take a fifth of that at the most. In
notebook 4 the kernel only fills in widgets, the browser draws, and the time in all is what counts: 150 ms at the most.
Machines differ many times in speed. Run it with `python -m benchmarks.explorers` in the project's environment.
"""

import json

from jupyter_client.manager import start_new_kernel

# Runs in the kernel. `set_state` is what happens when a page reports a change.
INSIDE = """
import json, statistics, time
import numpy as np
from helpers.embeddings import load_embeddings
from helpers.widgets.letter_explorer import LetterExplorer
from helpers.widgets.token_explorer import TokenExplorer

def follow(explorer, changes, before=lambda: None):
    name = "vote" if hasattr(explorer, "vote") else "search"  # what computes, behind a control
    computing, whole, ask = [], [], getattr(explorer, name)
    def timed():
        start = time.perf_counter()
        answer = ask()
        computing.append(time.perf_counter() - start)
        return answer
    setattr(explorer, name, timed)
    for control, value in changes:
        before()
        start = time.perf_counter()
        control.set_state({"index" if control is tokens.metric else "value": value})
        whole.append(time.perf_counter() - start)
    assert len(computing) == len(whole)
    setattr(explorer, name, ask)
    drawing = [all_of_it - part for all_of_it, part in zip(whole, computing)]
    return [1000 * statistics.median(times) for times in (computing, drawing, whole)]

rng = np.random.default_rng(seed=404)
clouds = [rng.normal(loc=center, size=(8, 2)) for center in ([1, 2], [3, 2])]
points = np.vstack([*clouds, [[2, 2]]]).round(1)
letters = LetterExplorer(points, "ABCDEFGHIJKLMNOPX", ["round"] * 8 + ["square"] * 8)
tokens = TokenExplorer(load_embeddings("all-MiniLM-L6-v2"), "beauty")
words = ["bank", "[MASK]", "two", "run", "good", "paris", "apple", "spring"]
measured = {
    "01: X moves": follow(letters, [(letters.x_slider, i / 10) for i in range(40)]),
    "01: another k": follow(letters, [(letters.k, 1 + i % 15) for i in range(5, 45)], letters.plane.predicted.clear),
    "04: another word": follow(tokens, [(tokens.word, words[i % 8]) for i in range(40)]),
    "04: another metric": follow(tokens, [(tokens.metric, (i + 1) % 2) for i in range(40)]),
    "04: another k": follow(tokens, [(tokens.k, 20 - i % 2) for i in range(40)]),
}
print(json.dumps(measured))
"""


def measure() -> dict[str, list[float]]:
    """Return milliseconds of computing, of drawing and of both, medians of forty changes of each kind."""
    manager, client = start_new_kernel()
    messages: list[str] = []

    def listen(message: dict[str, dict[str, str]]) -> None:
        content = message["content"]
        messages.append(content.get("text", "") + "\n".join(content.get("traceback", [])))

    try:
        client.execute_interactive(INSIDE, output_hook=listen, timeout=600)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    text = "".join(messages)
    if not text.startswith("{"):
        raise RuntimeError(text)
    measured: dict[str, list[float]] = json.loads(text)
    return measured


def main() -> None:
    """Print what was measured."""
    print(f"{'medians, in ms':20} computing  drawing  in all  computing/drawing")
    for name, (computing, drawing, whole) in measure().items():
        print(f"{name:20} {computing:9.1f}  {drawing:7.1f}  {whole:6.1f}  {computing / drawing:17.2f}")


if __name__ == "__main__":
    main()
