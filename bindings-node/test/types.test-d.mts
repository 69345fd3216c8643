// Compiled by tsc, never run: what the types promise.

import { InvalidSpec, load, type Plan, plan, SimulatedAccount } from "../index.js";

const made: Promise<Plan> = plan(load("", { name: "x" }), SimulatedAccount.fromJSON("{}"), { prune: true });
const step = (await made).toJSON().steps[0];
const what: "create" | "update" | "delete" = step.action.do;
// @ts-expect-error a plan needs an account
void plan(load(""));

export { InvalidSpec, what };
