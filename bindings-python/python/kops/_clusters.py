"""The APIs of running clusters: real ones and simulated ones."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from kops import _native
from kops._accounts import native_cloud
from kops._call import Value, check_path, check_text, given, json_text, native_side
from kops._objects import Port, methods_of
from kops._ports import CloudLike, ClusterApi, ClusterApiLike, ClusterApiWithObjects

if TYPE_CHECKING:
    from kops import types
else:
    from kops._later import types


class Cluster(Value):
    """A running cluster of the package, with the methods of ``kops.ClusterApiWithObjects``."""

    __slots__ = ()

    def addresses(self) -> list[str]:
        """Return the addresses that the host of the API server resolves to. Raises ``ClusterApiError``."""
        return cast("list[str]", self._call("addresses"))

    def nodes(self) -> list[types.Node]:
        """Return every node. Raises ``ClusterApiError``."""
        return cast("list[types.Node]", self._call("nodes"))

    def pods(self, query: types.PodQuery) -> list[types.Pod]:
        """Return pods of all namespaces. Raises ``ClusterApiError``."""
        return cast("list[types.Pod]", self._call("pods", query))

    def budgets(self) -> list[types.Budget]:
        """Return the pod disruption budgets of all namespaces. Raises ``ClusterApiError``."""
        return cast("list[types.Budget]", self._call("budgets"))

    def warnings(self) -> list[types.ClusterWarning]:
        """Return warnings about nodes and what is in ``kube-system``, the latest first. Raises ``ClusterApiError``."""
        return cast("list[types.ClusterWarning]", self._call("warnings"))

    def change_node(self, node: str, change: types.NodeChange) -> None:
        """Change a node. Repeating a change has no further effect. Raises ``ClusterApiError``."""
        self._call("change_node", node, change)

    def evict(self, pod: types.PodId) -> types.Eviction:
        """Ask for the eviction of a pod. A budget that blocks it is not an error. Raises ``ClusterApiError``."""
        return cast("types.Eviction", self._call("evict", pod))

    def lease(self, name: str) -> types.Lease | None:
        """Read a lease of the namespace ``kube-system``; ``None`` where there is none. Raises ``ClusterApiError``."""
        return cast("types.Lease | None", self._call("lease", name))

    def write_lease(self, lease: types.Lease) -> str:
        """Create a lease that has no version, or replace that version of it, and return its new version.

        Raises ``ClusterApiError``, of the kind ``conflict`` where another writer was faster.
        """
        return cast(str, self._call("write_lease", lease))

    def server_version(self) -> str:
        """Return the version of Kubernetes that the API server runs: ``v1.36.2``. Raises ``ClusterApiError``."""
        return cast(str, self._call("server_version"))

    def objects(self, query: types.ObjectQuery) -> list[types.ListedObject]:
        """List objects of one kind, without what they hold. Raises ``ClusterApiError``."""
        return cast("list[types.ListedObject]", self._call("objects", query))

    def write_object(self, object: Mapping[str, Any], write: types.ObjectWrite) -> dict[str, Any]:
        """Write an object, and return it as it is then: ``apply``, ``create`` or ``annotate``.

        Raises ``ClusterApiError``: of the kind ``not-found`` where its kind or its namespace is not there, or the
        object to annotate; of the kind ``conflict`` where the object to create is there.
        """
        return cast("dict[str, Any]", self._call("write_object", object, write))

    def delete_object(self, id: types.ObjectId) -> None:
        """Delete an object. One that is not there is deleted. Raises ``ClusterApiError``."""
        self._call("delete_object", id)

    def _call(self, method: str, *values: object) -> Any:  # noqa: ANN401
        return json.loads(self._native.call(method, json_text(values, "arguments")))


class Kube(Cluster):
    """The API server of a cluster."""

    __slots__ = ()

    def __init__(
        self,
        kubeconfig: str,
        *,
        context: str | None = None,
        server: str | None = None,
        folder: str | os.PathLike[str] | None = None,
        timeout: float | None = None,
    ) -> None:
        """Use a context of a kubeconfig, given as text: the current one unless ``context`` names another.

        ``Engine.kubeconfig`` makes one from the state store. ``server`` is the URL of the API server in place of the
        one in the kubeconfig, and ``folder`` the folder of the kubeconfig, in which its relative paths begin: the
        working directory unless set. A call waits ``timeout`` seconds for its answer, 60 unless less. No call is made
        here, except by the command of the kubeconfig's user where it has one.

        Raises ``ClusterApiError`` of the kind ``kubeconfig`` where the text cannot be used.
        """
        check_text("kubeconfig", kubeconfig)
        check_text("context", context, optional=True)
        check_text("server", server, optional=True)
        check_path("folder", folder, optional=True)
        self._native = _native.Cluster.kube(kubeconfig, context, server, folder, timeout)


class SimulatedCluster(Cluster):
    """A simulated cluster, for tests: every instance that an account has of it becomes a node.

    What takes time advances each time nodes or pods are listed.
    """

    __slots__ = ()

    def __init__(
        self,
        cloud: CloudLike,
        name: str,
        *,
        workloads: Sequence[types.Workload] = (),
        joining_after: int | None = None,
        addresses: Sequence[str] | None = None,
    ) -> None:
        """Run a cluster on the instances of an account.

        ``workloads`` are pods that it keeps running, ``joining_after`` is how often nodes must be listed until a new
        instance is a node, 1 unless set, and ``addresses`` are what the host of the API server resolves to.
        """
        check_text("name", name)
        options, _, _ = given({"workloads": workloads, "joining_after": joining_after, "addresses": addresses})
        self._native = _native.Cluster.simulated(native_cloud(cloud, is_held=True), name, options)
        self._held = cloud

    def set_joining(self, joins: bool) -> None:
        """Set whether new instances become nodes."""
        self._change("set-joining", joins=joins)

    def set_kubelet_version(self, version: str) -> None:
        """Set the version of the kubelets of instances that were not seen before.

        The default is ``v1.35.5``, which new clusters get unless they name another.
        """
        self._change("set-kubelet-version", version=version)

    def set_ready(self, node: str, ready: bool) -> None:
        """Set whether a node is ready."""
        self._change("set-ready", node=node, ready=ready)

    def place(self, pod: types.Pod) -> None:
        """Put a pod into the cluster, in place of one of its namespace and name."""
        self._change("place", pod=pod)

    def remove(self, namespace: str, name: str) -> None:
        """Remove a pod."""
        self._change("remove", namespace=namespace, name=name)

    def _change(self, do: str, **arguments: object) -> None:
        self._native.change(given({"do": do, **arguments})[0])


class _Port(Value):
    """Any cluster, as an argument."""

    __slots__ = ()


def cluster(value: ClusterApiLike | None) -> Value | None:
    """Return what the library calls for a cluster, or for an object that is like one."""
    return None if value is None else cast(Value, _Port._of(native_cluster(value)))


def native_cluster(value: object, *, is_held: bool = False) -> _native.Cluster:
    """Return the native side of a cluster, or of an object that is like one, which its owner may hold."""
    native = native_side(value, _native.Cluster, methods_of(ClusterApiWithObjects))
    expected = "a cluster or a kops.ClusterApi"
    return native or _native.Cluster.port(Port("cluster", value, ClusterApi, expected, is_held=is_held))
