// Compiled by tsc, never run: what the types of data accept, and what they refuse.

import type { Plan } from "../index.js";
import type { Cluster, ErrorData, Event, Facts, SubnetSpec } from "../types.js";

declare const plan: Plan;
declare const facts: Facts;
const data = plan.toJSON();
const [step] = data.steps;
const { action } = step;

// @ts-expect-error a misspelt field of a plan
void data.stepz;
// @ts-expect-error a misspelt field of a step
void step.acton;
// @ts-expect-error a misspelt field of facts
void facts.zonez;
// @ts-expect-error a wrong literal
void (action.do === "updaet");
// @ts-expect-error only updates have changes
void action.changes;

export const changed = action.do === "update" ? action.changes.map((change) => change.field) : [];
export const zone = action.do === "create" && action.desired.kind === "subnet" ? action.desired.fields.zone : undefined;

export function words(event: Event): string {
  switch (event.event) {
    case "started":
    case "retrying":
    case "waiting":
    case "finished":
    case "waiting-for-lock":
      return "runs";
    case "failed":
      return event.error.message;
    case "ended":
      return `${event.report.done.length} done`;
  }
}

// @ts-expect-error a missing case
export function words2(event: Event): string {
  switch (event.event) {
    case "started":
    case "retrying":
    case "waiting":
    case "finished":
      return "runs";
    case "failed":
      return event.error.message;
  }
}

export function reason(error: ErrorData): string {
  return error.name === "CloudError" ? error.fields.kind : error.message;
}

export const cluster: Cluster = {
  metadata: { name: "a.example.com" },
  spec: { kubernetesVersion: "1.35.5", subnets: [{ name: "a", type: "Private" }], rollingUpdate: { maxSurge: "25%" } },
};
// @ts-expect-error a misspelt field of a spec
export const misspelt: SubnetSpec = { name: "a", tpye: "Private" };
// @ts-expect-error a wrong literal in a spec
export const literal: SubnetSpec = { name: "a", type: "private" };
// @ts-expect-error a number where a version is text
export const version: Cluster["spec"] = { kubernetesVersion: 1.35 };
// @ts-expect-error a cluster without a spec
export const empty: Cluster = { metadata: { name: "a.example.com" } };
