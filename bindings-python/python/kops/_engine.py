"""The engine for asyncio: the calls of ``Engine``, each on a thread while the event loop goes on."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from kops._native import Engine, Plan, Report, SimulatedAccount, Spec


class AsyncEngine:
    """Clusters in one account and one state store, with the calls of ``Engine`` as coroutines."""

    def __init__(self, account: SimulatedAccount, *, store: str = "memfs://") -> None:
        """Work in an account; see ``Engine``."""
        self._engine = Engine(account, store=store)

    async def plan(self, spec: Spec, *, prune: bool = False, allow: Sequence[str] | None = None) -> Plan:
        """Plan what would change in the account; see ``Engine.plan``."""
        return await asyncio.to_thread(self._engine.plan, spec, prune=prune, allow=allow)

    async def plan_deletion(self, spec: Spec) -> Plan:
        """Plan the deletion of everything that a cluster owns; see ``Engine.plan_deletion``."""
        return await asyncio.to_thread(self._engine.plan_deletion, spec)

    async def apply(self, plan: Plan) -> Report:
        """Apply a plan; see ``Engine.apply``."""
        return await asyncio.to_thread(self._engine.apply, plan)
