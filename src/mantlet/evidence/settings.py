"""What one person sets once, in a file of their own: who reviews, and what else may propose claims.

`mantlet/evidence.yaml` below `$XDG_CONFIG_HOME` (else `~/.config`). It belongs to a person, not to a project: a name
and the address of a model are nobody else's business.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from mantlet.base.errors import InvalidInput, UsageError
from mantlet.base.faults import faults_of
from mantlet.base.marked import skim_file
from mantlet.evidence.claims import Words
from mantlet.evidence.ledger import Name

_FORM = ConfigDict(extra="forbid", frozen=True, strict=True)


class Model(BaseModel):
    """A language model behind an endpoint that speaks as OpenAI's does; `key_from` names the variable with its key."""

    model_config = _FORM

    url: Annotated[str, Field(pattern=r"^https?://[^\s]+$", max_length=500)]
    name: Words
    key_from: Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")] | None = None
    timeout_s: Annotated[float, Field(gt=0, le=3600, strict=False)] = 120.0


class Settings(BaseModel):
    """The whole file; all of it may be left out."""

    model_config = _FORM

    reviewer: Name | None = None
    model: Model | None = None


def place() -> Path:
    """Where the file lies, or would."""
    home = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(home) / "mantlet" / "evidence.yaml"


def settings() -> Settings:
    """What is set; nothing where there is no file. Raises InvalidInput with every fault at its line."""
    file = place()
    if not file.exists():
        return Settings()
    marked = skim_file(file)
    try:
        found = Settings.model_validate(marked.data)
    except ValidationError as error:
        raise InvalidInput([*marked.faults, *faults_of(error, marked, Settings)]) from error
    if marked.faults:
        raise InvalidInput(marked.faults)
    return found


def reviewer(given: str | None) -> str:
    """Who decides: the name given, else the one that is set. Raises UsageError without any."""
    name = given if given is not None else settings().reviewer
    if name is None:
        raise UsageError(f"who decides? Say --by NAME, or write 'reviewer: NAME' into {place()}")
    if not (name.strip() and len(name) <= 60 and name.isprintable()):
        raise UsageError(f"--by: got {name[:60]!r}, expected a name of at most 60 characters on one line")
    return name
