// Running clusters: validated, listed and replaced, over simulated clusters and clusters in JavaScript.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import * as kops from "../index.js";
import { checkCluster } from "../testing.js";

const read = (name) => readFileSync(new URL(`../../examples/fairwinds/${name}`, import.meta.url), "utf8");

/** An account with a cluster that was applied, its spec and the cluster. */
async function running() {
  const account = kops.SimulatedAccount.fromJSON(read("account.json"));
  const spec = await kops.load(read("cluster_spec.yml"));
  const engine = new kops.Engine({ cloud: account });
  await engine.apply(await engine.plan(spec));
  return { account, spec, engine, cluster: new kops.SimulatedCluster(account, spec.name) };
}

/** Passes the calls of some methods on, and notes them. */
function passed(inner, methods, calls) {
  const pass =
    (method) =>
    async (...values) => {
      calls.push([method, ...values]);
      return inner[method](...values);
    };
  return Object.fromEntries(methods.map((method) => [method, pass(method)]));
}

const CLOUD = ["facts", "observe", "execute", "probe"];
const CLUSTER = ["addresses", "nodes", "pods", "budgets", "changeNode", "evict"];
const OBJECTS = ["serverVersion", "objects", "writeObject", "deleteObject"];

test("a cluster is healthy, and a node that is not ready is a failure with help", async () => {
  const { spec, engine, cluster } = await running();
  assert.deepEqual((await engine.validateCluster(spec, cluster)).failures, []);
  const [node] = await cluster.nodes();
  cluster.setReady(node.name, false);
  const [failure] = (await engine.validateCluster(spec, cluster, { timeout: 60, count: 2 })).failures;
  assert.deepEqual([failure.type, failure.name, failure.canHeal], ["Node", node.name, true]);
  assert.ok(failure.help);
});

test("instances are listed with their nodes and without", async () => {
  const { spec, engine, cluster } = await running();
  const found = await engine.instances(spec, cluster);
  const nodes = await cluster.nodes();
  assert.deepEqual(found.map(({ nodeName }) => nodeName).sort(), nodes.map(({ name }) => name).sort());
  assert.ok((await engine.instances(spec)).every(({ nodeName }) => nodeName === null));
});

test("every option that the schema has is known", async () => {
  const { spec, engine, cluster } = await running();
  const { $defs } = await kops.schema();
  for (const [type, call] of [
    ["RollingUpdateOptions", (options) => engine.planRollingUpdate(spec, cluster, options)],
    ["RollingUpdateOptions", (options) => engine.rollingUpdate(spec, cluster, options)],
    ["AddonOptions", (options) => engine.planAddons(spec, cluster, options)],
    ["ReconcileOptions", (options) => engine.reconcile(spec, cluster, options)],
  ]) {
    const unset = Object.fromEntries(Object.keys($defs[type].properties).map((name) => [name, undefined]));
    await assert.rejects(async () => call({ ...unset, signal: AbortSignal.abort() }), { name: "AbortError" }, type);
  }
});

test("a rolling update is planned, and then replaces every instance", async () => {
  const { spec, engine, cluster } = await running();
  assert.ok((await engine.planRollingUpdate(spec, cluster)).groups.every(({ replace }) => replace.length === 0));
  const { groups } = await engine.planRollingUpdate(spec, cluster, { force: true });
  const before = new Set((await engine.instances(spec)).map(({ id }) => id));
  const run = engine.rollingUpdate(spec, cluster, { force: true });
  const events = [];
  for await (const event of run) events.push(event);
  const report = await run;
  assert.ok(report.groups.every(({ result }) => result === "finished"));
  assert.deepEqual(
    report.groups.map(({ instanceGroup }) => instanceGroup),
    groups.filter(({ replace }) => replace.length > 0).map(({ instanceGroup }) => instanceGroup),
  );
  assert.equal(events.at(-1).event, "ended");
  assert.ok((await engine.instances(spec)).every(({ id }) => !before.has(id)));
  await assert.rejects(engine.planRollingUpdate(spec, cluster, { instanceGroups: ["nowhere"] }), /no instance group/);
});

