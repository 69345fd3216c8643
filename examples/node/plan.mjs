// Plans the Fairwinds cluster in a simulated account and applies the plan.

import { readFileSync } from "node:fs";
// In a project of your own: from "kops".
import { Engine, load, SimulatedAccount } from "../../bindings-node/index.js";

/** @param {string} name */
const read = (name) => readFileSync(new URL(`../fairwinds/${name}`, import.meta.url), "utf8");

const spec = await load(read("cluster_spec.yml"), { name: "cluster_spec.yml" });
const engine = new Engine({ cloud: SimulatedAccount.fromJSON(read("account.json")) });

const plan = await engine.plan(spec);
console.log(await plan.report());

const { done } = await engine.apply(plan);
const left = await engine.plan(spec);
console.log(`\n${done.length} steps done; ${left.size} left`);
