"""Where the command line writes: results on stdout, what it is doing on stderr."""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

if TYPE_CHECKING:
    from mantlet.run.execute import Progress as Report

ANSWERING = "making the answer"


def paper() -> Console:
    """Stdout; without colour and at 80 columns (or COLUMNS) when piped."""
    return Console(highlight=False, emoji=False, markup=False)


def aside() -> Console:
    """Stderr, for what is no result."""
    return Console(stderr=True, highlight=False, emoji=False, markup=False)


@contextmanager
def waiting(words: str) -> Generator[None]:
    """Says on stderr what is being waited for."""
    console = aside()
    if not console.is_terminal:
        console.print(f"{words} …")
        yield
        return
    with console.status(words):
        yield


@contextmanager
def counted(words: str) -> Generator[Report | None]:
    """A callback that draws what is done of so much and the time left for it, and says when only the answer is left to
    be made of it; None where stderr is no terminal."""
    console = aside()
    if not console.is_terminal:
        console.print(f"{words} …")
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[left]}"))
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(words, total=None, left="")

        def show(done: int, total: int, left_s: float) -> None:
            left = f"{left_s:.0f} s left" if done < total else ANSWERING
            bar.update(task, completed=done, total=total, left=left)

        yield show


def complain(words: str) -> None:
    """One line on stderr."""
    sys.stderr.write(f"mantlet: {words}\n")


def tell_taken(name: str) -> None:
    """Says on stderr that a bundled scenario was taken where a file or folder here has the same name."""
    from mantlet.scenario.load import bundled

    if name in bundled() and Path(name).exists():
        here = "folder" if Path(name).is_dir() else "file"
        complain(f"{name}: took the bundled scenario; for the {here} of that name here, say ./{name}")


def grid(*headings: str) -> Table:
    """A table without borders: the first column text, which may wrap, the others figures, which never do."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for place, heading in enumerate(headings):
        table.add_column(heading, justify="right" if place else "left", overflow="fold", no_wrap=place > 0)
    return table
