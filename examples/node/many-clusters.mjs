// Plans many clusters at once, each in an account of its own, and prints a line for each.

import { readFileSync } from "node:fs";
// In a project of your own: from "kops".
import { Engine, load, SimulatedAccount } from "../../bindings-node/index.js";

/** @param {string} name */
const read = (name) => readFileSync(new URL(`../fairwinds/${name}`, import.meta.url), "utf8");
const [text, account] = [read("cluster_spec.yml"), read("account.json")];

/** @param {string} name */
async function plan(name) {
  const spec = await load(text.replaceAll("demo.kube.example.com", name), { name: `${name}.yml` });
  // With AWS: an aws.Account for each set of credentials. They share nothing.
  const engine = new Engine({ cloud: SimulatedAccount.fromJSON(account) });
  return engine.plan(spec);
}

const names = Array.from({ length: 10 }, (_, number) => `team-${number}.kube.example.com`);
const plans = await Promise.allSettled(names.map(plan));
for (const [index, made] of plans.entries()) {
  const what =
    made.status === "rejected" ? made.reason : `${made.value.size} steps, ${(await made.value.hash()).slice(0, 12)}`;
  console.log(names[index], `${what}`);
}
