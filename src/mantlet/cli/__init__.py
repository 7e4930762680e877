"""The command line. Here stand the commands and their options; what they need is imported once they are called.

Results go to stdout, progress and complaints to stderr. A mistake is answered with what to do, never with a traceback.
"""

from __future__ import annotations

import os
import sys
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final, Literal

from cyclopts import App, CycloptsError, Parameter

from mantlet import __version__
from mantlet.base.errors import MantletError, UsageError

app = App(
    name="mantlet",
    help="Simulates layered air and missile defence, fed by sourced numbers.",
    version=__version__,
    help_format="plaintext",
    default_parameter=Parameter(negative=()),
    result_action="return_value",
)

Libraries = Annotated[
    tuple[Path, ...],
    Parameter(name="--library", help="Folder of your own library files, laid over the bundled ones. Repeatable."),
]
Overrides = Annotated[
    tuple[str, ...],
    Parameter(
        name="--set", help="PATH=VALUE changes the scenario file, as sides.blue.units.0.magazine=24. Repeatable."
    ),
]
AsJson = Annotated[bool, Parameter(name="--json", help="One JSON document on stdout instead of tables.")]


# Commands whose names are settled, and what they will do.
LATER: Final = {
    "posture": "month by month, policy by policy",
    "view": "a viewer in the browser",
    "evidence": "from reports to claims to intervals",
}


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Options:
    """What is fought, and how much of it."""

    replications: Annotated[int, Parameter(help="Raids per draw: chance.")] = 100
    draws: Annotated[int, Parameter(help="Draws of what the sources leave open: ignorance.")] = 100
    seed: Annotated[int, Parameter(help="The same seed gives the same outcome, to the bit.")] = 1
    threads: Annotated[int | None, Parameter(help="Threads; all processors unless given. The outcome is the same.")] = (
        None
    )
    engine: Annotated[str, Parameter(help="'reference' is the engine of this release.")] = "reference"
    overrides: Overrides = ()
    library: Libraries = ()


@app.command
def run(
    scenario: str,
    /,
    options: Options = Options(),
    *,
    keep: Annotated[Literal["all", "summary"], Parameter(help="'summary' stores no row per object.")] = "all",
    out: Annotated[Path | None, Parameter(help="Folder of the result; out/<scenario id> unless given.")] = None,
    resume: Annotated[bool, Parameter(help="Continue an interrupted run of the very same call.")] = False,
    fail_if: Annotated[
        tuple[str, ...],
        Parameter(help="'METRIC>VALUE' ends with exit code 5 when the mean is so. Repeatable."),
    ] = (),
    json: AsJson = False,
) -> int:
    """Fight a scenario and write result and brief.

    Parameters
    ----------
    scenario
        A bundled name (see: mantlet list scenarios) or a YAML file.
    """
    from mantlet.cli import fight

    return fight.run(scenario, options, fight.Store(keep, out, resume), fail_if, json)


@app.command
def compare(first: str, second: str, /, options: Options = Options(), *, json: AsJson = False) -> int:
    """Compare two scenarios or saved runs on paired draws.

    Parameters
    ----------
    first
        Folder of a result, bundled name, or YAML file.
    second
        The other one; differences are second less first.
    """
    from mantlet.cli import fight

    return fight.compare(first, second, options, json)


@app.command(name="list")
def list_(
    kind: Literal["scenarios", "systems", "aircraft", "threats"] | None = None, /, *, library: Libraries = ()
) -> int:
    """List what is in the library.

    Parameters
    ----------
    kind
        One shelf of it; all unless given.
    """
    from mantlet.cli import shelf

    return shelf.listing(kind, library)


@app.command
def show(item: str, /, *, library: Libraries = ()) -> int:
    """Show an item with every number, its interval, source, date and confidence.

    Parameters
    ----------
    item
        An id such as s-400, s-400/battalion, 91N6E, 48N6E3 or su-30mki.
    """
    from mantlet.cli import shelf

    return shelf.show(item, library)


@app.command
def check(file: str, /, *, overrides: Overrides = (), library: Libraries = ()) -> int:
    """Check a scenario or library file; all faults at once.

    Parameters
    ----------
    file
        The YAML file, or a bundled name.
    """
    from mantlet.cli import shelf

    return shelf.check(file, overrides, library)


@app.command
def schema() -> int:
    """Print the JSON Schema of the scenario file, for editors."""
    from mantlet.cli import shelf

    return shelf.schema()


@app.command
def report(folder: Path, /) -> int:
    """Write the HTML brief of a saved run.

    Parameters
    ----------
    folder
        Folder of the result, such as out/cs-1.
    """
    from mantlet.cli import fight

    return fight.report(folder)


@app.command
def warmup() -> int:
    """Compile the engine and keep it, so that the next run starts at once."""
    from mantlet.cli import fight

    return fight.warmup()


def main() -> int:
    """Runs the command line of this process; its exit code."""
    try:
        if (does := LATER.get(sys.argv[1] if sys.argv[1:] else "")) is not None:
            raise UsageError(f"{sys.argv[1]} ({does}) comes in a later release")
        return app(sys.argv[1:], exit_on_error=False, print_error=False) or 0
    except CycloptsError as fault:
        code, words = 2, f"{fault}\nTry: mantlet --help"
    except MantletError as fault:
        code, words = fault.exit_code, str(fault)
    except KeyboardInterrupt:
        code, words = 130, "stopped"
    except BrokenPipeError:  # the reader of a pipe has gone, as with `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception:  # noqa: BLE001  a fault of ours: show what a bug report needs, and say that the run failed
        traceback.print_exc()
        code, words = 4, "this is a bug; please report it with the lines above"
    sys.stderr.write(f"mantlet: {words}\n" if code != 3 else f"{words}\n")
    return code
