"""Arrow, as a type checker may see it: the package ships no types, so it comes in here, once, as Any."""

from __future__ import annotations

from importlib import import_module
from typing import Any, TypeAlias

pa: Any = import_module("pyarrow")
pq: Any = import_module("pyarrow.parquet")

Table: TypeAlias = Any
RecordBatch: TypeAlias = Any
Dataset: TypeAlias = Any
Schema: TypeAlias = Any


def compute() -> Any:
    """`pyarrow.compute`: it takes longer to import than all the rest, and a small run has no need of it."""
    return import_module("pyarrow.compute")


def datasets() -> Any:
    """`pyarrow.dataset`, which brings `compute` with it."""
    return import_module("pyarrow.dataset")
