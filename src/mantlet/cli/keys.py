"""Keys of a terminal, one by one, without Enter."""

from __future__ import annotations

import codecs
import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from typing import Final

from rich.cells import cell_len

from mantlet.base.errors import UsageError

# What a terminal sends for keys that have no letter.
_NAMES: Final = {
    "\x1b[A": "up",
    "\x1b[B": "down",
    "\x1bOA": "up",
    "\x1bOB": "down",
    "\r": "enter",
    "\n": "enter",
    "\x04": "end",
}
_COLUMNS: Final = 80  # of a terminal that does not say


@contextmanager
def keys() -> Generator[Keys]:
    """The terminal of stdin as keys; as it was before, afterwards. Raises UsageError where it is none."""
    try:
        import termios
        import tty
    except ImportError:
        raise UsageError("keys can be read on Linux and macOS only; use the commands, or --list") from None
    handle = sys.stdin.fileno()
    before = termios.tcgetattr(handle)
    try:
        tty.setcbreak(handle)
        yield Keys(handle)
    finally:
        termios.tcsetattr(handle, termios.TCSADRAIN, before)


class Keys:
    """A terminal that gives each key as it is pressed; Ctrl-C raises KeyboardInterrupt."""

    def __init__(self, handle: int) -> None:
        self._handle = handle
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._text = ""

    def next(self) -> str:
        """The next key: its letter or a name of `_NAMES`; empty for one that has neither, `end` at the end."""
        while not self._text:
            sent = os.read(self._handle, 256)
            if not sent:
                return "end"
            self._text = self._decoder.decode(sent)
        for sent, name in _NAMES.items():
            if self._text.startswith(sent):
                self._text = self._text[len(sent) :]
                return name
        if self._text.startswith("\x1b"):
            is_alone, self._text = len(self._text) == 1, ""
            return "escape" if is_alone else ""
        key, self._text = self._text[0], self._text[1:]
        return key

    def line(self, prompt: str) -> str | None:
        """A line typed in full, with Backspace; None after Escape or at the end.

        Of what is wider than the terminal its end is shown.
        """
        typed = ""
        while True:
            room = max((os.get_terminal_size(self._handle).columns or _COLUMNS) - 1, 1)
            shown = f"{prompt}{typed}"[-room:]
            while cell_len(shown) > room:
                shown = shown[1:]
            sys.stdout.write(f"\r\x1b[K{shown}")
            sys.stdout.flush()
            key = self.next()
            if key in ("enter", "end", "escape"):
                sys.stdout.write("\n")
                return typed if key == "enter" else None
            if key in ("\x7f", "\x08"):
                typed = typed[:-1]
            elif len(key) == 1 and key.isprintable():
                typed += key
