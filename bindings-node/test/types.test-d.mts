// Compiled by tsc, never run: what the types promise.

import {
  ApplyIncomplete,
  ApplySetIncomplete,
  aws,
  CloudError,
  Engine,
  InvalidSpec,
  Kube,
  load,
  type Plan,
  PlanningFailed,
  type Report,
  SimulatedAccount,
  SimulatedCluster,
  Spec,
} from "../index.js";
import { Replay, record } from "../testing.js";

const engine = new Engine({ cloud: SimulatedAccount.fromJSON("{}"), store: "s3://bucket" });
const plan: Plan = await engine.plan(await load("", { name: "x" }), { prune: true });
await plan.save(new URL("plan.json", import.meta.url));
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
  if (error instanceof ApplySetIncomplete) {
    return error.error instanceof CloudError && error.report.clusters.every(({ report }) => report.done.length > 0);
  }
  // @ts-expect-error this is no kind of error
  const wrong = error instanceof CloudError && error.kind === "throtled";
  return wrong || (error instanceof CloudError && error.kind === "throttled");
}
const run = engine.apply(plan, { parallel: 4, signal: AbortSignal.timeout(1000) });
for await (const event of run) {
  // @ts-expect-error this is no event
  const wrong = event.event === "finishd";
  const id: string | null = event.event === "finished" ? event.id : null;
  void [wrong, id];
}
const report: Report = await run;
void report.inFlight;
// @ts-expect-error this is no option
void engine.plan(await load(""), { prun: true });
// @ts-expect-error the parts of a spec have names
void Spec.of({ clusters: [] });
void Spec.of({ cluster: { metadata: { name: "a" }, spec: { kubernetesVersion: "1.35.5" } } });
// @ts-expect-error this is no field of a cluster
void Spec.of({ cluster: { metadata: { name: "a" }, spec: { kubernetesVersio: "1.35.5" } } });
// @ts-expect-error this is no option of a new cluster
void engine.newCluster({ name: "a.example.com", zonez: [] });
// @ts-expect-error this is no format of a report
void plan.report({ format: "html" });
void new aws.Account({ region: "us-east-2", credentials: async () => ({ accessKeyId: "", secretAccessKey: "" }) });
// @ts-expect-error keys are called as in the AWS SDK
void new aws.Account({ region: "us-east-2", credentials: { accessKey: "", secretKey: "" } });
// @ts-expect-error an engine needs an account
void new Engine();

const replay = Replay.fromJSON("");
const userData: Record<string, string> = await record(replay).userData(["i-1"]);
void [userData, await replay.userData([]), await replay.launchTemplates([]), await record(replay).launchTemplates([])];

const cluster = new SimulatedCluster(SimulatedAccount.fromJSON("{}"), "a", {
  workloads: [{ name: "web", replicas: 3 }],
});
const spec = await load("");
const failures: string[] = (await engine.validateCluster(spec, cluster, { timeout: 60 })).failures.map(
  (f) => f.message,
);
const rolling = engine.rollingUpdate(spec, await Kube.connect(""), { force: true, roles: ["Node"] });
for await (const event of rolling) {
  // @ts-expect-error this is no event of a rolling update
  void (event.event === "finished");
  void (event.event === "terminated" && event.instance);
}
const results: string[] = (await rolling).groups.map(({ result }) => result);
// @ts-expect-error this is no option of a rolling update
void engine.rollingUpdate(spec, cluster, { forse: true });
// @ts-expect-error a spec is no cluster
void engine.validateCluster(spec, spec);
const yaml: string = await (await engine.check(spec)).toYAML();
const { cluster: wanted, groups } = await spec.data();
const more = await Spec.of({ cluster: wanted, groups: [...groups, await engine.newInstanceGroup(spec, "batch")] });
void [failures, results, yaml, more.toJSON().groups.length];

export { codes, done, InvalidSpec, what };
