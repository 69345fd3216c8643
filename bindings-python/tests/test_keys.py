"""Keys, secrets and kubeconfigs from Python, on the cluster of examples/fairwinds."""

import asyncio
from pathlib import Path

import kops
import pytest

ROOT = Path(__file__).parents[2]
SPEC = (ROOT / "examples" / "fairwinds" / "cluster_spec.yml").read_text()
ACCOUNT = (ROOT / "examples" / "fairwinds" / "account.json").read_text()
KEYS = ROOT / "kops-core" / "src" / "pki" / "testdata"
CLUSTER = "demo.kube.example.com"


def engine() -> kops.Engine:
    """Return an engine whose state store holds the cluster."""
    made = kops.Engine(kops.SimulatedAccount.from_json(ACCOUNT))
    assert kops.ObjectRef("Cluster", CLUSTER) in made.create(SPEC)
    return made


def test_keypairs_are_rotated() -> None:
    made = engine()
    first = made.create_keypair(CLUSTER, "kubernetes-ca", primary=True)
    second = made.create_keypair(CLUSTER, "kubernetes-ca")
    assert made.promote_keypair(CLUSTER, "kubernetes-ca") == second
    assert made.promote_keypair(CLUSTER, "kubernetes-ca") is None
    assert made.distrust_keypairs(CLUSTER, "kubernetes-ca") == [first]
    old, new = made.keypairs(CLUSTER, "kubernetes-ca")
    assert (old.id, old.is_primary, old.distrust_timestamp is None) == (first, False, False)
    assert (new.id, new.is_primary, new.is_ca, new.key_length, new.has_private_key) == (second, True, True, 2048, True)
    assert made.trust_keypairs(CLUSTER, "kubernetes-ca", [first]) == [first]
    assert "PRIVATE KEY" not in repr(made.keypairs(CLUSTER))


def test_keys_are_not_rotated_while_instances_lack_them() -> None:
    made = engine()
    made.apply(made.plan(made.load(CLUSTER)))
    made.create_keypair(CLUSTER, "kubernetes-ca")
    for refused in (made.promote_keypair, made.distrust_keypairs):
        with pytest.raises(kops.KeysetError, match="`nodes` must be updated and rolled") as caught:
            refused(CLUSTER, "kubernetes-ca")
        assert (caught.value.kind, caught.value.keyset) == ("not-rolled-out", "kubernetes-ca")
    assert made.promote_keypair(CLUSTER, "kubernetes-ca", force=True)
    assert len(made.distrust_keypairs(CLUSTER, "kubernetes-ca", force=True)) == 1


def test_a_keypair_of_ones_own_is_imported() -> None:
    made = engine()
    certificate, key, other = (KEYS.joinpath(name).read_text() for name in ("rsa.crt", "rsa.key", "ec.key"))
    with pytest.raises(kops.KeysetError) as caught:
        made.create_keypair(CLUSTER, "kubernetes-ca", certificate=certificate, private_key=other, primary=True)
    assert (caught.value.kind, caught.value.keyset) == ("invalid-key", "kubernetes-ca")
    made.create_keypair(CLUSTER, "kubernetes-ca", certificate=certificate, private_key=key, primary=True)
    assert made.keypairs(CLUSTER)[0].subject == "CN=kubernetes-ca"
    with pytest.raises(kops.NoCluster):
        made.keypairs("other.example.com")


def test_secrets_are_stored_once() -> None:
    made = engine()
    made.create_secret(CLUSTER, "dockerconfig", b'{"auths": {}}')
    assert made.secrets(CLUSTER) == ["dockerconfig"]
    assert made.secret(CLUSTER, "dockerconfig") == b'{"auths": {}}'
    with pytest.raises(kops.SecretError) as caught:
        made.create_secret(CLUSTER, "dockerconfig", b"{}")
    assert (caught.value.kind, caught.value.secret) == ("exists", "dockerconfig")
    with pytest.raises(kops.SecretError) as caught:
        made.create_secret(CLUSTER, "dockerconfig", b"c4n4ry", replace=True)
    assert caught.value.kind == "unexpected"
    assert "c4n4ry" not in str(caught.value)
    made.delete_secret(CLUSTER, "dockerconfig")
    assert made.secrets(CLUSTER) == []


def test_a_kubeconfig_keeps_what_others_have_in_it() -> None:
    made = engine()
    made.create_keypair(CLUSTER, "kubernetes-ca", primary=True)
    text = made.kubeconfig(CLUSTER, internal=True, admin=600, existing="users: [{name: other, user: {token: abc}}]")
    assert f"server: https://api.internal.{CLUSTER}\n" in text
    assert "client-key-data: " in text
    assert "token: abc" in text
    with pytest.raises(kops.KubeconfigError):
        made.kubeconfig(CLUSTER, internal=True, user="missing")


def test_the_async_engine_has_the_same_calls() -> None:
    async def run() -> str:
        made = kops.AsyncEngine(kops.SimulatedAccount.from_json(ACCOUNT))
        await made.create(SPEC)
        first = await made.create_keypair(CLUSTER, "kubernetes-ca", primary=True)
        assert [keypair.id for keypair in await made.keypairs(CLUSTER)] == [first]
        await made.create_secret(CLUSTER, "admin", b"token")
        assert await made.secret(CLUSTER, "admin") == b"token"
        return await made.kubeconfig(CLUSTER, internal=True)

    assert f"current-context: {CLUSTER}\n" in asyncio.run(run())
