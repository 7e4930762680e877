"""The documentation holds: links lead somewhere, examples run and print what is shown.

An example is `docs/examples/x.py` or `x.sh` with its output in `x.out`. Pages show both under marks
`<!-- file: ... -->`.
After a change that moves answers on purpose: `make examples`, then read the difference.
"""

from __future__ import annotations

import doctest
import os
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from shape.markdown import anchors, blocks, links, prose, with_files_inserted
from shape.sources import ROOT, SRC, place, tracked

COLUMNS = 120
PAGES = [path for path in tracked() if path.suffix == ".md"]
EXAMPLES = [path for path in tracked() if path.parent == ROOT / "docs" / "examples" and path.suffix in (".py", ".sh")]


@pytest.mark.slow
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_example_prints_what_is_shown(example: Path, renew: bool, tmp_path: Path) -> None:
    """Runs in a folder that holds the examples' files and nothing else, as a reader would."""
    shutil.copytree(example.parent, tmp_path / "examples")
    starter = [sys.executable] if example.suffix == ".py" else ["bash", "-euo", "pipefail"]
    here = str(Path(sys.executable).parent)
    environment = os.environ | {
        "PATH": f"{here}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(SRC),
        "PYTHONWARNINGS": "error",
        "COLUMNS": "100",
        "NO_COLOR": "1",
    }
    done = subprocess.run(
        [*starter, example.name],
        cwd=tmp_path / "examples",
        env=environment,
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    kept = example.with_suffix(".out")
    printed = "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines())
    if renew:
        kept.write_text(printed, encoding="utf-8")
    assert printed == kept.read_text(encoding="utf-8")


@pytest.mark.slow
def test_picture_shows_what_the_data_say(renew: bool) -> None:
    """The pictures of docs/posture, which its `pictures.py` draws in seconds."""
    drawn = runpy.run_path(str(ROOT / "docs" / "posture" / "pictures.py"))["squadrons"]()
    kept = ROOT / "docs" / "posture" / "squadrons.svg"
    if renew:
        kept.write_text(drawn, encoding="utf-8")
    assert drawn == kept.read_text(encoding="utf-8"), "run `make examples`"


@pytest.mark.parametrize("page", PAGES, ids=place)
def test_page_shows_files_as_they_are(page: Path, renew: bool) -> None:
    text = page.read_text(encoding="utf-8")
    current = with_files_inserted(text, ROOT)
    if renew:
        page.write_text(current, encoding="utf-8")
    else:
        assert text == current, "run `make examples`"


@pytest.mark.parametrize("page", PAGES, ids=place)
def test_python_in_a_page_prints_what_is_shown(page: Path) -> None:
    """`>>>` blocks of one page share their names, top to bottom."""
    names: dict[str, object] = {}
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS)
    for block in blocks(page.read_text(encoding="utf-8")):
        if block.language == "python" and ">>>" in block.text:
            told: list[str] = []
            test = doctest.DocTestParser().get_doctest(block.text, names, str(page), str(page), block.line - 1)
            failed = runner.run(test, out=told.append, clear_globs=False).failed
            names = test.globs
            assert not failed, "".join(told)


@pytest.mark.parametrize("page", PAGES, ids=place)
def test_links_lead_somewhere(page: Path) -> None:
    """Inside the repository only: whether a far page still stands is not ours to test."""
    lost: list[str] = []
    for target in links(page.read_text(encoding="utf-8")):
        if target.startswith(("https://", "http://", "mailto:")):
            continue
        name, _, anchor = target.partition("#")
        there = (page.parent / name).resolve() if name else page
        if not there.exists() or (anchor and anchor not in anchors(there.read_text(encoding="utf-8"))):
            lost.append(target)
    assert not lost, place(page)


@pytest.mark.parametrize("page", PAGES, ids=place)
def test_prose_is_wrapped(page: Path) -> None:
    """At 120 columns, as code is; tables, headings, pictures and what is shown of files are as long as they are."""
    long = [line for line in prose(page.read_text(encoding="utf-8")) if len(line) > COLUMNS]
    assert not long, "\n".join(long)
