"""The event loop that a call comes from, and the coroutines of the caller that the call waits for.

Nothing here imports asyncio before a coroutine is there: that takes longer than the package.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from contextvars import ContextVar, copy_context
from functools import partial
from inspect import iscoroutine
from typing import TYPE_CHECKING

from kops._native import Cancel

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop
    from concurrent.futures import Future


class Caller:
    """The event loop that a call comes from, and the coroutines of the call there."""

    def __init__(self, loop: AbstractEventLoop, cancel: Cancel | None = None) -> None:
        """Call from a loop; ``cancel`` ends the call."""
        self._loop = loop
        self._cancel = cancel
        self._coroutines: set[Future[object]] = set()
        self._ended = False

    def __enter__(self) -> None:
        """Begin the call, on this thread."""
        _CALLERS.add(self)

    def __exit__(self, *_: object) -> None:
        """End the call."""
        _CALLERS.discard(self)
        self.end()

    def start(self, awaitable: Awaitable[object]) -> Future[object]:
        """Start a coroutine on the loop."""
        import asyncio

        if self._ended:
            if iscoroutine(awaitable):
                awaitable.close()
            raise RuntimeError("the call has ended")
        future = asyncio.run_coroutine_threadsafe(_awaited(awaitable), self._loop)
        self._coroutines.add(future)
        future.add_done_callback(self._coroutines.discard)
        return future

    def end(self) -> None:
        """Cancel the call where it goes on, and the coroutines that it waits for."""
        self._ended = True
        if self._cancel is not None:
            self._cancel.cancel()
        for future in tuple(self._coroutines):
            if self._loop.is_closed():
                future.set_exception(RuntimeError("the event loop was closed before the coroutine ended"))
            else:
                future.cancel()

    def is_left(self) -> bool:
        """Return whether nobody can wait for the call, nor run its coroutines."""
        return not self._loop.is_running()

    def waits_here(self) -> bool:
        """Return whether this is the thread of the loop, which can do nothing else while it waits."""
        import asyncio

        try:
            return asyncio.get_running_loop() is self._loop
        except RuntimeError:
            return False


#: Those of the calls that are under way.
_CALLERS: set[Caller] = set()


def end_calls_that_are_left() -> None:
    """End the calls of event loops that stopped before."""
    for made in tuple(_CALLERS):
        if made.is_left():
            made.end()


#: Who makes the call that this thread makes; nobody where it does not come from an event loop.
CALLER: ContextVar[Caller | None] = ContextVar("CALLER", default=None)


def caller() -> Caller | None:
    """Return whose loop runs coroutines of this thread's call, if there is one that goes on meanwhile."""
    made = CALLER.get()
    return None if made is None or made.waits_here() else made


def run_apart(awaitable: Awaitable[object]) -> object:
    """Run a coroutine in a loop of its own; this thread may have one that runs, which cannot be entered again.

    What a signal handler raises meanwhile, such as Ctrl-C, cancels the coroutine.
    """
    import asyncio
    from concurrent.futures import Future, ThreadPoolExecutor

    begun: Future[Callable[[], object]] = Future()

    async def run() -> object:
        if not begun.set_running_or_notify_cancel():
            raise asyncio.CancelledError
        task = asyncio.ensure_future(_awaited(awaitable))
        begun.set_result(partial(asyncio.get_running_loop().call_soon_threadsafe, task.cancel))
        return await task

    context = copy_context()
    context.run(CALLER.set, None)
    with ThreadPoolExecutor(1) as thread:
        try:
            return thread.submit(context.run, asyncio.run, run()).result()
        except BaseException:
            if not begun.cancel():
                with suppress(RuntimeError):  # it has ended, and its loop is closed
                    begun.result()()
            raise


async def _awaited(awaitable: Awaitable[object]) -> object:
    return await awaitable
