"""The event loop that a call comes from. Nothing here imports asyncio, which takes longer than the package."""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

#: The event loop that a call comes from, on the thread that it runs on.
LOOP: ContextVar[AbstractEventLoop] = ContextVar("LOOP")
