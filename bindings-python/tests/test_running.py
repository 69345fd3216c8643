"""Running clusters: validated, listed and replaced, over simulated clusters and clusters in Python."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import kops
import pytest
from kops import types
from test_kops import ACCOUNT, SPEC
from test_ports import Wrapped

FORCE: types.RollingUpdateOptions = {"force": True}


class Living(Wrapped):
    """A cloud in Python that has buckets and instances."""

    def open_bucket(self, name: str) -> kops.StateStore:
        self.calls.append(f"bucket {name}")
        return self.inner.open_bucket(name)

    async def instances(self, cluster: str) -> list[types.RunningGroup]:
        self.calls.append("instances")
        return self.inner.instances(cluster)

    def change_instance(self, change: types.InstanceChange) -> types.Readiness:
        self.calls.append(change["do"])
        return self.inner.change_instance(change)


class Passed:
    """A cluster in Python that passes calls on."""

    def __init__(self, inner: kops.SimulatedCluster) -> None:
        self.inner = inner
        self.changes: list[str] = []

    def addresses(self) -> list[str]:
        return self.inner.addresses()

    async def nodes(self) -> list[types.Node]:
        return self.inner.nodes()

    def pods(self, query: types.PodQuery) -> list[types.Pod]:
        return self.inner.pods(query)

    def budgets(self) -> list[types.Budget]:
        return self.inner.budgets()

    async def change_node(self, node: str, change: types.NodeChange) -> None:
        self.changes.append(change)
        self.inner.change_node(node, change)

    def evict(self, pod: types.PodId) -> types.Eviction:
        return self.inner.evict(pod)


def running() -> tuple[kops.SimulatedAccount, kops.Spec, kops.SimulatedCluster]:
    """Return an account with a cluster that was applied, its spec and the cluster."""
    account, spec = kops.SimulatedAccount.from_json(ACCOUNT), kops.load(SPEC)
    made = kops.Engine(account)
    made.apply(made.plan(spec))
    return account, spec, kops.SimulatedCluster(account, spec.name)


def test_a_cluster_is_healthy_and_a_node_that_is_not_ready_is_a_failure_with_help() -> None:
    account, spec, cluster = running()
    made = kops.Engine(account)
    assert made.validate_cluster(spec, cluster)["failures"] == []
    [node, *_] = cluster.nodes()
    cluster.set_ready(node["name"], False)
    [failure, *_] = made.validate_cluster(spec, cluster, timeout=60, count=2)["failures"]
    assert (failure["type"], failure["name"], failure["canHeal"]) == ("Node", node["name"], True)
    assert failure["help"]


def test_instances_are_listed_with_their_nodes_and_without() -> None:
    account, spec, cluster = running()
    made = kops.Engine(account)
    found = made.instances(spec, cluster)
    assert {instance["nodeName"] for instance in found} == {node["name"] for node in cluster.nodes()}
    assert {instance["status"] for instance in found} == {"UpToDate"}
    assert [instance["nodeName"] for instance in made.instances(spec)] == [None] * len(found)


def test_a_rolling_update_is_planned_and_then_replaces_every_instance() -> None:
    account, spec, cluster = running()
    made = kops.Engine(account)
    assert not any(group["replace"] for group in made.plan_rolling_update(spec, cluster)["groups"])
    planned = made.plan_rolling_update(spec, cluster, options=FORCE)
    names = {instance["id"] for instance in made.instances(spec)}
    events = list[types.RollingUpdateEvent]()
    report = made.rolling_update(spec, cluster, options=FORCE, events=events.append)
    assert {group["result"] for group in report["groups"]} == {"finished"}
    assert [group["instanceGroup"] for group in report["groups"]] == [
        group["instanceGroup"] for group in planned["groups"] if group["replace"]
    ]
    assert events[-1]["event"] == "ended"
    assert names.isdisjoint(instance["id"] for instance in made.instances(spec))
    with pytest.raises(kops.KopsError, match="has no instance group `nowhere`"):
        made.plan_rolling_update(spec, cluster, options={"instanceGroups": ["nowhere"]})


async def test_a_rolling_update_is_iterated_over_and_continued_after_it_was_stopped() -> None:
    account, spec, cluster = running()
    made = kops.AsyncEngine(account)
    async with made.rolling_update(spec, cluster, options=FORCE) as run:
        async for event in run:
            if event["event"] == "terminated":
                break
    assert run.report is not None and run.report["cancelled"]
    report = await made.rolling_update(spec, cluster)
    assert not report["cancelled"] and report["cordoned"] == []
    assert {instance["status"] for instance in await made.instances(spec, cluster)} == {"UpToDate"}


def test_ctrl_c_stops_a_rolling_update_and_says_how_far_it_came() -> None:
    account, spec, cluster = running()

    def interrupt(event: types.RollingUpdateEvent) -> None:
        if event["event"] == "terminated":
            raise KeyboardInterrupt

    with pytest.raises(kops.Interrupted) as caught:
        kops.Engine(account).rolling_update(spec, cluster, options=FORCE, events=interrupt)
    assert caught.value.report is None
    assert caught.value.rolling_update is not None and caught.value.rolling_update["cancelled"]


def test_a_cloud_and_a_cluster_in_python_are_replaced_without_waiting() -> None:
    account, spec, inner = running()
    cloud, cluster = Living(account), Passed(inner)
    made = kops.Engine(cloud, clock="simulated")
    report = made.rolling_update(spec, cluster, options=FORCE)
    assert {group["result"] for group in report["groups"]} == {"finished"}
    assert {"instances", "terminate"} <= set(cloud.calls)
    assert "cordon" in cluster.changes
    with pytest.raises(kops.CloudError, match="has no such method"):
        kops.Engine(Wrapped(account)).instances(spec)


def test_a_cloud_in_python_opens_buckets() -> None:
    old, new = "  - etcdMembers:", "  - backups:\n      backupStore: s3://backups/etcd\n    etcdMembers:"
    cloud, spec = Living(kops.SimulatedAccount.from_json(ACCOUNT)), kops.load(SPEC.replace(old, new, 1))
    kops.Engine(cloud, clock="simulated").plan(spec)
    assert "bucket backups" in cloud.calls


def test_errors_of_a_cluster_in_python_keep_their_kind() -> None:
    account, spec, inner = running()

    class Closed(Passed):
        def budgets(self) -> list[types.Budget]:
            raise kops.ClusterApiError("may not list budgets", kind="denied", status=403)

    with pytest.raises(kops.ClusterApiError) as caught:
        kops.Engine(account).plan_rolling_update(spec, Closed(inner), options=FORCE)
    assert (caught.value.kind, caught.value.status, caught.value.retryable) == ("denied", 403, False)
    assert kops.ClusterApiError("later", kind="throttled").retryable


def test_a_text_that_is_no_kubeconfig_and_a_server_that_does_not_answer_are_errors() -> None:
    with pytest.raises(kops.ClusterApiError) as caught:
        kops.Kube("nothing")
    assert caught.value.kind == "kubeconfig"
    account, spec, _ = running()
    made = kops.Engine(account)
    made.create(SPEC)
    made.apply(made.plan(spec))
    kubeconfig = made.kubeconfig(spec.name, admin=3600, api_server="https://127.0.0.1:1")
    with pytest.raises(kops.ClusterApiError) as caught:
        kops.Kube(kubeconfig).nodes()
    assert caught.value.kind == "network"


def test_wrong_arguments_of_running_clusters_are_type_errors_that_name_them() -> None:
    account, spec, cluster = running()
    made: Any = kops.Engine(account)
    calls: list[tuple[str, Callable[[], object]]] = [
        ("cluster", lambda: made.validate_cluster(spec, "c4n4ry")),
        ("forse", lambda: made.rolling_update(spec, cluster, options={"forse": True})),
        ("cloud", lambda: kops.SimulatedCluster("c4n4ry", "a")),  # type: ignore[arg-type]
    ]
    for argument, call in calls:
        with pytest.raises((TypeError, ValueError)) as caught:
            call()
        assert f"argument '{argument}'" in str(caught.value)
        assert "c4n4ry" not in str(caught.value)
