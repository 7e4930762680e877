"""What a call takes, by the clock and of the processor, and whether others left the machine alone meanwhile."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

QUIET = 0.2  # processors that others may keep busy before time by the clock tells nothing


class Spent(NamedTuple):
    """Seconds of one call, and how many processors others kept busy in that time."""

    wall_s: float
    cpu_s: float
    others: float


def busy_s() -> float:
    """Seconds that all processors together have been at work; nan where the system does not tell."""
    try:
        first = Path("/proc/stat").read_text(encoding="ascii").split("\n", 1)[0]
    except OSError:
        return float("nan")
    user, nice, system, _, _, *interrupts = (int(ticks) for ticks in first.split()[1:8])
    return (user + nice + system + sum(interrupts)) / os.sysconf("SC_CLK_TCK")


def spent(*arguments: str, surroundings: dict[str, str] | None = None) -> Spent:
    """One call of Python, what it prints thrown away."""
    busy, before, start = busy_s(), resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True, env=surroundings)
    wall_s, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Spent(wall_s, cpu_s, max(busy_s() - busy - cpu_s, 0.0) / wall_s)
