// Prints what it would take to build the Fairwinds cluster in a simulated account, and how much of it is new.

import { readFileSync } from "node:fs";
// In a project of your own: from "kops".
import { load, plan, SimulatedAccount } from "../../bindings-node/index.js";

/** @param {string} name */
const read = (name) => readFileSync(new URL(`../fairwinds/${name}`, import.meta.url), "utf8");

const spec = load(read("cluster_spec.yml"), { name: "cluster_spec.yml" });
const account = SimulatedAccount.fromJSON(read("account.json"));
const planned = await plan(spec, account);
console.log(`${planned}`);

const { steps } = planned.toJSON();
const created = steps.filter((step) => step.action.do === "create");
console.log(`\n${created.length} of ${steps.length} steps make something new, the first of them ${created[0]?.resource}`);
