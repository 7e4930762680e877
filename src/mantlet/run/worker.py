"""What a process of a cluster does with what it is sent: opens the battle once, fights, and packs what came of it."""

from __future__ import annotations

import hashlib
import pickle
import signal
import threading
import time
from typing import Any, Final, NamedTuple, Protocol

from mantlet.base.errors import UsageError
from mantlet.run.arrow import pa
from mantlet.run.hands import Fights, attempted
from mantlet.run.loops import Terms
from mantlet.run.recorder import Chunk
from mantlet.run.versions import differences, likeness

_CODEC: Final = "zstd"
_MOST_OPEN: Final = 2  # battles a process keeps: two runs may share a cluster
_open: dict[bytes, tuple[Fights, Terms]] = {}
_opening = threading.Lock()


class Parcel(Protocol):
    """A battle as it travels."""

    def opened(self) -> Fights:
        """The battle, laid out anew."""
        ...


class Order(NamedTuple):
    """What is the same for all tasks of a run."""

    parcel: Parcel
    terms: Terms


class Reply(NamedTuple):
    """What came of a bundle of tasks."""

    chunks: list[Chunk]
    cpu_s: float


def fight(order: bytes, bundle: bytes, wanted: dict[str, str]) -> bytes:
    """The reply to a bundle of tasks, all of them packed; UsageError where this process is not as is `wanted`."""
    begun_s = time.thread_time()
    if unlike := differences(wanted, likeness()):
        raise UsageError(f"a worker is not like this process: {unlike}; the answer is promised among equals only")
    battle, terms = _opened(order)
    chunks = [attempted(battle, task, terms) for task in unpacked(bundle)]
    plain = [chunk._replace(encoded=_plain(chunk.encoded)) for chunk in chunks]
    return packed(Reply(plain, time.thread_time() - begun_s))


def _plain(encoded: Any) -> Any:
    """The same bytes in what can be pickled."""
    return None if encoded is None else bytes(encoded)


def _opened(packed_order: bytes) -> tuple[Fights, Terms]:
    """The battle of an order, laid out when this process first meets it, and its terms."""
    name = hashlib.sha256(packed_order).digest()
    with _opening:
        if name not in _open:
            for old in list(_open)[: 1 - _MOST_OPEN]:
                del _open[old]
            order: Order = unpacked(packed_order)
            _open[name] = order.parcel.opened(), order.terms
        return _open[name]


def packed(thing: object) -> bytes:
    """Anything, as few bytes: their length, then what is compressed."""
    plain = pickle.dumps(thing, protocol=5)
    return len(plain).to_bytes(8, "little") + pa.compress(plain, codec=_CODEC, asbytes=True)


def unpacked(sent: bytes) -> Any:
    """The way back. What comes from a cluster is trusted as the cluster is: Dask itself unpickles all it receives."""
    plain = pa.decompress(sent[8:], int.from_bytes(sent[:8], "little"), codec=_CODEC, asbytes=True)
    return pickle.loads(plain)  # noqa: S301


def dask_setup(worker: object) -> None:
    """Called by Dask in a process of a local cluster, which Ctrl-C in a terminal reaches as well: it is not meant."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.SIG_IGN)
