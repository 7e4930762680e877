"""What an installed copy is made of: the licences it stands on, its version, and the files that go with it."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import metadata
from pathlib import PurePosixPath
from typing import Any

import pytest
from packaging.requirements import Requirement

import mantlet
from shape.sources import PACKAGE, ROOT, python_files, tracked, tree

PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RUNTIME = [Requirement(text) for text in PROJECT["project"]["dependencies"]]
EXTRAS = [
    Requirement(text)
    for extra in ("geo", "dask", "view")
    for text in PROJECT["project"]["optional-dependencies"][extra]
]

PERMISSIVE = re.compile(r"\b(?:MIT|BSD|Apache|ISC|Zlib|Python Software Foundation|PSF|HPND)\b", re.IGNORECASE)
COPYLEFT = re.compile(r"\bA?GPL|Affero|(?<!Lesser )General Public", re.IGNORECASE)


def _declared_licence(distribution: str) -> str:
    """What a package declares: its licence expression, else its classifiers, else the first line of its licence."""
    entries = metadata(distribution)
    if "License-Expression" in entries:
        return entries["License-Expression"]
    classifiers = [line for line in entries.get_all("Classifier") or [] if line.startswith("License ::")]
    return "; ".join(classifiers) or "".join(entries.get_all("License") or []).partition("\n")[0]


@pytest.mark.parametrize("requirement", [*RUNTIME, *EXTRAS], ids=lambda requirement: requirement.name)
def test_dependency_is_permissive(requirement: Requirement) -> None:
    declared = _declared_licence(requirement.name)
    assert PERMISSIVE.search(declared), f"{requirement.name} declares {declared!r}"
    assert not COPYLEFT.search(declared), f"{requirement.name} declares {declared!r}"


def _imported_packages() -> set[str]:
    """Top-level names of all that the package imports, at the top of a file or inside a function, itself left out."""
    found: set[str] = set()
    for path in python_files(PACKAGE):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Import):
                found |= {name.name for name in node.names}
            elif isinstance(node, ast.ImportFrom):
                found.add(node.module or "")
            elif isinstance(node, ast.Call) and ast.unparse(node.func) == "import_module":
                found |= {str(name.value) for name in node.args if isinstance(name, ast.Constant)}
    return {name.partition(".")[0] for name in found} - {"mantlet"}


def test_what_is_imported_is_declared_and_what_is_declared_is_imported() -> None:
    """A package that only comes along with another may stay away one day."""
    modules = {"PyYAML": "yaml"}
    by_dask = {"cryptography"}  # asks for it by name, as the package itself does before it asks Dask
    declared = {modules.get(requirement.name, requirement.name) for requirement in [*RUNTIME, *EXTRAS]}
    assert _imported_packages() - sys.stdlib_module_names == declared - by_dask


def test_versions_agree() -> None:
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {mantlet.__version__}\n" in citation
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"\n## {mantlet.__version__}" in changelog


def test_every_file_of_the_package_is_shipped() -> None:
    """Whatever lies beside the modules matches a pattern of `package-data`, so the wheel holds it."""
    patterns: list[str] = PROJECT["tool"]["setuptools"]["package-data"]["mantlet"]
    loose: list[str] = []
    for path in tracked():
        if path.is_relative_to(PACKAGE) and path.suffix != ".py":
            inside = PurePosixPath(path.relative_to(PACKAGE).as_posix())
            if not any(_matches(inside, pattern) for pattern in patterns):
                loose.append(str(inside))
    assert not loose, "not in package-data"


def _matches(inside: PurePosixPath, pattern: str) -> bool:
    top, deep, _ = pattern.partition("/**/")
    return inside.is_relative_to(top) if deep else inside.match(pattern)


def test_python_versions_are_bounded() -> None:
    assert PROJECT["project"]["requires-python"] == ">=3.11,<3.14"


def test_the_lock_holds_every_dependency() -> None:
    """What the answers were computed with is pinned, one exact version each, within the bounds declared."""
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    pinned = {
        pin.name.lower(): pin for line in lines if line and not line.startswith("#") and (pin := Requirement(line))
    }
    for requirement in [*RUNTIME, *EXTRAS]:
        pin = pinned[requirement.name.lower()]
        assert re.fullmatch(r"==[\w.+]+", str(pin.specifier)), f"{pin} is no exact version"
        assert requirement.specifier.contains(str(pin.specifier).removeprefix("==")), f"{pin} is out of bounds"