test("a rolling update that a signal stopped is continued by the next one", async () => {
  const { spec, engine, cluster } = await running();
  const controller = new AbortController();
  const run = engine.rollingUpdate(spec, cluster, { force: true, signal: controller.signal });
  const untilTerminated = async () => {
    for await (const event of run) {
      if (event.event === "terminated") controller.abort();
    }
  };
  await assert.rejects(untilTerminated(), (error) => error instanceof kops.AbortError && error.report.cancelled);
  const report = await engine.rollingUpdate(spec, cluster);
  assert.deepEqual([report.cancelled, report.cordoned], [false, []]);
});

test("versions of launch templates, user data and warnings are read", async () => {
  const { account, spec, cluster } = await running();
  const [group] = await account.instances(spec.name);
  const [{ id }] = group.instances;
  const booted = await account.userData([id, "i-0"]);
  assert.deepEqual(Object.keys(booted), [id]);
  assert.match(booted[id], /^#!\/bin\/bash/);
  const found = await account.launchTemplates([group.template, "lt-0:1"]);
  assert.deepEqual(
    Object.values(found).map(({ name }) => name),
    [group.name],
  );
  assert.deepEqual(await cluster.warnings(), []);
});

test("a cloud and a cluster in JavaScript are replaced without waiting", async () => {
  const { account, spec, cluster } = await running();
  const calls = [];
  const cloud = passed(account, [...CLOUD, "instances", "changeInstance"], calls);
  const engine = new kops.Engine({ cloud, clock: "simulated" });
  const report = await engine.rollingUpdate(spec, passed(cluster, CLUSTER, calls), { force: true });
  assert.ok(report.groups.every(({ result }) => result === "finished"));
  const names = new Set(calls.map(([method]) => method));
  assert.ok(names.has("instances") && names.has("changeInstance"));
  assert.ok(calls.some(([method, , change]) => method === "changeNode" && change === "cordon"));
  const without = new kops.Engine({ cloud: passed(account, CLOUD, calls) });
  await assert.rejects(without.instances(spec), /has no such method/);
});

test("a cloud in JavaScript opens buckets", async () => {
  const { account } = await running();
  const calls = [];
  const cloud = passed(account, [...CLOUD, "openBucket"], calls);
  const backups = "  - backups:\n      backupStore: s3://backups/etcd\n    etcdMembers:";
  const spec = await kops.load(read("cluster_spec.yml").replace("  - etcdMembers:", backups));
  await new kops.Engine({ cloud, clock: "simulated" }).plan(spec);
  assert.ok(calls.some(([method, name]) => method === "openBucket" && name === "backups"));
});

test("errors of a cluster in JavaScript keep their kind", async () => {
  const { spec, engine, cluster } = await running();
  const closed = {
    ...passed(cluster, CLUSTER, []),
    budgets: () => {
      throw new kops.ClusterApiError("may not list budgets", { kind: "denied", status: 403 });
    },
  };
  await assert.rejects(engine.planRollingUpdate(spec, closed, { force: true }), (error) => {
    assert.ok(error instanceof kops.ClusterApiError);
    assert.deepEqual([error.kind, error.status, error.retryable], ["denied", 403, false]);
    return true;
  });
});

test("a text that is no kubeconfig and a server that does not answer are errors", async () => {
  await assert.rejects(kops.Kube.connect("nothing"), (error) => error.kind === "kubeconfig");
  const { spec, engine } = await running();
  await engine.create(read("cluster_spec.yml"));
  await engine.apply(await engine.plan(spec));
  const kubeconfig = await engine.kubeconfig(spec.name, { admin: 3600, apiServer: "https://127.0.0.1:1" });
  await assert.rejects((await kops.Kube.connect(kubeconfig)).nodes(), (error) => error.kind === "network");
});

test("relative paths of a kubeconfig begin in its folder", async () => {
  const { spec, engine } = await running();
  await engine.create(read("cluster_spec.yml"));
  await engine.apply(await engine.plan(spec));
  const whole = await engine.kubeconfig(spec.name, { admin: 3600, apiServer: "https://127.0.0.1:1" });
  const [field, authorities] = whole.match(/certificate-authority-data: (\S+)/);
  const folder = mkdtempSync(join(tmpdir(), "kops-"));
  try {
    writeFileSync(join(folder, "ca.crt"), Buffer.from(authorities, "base64"));
    const kubeconfig = whole.replace(field, "certificate-authority: ca.crt");
    await assert.rejects(kops.Kube.connect(kubeconfig), (error) => error.kind === "kubeconfig");
    assert.ok((await kops.Kube.connect(kubeconfig, { folder })) instanceof kops.Kube);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

const nextSpec = () => kops.load(read("cluster_spec.yml").replace("1.35.5", "1.36.2"));

test("attempts to validate a cluster are events, and the last one is the result", async () => {
  const { spec, engine, cluster } = await running();
  const [node] = await cluster.nodes();
  cluster.setReady(node.name, false);
  const run = engine.validateCluster(spec, cluster, { timeout: 25 });
  const events = [];
  for await (const event of run) events.push(event);
  assert.deepEqual(events.at(-1), { event: "validated", validation: await run });
  assert.equal(events.length, 4);
});

test("waiting for a healthy cluster ends when a signal stops it or its loop is left", async () => {
  const { spec, engine, cluster } = await running();
  const [node] = await cluster.nodes();
  cluster.setReady(node.name, false);
  const controller = new AbortController();
  const run = engine.validateCluster(spec, cluster, { timeout: 1e9, signal: controller.signal });
  const untilAborted = async () => {
    for await (const _ of run) controller.abort();
  };
  await assert.rejects(untilAborted(), kops.AbortError);
  for await (const _ of engine.validateCluster(spec, cluster, { timeout: 1e9 })) break;
});

test("a plan for some instance groups leaves the others as they are", async () => {
  const { engine } = await running();
  const spec = await nextSpec();
  const { groups } = await spec.data();
  const nodes = groups.filter((group) => group.spec.role === "Node").map((group) => group.metadata.name);
  const updated = async (options) =>
    (await (await engine.plan(spec, options)).data()).rolling_updates.map(({ group }) => group);
  assert.ok((await updated({})).length > nodes.length);
  assert.deepEqual(await updated({ instanceGroups: nodes }), nodes);
  assert.deepEqual(await updated({ roles: ["Node"] }), nodes);
  await assert.rejects(engine.plan(spec, { instanceGroups: ["nowhere"] }), kops.InvalidSpec);
});

test("one instance is deleted, named by its node", async () => {
  const { spec, engine, cluster } = await running();
  const nodes = await cluster.nodes();
  const node = nodes.find(({ labels }) => !("node-role.kubernetes.io/control-plane" in labels));
  const { groups } = await engine.rollingUpdate(spec, cluster, { instances: [node.name], surge: false });
  assert.deepEqual(
    groups.flatMap(({ terminated }) => terminated),
    [node.providerId.split("/").at(-1)],
  );
});

test("a cluster is reconciled step by step, stopped and continued", async () => {
  const { account, cluster } = await running();
  const cloud = passed(account, [...CLOUD, "instances", "changeInstance"], []);
  const engine = new kops.Engine({ cloud, clock: "simulated" });
  const spec = await nextSpec();
  await cluster.nodes();
  cluster.setKubeletVersion("v1.36.2");
  const { steps } = await engine.planReconcile(spec, cluster);
  assert.deepEqual(
    steps.slice(0, 3).map(({ action }) => action),
    ["update", "validate", "rolling-update"],
  );
  const toRoll = await engine.groupsToRoll(spec);
  assert.deepEqual(toRoll.map(({ instanceGroup }) => instanceGroup).sort(), [...spec.instanceGroups].sort());
  const controller = new AbortController();
  const run = engine.reconcile(spec, cluster, { signal: controller.signal });
  const untilStep = async () => {
    for await (const { event } of run) {
      if (event === "step-finished") controller.abort();
    }
  };
  // Steps that finish before the signal arrives are done too.
  const isStopped = ({ report }) => report.done >= 1 && report.done < steps.length;
  await assert.rejects(untilStep(), (error) => error instanceof kops.AbortError && isStopped(error));
  const options = { rollingUpdate: { parallel: 2 }, allow: ["*"] };
  const report = await engine.reconcile(spec, cluster, options);
  assert.deepEqual([report.done, report.failure], [report.steps, null]);
  assert.deepEqual(await engine.groupsToRoll(spec), []);
});

test("the steps of an upgrade are planned without an account", async () => {
  const text = read("cluster_spec.yml");
  const { from, to, steps } = await kops.upgradePlan(
    await kops.load(text.replace("1.35.5", "1.33.2")),
    await kops.load(text),
  );
  assert.deepEqual([from, to], ["1.33.2", "1.35.5"]);
  assert.equal(steps[0].kubernetesVersion, "1.34.8");
});

test("clusters in JavaScript pass the conformance suite, with and without leases and objects", async () => {
  for (const methods of [CLUSTER, [...CLUSTER, "lease", "writeLease"], [...CLUSTER, ...OBJECTS]]) {
    const { account, spec } = await running();
    const workloads = [
      { name: "free", replicas: 2 },
      { name: "guarded", replicas: 1, minAvailable: 1 },
    ];
    const cluster = new kops.SimulatedCluster(account, spec.name, { workloads });
    for (let look = 0; look < 2; look++) {
      await cluster.nodes();
      await cluster.pods({ nodes: null });
    }
    const wrapped = passed(cluster, methods, []);
    await checkCluster(wrapped);
    const careless = { ...wrapped, evict: () => ({ result: "accepted" }) };
    await assert.rejects(checkCluster(careless), /evict\/blocked: /);
  }
});

test("addons are planned, applied and waited for", async () => {
  const account = kops.SimulatedAccount.fromJSON(read("account.json"));
  const spec = await kops.load(read("cluster_spec.yml"));
  const engine = new kops.Engine({ cloud: account, clock: "simulated" });
  await engine.apply(await engine.plan(spec));
  const calls = [];
  const cluster = passed(new kops.SimulatedCluster(account, spec.name), [...CLUSTER, ...OBJECTS], calls);
  await cluster.nodes();
  const { updates } = await engine.planAddons(spec, cluster);
  assert.ok(updates.length > 8 && updates.every(({ current }) => current === null));
  assert.ok(!calls.some(([method]) => method === "writeObject"));

  const run = engine.applyAddons(spec, cluster, { timeout: 600 });
  const applied = [];
  for await (const event of run) if (event.event === "applied") applied.push(event.addon);
  const report = await run;
  assert.deepEqual([report.failed, report.unready], [[], []]);
  assert.deepEqual([applied, report.applied], [updates.map(({ name }) => name), applied]);
  const installed = await engine.installedAddons(cluster);
  assert.deepEqual(installed.map(({ name }) => name).sort(), applied.toSorted());
  assert.deepEqual((await engine.planAddons(spec, cluster)).updates, []);

  await assert.rejects(engine.planAddons(spec, cluster, { addons: ["core-dns"] }), /no addon `core-dns`; there are/);
  const manifest = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: mine, namespace: default}\n";
  const own = { channels: ["file:///mine.yaml"], files: { "file:///mine.yaml": manifest } };
  assert.equal((await engine.applyAddons(spec, cluster, own)).applied.length, 1);
  const nodesOnly = passed(new kops.SimulatedCluster(account, spec.name), CLUSTER, []);
  await assert.rejects(engine.planAddons(spec, nodesOnly), (error) => error.kind === "invalid");
});

test("a dump has what a maintainer asks for", async () => {
  const { spec, engine, cluster } = await running();
  const { missing, instances, nodes, resources } = await engine.dump(spec, cluster);
  assert.deepEqual(missing, []);
  assert.equal(instances.length, nodes.length);
  assert.ok(resources.some(({ type }) => type === "vpc"));
});
