"""Arrow, as a type checker may see it: the package ships no types, so it comes in here, once, as Any."""

from __future__ import annotations

from importlib import import_module
from typing import Any, TypeAlias

pa: Any = import_module("pyarrow")
pc: Any = import_module("pyarrow.compute")
ds: Any = import_module("pyarrow.dataset")
pq: Any = import_module("pyarrow.parquet")

Table: TypeAlias = Any
RecordBatch: TypeAlias = Any
Dataset: TypeAlias = Any
Schema: TypeAlias = Any
