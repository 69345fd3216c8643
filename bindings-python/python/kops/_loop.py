"""The event loop that a call comes from, and the coroutines of the caller that the call waits for.

Nothing here imports asyncio before a coroutine is there: that takes longer than the package.
"""

from __future__ import annotations

from collections.abc import Awaitable
from contextvars import ContextVar, copy_context
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop
    from concurrent.futures import Future


class Caller:
    """The event loop that a call comes from, and the coroutines of the call there."""

    def __init__(self, loop: AbstractEventLoop) -> None:
        """Call from a loop."""
        self._loop = loop
        self._coroutines: set[Future[object]] = set()

    def start(self, awaitable: Awaitable[object]) -> Future[object]:
        """Start a coroutine on the loop."""
        import asyncio

        future = asyncio.run_coroutine_threadsafe(_awaited(awaitable), self._loop)
        self._coroutines.add(future)
        future.add_done_callback(self._coroutines.discard)
        return future

    def end(self) -> None:
        """Cancel the coroutines that the call no longer waits for."""
        for future in tuple(self._coroutines):
            future.cancel()

    def waits_here(self) -> bool:
        """Return whether this is the thread of the loop, which can do nothing else while it waits."""
        import asyncio

        try:
            return asyncio.get_running_loop() is self._loop
        except RuntimeError:
            return False


#: Who makes the call that this thread makes; nobody where it does not come from an event loop.
CALLER: ContextVar[Caller | None] = ContextVar("CALLER", default=None)


def caller() -> Caller | None:
    """Return whose loop runs coroutines of this thread's call, if there is one that goes on meanwhile."""
    made = CALLER.get()
    return None if made is None or made.waits_here() else made


def run_apart(awaitable: Awaitable[object]) -> object:
    """Run a coroutine in a loop of its own; this thread may have one that runs, which cannot be entered again."""
    import asyncio
    from concurrent.futures import ThreadPoolExecutor

    context = copy_context()
    context.run(CALLER.set, None)
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(context.run, asyncio.run, _awaited(awaitable)).result()


async def _awaited(awaitable: Awaitable[object]) -> object:
    return await awaitable
