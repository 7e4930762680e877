"""A catalogue as one text and back: what a result keeps, so that it can be fought again without anybody's files."""

from __future__ import annotations

import json

from mantlet.library.catalog import Catalog
from mantlet.library.models import Flyer, Source, System

_KINDS = (("systems", System), ("flyers", Flyer), ("sources", Source))


def text(catalog: Catalog) -> str:
    """The whole catalogue as JSON: every item, every number with its provenance."""
    whole = {
        kind: {name: item.model_dump(mode="json", exclude_none=True) for name, item in getattr(catalog, kind).items()}
        for kind, _ in _KINDS
    }
    return json.dumps(whole, ensure_ascii=False, sort_keys=True, indent=1)


def from_text(document: str) -> Catalog:
    """The catalogue that `text` was made of: equal, with an equal hash."""
    whole = json.loads(document)
    return Catalog(
        **{
            kind: {name: model.model_validate_json(json.dumps(item)) for name, item in whole[kind].items()}
            for kind, model in _KINDS
        }
    )
