// Automation as a team writes it, and its tests against a simulated account: no AWS, no network, no waiting.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
// In a project of your own: from "kops".
import { Engine, load, SimulatedAccount, Spec } from "../../bindings-node/index.js";

/**
 * Plans an instance group with another size. Refuses a plan that terminates instances or loses data.
 *
 * @param {Engine} engine
 * @param {Spec} spec
 * @param {string} group
 * @param {number} size
 */
async function scale(engine, spec, group, size) {
  const parts = spec.toJSON();
  const found = parts.groups?.find(({ metadata }) => metadata.name === group);
  if (found === undefined) throw new Error(`there is no instance group ${group}`);
  found.spec = { ...found.spec, minSize: size, maxSize: size };
  const changed = await Spec.of(parts);
  const plan = await engine.plan(changed);
  const lost = plan.toJSON().steps.filter(({ disruption }) => disruption === "instances" || disruption === "data");
  if (lost.length > 0) throw new Error(`scaling ${group} would also touch ${lost.map(({ resource }) => resource)}`);
  await engine.apply(plan);
  return changed;
}

/** @param {string} name */
const read = (name) => readFileSync(new URL(`../fairwinds/${name}`, import.meta.url), "utf8");

/** An engine in whose account the cluster runs, and its spec. */
async function running() {
  const engine = new Engine({ cloud: SimulatedAccount.fromJSON(read("account.json")) });
  const spec = await load(read("cluster_spec.yml"), { name: "cluster_spec.yml" });
  await engine.apply(await engine.plan(spec));
  return { engine, spec };
}

test("scaling changes the group and nothing else", async () => {
  const { engine, spec } = await running();
  const changed = await scale(engine, spec, "nodes", 5);
  assert.equal((await engine.plan(changed)).size, 0);
});

test("scaling down is refused", async () => {
  const { engine, spec } = await running();
  await assert.rejects(scale(engine, spec, "nodes", 1), /would also touch autoscaling-group/);
});
