"""Tests of the automation in scaling.py, against a simulated account: no AWS, no network, no waiting."""

import json
from pathlib import Path

import kops
import pytest
from scaling import scale

FAIRWINDS = Path(__file__).parents[1] / "fairwinds"
CLUSTER = "demo.kube.example.com"


@pytest.fixture
def account() -> kops.SimulatedAccount:
    """Return an account in which the cluster runs."""
    account = kops.SimulatedAccount.from_json((FAIRWINDS / "account.json").read_text())
    engine = kops.Engine(account, store="s3://kops-state-store")
    engine.create((FAIRWINDS / "cluster_spec.yml").read_text())
    engine.apply(engine.plan(engine.load(CLUSTER)))
    return account


def test_scaling_changes_the_group_and_nothing_else(account: kops.SimulatedAccount) -> None:
    """The autoscaling group has the new size, and a second plan has nothing to do."""
    engine = kops.Engine(account, store="s3://kops-state-store")
    changed = scale(engine, CLUSTER, "nodes", 5)
    assert f"autoscaling-group/nodes.{CLUSTER}" in changed
    assert engine.plan(engine.load(CLUSTER)).is_empty
    groups = json.loads(account.to_json())["resources"]["autoscaling-group"]
    assert groups[f"nodes.{CLUSTER}"]["max_size"] == 5


def test_scaling_down_is_refused(account: kops.SimulatedAccount) -> None:
    """A smaller group terminates instances, so nothing is applied and nothing is stored."""
    engine = kops.Engine(account, store="s3://kops-state-store")
    before = account.to_json()
    with pytest.raises(RuntimeError, match="scaling nodes would also touch autoscaling-group/nodes"):
        scale(engine, CLUSTER, "nodes", 1)
    assert account.to_json() == before
