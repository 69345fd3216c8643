"""Threads: one for each call of ``AsyncEngine``, and what keeps forks from cutting the work of others in two."""

from __future__ import annotations

import asyncio
import atexit
import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import ParamSpec, TypeVar

from kops import _native
from kops._loop import CALLER, Caller, end_calls_that_are_left
from kops._native import Cancel

if hasattr(os, "register_at_fork"):
    os.register_at_fork(
        before=_native.before_fork, after_in_parent=_native.after_fork, after_in_child=_native.after_fork
    )

# A process waits for its threads before it does what atexit has. What was registered last is done first: this comes
# before concurrent.futures waits for the threads below, some of which may wait for a loop that has stopped. It has no
# public name; a Python without it waits for those calls.
getattr(threading, "_register_atexit", atexit.register)(end_calls_that_are_left)

_P = ParamSpec("_P")
_T = TypeVar("_T")


async def call(function: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> _T:
    """Run a blocking call on a thread while the event loop goes on."""
    return await _run(Caller(asyncio.get_running_loop()), partial(function, *args, **kwargs))


async def stoppable(function: Callable[..., _T], cancel: Cancel, **kwargs: object) -> _T:
    """Run a blocking call that a ``Cancel`` stops, which its task does not do."""
    return await _run(Caller(asyncio.get_running_loop(), cancel), partial(function, cancel=cancel, **kwargs))


async def cancellable(function: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> _T:
    """Run a blocking call that ends early where its task is cancelled, with the coroutines that it waits for."""
    cancel = Cancel()
    caller = Caller(asyncio.get_running_loop(), cancel)
    try:
        return await _run(caller, partial(_native.cancellable, cancel, partial(function, *args, **kwargs)))
    except asyncio.CancelledError:
        caller.end()
        raise


async def _run(caller: Caller, function: Callable[[], _T]) -> _T:
    context = copy_context()
    context.run(CALLER.set, caller)

    def work() -> _T:
        with caller:
            return function()

    thread = ThreadPoolExecutor(1, thread_name_prefix="kops")
    try:
        return await asyncio.get_running_loop().run_in_executor(thread, context.run, work)
    finally:
        thread.shutdown(wait=False)
