"""What tests are made of: conformance suites, and clouds that record and replay."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

from kops import _native
from kops._accounts import Recorder, Replay, SimulatedAccount, native_cloud
from kops._clusters import native_cluster
from kops._ports import CloudLike, ClusterApiLike, StateStoreLike
from kops._stores import native_store

__all__ = ["Recorder", "Replay", "account", "check_cloud", "check_cluster", "check_store", "record"]


def account() -> SimulatedAccount:
    """Return an empty simulated account with what ``check_cloud`` looks up, such as an image and a hosted zone."""
    return cast(SimulatedAccount, SimulatedAccount._of(_native.Cloud.conformance()))


def check_cloud(make: Callable[[], CloudLike], *, lacks: Sequence[str] = ()) -> None:
    """Run every check of the conformance suite, each on an account of its own from ``make``.

    An account must offer what that of ``account`` does. ``lacks`` names checks to leave out.

    Raises ``AssertionError`` with everything that failed.
    """
    clouds: list[CloudLike] = []

    def native() -> _native.Cloud:
        clouds.append(make())
        return native_cloud(clouds[-1], is_held=True)

    failed = _native.check_cloud(native, list(lacks))
    if failed:
        raise AssertionError("the cloud fails these checks:\n" + "\n".join(failed))


def check_cluster(cluster: ClusterApiLike, *, free: str = "free", guarded: str = "guarded") -> None:
    """Run every check of the conformance suite on a running cluster. They mark its nodes and end pods.

    At least one pod with the label ``app`` of ``free`` runs that no budget is for, and one with that of ``guarded``
    whose budget allows no disruption. A ``SimulatedCluster`` has them with the workloads ``{"name": "free",
    "replicas": 2}`` and ``{"name": "guarded", "replicas": 1, "minAvailable": 1}``, once its nodes were listed.

    Raises ``AssertionError`` with everything that failed.
    """
    failed = _native.check_cluster(native_cluster(cluster), free, guarded)
    if failed:
        raise AssertionError("the cluster fails these checks:\n" + "\n".join(failed))


def check_store(store: StateStoreLike) -> None:
    """Run every check of the conformance suite on a state store, below the key ``conformance``.

    Raises ``AssertionError`` with everything that failed.
    """
    failed = _native.check_store(native_store(store, "store"))
    if failed:
        raise AssertionError("the state store fails these checks:\n" + "\n".join(failed))


def record(cloud: CloudLike) -> Recorder:
    """Return a cloud that answers as another one and records the answers; ``Replay.from_json`` plays them back."""
    return Recorder(cloud)
