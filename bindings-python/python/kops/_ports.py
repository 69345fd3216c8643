"""Clouds, state stores and clusters in Python: what they look like, and how the library calls them."""

from __future__ import annotations

import inspect
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeAlias

from kops._call import camel, json_text
from kops._errors import CloudError, ClusterApiError, KopsError, StateError
from kops._loop import caller, run_apart

if TYPE_CHECKING:
    from concurrent.futures import Future

    from kops import types
else:
    from kops._later import types


class Cloud(Protocol):
    """An account in one region, for ``Engine``.

    A method raises ``CloudError`` where it fails, of the kind that says whether the call is retried. Any other
    exception counts as an internal error that is not retried, and is its ``__cause__``.
    ``kops.testing.check_cloud`` says whether an implementation keeps the promises that the library relies on. Five more
    methods are those of ``CloudWithInstances``. With coroutine functions it is an ``AsyncCloud``.
    """

    def facts(self, query: types.FactsQuery, /) -> types.Facts:
        """Look up what the library needs to know. What does not exist is left out; region and account never are."""

    def observe(self, scope: types.Scope, /) -> types.Snapshot:
        """Read everything that belongs to a cluster: all of it, or fail."""

    def execute(self, step: types.BoundStep, /) -> types.Outcome:
        """Execute one step. Repeating it has no further effect and gives the same outcome."""

    def probe(self, kind: types.Kind, id: str, /) -> types.Readiness:
        """Return whether a resource can be used by those that refer to it."""


class CloudWithInstances(Cloud, Protocol):
    """A cloud that has buckets, instances and quotas. Methods are looked up one by one: it may have some of them."""

    def open_bucket(self, name: str, /) -> StateStore:
        """Open a bucket, for files that a spec puts outside of the state store. Without it there are no buckets."""

    def instances(self, cluster: str, /) -> list[types.RunningGroup]:
        """Return the autoscaling groups of a cluster with their instances, and those that Karpenter launched."""

    def launch_templates(self, versions: list[str], /) -> dict[str, types.LaunchTemplate]:
        """Read versions of launch templates, named ``lt-…:3``. Without it nothing is known of them."""

    def user_data(self, instances: list[str], /) -> dict[str, str]:
        """Read what instances were launched with, by id. Without it those of Karpenter count as outdated."""

    def change_instance(self, change: types.InstanceChange, /) -> types.Readiness:
        """Change one instance, and return whether that has taken effect; while it has not, it is called again."""

    def preflight(self, query: types.PreflightQuery, /) -> types.PreflightFacts:
        """Read what the account has left. What cannot be read is left out. Without it nothing is known."""


class ClusterApi(Protocol):
    """The API of a running cluster, for ``Engine``.

    A method raises ``ClusterApiError`` where it fails. ``kops.testing.check_cluster`` says whether an implementation
    keeps the promises that the library relies on. Three more methods are those of ``ClusterApiWithLeases``, and four
    those of ``ClusterApiWithObjects``. With coroutine functions it is an ``AsyncClusterApi``.
    """

    def addresses(self) -> list[str]:
        """Return the addresses that the host of the API server resolves to."""

    def nodes(self) -> list[types.Node]:
        """Return every node."""

    def pods(self, query: types.PodQuery, /) -> list[types.Pod]:
        """Return pods of all namespaces."""

    def budgets(self) -> list[types.Budget]:
        """Return the pod disruption budgets of all namespaces."""

    def change_node(self, node: str, change: types.NodeChange, /) -> None:
        """Change a node. Repeating a change has no further effect."""

    def evict(self, pod: types.PodId, /) -> types.Eviction:
        """Ask for the eviction of a pod. A budget that blocks it is not an error."""


class ClusterApiWithLeases(ClusterApi, Protocol):
    """A cluster that has events, and leases, by which two rolling updates of it take turns."""

    def warnings(self) -> list[types.ClusterWarning]:
        """Return warnings about nodes and what is in ``kube-system``, the latest first. Without it there are none."""

    def lease(self, name: str, /) -> types.Lease | None:
        """Read a lease of the namespace ``kube-system``; ``None`` where there is none."""

    def write_lease(self, lease: types.Lease, /) -> str:
        """Create a lease that has no version, or replace that version of it, and return its new version.

        Raises ``ClusterApiError`` of the kind ``conflict`` where another writer was faster.
        """


class ClusterApiWithObjects(ClusterApiWithLeases, Protocol):
    """A cluster that has objects of any kind, by which its addons are applied."""

    def server_version(self) -> str:
        """Return the version of Kubernetes that the API server runs: ``v1.36.2``."""

    def objects(self, query: types.ObjectQuery, /) -> list[types.ListedObject]:
        """List objects of one kind. There are none of a kind that the API server does not serve."""

    def write_object(self, object: Mapping[str, Any], write: types.ObjectWrite, /) -> Mapping[str, Any]:
        """Write an object, and return it as it is then.

        ``apply`` is a server-side apply as the field manager ``kops``, which takes over what others manage; ``create``
        raises ``ClusterApiError`` of the kind ``conflict`` where the object is there; ``annotate`` adds annotations.
        """

    def delete_object(self, id: types.ObjectId, /) -> None:
        """Delete an object, and what it owns in the background. One that is not there is deleted."""


class Versioned(NamedTuple):
    """An object of a state store, and its version, which differs where the content differs."""

    value: bytes
    version: str


