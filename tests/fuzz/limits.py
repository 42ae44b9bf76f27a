"""What bounds a child: memory and time. Who goes beyond them is stopped, and the parent sees how."""

import signal
import sys

MEMORY = 2_000_000_000  # bytes of address space
SECONDS = 10.0  # for one input
HERE = sys.platform != "win32"  # Windows has no such limits


def set_limits(inputs: int) -> None:
    """Bound the memory of this process, and its time as a whole; leave no core dumps."""
    if sys.platform == "win32":
        raise NotImplementedError("Windows has no such limits.")
    import resource

    if sys.platform != "darwin":  # macOS doesn't hold to this one
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    seconds = 120 + inputs // 4
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # The default action ends the process, even where a library in Rust never comes back to Python.
    signal.signal(signal.SIGALRM, signal.SIG_DFL)


def start_clock(seconds: float) -> None:
    """Let the process end after so many seconds; 0 stops the clock."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, seconds)
