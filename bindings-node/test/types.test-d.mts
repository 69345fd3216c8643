// Compiled by tsc, never run: what the types promise.

import {
  ApplyIncomplete,
  CloudError,
  Engine,
  InvalidSpec,
  load,
  type Plan,
  PlanningFailed,
  SimulatedAccount,
} from "../index.js";

const engine = new Engine({ cloud: SimulatedAccount.fromJSON("{}"), store: "s3://bucket" });
const plan: Plan = await engine.plan(await load("", { name: "x" }), { prune: true });
const step = plan.toJSON().steps[0];
const what: "create" | "update" | "delete" = step.action.do;
const codes: string[] = plan.warnings.map((warning) => warning.code);
const done: number[] = (await engine.apply(plan)).done;
export function retries(error: unknown): boolean {
  if (error instanceof PlanningFailed) {
    return error.errors.some((problem) => problem.error === "occupied");
  }
  if (error instanceof ApplyIncomplete) {
    return error.failed.length === 0;
  }
  // @ts-expect-error this is no kind of error
  const wrong = error instanceof CloudError && error.kind === "throtled";
  return wrong || (error instanceof CloudError && error.kind === "throttled");
}
// @ts-expect-error an engine needs an account
void new Engine();

export { codes, done, InvalidSpec, what };
