"""Handing out work to threads and taking it back in order, so that the answer does not know how many there were."""

from __future__ import annotations

import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from typing import Final, Literal, NamedTuple, TypeVar

Done = TypeVar("Done")

Design = Literal["comonotone", "independent"]
RECORDED: Final = "comonotone"
CHECK: Final = "independent"
# Rows of one chunk: large enough that handing it over costs nothing, small enough for memory and for Ctrl-C.
CHUNK_REPLICATIONS = 2000
CHUNK_ROWS = 400_000


class Task(NamedTuple):
    """Some replications of one outer draw, fought by one thread."""

    coupling: Design
    draw: int
    first: int
    raids: int
    last: bool  # the draw is finished with this one


class Way(NamedTuple):
    """How raids are fought: by which engine, and whether each scan is drawn or many are skipped by one draw."""

    engine: str = "battle"
    sampling: str = "scan"


class Terms(NamedTuple):
    """What is the same for all tasks of a run."""

    seed: int
    keep_rows: bool
    way: Way = Way()


def tasks(draws: int, replications: int, objects: int, first_draw: int = 0, first_raid: int = 0) -> Iterator[Task]:
    """Every chunk of a run: each draw as checked with some of the raids, then as recorded, in the order of rows.

    The check (`independent` inputs) only serves the range over draws, so a single draw has none. It comes first, so
    that a draw whose rows are all there is finished. `first_raid` is where a single draw goes on.

    >>> [task.raids for task in tasks(1, 4500, 10)]
    [2000, 2000, 500]
    """
    step = max(1, min(CHUNK_REPLICATIONS, CHUNK_ROWS // max(1, objects)))
    checked = check_replications(draws, replications)
    for draw in range(first_draw, draws):
        amounts: tuple[tuple[Design, int], ...] = ((CHECK, checked), (RECORDED, replications))
        for coupling, wanted in amounts:
            for first in range(first_raid, wanted, step):
                yield Task(coupling, draw, first, min(step, wanted - first), first + step >= wanted)


def check_replications(draws: int, replications: int) -> int:
    """Raids per draw of the second design: a quarter, two at least to tell chance by; none with a single draw.

    >>> [check_replications(100, raids) for raids in (100, 10, 4, 1)], check_replications(1, 100)
    ([25, 3, 2, 1], 0)
    """
    return min(replications, max(2, -(-replications // 4))) if draws > 1 else 0


def in_order(
    work: Iterator[Task], fought: Callable[[Task], Done], threads: int, stopped: threading.Event
) -> Iterator[tuple[Task, Done]]:
    """Results of `fought` in the order of `work`, whichever thread was first.

    At most two tasks per thread are out at a time, so memory does not grow with the run. After `stopped` is set no
    new task starts; those under way are still handed back. An error of a worker ends the run with that error.
    """
    waiting: deque[tuple[Task, Future[Done]]] = deque()
    with ThreadPoolExecutor(threads, thread_name_prefix="mantlet") as pool:
        try:
            waiting.extend((task, pool.submit(fought, task)) for task in islice(work, 2 * threads))
            while waiting:
                task, future = waiting[0]
                done = future.result()
                waiting.popleft()
                if stopped.is_set():
                    while waiting and waiting[-1][1].cancel():
                        waiting.pop()
                else:
                    waiting.extend((task, pool.submit(fought, task)) for task in islice(work, 1))
                yield task, done
        finally:
            for _, future in waiting:
                future.cancel()


@contextmanager
def interruptible() -> Generator[threading.Event]:
    """An event that the first Ctrl-C sets; the second one raises KeyboardInterrupt as usual.

    A request to end (SIGTERM), or the end of the terminal (SIGHUP), is heard like Ctrl-C unless somebody else listens,
    and passed on at the end. A flag instead of an exception: nothing is ever torn in the middle of a write. Outside the
    main thread Python delivers no signals, so nothing is installed there.
    """
    stopped = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield stopped
        return

    heard: list[int] = []

    def stop(number: int, frame: object) -> None:
        heard.append(number)
        if stopped.is_set():
            raise KeyboardInterrupt
        stopped.set()

    others = (getattr(signal, name, None) for name in ("SIGTERM", "SIGHUP"))
    unheard = [one for one in others if one is not None and signal.getsignal(one) == signal.SIG_DFL]
    before = {one: signal.signal(one, stop) for one in (signal.SIGINT, *unheard)}
    try:
        yield stopped
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
        for number in heard:
            if number != signal.SIGINT:
                signal.raise_signal(number)