class StateStore(Protocol):
    """A versioned store of objects, for ``Engine``.

    A method raises ``StateError``: of the kind ``conflict`` where ``mode`` does not hold. ``kops.testing.check_store``
    says whether an implementation keeps the promises that the library relies on. Two more methods are those of
    ``PublishingStore``. With coroutine functions it is an ``AsyncStateStore``.
    """

    def get(self, key: str, /) -> Versioned | None:
        """Read an object; ``None`` where there is none."""

    def put(self, key: str, value: bytes, mode: types.PutMode, /) -> str:
        """Write a whole object or nothing, and return its new version."""

    def delete(self, key: str, mode: types.DeleteMode, /) -> None:
        """Delete an object."""

    def list(self, prefix: str, /) -> Sequence[str]:
        """Return every key at or below a prefix, sorted; the empty prefix is the root."""


class PublishingStore(StateStore, Protocol):
    """A state store that can let everyone read an object, as the discovery documents of service accounts need it."""

    def put_public(self, key: str, value: bytes, mode: types.PutMode, /) -> str:
        """Write a whole object that everyone can read, and return its new version."""

    def is_public(self, key: str, /) -> bool:
        """Return whether an object is there and everyone can read it. The last write of an object decides."""


class CloudLike(Protocol):
    """A ``Cloud`` of which each method may be a coroutine function: any cloud that an engine takes."""

    def facts(self, query: types.FactsQuery, /) -> types.Facts | Awaitable[types.Facts]:
        """See ``Cloud.facts``."""

    def observe(self, scope: types.Scope, /) -> types.Snapshot | Awaitable[types.Snapshot]:
        """See ``Cloud.observe``."""

    def execute(self, step: types.BoundStep, /) -> types.Outcome | Awaitable[types.Outcome]:
        """See ``Cloud.execute``."""

    def probe(self, kind: types.Kind, id: str, /) -> types.Readiness | Awaitable[types.Readiness]:
        """See ``Cloud.probe``."""


class ClusterApiLike(Protocol):
    """A ``ClusterApi`` of which each method may be a coroutine function: any cluster that an engine takes."""

    def addresses(self) -> list[str] | Awaitable[list[str]]:
        """See ``ClusterApi.addresses``."""

    def nodes(self) -> list[types.Node] | Awaitable[list[types.Node]]:
        """See ``ClusterApi.nodes``."""

    def pods(self, query: types.PodQuery, /) -> list[types.Pod] | Awaitable[list[types.Pod]]:
        """See ``ClusterApi.pods``."""

    def budgets(self) -> list[types.Budget] | Awaitable[list[types.Budget]]:
        """See ``ClusterApi.budgets``."""

    def change_node(self, node: str, change: types.NodeChange, /) -> Awaitable[None] | None:
        """See ``ClusterApi.change_node``."""

    def evict(self, pod: types.PodId, /) -> types.Eviction | Awaitable[types.Eviction]:
        """See ``ClusterApi.evict``."""


class StateStoreLike(Protocol):
    """A ``StateStore`` of which each method may be a coroutine function: any state store that an engine takes."""

    def get(self, key: str, /) -> Versioned | Awaitable[Versioned | None] | None:
        """See ``StateStore.get``."""

    def put(self, key: str, value: bytes, mode: types.PutMode, /) -> str | Awaitable[str]:
        """See ``StateStore.put``."""

    def delete(self, key: str, mode: types.DeleteMode, /) -> Awaitable[None] | None:
        """See ``StateStore.delete``."""

    def list(self, prefix: str, /) -> Sequence[str] | Awaitable[Sequence[str]]:
        """See ``StateStore.list``."""


#: The facts of the errors that a port raises.
_FACTS: dict[type[KopsError], tuple[str, ...]] = {
    CloudError: ("kind", "retryable", "operation", "code", "request_id", "resource", "permission"),
    StateError: ("kind", "key", "retryable"),
    ClusterApiError: ("kind", "retryable", "operation", "status"),
}

_Done: TypeAlias = Callable[[object, BaseException | None], None]


def begin(port: object, method: str, arguments: str, content: bytes | None, done: _Done) -> None:
    """Call a method, and ``done`` with what it returned, now or when its coroutine ends."""
    values = json.loads(arguments)
    if content is not None:
        values.insert(1, content)
    result = getattr(port, method)(*values)
    if not inspect.isawaitable(result):
        done(_returned(method, result), None)
        return

    made = caller()
    if made is None:
        done(_returned(method, run_apart(result)), None)
        return

    def finish(future: Future[object]) -> None:
        try:
            returned = _returned(method, future.result())
        except Exception as error:
            done(None, error)
        except BaseException as error:  # this thread is the event loop's, which nothing may end
            done(None, RuntimeError(f"{type(error).__name__}: {error}"))
        else:
            done(returned, None)

    made.start(result).add_done_callback(finish)


def _returned(method: str, result: Any) -> object:  # noqa: ANN401
    """Return what a method returned as JSON, and the bytes of an object; a bucket as the library's own store."""
    if method == "open_bucket":
        from kops._stores import native_store  # which needs this module

        return native_store(result, "what 'open_bucket' returned", holds=True)
    if method == "get" and result is not None:
        value, version = result
        if not isinstance(value, (bytes, bytearray, memoryview)):
            raise TypeError(f"what 'get' returned: expected bytes with their version, not '{type(value).__name__}'")
        return json.dumps(version), bytes(value)
    if method in ("delete", "change_node", "delete_object"):
        return "null", None
    return json_text(result, f"what '{method}' returned"), None


def described(error: BaseException) -> str | None:
    """Describe an error of a cloud, a state store or a cluster as JSON, also one of a subclass, and no other one."""
    for known, facts in _FACTS.items():
        if isinstance(error, known):
            fields = {camel(name): getattr(error, name) for name in facts}
            return json.dumps({"name": known.__name__, "message": str(error), "help": error.help, "fields": fields})
    return None
