"""Everything mantlet raises on purpose.

    MantletError
    ├── UsageError       the call itself is off              exit 2
    ├── InvalidInput     a file says something impossible    exit 3
    ├── RunFailed        the machine let the run down        exit 4
    │   └── ClusterLost  other machines did                  exit 4
    ├── ThresholdMissed  a --fail-if condition was met       exit 5
    └── Interrupted      stopped by the user                 exit 130

A person who made a mistake in a file never sees a traceback: the command line prints the message.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


class MantletError(Exception):
    """Root of the tree; `exit_code` is what the command line returns."""

    exit_code = 4


class UsageError(MantletError):
    """The call cannot be carried out as written."""

    exit_code = 2


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong at one place: where, what was got, what is allowed, what to do next."""

    file: str
    line: int
    path: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.path}: {self.message}" if self.path else f"{place}: {self.message}"


class InvalidInput(MantletError):
    """One or more faults of a file, all reported at once."""

    exit_code = 3

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = sorted(set(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))

    def __reduce__(self) -> tuple[type[InvalidInput], tuple[list[Fault]]]:
        """As it travels between processes: made anew from its faults, not from its words."""
        return InvalidInput, (self.faults,)


class RunFailed(MantletError):
    """The run could not be finished or written."""

    exit_code = 4


class ClusterLost(RunFailed):
    """The machines of a cluster let the run down; what had come back by then lies in the folder `kept`, if anywhere."""

    def __init__(self, why: str, kept: str | None = None) -> None:
        self.why = why
        then = "nothing was kept" if kept is None else f"kept what was finished in {kept}"
        super().__init__(f"{why}; {then}")


class ThresholdMissed(MantletError):
    """A condition given with --fail-if holds."""

    exit_code = 5


class Interrupted(MantletError):
    """The user stopped the run; what was finished has been kept."""

    exit_code = 130


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """` Did you mean 's-400'?` when a known word is close, else an empty string."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f" Did you mean '{close[0]}'?" if close else ""
