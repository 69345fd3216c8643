// Instance groups that are added and deleted, fields that are set, upgrades, and what two specs differ in.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { diff, Engine, InvalidSpec, load, SimulatedAccount } from "../index.js";

const file = (name) => readFileSync(new URL(`../../examples/fairwinds/${name}`, import.meta.url), "utf8");
const text = file("cluster_spec.yml");
const name = "demo.kube.example.com";

async function stored() {
  const engine = new Engine({ cloud: SimulatedAccount.fromJSON(file("account.json")) });
  await engine.create(text);
  return engine;
}

test("an instance group is made, stored and deleted", async () => {
  const engine = await stored();
  const group = await engine.newInstanceGroup(await engine.load(name), "batch", { zones: ["us-east-2b"] });
  assert.deepEqual([group.spec.subnets, group.spec.minSize], [["us-east-2b"], 2]);
  await engine.create(JSON.stringify(group));
  await engine.apply(await engine.plan(await engine.load(name)));
  const plan = await engine.planInstanceGroupDeletion(await engine.load(name), "batch");
  assert.equal(plan.isEmpty, false);
  await engine.apply(plan);
  await engine.forgetInstanceGroup(name, "batch");
  assert.equal((await engine.plan(await engine.load(name))).isEmpty, true);
  await assert.rejects(engine.planInstanceGroupDeletion(await engine.load(name), "masters"), InvalidSpec);
});

test("a plan is checked against what the account has left", async () => {
  const account = { ...JSON.parse(file("account.json")), limits: { vcpus: 7 }, denied: ["iam:CreateRole"] };
  const engine = new Engine({ cloud: SimulatedAccount.fromJSON(JSON.stringify(account)) });
  const { checks } = await engine.preflight(await engine.plan(await load(text)));
  const failed = checks.filter(({ result }) => result === "failed");
  assert.deepEqual(failed.map(({ subject }) => subject).sort(), [
    "iam:CreateRole",
    "vCPUs of on-demand standard instances",
  ]);
  const { need, used, limit, quota } = failed.find(({ subject }) => subject.startsWith("vCPUs"));
  assert.deepEqual({ need, used, limit }, { need: 8, used: 0, limit: 7 });
  assert.deepEqual(quota, { service: "ec2", code: "L-1216C47A" });
  await assert.rejects(engine.preflight({}), TypeError);
});

test("a plan says which permissions applying it takes", async () => {
  const engine = await stored();
  const plan = await engine.plan(await engine.load(name));
  const policies = JSON.stringify(
    await plan.leastPermissions({ storeUrl: "s3://kops-state-store", account: "123456789012" }),
  );
  for (const part of ["iam:CreateRole", "arn:aws:s3:::kops-state-store/", ":123456789012:"]) {
    assert.ok(policies.includes(part), part);
  }
});

test("fields are set, and everything that is wrong is reported", async () => {
  const engine = await stored();
  const changed = await engine.edit(name, { instanceGroup: "nodes", set: ["spec.maxSize=5"] });
  assert.deepEqual(changed, { kind: "InstanceGroup", name: "nodes" });
  const wrong = engine.edit(name, { set: ["spec.kubelet.maxPod=1", "channel=alpha"] });
  await assert.rejects(wrong, (error) => error instanceof InvalidSpec && error.diagnostics.length === 2);
  const spec = await (await engine.load(name)).edited({ set: ["spec.channel=alpha"] });
  assert.equal(spec.toJSON().cluster.spec.channel, "alpha");
  await assert.rejects(spec.edited({ unset: ["nothing"] }), InvalidSpec);
});

test("an upgrade is a list of changes and a spec", async () => {
  const engine = await stored();
  const old = await (await engine.load(name)).edited({ set: ["spec.kubernetesVersion=1.34.1"] });
  const upgrade = await engine.planUpgrade(old);
  const [change] = upgrade.changes;
  assert.deepEqual([change.field.field, change.old, change.new], ["spec.kubernetesVersion", "1.34.1", "1.35.5"]);
  await engine.replace(upgrade.spec);
});

test("two specs are compared without an account", async () => {
  const old = await load(text, { name: "old.yml" });
  assert.equal((await diff(old, old)).isEmpty, true);
  const plan = await diff(old, await load(text.replace("maxSize: 3", "maxSize: 6"), { name: "new.yml" }));
  assert.match(await plan.report(), /max size {2}3 -> 6/);
});

test("every value says where it comes from", async () => {
  const engine = await stored();
  const full = await engine.check(await load(text, { name: "cluster_spec.yml" }));
  const explained = await full.explained();
  const of = (field) => explained.find((value) => value.field.kind === "Cluster" && value.field.field === field);
  assert.equal(of("spec.kubernetesVersion").location.file, "cluster_spec.yml");
  assert.equal(of("spec.clusterDNSDomain").rule, "the default domain of services");
});
