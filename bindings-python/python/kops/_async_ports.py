"""Clouds, state stores and clusters with coroutine functions: what they look like."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from kops._ports import Versioned

if TYPE_CHECKING:
    from kops import types
else:
    from kops._later import types


class AsyncCloud(Protocol):
    """A ``Cloud`` with coroutine functions, which run at once. ``AsyncAccount`` makes one of an account."""

    async def facts(self, query: types.FactsQuery, /) -> types.Facts:
        """See ``Cloud.facts``."""

    async def observe(self, scope: types.Scope, /) -> types.Snapshot:
        """See ``Cloud.observe``."""

    async def execute(self, step: types.BoundStep, /) -> types.Outcome:
        """See ``Cloud.execute``."""

    async def probe(self, kind: types.Kind, id: str, /) -> types.Readiness:
        """See ``Cloud.probe``."""


class AsyncCloudWithInstances(AsyncCloud, Protocol):
    """A ``CloudWithInstances`` with coroutine functions."""

    async def open_bucket(self, name: str, /) -> AsyncStateStore:
        """See ``CloudWithInstances.open_bucket``."""

    async def instances(self, cluster: str, /) -> list[types.RunningGroup]:
        """See ``CloudWithInstances.instances``."""

    async def launch_templates(self, versions: list[str], /) -> dict[str, types.LaunchTemplate]:
        """See ``CloudWithInstances.launch_templates``."""

    async def user_data(self, instances: list[str], /) -> dict[str, str]:
        """See ``CloudWithInstances.user_data``."""

    async def change_instance(self, change: types.InstanceChange, /) -> types.Readiness:
        """See ``CloudWithInstances.change_instance``."""

    async def preflight(self, query: types.PreflightQuery, /) -> types.PreflightFacts:
        """See ``CloudWithInstances.preflight``."""


class AsyncClusterApi(Protocol):
    """A ``ClusterApi`` with coroutine functions. ``AsyncCluster`` makes one of a cluster of the package."""

    async def addresses(self) -> list[str]:
        """See ``ClusterApi.addresses``."""

    async def nodes(self) -> list[types.Node]:
        """See ``ClusterApi.nodes``."""

    async def pods(self, query: types.PodQuery, /) -> list[types.Pod]:
        """See ``ClusterApi.pods``."""

    async def budgets(self) -> list[types.Budget]:
        """See ``ClusterApi.budgets``."""

    async def change_node(self, node: str, change: types.NodeChange, /) -> None:
        """See ``ClusterApi.change_node``."""

    async def evict(self, pod: types.PodId, /) -> types.Eviction:
        """See ``ClusterApi.evict``."""


class AsyncClusterApiWithLeases(AsyncClusterApi, Protocol):
    """A ``ClusterApiWithLeases`` with coroutine functions."""

    async def warnings(self) -> list[types.ClusterWarning]:
        """See ``ClusterApiWithLeases.warnings``."""

    async def lease(self, name: str, /) -> types.Lease | None:
        """See ``ClusterApiWithLeases.lease``."""

    async def write_lease(self, lease: types.Lease, /) -> str:
        """See ``ClusterApiWithLeases.write_lease``."""


class AsyncClusterApiWithObjects(AsyncClusterApiWithLeases, Protocol):
    """A ``ClusterApiWithObjects`` with coroutine functions."""

    async def server_version(self) -> str:
        """See ``ClusterApiWithObjects.server_version``."""

    async def objects(self, query: types.ObjectQuery, /) -> list[types.ListedObject]:
        """See ``ClusterApiWithObjects.objects``."""

    async def write_object(self, object: Mapping[str, Any], write: types.ObjectWrite, /) -> Mapping[str, Any]:
        """See ``ClusterApiWithObjects.write_object``."""

    async def delete_object(self, id: types.ObjectId, /) -> None:
        """See ``ClusterApiWithObjects.delete_object``."""


class AsyncStateStore(Protocol):
    """A ``StateStore`` with coroutine functions. ``AsyncStore`` makes one of a state store of the package."""

    async def get(self, key: str, /) -> Versioned | None:
        """See ``StateStore.get``."""

    async def put(self, key: str, value: bytes, mode: types.PutMode, /) -> str:
        """See ``StateStore.put``."""

    async def delete(self, key: str, mode: types.DeleteMode, /) -> None:
        """See ``StateStore.delete``."""

    async def list(self, prefix: str, /) -> Sequence[str]:
        """See ``StateStore.list``."""


class AsyncPublishingStore(AsyncStateStore, Protocol):
    """A ``PublishingStore`` with coroutine functions."""

    async def put_public(self, key: str, value: bytes, mode: types.PutMode, /) -> str:
        """See ``PublishingStore.put_public``."""

    async def is_public(self, key: str, /) -> bool:
        """See ``PublishingStore.is_public``."""
