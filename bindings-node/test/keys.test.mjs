// Keys, secrets and kubeconfigs from Node, on the cluster of examples/fairwinds.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import * as kops from "../index.js";

const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const spec = read("examples/fairwinds/cluster_spec.yml");
const account = read("examples/fairwinds/account.json");
const cluster = "demo.kube.example.com";

const engine = async () => {
  const made = new kops.Engine({ cloud: kops.SimulatedAccount.fromJSON(account) });
  const created = await made.create(spec);
  assert.ok(created.some(({ kind, name }) => kind === "Cluster" && name === cluster));
  return made;
};

test("keypairs are rotated", async () => {
  const made = await engine();
  const first = await made.createKeypair(cluster, "kubernetes-ca", { primary: true });
  const second = await made.createKeypair(cluster, "kubernetes-ca");
  assert.equal(await made.promoteKeypair(cluster, "kubernetes-ca"), second);
  assert.equal(await made.promoteKeypair(cluster, "kubernetes-ca"), null);
  assert.deepEqual(await made.distrustKeypairs(cluster, "kubernetes-ca"), [first]);
  const [old, young] = await made.keypairs(cluster, "kubernetes-ca");
  assert.deepEqual([old.id, old.isPrimary, typeof old.distrustTimestamp], [first, undefined, "string"]);
  assert.deepEqual([young.id, young.isPrimary, young.isCA, young.keyLength], [second, true, true, 2048]);
  assert.deepEqual(await made.trustKeypairs(cluster, "kubernetes-ca", [first]), [first]);
  assert.doesNotMatch(JSON.stringify(await made.keypairs(cluster)), /PRIVATE KEY/);
});

test("keys are not rotated while instances lack them", async () => {
  const made = await engine();
  await made.apply(await made.plan(await made.load(cluster)));
  await made.createKeypair(cluster, "kubernetes-ca");
  const refused = (error) =>
    error instanceof kops.KeysetError &&
    error.kind === "not-rolled-out" &&
    error.message.includes("`nodes` must be updated and rolled");
  await assert.rejects(made.promoteKeypair(cluster, "kubernetes-ca"), refused);
  await assert.rejects(made.distrustKeypairs(cluster, "kubernetes-ca"), refused);
  assert.ok(await made.promoteKeypair(cluster, "kubernetes-ca", undefined, { force: true }));
  assert.equal((await made.distrustKeypairs(cluster, "kubernetes-ca", undefined, { force: true })).length, 1);
});

test("a keypair of one's own is imported", async () => {
  const made = await engine();
  const [certificate, privateKey, other] = ["rsa.crt", "rsa.key", "ec.key"].map((name) =>
    read(`kops-core/src/pki/testdata/${name}`),
  );
  await assert.rejects(
    made.createKeypair(cluster, "kubernetes-ca", { certificate, privateKey: other, primary: true }),
    (error) => error instanceof kops.KeysetError && error.kind === "invalid-key" && error.keyset === "kubernetes-ca",
  );
  await made.createKeypair(cluster, "kubernetes-ca", { certificate, privateKey, primary: true });
  assert.equal((await made.keypairs(cluster))[0].subject, "CN=kubernetes-ca");
  await assert.rejects(made.keypairs("other.example.com"), kops.NoCluster);
});

test("secrets are stored once", async () => {
  const made = await engine();
  await made.createSecret(cluster, "dockerconfig", '{"auths": {}}');
  assert.deepEqual(await made.secrets(cluster), ["dockerconfig"]);
  assert.equal(Buffer.from(await made.secret(cluster, "dockerconfig")).toString(), '{"auths": {}}');
  await assert.rejects(
    made.createSecret(cluster, "dockerconfig", Buffer.from("{}")),
    (error) => error instanceof kops.SecretError && error.kind === "exists" && error.secret === "dockerconfig",
  );
  await assert.rejects(
    made.createSecret(cluster, "dockerconfig", "c4n4ry", { replace: true }),
    (error) => error.kind === "unexpected" && !error.message.includes("c4n4ry"),
  );
  await made.deleteSecret(cluster, "dockerconfig");
  assert.deepEqual(await made.secrets(cluster), []);
});

test("a kubeconfig keeps what others have in it", async () => {
  const made = await engine();
  await made.createKeypair(cluster, "kubernetes-ca", { primary: true });
  const existing = "users: [{name: other, user: {token: abc}}]";
  const text = await made.kubeconfig(cluster, { internal: true, admin: 600, existing });
  assert.match(text, /server: https:\/\/api\.internal\.demo\.kube\.example\.com\n/);
  assert.match(text, /client-key-data: /);
  assert.match(text, /token: abc/);
  await assert.rejects(made.kubeconfig(cluster, { internal: true, user: "missing" }), kops.KubeconfigError);
});
