"""What is to be fought: how much, from which seed, by whom and to which precision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from mantlet.base.errors import UsageError
from mantlet.run import cluster as clusters
from mantlet.run.loops import Terms, Way, check_replications
from mantlet.run.until import MOST_DRAWS, MOST_RAIDS_ALONE, MOST_REPLICATIONS, Amount, Target, targets

ENGINES: Final = ("battle", "reference")
SAMPLINGS: Final = ("scan", "skip")
KEEPS: Final = ("all", "summary")
_BOUNDS: Final = {
    "replications": (1, 1_000_000_000),
    "draws": (1, 100_000),
    "seed": (0, 2**63 - 1),
    "threads": (0, 1024),
}


@dataclass(frozen=True)
class Plan:
    """How much is fought, and from which seed."""

    replications: int = 100
    draws: int = 100
    seed: int = 1
    engine: str = "battle"
    sampling: str = "scan"
    keep: str = "all"
    threads: int = 0  # 0: as many as there are processors
    cluster: str | None = None  # 'local', or the address of a scheduler
    until: tuple[Target, ...] = ()  # with any, draws and replications are the most that may be fought

    def __post_init__(self) -> None:
        """UsageError where the plan cannot be carried out."""
        refuse_beyond(_BOUNDS, self)
        if self.engine not in ENGINES:
            raise UsageError(f"engine: got {self.engine!r}, expected 'battle' or 'reference'")
        if self.sampling not in SAMPLINGS:
            raise UsageError(f"sampling: got {self.sampling!r}, expected 'scan' or 'skip'")
        if self.sampling == "skip" and self.engine != "battle":
            raise UsageError(f"sampling: the {self.engine} engine draws every scan; skip needs engine battle")
        if self.keep not in KEEPS:
            raise UsageError(f"keep: got {self.keep!r}, expected 'all' or 'summary'")
        if self.cluster is not None:
            clusters.refuse_unknown(self.cluster, self.threads)

    @property
    def amount(self) -> Amount:
        """Draws, and recorded raids of each."""
        return Amount(self.draws, self.replications)

    @property
    def terms(self) -> Terms:
        """What each task is fought by."""
        return Terms(self.seed, self.keep == "all", Way(self.engine, self.sampling))

    @property
    def checked(self) -> int:
        """Raids fought of the second design."""
        return self.draws * check_replications(self.draws, self.replications)

    @property
    def raids(self) -> int:
        """Raids fought in all: those recorded and those of the second design."""
        return self.draws * self.replications + self.checked

    @property
    def said(self) -> str:
        """What is fought, in words."""
        if self.until:
            return f"until {', '.join(map(str, self.until))}"
        recorded = self.raids - self.checked
        more = f" and {self.checked} of the second design" if self.checked else ""
        return f"{recorded} raid{'s' if recorded > 1 else ''}{more}"


def refuse_beyond(bounds: Mapping[str, tuple[int, int]], asked: object) -> None:
    """UsageError unless each of these attributes is a whole number from the least to the most."""
    for name, (least, most) in bounds.items():
        got: object = getattr(asked, name)
        if type(got) is not int or not least <= got <= most:
            raise UsageError(f"{name}: got {got!r}, expected a whole number from {least} to {most}")


def planned(draws: int | None, replications: int | None, until: str | Iterable[str], **rest: Any) -> Plan:
    """A plan with what is fought where nothing is said of it."""
    asked = targets(until)
    most = (MOST_DRAWS, MOST_RAIDS_ALONE if draws == 1 else MOST_REPLICATIONS) if asked else (100, 100)
    return Plan(
        draws=most[0] if draws is None else draws,
        replications=most[1] if replications is None else replications,
        until=asked,
        **rest,
    )
