// Compiled by tsc, never run: what the types promise.

import { CloudError, InvalidSpec, load, type Plan, PlanningFailed, plan, SimulatedAccount } from "../index.js";

const made: Promise<Plan> = plan(load("", { name: "x" }), SimulatedAccount.fromJSON("{}"), { prune: true });
const step = (await made).toJSON().steps[0];
const what: "create" | "update" | "delete" = step.action.do;
const codes: string[] = (await made).warnings.map((warning) => warning.code);
export function retries(error: unknown): boolean {
  if (error instanceof PlanningFailed) {
    return error.errors.some((problem) => problem.error === "occupied");
  }
  // @ts-expect-error this is no kind of error
  const wrong = error instanceof CloudError && error.kind === "throtled";
  return wrong || (error instanceof CloudError && error.kind === "throttled");
}
// @ts-expect-error a plan needs an account
void plan(load(""));

export { codes, InvalidSpec, what };
