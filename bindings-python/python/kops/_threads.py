"""The threads that calls of ``AsyncEngine`` run on."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import ParamSpec, TypeVar

from kops import _native
from kops._loop import LOOP
from kops._native import Cancel

_P = ParamSpec("_P")
_T = TypeVar("_T")

#: How many calls run at once, of all engines; others wait. Most of their time they wait for AWS.
_LIMIT = 64

_executors: dict[int, ThreadPoolExecutor] = {}


async def call(function: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> _T:
    """Run a blocking call on a thread while the event loop goes on."""
    loop, context = asyncio.get_running_loop(), copy_context()
    context.run(LOOP.set, loop)
    return await loop.run_in_executor(_executor(), partial(context.run, function, *args, **kwargs))


async def cancellable(function: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> _T:
    """Run a blocking call that ends early where its task is cancelled."""
    cancel = Cancel()
    try:
        return await call(_native.cancellable, cancel, partial(function, *args, **kwargs))
    except asyncio.CancelledError:
        cancel.cancel()
        raise


def _executor() -> ThreadPoolExecutor:
    """Return the threads of this process: those of a parent are not there after a fork."""
    process = os.getpid()
    if process not in _executors:
        _executors[process] = ThreadPoolExecutor(_LIMIT, thread_name_prefix="kops")
    return _executors[process]
