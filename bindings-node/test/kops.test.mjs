// What a user of Node relies on, on the cluster of examples/fairwinds.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import * as kops from "../index.js";

const read = (name) => readFileSync(new URL(`../../examples/fairwinds/${name}`, import.meta.url), "utf8");
const spec = read("cluster_spec.yml");
const account = read("account.json");

test("load reads a cluster with its groups", () => {
  const loaded = kops.load(spec, { name: "cluster_spec.yml" });
  assert.equal(loaded.name, "demo.kube.example.com");
  assert.deepEqual(loaded.instanceGroups, ["masters", "nodes"]);
});

test("every finding has a place and advice", () => {
  const broken = spec.replace("machineType: t3.large", "machinetype: t3.large").replace("maxSize: 3", "maxSize: many");
  assert.throws(
    () => kops.load(broken, { name: "broken.yml" }),
    (error) => {
      assert.ok(error instanceof kops.InvalidSpec && error instanceof kops.KopsError);
      assert.equal(error.diagnostics.length, 2);
      const unknown = error.diagnostics.find((d) => d.code === "spec/unknown-field");
      assert.equal(unknown.location.file, "broken.yml");
      assert.match(unknown.help, /machineType/);
      return true;
    },
  );
});

test("a plan is data and a report, and planning writes nothing", async () => {
  const cloud = kops.SimulatedAccount.fromJSON(account);
  const before = cloud.toText();
  const plan = await kops.plan(kops.load(spec), cloud);
  const data = plan.toJSON();
  assert.equal(data.cluster, "demo.kube.example.com");
  assert.ok(data.steps.length > 70);
  assert.equal(plan.isEmpty, false);
  assert.match(`${plan}`, /to create/);
  assert.equal(cloud.toText(), before);
});

test("the same input gives the same plan", async () => {
  const make = () => kops.plan(kops.load(spec), kops.SimulatedAccount.fromJSON(account));
  const [one, two] = [await make(), await make()];
  assert.equal(one.toText(), two.toText());
  assert.equal(one.hash, two.hash);
});

test("warnings come with the plan", async () => {
  const cloud = kops.SimulatedAccount.fromJSON(account);
  assert.deepEqual((await kops.plan(kops.load(spec), cloud)).warnings, []);
  const old = spec.replace("  topology:\n", "  topology:\n    masters: private\n");
  const { warnings } = await kops.plan(kops.load(old, { name: "old.yml" }), cloud);
  assert.equal(warnings.length, 1);
  assert.equal(warnings[0].code, "spec/ignored-field");
  assert.equal(warnings[0].location.file, "old.yml");
});

test("a spec without a place for its nodes is told what to add", async () => {
  const nowhere = spec.replace(/ *configBase: .*\n/, "");
  await assert.rejects(kops.plan(kops.load(nowhere), kops.SimulatedAccount.fromJSON(account)), (error) => {
    assert.ok(error instanceof kops.InvalidSpec);
    assert.equal(error.diagnostics[0].code, "cluster/config-base");
    assert.equal(error.diagnostics[0].help, "add `configBase: s3://BUCKET/demo.kube.example.com`");
    return true;
  });
});

test("what stands in the way of a plan is data", async () => {
  const occupied = account.replace('"172.20.0.0/24"', '"172.20.16.0/25"');
  const made = kops.plan(kops.load(spec, { name: "spec.yml" }), kops.SimulatedAccount.fromJSON(occupied));
  await assert.rejects(made, (error) => {
    assert.ok(error instanceof kops.PlanningFailed && error instanceof kops.KopsError);
    const [problem] = error.errors;
    assert.equal(problem.error, "occupied");
    assert.equal(problem.resource, "subnet/us-east-2a.demo.kube.example.com");
    assert.equal(problem.location.file, "spec.yml");
    assert.equal(problem.path.kind, "Cluster");
    assert.ok(error.message.includes(problem.message));
    return true;
  });
});

test("a file that is no account is refused", () => {
  assert.throws(() => kops.SimulatedAccount.fromJSON("{}"), kops.InvalidAccount);
});

test("CommonJS gets the same package", () => {
  const required = createRequire(import.meta.url)("../index.cjs");
  assert.deepEqual({ ...required }, { ...kops });
});

test("the example runs", () => {
  const example = fileURLToPath(new URL("../../examples/node/plan.mjs", import.meta.url));
  assert.match(execFileSync(process.execPath, [example], { encoding: "utf8" }), /steps make something new/);
});
