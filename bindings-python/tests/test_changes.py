"""Instance groups that are added and deleted, fields that are set, upgrades, and what two specs differ in."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import kops
import pytest

EXAMPLE = Path(__file__).parents[2] / "examples" / "fairwinds"
TEXT = (EXAMPLE / "cluster_spec.yml").read_text()
NAME = "demo.kube.example.com"


@pytest.fixture
def engine() -> kops.Engine:
    engine = kops.Engine(kops.SimulatedAccount.from_json((EXAMPLE / "account.json").read_text()))
    engine.create(TEXT)
    return engine


def test_an_instance_group_is_made_stored_and_deleted(engine: kops.Engine) -> None:
    group = engine.new_instance_group(engine.load(NAME), "batch", zones=["us-east-2b"])
    assert (group["spec"]["subnets"], group["spec"]["minSize"]) == (["us-east-2b"], 2)
    engine.create(json.dumps(group))
    engine.apply(engine.plan(engine.load(NAME)))
    plan = engine.plan_instance_group_deletion(engine.load(NAME), "batch")
    assert not plan.is_empty and "nodes." not in str(plan)
    engine.apply(plan)
    engine.forget_instance_group(NAME, "batch")
    assert engine.load(NAME).instance_groups == ["masters", "nodes"]
    assert engine.plan(engine.load(NAME)).is_empty
    with pytest.raises(kops.InvalidSpec, match="only control-plane instance group"):
        engine.plan_instance_group_deletion(engine.load(NAME), "masters")
    with pytest.raises(TypeError, match="'role': expected one of `ControlPlane`"):
        engine.new_instance_group(engine.load(NAME), "batch", role="Worker")  # type: ignore[arg-type]


def test_a_plan_is_checked_against_what_the_account_has_left() -> None:
    account = json.loads((EXAMPLE / "account.json").read_text())
    account |= {"limits": {"vcpus": 7}, "denied": ["iam:CreateRole"]}
    cloud = kops.SimulatedAccount.from_json(json.dumps(account))
    engine = kops.Engine(cloud)
    plan = engine.plan(kops.load(TEXT))
    found = engine.preflight(plan)
    failed = {check["subject"]: check for check in found["checks"] if check["result"] == "failed"}
    assert set(failed) == {"vCPUs of on-demand standard instances", "iam:CreateRole"}
    vcpus = failed["vCPUs of on-demand standard instances"]
    assert (vcpus["need"], vcpus["used"], vcpus["limit"]) == (8, 0, 7)
    assert vcpus["quota"] == {"service": "ec2", "code": "L-1216C47A"}
    assert asyncio.run(kops.AsyncEngine(cloud).preflight(plan)) == found


def test_fields_are_set_and_everything_wrong_is_reported(engine: kops.Engine) -> None:
    changed = engine.edit(NAME, instance_group="nodes", set=["spec.maxSize=5"], unset=["spec.machineType"])
    assert changed == kops.ObjectRef("InstanceGroup", "nodes")
    nodes = engine.load(NAME).to_dict()["groups"][1]["spec"]
    assert nodes["maxSize"] == 5 and "machineType" not in nodes
    with pytest.raises(kops.InvalidSpec) as caught:
        engine.edit(NAME, set=["spec.kubelet.maxPod=1", "channel=alpha"])
    assert len(caught.value.diagnostics) == 2
    spec = engine.load(NAME).edited(set=["spec.channel=alpha"])
    assert spec.to_dict()["cluster"]["spec"]["channel"] == "alpha"


def test_an_upgrade_is_a_list_of_changes_and_a_spec(engine: kops.Engine) -> None:
    upgrade = engine.plan_upgrade(engine.load(NAME).edited(set=["spec.kubernetesVersion=1.34.1"]))
    change = upgrade["changes"][0]
    assert (change["field"]["field"], change["old"], change["new"]) == ("spec.kubernetesVersion", "1.34.1", "1.35.5")
    engine.replace(upgrade["spec"])
    assert asyncio.run(upgraded()) == []


async def upgraded() -> list[object]:
    engine = kops.AsyncEngine(kops.SimulatedAccount.from_json((EXAMPLE / "account.json").read_text()))
    upgrade = await engine.plan_upgrade(kops.load(TEXT).edited(set=["spec.channel=alpha"]), channel="alpha")
    return [change for change in upgrade["changes"] if change["field"]["kind"] == "Cluster"]


def test_two_specs_are_compared_without_an_account() -> None:
    old = kops.load(TEXT, name="old.yml")
    assert kops.diff(old, old).is_empty
    plan = kops.diff(old, kops.load(TEXT.replace("maxSize: 3", "maxSize: 6"), name="new.yml"))
    assert "max size  3 -> 6" in str(plan) and len(plan) == 1


def test_every_value_says_where_it_comes_from(engine: kops.Engine) -> None:
    values = engine.check(kops.load(TEXT, name="cluster_spec.yml")).explained()
    by_field = {value["field"]["field"]: value for value in values if value["field"]["kind"] == "Cluster"}
    location = by_field["spec.kubernetesVersion"].get("location")
    assert location is not None and location["file"] == "cluster_spec.yml"
    assert by_field["spec.clusterDNSDomain"].get("rule") == "the default domain of services"
