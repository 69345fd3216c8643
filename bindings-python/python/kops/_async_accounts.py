"""Accounts, state stores and clusters for asyncio: the same methods as coroutines, for those of the caller to await."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from kops._accounts import Account, native_cloud
from kops._call import Value
from kops._clusters import Cluster, native_cluster
from kops._ports import CloudLike, ClusterApiLike, StateStoreLike, Versioned
from kops._stores import Store, native_store
from kops._threads import call

if TYPE_CHECKING:
    from kops import types
else:
    from kops._later import types

_List = list


class AsyncAccount(Value):
    """An account with the methods of ``kops.AsyncCloudWithInstances``. Engines take it as one."""

    __slots__ = ("_blocking",)

    def __init__(self, cloud: CloudLike) -> None:
        """Take an account of the package, or a cloud of your own."""
        self._native = native_cloud(cloud, is_held=True)
        self._blocking = cast(Account, Account._of(self._native, cloud))

    async def facts(self, query: types.FactsQuery) -> types.Facts:
        """See ``Cloud.facts``."""
        return await call(self._blocking.facts, query)

    async def observe(self, scope: types.Scope) -> types.Snapshot:
        """See ``Cloud.observe``."""
        return await call(self._blocking.observe, scope)

    async def execute(self, step: types.BoundStep) -> types.Outcome:
        """See ``Cloud.execute``."""
        return await call(self._blocking.execute, step)

    async def probe(self, kind: types.Kind, id: str) -> types.Readiness:
        """See ``Cloud.probe``."""
        return await call(self._blocking.probe, kind, id)

    async def open_bucket(self, name: str) -> AsyncStore:
        """See ``CloudWithInstances.open_bucket``."""
        return AsyncStore(await call(self._blocking.open_bucket, name))

    async def instances(self, cluster: str) -> list[types.RunningGroup]:
        """See ``CloudWithInstances.instances``."""
        return await call(self._blocking.instances, cluster)

    async def launch_templates(self, versions: list[str]) -> dict[str, types.LaunchTemplate]:
        """See ``CloudWithInstances.launch_templates``."""
        return await call(self._blocking.launch_templates, versions)

    async def user_data(self, instances: list[str]) -> dict[str, str]:
        """See ``CloudWithInstances.user_data``."""
        return await call(self._blocking.user_data, instances)

    async def change_instance(self, change: types.InstanceChange) -> types.Readiness:
        """See ``CloudWithInstances.change_instance``."""
        return await call(self._blocking.change_instance, change)

    async def preflight(self, query: types.PreflightQuery) -> types.PreflightFacts:
        """See ``CloudWithInstances.preflight``."""
        return await call(self._blocking.preflight, query)


class AsyncStore(Value):
    """A state store with the methods of ``kops.AsyncPublishingStore``. Engines take it as one."""

    __slots__ = ("_blocking",)

    def __init__(self, store: StateStoreLike) -> None:
        """Take a state store of the package, or one of your own."""
        self._native, self._held = native_store(store, "store", is_held=True), store
        self._blocking = cast(Store, Store._of(self._native, store))

    async def get(self, key: str) -> Versioned | None:
        """See ``StateStore.get``."""
        return await call(self._blocking.get, key)

    async def put(self, key: str, value: bytes, mode: types.PutMode) -> str:
        """See ``StateStore.put``."""
        return await call(self._blocking.put, key, value, mode)

    async def delete(self, key: str, mode: types.DeleteMode) -> None:
        """See ``StateStore.delete``."""
        await call(self._blocking.delete, key, mode)

    async def list(self, prefix: str) -> _List[str]:
        """See ``StateStore.list``."""
        return await call(self._blocking.list, prefix)

    async def put_public(self, key: str, value: bytes, mode: types.PutMode) -> str:
        """See ``PublishingStore.put_public``."""
        return await call(self._blocking.put_public, key, value, mode)

    async def is_public(self, key: str) -> bool:
        """See ``PublishingStore.is_public``."""
        return await call(self._blocking.is_public, key)


class AsyncCluster(Value):
    """A running cluster with the methods of ``kops.AsyncClusterApiWithObjects``. Engines take it as one."""

    __slots__ = ("_blocking",)

    def __init__(self, api: ClusterApiLike) -> None:
        """Take a cluster of the package, or one of your own."""
        self._native = native_cluster(api, is_held=True)
        self._blocking = cast(Cluster, Cluster._of(self._native, api))

    async def addresses(self) -> list[str]:
        """See ``ClusterApi.addresses``."""
        return await call(self._blocking.addresses)

    async def nodes(self) -> list[types.Node]:
        """See ``ClusterApi.nodes``."""
        return await call(self._blocking.nodes)

    async def pods(self, query: types.PodQuery) -> list[types.Pod]:
        """See ``ClusterApi.pods``."""
        return await call(self._blocking.pods, query)

    async def budgets(self) -> list[types.Budget]:
        """See ``ClusterApi.budgets``."""
        return await call(self._blocking.budgets)

    async def warnings(self) -> list[types.ClusterWarning]:
        """See ``ClusterApiWithLeases.warnings``."""
        return await call(self._blocking.warnings)

    async def change_node(self, node: str, change: types.NodeChange) -> None:
        """See ``ClusterApi.change_node``."""
        await call(self._blocking.change_node, node, change)

    async def evict(self, pod: types.PodId) -> types.Eviction:
        """See ``ClusterApi.evict``."""
        return await call(self._blocking.evict, pod)

    async def lease(self, name: str) -> types.Lease | None:
        """See ``ClusterApiWithLeases.lease``."""
        return await call(self._blocking.lease, name)

    async def write_lease(self, lease: types.Lease) -> str:
        """See ``ClusterApiWithLeases.write_lease``."""
        return await call(self._blocking.write_lease, lease)

    async def server_version(self) -> str:
        """See ``ClusterApiWithObjects.server_version``."""
        return await call(self._blocking.server_version)

    async def objects(self, query: types.ObjectQuery) -> list[types.ListedObject]:
        """See ``ClusterApiWithObjects.objects``."""
        return await call(self._blocking.objects, query)

    async def write_object(self, object: Mapping[str, Any], write: types.ObjectWrite) -> dict[str, Any]:
        """See ``ClusterApiWithObjects.write_object``."""
        return await call(self._blocking.write_object, object, write)

    async def delete_object(self, id: types.ObjectId) -> None:
        """See ``ClusterApiWithObjects.delete_object``."""
        await call(self._blocking.delete_object, id)
