"""A real terminal for tests: a program behind a pty, keys typed into it, and what its screen then shows."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

_ROOT = Path(__file__).parents[1]
_COMMANDS = re.compile(r"\x1b(?:\[[0-9;?]*[A-Za-z]|[()][A-Z0-9]|[=>])")
_CLEARED = "\x1b[2J"
_PATIENCE_S = 60.0


class Terminal:
    """`mantlet` with the given words, in a terminal of 80 columns and 24 lines."""

    def __init__(self, *words: str, folder: Path, lines: int = 24) -> None:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", lines, 80, 0, 0))
        environment = {
            name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES", "NO_COLOR")
        }
        environment |= {"TERM": "xterm-256color", "PYTHONPATH": str(_ROOT / "src"), "PYTHONIOENCODING": "utf-8"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "mantlet", *words],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=folder,
            env=environment,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        self._slave = slave
        self.settings = termios.tcgetattr(slave)
        self.text = ""

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._master)
        os.close(self._slave)

    def type(self, keys: str, until: str) -> str:
        """Types keys and waits until what comes after shows some words; what the screen shows by then."""
        seen = len(self.text)
        os.write(self._master, keys.encode())
        return self.wait(until, seen)

    def wait(self, until: str, seen: int = 0) -> str:
        """Waits until what comes after the first `seen` characters shows some words; what the screen shows then."""
        end = time.monotonic() + _PATIENCE_S
        while until not in _COMMANDS.sub("", self.text[seen:]):
            assert time.monotonic() < end, f"no {until!r} in {_COMMANDS.sub('', self.text[seen:])!r}"
            self._read(0.2)
        while self._read(0.05):
            pass
        return self.screen

    def left(self) -> int:
        """Waits for the end of the program; its exit code."""
        end = time.monotonic() + _PATIENCE_S
        while self.process.poll() is None and time.monotonic() < end:
            self._read(0.1)
        while self._read(0.05):
            pass
        return self.process.wait(1)

    @property
    def raw(self) -> str:
        """What came since the screen was last cleared, with its commands."""
        return self.text.rpartition(_CLEARED)[2]

    @property
    def screen(self) -> str:
        """The same as it reads."""
        return _COMMANDS.sub("", self.raw).replace("\r\n", "\n")

    def restored(self) -> bool:
        """Whether the terminal is set as it was at the beginning."""
        return termios.tcgetattr(self._slave) == self.settings

    def _read(self, wait_s: float) -> bool:
        ready, _, _ = select.select([self._master], [], [], wait_s)
        if ready:
            self.text += os.read(self._master, 65536).decode("utf-8", "replace")
        return bool(ready)
