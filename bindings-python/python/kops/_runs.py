"""Runs for asyncio: what tells what happens meanwhile, such as a plan that is being applied."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Generator
from contextlib import suppress
from types import TracebackType
from typing import Any, Generic, TypeVar, cast

from kops._errors import ApplyIncomplete, ApplySetIncomplete, Interrupted, report
from kops._native import Cancel
from kops._threads import stoppable

_Event = TypeVar("_Event")
_Report = TypeVar("_Report")


class Run(Generic[_Event, _Report]):
    """A run of ``AsyncEngine``: of ``apply``, ``validate_cluster``, ``apply_addons``, ``reconcile`` and the like.

    It starts when it is awaited, entered or iterated over.

    - ``await run`` returns the report, or raises what the same call of ``Engine`` raises.
    - ``async for event in run`` yields what happens, up to the end of the run. Nothing is lost, however slowly it is
      read. That steps failed is in ``report``; that a cluster of a set failed is raised after the last event.
    - ``async with run`` stops the run where the block is left before its end.

    Where its task is cancelled or the block is left early, the run is stopped, and calls that are under way get the
    grace to finish before the task goes on. ``report`` says how far it came. Leave a loop early inside ``async with``:
    without it, ``break`` stops the run some time later, and nothing waits for that.
    """

    def __init__(self, apply: Callable[..., _Report]) -> None:
        """Take the call of ``Engine``, with its events and what cancels it left open."""
        self._apply = apply
        self._cancel = Cancel()
        self._events: asyncio.Queue[_Event | None] = asyncio.Queue()
        self._task: asyncio.Task[_Report] | None = None

    @property
    def report(self) -> _Report | None:
        """How far the run came; ``None`` before the end, and where nothing was started."""
        if self._task is None or not self._task.done() or self._task.cancelled():
            return None
        error = self._task.exception()
        if isinstance(error, ApplyIncomplete | ApplySetIncomplete):
            return cast(_Report, error.report)
        return self._task.result() if error is None else None

    def cancel(self) -> None:
        """Stop the run: no new step is started. It ends within the grace."""
        self._cancel.cancel()

    def __await__(self) -> Generator[Any, None, _Report]:
        """Wait for the report."""
        return self._wait().__await__()

    async def __aenter__(self) -> Run[_Event, _Report]:
        """Start the run."""
        self._start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Stop the run where it has not ended, and raise what kept it from starting."""
        await self._stop()
        if error is None:
            self._check()

    async def __aiter__(self) -> AsyncIterator[_Event]:
        """Yield what happens."""
        self._start()
        try:
            while (event := await self._events.get()) is not None:
                yield event
            self._events.put_nowait(None)  # for whoever else reads
        finally:
            await self._stop()
        self._check()

    def _start(self) -> asyncio.Task[_Report]:
        if self._task is None:
            loop = asyncio.get_running_loop()

            def tell(event: _Event) -> None:
                # A loop that is closed reads no more.
                with suppress(RuntimeError):
                    loop.call_soon_threadsafe(self._events.put_nowait, event)

            self._task = asyncio.ensure_future(stoppable(self._apply, self._cancel, events=tell))
            self._task.add_done_callback(self._end)
        return self._task

    def _end(self, task: asyncio.Task[_Report]) -> None:
        """End the events. How far the run came is in the report, also where nobody waits for what it raised."""
        self._events.put_nowait(None)
        if task.cancelled():
            self._cancel.cancel()
        else:
            task.exception()

    async def _wait(self) -> _Report:
        task = self._start()
        if task.done():  # perhaps in a loop that is closed
            return task.result()
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError:
            await self._stop()
            raise
        return task.result()

    async def _stop(self) -> None:
        """Cancel the run where it has not ended, and wait until it has."""
        if self._task is not None and not self._task.done():
            self._cancel.cancel()
            await asyncio.wait([self._task])

    def _check(self) -> None:
        """Raise what the report does not say."""
        if self._task is not None and self._task.done() and not self._task.cancelled():
            error = self._task.exception()
            if error is not None and not _is_reported(error):
                raise error


def _is_reported(error: BaseException) -> bool:
    """Tell whether the report says all of an exception. That of a set says only that the run was stopped."""
    if isinstance(error, ApplySetIncomplete):
        return isinstance(error.error, ApplyIncomplete) and error.error.cancelled
    return isinstance(error, ApplyIncomplete)


def interrupted(returned: dict[str, Any] | None, raised: BaseException | None) -> Interrupted:
    """Make the exception of Ctrl-C during a run, of what the run returned or raised."""
    if isinstance(raised, ApplyIncomplete):
        return Interrupted(raised.report)
    if isinstance(raised, ApplySetIncomplete):
        stopped = raised.error.report if isinstance(raised.error, ApplyIncomplete) else None
        return Interrupted(stopped, apply_set=raised.report)
    if returned is None:
        return Interrupted()
    if "notStarted" in returned:
        return Interrupted(report(returned))
    names = {"steps": "reconcile", "clusters": "apply_set"}
    name = next((name for field, name in names.items() if field in returned), "rolling_update")
    return Interrupted(**{name: cast(Any, returned)})
