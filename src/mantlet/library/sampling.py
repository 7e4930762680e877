"""What one draw over ignorance makes of the library's numbers.

A draw is pure: the figure follows from seed, index and the number's name alone, so the order of asking, the number of
threads and the number of draws do not matter. Two couplings bracket what is not known about common error: every number
on its own, or all numbers of one family or source moving together, for or against their owner.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from mantlet.base.sourced import Sourced

Coupling = Literal["central", "comonotone", "independent"]

# Which direction of a figure flatters the side that owns it: claims of one origin are optimistic together.
OPTIMISM: dict[str, Literal["high", "low"]] = {
    "range": "high",
    "rcs": "low",
    "detection_prob": "high",
    "false_alarm_prob": "low",
    "instrumented_range": "high",
    "scan_period": "low",
    "confirm_hits": "low",
    "confirm_scans": "high",
    "drop_after": "high",
    "min_elevation": "low",
    "max_elevation": "high",
    "sector": "high",
    "antenna_height": "high",
    "max_range": "high",
    "min_range": "low",
    "max_height": "high",
    "min_height": "low",
    "ballistic_range": "high",
    "max_target_speed": "high",
    "max_speed": "high",
    "mean_speed": "high",
    "boost": "low",
    "kill_prob": "high",
    "launchers": "high",
    "rounds_per_launcher": "high",
    "reload_rounds": "high",
    "reload_rounds_per_launcher": "high",
    "target_channels": "high",
    "missile_channels": "high",
    "reaction": "low",
    "launch_interval": "low",
    "reload_time": "low",
    "assess_delay": "low",
    "miss_called_kill_prob": "low",
    "kill_called_miss_prob": "low",
    "link_delay": "low",
    "tracks": "high",
    "speed": "high",
    "damage_prob": "high",
    "unit_cost": "low",
    "repair_time": "low",
    "track_accuracy": "low",
    "cue_basket": "high",
    "pack_time": "low",
    "set_up_time": "low",
    "march_speed": "high",
    "memory": "high",
    "memory_ratio": "high",
    "antenna_gain": "low",  # under jamming only: the claim holds the gain on the target
    "beamwidth": "low",
    "sidelobe_level": "high",
    "noise_temperature": "high",  # the more noise of its own, the less jamming adds to it
    "min_radial_speed": "low",
    "missiles": "high",
    "launch_range": "high",
    "missile_speed": "high",
    "return_kill_prob": "low",
    "radar_range": "high",
    "radar_rcs": "low",
    "intercept_speed": "high",
    "endurance": "high",
    "scramble": "low",
    "turn_round": "low",
    "arrival_prob": "high",
    "after": "low",
    "decoy_prob": "high",
    "mistake_prob": "low",
}


def optimism(path: str) -> Literal["high", "low"] | None:
    """Which direction of the number at `path` flatters its owner, or None where it flatters no one.

    >>> optimism("s-400/battalion.reaction"), optimism("48N6E3.kill_prob.fighter"), optimism("91N6E.frequency")
    ('low', 'high', None)
    """
    for name in reversed(path.replace("/", ".").split(".")):
        if name in OPTIMISM:
            return OPTIMISM[name]
    return None


@dataclass(frozen=True)
class Draw:
    """One draw: `index` of the run with `seed`. `record`, if given, is told of every number drawn.

    `known`, if given, keeps the figures by path: one that many things share is worked out once.
    """

    seed: int
    index: int
    coupling: Coupling
    record: Callable[[str, Sourced, float], None] | None = None
    known: dict[str, float] | None = None

    def value(self, path: str, number: Sourced) -> float:
        """SI figure of `number`, known by the stable name `path`, in this draw."""
        if self.known is not None and path in self.known:
            return self.known[path]
        fixed = self.coupling == "central" or number.exact
        figure = number.central if fixed else number.quantile(self._share(path, number))
        if self.record is not None:
            self.record(path, number, figure)
        if self.known is not None:
            self.known[path] = figure
        return figure

    def _share(self, path: str, number: Sourced) -> float:
        if self.coupling == "independent":
            return share(self.seed, self.index, path)
        found = share(self.seed, self.index, together(path, number))
        return 1.0 - found if optimism(path) == "low" else found


def together(path: str, number: Sourced) -> str:
    """With what a number moves where numbers move together: its family, or else its source, or else alone."""
    return number.family or number.source or path


def share(seed: int, index: int, name: str) -> float:
    """How far up its interval a draw takes what is called so, strictly between 0 and 1 and uniform over the draws."""
    return _uniform(f"{seed}|{index}|{name}")


def _uniform(key: str) -> float:
    """A number strictly between 0 and 1 that depends on nothing but `key`."""
    bits = int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "little") >> 11
    return (bits + 0.5) / 2**53
