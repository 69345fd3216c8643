// Sets of clusters and instance groups: planned, applied and pruned as one.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { mock, test } from "node:test";
import * as kops from "../index.js";

const read = (name) => readFileSync(new URL(`../../examples/fairwinds/${name}`, import.meta.url), "utf8");
const spec = read("cluster_spec.yml");
const name = "demo.kube.example.com";
const otherName = "other.kube.example.com";
const both = `${spec}---\n${spec.replaceAll(name, otherName).replaceAll("cidr: 172.20.", "cidr: 172.20.1")}`;
const group = `---
apiVersion: kops.k8s.io/v1alpha2
kind: InstanceGroup
metadata:
  labels:
    kops.k8s.io/cluster: ${name}
  name: extra
spec:
  machineType: t3.large
  maxSize: 1
  minSize: 1
  role: Node
  subnets:
  - us-east-2a
`;

test("a set is created and pruned", async () => {
  const made = new kops.Engine({ cloud: kops.SimulatedAccount.fromJSON(read("account.json")) });
  const plan = await made.planSet(spec + group, { set: "team" });
  assert.deepEqual(
    plan.clusters.map(({ cluster, action }) => [cluster, action]),
    [[name, "apply"]],
  );
  assert.equal(plan.total.create, plan.clusters[0].plan.steps.length);
  assert.deepEqual(
    plan.clusters[0].changed_objects.map(({ kind }) => kind),
    ["Cluster", "InstanceGroup", "InstanceGroup", "InstanceGroup"],
  );
  const run = made.applySet(plan, { parallel: 4 });
  const told = new Set();
  for await (const event of run) {
    told.add(event.cluster);
  }
  const report = await run;
  assert.deepEqual([...told], [name]);
  assert.equal(report.clusters[0].report.done.length, plan.clusters[0].plan.steps.length);

  const retained = await made.planSet(spec, { set: "team" });
  assert.deepEqual(retained.retained, [{ cluster: name, instance_group: "extra" }]);
  const pruned = await made.planSet(spec, { set: "team", prune: true });
  assert.deepEqual(pruned.clusters[0].deleted_groups, ["extra"]);
  const ends = pruned.total.interruptions.map(({ cluster, impact }) => [cluster, impact.impact]);
  assert.deepEqual(ends.at(-1), [name, "terminates-instances"]);
  const edited = structuredClone(pruned);
  edited.clusters[0].action = "delete";
  await assert.rejects(Promise.resolve(made.applySet(edited)), kops.InvalidPlan);
  await made.applySet(pruned);
  assert.deepEqual((await made.load(name)).instanceGroups, ["masters", "nodes"]);
  await assert.rejects(made.planSet(spec, { set: "other" }), kops.InvalidSpec);
  await assert.rejects(made.planSet("", { set: "team", prune: true }), kops.InvalidSpec);

  const other = spec.replaceAll(name, "other.kube.example.com").replaceAll("cidr: 172.20.", "cidr: 172.20.1");
  const kept = await made.planSet(other, { set: "team" });
  assert.deepEqual(kept.retained, [{ cluster: name, instance_group: null }]);
  await made.applySet(await made.planSet(other, { set: "team", prune: true }));
  assert.deepEqual(await made.clusters(), ["other.kube.example.com"]);
});

test("clusters of a set are checked and reported together", async () => {
  const account = { ...JSON.parse(read("account.json")), limits: { vcpus: 15 } };
  const cloud = kops.SimulatedAccount.fromJSON(JSON.stringify(account));
  const made = new kops.Engine({ cloud });
  const other = spec.replaceAll(name, "other.kube.example.com").replaceAll("cidr: 172.20.", "cidr: 172.20.1");
  const plan = await made.planSet(`${spec}---\n${other}`);
  const found = await made.preflightSet(plan);
  assert.ok(found.clusters.every(({ checks }) => checks.every(({ result }) => result !== "failed")));
  const failed = found.together.filter(({ result }) => result === "failed");
  assert.deepEqual(
    failed.map(({ subject, need, limit }) => [subject, need, limit]),
    [["vCPUs of on-demand standard instances", 16, 15]],
  );
  assert.match((await kops.reportSet(plan)).trimEnd().split("\n").at(-1), /^Total of 2 clusters: /);
  assert.match(await kops.reportSet(plan, { format: "markdown" }), /^### Total of 2 clusters\n/);
});

test("a cluster of a set that fails leaves the report of those before", async () => {
  // The launch templates of one cluster.
  const account = { ...JSON.parse(read("account.json")), limits: { launchTemplates: 2 } };
  const made = new kops.Engine({ cloud: kops.SimulatedAccount.fromJSON(JSON.stringify(account)) });
  const plan = await made.planSet(both);
  const run = made.applySet(plan);
  const told = new Set();
  const iterated = async () => {
    for await (const event of run) {
      told.add(event.cluster);
    }
  };
  await assert.rejects(iterated(), (error) => {
    assert.ok(error instanceof kops.ApplySetIncomplete && error.error instanceof kops.ApplyIncomplete);
    assert.match(error.message, /^cluster `other.kube.example.com`: not every step could be done/);
    const { clusters, cancelled } = error.report;
    assert.deepEqual([error.cluster, clusters.map(({ cluster }) => cluster), cancelled], [otherName, [name], false]);
    assert.equal(clusters[0].report.done.length, plan.clusters[0].plan.steps.length);
    assert.deepEqual(new Set(error.error.failed.map((failure) => failure.error.fields.kind)), new Set(["quota"]));
    assert.equal(error.cause, error.error);
    return true;
  });
  assert.deepEqual([...told], [name, otherName]);
});

test("what the cloud of the caller threw is behind the error of the cluster", async () => {
  const [cloud, boom] = [kops.SimulatedAccount.fromJSON(read("account.json")), new RangeError("boom")];
  mock.method(cloud, "execute", async () => {
    throw boom;
  });
  const made = new kops.Engine({ cloud });
  await assert.rejects(Promise.resolve(made.applySet(await made.planSet(spec))), ({ report, error }) => {
    assert.deepEqual([report.clusters, error.cause, error.failed[0].error.cause], [[], boom, boom]);
    return true;
  });
});

test("a set that is aborted says which clusters are done", async () => {
  const [cloud, controller] = [kops.SimulatedAccount.fromJSON(read("account.json")), new AbortController()];
  const { execute } = cloud;
  mock.method(cloud, "execute", async function aborting(step) {
    if (JSON.stringify(step).includes(otherName)) {
      controller.abort();
    }
    return execute.call(this, step);
  });
  const made = new kops.Engine({ cloud });
  const { signal } = controller;
  await assert.rejects(Promise.resolve(made.applySet(await made.planSet(both), { signal })), (error) => {
    assert.ok(error instanceof kops.AbortError);
    const { clusters, cancelled } = error.report;
    assert.deepEqual([clusters.map(({ cluster }) => cluster), cancelled], [[name], true]);
    return true;
  });
});
