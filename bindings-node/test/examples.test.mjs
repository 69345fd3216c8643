// The examples run.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { SimulatedAccount } from "../index.js";
import { opened } from "../scripts/browser.mjs";
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

test("a service keeps why a plan was refused", { timeout: 60_000 }, async (t) => {
  const url = await started(t);
  const post = (path, body) => fetch(`${url}${path}`, { method: "POST", body });
  const texts = ["cluster_spec.yml", "cluster_spec-changed.yml"].map((name) => read(`fairwinds/${name}`));
  const [first, second] = await Promise.all(texts.map(async (text) => (await post("/plans", text)).json()));
  await post(`/plans/${first.id}`);
  await (await fetch(`${url}/plans/${first.id}`)).text();

  const watched = await fetch(`${url}/plans/${second.id}`);
  assert.equal((await post(`/plans/${second.id}`)).status, 202);
  const told = await watched.text();
  assert.match(told, /^event: refused\ndata: ".* now exists as /);
  assert.equal(await (await fetch(`${url}/plans/${second.id}`)).text(), told);
});

test("the page of the service plans, applies, and says why a plan is refused", { timeout: 120_000 }, async (t) => {
  const url = await started(t);
  const look = await opened(t, url);
  if (look === undefined) return;
  const until = async (expression) => {
    while (!(await look(expression))) await setTimeout(50);
  };
  const plan = async (text) => {
    await until("document.readyState === 'complete' && document.querySelector('#events') !== null");
    await look("document.querySelector('#report').textContent = ''");
    await look(`document.querySelector('textarea').value = ${JSON.stringify(text)}`);
    await look("document.querySelector('form button').click()");
    await until("document.querySelector('#report').textContent.startsWith('### Plan for')");
  };
  const last = "document.querySelector('#events li:last-child')?.textContent";

  const spec = read("fairwinds/cluster_spec.yml");
  await plan(spec);
  await look("document.querySelector('#apply').click()");
  await until(`${last} === 'ended '`);
  assert.ok(await look("document.querySelector('#progress').position === 1"), "every step is counted");

  await plan(read("fairwinds/cluster_spec-changed.yml"));
  const other = await fetch(`${url}/plans`, { method: "POST", body: spec.replace("maxSize: 3", "maxSize: 5") });
  const { id } = await other.json();
  await fetch(`${url}/plans/${id}`, { method: "POST" });
  await (await fetch(`${url}/plans/${id}`)).text();
  await look("document.querySelector('#apply').click()");
  await until(`${last}?.startsWith('refused: ')`);
  assert.equal(await look("document.querySelectorAll('#events li').length"), 1);
});

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
