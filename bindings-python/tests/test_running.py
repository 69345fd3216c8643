"""Running clusters: validated, listed and replaced, over simulated clusters and clusters in Python."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import kops
import pytest
from kops import types
from test_kops import ACCOUNT, SPEC
from test_ports import Asynchronous, Wrapped

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


def test_versions_of_launch_templates_user_data_and_warnings_are_read() -> None:
    account, spec, cluster = running()
    [group, *_] = account.instances(spec.name)
    assert group["template"] is not None
    instance = group["instances"][0]["id"]
    booted = account.user_data([instance, "i-0"])
    assert list(booted) == [instance] and booted[instance].startswith("#!/bin/bash")
    found = account.launch_templates([group["template"], "lt-0:1"])
    assert [template["name"] for template in found.values()] == [group["name"]]
    assert cluster.warnings() == []


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


def test_relative_paths_of_a_kubeconfig_begin_in_its_folder(tmp_path: Path) -> None:
    account, spec, _ = running()
    made = kops.Engine(account)
    made.create(SPEC)
    made.apply(made.plan(spec))
    kubeconfig = made.kubeconfig(spec.name, admin=3600, api_server="https://127.0.0.1:1")
    [authorities] = re.findall(r"certificate-authority-data: (\S+)", kubeconfig)
    (tmp_path / "ca.crt").write_bytes(base64.b64decode(authorities))
    kubeconfig = kubeconfig.replace(f"certificate-authority-data: {authorities}", "certificate-authority: ca.crt")
    with pytest.raises(kops.ClusterApiError) as caught:
        kops.Kube(kubeconfig)
    assert caught.value.kind == "kubeconfig"
    assert isinstance(kops.Kube(kubeconfig, folder=tmp_path), kops.Kube)
    with pytest.raises(TypeError, match="argument 'folder': expected a path"):
        kops.Kube(kubeconfig, folder=7)  # type: ignore[arg-type]


def test_wrong_arguments_of_running_clusters_are_type_errors_that_name_them() -> None:
    account, spec, cluster = running()
    made: Any = kops.Engine(account)
    calls: list[tuple[str, Callable[[], object]]] = [
        ("cluster", lambda: made.validate_cluster(spec, "c4n4ry")),
        ("forse", lambda: made.rolling_update(spec, cluster, options={"forse": True})),
        ("cloud", lambda: kops.SimulatedCluster("c4n4ry", "a")),  # type: ignore[arg-type]
    ]
    for argument, call in calls:
        with pytest.raises(TypeError) as caught:
            call()
        assert f"argument '{argument}'" in str(caught.value)
        assert "c4n4ry" not in str(caught.value)
    with pytest.raises(TypeError, match=r"unknown field `forse`; did you mean `force`\?"):
        made.rolling_update(spec, cluster, options={"forse": True})


def next_spec(account: kops.SimulatedAccount, version: str = "1.36.2") -> kops.Spec:
    return kops.load(SPEC.replace("kubernetesVersion: 1.35.5", f"kubernetesVersion: {version}"))


def test_attempts_to_validate_a_cluster_are_events_and_the_last_one_is_the_result() -> None:
    account, spec, cluster = running()
    cluster.nodes()
    cluster.set_ready(cluster.nodes()[0]["name"], False)
    events = list[types.ValidationEvent]()
    found = kops.Engine(account).validate_cluster(spec, cluster, timeout=25, events=events.append)
    assert [event["event"] for event in events] == ["validated"] * 4
    assert events[-1] == {"event": "validated", "validation": found}


async def test_waiting_for_a_healthy_cluster_is_iterated_over_and_ends_when_it_is_cancelled() -> None:
    account, spec, cluster = running()
    cluster.nodes()
    cluster.set_ready(cluster.nodes()[0]["name"], False)
    async with kops.AsyncEngine(account).validate_cluster(spec, cluster, timeout=1e6) as run:
        async for _ in run:
            cluster.set_ready(cluster.nodes()[0]["name"], True)
    assert run.report is not None and run.report["failures"] == []
    cluster.set_ready(cluster.nodes()[0]["name"], False)
    async for _ in kops.AsyncEngine(account).validate_cluster(spec, cluster, timeout=1e9):
        break


def test_a_plan_for_some_instance_groups_leaves_the_others_as_they_are() -> None:
    account, _, _ = running()
    made, spec = kops.Engine(account), next_spec(account)
    groups = {group["metadata"]["name"]: group for group in spec.to_dict()["groups"]}
    [nodes] = [name for name, group in groups.items() if group["spec"]["role"] == "Node"]

    def updated(plan: kops.Plan) -> set[str]:
        return {update["group"] for update in plan.to_dict()["rolling_updates"]}

    assert nodes in updated(made.plan(spec))
    assert updated(made.plan(spec, instance_groups=[nodes])) == {nodes} == updated(made.plan(spec, roles=["Node"]))
    with pytest.raises(kops.InvalidSpec, match="`nowhere` not found"):
        made.plan(spec, instance_groups=["nowhere"])
    with pytest.raises(kops.InvalidSpec, match="no instance group has these names and roles"):
        made.plan(spec, instance_groups=[nodes], roles=["Master"])


def test_one_instance_is_deleted_and_named_by_its_node() -> None:
    account, spec, cluster = running()
    made = kops.Engine(account)
    before = {instance["id"] for instance in made.instances(spec)}
    [node, *_] = [node for node in cluster.nodes() if "node-role.kubernetes.io/control-plane" not in node["labels"]]
    report = made.rolling_update(spec, cluster, options={"instances": [node["name"]], "holder": "me"})
    [outcome] = [group for group in report["groups"] if group["terminated"]]
    assert len(outcome["terminated"]) == 1
    assert before - {instance["id"] for instance in made.instances(spec)} == set(outcome["terminated"])


def test_a_cluster_is_reconciled_step_by_step() -> None:
    account, _, cluster = running()
    made, spec = kops.Engine(account), next_spec(account)
    cluster.nodes()
    cluster.set_kubelet_version("v1.36.2")
    planned = made.plan_reconcile(spec, cluster)
    assert [step["action"] for step in planned["steps"]][:3] == ["update", "validate", "rolling-update"]
    assert {group["instanceGroup"] for group in made.groups_to_roll(spec)} == {*spec.instance_groups}
    events = list[types.ReconcileEvent]()
    report = made.reconcile(spec, cluster, options={"rollingUpdate": {"force": True}}, events=events.append)
    assert (report["done"], report["failure"]) == (len(planned["steps"]), None)
    assert {event["event"] for event in events} >= {"step-started", "apply", "rolling-update", "step-finished"}
    assert events[-1] == {"event": "ended", "report": report}
    assert made.groups_to_roll(spec) == []
    with pytest.raises(kops.InvalidSpec, match="cannot go back"):
        made.plan_reconcile(kops.load(SPEC.replace("1.35.5", "1.34.8")), cluster)


class OnTheLoop(Asynchronous):
    """A cloud whose calls wait for the event loop, so that nothing is done between an event and what comes of it."""

    async def instances(self, cluster: str) -> list[types.RunningGroup]:
        return self.inner.instances(cluster)

    async def change_instance(self, change: types.InstanceChange) -> types.Readiness:
        return self.inner.change_instance(change)


async def test_reconciling_a_cluster_is_stopped_and_continued() -> None:
    account, _, cluster = running()
    made, spec = kops.AsyncEngine(OnTheLoop(account), clock="simulated"), next_spec(account)
    cluster.nodes()
    cluster.set_kubelet_version("v1.36.2")
    async with made.reconcile(spec, cluster) as run:
        async for event in run:
            if event["event"] == "step-finished":
                break
    assert run.report is not None and run.report["cancelled"] and run.report["done"] < run.report["steps"]
    report = await made.reconcile(spec, cluster)
    assert report["done"] == report["steps"]


def test_ctrl_c_stops_reconciling_and_says_how_far_it_came() -> None:
    account, _, cluster = running()

    def interrupt(event: types.ReconcileEvent) -> None:
        if event["event"] == "step-finished":
            raise KeyboardInterrupt

    with pytest.raises(kops.Interrupted) as caught:
        kops.Engine(account).reconcile(next_spec(account), cluster, events=interrupt)
    assert (caught.value.report, caught.value.rolling_update) == (None, None)
    assert caught.value.reconcile is not None and caught.value.reconcile["cancelled"]


def test_the_steps_of_an_upgrade_are_planned_without_an_account() -> None:
    found = kops.upgrade_plan(kops.load(SPEC.replace("1.35.5", "1.33.2")), kops.load(SPEC))
    assert (found["from"], found["to"]) == ("1.33.2", "1.35.5")
    assert {step["kubernetesVersion"] for step in found["steps"]} == {"1.34.8", "1.35.5"}
    first = found["steps"][0]["plan"]
    assert first is not None and len(first["hash"]) == 64
    causes = [cause for step in found["steps"] for update in step["rollingUpdates"] for cause in update["causes"]]
    assert "spec.kubernetesVersion" in {cause["path"]["field"] for cause in causes}


class WithObjects(Passed):
    """A cluster in Python that has objects of any kind."""

    def server_version(self) -> str:
        return self.inner.server_version()

    async def objects(self, query: types.ObjectQuery) -> list[types.ListedObject]:
        return self.inner.objects(query)

    def write_object(self, object: Mapping[str, Any], write: types.ObjectWrite) -> Mapping[str, Any]:
        self.changes.append(write)
        return self.inner.write_object(object, write)

    async def delete_object(self, id: types.ObjectId) -> None:
        self.inner.delete_object(id)


def applied() -> tuple[kops.SimulatedAccount, kops.MemoryStore, kops.Spec]:
    """Return an account and a state store with a cluster that was applied, and its spec."""
    account, store, spec = kops.SimulatedAccount.from_json(ACCOUNT), kops.MemoryStore(), kops.load(SPEC)
    engine = kops.Engine(account, store=store, clock="simulated")
    engine.apply(engine.plan(spec))
    return account, store, spec


def test_addons_are_planned_applied_and_waited_for() -> None:
    account, store, spec = applied()
    engine, cluster = kops.Engine(account, store=store, clock="simulated"), kops.SimulatedCluster(account, spec.name)
    cluster.nodes()
    api = WithObjects(cluster)
    plan = engine.plan_addons(spec, api)
    assert len(plan["updates"]) > 8
    assert api.changes == []
    events: list[types.AddonEvent] = []
    report = engine.apply_addons(spec, api, options={"timeout": 600}, events=events.append)
    names = [update["name"] for update in plan["updates"]]
    assert (report["applied"], report["failed"], report["unready"]) == (names, [], [])
    assert [event["addon"] for event in events if event["event"] == "applied"] == names
    assert sorted(addon["name"] for addon in engine.installed_addons(api)) == sorted(names)
    assert engine.plan_addons(spec, cluster)["updates"] == []

    with pytest.raises(kops.KopsError, match="no addon `core-dns`; there are"):
        engine.plan_addons(spec, cluster, options={"addons": ["core-dns"]})
    manifest = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: mine, namespace: default}\n"
    own: types.AddonOptions = {"channels": ["file:///mine.yaml"], "files": {"file:///mine.yaml": manifest}}
    assert len(engine.apply_addons(spec, cluster, options=own)["applied"]) == 1
    with pytest.raises(kops.ClusterApiError) as caught:
        engine.plan_addons(spec, Passed(cluster))
    assert caught.value.kind == "invalid"


async def test_addons_are_applied_in_an_event_loop() -> None:
    account, store, spec = applied()
    engine, cluster = (
        kops.AsyncEngine(account, store=store, clock="simulated"),
        kops.AsyncCluster(kops.SimulatedCluster(account, spec.name)),
    )
    await cluster.nodes()
    async with engine.apply_addons(spec, cluster, options={"timeout": 600}) as run:
        names = [event["addon"] async for event in run if event["event"] == "applied"]
    assert run.report is not None and run.report["applied"] == names
    assert sorted(addon["name"] for addon in await engine.installed_addons(cluster)) == sorted(names)


def test_clusters_in_python_pass_the_conformance_suite_with_and_without_leases_and_objects() -> None:
    class Leasing(Passed):
        def lease(self, name: str) -> types.Lease | None:
            return self.inner.lease(name)

        def write_lease(self, lease: types.Lease) -> str:
            return self.inner.write_lease(lease)

    for wrapped in (Passed, Leasing, WithObjects):
        account, spec, _ = running()
        workloads: list[types.Workload] = [
            {"name": "free", "replicas": 2},
            {"name": "guarded", "replicas": 1, "minAvailable": 1},
        ]
        cluster = kops.SimulatedCluster(account, spec.name, workloads=workloads)
        for _ in range(2):
            cluster.nodes()
            cluster.pods({"nodes": None})
        kops.testing.check_cluster(wrapped(cluster))

    class Careless(Passed):
        def evict(self, pod: types.PodId) -> types.Eviction:
            return {"result": "accepted"}

    with pytest.raises(AssertionError, match="evict/blocked: "):
        kops.testing.check_cluster(Careless(cluster))


def test_a_dump_has_what_a_maintainer_asks_for_and_says_what_could_not_be_read() -> None:
    account, spec, cluster = running()
    found = kops.Engine(account).dump(spec, cluster)
    assert (found["cluster"], found["missing"]) == (spec.name, [])
    assert {instance["nodeName"] for instance in found["instances"]} == {node["name"] for node in found["nodes"]}
    assert {"autoscaling-group", "vpc"} <= {resource["type"] for resource in found["resources"]}
    [problem] = kops.Engine(Wrapped(account)).dump(spec)["missing"]
    assert "the cloud has no such method" in problem
