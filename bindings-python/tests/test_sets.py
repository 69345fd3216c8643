"""Sets of clusters and instance groups: planned, applied and pruned as one."""

import asyncio
import json

import kops
import pytest
from kops import types
from test_kops import ACCOUNT, SPEC

NAME = "demo.kube.example.com"
OTHER = "other.kube.example.com"
BOTH = f"{SPEC}---\n" + SPEC.replace(NAME, OTHER).replace("cidr: 172.20.", "cidr: 172.20.1")
# The launch templates of one cluster.
LIMITED = json.dumps(json.loads(ACCOUNT) | {"limits": {"launchTemplates": 2}})
GROUP = """\
---
apiVersion: kops.k8s.io/v1alpha2
kind: InstanceGroup
metadata:
  labels:
    kops.k8s.io/cluster: demo.kube.example.com
  name: extra
spec:
  machineType: t3.large
  maxSize: 1
  minSize: 1
  role: Node
  subnets:
  - us-east-2a
"""


def test_a_set_is_created_and_pruned() -> None:
    made, events = kops.Engine(kops.SimulatedAccount.from_json(ACCOUNT)), list[types.SetEvent]()
    plan = made.plan_set(SPEC + GROUP, set="team")
    assert [(cluster["cluster"], cluster["action"]) for cluster in plan["clusters"]] == [(NAME, "apply")]
    assert plan["total"]["create"] == len(plan["clusters"][0]["plan"]["steps"])
    assert [write["kind"] for write in plan["clusters"][0]["changed_objects"]] == ["Cluster"] + ["InstanceGroup"] * 3
    report = made.apply_set(plan, events=events.append, parallel=4)
    assert len(report["clusters"][0]["report"]["done"]) == len(plan["clusters"][0]["plan"]["steps"])
    assert {event["cluster"] for event in events} == {NAME} and not report["cancelled"]

    assert made.plan_set(SPEC, set="team")["retained"] == [{"cluster": NAME, "instance_group": "extra"}]
    pruned = made.plan_set(SPEC, set="team", prune=True)
    assert pruned["clusters"][0]["deleted_groups"] == ["extra"]
    ends = [(found["cluster"], found["impact"]["impact"]) for found in pruned["total"]["interruptions"]]
    assert (NAME, "terminates-instances") in ends
    edited = json.loads(json.dumps(pruned))
    edited["clusters"][0]["action"] = "delete"
    with pytest.raises(kops.InvalidPlan, match="the plan was edited"):
        made.apply_set(edited)
    made.apply_set(pruned)
    assert made.load(NAME).instance_groups == ["masters", "nodes"]
    with pytest.raises(kops.InvalidSpec, match="apply set"):
        made.plan_set(SPEC, set="other")
    with pytest.raises(kops.InvalidSpec, match="no cluster and no instance group"):
        made.plan_set("", set="team", prune=True)

    other = SPEC.replace(NAME, "other.kube.example.com").replace("cidr: 172.20.", "cidr: 172.20.1")
    retained = made.plan_set(other, set="team")["retained"]
    assert retained == [{"cluster": NAME, "instance_group": None}]
    made.apply_set(made.plan_set(other, set="team", prune=True))
    assert made.clusters() == ["other.kube.example.com"]


def test_clusters_of_a_set_are_checked_and_reported_together() -> None:
    cloud = kops.SimulatedAccount.from_json(json.dumps(json.loads(ACCOUNT) | {"limits": {"vcpus": 15}}))
    other = SPEC.replace(NAME, "other.kube.example.com").replace("cidr: 172.20.", "cidr: 172.20.1")
    plan = kops.Engine(cloud).plan_set(f"{SPEC}---\n{other}")
    found = kops.Engine(cloud).preflight_set(plan)
    assert [check["result"] for cluster in found["clusters"] for check in cluster["checks"]].count("failed") == 0
    failed = [check for check in found["together"] if check["result"] == "failed"]
    subject = "vCPUs of on-demand standard instances"
    assert [(check["subject"], check["need"], check["limit"]) for check in failed] == [(subject, 16, 15)]
    assert asyncio.run(kops.AsyncEngine(cloud).preflight_set(plan)) == found

    assert kops.report_set(plan).rstrip().splitlines()[-1].startswith("Total of 2 clusters: ")
    assert kops.report_set(plan, format="markdown").startswith("### Total of 2 clusters\n")


