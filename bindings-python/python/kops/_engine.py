"""The engine for asyncio: the calls of ``Engine``, each on a thread while the event loop goes on."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from kops._errors import ObjectRef
from kops._keys import Keypair
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

    async def create(self, text: str, *, name: str = "-") -> list[ObjectRef]:
        """Add the objects of a text to the state store; see ``Engine.create``."""
        return await asyncio.to_thread(self._engine.create, text, name=name)

    async def keypairs(self, cluster: str, keyset: str | None = None) -> list[Keypair]:
        """Return the keypairs of a cluster; see ``Engine.keypairs``."""
        return await asyncio.to_thread(self._engine.keypairs, cluster, keyset)

    async def create_keypair(
        self,
        cluster: str,
        keyset: str,
        *,
        certificate: str | None = None,
        private_key: str | None = None,
        primary: bool = False,
    ) -> str:
        """Add a keypair to a keyset; see ``Engine.create_keypair``."""
        return await asyncio.to_thread(
            self._engine.create_keypair,
            cluster,
            keyset,
            certificate=certificate,
            private_key=private_key,
            primary=primary,
        )

    async def promote_keypair(self, cluster: str, keyset: str, id: str | None = None) -> str | None:
        """Make a keypair the primary one of its keyset; see ``Engine.promote_keypair``."""
        return await asyncio.to_thread(self._engine.promote_keypair, cluster, keyset, id)

    async def distrust_keypairs(self, cluster: str, keyset: str, ids: Sequence[str] | None = None) -> list[str]:
        """Distrust keypairs of a keyset; see ``Engine.distrust_keypairs``."""
        return await asyncio.to_thread(self._engine.distrust_keypairs, cluster, keyset, ids)

    async def trust_keypairs(self, cluster: str, keyset: str, ids: Sequence[str]) -> list[str]:
        """Trust keypairs of a keyset again; see ``Engine.trust_keypairs``."""
        return await asyncio.to_thread(self._engine.trust_keypairs, cluster, keyset, ids)

    async def secrets(self, cluster: str) -> list[str]:
        """Return the names of a cluster's secrets; see ``Engine.secrets``."""
        return await asyncio.to_thread(self._engine.secrets, cluster)

    async def secret(self, cluster: str, name: str) -> bytes:
        """Return the content of a secret; see ``Engine.secret``."""
        return await asyncio.to_thread(self._engine.secret, cluster, name)

    async def create_secret(self, cluster: str, name: str, content: bytes, *, replace: bool = False) -> None:
        """Store a secret; see ``Engine.create_secret``."""
        await asyncio.to_thread(self._engine.create_secret, cluster, name, content, replace=replace)

    async def delete_secret(self, cluster: str, name: str) -> None:
        """Delete a secret; see ``Engine.delete_secret``."""
        await asyncio.to_thread(self._engine.delete_secret, cluster, name)

    async def kubeconfig(
        self,
        cluster: str,
        *,
        existing: str = "",
        admin: int | None = None,
        admin_name: str | None = None,
        user: str | None = None,
        internal: bool = False,
        api_server: str | None = None,
        auth_plugin: str | None = None,
    ) -> str:
        """Return the text of a kubeconfig with a cluster in it; see ``Engine.kubeconfig``."""
        return await asyncio.to_thread(
            self._engine.kubeconfig,
            cluster,
            existing=existing,
            admin=admin,
            admin_name=admin_name,
            user=user,
            internal=internal,
            api_server=api_server,
            auth_plugin=auth_plugin,
        )
