"""What waits for an account: coroutines over what the native library does in the background."""

from __future__ import annotations

from collections.abc import Sequence

from kops import _native
from kops._native import Plan, SimulatedAccount, Spec


async def plan(
    spec: Spec, account: SimulatedAccount, *, prune: bool = False, allow: Sequence[str] | None = None
) -> Plan:
    """Plan what would change in an account. Writes nothing, anywhere.

    ``prune`` also deletes what the cluster owns and no longer wants although something may run on it; ``allow`` names
    the resources whose dangerous steps are allowed.
    """
    return await _native.plan(spec, account, prune=prune, allow=allow)