def test_a_set_is_applied_with_asyncio() -> None:
    async def run() -> list[str]:
        made = kops.AsyncEngine(kops.SimulatedAccount.from_json(ACCOUNT))
        plan = await made.plan_set(SPEC, set="team")
        report = await made.apply_set(plan)
        return [cluster["cluster"] for cluster in report["clusters"]]

    assert asyncio.run(run()) == [NAME]


def done(report: types.SetReport | None) -> list[str]:
    """Return the clusters that are done."""
    assert report is not None
    return [cluster["cluster"] for cluster in report["clusters"]]


def test_a_cluster_of_a_set_that_fails_leaves_the_report_of_those_before() -> None:
    made = kops.Engine(kops.SimulatedAccount.from_json(LIMITED))
    plan = made.plan_set(BOTH)
    with pytest.raises(kops.ApplySetIncomplete, match=f"^cluster `{OTHER}`: not every step could be done") as caught:
        made.apply_set(plan)
    error = caught.value
    assert (error.cluster, done(error.report), error.report["cancelled"]) == (OTHER, [NAME], False)
    assert len(error.report["clusters"][0]["report"]["done"]) == len(plan["clusters"][0]["plan"]["steps"])
    assert isinstance(error.error, kops.ApplyIncomplete) and error.error is error.__cause__
    failed = [failure.error for failure in error.error.failed]
    assert {error.kind for error in failed if isinstance(error, kops.CloudError)} == {"quota"}


def test_what_the_cloud_of_the_caller_raised_is_behind_the_error_of_the_cluster() -> None:
    class Broken(kops.SimulatedAccount):
        def execute(self, step: types.BoundStep) -> types.Outcome:
            raise LookupError("boom")

    made = kops.Engine(Broken.from_json(ACCOUNT))
    with pytest.raises(kops.ApplySetIncomplete) as caught:
        made.apply_set(made.plan_set(SPEC))
    error = caught.value.error
    assert (done(caught.value.report), str(error.__cause__)) == ([], "boom")
    assert isinstance(error, kops.ApplyIncomplete) and isinstance(error.failed[0].error.__cause__, LookupError)


def test_ctrl_c_while_a_set_is_applied_says_how_far_it_came() -> None:
    made = kops.Engine(kops.SimulatedAccount.from_json(ACCOUNT))

    def interrupt(event: types.SetEvent) -> None:
        if event["cluster"] == OTHER and event["event"]["event"] == "finished":
            raise KeyboardInterrupt

    with pytest.raises(kops.Interrupted) as caught:
        made.apply_set(made.plan_set(BOTH), events=interrupt, parallel=1)
    stopped = caught.value
    assert stopped.apply_set is not None and stopped.report is not None
    assert (done(stopped.apply_set), stopped.apply_set["cancelled"]) == ([NAME], True)
    assert len(stopped.report.done) == 1


async def test_a_set_that_fails_raises_after_its_last_event() -> None:
    made = kops.AsyncEngine(kops.SimulatedAccount.from_json(LIMITED))
    run, clusters = made.apply_set(await made.plan_set(BOTH)), set[str]()
    with pytest.raises(kops.ApplySetIncomplete):
        async for event in run:
            clusters.add(event["cluster"])
    assert (clusters, done(run.report)) == ({NAME, OTHER}, [NAME])


async def test_a_set_whose_block_is_left_early_is_stopped_and_raises_nothing() -> None:
    class Stopped(kops.SimulatedAccount):
        def execute(self, step: types.BoundStep) -> types.Outcome:
            run.cancel()  # it may be done before the block is left
            return super().execute(step)

    made = kops.AsyncEngine(Stopped.from_json(ACCOUNT))
    async with made.apply_set(await made.plan_set(SPEC)) as run:
        async for _ in run:
            break
    assert run.report is not None and (done(run.report), run.report["cancelled"]) == ([], True)
