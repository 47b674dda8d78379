"""How the kernel is compiled, and where the result is kept.

Numba notices a change only in the file of the function that is kept on disk, not in the files
of the functions it calls. So the folder of the cache is named by a digest of every source file
that is compiled in, and set before anything is decorated.
"""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, cast

import llvmlite
import numba
from llvmlite.binding import Linkage, create_pass_builder, create_pipeline_tuning_options
from numba import njit, types
from numba.core.codegen import CPUCodeLibrary

Function = Callable[..., Any]
# Numba's types know neither all options nor the configuration.
_njit: Any = njit
_types: Any = types
_config: Any = numba.config


@cache
def _digest() -> str:
    """A digest of everything that decides the compiled code but the processor."""
    here = Path(__file__).parent
    sources = [*here.glob("*.py"), *(here.parent / "program").glob("tables.py")]
    sources += [*(here.parent / "draws").glob("*.py"), here.parent / "record" / "vocabulary.py"]
    sources += [here.parent / "record" / "lifecycle.py"]
    whole = blake2b(digest_size=12)
    for path in sorted(sources):
        data = path.read_bytes()
        whole.update(f"{path.parent.name}/{path.name}:{len(data)}:".encode())
        whole.update(data)
    versions = (sys.version, platform.machine(), numba.__version__, llvmlite.__version__)
    whole.update(repr(versions).encode())
    return whole.hexdigest()


@cache
def cache_folder() -> Path:
    """The folder of the compiled kernel: the user's cache, else a temporary folder."""
    base = os.environ.get("XDG_CACHE_HOME") or ""
    root = Path(base) if os.path.isabs(base) else Path("~/.cache").expanduser()
    name = f"kernel-{_digest()}"
    for folder in (root / "renkei" / name, Path(tempfile.gettempdir()) / _own() / name):
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                return folder
        except OSError:
            continue
    return Path(tempfile.mkdtemp(prefix="renkei-"))


def _own() -> str:
    """A folder name that other users of the machine do not share: code is loaded from it."""
    owner = os.getuid() if hasattr(os, "getuid") else os.environ.get("USERNAME", "user")
    return f"renkei-{owner}"


def compiled(function: Function) -> Function:
    """A part of the kernel, compiled into whatever calls it.

    Numba would compile it again for every constant and every width of integer in a call: here
    all integers but uint64 are passed as int64. That takes two thirds off the compilation.
    """
    return _part_of_the_kernel(function, inline=False)


def inlined(function: Function) -> Function:
    """A part of the kernel that is written out wherever it is called: what every event passes
    through, so that a call costs more than the longer code."""
    return _part_of_the_kernel(function, inline=True)


def _part_of_the_kernel(function: Function, *, inline: bool) -> Function:
    made: Any = _njit(
        error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True, forceinline=inline
    )(function)
    template = made.get_call_template

    def in_one_width(arguments: tuple[Any, ...], keywords: Any) -> Any:
        with _part():
            return template(tuple(map(_passed_as, arguments)), keywords)

    made.get_call_template = in_one_width
    return cast(Function, made)


_apart: set[str] = set()
"""Parts of mangled names of the functions that stay functions."""


def apart(function: Function) -> Function:
    """A part that is not written out where it is called: most runs never come there, and it
    would be in the way of what they do."""
    words = (*function.__module__.split("."), function.__qualname__)
    _apart.add("".join(f"{len(word)}{word}" for word in words))
    return compiled(function)


def _passed_as(kind: Any) -> Any:
    plain = _types.unliteral(kind)
    if isinstance(plain, _types.Integer) and plain != _types.uint64:
        return _types.int64
    return plain


ENTRIES = ("run_days", "trace_days")
"""The names of the ways into the kernel."""
_depth = threading.local()


@contextmanager
def _part() -> Iterator[None]:
    """While a part of the kernel is compiled into another."""
    _depth.parts = getattr(_depth, "parts", 0) + 1
    try:
        yield
    finally:
        _depth.parts -= 1


def _optimize_once() -> None:
    """Leaves the optimization of parts to the one of the whole, which contains them all.

    Without this every part is optimized again in each part that calls it, for nothing. In the
    whole the parts become its own, so that those called once vanish into their callers, and
    none is taken from elsewhere. Should Numba no longer work that way, compilation takes twice
    as long and the code is slower; nothing else changes.
    """
    library_kind: Any = CPUCodeLibrary
    whole = getattr(library_kind, "_optimize_final_module", None)
    if whole is None:
        return

    def unless_part(library: Any) -> None:
        if getattr(_depth, "parts", 0):
            return
        if library.name in ENTRIES:
            _optimize(library._final_module, library._codegen._tm)
        else:
            whole(library)

    library_kind._optimize_final_module = unless_part


def _optimize(module: Any, machine: Any) -> None:
    """Optimizes the whole. Nothing in it counts references, so Numba's own passes for that, which
    get in the way of the others, are left out."""
    for function in module.functions:
        if function.is_declaration:
            continue
        if function.linkage == Linkage.linkonce_odr:
            function.linkage = Linkage.internal
        if any(part in function.name for part in _apart):
            function.add_function_attribute("noinline")
            function.add_function_attribute("cold")
    tuning = create_pipeline_tuning_options(speed_level=3)
    # Nearly all loops of the kernel run over one row or a few.
    tuning.loop_vectorization = tuning.slp_vectorization = False
    tuning.loop_unrolling = tuning.loop_interleaving = False
    builder = create_pass_builder(machine, tuning)
    builder.getModulePassManager().run(module, builder)


_optimize_once()


def entry(function: Function) -> Function:
    """A way into the kernel, kept on disk."""
    before = _config.CACHE_DIR
    _config.CACHE_DIR = str(cache_folder())
    try:
        made: Function = _njit(nogil=True, cache=True, error_model="numpy")(function)
    finally:
        _config.CACHE_DIR = before
    return made


def _mark() -> Path:
    # Numba asks for the same processor and the same time of change of the entry's file.
    stamp = os.stat(Path(__file__).with_name("day.py")).st_mtime_ns
    return cache_folder() / f"{_config.CPU_NAME or 'host'}-{stamp}.compiled"


def is_compiled() -> bool:
    """Whether a run can begin without compiling first."""
    return _mark().exists()


def mark_compiled() -> None:
    """Notes that the kernel is in the cache now."""
    with suppress(OSError):  # the next process announces a compilation that it does not need
        _mark().touch()
