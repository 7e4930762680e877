"""From LLVM's text to machine code that can be called, kept on disk between runs."""

from __future__ import annotations

import hashlib
import threading
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, cast

import llvmlite.binding as binding  # pyright: ignore[reportMissingTypeStubs]

from mantlet.base import code_cache
from mantlet.base.whole import write_whole
from mantlet.physics.native.kinds import CHECKED

llvm = cast(Any, binding)
SPEED = 2  # LLVM's -O2
_DIGEST_BYTES = hashlib.sha256().digest_size
lock = threading.RLock()  # LLVM is asked for one thing at a time


def address(symbol: str, wanted: str, text: Any) -> int:
    """Where the machine code of a symbol lies; `wanted` tells it from others, `text` writes its LLVM if it is new."""
    path = place(wanted)
    code = kept(path)
    if code is None:
        code = _emitted(text())
        _keep(path, code)
    engine = _engine()
    engine.add_object_file(llvm.ObjectFileRef.from_data(code))
    engine.finalize_object()
    return engine.get_function_address(symbol)


def place(wanted: str) -> Path:
    """Where what is wanted is kept, if it is."""
    return code_cache.folder() / f"{hashlib.sha256(f'{wanted} {_processor()}'.encode()).hexdigest()[:32]}.o"


def kept(path: Path) -> bytes | None:
    """The machine code that lies there; None where there is none, or not as it was written.

    A machine that went down may have cut it short, and to run that would end the process without a word.
    """
    with suppress(OSError):
        code = path.read_bytes()
        if hashlib.sha256(code[_DIGEST_BYTES:]).digest() == code[:_DIGEST_BYTES]:
            return code[_DIGEST_BYTES:]
    return None


def _emitted(text: str) -> bytes:
    module = llvm.parse_assembly(text)
    machine = _machine()
    module.triple, module.data_layout = machine.triple, str(machine.target_data)
    tuning = llvm.create_pipeline_tuning_options(speed_level=SPEED)
    tuning.loop_vectorization = tuning.slp_vectorization = False  # nothing here is worth its time
    builder = llvm.create_pass_builder(machine, tuning)
    builder.getModulePassManager().run(module, builder)
    return machine.emit_object(module)


def _keep(path: Path, code: bytes) -> None:
    """Whole or not at all; where it cannot be kept it is compiled again next time."""
    with suppress(OSError):
        write_whole(path, hashlib.sha256(code).digest() + code)


def _processor() -> str:
    return f"{llvm.get_host_cpu_name()} {_features()} {SPEED} {CHECKED}"


@cache
def _features() -> str:
    return llvm.get_host_cpu_features().flatten()


@cache
def _machine() -> Any:
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    target = llvm.Target.from_default_triple()
    reloc = "static" if target.name.startswith("x86") else "default"
    return target.create_target_machine(
        cpu=llvm.get_host_cpu_name(), features=_features(), opt=SPEED, reloc=reloc, codemodel="jitdefault", jit=True
    )


@cache
def _engine() -> Any:
    return llvm.create_mcjit_compiler(llvm.parse_assembly(""), _machine())
