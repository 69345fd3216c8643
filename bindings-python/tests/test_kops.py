"""What a Python user relies on, on the cluster of examples/fairwinds."""

from pathlib import Path

import kops
import pytest

FAIRWINDS = Path(__file__).parents[2] / "examples" / "fairwinds"
SPEC = (FAIRWINDS / "cluster_spec.yml").read_text()
ACCOUNT = (FAIRWINDS / "account.json").read_text()


def test_load_reads_a_cluster_with_its_groups() -> None:
    spec = kops.load(SPEC, name="cluster_spec.yml")
    assert spec.name == "demo.kube.example.com"
    assert spec.instance_groups == ["masters", "nodes"]


def test_every_finding_has_a_place_and_advice() -> None:
    text = SPEC.replace("machineType: t3.large", "machinetype: t3.large").replace("maxSize: 3", "maxSize: many")
    with pytest.raises(kops.InvalidSpec) as caught:
        kops.load(text, name="broken.yml")
    found = {d.code: d for d in caught.value.diagnostics}
    unknown = found["spec/unknown-field"]
    assert unknown.location is not None
    assert (unknown.location.file, unknown.path) == ("broken.yml", "InstanceGroup/nodes spec.machinetype")
    assert "machineType" in (unknown.help or "")
    assert len(found) == 2
    assert "broken.yml:" in str(caught.value)


async def test_a_plan_is_data_and_a_report() -> None:
    account = kops.SimulatedAccount.from_json(ACCOUNT)
    before = account.to_json()
    plan = await kops.plan(kops.load(SPEC), account)
    data = plan.to_dict()
    assert data["cluster"] == "demo.kube.example.com"
    assert len(plan) == len(data["steps"]) > 70
    assert not plan.is_empty
    assert "to create" in str(plan)
    assert account.to_json() == before, "planning writes nothing"


async def test_the_same_input_gives_the_same_plan() -> None:
    plans = [await kops.plan(kops.load(SPEC), kops.SimulatedAccount.from_json(ACCOUNT)) for _ in range(2)]
    assert plans[0].to_json() == plans[1].to_json()
    assert plans[0].hash == plans[1].hash


def test_a_file_that_is_no_account_is_refused() -> None:
    with pytest.raises(kops.InvalidAccount):
        kops.SimulatedAccount.from_json("{}")
