// The examples run.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { SimulatedAccount } from "../index.js";
// Tests of their own.
import "../../examples/node/scaling.test.mjs";

const folder = new URL("../../examples/", import.meta.url);
const read = (name) => readFileSync(new URL(name, folder), "utf8");
const run = (name) => execFileSync(process.execPath, [fileURLToPath(new URL(name, folder))], { encoding: "utf8" });

test("a plan is made and applied", () => {
  assert.match(run("node/plan.mjs"), /steps done; 0 left/);
});

test("many clusters are planned at once", () => {
  const lines = run("node/many-clusters.mjs").trim().split("\n");
  assert.equal(lines.length, 10);
  for (const line of lines) assert.match(line, /^team-\d\.kube\.example\.com \d+ steps, [0-9a-f]{12}$/);
});

/** Starts the service, which is compiled beside its source, as it imports the package by its path. */
async function started(t) {
  const file = new URL(`node/service.test-${process.pid}.mjs`, folder);
  const options = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 };
  writeFileSync(file, ts.transpileModule(read("node/service.mts"), { compilerOptions: options }).outputText);
  t.after(() => rmSync(file));
  const { service } = await import(file);
  const server = service(SimulatedAccount.fromJSON(read("fairwinds/account.json")));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  return `http://127.0.0.1:${server.address().port}`;
}

test("a service plans and applies with live progress", async (t) => {
  const url = await started(t);
  const page = await (await fetch(url)).text();
  assert.match(page, /new EventSource/);

  const spec = read("fairwinds/cluster_spec.yml");
  const wrong = await fetch(`${url}/plans`, { method: "POST", body: spec.replace("channel:", "chanel:") });
  assert.equal(wrong.status, 422);
  assert.equal((await wrong.json()).diagnostics[0].location.file, "request.yml");

  const made = await fetch(`${url}/plans`, { method: "POST", body: spec });
  assert.equal(made.status, 201);
  const plan = await made.json();
  assert.match(plan.report, /^### Plan for `demo\.kube\.example\.com`/);

  const watched = await fetch(`${url}/plans/${plan.id}`);
  assert.equal((await fetch(`${url}/plans/${plan.id}`, { method: "POST" })).status, 202);
  assert.equal((await fetch(`${url}/plans/${plan.id}`, { method: "POST" })).status, 409);
  const stream = (await watched.text()).trim().split("\n\n");
  const events = stream.map((line) => JSON.parse(line.replace(/^data: /, "")));
  assert.equal(events.filter(({ event }) => event === "finished").length, plan.steps);
  assert.deepEqual(events.at(-1).report.failed, []);
  // Who comes later sees the same.
  const again = await (await fetch(`${url}/plans/${plan.id}`)).text();
  assert.deepEqual(again.trim().split("\n\n"), stream);
  assert.equal((await fetch(`${url}/plans/none`)).status, 404);
});
